#include "metrics/stage.hpp"
#include "pg/window.hpp"

/* The window function stage_duration(stage, entered_at, as_of) OVER (PARTITION BY deal ORDER BY entered_at, id). */
namespace crm {
namespace {

struct StageWindow {
	std::int64_t next_visit; /* number of the row that begins the next visit */
	std::int64_t last_time;  /* of the rows looked at so far */
	bool started;
	bool has_as_of;
	Instant as_of; /* of the first row */
};

/* The first row of a visit looks ahead to the first row of the next one, so every row is looked at once. */
template <class T> struct StageDuration {
	Partition<StageWindow> partition;
	StageWindow &memory;
	Equality equal;

	explicit StageDuration(FunctionCallInfo fcinfo) : partition(fcinfo), memory(partition.memory()), equal(fcinfo, 0) {}

	void expect_as_of(const std::optional<T> &as_of) {
		if (!memory.started) {
			memory.started = true, memory.last_time = PG_INT64_MIN;
			if ((memory.has_as_of = as_of.has_value()))
				check_as_of(*as_of), memory.as_of = *as_of;
		} else if (memory.has_as_of != as_of.has_value() || (as_of && *as_of != memory.as_of))
			raise(invalid_parameter, "Keep as_of constant within PARTITION BY.", "as_of differs between rows of one partition: as_of %s after %s",
				  as_of ? shown(*as_of) : "NULL", memory.has_as_of ? shown(memory.as_of) : "NULL");
	}
	void see(Instant at) {
		check_entered(at);
		if (at.microseconds < memory.last_time)
			raise(invalid_parameter, "Use OVER (PARTITION BY deal ORDER BY entered_at, id).", "entered_at %s follows %s in the window order",
				  shown(at), shown(Instant{memory.last_time}));
		memory.last_time = at.microseconds;
	}
	std::optional<Duration> visit(std::int64_t row, Any stage, Instant entered) {
		see(entered);
		for (std::int64_t next = row + 1;; next++) {
			bool outside;
			const auto at = partition.template argument<T>(1, next, &outside);
			if (outside)
				break;
			const auto other = partition.template argument<Any>(0, next, &outside);
			if (!at || !other)
				continue;
			see(*at);
			if (!equal(stage, *other)) {
				memory.next_visit = next;
				return elapsed(i128{at->microseconds} - entered.microseconds);
			}
			if (next % 1024 == 0)
				check_interrupts();
		}
		memory.next_visit = PG_INT64_MAX;
		return duration(Visit{0, entered.microseconds, std::nullopt}.length(memory.has_as_of ? std::optional{memory.as_of} : std::nullopt));
	}
	std::optional<Duration> operator()() {
		expect_as_of(partition.template argument<T>(2));
		const std::int64_t row = partition.current();
		partition.forget_before(row);
		if (row < memory.next_visit)
			return std::nullopt;
		const auto stage = partition.template argument<Any>(0);
		const auto at = partition.template argument<T>(1);
		return stage && at ? visit(row, *stage, *at) : std::nullopt;
	}
};
template <class T> Datum stage_duration(FunctionCallInfo fcinfo) {
	const std::optional<Duration> length = StageDuration<T>{fcinfo}();
	if (!length)
		PG_RETURN_NULL();
	return to_datum(*length);
}

} // namespace
} // namespace crm

CRM_EXPORT(stage_duration_time, crm::stage_duration<crm::Instant>);
CRM_EXPORT(stage_duration_date, crm::stage_duration<crm::Day>);
