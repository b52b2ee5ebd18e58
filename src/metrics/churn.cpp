#include "metrics/churn.hpp"

/* Churn over one period: what a row adds, the rates of five schools, the counts. */
namespace crm {
namespace {

/* ---- transitions ---- */

/* The period is a configuration argument: told by every row, skipped ones included. */
void check_period(Churn &s, const std::optional<Pieces> &period) {
	if (!period || period->empty())
		raise(invalid_parameter, "Use a range like tstzrange('2026-03-01', '2026-04-01').", "period must not be %s", period ? "empty" : "NULL");
	const Piece &p = (*period)[0];
	if (p.start == PG_INT64_MIN || p.end == PG_INT64_MAX)
		raise(invalid_parameter, "Use a range like tstzrange('2026-03-01', '2026-04-01').", "period %s must have two finite bounds", shown(p));
	if (!p.start_inclusive || p.end_inclusive)
		raise(invalid_parameter, "Use '[)', the default of the range constructors.", "period %s must include its start and exclude its end",
			  shown(p));
	s.check_period({p.start}, {p.end});
}

/* One customer, whose periods of activity are ordered. */
template <int sign> void count_customer(Churn &s, const Active *pieces, std::size_t count) {
	const Movement m = movement(pieces, count, s.from.microseconds, s.to.microseconds);
	Churn one;
	one.customers = 1, one.time = m.time;
	one.at_start = m.at_start, one.newly = m.first, one.reactivated = m.started && !m.first;
	if (!m.at_end)
		one.churned = one.at_start, one.churned_new = one.newly, one.churned_reactivated = one.reactivated;
	s.add<sign>(one);
}

template <class T, int sign> void count_dates(Churn &s, std::optional<T> started, std::optional<T> ended, std::optional<Pieces> period) {
	check_period(s, period);
	with_activity(started, ended, [&s](const Active *pieces, std::size_t count) { count_customer<sign>(s, pieces, count); });
}
template <int sign> void count_ranges(Churn &s, std::optional<Pieces> active, std::optional<Pieces> period) {
	check_period(s, period);
	with_activity(active, [&s](const Active *pieces, std::size_t count) { count_customer<sign>(s, pieces, count); });
}

/* ---- results ---- */

std::optional<Number> churn_by(const Churn &s, std::string_view method) {
	if (method == "start")
		return ratio(s.churned, s.at_start);
	if (method == "start_plus_new")
		return ratio(s.lost(), i128{s.at_start} + s.joined());
	if (method == "all_over_start")
		return ratio(s.lost(), s.at_start);
	if (method == "average")
		return ratio(i128{2} * s.lost(), i128{s.at_start} + s.at_end());
	if (method == "exposure")
		return ratio(s.lost() * s.length(), s.time);
	raise(invalid_parameter, "Use 'start', 'start_plus_new', 'all_over_start', 'average' or 'exposure'.", "unknown churn method \"%.*s\"",
		  pg_mbcliplen(method.data(), static_cast<int>(method.size()), 60), method.data());
}
std::optional<Number> retention_by(const Churn &s, std::string_view method) { return complement(churn_by(s, method)); }
std::optional<Number> churn_rate(const Churn &s) { return churn_by(s, "start"); }
std::optional<Number> retention_rate(const Churn &s) { return retention_by(s, "start"); }

std::int64_t customers_at_start(const Churn &s) { return s.at_start; }
std::int64_t new_customers(const Churn &s) { return s.newly; }
std::int64_t reactivated_customers(const Churn &s) { return s.reactivated; }
std::int64_t churned_customers(const Churn &s) { return s.churned; }
std::int64_t churned_new_customers(const Churn &s) { return s.churned_new; }
std::int64_t churned_reactivated_customers(const Churn &s) { return s.churned_reactivated; }
std::int64_t customers_at_end(const Churn &s) { return s.at_end(); }
Range period(const Churn &s) { return {s.from, s.to}; }
TotalTime customer_time(const Churn &s) { return {s.time}; }

} // namespace
} // namespace crm

CRM_STATE(churn_agg_state, crm::Churn);
CRM_TRANSITION(churn_add_time, crm::count_dates<crm::Instant, 1>);
CRM_TRANSITION(churn_drop_time, crm::count_dates<crm::Instant, -1>);
CRM_TRANSITION(churn_add_date, crm::count_dates<crm::Day, 1>);
CRM_TRANSITION(churn_drop_date, crm::count_dates<crm::Day, -1>);
CRM_TRANSITION(churn_add_ranges, crm::count_ranges<1>);
CRM_TRANSITION(churn_drop_ranges, crm::count_ranges<-1>);
CRM_FUNCTION(churn_churn_rate, crm::churn_rate);
CRM_FUNCTION(churn_retention_rate, crm::retention_rate);
CRM_FUNCTION(churn_churn_by, crm::churn_by);
CRM_FUNCTION(churn_retention_by, crm::retention_by);
CRM_FUNCTION(churn_customers_at_start, crm::customers_at_start);
CRM_FUNCTION(churn_new_customers, crm::new_customers);
CRM_FUNCTION(churn_reactivated_customers, crm::reactivated_customers);
CRM_FUNCTION(churn_churned_customers, crm::churned_customers);
CRM_FUNCTION(churn_churned_new_customers, crm::churned_new_customers);
CRM_FUNCTION(churn_churned_reactivated_customers, crm::churned_reactivated_customers);
CRM_FUNCTION(churn_customers_at_end, crm::customers_at_end);
CRM_FUNCTION(churn_period, crm::period);
CRM_FUNCTION(churn_customer_time, crm::customer_time);
