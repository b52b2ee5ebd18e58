#include "metrics/mrr.hpp"

#include "pg/window.hpp"

/* mrr_movement() of one customer from month to month, and mrr_agg() of many customers over one period. */
namespace crm {
namespace {

/* ---- one customer, month by month ---- */

struct History {
	bool was_active; /* in some row before */
};
Datum mrr_movement(FunctionCallInfo fcinfo) {
	const Partition<History> partition(fcinfo);
	const auto read = [](const std::optional<Number> &mrr) {
		const Amount amount = mrr ? read_numeric(*mrr, "mrr", false) : Amount{};
		check_mrr("mrr", amount, "Use greatest(mrr, 0), or leave such rows out.");
		return amount;
	};
	const std::int64_t row = partition.current();
	bool first = row == 0;
	const Amount before = first ? Amount{} : read(partition.argument<Number>(0, row - 1, &first));
	const Amount after = read(partition.argument<Number>(0));
	partition.forget_before(row);
	History &history = partition.memory();
	const MrrMove moved = mrr_move(before, after, history.was_active);
	history.was_active = history.was_active || after.count > 0;
	if (moved == MrrMove::none)
		PG_RETURN_NULL();
	return to_datum(mrr_move_names[static_cast<int>(moved)]);
}

/* ---- many customers, one period ---- */

struct Before : Amount {
	static constexpr const char *name = "mrr_before";
};
struct After : Amount {
	static constexpr const char *name = "mrr_after";
};

template <int sign> bool count(Mrr &s, const std::optional<Before> &before, const std::optional<After> &after, std::optional<bool> was_active) {
	const Amount zero, &from = before ? *before : zero, &to = after ? *after : zero;
	check_mrr(Before::name, from, "Use FILTER (WHERE coalesce(mrr_before, 0) >= 0).");
	check_mrr(After::name, to, "Use FILTER (WHERE coalesce(mrr_after, 0) >= 0).");
	s.customers += sign;
	s.movements.move<sign>(from, to, was_active.value_or(false));
	const Scale scale = Movements::scale_of(from.scale, to.scale);
	if (sign < 0)
		return s.movements.scale.remove(scale, !s.empty());
	s.movements.scale.add(scale);
	return true;
}

/* ---- results ---- */

Number sum(const Mrr &s, std::initializer_list<Term> terms) { return number(canonical(s.movements.total(terms))); }
template <Kind kind> Number sum(const Mrr &s) { return sum(s, {{kind, 1}}); }
Number ending_mrr(const Mrr &s) { return sum(s, ending_terms); }

std::optional<Number> share(const Mrr &s, std::initializer_list<Term> terms) { return divide(sum(s, terms), sum<starting>(s)); }
std::optional<Number> net_revenue_retention(const Mrr &s) { return share(s, {{starting, 1}, {expansion, 1}, {contraction, -1}, {churned, -1}}); }
std::optional<Number> gross_revenue_retention(const Mrr &s) { return share(s, kept_terms); }
std::optional<Number> gross_mrr_churn_rate(const Mrr &s) { return share(s, {{contraction, 1}, {churned, 1}}); }
/* Who comes back has been lost before: only ChartMogul counts that as negative churn. */
std::optional<Number> net_mrr_churn_rate(const Mrr &s, bool include_reactivation) {
	return share(s, {{contraction, 1}, {churned, 1}, {expansion, -1}, {reactivation, include_reactivation ? -1 : 0}});
}
std::optional<Number> quick_ratio(const Mrr &s) {
	return divide(sum(s, {{fresh, 1}, {expansion, 1}, {reactivation, 1}}), sum(s, {{contraction, 1}, {churned, 1}}));
}

} // namespace
} // namespace crm

CRM_EXPORT(mrr_movement, crm::mrr_movement);
CRM_STATE(mrr_agg_state, crm::Mrr);
CRM_TRANSITION(mrr_add, crm::count<1>);
CRM_TRANSITION(mrr_drop, crm::count<-1>);
CRM_FUNCTION(mrr_starting_mrr, crm::sum<crm::starting>);
CRM_FUNCTION(mrr_new_mrr, crm::sum<crm::fresh>);
CRM_FUNCTION(mrr_expansion_mrr, crm::sum<crm::expansion>);
CRM_FUNCTION(mrr_contraction_mrr, crm::sum<crm::contraction>);
CRM_FUNCTION(mrr_churned_mrr, crm::sum<crm::churned>);
CRM_FUNCTION(mrr_reactivation_mrr, crm::sum<crm::reactivation>);
CRM_FUNCTION(mrr_ending_mrr, crm::ending_mrr);
CRM_FUNCTION(mrr_net_revenue_retention, crm::net_revenue_retention);
CRM_FUNCTION(mrr_gross_revenue_retention, crm::gross_revenue_retention);
CRM_FUNCTION(mrr_gross_mrr_churn_rate, crm::gross_mrr_churn_rate);
CRM_FUNCTION(mrr_net_mrr_churn_rate, crm::net_mrr_churn_rate);
CRM_FUNCTION(mrr_quick_ratio, crm::quick_ratio);
