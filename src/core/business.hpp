#pragma once
#include <algorithm>
#include <span>

#include "core/calendar.hpp"
#include "core/integer.hpp"

/* Business time: the shifts of a weekly schedule, and how much of a span lies in open pieces. */
namespace crm {

/* 1 Monday to 7 Sunday; day 0 was a Saturday. */
constexpr int weekday(std::int64_t date) { return static_cast<int>(date + 5 - floor_div(date + 5, 7) * 7) + 1; }

struct Schedule {
	std::int64_t opens, closes;             /* microseconds of the local day; closes <= opens: of the next one */
	unsigned weekdays;                      /* bit n: weekday n */
	std::span<const std::int64_t> holidays; /* ascending */

	bool has_shift(std::int64_t date) const { return (weekdays >> weekday(date) & 1) && !std::binary_search(holidays.begin(), holidays.end(), date); }
};

/* emit(start, end) for each shift, clipped to [from, to), in order of local dates; at(date, time) is the instant of a wall
   time. Two days of margin hold any offset, and a shift that opened the day before. One that a clock change leaves no
   time, its end before its start, is none. */
template <class At, class Emit> void each_shift(const Schedule &schedule, std::int64_t from, std::int64_t to, At &&at, Emit &&emit) {
	const std::int64_t last = floor_div(to, microseconds_per_day) + 2;
	const int nights = schedule.closes <= schedule.opens;
	for (std::int64_t date = floor_div(from, microseconds_per_day) - 3; date <= last; date++) {
		if (!schedule.has_shift(date))
			continue;
		const i128 start = std::max<i128>(at(date, schedule.opens), from), end = std::min<i128>(at(date + nights, schedule.closes), to);
		if (start < end)
			emit(static_cast<std::int64_t>(start), static_cast<std::int64_t>(end));
	}
}

/* The part of [from, to) inside of `count` ordered pieces that do not overlap; bounds(i) is piece i, a pair of start and
   end. Reads as many pieces as a binary search and the span itself touch. */
template <class Bounds> i128 time_inside(std::size_t count, std::int64_t from, std::int64_t to, Bounds &&bounds) {
	std::size_t low = 0;
	for (std::size_t high = count; low < high;) {
		const std::size_t middle = low + (high - low) / 2;
		if (bounds(middle).second <= from)
			low = middle + 1;
		else
			high = middle;
	}
	i128 total = 0;
	for (; low < count; low++) {
		const auto [start, end] = bounds(low);
		if (start >= to)
			break;
		total += i128{std::min(end, to)} - std::max(start, from);
	}
	return total;
}

} // namespace crm
