#include <vector>

#include "check.hpp"
#include "core/business.hpp"

using namespace crm;

static constexpr std::int64_t hour = microseconds_per_day / 24;

/* Hour by hour: open if a shift of this or an earlier day covers it; clocks are an hour ahead from `change` on. */
struct Zone {
	std::int64_t change;
	std::int64_t operator()(std::int64_t date, std::int64_t time) const {
		const std::int64_t wall = date * microseconds_per_day + time;
		return wall < change ? wall : wall - hour;
	}
};
static bool open_at(const Schedule &s, const Zone &zone, std::int64_t t) {
	for (std::int64_t date = floor_div(t, microseconds_per_day) - 4; date <= floor_div(t, microseconds_per_day) + 4; date++) {
		const bool works = (s.weekdays >> weekday(date) & 1) && std::count(s.holidays.begin(), s.holidays.end(), date) == 0;
		if (works && zone(date, s.opens) <= t && t < zone(date + (s.closes <= s.opens), s.closes))
			return true;
	}
	return false;
}

static void test_shifts() {
	Random random{11};
	for (int round = 0; round < 2000; round++) {
		std::vector<std::int64_t> holidays;
		for (std::int64_t n = random.below(4), date = -20; n > 0; n--)
			holidays.push_back(date += random.below(15));
		const Schedule s{random.below(24) * hour, random.below(25) * hour, static_cast<unsigned>(random.below(128)) << 1, holidays};
		const Zone zone{(random.below(60) - 30) * 12 * hour};
		const std::int64_t from = (random.below(480) - 240) * hour, to = from + random.below(240) * hour;
		std::vector<int> found(static_cast<std::size_t>((to - from) / hour));
		each_shift(s, from, to, zone, [&](std::int64_t start, std::int64_t end) {
			CHECK(from <= start && start < end && end <= to);
			for (std::int64_t t = start; t < end; t += hour)
				found[static_cast<std::size_t>((t - from) / hour)] = 1;
		});
		bool same = true;
		for (std::int64_t t = from; t < to; t += hour)
			same = same && (found[static_cast<std::size_t>((t - from) / hour)] == 1) == open_at(s, zone, t);
		CHECK(same);
	}
}

static void test_time_inside() {
	Random random{13};
	for (int round = 0; round < 20000; round++) {
		std::vector<std::pair<std::int64_t, std::int64_t>> pieces;
		for (std::int64_t t = random.below(4), n = random.below(9); n > 0; n--) {
			const std::int64_t start = t + random.below(4), end = start + random.below(5);
			pieces.emplace_back(start, end), t = end + 1;
		}
		const std::int64_t from = random.below(50), to = from + random.below(30);
		std::int64_t total = 0;
		for (std::int64_t t = from; t < to; t++)
			for (const auto &[start, end] : pieces)
				total += start <= t && t < end;
		std::size_t reads = 0;
		CHECK(time_inside(pieces.size(), from, to, [&](std::size_t i) { return reads++, pieces[i]; }) == total);
		CHECK(reads <= 4 + pieces.size());
	}
	const auto always = [](std::size_t) { return std::pair{INT64_MIN, INT64_MAX}; };
	CHECK(time_inside(1, Instant::first, Instant::end, always) == i128{Instant::end} - Instant::first); /* more than 64 bits */
	CHECK(time_inside(0, 0, 1, always) == 0);
}

int main() {
	CHECK(weekday(days_from_civil({2026, 6, 1})) == 1 && weekday(days_from_civil({2026, 6, 7})) == 7);
	CHECK(weekday(days_from_civil({1970, 1, 1})) == 4 && weekday(days_from_civil({-1, 12, 31})) == 5);
	test_shifts();
	test_time_inside();
	return summary("business");
}
