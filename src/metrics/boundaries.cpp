#include "pg/function.hpp"
#include "pg/zone.hpp"

/* Boundaries of calendar periods: the local midnights that a series of months, weeks or days begins and ends with. */
namespace crm {
namespace {

/* A boundary a day through all time is still an array. */
static_assert((i128{Instant::end} - Instant::first) / microseconds_per_day < static_cast<std::int64_t>(MaxAllocSize / sizeof(Instant)) - 8);

Instant midnight(std::int64_t date, pg_tz *zone) {
	const Instant t{static_cast<std::int64_t>(local_time(date, 0, zone))};
	if (!t.finite())
		raise(bad_time, "Use dates from 4713 BC to 294276.", "local midnight of %s is out of range for a timestamp",
			  shown(Instant{date * microseconds_per_day}));
	return t;
}
void check(Day first, Day last, const Span &step) {
	static constexpr const char *hint = "Use whole months or days, such as interval '1 month'.";
	for (const auto &[what, day] : {std::pair{"first", first}, {"last", last}})
		if (!day.finite())
			raise(bad_time, "Give two finite dates.", "%s is %s", what, shown(day));
	if (step.time != 0)
		raise(invalid_parameter, hint, "step %s is not made of whole days", shown(step));
	if (step.months < 0 || step.days < 0 || (step.months == 0 && step.days == 0))
		raise(invalid_parameter, hint, "step %s is not positive", shown(step));
}

Instants boundaries(Day first, Day last, Span step, std::string_view tz) {
	check(first, last, step);
	pg_tz *zone = zone_of(tz);
	const std::int64_t start = first.microseconds / microseconds_per_day, end = last.microseconds / microseconds_per_day;
	Vec<Instant> times;
	for (std::int64_t n = 0, date = start; date <= end; n++, date = add_months(start, n * step.months) + n * step.days) {
		const Instant t = midnight(date, zone);
		if (times.empty() || times.back() < t) /* a day that the zone has skipped is not a boundary of its own */
			times.push(t);
		check_interrupts();
	}
	if (times.size < 2)
		raise(invalid_parameter, "Give a later last date or a smaller step: a period needs two boundaries.",
			  "fewer than two boundaries from %s to %s by %s", shown(first), shown(last), shown(step));
	return {times.data, times.size};
}

} // namespace
} // namespace crm

CRM_FUNCTION(boundaries_boundaries, crm::boundaries);
