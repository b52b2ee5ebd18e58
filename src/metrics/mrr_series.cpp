#include "core/mrr_series.hpp"
#include "core/timeline.hpp"
#include "metrics/boundary_list.hpp"
#include "metrics/churn.hpp"
#include "metrics/entity.hpp"
#include "metrics/mrr.hpp"

/* Recurring revenue over consecutive periods from subscriptions, of which a customer may have several at a time. */
namespace crm {

/* Finished customers as sums per period, and the subscriptions of the others, which finished() counts. 6 to 30 bytes per row
   while aggregating, 56 for the last 16384; when finished usually 70 bytes per period. */
struct MrrSeries {
	static constexpr const char *type_name = "mrr_series_agg_state";
	static constexpr const char *too_large = "Aggregate fewer customers in one state, and roll up the states.";
	static constexpr std::uint8_t version = 1;
	using Shared = BoundaryList::Shared;
	Shared *shared = nullptr;
	KeyKind customers;
	std::int64_t counted = 0; /* customers; each counts in every period */
	Instants boundaries;
	Vec<Movements> periods; /* none while no customer has been counted */
	Timeline<Subscription> subscriptions;

	bool empty() const { return counted == 0 && subscriptions.empty(); }
	void share(Shared *with) { shared = with; }
	void settle() { subscriptions.settle(); }

	struct Image {
		KeyKind customers;
		std::int64_t counted = 0;
		Vec<Instant> boundaries;
		Vec<MovementSums> periods;
		Parcel<Subscription> subscriptions;
		static constexpr void fields(auto &self, auto &&f) {
			f("customers", self.customers), f("counted", self.counted), f("boundaries", self.boundaries), f("periods", self.periods);
			f("subscriptions", self.subscriptions);
		}
		bool valid() const {
			for (std::size_t k = 1; k < boundaries.size; k++)
				if (boundaries[k] <= boundaries[k - 1])
					return false;
			const auto last = static_cast<std::int64_t>(boundaries.size);
			return boundaries.size >= 2 && boundaries.size < INT32_MAX && counted >= 0 && periods.size == (counted ? boundaries.size - 1 : 0) &&
				   valid_periods() && (counted == 0 || customers.type != KeyType::none) &&
				   subscriptions.match(customers.type, [last](const Run<Subscription> &run) { return run.frame.base >= 0 && run.latest <= last; });
		}
		/* What one period ends with the next one begins with. */
		bool valid_periods() const {
			Turns turn;
			for (std::size_t k = 0; k < periods.size; k++) {
				turn();
				if (!periods[k].possible(counted))
					return false;
				if (k == 0)
					continue;
				Movements before;
				before.fill(periods[k - 1]);
				if (!same_value(before.total(ending_terms), periods[k].sums[starting]))
					return false;
				before.drop();
			}
			return true;
		}
	};
	bool loose() const { return !subscriptions.runs.empty(); }
	Image image(bool loose = false) const {
		Image to{customers, counted, {}, {}, subscriptions.parcel(loose, [](std::uint32_t n) { return n; })};
		to.boundaries.append(boundaries.data(), boundaries.size());
		Turns turn;
		for (const Movements &period : periods)
			turn(), to.periods.push(checked_sums(completed(period, counted)));
		return to;
	}
	void fill(const Image &from) {
		use({from.boundaries.data, from.boundaries.size});
		customers = from.customers, counted = from.counted, subscriptions.type = customers.type;
		Turns turn;
		for (const MovementSums &sums : from.periods) {
			turn();
			Movements &period = periods.push({});
			period.fill(sums);
			if (period.scale.digits == 0)
				period.scale = {};
		}
		subscriptions.adopt(from.subscriptions, {});
	}

	void merge(const MrrSeries &o) {
		if (o.boundaries.empty())
			return;
		use(o.boundaries), use(o.customers.type);
		merge_counted(o);
		subscriptions.merge(o.subscriptions, {});
	}
	void merge_counted(const MrrSeries &o) {
		add_customers(o.counted);
		Turns turn;
		for (std::size_t k = 0; k < o.periods.size; k++)
			periods[k].merge(o.periods[k]), turn();
	}
	/* Each has two values in every period. */
	void add_customers(std::int64_t n) {
		std::int64_t values = 2 * counted;
		add_count(values, 2 * n);
		counted += n;
		if (counted > 0)
			periods.resize(boundaries.size() - 1);
	}
	void use(Instants given) { BoundaryList::tell(boundaries, given, *shared); }
	void use(KeyType type) {
		agree(customers.type, type, "customer", "customers");
		subscriptions.type = customers.type;
	}
	/* All customers counted, in the current memory context. */
	MrrSeries finished() const {
		if (subscriptions.empty())
			return *this;
		MrrSeries done;
		done.customers = customers, done.boundaries = boundaries;
		done.merge_counted(*this);
		Sweep sweep;
		Key customer;
		const auto count = [&] { done.add_customers(1), sweep.count(done.periods); };
		subscriptions.each([](std::uint32_t n) { return n; },
						   [&](const Event<Subscription> &e) {
							   if (!sweep.held.empty() && e.key != customer)
								   count();
							   sweep.add(e.at, e.mark), customer = e.key;
						   });
		count(), sweep.finish(done.periods);
		return done;
	}
};

namespace {

struct Revenue : Amount {
	static constexpr const char *name = "mrr";
};

template <class K> void subscribe(MrrSeries &s, std::optional<K> customer, const std::optional<Revenue> &mrr, std::optional<Pieces> active,
								  std::optional<Instants> boundaries) {
	s.use(BoundaryList::required(boundaries));
	if (!customer || !mrr || !active)
		return;
	check_mrr(Revenue::name, *mrr, "Use FILTER (WHERE mrr >= 0).");
	with_activity(active, [&, key = key_of(*customer)](const Active *piece, std::size_t) {
		s.use(key_type<K>);
		const Stretch stretch = Stretch::of(s.boundaries, piece->start, piece->end);
		const auto add = [&](const Part &part) { s.subscriptions.add(key, stretch.first, {static_cast<std::int32_t>(stretch.count), part}); };
		if (stretch.count > 0)
			each_part(*mrr, add);
		else /* only that something was paid matters */
			add({0, 0, mrr->count > 0});
	});
}

void periods(const MrrSeries &s, Rows rows) {
	const MrrSeries done = s.finished();
	for (std::size_t k = 0; k < done.periods.size; k++) {
		rows(Range{done.boundaries[k], done.boundaries[k + 1]}, Mrr{done.counted, completed(done.periods[k], done.counted)});
		check_interrupts();
	}
}

} // namespace
} // namespace crm

CRM_STATE(mrr_series_agg_state, crm::MrrSeries);
CRM_TRANSITION(mrr_series_add_bigint, crm::subscribe<std::int64_t>);
CRM_TRANSITION(mrr_series_add_uuid, crm::subscribe<crm::Uuid>);
CRM_TRANSITION(mrr_series_add_text, crm::subscribe<std::string_view>);
CRM_FUNCTION(mrr_series_periods, crm::periods);
