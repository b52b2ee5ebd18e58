#pragma once
#include "core/calendar.hpp"
#include "pg/error.hpp"

/* Time comes as Instant whatever its SQL type was: timestamptz and timestamp (taken as UTC) have one representation; Day
   is a date argument, 00:00 UTC of that day. */
namespace crm {

struct Day : Instant {};
/* Elements of a T[], as the array has them. */
using Instants = std::span<const Instant>;

[[noreturn, gnu::cold]] inline void raise_date(DateADT date) {
	const Civil c = civil(date);
	raise(bad_time, "Use dates up to 294276-12-31.", "date " INT64_FORMAT "-%02d-%02d is out of range for a timestamp", c.year, c.month, c.day);
}
inline Instant instant_of_date(DateADT date) {
	if (DATE_IS_NOBEGIN(date))
		return {PG_INT64_MIN};
	if (DATE_IS_NOEND(date))
		return {PG_INT64_MAX};
	Instant t;
	if (__builtin_mul_overflow(std::int64_t{date}, microseconds_per_day, &t.microseconds) || !t.finite())
		raise_date(date);
	return t;
}

/* A time as text, for messages: ISO 8601 in UTC. */
inline const char *shown(Instant t) {
	if (!t.finite())
		return t.microseconds < 0 ? "-infinity" : "infinity";
	Bytes text = iso(t);
	text.push('\0');
	return text.data;
}
inline Instants read_instants(Datum datum) {
	const auto *array = DatumGetArrayTypeP(datum);
	if (ARR_NDIM(array) > 1 || array_contains_nulls(const_cast<ArrayType *>(array)))
		raise(invalid_parameter, "Use a plain list, such as boundaries() makes.", "array of times must have one dimension and no NULL");
	const auto count = static_cast<std::size_t>(ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)));
	if (ARR_ELEMTYPE(array) != DATEOID)
		return {reinterpret_cast<const Instant *>(ARR_DATA_PTR(array)), count};
	const auto *dates = reinterpret_cast<const DateADT *>(ARR_DATA_PTR(array));
	auto *times = static_cast<Instant *>(palloc(sizeof(Instant) * (count + 1)));
	std::transform(dates, dates + count, times, instant_of_date);
	return {times, count};
}

inline Datum make_instants(Instants times) {
	const std::size_t bytes = ARR_OVERHEAD_NONULLS(1) + times.size_bytes();
	auto *array = static_cast<ArrayType *>(palloc0(bytes));
	SET_VARSIZE(array, bytes);
	array->ndim = 1, array->elemtype = TIMESTAMPTZOID;
	ARR_DIMS(array)[0] = static_cast<int>(times.size()), ARR_LBOUND(array)[0] = 1;
	std::memcpy(ARR_DATA_PTR(array), times.data(), times.size_bytes());
	return PointerGetDatum(array);
}

/* ---- intervals ---- */

/* Elapsed time: an interval of whole 24 h days and a time, never months. */
struct Duration {
	std::int64_t microseconds = 0;
};
inline Duration elapsed(i128 microseconds, const char *hint = "An interval of whole days holds up to 292,000 years.") {
	if (microseconds != static_cast<std::int64_t>(microseconds))
		raise(bad_time, hint, "interval out of range: %.0f days", static_cast<double>(microseconds / microseconds_per_day));
	return {static_cast<std::int64_t>(microseconds)};
}
/* A sum of such times, which goes as far as the days of an interval do. */
struct TotalTime {
	Int128 microseconds;
};
inline Datum make_interval(i128 microseconds) {
	const i128 days = microseconds / microseconds_per_day;
	if (days > PG_INT32_MAX || days < PG_INT32_MIN)
		raise(bad_time, "An interval has at most 2147483647 days.", "interval out of range: %.0f days", static_cast<double>(days));
	auto *interval = static_cast<Interval *>(palloc0(sizeof(Interval)));
	interval->day = static_cast<std::int32_t>(days);
	interval->time = static_cast<std::int64_t>(microseconds % microseconds_per_day);
	return IntervalPGetDatum(interval);
}

/* An interval argument as it was given. */
struct Span {
	std::int32_t months, days;
	std::int64_t time;
	bool operator==(const Span &) const = default;
};
inline Span read_interval(Datum datum) {
	const Interval *interval = DatumGetIntervalP(datum);
	return {interval->month, interval->day, interval->time};
}
inline const char *shown(const Span &span) {
	const Interval interval{span.time, span.days, span.months};
	return DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(&interval)));
}
/* infinity and -infinity, which PostgreSQL 17 has introduced: all fields are at their limit. */
inline bool is_infinite(const Span &span) {
	return (span.months == PG_INT32_MAX && span.days == PG_INT32_MAX && span.time == PG_INT64_MAX) ||
		   (span.months == PG_INT32_MIN && span.days == PG_INT32_MIN && span.time == PG_INT64_MIN);
}
/* Its elapsed time: a day has 24 h, a month no length. */
inline std::int64_t microseconds_of(const char *what, const Span &span, const char *finite_hint = "Give a finite interval.") {
	if (span.months != 0) {
		if (is_infinite(span))
			raise(bad_time, finite_hint, "%s is infinite", what);
		raise(invalid_parameter, "Give days (of 24 hours); subtract timestamps instead of using age().", "%s %s has months, which differ in length",
			  what, shown(span));
	}
	return elapsed(i128{span.days} * microseconds_per_day + span.time).microseconds;
}

} // namespace crm
