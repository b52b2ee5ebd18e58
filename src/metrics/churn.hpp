#pragma once
#include "core/churn.hpp"
#include "pg/state_type.hpp"

/* Customers over one period: who was there at its start, came, came back, left; and the rows that tell it. */
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
		add_count(all, o.customers), add<1>(o);
	}
	template <int sign> void add(const Churn &o) {
		customers += sign * o.customers, at_start += sign * o.at_start, newly += sign * o.newly, reactivated += sign * o.reactivated;
		churned += sign * o.churned, churned_new += sign * o.churned_new, churned_reactivated += sign * o.churned_reactivated;
		time = time + sign * i128{o.time};
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

/* ---- rows: one customer each ---- */

/* f(pieces, count) with the activity of the customer, ordered; a row that is skipped does not call it. */
template <class T, class F> void with_activity(std::optional<T> started, std::optional<T> ended, F &&f) {
	if (!started)
		return;
	const Active piece{started->microseconds, ended ? ended->microseconds : PG_INT64_MAX};
	if (!started->finite())
		raise(bad_time, "Use FILTER (WHERE isfinite(started_at)).", "started_at is %s", shown(*started));
	if (piece.end == PG_INT64_MIN)
		raise(bad_time, "Use FILTER (WHERE ended_at > '-infinity'); NULL and infinity mean still active.", "ended_at is %s", shown(*ended));
	if (piece.end < piece.start)
		raise(invalid_parameter, "Use FILTER (WHERE ended_at IS NULL OR ended_at >= started_at).", "ended_at %s is before started_at %s",
			  shown(*ended), shown(*started));
	if (piece.start < piece.end)
		f(&piece, std::size_t{1});
}
template <class F> void with_activity(const std::optional<Pieces> &active, F &&f) {
	if (!active)
		return;
	Active one;
	Active *pieces = active->size() > 1 ? static_cast<Active *>(palloc(sizeof(Active) * active->size())) : &one;
	std::size_t n = 0;
	for (const Piece &piece : *active) {
		if (piece.start == PG_INT64_MAX || piece.end == PG_INT64_MIN)
			raise(bad_time, "A range that has not started, or ended before all time, is no activity.",
				  "active range %s begins or ends at the wrong infinity", shown(piece));
		if (piece.start < piece.end)
			pieces[n++] = {piece.start, piece.end};
	}
	if (n > 0)
		f(static_cast<const Active *>(pieces), n);
	if (pieces != &one)
		pfree(pieces);
}

} // namespace crm
