#pragma once
#include <cstdint>
#include <cstring>

namespace crm {

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); } /* b > 0 */
/* to - from, which may be more than 2^63; from <= to. */
constexpr std::uint64_t distance(std::int64_t from, std::int64_t to) { return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from); }

inline constexpr std::int64_t powers_of_10[] = {
	1,          10,          100,          1000,          10000,          100000,          1000000,          10000000,         100000000,
	1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000};

template <class T> T load_unaligned(const void *from) {
	T value;
	std::memcpy(&value, from, sizeof value);
	return value;
}

__extension__ typedef __int128 i128;
__extension__ typedef unsigned __int128 u128;

/* An i128 with the alignment of palloc (8 bytes): the compiler's own type wants 16 and would fault inside a varlena. */
struct Int128 {
	std::uint64_t low = 0;
	std::int64_t high = 0;
	constexpr Int128() = default;
	constexpr Int128(i128 v) : low(static_cast<std::uint64_t>(v)), high(static_cast<std::int64_t>(v >> 64)) {}
	constexpr operator i128() const { return static_cast<i128>(high) << 64 | low; }
	static constexpr void fields(auto &self, auto &&f) { f("high", self.high), f("low", self.low); }
};

/* Sums that may leave 64 bits and then wrap around, as defined: counts of a full state, with which only a plain call of a support
   function can go on, turn negative and are refused; an addition that overflowed is taken back. */
constexpr std::int64_t wrap_add(std::int64_t a, std::int64_t b) {
	return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrap_sub(std::int64_t a, std::int64_t b) {
	return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

} // namespace crm
