#pragma once
#include <concepts>
#include <optional>

#include "core/vec.hpp"

/* A record names its members once:

	static constexpr void fields(auto &self, auto &&f) { f("hits", self.hits), f("misses", self.misses); }

   and that line is its JSON text (json.hpp), its binary form (wire.hpp) and the proof that it has no padding. A record
   may add `bool valid() const`, the invariants that a reader of foreign bytes must check, and its own forms:
   `void json(JsonWriter &) const` with `void json(JsonReader &)`, and the same pair named wire. */
namespace crm {

template <class T>
concept Record = requires(T &t) {
	T::fields(t, [](const char *, auto &) {});
};
template <class T> inline constexpr bool is_vec = false;
template <class T> inline constexpr bool is_vec<Vec<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class T> constexpr bool valid(const T &value) {
	if constexpr (requires { value.valid(); })
		return value.valid();
	else
		return true;
}

/* The members of a record in bytes; 0 when one of them grows (a Vec inside). */
template <Record R> consteval std::size_t plain_bytes() {
	std::size_t bytes = 0;
	bool grows = false;
	auto visit = [&](auto &&self, auto &field) -> void {
		using F = std::remove_cvref_t<decltype(field)>;
		if constexpr (is_vec<F>)
			grows = true;
		else if constexpr (Record<F>)
			F::fields(field, [&](const char *, auto &inner) { self(self, inner); });
		else
			bytes += sizeof(F);
	};
	R record{};
	visit(visit, record);
	return grows ? 0 : bytes;
}

} // namespace crm
