#include "metrics/stage.hpp"
#include "pg/state_type.hpp"

/* The stage history of one deal as a value: how long it stayed where, and in what order. */
namespace crm {

namespace {

template <class T> void enter(Stages &s, std::string_view stage, T at) {
	check_entered(at);
	s.add(stage, at, std::nullopt);
}
template <class T> void enter_tied(Stages &s, std::string_view stage, T at, std::optional<std::int64_t> tiebreak) {
	check_entered(at);
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
std::optional<Instant> checked(std::optional<Instant> as_of) {
	if (as_of)
		check_as_of(*as_of);
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
	Vec<std::uint32_t> steps;
	for (const std::string_view stage : stages)
		steps.push(s.names->find(stage));
	return s.reached_in_order(steps);
}
void stage_timeline(const Stages &s, Rows rows) {
	s.each_visit([&](const Visit &visit) {
		rows(s.names->words[visit.stage], Instant{visit.entered}, visit.exited ? std::optional{Instant{*visit.exited}} : std::nullopt,
			 duration(visit.length(std::nullopt)));
	});
}

} // namespace
} // namespace crm

CRM_STATE(stage_agg_state, crm::Stages);
CRM_TRANSITION(stage_add_time, crm::enter<crm::Instant>);
CRM_TRANSITION(stage_add_date, crm::enter<crm::Day>);
CRM_TRANSITION(stage_add_tied_time, crm::enter_tied<crm::Instant>);
CRM_TRANSITION(stage_add_tied_date, crm::enter_tied<crm::Day>);
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
