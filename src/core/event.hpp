#pragma once
#include <bit>

#include "core/calendar.hpp"
#include "core/key.hpp"
#include "core/sort.hpp"

/* What one entity did at one time. The mark says what: a record of small integers, with

	static bool valid_time(std::int64_t at)          what times can be
	static void json_time(JsonWriter &, at), (JsonReader &, at &)
	auto operator<=>                                 order of the events of one entity at one time
	bool absorb(const Mark &next)                    whether the next one in order adds nothing new, or has been added to this
	static constexpr bool numbered                   has a std::uint32_t `number` that means an entry of some list */
namespace crm {

/* A mark that is just a number; times are instants. */
struct NumberMark {
	std::uint32_t number = 0;
	static constexpr bool numbered = true;
	auto operator<=>(const NumberMark &) const = default;
	bool absorb(const NumberMark &next) const { return *this == next; }
	static bool valid_time(std::int64_t at) { return Instant{at}.finite(); }
	static void json_time(JsonWriter &writer, std::int64_t at) { writer.put(Instant{at}); }
	static void json_time(JsonReader &reader, std::int64_t &at) {
		Instant time;
		reader.get(time), at = time.microseconds;
	}
};

template <class Mark> struct Event {
	Key key;
	std::int64_t at;
	[[no_unique_address]] Mark mark;

	bool operator==(const Event &) const = default;
	/* Order of everything: by key, time, mark. */
	bool operator<(const Event &o) const {
		if (key.high != o.key.high)
			return key.high < o.key.high;
		if (key.low != o.key.low)
			return key.low < o.key.low;
		return at != o.at ? at < o.at : mark < o.mark;
	}
};

template <class T> void insertion_sort(T *first, T *last) {
	for (T *next = first + 1; next < last; next++) {
		const T moving = *next;
		T *to = next;
		for (; to > first && moving < to[-1]; to--)
			*to = to[-1];
		*to = moving;
	}
}

/* Sorts events, which end up in `events` or in `spare`, of the same size: returns which. One pass deals them into about as many
   piles as there are events, by the leading bits of the distance to the least key, so that most are in place then, and the rest
   is done by neighbours; piles that are still large, as of one very busy entity, cost n log n. */
template <class Mark> Event<Mark> *sort_events(Event<Mark> *events, Event<Mark> *spare, std::size_t n) {
	constexpr int most_bits = 14, least_bits = 4;
	if (std::is_sorted(events, events + n))
		return events;
	Key least = events[0].key, most = least;
	for (std::size_t i = 1; i < n; i++)
		least = {std::min(least.high, events[i].key.high), std::min(least.low, events[i].key.low)},
		most = {std::max(most.high, events[i].key.high), std::max(most.low, events[i].key.low)};
	const bool use_high = least.high != most.high;
	const std::uint64_t base = use_high ? least.high : least.low, span = (use_high ? most.high : most.low) - base;
	const int bits = static_cast<int>(std::bit_width(span)), width = std::min({bits, most_bits, static_cast<int>(std::bit_width(n)) - 1});
	if (width < least_bits) {
		sort_all(events, events + n);
		return events;
	}
	const auto pile = [=, shift = bits - width](const Event<Mark> &e) { return ((use_high ? e.key.high : e.key.low) - base) >> shift; };
	std::uint32_t ends[(1 << most_bits) + 1]; /* of pile p - 1, and while dealing of what pile p has got */
	const std::size_t piles = std::size_t{1} << width;
	std::fill_n(ends, piles + 1, 0u);
	for (std::size_t i = 0; i < n; i++)
		ends[pile(events[i]) + 1]++;
	for (std::size_t p = 1; p <= piles; p++)
		ends[p] += ends[p - 1];
	for (std::size_t i = 0; i < n; i++)
		spare[ends[pile(events[i])]++] = events[i];
	std::size_t start = 0;
	for (std::size_t p = 0; p < piles; start = ends[p++])
		if (ends[p] - start > 24)
			sort_all(spare + start, spare + ends[p]);
	insertion_sort(spare, spare + n);
	return spare;
}

} // namespace crm
