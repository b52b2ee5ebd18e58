#include <cmath>
#include <map>
#include <vector>

#include "check.hpp"
#include "core/lengths.hpp"

using namespace crm;
using Values = std::vector<std::uint64_t>;

static_assert(sizeof(Sketch) == 32 && sizeof(Lengths) == 88);

static std::string wire_of(const Lengths &lengths) {
	WireWriter wire;
	wire.put(lengths.image());
	return text(wire.out);
}
static std::string json_of(const Lengths &lengths) {
	JsonWriter json;
	json.put(lengths.image());
	return text(json.out);
}
static Lengths lengths_of(const Values &values) {
	Lengths to;
	for (const std::uint64_t v : values)
		to.add(v);
	return to;
}

/* A value and its bucket, at every power of two and around it. */
static void buckets_hold_their_values(Random &random) {
	Values values = {0, 1, UINT64_MAX};
	for (unsigned i = 1; i < 64; i++)
		for (const std::uint64_t v : {(std::uint64_t{1} << i) - 1, std::uint64_t{1} << i, (std::uint64_t{1} << i) + 1, random.next() >> i})
			values.push_back(v);
	for (const std::uint64_t v : values) {
		const std::uint32_t b = Sketch::bucket(v);
		const std::uint64_t middle = Sketch::middle(b), off = v > middle ? v - middle : middle - v;
		CHECK(b < Sketch::buckets && Sketch::lower(b) <= v && v - Sketch::lower(b) < Sketch::width(b) && Sketch::bucket(middle) == b);
		CHECK(v < 256 ? off == 0 : static_cast<long double>(off) <= 0.004L * static_cast<long double>(v));
	}
	for (std::uint32_t b = 1; b < Sketch::buckets; b++)
		CHECK(Sketch::lower(b) == Sketch::lower(b - 1) + Sketch::width(b - 1));
}

/* ---- distributions ---- */

static double unit(Random &random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }
static std::uint64_t draw(Random &random, int kind) {
	switch (kind) {
	case 0: /* nearly lognormal, around a day */
		return static_cast<std::uint64_t>(86400e6 * std::exp(3 * (unit(random) + unit(random) + unit(random) - 1.5)));
	case 1: /* uniform */
		return random.next() % 10000000;
	case 2: /* a few values, many ties */
		return 1000000 * (random.next() % 4);
	case 3: /* every order of magnitude up to 2^63 */
		return random.next() >> (1 + random.below(63));
	case 4: /* small */
		return random.next() % 150;
	case 5: /* two far humps */
		return random.next() % 2 ? 5 : (std::uint64_t{1} << 62) + random.next() % 1000;
	case 6: /* close together: differences below the width of a bucket */
		return 3600000000 + random.next() % 20;
	default: /* the largest there is */
		return UINT64_MAX >> 1;
	}
}
static constexpr int kinds = 8;
static Values draws(Random &random, int kind, std::int64_t n) {
	Values values;
	for (std::int64_t i = 0; i < n; i++)
		values.push_back(draw(random, kind));
	return values;
}

/* ---- properties ---- */

static long double percentile_cont(const Values &sorted, double fraction) {
	const double rank = fraction * static_cast<double>(sorted.size() - 1);
	const auto below = static_cast<std::size_t>(rank);
	const auto low = static_cast<long double>(sorted[below]), high = static_cast<long double>(sorted[std::min(below + 1, sorted.size() - 1)]);
	return low + static_cast<long double>(rank - static_cast<double>(below)) * (high - low);
}
static void statistics_are_right(Random &random, Values values) {
	const Lengths lengths = lengths_of(values);
	std::sort(values.begin(), values.end());
	i128 sum = 0;
	for (const std::uint64_t v : values)
		sum += v;
	const auto n = static_cast<i128>(values.size());
	CHECK(lengths.count == static_cast<std::int64_t>(n) && i128{lengths.total} == sum && lengths.sketch.total() == lengths.count);
	CHECK(lengths.minimum == values.front() && lengths.maximum == values.back() &&
		  *lengths.mean() == static_cast<std::uint64_t>((2 * sum + n) / (2 * n)));
	CHECK(*lengths.percentile(0) == values.front() && *lengths.percentile(1) == values.back());
	for (int i = 0; i <= 40; i++) {
		const double fraction = i <= 20 ? i / 20.0 : unit(random);
		const long double exact = percentile_cont(values, fraction);
		const auto found = static_cast<long double>(*lengths.percentile(fraction));
		CHECK(std::fabs(found - exact) <= 0.004L * exact + 0.5L);
		CHECK(found >= static_cast<long double>(values.front()) && found <= static_cast<long double>(values.back()));
	}
	for (std::size_t i = 0; i < values.size(); i += 1 + values.size() / 50)
		CHECK(lengths.sketch.nth(static_cast<std::int64_t>(i)) == Sketch::bucket(values[i]));
}

/* Any split, merged in any order, is the same content; so is what remains after removals. */
static void merging_is_adding(Random &random, const Values &values) {
	const std::string whole = wire_of(lengths_of(values));
	std::vector<Lengths> parts(static_cast<std::size_t>(1 + random.below(6)));
	for (const std::uint64_t v : values)
		parts[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())))].add(v);
	Lengths merged;
	while (!parts.empty()) {
		const auto at = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())));
		CHECK(merged.merge(parts[at]));
		parts[at] = parts.back(), parts.pop_back();
	}
	CHECK(wire_of(merged) == whole);
}
static void removing_undoes_adding(Random &random, int kind, const Values &values) {
	Lengths window = lengths_of(values);
	std::size_t first = 0;
	Values all = values;
	for (int i = 0; i < 300; i++) {
		all.push_back(draw(random, kind)), window.add(all.back());
		for (std::int64_t n = random.below(3); n > 0 && first < all.size(); n--) {
			const bool known = window.remove(all[first++]);
			const Values rest(all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
			if (!known)
				window = lengths_of(rest); /* what a window does */
			CHECK(known || !rest.empty());
			if (i % 20 == 0)
				CHECK(wire_of(window) == wire_of(lengths_of(rest)));
		}
	}
	while (first < all.size())
		if (!window.remove(all[first++]))
			window = lengths_of({all.begin() + static_cast<std::ptrdiff_t>(first), all.end()});
	CHECK(window.empty() && window.sketch.cells.data == nullptr && wire_of(window) == wire_of({}) && !window.remove(5));
}
static void text_and_binary_round_trip(const Values &values) {
	const Lengths lengths = lengths_of(values);
	const std::string wire = wire_of(lengths), json = json_of(lengths);
	WireReader reader{wire};
	Lengths::Image image;
	reader.get(image);
	Lengths read;
	read.fill(image);
	CHECK(reader.ok && reader.in.empty() && read.count == lengths.count && wire_of(read) == wire);
	JsonReader parser{json};
	Lengths::Image parsed;
	parser.get(parsed);
	Lengths again;
	again.fill(parsed);
	CHECK(parser.ok && parser.in.empty() && wire_of(again) == wire && json_of(again) == json);
	for (std::size_t cut = 0; cut < wire.size(); cut += 3) { /* shorter input is refused, never read beyond */
		const std::string shorter = wire.substr(0, cut);
		WireReader cutter{shorter};
		Lengths::Image none;
		cutter.get(none);
		CHECK(!cutter.ok);
	}
}

/* Whatever form the counts take, they are those of a map; the form takes at most four times the space of pairs. */
static void check_form(const Sketch &sketch, const std::map<std::uint32_t, std::int64_t> &map) {
	auto at = map.begin();
	sketch.each([&at](std::uint32_t b, std::int64_t n) {
		CHECK(at->first == b && at->second == n);
		++at;
	});
	CHECK(at == map.end() && sketch.used == map.size());
}
static void forms_follow_the_content(Random &random, std::int64_t largest) {
	Sketch sketch;
	std::map<std::uint32_t, std::int64_t> map;
	for (int i = 0; i < 3000; i++) {
		const std::uint64_t v = random.next() >> (1 + random.below(i % 1000 < 300 ? 20 : 63));
		const std::int64_t n = random.below(50) ? 1 : 1 + random.below(largest);
		if (random.below(3) == 0 && sketch.remove(v)) {
			if (--map[Sketch::bucket(v)] == 0)
				map.erase(Sketch::bucket(v));
		} else {
			const std::size_t before = sketch.cells.size;
			sketch.add(v, n), map[Sketch::bucket(v)] += n;
			CHECK(sketch.cells.size <= std::max<std::size_t>(before, 32u * sketch.used) || largest > UINT32_MAX);
		}
		if (i % 50 == 0)
			check_form(sketch, map);
	}
	check_form(sketch, map);
}
static void forms_change() {
	Sketch far;
	CHECK(Sketch{}.image().valid() && far.cells.data == nullptr);
	far.add(1), far.add(UINT64_MAX);
	CHECK(far.sparse && far.cells.size == 16);
	far.add(1, UINT32_MAX); /* no room in a pair */
	CHECK(!far.sparse && far.nth(0) == 1 && far.nth(std::int64_t{1} << 32) == Sketch::buckets - 1);
	Sketch near;
	near.add(5, 255);
	CHECK(near.cells.size == 1);
	near.add(5), near.add(6);
	CHECK(near.cells.size == 4 && near.nth(255) == 5 && near.nth(256) == 6);
	near.add(5, 65536), near.add(7, INT64_MAX / 2);
	CHECK(near.cells.size == 24 && near.total() == 256 + 65536 + 1 + INT64_MAX / 2);
}

/* ---- bytes from outside ---- */

static bool accepts(std::string_view json) {
	JsonReader reader{json};
	Lengths::Image image;
	reader.get(image);
	return reader.ok && reader.in.empty();
}
static void impossible_content_is_refused() {
	CHECK(json_of(lengths_of({10, 10, 400, 401, 1000})) == "{\"total\": 1821, \"min\": 10, \"min_values\": 2, \"max\": 1000, \"max_values\": 1, "
														   "\"buckets\": [[10, 2], [328, 2], [506, 1]]}");
	CHECK(accepts(R"({"total":0,"min":0,"min_values":0,"max":0,"max_values":0,"buckets":[]})"));
	CHECK(!accepts(R"({"total":1,"min":0,"min_values":0,"max":0,"max_values":0,"buckets":[]})"));
	CHECK(accepts(R"({"total":1821,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})"));
	CHECK(accepts(R"({"total":1820,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})"));  /* 2 x 400 */
	CHECK(!accepts(R"({"total":1819,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})")); /* less */
	CHECK(accepts(R"({"total":1822,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})"));  /* 2 x 401 */
	CHECK(!accepts(R"({"total":1823,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})"));
	CHECK(!accepts(R"({"total":1821,"min":10,"min_values":1,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})")); /* both are 10 */
	CHECK(!accepts(R"({"total":1821,"min":10,"min_values":3,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})"));
	CHECK(!accepts(R"({"total":1821,"min":11,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,2],[506,1]]})")); /* another bucket */
	CHECK(!accepts(R"({"total":1821,"min":10,"min_values":2,"max":1000,"max_values":0,"buckets":[[10,2],[328,2],[506,1]]})"));
	CHECK(!accepts(R"({"total":1821,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[328,2],[10,2],[506,1]]})")); /* order */
	CHECK(!accepts(R"({"total":1821,"min":10,"min_values":2,"max":1000,"max_values":1,"buckets":[[10,2],[328,0],[506,1]]})"));
	CHECK(accepts(R"({"total":30,"min":10,"min_values":3,"max":10,"max_values":3,"buckets":[[10,3]]})"));
	CHECK(!accepts(R"({"total":31,"min":10,"min_values":3,"max":10,"max_values":3,"buckets":[[10,3]]})"));
	CHECK(!accepts(R"({"total":30,"min":10,"min_values":3,"max":10,"max_values":2,"buckets":[[10,3]]})"));
	CHECK(!accepts(R"({"total":801,"min":400,"min_values":1,"max":401,"max_values":2,"buckets":[[328,2]]})")); /* 3 extremes of 2 */
	CHECK(!accepts(R"({"total":0,"min":0,"min_values":1,"max":0,"max_values":1,"buckets":[[7424,1]]})"));
	const std::string most = std::to_string(INT64_MAX); /* counts that do not add up */
	CHECK(!accepts(R"({"total":1,"min":0,"min_values":)" + most + R"(,"max":1,"max_values":)" + most + R"(,"buckets":[[0,)" + most + "],[1," + most +
				   "]]}"));
}
static void the_largest_there_is() {
	Lengths most;
	Lengths::Image image{i128{UINT64_MAX} * INT64_MAX, UINT64_MAX, UINT64_MAX, INT64_MAX, INT64_MAX, {}};
	image.buckets.items.push({Sketch::buckets - 1, INT64_MAX});
	CHECK(image.valid() && image.buckets.valid());
	Lengths::Image negative{i128{INT64_MIN} << 64, 0, UINT64_MAX, 1, INT64_MAX - 1, {}}; /* less than nothing: found by fuzzing */
	negative.buckets.items.push({0, 1}), negative.buckets.items.push({Sketch::buckets - 1, INT64_MAX - 1});
	CHECK(negative.buckets.valid() && !negative.valid());
	most.fill(image);
	CHECK(*most.mean() == UINT64_MAX && *most.percentile(0.5) == UINT64_MAX && *most.percentile(1) == UINT64_MAX);
	const std::string before = wire_of(most);
	CHECK(!most.merge(lengths_of({1})) && wire_of(most) == before);
	const Lengths two = lengths_of({0, std::uint64_t{1} << 63});
	CHECK(*two.percentile(0.5) == std::uint64_t{1} << 62 && *two.percentile(0.25) == std::uint64_t{1} << 61);
	CHECK(*lengths_of({1, 2}).mean() == 2 && *lengths_of({1, 2}).percentile(0.5) == 2 && *lengths_of({1, 1, 2}).mean() == 1);
	CHECK(!Lengths{}.mean() && !Lengths{}.percentile(0.5) && Lengths{}.empty());
}

int main() {
	Random random{7};
	buckets_hold_their_values(random), forms_change();
	for (const std::int64_t largest : {1, 300, 100000})
		forms_follow_the_content(random, largest);
	forms_follow_the_content(random, std::int64_t{1} << 40);
	impossible_content_is_refused(), the_largest_there_is();
	for (int kind = 0; kind < kinds; kind++)
		for (const std::int64_t n : {1, 2, 3, 10, 101, 1000, 20000}) {
			const Values values = draws(random, kind, n);
			statistics_are_right(random, values);
			merging_is_adding(random, values), text_and_binary_round_trip(values);
			if (n <= 1000)
				removing_undoes_adding(random, kind, values);
		}
	text_and_binary_round_trip({});
	return summary("sketch");
}
