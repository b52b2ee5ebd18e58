#pragma once
#include "core/key.hpp"
#include "pg/datum.hpp"

/* Entity keys (customer, deal, ...) of any of the three types. */
namespace crm {

inline Key key_of(std::int64_t v) { return Key::of(v); }
inline Key key_of(const Uuid &v) { return Key::of_bytes(v.bytes); }
inline Key key_of(std::string_view v) { return Key::of(v); }
template <class K> inline constexpr KeyType key_type = KeyType::text;
template <> inline constexpr KeyType key_type<std::int64_t> = KeyType::bigint;
template <> inline constexpr KeyType key_type<Uuid> = KeyType::uuid;

/* Keys of different types never mean the same entity, so their states do not mix. */
inline void agree(KeyType &mine, KeyType theirs, const char *entity, const char *entities) {
	if (mine == KeyType::none)
		mine = theirs;
	else if (theirs != KeyType::none && theirs != mine)
		raise(invalid_parameter, psprintf("Cast the %s to one type everywhere.", entity), "cannot merge states of %s and %s %s",
			  key_type_names[static_cast<int>(mine)].data(), key_type_names[static_cast<int>(theirs)].data(), entities);
}

} // namespace crm
