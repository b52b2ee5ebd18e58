#include "pg/function.hpp"

/* Ratios of sums that are there already, and interval as a number. */
namespace crm {
namespace {

void check_not_negative(const char *what, Number value, const char *hint) {
	const Amount amount = read_numeric(value, what, false);
	if (amount.negative && amount.count > 0)
		raise(invalid_parameter, hint, "%s %s is negative", what, shown(value));
}
Number magnitude(Number value) { return {DirectFunctionCall1(numeric_abs, value)}; }

/* (gain - cost) / cost, in percent. */
std::optional<Number> roi(Number gain, Number cost) {
	check_finite("gain", gain), check_not_negative("cost", cost, "Give costs as positive amounts.");
	return divide((gain - cost) * number(std::int64_t{100}), cost);
}
/* (after - before) / |before| */
std::optional<Number> growth_rate(Number before, Number after) {
	check_finite("before", before), check_finite("after", after);
	return divide(after - before, magnitude(before));
}
/* opportunities * average deal value * win rate / days of the cycle */
std::optional<Number> sales_velocity(Number opportunities, Number avg_deal_value, double win_rate, Span cycle) {
	check_not_negative("opportunities", opportunities, "Give the number of open opportunities."), check_finite("avg_deal_value", avg_deal_value);
	check_factor("win_rate", win_rate, 1);
	const std::int64_t length = microseconds_of("cycle", cycle);
	if (length < 0)
		raise(invalid_parameter, "Give the time from opening to winning a deal.", "cycle %s is negative", shown(cycle));
	return divide(opportunities * avg_deal_value * shortest(win_rate) * number(microseconds_per_day), number(length));
}

/* Totals of duration_agg go as far as the days of an interval, beyond 64 bits of microseconds. */
template <std::int64_t unit> std::optional<Number> in_units(Span given) {
	if (given.months != 0)
		static_cast<void>(microseconds_of("interval", given)); /* raises */
	return ratio(i128{given.days} * microseconds_per_day + given.time, unit);
}

} // namespace
} // namespace crm

CRM_FUNCTION(scalar_roi, crm::roi);
CRM_FUNCTION(scalar_growth_rate, crm::growth_rate);
CRM_FUNCTION(scalar_sales_velocity, crm::sales_velocity);
CRM_FUNCTION(scalar_in_days, crm::in_units<crm::microseconds_per_day>);
CRM_FUNCTION(scalar_in_hours, crm::in_units<crm::microseconds_per_day / 24>);
