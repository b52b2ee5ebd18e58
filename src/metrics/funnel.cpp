#include "core/funnel.hpp"
#include "core/timeline.hpp"
#include "metrics/entity.hpp"
#include "metrics/lengths.hpp"
#include "pg/state_type.hpp"

/* Funnels: how many entities reached each step in order, and how long after the start. */
namespace crm {

/* An entity does a step, 1..64. */
struct Step : NumberMark {
	static constexpr void fields(auto &self, auto &&f) { f("step", self.number); }
	bool valid() const { return number >= 1 && number <= FunnelWalk::most_steps; }
};

/* Finished entities, counted, and the steps of the others, which finished() counts. 3 to 25 bytes per row while aggregating,
   32 for the last 16384, 16 for those of the entity being counted; when finished some hundred bytes per step and 2 to 4 per
   bucket of its times. */
struct Funnel {
	static constexpr const char *type_name = "funnel_agg_state";
	static constexpr const char *too_large = "Aggregate fewer entities in one state, and roll up the states.";
	static constexpr std::uint8_t version = 1;
	KeyKind entities;
	bool configured = false; /* within has been told */
	std::optional<std::int64_t> within;
	std::uint32_t highest = 0; /* step in any row */
	Vec<Lengths> reached;      /* by step - 1: times since the start of the entities that came that far */
	Timeline<Step> steps;

	bool empty() const { return highest == 0; }
	void settle() { steps.settle(); }

	struct Image {
		KeyKind entities;
		std::optional<std::int64_t> within;
		std::uint32_t highest = 0;
		Vec<Lengths::Image> reached;
		Parcel<Step> steps;
		static constexpr void fields(auto &self, auto &&f) {
			f("entities", self.entities), f("within", self.within), f("highest", self.highest), f("reached", self.reached), f("steps", self.steps);
		}
		bool valid() const {
			if (highest > FunnelWalk::most_steps || reached.size > highest || (within && *within < 0) ||
				!steps.match(entities.type, [this](const Run<Step> &run) { return run.used.size <= highest + 1; }))
				return false;
			std::int64_t before = INT64_MAX;
			for (const Lengths::Image &times : reached) {
				const std::int64_t n = times.count();
				if (n == 0 || n > before || (&times == reached.data && times.maximum != 0) ||
					(within && times.maximum > static_cast<std::uint64_t>(*within)))
					return false;
				before = n;
			}
			return true;
		}
	};
	bool loose() const { return !steps.runs.empty(); }
	Image image(bool loose = false) const {
		Image to{entities, within, highest, {}, steps.parcel(loose, [](std::uint32_t step) { return step; })};
		for (const Lengths &times : reached)
			to.reached.push(times.image());
		return to;
	}
	void fill(const Image &from) {
		entities = from.entities, within = from.within, highest = from.highest, configured = true, steps.type = entities.type;
		reached.resize(from.reached.size);
		for (std::size_t i = 0; i < reached.size; i++)
			reached[i].fill(from.reached[i]);
		steps.adopt(from.steps, {});
	}
	void merge(const Funnel &o) {
		if (!o.configured)
			return;
		use(o.entities.type), configure(o.within);
		highest = std::max(highest, o.highest);
		merge_reached(o);
		steps.merge(o.steps, {});
	}
	void merge_reached(const Funnel &o) {
		if (o.reached.size > reached.size)
			reached.resize(o.reached.size);
		for (std::size_t i = 0; i < o.reached.size; i++)
			merge_lengths(reached[i], o.reached[i]);
	}
	void use(KeyType type) {
		agree(entities.type, type, "entity", "entities");
		steps.type = entities.type;
	}
	void configure(const std::optional<std::int64_t> &value) {
		if (configured && value == within) [[likely]]
			return;
		if (configured)
			raise(invalid_parameter, "Keep one constant within in a query.", "within differs between rows: %s and %s", shown_within(within),
				  shown_within(value));
		configured = true, within = value;
	}
	static const char *shown_within(const std::optional<std::int64_t> &value) {
		return value ? shown(Span{0, static_cast<std::int32_t>(*value / microseconds_per_day), *value % microseconds_per_day}) : "NULL";
	}
	/* All entities counted, in the current memory context. */
	Funnel finished() const {
		if (steps.empty())
			return *this;
		Funnel done;
		done.entities = entities, done.configured = true, done.within = within, done.highest = highest;
		done.merge_reached(*this);
		FunnelWalk walk;
		Key entity{};
		steps.each([](std::uint32_t step) { return step; },
				   [&](const Event<Step> &e) {
					   if (e.key != entity)
						   done.count(walk), entity = e.key;
					   walk.rows.push({e.at, e.mark.number});
				   });
		done.count(walk);
		walk.rows.free();
		return done;
	}
	/* One more entity, whose rows are forgotten. */
	void count(FunnelWalk &walk) {
		std::uint64_t times[FunnelWalk::most_steps + 1];
		const std::uint32_t depth = walk.deepest(within, times);
		if (depth > reached.size)
			reached.resize(depth);
		for (std::uint32_t step = 1; step <= depth; step++)
			reached[step - 1].add(times[step]);
		walk.rows.size = 0;
	}
};

namespace {

template <class K> void put(Funnel &s, const K &entity, std::int32_t step, Instant at) {
	if (step == 0)
		return;
	if (step < 0 || step > static_cast<std::int32_t>(FunnelWalk::most_steps))
		raise(invalid_parameter, "Number the steps 1 to 64; 0 or NULL for rows that are no step.", "step %d is not between 0 and 64", step);
	if (!at.finite())
		raise(bad_time, "Use FILTER (WHERE isfinite(seen_at)).", "seen_at is %s", shown(at));
	s.use(key_type<K>);
	s.highest = std::max(s.highest, static_cast<std::uint32_t>(step));
	s.steps.add(key_of(entity), at.microseconds, {{static_cast<std::uint32_t>(step)}});
}
template <class K, class T> void take(Funnel &s, K entity, std::int32_t step, T at) { s.configure(std::nullopt), put(s, entity, step, at); }
/* within is a configuration argument: told by every row, skipped ones included. */
template <class K, class T>
void take_within(Funnel &s, std::optional<K> entity, std::optional<std::int32_t> step, std::optional<T> at, std::optional<Span> within) {
	const std::optional<std::int64_t> limit = within ? std::optional{microseconds_of("within", *within)} : std::nullopt;
	if (limit && *limit < 0)
		raise(invalid_parameter, "Give a positive interval, or NULL for no limit.", "within %s is negative", shown(*within));
	s.configure(limit);
	if (entity && step && at)
		put(s, *entity, *step, *at);
}

void funnel(const Funnel &s, Rows rows) {
	const Funnel done = s.finished();
	const auto entities = [&done](std::uint32_t step) { return step >= 1 && step <= done.reached.size ? done.reached[step - 1].count : 0; };
	for (std::uint32_t step = 1; step <= done.highest; step++) {
		const Lengths times = step <= done.reached.size ? done.reached[step - 1] : Lengths{};
		rows(static_cast<std::int32_t>(step), entities(step), ratio(entities(step), entities(1)), ratio(entities(step), entities(step - 1)),
			 percentile_of(times, 0.5), percentile_of(times, 0.9));
	}
}

} // namespace
} // namespace crm

CRM_STATE(funnel_agg_state, crm::Funnel);

#define CRM_FUNNEL_KEY(suffix, K)                                                         \
	CRM_TRANSITION(funnel_add_##suffix##_time, crm::take<K, crm::Instant>);               \
	CRM_TRANSITION(funnel_add_##suffix##_date, crm::take<K, crm::Day>);                   \
	CRM_TRANSITION(funnel_add_within_##suffix##_time, crm::take_within<K, crm::Instant>); \
	CRM_TRANSITION(funnel_add_within_##suffix##_date, crm::take_within<K, crm::Day>)
CRM_FUNNEL_KEY(bigint, std::int64_t);
CRM_FUNNEL_KEY(uuid, crm::Uuid);
CRM_FUNNEL_KEY(text, std::string_view);
CRM_FUNCTION(funnel_funnel, crm::funnel);
