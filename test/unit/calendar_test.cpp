#include "check.hpp"
#include "core/calendar.hpp"

using namespace crm;

/* Against a day-by-day walk through 1,200 years and fixed points of PostgreSQL's own calendar. */
static bool leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static void counts_times() {
	Instant times[20];
	for (std::int64_t size = 0; size <= 20; size++) {
		for (std::int64_t i = 0; i < size; i++)
			times[i].microseconds = 10 * i;
		const std::span<const Instant> list{times, static_cast<std::size_t>(size)};
		for (std::int64_t t = -5; t <= 205; t++)
			CHECK(times_until(list, {t}) == std::upper_bound(list.begin(), list.end(), Instant{t}) - list.begin());
	}
}

int main() {
	counts_times();
	Civil day{1400, 1, 1};
	for (std::int64_t n = days_from_civil(day); day.year < 2600; n++) {
		const Civil back = civil(n);
		if (back.year != day.year || back.month != day.month || back.day != day.day || days_from_civil(day) != n) {
			CHECK(!"civil and days_from_civil agree with the walk");
			break;
		}
		static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
		if (++day.day > lengths[day.month - 1] + (day.month == 2 && leap(day.year)))
			day.day = 1, day.month++;
		if (day.month > 12)
			day.month = 1, day.year++;
	}
	CHECK(days_from_civil({2000, 1, 1}) == 0);
	/* from every day of a leap cycle and any number of months: the month counted on, the day or the last of the month */
	Random months{3};
	for (std::int64_t n = -800; n < 800; n++) {
		const Civil from = civil(n);
		const std::int64_t count = months.below(3000) - 1000, month = from.year * 12 + from.month - 1 + count;
		const Civil to = civil(add_months(n, count)), next = civil(add_months(n, count) + 1);
		CHECK(to.year * 12 + to.month - 1 == month && (to.day == from.day || (to.day < from.day && next.day == 1)));
	}
	CHECK(add_months(days_from_civil({2024, 1, 31}), 1) == days_from_civil({2024, 2, 29}));
	CHECK(add_months(days_from_civil({2023, 12, 31}), 2) == days_from_civil({2024, 2, 29}));
	CHECK(add_months(days_from_civil({-1, 3, 30}), -1) == days_from_civil({-1, 2, 28}));
	struct {
		std::int64_t microseconds;
		const char *text;
	} points[] = {{0, "2000-01-01T00:00:00Z"},
				  {-1, "1999-12-31T23:59:59.999999Z"},
				  {1500000, "2000-01-01T00:00:01.5Z"},
				  {Instant::first, "-4713-11-24T00:00:00Z"}, /* 4714-11-24 BC */
				  {Instant::end - 1, "+294276-12-31T23:59:59.999999Z"}};
	for (const auto &point : points) {
		Instant read;
		CHECK(text(iso({point.microseconds})) == point.text);
		CHECK(parse_iso(point.text, read) && read.microseconds == point.microseconds);
	}
	Random random{7};
	for (int i = 0; i < 20000; i++) {
		const auto range = static_cast<std::uint64_t>(Instant::end) - static_cast<std::uint64_t>(Instant::first);
		const Instant t{static_cast<std::int64_t>(static_cast<std::uint64_t>(Instant::first) + random.next() % range)};
		Instant read;
		CHECK(parse_iso(view(iso(t)), read) && read == t);
	}
	for (const char *bad : {"", "2000", "2000-02-30T00:00:00Z", "2001-02-29T00:00:00Z", "2000-13-01T00:00:00Z", "2000-01-01T24:00:00Z",
							"2000-01-01 00:00:00Z", "2000-01-01T00:00:00", "2000-01-01T00:00:00.Z", "2000-01-01T00:00:00.1234567Z",
							"+294277-01-01T00:00:00Z", "-4713-11-23T23:59:59Z", "2000-01-01T00:00:00Zx", "999999-01-01T00:00:00Z"}) {
		Instant read;
		CHECK(!parse_iso(bad, read));
	}
	return summary("calendar");
}
