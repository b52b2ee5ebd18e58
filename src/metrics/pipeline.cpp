#include "core/pipeline.hpp"
#include "core/names.hpp"
#include "core/timeline.hpp"
#include "metrics/entity.hpp"
#include "metrics/lengths.hpp"
#include "metrics/stage.hpp"
#include "pg/state_type.hpp"

/* The pipeline: how long many deals stay in each stage, and where they go from there. */
namespace crm {

/* Finished deals, counted, and the entries of the others, which finished() counts. 3 to 25 bytes per history row while
   aggregating, 32 for the last 16384; when finished some hundred bytes per stage and 2 to 4 per bucket of its durations. */
struct Pipeline {
	static constexpr const char *type_name = "pipeline_agg_state";
	static constexpr const char *too_large = "Aggregate each deal with stage_agg() first, then those states with pipeline_agg(state).";
	static constexpr std::uint8_t version = 1;
	using Shared = Names;
	Names *names = nullptr;
	KeyKind deals;
	bool configured = false; /* as_of has been told */
	std::optional<Instant> as_of;
	Flow flow;
	Timeline<Entry> entries;

	bool empty() const { return flow.empty() && entries.empty(); }
	void share(Names *shared) { names = shared; }
	void settle() { entries.settle(), names->settle(); }

	using Image = PipelineImage;
	bool loose() const { return !entries.runs.empty(); }
	Image image(bool loose = false) const {
		const Vec<std::uint32_t> used = names->number_used([this](auto &&tell) {
			for (const Flow::Stage &s : flow.stages)
				tell(s.name);
			entries.each_number(tell);
		});
		const auto place = [this](std::uint32_t name) { return names->places[name]; };
		return {deals, as_of,
				image_of(
					flow, used, [this](std::uint32_t name) { return names->words[name]; }, place),
				entries.parcel(loose, place)};
	}
	void fill(const Image &from) {
		deals = from.deals, as_of = from.as_of, configured = true, entries.type = deals.type;
		Vec<std::uint32_t> number;
		for (const FlowImage::Stage &s : from.flow.stages)
			number.push(names->intern(view(s.name)));
		for (std::size_t i = 0; i < number.size; i++)
			if (const FlowImage::Stage &s = from.flow.stages[i]; s.visits) {
				Flow::Stage &t = flow.stages[flow.stage(number[i])];
				t.deals = s.deals, t.visits = s.visits, t.open = s.open, t.lengths.fill(s.lengths);
			}
		for (const FlowImage::Move &m : from.flow.moves)
			flow.move(flow.stage(number[m.from]), m.to ? flow.stage(number[*m.to]) : Flow::nowhere, m.moves);
		entries.adopt(from.entries, number);
	}

	void merge(const Pipeline &o) {
		if (!o.configured)
			return;
		use(o.deals.type), configure(o.as_of);
		Vec<std::uint32_t> number;
		for (const std::string_view name : o.names->words)
			number.push(names->intern(name));
		if (!flow.merge(o.flow, [&number](std::uint32_t name) { return number[name]; }))
			raise(out_of_range, "Roll up fewer states.", "count exceeds the range of bigint");
		entries.merge(o.entries, number);
		number.free();
	}
	void use(KeyType type) {
		agree(deals.type, type, "deal", "deals");
		entries.type = deals.type;
	}
	void configure(const std::optional<Instant> &value) {
		if (configured && value == as_of) [[likely]]
			return;
		if (configured)
			raise(invalid_parameter, "Group by as_of, or keep one constant as_of in a query.", "as_of differs between rows: %s and %s",
				  as_of ? shown(*as_of) : "NULL", value ? shown(*value) : "NULL");
		if (value)
			check_as_of(*value);
		configured = true, as_of = value;
	}
	/* All deals counted, in the current memory context. */
	Pipeline finished() const {
		if (entries.empty())
			return *this;
		Pipeline done;
		done.names = names, done.deals = deals, done.configured = true, done.as_of = as_of;
		Key deal{};
		entries.each([this](std::uint32_t name) { return names->ranks[name]; },
					 [&](const Event<Entry> &e) {
						 if (e.key != deal)
							 done.flow.end_deal(as_of), deal = e.key;
						 done.flow.enter(names->order[e.mark.number], e.at);
					 });
		done.flow.end_deal(as_of);
		if (!done.flow.merge(flow, [](std::uint32_t name) { return name; })) /* last, for it looks after the limits of counts */
			raise(out_of_range, "Roll up fewer states.", "count exceeds the range of bigint");
		return done;
	}
};

namespace {

/* ---- transitions ---- */

template <class K> void put(Pipeline &s, const K &deal, std::string_view stage, Instant at) {
	check_entered(at);
	s.use(key_type<K>);
	s.entries.add(key_of(deal), at.microseconds, {{s.names->intern(stage)}});
}
template <class K, class T> void enter(Pipeline &s, K deal, std::string_view stage, T at) { s.configure(std::nullopt), put(s, deal, stage, at); }
/* as_of is a configuration argument: told by every row, skipped ones included. */
template <class K, class T>
void enter_until(Pipeline &s, std::optional<K> deal, std::optional<std::string_view> stage, std::optional<T> at, std::optional<T> as_of) {
	s.configure(as_of);
	if (deal && stage && at)
		put(s, *deal, *stage, *at);
}
void put(Pipeline &s, const Stages &deal) {
	for (const StageRow &row : deal.rows)
		s.flow.enter(s.names->intern(deal.names->words[row.stage]), row.at);
	s.flow.end_deal(s.as_of);
}
void add_deal(Pipeline &s, const Stages &deal) { s.configure(std::nullopt), put(s, deal); }
void add_deal_until(Pipeline &s, std::optional<Stages> deal, std::optional<Instant> as_of) {
	s.configure(as_of);
	if (deal)
		put(s, *deal);
}

/* ---- results ---- */

/* f(stage) for each, by name. */
template <class F> void each_stage(const Pipeline &done, F &&f) {
	const Vec<std::uint32_t> used = done.names->number_used([&done](auto &&tell) {
		for (const Flow::Stage &s : done.flow.stages)
			tell(s.name);
	});
	Vec<const Flow::Stage *> order;
	order.resize(used.size);
	for (const Flow::Stage &s : done.flow.stages)
		order[done.names->places[s.name]] = &s;
	for (const Flow::Stage *s : order)
		f(*s);
}

void stages(const Pipeline &s, Rows rows) {
	const Pipeline done = s.finished();
	each_stage(done, [&](const Flow::Stage &x) {
		rows(done.names->words[x.name], x.deals, x.visits, x.open, total_of(x.lengths), mean_of(x.lengths), percentile_of(x.lengths, 0.5),
			 percentile_of(x.lengths, 0.9));
	});
}

void transitions(const Pipeline &s, Rows rows) {
	const FlowImage flow = s.finished().image().flow;
	for (const FlowImage::Move &m : flow.moves) {
		const FlowImage::Stage &from = flow.stages[m.from];
		rows(view(from.name), m.to ? std::optional{view(flow.stages[*m.to].name)} : std::nullopt, m.moves, ratio(m.moves, from.visits));
	}
}

std::optional<Duration> percentile(const Pipeline &s, std::string_view stage, double fraction) {
	const Pipeline done = s.finished();
	const std::uint32_t name = done.names->find(stage);
	for (const Flow::Stage &x : done.flow.stages)
		if (x.name == name)
			return percentile_of(x.lengths, fraction);
	return percentile_of(Lengths{}, fraction);
}

} // namespace
} // namespace crm

CRM_STATE(pipeline_agg_state, crm::Pipeline);

#define CRM_PIPELINE_KEY(suffix, K)                                                        \
	CRM_TRANSITION(pipeline_add_##suffix##_time, crm::enter<K, crm::Instant>);             \
	CRM_TRANSITION(pipeline_add_##suffix##_date, crm::enter<K, crm::Day>);                 \
	CRM_TRANSITION(pipeline_add_until_##suffix##_time, crm::enter_until<K, crm::Instant>); \
	CRM_TRANSITION(pipeline_add_until_##suffix##_date, crm::enter_until<K, crm::Day>)
CRM_PIPELINE_KEY(bigint, std::int64_t);
CRM_PIPELINE_KEY(uuid, crm::Uuid);
CRM_PIPELINE_KEY(text, std::string_view);
CRM_TRANSITION(pipeline_add_deal, crm::add_deal);
CRM_TRANSITION(pipeline_add_deal_until, crm::add_deal_until);
CRM_FUNCTION(pipeline_stages, crm::stages);
CRM_FUNCTION(pipeline_transitions, crm::transitions);
CRM_FUNCTION(pipeline_percentile, crm::percentile);
