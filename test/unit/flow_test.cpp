#include <map>
#include <optional>
#include <set>
#include <vector>

#include "check.hpp"
#include "core/flow.hpp"

using namespace crm;

/* A flow against what it is defined to be, on random histories. */
struct Row {
	std::uint32_t stage;
	std::int64_t at;
};
using History = std::vector<Row>; /* of one deal, in order */

/* Usual ones first, then more than a flow has places for without a hash. */
static const std::vector<std::string> names = [] {
	std::vector<std::string> to = {"Won", "", "New", "a stage with a long name", "won", "Qualified \"2\"", "Lost"};
	while (to.size() < 300)
		to.push_back("stage " + std::to_string(to.size()));
	return to;
}();
static std::string_view name_of(std::uint32_t stage) { return names[stage]; }

/* ---- the definition ---- */

struct Expected {
	struct Stage {
		std::set<int> deals;
		std::int64_t visits = 0, open = 0;
		std::multiset<std::uint64_t> lengths;
	};
	std::map<std::string, Stage> stages;
	std::map<std::pair<std::string, std::string>, std::int64_t> moves; /* "-": still there */
};
static Expected expected_of(const std::vector<History> &deals, std::optional<Instant> as_of) {
	Expected to;
	for (std::size_t d = 0; d < deals.size(); d++) {
		History visits; /* first rows */
		for (const Row &row : deals[d])
			if (visits.empty() || visits.back().stage != row.stage)
				visits.push_back(row);
		for (std::size_t v = 0; v < visits.size(); v++) {
			const bool last = v + 1 == visits.size();
			Expected::Stage &s = to.stages[names[visits[v].stage]];
			s.deals.insert(static_cast<int>(d)), s.visits++, s.open += last;
			to.moves[{names[visits[v].stage], last ? "-" : names[visits[v + 1].stage]}]++;
			if (!last)
				s.lengths.insert(distance(visits[v].at, visits[v + 1].at));
			else if (as_of && as_of->microseconds >= visits[v].at)
				s.lengths.insert(distance(visits[v].at, as_of->microseconds));
		}
	}
	return to;
}

/* ---- what is checked of a flow ---- */

/* Its image when names are put in bytewise order; `extra` is a name without visits that the owner needs. */
static FlowImage image_in_order(const Flow &flow, std::optional<std::uint32_t> extra = {}) {
	std::map<std::string, std::uint32_t> by_name;
	for (const Flow::Stage &s : flow.stages)
		by_name[names[s.name]] = s.name;
	if (extra)
		by_name[names[*extra]] = *extra;
	Vec<std::uint32_t> used;
	std::vector<std::uint32_t> places(names.size());
	for (const auto &[name, number] : by_name)
		places[number] = static_cast<std::uint32_t>(used.size), used.push(number);
	return image_of(flow, used, name_of, [&places](std::uint32_t name) { return places[name]; });
}
static std::string json_of(const FlowImage &image) {
	JsonWriter writer;
	writer.put(image);
	return text(writer.out);
}

/* The record reader calls a valid() without arguments; that of a flow depends on what its owner knows. */
struct Closed : FlowImage {
	bool open_has_length = false;
	bool valid() const { return FlowImage::valid(open_has_length); }
};
static bool accepts(const std::string &json, bool open_has_length) {
	Closed image;
	image.open_has_length = open_has_length;
	JsonReader reader{json};
	reader.get(image);
	return reader.ok && reader.in.empty();
}

static void agrees(const Flow &flow, const Expected &expected, bool open_has_length) {
	CHECK(flow.stages.size == expected.stages.size() && flow.counts.size == expected.moves.size() && flow.empty() == expected.stages.empty());
	for (const Flow::Stage &s : flow.stages) {
		const Expected::Stage &e = expected.stages.at(names[s.name]);
		CHECK(s.deals == static_cast<std::int64_t>(e.deals.size()) && s.visits == e.visits && s.open == e.open);
		CHECK(s.lengths.count == static_cast<std::int64_t>(e.lengths.size()));
		u128 total = 0;
		for (const std::uint64_t length : e.lengths)
			total += length;
		CHECK(static_cast<u128>(i128{s.lengths.total}) == total);
		CHECK(e.lengths.empty() || (s.lengths.minimum == *e.lengths.begin() && s.lengths.maximum == *e.lengths.rbegin()));
	}
	const FlowImage image = image_in_order(flow);
	CHECK(image.valid(open_has_length));
	CHECK(accepts(json_of(image), open_has_length));
	std::map<std::pair<std::string, std::string>, std::int64_t> moves;
	for (const FlowImage::Move &m : image.moves)
		moves[{text(image.stages[m.from].name), m.to ? text(image.stages[*m.to].name) : "-"}] = m.moves;
	CHECK(moves == expected.moves);
	for (std::size_t i = 1; i < image.stages.size; i++)
		CHECK(view(image.stages[i - 1].name) < view(image.stages[i].name));
	for (std::size_t i = 1; i < image.moves.size; i++) { /* by stage and target, "still there" last */
		const auto &a = image.moves[i - 1], &b = image.moves[i];
		CHECK(a.from < b.from || (a.from == b.from && a.to && (!b.to || *a.to < *b.to)));
	}
}

static Flow flow_of(const std::vector<History> &deals, std::optional<Instant> as_of) {
	Flow flow;
	for (const History &deal : deals) {
		for (const Row &row : deal)
			flow.enter(row.stage, row.at);
		flow.end_deal(as_of);
	}
	return flow;
}
static std::vector<History> random_deals(Random &random, std::int64_t count, std::int64_t stages, std::int64_t step) {
	std::vector<History> deals;
	for (std::int64_t d = 0; d < count; d++) {
		History &history = deals.emplace_back();
		std::int64_t at = random.below(1000) * step;
		for (std::int64_t n = random.below(12); n > 0; n--) {
			history.push_back({static_cast<std::uint32_t>(random.below(stages)), at});
			at += random.below(4) * random.below(50) * step;
		}
	}
	return deals;
}

static void random_histories(Random &random) {
	const std::int64_t step = random.below(2) ? 1 : 3600000000;
	const std::int64_t most[] = {7, 7, 20, static_cast<std::int64_t>(names.size())};
	const auto deals = random_deals(random, random.below(40), 1 + random.below(most[random.below(4)]), step);
	for (const std::optional<Instant> as_of :
		 {std::optional<Instant>{}, std::optional{Instant{random.below(2000) * step}}, std::optional{Instant{-1}}}) {
		const Flow whole = flow_of(deals, as_of);
		agrees(whole, expected_of(deals, as_of), as_of.has_value());

		/* pieces by deal, whose names have other numbers, merged in any order */
		const std::size_t pieces = 1 + static_cast<std::size_t>(random.below(5));
		const auto turned = [](std::uint32_t name) { return static_cast<std::uint32_t>(names.size()) - 1 - name; };
		Flow merged;
		for (std::size_t p = 0; p < pieces; p++) {
			std::vector<History> part;
			for (std::size_t d = p; d < deals.size(); d += pieces)
				part.push_back(deals[d]);
			for (History &history : part)
				for (Row &row : history)
					row.stage = turned(row.stage);
			CHECK(merged.merge(flow_of(part, as_of), turned));
		}
		agrees(merged, expected_of(deals, as_of), as_of.has_value());
		CHECK(json_of(image_in_order(merged)) == json_of(image_in_order(whole)));

		/* more deals after a merge */
		const auto more = random_deals(random, 3, 4, step);
		for (const History &history : more) {
			for (const Row &row : history)
				merged.enter(row.stage, row.at);
			merged.end_deal(as_of);
		}
		auto both = deals;
		both.insert(both.end(), more.begin(), more.end());
		agrees(merged, expected_of(both, as_of), as_of.has_value());
	}
}

/* ---- special cases ---- */

static void edges() {
	Flow flow;
	flow.end_deal(std::nullopt);
	CHECK(flow.empty() && image_in_order(flow).valid(false));
	flow.enter(2, 100), flow.enter(2, 200), flow.end_deal(Instant{150}); /* as_of counts from the first row of the visit */
	CHECK(flow.stages.size == 1 && flow.stages[0].visits == 1 && flow.stages[0].lengths.maximum == 50);
	flow.enter(2, 300), flow.end_deal(Instant{299}), flow.enter(2, 300), flow.end_deal(Instant{300}); /* earlier: no length; at once: zero */
	CHECK(flow.stages[0].deals == 3 && flow.stages[0].open == 3 && flow.stages[0].lengths.count == 2 && flow.stages[0].lengths.minimum == 0);
	const Flow longest = flow_of({{{0, Instant::first}, {1, Instant::end - 1}}}, std::nullopt); /* more than 63 bits of microseconds */
	CHECK(longest.stages[0].lengths.maximum == static_cast<std::uint64_t>(i128{Instant::end} - 1 - Instant::first));
	const FlowImage with_extra = image_in_order(flow, 3);
	CHECK(with_extra.stages.size == 2 && with_extra.stages[1].visits == 0 && with_extra.valid(true));
}

/* A count beyond 63 bits is told, not wrapped. */
static void limits() {
	const Flow one = flow_of({{{0, 0}}}, std::nullopt);
	Flow most = flow_of({{{0, 0}}}, std::nullopt);
	Flow::Stage &s = most.stages[0];
	s.deals = s.visits = s.open = most.counts[0] = INT64_MAX;
	CHECK(image_in_order(most).valid(false));
	const auto same = [](std::uint32_t name) { return name; };
	CHECK(!most.merge(one, same));
	Flow half = flow_of({{{0, 0}}}, std::nullopt);
	half.stages[0].deals = half.stages[0].visits = half.stages[0].open = half.counts[0] = INT64_MAX - 1;
	CHECK(half.merge(one, same) && half.stages[0].visits == INT64_MAX && half.counts[0] == INT64_MAX && image_in_order(half).valid(false));
}

/* ---- contents that no deals can have made ---- */

static void impossible_content_is_refused() {
	/* A to B to A to B, still there; A to B, still there; all visits one microsecond */
	const std::vector<History> deals = {{{0, 0}, {1, 1}, {0, 2}, {1, 3}}, {{0, 0}, {1, 1}}};
	const auto made = [&deals](auto &&change, bool open_has_length = false) {
		const Flow flow = flow_of(deals, open_has_length ? std::optional{Instant{9}} : std::nullopt);
		FlowImage image;
		image.stages.push({copy("A"), flow.stages[0].deals, flow.stages[0].visits, flow.stages[0].open, flow.stages[0].lengths.image()});
		image.stages.push({copy("B"), flow.stages[1].deals, flow.stages[1].visits, flow.stages[1].open, flow.stages[1].lengths.image()});
		image.moves.push({0, 1, 3}), image.moves.push({1, 0, 1}), image.moves.push({1, {}, 2});
		change(image);
		return image.valid(open_has_length);
	};
	CHECK(made([](FlowImage &) {}) && made([](FlowImage &) {}, true));
	CHECK(!made([](FlowImage &f) { f.stages[0].name = copy("B"); }));
	CHECK(!made([](FlowImage &f) { f.stages[0].name = copy("C"); }));
	CHECK(!made([](FlowImage &f) { f.stages[0].visits++; }) && !made([](FlowImage &f) { f.stages[0].visits--; }));
	CHECK(!made([](FlowImage &f) { f.stages[1].open++; }) && !made([](FlowImage &f) { f.stages[1].open--; }));
	for (const std::int64_t n : {-1, 0, 1, 3, 4}) /* each of the 2 deals begins in A and ends in B */
		CHECK(!made([n](FlowImage &f) { f.stages[0].deals = n; }) && !made([n](FlowImage &f) { f.stages[1].deals = n; }));
	CHECK(!made([](FlowImage &f) { f.moves[0].to = 0; }) && !made([](FlowImage &f) { f.moves[0].to = 2; }) &&
		  !made([](FlowImage &f) { f.moves[0].from = 2; }));
	CHECK(!made([](FlowImage &f) { f.moves[0].to = Flow::nowhere; }) && !made([](FlowImage &f) { f.moves[0].from = Flow::nowhere; }));
	CHECK(!made([](FlowImage &f) { f.moves[0].moves++; }) && !made([](FlowImage &f) { f.moves[0].moves = 0; }) &&
		  !made([](FlowImage &f) { f.moves[0].moves = -3; }));
	CHECK(!made([](FlowImage &f) { f.moves[1].moves = INT64_MAX; }));
	CHECK(!made([](FlowImage &f) { std::swap(f.moves[1], f.moves[2]); }));
	CHECK(!made([](FlowImage &f) { f.moves.push(f.moves[2]); }) && !made([](FlowImage &f) { f.moves.size--; }) &&
		  !made([](FlowImage &f) { f.moves.size = 0; }));
	CHECK(!made([](FlowImage &f) { f.stages.size--; }));
	CHECK(made([](FlowImage &f) { f.stages.push({}).name = copy("C"); })); /* a name without visits */
	CHECK(!made([](FlowImage &f) { f.stages.push({copy("C"), 1, 0, 0, {}}); }));
	CHECK(!made([](FlowImage &f) { /* moves to where nobody has been */
								   f.stages.push({}).name = copy("C");
								   f.moves[0].moves = 2, f.moves.push({}), std::copy_backward(f.moves.begin() + 1, f.moves.end() - 1, f.moves.end()),
								   f.moves[1] = {0, 2, 1};
	}));
	/* a length of each completed visit, and of open ones only with an as_of */
	const Lengths::Image one_more = [] {
		Lengths lengths;
		for (int i = 0; i < 4; i++)
			lengths.add(1);
		return lengths.image();
	}();
	CHECK(!made([&](FlowImage &f) { f.stages[0].lengths = one_more; }) && !made([&](FlowImage &f) { f.stages[0].lengths = one_more; }, true));
	CHECK(!made([](FlowImage &f) { f.stages[0].lengths = {}; }) && !made([](FlowImage &f) { f.stages[0].lengths = {}; }, true));
	CHECK(!made([&](FlowImage &f) { f.stages[1].lengths = one_more; }));
	CHECK(made(
		[&](FlowImage &f) {
			f.stages[1].lengths.buckets.items.size = 0, f.stages[1].lengths.buckets.items.push({1, 1});
		},
		true)); /* as_of was earlier */

	/* deals in circles, which never began */
	FlowImage circle;
	Lengths once;
	once.add(1);
	circle.stages.push({copy("A"), 1, 1, 0, once.image()}), circle.stages.push({copy("B"), 1, 1, 0, once.image()});
	circle.moves.push({0, 1, 1}), circle.moves.push({1, 0, 1});
	CHECK(!circle.valid(false));
	/* two deals leave A, but only one of them comes to B */
	FlowImage lost;
	Lengths twice = once;
	twice.add(1);
	lost.stages.push({copy("A"), 1, 2, 0, twice.image()}), lost.stages.push({copy("B"), 1, 1, 1, {}});
	lost.moves.push({0, 1, 2}), lost.moves.push({1, {}, 1});
	CHECK(!lost.valid(false));
	/* sums of counts beyond 63 bits: each stage has as many deals as can be */
	FlowImage full;
	for (const char *name : {"A", "B", "C"})
		full.moves.push({static_cast<std::uint32_t>(full.stages.size), {}, INT64_MAX}),
			full.stages.push({copy(name), INT64_MAX, INT64_MAX, INT64_MAX, {}});
	CHECK(full.valid(false));
}

/* Any one number of a good text changed: refused, or another text that reads back as itself. */
static void changed_numbers(Random &random) {
	const auto deals = random_deals(random, 1 + random.below(8), 1 + random.below(4), 1);
	const std::string good = json_of(image_in_order(flow_of(deals, std::nullopt)));
	CHECK(accepts(good, false));
	for (int i = 0; i < 20; i++) {
		std::string bad = good;
		const std::size_t at = bad.find_first_of("0123456789", static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bad.size()))));
		if (at == std::string::npos)
			continue;
		bad[at] = static_cast<char>('0' + random.below(10));
		JsonReader reader{bad};
		Closed image;
		reader.get(image);
		if (reader.ok && image.valid())
			CHECK(json_of(image) == bad);
	}
}

int main() {
	Random random{11};
	for (int i = 0; i < 400; i++)
		random_histories(random), changed_numbers(random);
	edges(), limits(), impossible_content_is_refused();
	return summary("flow");
}
