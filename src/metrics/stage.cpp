#include "core/stage_log.hpp"
#include "pg/state_type.hpp"
#include "pg/window.hpp"

/* How long a deal stays in each stage: the window function over its history rows, and the state per deal. */
namespace crm {

/* 24 bytes per history row while aggregating (a third of that stored), and each stage name once. */
struct Stages : StageLog {
	static constexpr const char *type_name = "stage_agg_state";
	static constexpr std::uint8_t version = 1;
	using Shared = Dictionary;
	using Image = StageImage;
	bool empty() const { return rows.empty(); }
	void share(Dictionary *dictionary) { names = dictionary; }
	void merge(const Stages &o) { StageLog::merge(o); }
};

namespace {

void check_time(const char *name, Instant at) {
	if (!at.finite())
		raise(bad_time, "Leave infinite times out with WHERE isfinite(...); NULL means an open end.", "%s is %s", name, shown(at));
}

/* ---- stage_agg ---- */

template <class T> void enter(Stages &s, std::string_view stage, T at) {
	check_time("entered_at", at);
	s.add(stage, at, std::nullopt);
}
template <class T> void enter_tied(Stages &s, std::string_view stage, T at, std::optional<std::int64_t> tiebreak) {
	check_time("entered_at", at);
	s.add(stage, at, tiebreak);
}

/* f(visit) for each visit of one stage, in order. */
template <class F> void each_visit_of(const Stages &s, std::string_view stage, F &&f) {
	const std::uint32_t number = s.names->find(stage);
	s.each_visit([&](const Visit &visit) {
		if (visit.stage == number)
			f(visit);
	});
}
std::optional<Duration> duration(std::optional<i128> microseconds) {
	return microseconds ? std::optional{elapsed(*microseconds)} : std::nullopt;
}
std::optional<Instant> checked(std::optional<Instant> as_of) {
	if (as_of)
		check_time("as_of", *as_of);
	return as_of;
}

std::optional<Duration> duration_in(const Stages &s, std::string_view stage, std::optional<Instant> as_of) {
	std::optional<i128> sum;
	each_visit_of(s, stage, [&sum, end = checked(as_of)](const Visit &visit) {
		if (const auto length = visit.length(end))
			sum = sum.value_or(0) + *length;
	});
	return duration(sum);
}
std::optional<Duration> first_duration_in(const Stages &s, std::string_view stage, std::optional<Instant> as_of) {
	std::optional<i128> length;
	bool found = false;
	each_visit_of(s, stage, [&, end = checked(as_of)](const Visit &visit) {
		if (!found)
			length = visit.length(end), found = true;
	});
	return duration(length);
}
std::optional<Duration> latest_duration_in(const Stages &s, std::string_view stage, std::optional<Instant> as_of) {
	std::optional<i128> length;
	each_visit_of(s, stage, [&length, end = checked(as_of)](const Visit &visit) { length = visit.length(end); });
	return duration(length);
}
std::int64_t visits(const Stages &s, std::string_view stage) {
	std::int64_t n = 0;
	each_visit_of(s, stage, [&n](const Visit &) { n++; });
	return n;
}
bool reached(const Stages &s, std::string_view stage) { return visits(s, stage) > 0; }

std::optional<Instant> first_entered(const Stages &s, std::string_view stage) {
	std::optional<Instant> at;
	each_visit_of(s, stage, [&at](const Visit &visit) {
		if (!at)
			at = Instant{visit.entered};
	});
	return at;
}
std::optional<Instant> last_entered(const Stages &s, std::string_view stage) {
	std::optional<Instant> at;
	each_visit_of(s, stage, [&at](const Visit &visit) { at = Instant{visit.entered}; });
	return at;
}
/* The latest exit that happened, also when the deal is inside again. */
std::optional<Instant> last_exited(const Stages &s, std::string_view stage) {
	std::optional<Instant> at;
	each_visit_of(s, stage, [&at](const Visit &visit) {
		if (visit.exited)
			at = Instant{*visit.exited};
	});
	return at;
}

std::optional<std::string_view> current_stage(const Stages &s) {
	return s.empty() ? std::nullopt : std::optional{s.names->words[s.rows.back().stage]};
}
std::optional<Duration> time_in_current_stage(const Stages &s, std::optional<Instant> as_of) {
	std::optional<i128> length;
	s.each_visit([&length, end = checked(as_of)](const Visit &visit) { length = visit.length(end); });
	return as_of ? duration(length) : std::nullopt;
}
std::int32_t reached_in_order(const Stages &s, Texts stages) {
	return s.reached_in_order(static_cast<int>(stages.size()),
							  [&](int step) { return s.names->find(stages[static_cast<std::size_t>(step)]); });
}
void stage_timeline(const Stages &s, Rows rows) {
	s.each_visit([&](const Visit &visit) {
		rows(s.names->words[visit.stage], Instant{visit.entered}, visit.exited ? std::optional{Instant{*visit.exited}} : std::nullopt,
			 duration(visit.length(std::nullopt)));
	});
}

/* ---- stage_duration ---- */

struct StageWindow {
	std::int64_t next_visit; /* number of the row that begins the next visit */
	std::int64_t last_time;  /* of the rows looked at so far */
	bool started;
	bool has_as_of;
	Instant as_of; /* of the first row */
};

/* stage_duration(stage, entered_at, as_of) OVER (PARTITION BY deal ORDER BY entered_at, id): the first row of a visit
   looks ahead to the first row of the next one, so every row is looked at once. */
template <class T> struct StageDuration {
	Partition<StageWindow> partition;
	StageWindow &memory;
	Equality equal;

	explicit StageDuration(FunctionCallInfo fcinfo) : partition(fcinfo), memory(partition.memory()), equal(fcinfo, 0) {}

	void check_as_of(const std::optional<T> &as_of) {
		if (!memory.started) {
			memory.started = true, memory.last_time = PG_INT64_MIN;
			if ((memory.has_as_of = as_of.has_value()))
				check_time("as_of", *as_of), memory.as_of = *as_of;
		} else if (memory.has_as_of != as_of.has_value() || (as_of && *as_of != memory.as_of))
			raise(invalid_parameter, "Keep as_of constant within PARTITION BY.", "as_of differs between rows of one partition");
	}
	void see(Instant at) {
		check_time("entered_at", at);
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
		check_as_of(partition.template argument<T>(2));
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

CRM_STATE(stage_agg_state, crm::Stages);
CRM_TRANSITION(stage_add_time, crm::enter<crm::Instant>);
CRM_TRANSITION(stage_add_date, crm::enter<crm::Day>);
CRM_TRANSITION(stage_add_tied_time, crm::enter_tied<crm::Instant>);
CRM_TRANSITION(stage_add_tied_date, crm::enter_tied<crm::Day>);
CRM_EXPORT(stage_duration_time, crm::stage_duration<crm::Instant>);
CRM_EXPORT(stage_duration_date, crm::stage_duration<crm::Day>);
CRM_FUNCTION(stage_duration_in, crm::duration_in);
CRM_FUNCTION(stage_first_duration_in, crm::first_duration_in);
CRM_FUNCTION(stage_latest_duration_in, crm::latest_duration_in);
CRM_FUNCTION(stage_visits, crm::visits);
CRM_FUNCTION(stage_reached, crm::reached);
CRM_FUNCTION(stage_first_entered, crm::first_entered);
CRM_FUNCTION(stage_last_entered, crm::last_entered);
CRM_FUNCTION(stage_last_exited, crm::last_exited);
CRM_FUNCTION(stage_current_stage, crm::current_stage);
CRM_FUNCTION(stage_time_in_current_stage, crm::time_in_current_stage);
CRM_FUNCTION(stage_reached_in_order, crm::reached_in_order);
CRM_FUNCTION(stage_stage_timeline, crm::stage_timeline);
