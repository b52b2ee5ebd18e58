#include "core/business.hpp"
#include "pg/function.hpp"
#include "pg/multirange.hpp"
#include "pg/zone.hpp"

/* Business time: when a weekly schedule is open, and how much of a span it was. */
namespace crm {
namespace {

/* More than 10,000 years, of which making takes less than a gigabyte. */
constexpr std::int64_t most_days = 4000000;

unsigned weekday_set(Integers weekdays) {
	unsigned set = 0;
	for (const std::int32_t day : weekdays) {
		if (day < 1 || day > 7)
			raise(invalid_parameter, "Use 1 for Monday to 7 for Sunday.", "weekday %d is not between 1 and 7", day);
		set |= 1u << day;
	}
	return set;
}
std::span<const std::int64_t> ascending(Dates holidays) {
	auto *dates = static_cast<std::int64_t *>(palloc(sizeof(std::int64_t) * (holidays.size() + 1)));
	std::transform(holidays.begin(), holidays.end(), dates, [](DateADT date) -> std::int64_t {
		if (DATE_NOT_FINITE(date))
			raise(bad_time, "Leave it out.", "holiday is %s", date < 0 ? "-infinity" : "infinity");
		return date;
	});
	std::sort(dates, dates + holidays.size());
	return {dates, holidays.size()};
}
void check_bounded(const Piece &during) {
	const Instant first{during.start}, last{during.end};
	if (!first.finite() || !last.finite())
		raise(invalid_parameter, "Give both bounds, such as those of the years that a calendar is for.", "during %s is not bounded", shown(during));
	if (distance(during.start, during.end) / microseconds_per_day >= most_days)
		raise(invalid_parameter, "Make a calendar of the years that are needed.", "during %s is longer than " INT64_FORMAT " days", shown(during),
			  most_days);
}

RangesWithin business_hours(TimeRange during, std::int64_t opens, std::int64_t closes, std::string_view tz, Integers weekdays, Dates holidays) {
	const Schedule schedule{opens, closes, weekday_set(weekdays), ascending(holidays)};
	pg_tz *zone = zone_of(tz);
	if (opens >= microseconds_per_day)
		raise(invalid_parameter, "Use 00:00, and the weekday after.", "opens 24:00 is the next day");
	Vec<Range> ranges;
	if (!during.empty) {
		check_bounded(during.piece);
		const std::int64_t end = during.piece.end + during.piece.end_inclusive;
		each_shift(
			schedule, during.piece.start, end, [zone](std::int64_t date, std::int64_t time) { return local_time(date, time, zone); },
			[&ranges](std::int64_t from, std::int64_t to) {
				ranges.push({{from}, {to}});
				check_interrupts();
			});
	}
	return {{ranges.data, ranges.size}, during.value};
}

std::optional<Duration> business_duration(TimeRange during, TimePieces open) {
	if (during.empty)
		return Duration{0};
	const auto [start, end, start_inclusive, end_inclusive] = during.piece;
	if (start == PG_INT64_MIN)
		raise(invalid_parameter, "Give the time when it began.", "during %s has no lower bound", shown(during.piece));
	if (start == PG_INT64_MAX)
		raise(bad_time, "Leave such rows out: WHERE isfinite(lower(during)).", "during %s begins at infinity", shown(during.piece));
	if (end == PG_INT64_MAX)
		return std::nullopt;
	return elapsed(time_inside(open.size(), start, end, open));
}

} // namespace
} // namespace crm

CRM_FUNCTION(business_business_hours, crm::business_hours);
CRM_FUNCTION(business_business_duration, crm::business_duration);
