#pragma once
#include "core/key.hpp"
#include "pg/datum.hpp"

/* Entity keys (customer, deal, ...) of any of the three types. */
namespace crm {

inline std::pair<KeyType, Key> key_of(std::int64_t v) { return {KeyType::bigint, Key::of(v)}; }
inline std::pair<KeyType, Key> key_of(const Uuid &v) { return {KeyType::uuid, Key::of_bytes(v.bytes)}; }
inline std::pair<KeyType, Key> key_of(std::string_view v) { return {KeyType::text, Key::of(v)}; }

/* Keys of different types never mean the same entity, so their states do not mix. */
inline void agree(KeyType &mine, KeyType theirs, const char *entity, const char *entities) {
	if (mine == KeyType::none)
		mine = theirs;
	else if (theirs != KeyType::none && theirs != mine)
		raise(invalid_parameter, psprintf("Cast the %s to one type everywhere.", entity), "cannot merge states of %s and %s %s",
			  key_type_names[static_cast<int>(mine)].data(), key_type_names[static_cast<int>(theirs)].data(), entities);
}

} // namespace crm
