#include "core/churn.hpp"
#include "pg/state_type.hpp"

/* Customers over one period: who was there at its start, came, came back, left. */
namespace crm {

/* 104 bytes. Counts of customers; the three churned_ counts are parts of the three before them. */
struct Churn {
	static constexpr const char *type_name = "churn_agg_state";
	static constexpr std::uint8_t version = 1;
	Instant from, to; /* the period [from, to); equal: no row has told it yet */
	std::int64_t customers = 0, at_start = 0, newly = 0, reactivated = 0;
	std::int64_t churned = 0, churned_new = 0, churned_reactivated = 0;
	Int128 time; /* active microseconds inside the period, of all customers */

	static constexpr void fields(auto &self, auto &&f) {
		f("from", self.from), f("to", self.to), f("customers", self.customers), f("at_start", self.at_start), f("new", self.newly);
		f("reactivated", self.reactivated), f("churned", self.churned), f("churned_new", self.churned_new);
		f("churned_reactivated", self.churned_reactivated), f("time", self.time);
	}
	bool valid() const {
		std::int64_t seen = 0;
		for (const auto &[part, of] : {std::pair{churned, at_start}, {churned_new, newly}, {churned_reactivated, reactivated}})
			if (part < 0 || part > of || __builtin_add_overflow(seen, of, &seen))
				return false;
		return from < to && seen <= customers && time >= i128{0} && time <= seen * length();
	}
	bool empty() const { return customers == 0; }
	bool known() const { return from < to; }
	i128 length() const { return i128{to.microseconds} - from.microseconds; }
	std::int64_t at_end() const { return at_start - churned + joined() - churned_new - churned_reactivated; }
	std::int64_t joined() const { return newly + reactivated; }
	std::int64_t lost() const { return churned + churned_new + churned_reactivated; }

	void merge(const Churn &o) {
		if (!o.known())
			return;
		check_period(o.from, o.to);
		std::int64_t all = customers; /* no other count is larger */
		add_count(all, o.customers), add(o, 1);
	}
	void add(const Churn &o, int sign) {
		customers += sign * o.customers, at_start += sign * o.at_start, newly += sign * o.newly, reactivated += sign * o.reactivated;
		churned += sign * o.churned, churned_new += sign * o.churned_new, churned_reactivated += sign * o.churned_reactivated;
		time = time + sign * o.time;
	}
	void check_period(Instant p0, Instant p1) {
		if (p0 == from && p1 == to)
			return;
		if (known())
			raise(invalid_parameter, "Group by the period, or keep one constant period in a query.", "period changed from [%s, %s) to [%s, %s)",
				  shown(from), shown(to), shown(p0), shown(p1));
		from = p0, to = p1;
	}
};

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
	s.add(one, sign);
}

template <class T, int sign> void count_dates(Churn &s, std::optional<T> started, std::optional<T> ended, std::optional<Pieces> period) {
	check_period(s, period);
	if (!started)
		return;
	Active piece{started->microseconds, ended ? ended->microseconds : PG_INT64_MAX};
	if (!started->finite())
		raise(bad_time, "Use FILTER (WHERE isfinite(started_at)).", "started_at is %s", shown(*started));
	if (piece.end == PG_INT64_MIN)
		raise(bad_time, "Use FILTER (WHERE ended_at > '-infinity'); NULL and infinity mean still active.", "ended_at is %s", shown(*ended));
	if (piece.end < piece.start)
		raise(invalid_parameter, "Use FILTER (WHERE ended_at IS NULL OR ended_at >= started_at).", "ended_at %s is before started_at %s",
			  shown(*ended), shown(*started));
	if (piece.start < piece.end)
		count_customer<sign>(s, &piece, 1);
}

template <int sign> void count_ranges(Churn &s, std::optional<Pieces> active, std::optional<Pieces> period) {
	check_period(s, period);
	if (!active)
		return;
	auto *pieces = static_cast<Active *>(palloc(sizeof(Active) * (active->size() + 1)));
	std::size_t n = 0;
	for (const Piece &piece : *active) {
		if (piece.start == PG_INT64_MAX || piece.end == PG_INT64_MIN)
			raise(bad_time, "A range that has not started, or ended before all time, is no activity.",
				  "active range %s begins or ends at the wrong infinity", shown(piece));
		if (piece.start < piece.end)
			pieces[n++] = {piece.start, piece.end};
	}
	if (n > 0)
		count_customer<sign>(s, pieces, n);
	pfree(pieces);
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
		  static_cast<int>(std::min<std::size_t>(method.size(), 60)), method.data());
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
Duration customer_time(const Churn &s) { return elapsed(s.time, "Use the method 'exposure' of churn_rate(), or group into more states."); }

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
