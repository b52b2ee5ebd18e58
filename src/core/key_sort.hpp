#pragma once
#include <bit>

#include "core/key.hpp"
#include "core/sort.hpp"

namespace crm {

template <class T, class Less> void insertion_sort(T *first, T *last, Less less) {
	for (T *next = first + 1; next < last; next++) {
		const T moving = *next;
		T *to = next;
		for (; to > first && less(moving, to[-1]); to--)
			*to = to[-1];
		*to = moving;
	}
}

/* Sorts items by a member `key` and maybe more: `less` agrees with the order of keys. They end up in `items` or in `spare`, of the same size: returns
   which. One pass deals them into about as many piles as there are items, by the leading bits of the distance to the least key, so that most are in
   place then, and the rest is done by neighbours; piles that are still large, as of one very busy entity, cost n log n. */
template <class T, class Less> T *sort_by_key(T *items, T *spare, std::size_t n, Less less) {
	constexpr int most_bits = 14, least_bits = 4;
	if (std::is_sorted(items, items + n, less))
		return items;
	Key least = items[0].key, most = least;
	for (std::size_t i = 1; i < n; i++)
		least = {std::min(least.high, items[i].key.high), std::min(least.low, items[i].key.low)},
		most = {std::max(most.high, items[i].key.high), std::max(most.low, items[i].key.low)};
	const bool use_high = least.high != most.high;
	const std::uint64_t base = use_high ? least.high : least.low, span = (use_high ? most.high : most.low) - base;
	const int bits = static_cast<int>(std::bit_width(span)), width = std::min({bits, most_bits, static_cast<int>(std::bit_width(n)) - 1});
	if (width < least_bits || n > UINT32_MAX) {
		sort_all(items, items + n, less);
		return items;
	}
	const auto pile = [=, shift = bits - width](const T &item) { return ((use_high ? item.key.high : item.key.low) - base) >> shift; };
	std::uint32_t ends[(1 << most_bits) + 1]; /* of pile p - 1, and while dealing of what pile p has got */
	const std::size_t piles = std::size_t{1} << width;
	std::fill_n(ends, piles + 1, 0u);
	for (std::size_t i = 0; i < n; i++)
		ends[pile(items[i]) + 1]++;
	for (std::size_t p = 1; p <= piles; p++)
		ends[p] += ends[p - 1];
	check_interrupts();
	for (std::size_t i = 0; i < n; i++)
		spare[ends[pile(items[i])]++] = items[i];
	std::size_t start = 0;
	for (std::size_t p = 0; p < piles; start = ends[p++])
		if (ends[p] - start > 24)
			sort_all(spare + start, spare + ends[p], less), check_interrupts();
	insertion_sort(spare, spare + n, less);
	return spare;
}
template <class T> T *sort_by_key(T *items, T *spare, std::size_t n) {
	return sort_by_key(items, spare, n, [](const T &a, const T &b) { return a < b; });
}

} // namespace crm
