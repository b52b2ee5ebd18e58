#include "core/survival.hpp"
#include "metrics/lengths.hpp"
#include "pg/state_type.hpp"

/* How long customers, deals or tickets last when some of them are not over yet. */
namespace crm {

/* 16 bytes per distinct duration of each kind; stored 5 to 8. */
struct SurvivalState : Survival {
	static constexpr const char *type_name = "survival_agg_state";
	static constexpr std::uint8_t version = 1;
	void merge(const SurvivalState &o) {
		if (!Survival::merge(o))
			raise(out_of_range, "Roll up fewer states.", "count exceeds the range of bigint");
	}
};

namespace {

void add(SurvivalState &s, Span duration, bool observed) { s.add(checked_duration(duration), observed); }
bool drop(SurvivalState &s, Span duration, bool observed) { return s.remove(checked_duration(duration), observed); }

std::optional<Statistic> survival_at(const SurvivalState &s, Span elapsed) {
	const std::int64_t time = microseconds_of("elapsed", elapsed);
	return s.empty() ? std::nullopt : std::optional{Statistic{s.at(time)}};
}
std::optional<Duration> median_survival(const SurvivalState &s) {
	const auto found = s.median();
	return found ? std::optional{Duration{*found}} : std::nullopt;
}
std::optional<Duration> restricted_mean(const SurvivalState &s, Span horizon) {
	const std::int64_t time = microseconds_of("horizon", horizon);
	if (time < 0)
		raise(invalid_parameter, "Give a time from the start, such as '365 days'.", "horizon %s is negative", shown(horizon));
	const auto area = s.restricted_mean(time);
	return area ? std::optional{Duration{*area}} : std::nullopt;
}
void survival_curve(const SurvivalState &s, Rows rows) {
	const double z = normal_quantile_two_sided(0.95);
	s.each([&](const SurvivalPoint &p) {
		std::optional<Statistic> error, lower, upper;
		if (!p.over())
			error = Statistic{p.std_error()};
		if (p.started() && !p.over()) {
			const Interval01 bounds = p.interval(z);
			lower = Statistic{bounds.low}, upper = Statistic{bounds.high};
		}
		rows(Duration{p.elapsed}, p.at_risk, p.events, p.censored, Statistic{p.survival.high}, error, lower, upper);
		check_interrupts();
		return true;
	});
}

} // namespace
} // namespace crm

CRM_STATE(survival_agg_state, crm::SurvivalState);
CRM_TRANSITION(survival_add, crm::add);
CRM_TRANSITION(survival_drop, crm::drop);
CRM_FUNCTION(survival_survival_at, crm::survival_at);
CRM_FUNCTION(survival_median_survival, crm::median_survival);
CRM_FUNCTION(survival_restricted_mean, crm::restricted_mean);
CRM_FUNCTION(survival_survival_curve, crm::survival_curve);
