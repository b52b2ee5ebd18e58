#include "core/churn_series.hpp"
#include "metrics/boundary_list.hpp"
#include "metrics/churn.hpp"

/* Churn over consecutive periods at once: one pass over the customers, a churn_agg_state per period when read. */
namespace crm {

/* 56 bytes per period while aggregating, about half of that stored. */
struct ChurnSeries : Series {
	static constexpr const char *type_name = "churn_series_agg_state";
	static constexpr std::uint8_t version = 1;
	using Shared = BoundaryList::Shared;
	Shared *shared = nullptr;
	std::int64_t customers = 0; /* not skipped; they count in every period */

	bool empty() const { return customers == 0; }
	void share(Shared *with) { shared = with; }
	void settle() {}

	/* A time is the active time itself here. */
	struct Image {
		std::int64_t customers = 0, at_start = 0;
		Vec<Instant> boundaries;
		Vec<Changes> periods;
		static constexpr void fields(auto &self, auto &&f) {
			f("customers", self.customers), f("at_start", self.at_start), f("boundaries", self.boundaries), f("periods", self.periods);
		}
		bool valid() const {
			if (boundaries.size < 2 || periods.size != boundaries.size - 1)
				return false;
			std::int64_t there = at_start, ever = at_start; /* ever: who was at the start or new, each at most once */
			for (std::size_t k = 0; k < periods.size; there += periods[k++].balance())
				if (!churn_of(boundaries[k], boundaries[k + 1], customers, there, periods[k], periods[k].time).valid() ||
					__builtin_add_overflow(ever, periods[k].newly, &ever))
					return false;
			return ever <= customers;
		}
	};
	Image image() const {
		Image to{customers, at_start, {}, {}};
		to.boundaries.append(boundaries.data(), boundaries.size()), to.periods.append(periods.data, periods.size);
		each_period([&to](std::size_t k, std::int64_t, i128 time) { to.periods[k].time = time; });
		return to;
	}
	void fill(const Image &from) {
		use({from.boundaries.data, from.boundaries.size});
		customers = from.customers, at_start = from.at_start;
		std::int64_t there = at_start;
		for (std::size_t k = 0; k < periods.size; there += periods[k++].balance())
			periods[k] = from.periods[k], periods[k].time = from.periods[k].time - there * length(k);
	}

	void merge(const ChurnSeries &o) {
		if (o.boundaries.empty())
			return;
		use(o.boundaries);
		add_count(customers, o.customers); /* no other count is larger */
		at_start += o.at_start;
		for (std::size_t k = 0; k < periods.size; k++)
			periods[k].add(o.periods[k]);
	}
	void use(Instants given) {
		if (BoundaryList::tell(boundaries, given, *shared))
			periods.resize(boundaries.size() - 1);
	}
	static Churn churn_of(Instant from, Instant to, std::int64_t customers, std::int64_t at_start, const Changes &c, i128 time) {
		return {from, to, customers, at_start, c.newly, c.reactivated, c.churned, c.churned_new, c.churned_reactivated, time};
	}
};

namespace {

/* ---- transitions ---- */

template <int sign> auto counting(ChurnSeries &s) {
	return [&s](const Active *pieces, std::size_t count) { s.customers += sign, s.count<sign>(pieces, count); };
}
template <class T, int sign> void count_dates(ChurnSeries &s, std::optional<T> started, std::optional<T> ended, std::optional<Instants> boundaries) {
	s.use(BoundaryList::required(boundaries));
	with_activity(started, ended, counting<sign>(s));
}
template <int sign> void count_ranges(ChurnSeries &s, std::optional<Pieces> active, std::optional<Instants> boundaries) {
	s.use(BoundaryList::required(boundaries));
	with_activity(active, counting<sign>(s));
}

/* ---- results ---- */

void periods(const ChurnSeries &s, Rows rows) {
	s.each_period([&](std::size_t k, std::int64_t at_start, i128 time) {
		const Instant from = s.boundaries[k], to = s.boundaries[k + 1];
		rows(Range{from, to}, ChurnSeries::churn_of(from, to, s.customers, at_start, s.periods[k], time));
		check_interrupts();
	});
}

} // namespace
} // namespace crm

CRM_STATE(churn_series_agg_state, crm::ChurnSeries);
CRM_TRANSITION(churn_series_add_time, crm::count_dates<crm::Instant, 1>);
CRM_TRANSITION(churn_series_drop_time, crm::count_dates<crm::Instant, -1>);
CRM_TRANSITION(churn_series_add_date, crm::count_dates<crm::Day, 1>);
CRM_TRANSITION(churn_series_drop_date, crm::count_dates<crm::Day, -1>);
CRM_TRANSITION(churn_series_add_ranges, crm::count_ranges<1>);
CRM_TRANSITION(churn_series_drop_ranges, crm::count_ranges<-1>);
CRM_FUNCTION(churn_series_periods, crm::periods);
