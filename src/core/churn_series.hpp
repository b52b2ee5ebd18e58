#pragma once
#include "core/calendar.hpp"
#include "core/churn.hpp"

/* Churn over consecutive periods [b0, b1), [b1, b2) ... in one pass: an activity costs two binary searches and two changes,
   however many periods it spans. The rule is that of movement() in churn.hpp: start < b <= end counts as "there at b". */
namespace crm {

/* What changes in one period; who is there at its start follows from the periods before. 56 bytes. */
struct Changes {
	std::int64_t newly = 0, reactivated = 0, churned = 0, churned_new = 0, churned_reactivated = 0;
	Int128 time; /* active microseconds, less the whole period for each customer at its start */

	static constexpr void fields(auto &self, auto &&f) {
		f("new", self.newly), f("reactivated", self.reactivated), f("churned", self.churned), f("churned_new", self.churned_new);
		f("churned_reactivated", self.churned_reactivated), f("time", self.time);
	}
	std::int64_t balance() const { return newly + reactivated - churned - churned_new - churned_reactivated; }
	void add(const Changes &o) {
		newly += o.newly, reactivated += o.reactivated, churned += o.churned;
		churned_new += o.churned_new, churned_reactivated += o.churned_reactivated, time = i128{time} + o.time;
	}
};

struct Series {
	std::span<const Instant> boundaries{}; /* at least two, strictly increasing */
	Vec<Changes> periods;                  /* one fewer */
	std::int64_t at_start = 0;             /* customers at the first boundary */

	/* One customer, whose pieces are ordered by start; sign -1 takes it away again. */
	template <int sign> void count(const Active *pieces, std::size_t n) {
		const auto last = static_cast<std::int64_t>(periods.size);
		std::int64_t left = -1;                /* the period in which the activity before ended */
		std::int64_t Changes::*loss = nullptr; /* what that end is, unless the customer returns in the same period */
		bool before = false;                   /* active some time before */
		for (std::size_t i = 0; i < n; before = true) {
			const Active piece = next_activity(pieces, n, i);
			const std::int64_t from = period_of(piece.start), to = period_of(piece.end);
			if (from >= last)
				break;
			if (to < 0) /* all of it lies before the series */
				continue;
			if (from < 0)
				at_start += sign;
			else if (from != left) {
				settle<sign>(left, loss);
				period(from).*(before ? &Changes::reactivated : &Changes::newly) += sign;
				loss = before ? &Changes::churned_reactivated : &Changes::churned_new;
			}
			if (to > from)
				loss = &Changes::churned;
			if (from >= 0)
				add_time(from, sign * (boundary(from + 1) - i128{piece.start}));
			if (to < last)
				add_time(to, sign * (piece.end - i128{boundary(to + 1)}));
			left = to;
		}
		settle<sign>(left, loss);
	}

	/* f(k, at_start, time) for each period in order, time in active microseconds. */
	template <class F> void each_period(F &&f) const {
		std::int64_t there = at_start;
		for (std::size_t k = 0; k < periods.size; there += periods[k++].balance())
			f(k, there, there * length(k) + periods[k].time);
	}
	i128 length(std::size_t k) const { return i128{boundaries[k + 1].microseconds} - boundaries[k].microseconds; }

private:
	Changes &period(std::int64_t k) const { return periods[static_cast<std::size_t>(k)]; }
	std::int64_t boundary(std::int64_t k) const { return boundaries[static_cast<std::size_t>(k)].microseconds; }
	/* The largest k with boundary k <= t, -1 if there is none. */
	std::int64_t period_of(std::int64_t t) const { return times_until(boundaries, {t}) - 1; }
	template <int sign> void settle(std::int64_t k, std::int64_t Changes::*loss) const {
		if (k >= 0 && k < static_cast<std::int64_t>(periods.size))
			period(k).*loss += sign;
	}
	/* A period may be longer than 2^63 microseconds. */
	void add_time(std::int64_t k, i128 microseconds) const { period(k).time = i128{period(k).time} + microseconds; }
};

} // namespace crm
