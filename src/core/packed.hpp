#pragma once
#include "core/exact.hpp"

/* Numbers in 64 bits. One with at most 6 decimals and 18 digits in all is 8 * mantissa + decimals + 1, without zeros at
   the end of its decimals: equal numbers are equal words. Others are the place of their digits in a heap, times 8. 0 is
   none of them. */
namespace crm {

inline constexpr int most_packed_decimals = 6;

constexpr bool is_packed(std::int64_t word) { return (word & 7) != 0; }
constexpr int decimals_of(std::int64_t packed) { return static_cast<int>(packed & 7) - 1; }
constexpr std::int64_t mantissa_of(std::int64_t packed) { return packed >> 3; }
/* In units of 10^-6, in which any number of them can be added. */
constexpr i128 millionths_of(std::int64_t packed) { return i128{mantissa_of(packed)} * powers_of_10[most_packed_decimals - decimals_of(packed)]; }

template <class U> std::int64_t pack_digits(const Amount &amount, int last) {
	U mantissa = 0;
	for (int i = 0; i < amount.count; i++)
		mantissa = mantissa * 10000 + static_cast<unsigned>(amount.digit(i));
	for (int i = 0; i < last; i++)
		mantissa *= 10000;
	int decimals = last < 0 ? -4 * last : 0;
	for (; decimals > 0 && mantissa % 10 == 0; decimals--)
		mantissa /= 10;
	if (decimals > most_packed_decimals || mantissa >= U{1} << 60)
		return 0;
	const auto m = static_cast<std::int64_t>(mantissa);
	return (amount.negative ? -m : m) * 8 + decimals + 1;
}
/* 0 when it does not fit. */
inline std::int64_t pack(const Amount &amount) {
	const int last = amount.weight - amount.count + 1; /* power of 10000 of the last digit */
	if (amount.count == 0)
		return 1;
	if (amount.weight > 4 || last < -2)
		return 0;
	return amount.count + std::max(last, 0) <= 4 ? pack_digits<std::uint64_t>(amount, last) : pack_digits<u128>(amount, last);
}

/* The digits of a number of millionths, which live in here. */
struct Digits {
	std::uint16_t words[12];
	Amount of(i128 millionths) {
		u128 rest = (millionths < 0 ? -static_cast<u128>(millionths) : static_cast<u128>(millionths)) * 100; /* a digit ends at 10^-8 */
		int first = 12;
		for (; rest; rest /= 10000)
			words[--first] = static_cast<std::uint16_t>(rest % 10000);
		return {reinterpret_cast<const char *>(words + first), 12 - first, 9 - first, 0, millionths < 0};
	}
};

/* ---- digits in a heap: weight, sign and count, digits ---- */

inline std::int64_t store(Bytes &heap, const Amount &amount) {
	const std::int64_t word = 8 * (static_cast<std::int64_t>(heap.size) + 1);
	const std::int32_t head[] = {amount.weight, 2 * amount.count + amount.negative};
	heap.append(reinterpret_cast<const char *>(head), sizeof head);
	heap.append(amount.digits, 2 * static_cast<std::size_t>(amount.count));
	return word;
}
inline Amount stored(const Bytes &heap, std::int64_t word) {
	const char *at = heap.data + (word / 8 - 1);
	std::int32_t head[2];
	std::memcpy(head, at, sizeof head);
	return {at + sizeof head, head[1] / 2, head[0], 0, head[1] % 2 != 0};
}
inline bool same(const Amount &a, const Amount &b) {
	return a.count == b.count && a.weight == b.weight && a.negative == b.negative &&
		   std::memcmp(a.digits, b.digits, 2 * static_cast<std::size_t>(a.count)) == 0;
}
/* Decimals that it takes to write the number. */
inline int decimals_of(const Amount &amount) {
	int decimals = 4 * (amount.count - 1 - amount.weight);
	if (amount.count == 0 || decimals <= 0)
		return 0;
	for (int last = amount.digit(amount.count - 1); last % 10 == 0; last /= 10)
		decimals--;
	return decimals;
}
/* Digits as numeric keeps them, of a number that is not packed. */
inline bool is_proper(const Amount &amount) {
	for (int i = 0; i < amount.count; i++)
		if (amount.digit(i) >= 10000)
			return false;
	return amount.count > 0 && amount.digit(0) != 0 && amount.digit(amount.count - 1) != 0 && amount.weight < 0x8000 &&
		   decimals_of(amount) <= 0x3FFF && pack(amount) == 0;
}

inline Bytes text_of(const Bytes &heap, std::int64_t word) {
	Digits digits;
	Money money;
	const Amount amount = is_packed(word) ? digits.of(millionths_of(word)) : stored(heap, word);
	money.add<1>(amount);
	money = money.canonical();
	return decimal_text(money.limbs.data, money.window, is_packed(word) ? decimals_of(word) : decimals_of(amount));
}
/* 0: not a plain decimal. */
inline std::int64_t parse_number(std::string_view text, Bytes &heap) {
	Money money;
	if (!parse_decimal(text, money))
		return 0;
	Vec<std::uint16_t> words;
	bool negative = false;
	int weight = 4 * money.window.high;
	for (std::size_t i = 4 * money.limbs.size; i-- > 0;) {
		const auto digit = money.limbs[i / 4] / powers_of_10000[i % 4] % 10000;
		negative = negative || digit < 0;
		weight -= words.empty();
		if (digit != 0 || !words.empty())
			words.push(static_cast<std::uint16_t>(digit < 0 ? -digit : digit));
	}
	while (!words.empty() && words.back() == 0)
		words.size--;
	const Amount amount{reinterpret_cast<const char *>(words.data), static_cast<int>(words.size), weight, 0, negative};
	const std::int64_t word = pack(amount);
	return word ? word : store(heap, amount);
}

} // namespace crm
