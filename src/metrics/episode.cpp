#include "pg/window.hpp"

/* The window function episode(seen_at, gap) OVER (PARTITION BY customer ORDER BY seen_at). */
namespace crm {
namespace {

struct Episodes {
	std::int64_t number; /* of the last episode; 0: no time so far */
	std::int64_t last;   /* time of the last row that has one */
	std::int64_t gap;    /* of all rows, in microseconds */
	Span given;          /* the same as the first row has it */
	bool started;
};

std::int64_t checked_gap(const std::optional<Span> &gap) {
	static constexpr char hint[] = "Give the longest pause within an episode, such as '30 minutes'.";
	if (!gap)
		raise(invalid_parameter, hint, "gap must not be NULL");
	const std::int64_t length = microseconds_of("gap", *gap);
	if (length < 0)
		raise(invalid_parameter, hint, "gap %s is negative", shown(*gap));
	return length;
}
/* The gap is told by every row, those without a time included. */
void expect_gap(Episodes &e, const std::optional<Span> &gap) {
	const std::int64_t length = checked_gap(gap);
	if (!e.started)
		e.started = true, e.gap = length, e.given = *gap;
	else if (length != e.gap)
		raise(invalid_parameter, "Keep gap constant within PARTITION BY.", "gap differs between rows of one partition: %s after %s", shown(*gap),
			  shown(e.given));
}
/* Each row is looked at once, with no memory of the rows before but their last time. */
std::int64_t next(Episodes &e, Instant at) {
	if (!at.finite())
		raise(bad_time, "Leave such rows out: WHERE isfinite(seen_at).", "seen_at is %s", shown(at));
	if (e.number > 0 && at.microseconds < e.last)
		raise(invalid_parameter, "Use OVER (PARTITION BY customer ORDER BY seen_at).", "seen_at %s follows %s in the window order", shown(at),
			  shown(Instant{e.last}));
	if (e.number == 0 || i128{at.microseconds} - e.last > e.gap)
		e.number++;
	e.last = at.microseconds;
	return e.number;
}
template <class T> Datum episode(FunctionCallInfo fcinfo) {
	const Partition<Episodes> partition(fcinfo);
	Episodes &memory = partition.memory();
	partition.forget_before(partition.current());
	expect_gap(memory, partition.template argument<Span>(1));
	const auto at = partition.template argument<T>(0);
	if (!at)
		PG_RETURN_NULL();
	return to_datum(next(memory, *at));
}

} // namespace
} // namespace crm

CRM_EXPORT(episode_time, crm::episode<crm::Instant>);
CRM_EXPORT(episode_date, crm::episode<crm::Day>);
