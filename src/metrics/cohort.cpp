#include "core/attendance.hpp"
#include "metrics/entity.hpp"
#include "pg/state_type.hpp"

/* Cohorts: how many customers, and how much revenue, come back in the periods after the first. */
namespace crm {

/* Finished customers, counted, and the activity of the others, which finished() counts: 27 to 55 bytes per customer while
   aggregating, and 6 to 10 per row with an amount; when finished 10 to 30 bytes per cell. */
struct Cohort {
	static constexpr const char *type_name = "cohort_agg_state";
	static constexpr const char *too_large = "Aggregate fewer customers in one state, and roll up the states.";
	static constexpr std::uint8_t version = 1;
	KeyKind customers;
	Width width; /* zero: not told yet */
	Cohorts cohorts;
	Attendance activity;

	bool empty() const { return cohorts.cells.empty() && activity.empty(); }
	void settle() { activity.settle(); }

	struct Image {
		struct Item {
			std::int64_t cohort = 0, later = 0, customers = 0;
			std::optional<Money> revenue;
			static constexpr void fields(auto &self, auto &&f) {
				f("cohort", self.cohort), f("period", self.later), f("customers", self.customers), f("revenue", self.revenue);
			}
		};
		KeyKind customers;
		Width width;
		bool money = false;
		Vec<Item> cells;
		AttendanceImage activity;
		static constexpr void fields(auto &self, auto &&f) {
			f("customers", self.customers), f("width", self.width), f("money", self.money), f("cells", self.cells), f("activity", self.activity);
		}
		bool valid() const {
			std::int64_t size = 0; /* of the cohort */
			for (std::size_t i = 0; i < cells.size; i++) {
				const Item &cell = cells[i];
				const bool first = i == 0 || cells[i - 1].cohort < cell.cohort;
				size = first ? cell.customers : size;
				if (cell.later < 0 || cell.later > INT32_MAX || !width.holds(cell.cohort) || !width.holds(cell.cohort + cell.later) ||
					cell.customers <= 0 || cell.customers > size || first != (cell.later == 0) ||
					(!first && (cells[i - 1].cohort != cell.cohort || cells[i - 1].later >= cell.later)) || cell.revenue.has_value() != money ||
					(money && cell.revenue->scale.rows != 1))
					return false;
			}
			return activity.parcel.match(customers.type,
										 [this](const Run<Activity> &run) { return width.holds(run.frame.base) && width.holds(run.latest); });
		}
	};
	bool money() const { return activity.money; }
	bool loose() const { return activity.loose(); }
	Image image(bool loose = false) const {
		Image to{customers, width, money(), {}, activity.image(loose)};
		Vec<const CohortCell *> order = cohorts.sorted();
		Turns turn;
		for (const CohortCell *cell : order)
			turn(), to.cells.push({cell->cohort, cell->later, cell->customers, money() ? std::optional{canonical(cell->revenue)} : std::nullopt});
		order.free();
		return to;
	}
	void fill(const Image &from) {
		customers = from.customers, width = from.width, activity.money = from.money;
		activity.use(customers.type);
		Turns turn;
		for (const Image::Item &item : from.cells) {
			turn();
			CohortCell &cell = cohorts.at(item.cohort, item.later);
			cell.customers = item.customers;
			if (item.revenue)
				cell.revenue = *item.revenue;
		}
		activity.adopt(from.activity);
	}
	void merge(const Cohort &o) {
		if (o.width == Width{})
			return;
		configure(o.width, o.money()), use(o.customers.type);
		merge_cells(o);
		activity.merge(o.activity);
	}
	void merge_cells(const Cohort &o) {
		Turns turn;
		for (const CohortCell &theirs : o.cohorts.cells) {
			turn();
			CohortCell &cell = cohorts.at(theirs.cohort, theirs.later);
			add_count(cell.customers, theirs.customers);
			if (money())
				cell.revenue.merge(theirs.revenue), cell.revenue.scale.rows = 1;
		}
	}
	void use(KeyType type) {
		agree(customers.type, type, "customer", "customers");
		activity.use(customers.type);
	}
	void configure(const Width &value, bool with_money) {
		if (value == width && with_money == money()) [[likely]]
			return;
		if (width != Width{} && value != width)
			raise(invalid_parameter, "Keep one constant width in a query.", "width differs between rows: %s and %s",
				  shown(Span{width.months, width.days, 0}), shown(Span{value.months, value.days, 0}));
		if (width != Width{})
			raise(invalid_parameter, "Roll up states of one form of cohort_agg().", "cannot merge states with and without amounts");
		width = value, activity.money = with_money;
	}
	/* All customers counted, in the current memory context. */
	Cohort finished() const {
		if (activity.empty())
			return *this;
		Cohort done;
		done.customers = customers, done.width = width, done.activity.money = money();
		done.merge_cells(*this);
		activity.count(done.cohorts);
		return done;
	}
};

namespace {

/* ---- transitions ---- */

/* The width is a configuration argument: told by every row, skipped ones included. */
Width checked(const std::optional<Span> &width) {
	const char *hint = "Use whole months, such as '1 month', or whole days, such as '7 days'.";
	if (!width)
		raise(invalid_parameter, hint, "width must not be NULL");
	const Width made{width->months, width->days};
	if (width->time != 0 || !made.valid())
		raise(invalid_parameter, hint, "width %s is not a positive number of months or of days", shown(*width));
	return made;
}
std::int64_t period(const Cohort &s, Instant at) {
	if (!at.finite())
		raise(bad_time, "Use FILTER (WHERE isfinite(seen_at)).", "seen_at is %s", shown(at));
	return s.width.period(at);
}
template <class K> void see(Cohort &s, std::optional<K> customer, std::optional<Instant> at, std::optional<Span> width) {
	s.configure(checked(width), false);
	if (!customer || !at)
		return;
	s.use(key_type<K>);
	s.activity.add(key_of(*customer), period(s, *at), {});
}
template <class K>
void buy(Cohort &s, std::optional<K> customer, const std::optional<Amount> &amount, std::optional<Instant> at, std::optional<Span> width) {
	s.configure(checked(width), true);
	if (!customer || !amount || !at)
		return;
	s.use(key_type<K>);
	each_part(*amount, [&, key = key_of(*customer), when = period(s, *at)](const Part &part) { s.activity.add(key, when, {part}); });
}

/* ---- results ---- */

void cohorts(const Cohort &s, Rows rows) {
	const Cohort done = s.finished();
	const CohortCell *first = nullptr;
	for (const CohortCell *cell : done.cohorts.sorted()) {
		first = cell->later == 0 ? cell : first;
		const Instant start{static_cast<std::int64_t>(done.width.start(cell->cohort))};
		if (done.width.start(cell->cohort) < Instant::first)
			raise(bad_time, "Use a shorter width.", "the cohort's first period begins before all timestamps");
		std::optional<Number> revenue, share;
		if (done.money())
			revenue = number(canonical(cell->revenue)), share = divide(*revenue, number(canonical(first->revenue)));
		rows(start, static_cast<std::int32_t>(cell->later), cell->customers, ratio(cell->customers, first->customers), revenue, share);
	}
}

} // namespace
} // namespace crm

CRM_STATE(cohort_agg_state, crm::Cohort);
CRM_TRANSITION(cohort_add_bigint, crm::see<std::int64_t>);
CRM_TRANSITION(cohort_add_uuid, crm::see<crm::Uuid>);
CRM_TRANSITION(cohort_add_text, crm::see<std::string_view>);
CRM_TRANSITION(cohort_add_amount_bigint, crm::buy<std::int64_t>);
CRM_TRANSITION(cohort_add_amount_uuid, crm::buy<crm::Uuid>);
CRM_TRANSITION(cohort_add_amount_text, crm::buy<std::string_view>);
CRM_FUNCTION(cohort_cohorts, crm::cohorts);
