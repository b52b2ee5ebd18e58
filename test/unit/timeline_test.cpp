#include <map>
#include <set>
#include <vector>

#include "check.hpp"
#include "core/calendar.hpp"
#include "core/timeline.hpp"
#include "marks.hpp"

using namespace crm;

/* A timeline against std::sort, for marks that vanish when repeated and for marks that add up. */

static Key random_key(Random &random, KeyType type, std::int64_t keys) {
	const std::int64_t n = random.below(keys);
	if (type == KeyType::bigint)
		return Key::of(n == 0 ? INT64_MIN : n == 1 ? INT64_MAX : (n - keys / 2) * (n % 7 ? 1 : 1000003));
	if (type == KeyType::text)
		return Key::of(n % 3 == 0   ? std::string(static_cast<std::size_t>(n % 15), 'x')
					   : n % 3 == 1 ? "D-" + std::to_string(n)
									: "a longer key than fits " + std::to_string(n));
	return n == 0   ? Key{}
		   : n == 1 ? Key{UINT64_MAX, UINT64_MAX}
					: Key{static_cast<std::uint64_t>(n) * 0x9E3779B97F4A7C15u, static_cast<std::uint64_t>(n % 5)};
}

template <class Mark> static std::string wire_of(const Run<Mark> &run) {
	WireWriter writer;
	writer.put(run);
	return text(writer.out);
}
template <class Mark> static void round_trips(const Run<Mark> &run) {
	WireWriter wire;
	wire.put(run);
	Run<Mark> read;
	WireReader reader{view(wire.out)};
	reader.get(read);
	CHECK(reader.ok && reader.in.empty() && read.count == run.count && wire_of(read) == wire_of(run) && read.samples.size == run.samples.size);
	JsonWriter json;
	json.put(run);
	Run<Mark> parsed;
	JsonReader parser{view(json.out)};
	parser.get(parsed);
	CHECK(parser.ok && parser.in.empty() && wire_of(parsed) == wire_of(run));
}

/* Any mixture of few and many, near and far keys and times. */
static void sorting(Random &random) {
	const auto n = static_cast<std::size_t>(random.below(8) ? 1 + random.below(3000) : 1 + random.below(40000));
	const std::int64_t keys = std::int64_t{1} << random.below(20), times = std::int64_t{1} << random.below(62);
	const auto type = static_cast<KeyType>(1 + random.below(3));
	const bool low_only = random.below(4) == 0, ends = random.below(4) == 0;
	std::vector<Event<Stage>> events, spare(n);
	for (std::size_t i = 0; i < n; i++) {
		Key key = random_key(random, type, keys);
		if (low_only)
			key.high = 7;
		events.push_back({key, random.below(times) - times / 2, {static_cast<std::uint32_t>(random.below(3))}});
	}
	if (ends)
		events[0].at = INT64_MIN, events[n - 1].at = INT64_MAX;
	std::vector<Event<Stage>> expected = events;
	std::sort(expected.begin(), expected.end());
	const Event<Stage> *sorted = sort_by_key(events.data(), spare.data(), n);
	CHECK(std::equal(expected.begin(), expected.end(), sorted));
}

/* Random stage events in a random number of pieces, each packed or not, merged in any order. */
static void stages(Random &random, std::int64_t rows, std::int64_t keys, std::int64_t unit) {
	const auto type = static_cast<KeyType>(1 + random.below(3));
	std::vector<Event<Stage>> events;
	for (std::int64_t i = 0; i < rows; i++)
		events.push_back({random_key(random, type, keys), (random.below(60) - 30) * unit, {static_cast<std::uint32_t>(random.below(5))}});
	if (rows > 3 && unit == 1)
		events[0].at = Instant::first, events[1].at = Instant::end - 1, events[2].at = Instant::end - 1, events[2].key = events[0].key;
	Timeline<Stage> whole{.type = type};
	for (const auto &e : events)
		whole.add(e);
	whole.settle();
	const std::uint32_t ranks[] = {3, 1, 4, 0, 2};
	std::vector<Event<Stage>> expected = events, seen;
	for (auto &e : expected)
		e.mark.number = ranks[e.mark.number];
	std::sort(expected.begin(), expected.end());
	whole.each([&](std::uint32_t n) { return ranks[n]; }, [&](const Event<Stage> &e) { seen.push_back(e); });
	expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
	CHECK(std::is_sorted(seen.begin(), seen.end()));
	seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
	CHECK(seen == expected);
	const Run<Stage> packed = whole.packed([&](std::uint32_t n) { return ranks[n]; });
	CHECK(packed.count == expected.size());
	round_trips(packed);

	/* pieces number the stages in their own way */
	const std::int64_t pieces = 1 + random.below(4);
	Timeline<Stage> merged{.type = type};
	for (std::int64_t p = 0; p < pieces; p++) {
		Timeline<Stage> piece{.type = type};
		for (std::size_t i = static_cast<std::size_t>(p); i < events.size(); i += static_cast<std::size_t>(pieces)) {
			Event<Stage> e = events[i];
			e.mark.number = 4 - e.mark.number;
			piece.add(e);
		}
		Vec<std::uint32_t> numbers;
		for (std::uint32_t n = 0; n < 5; n++)
			numbers.push(4 - n);
		if (random.below(2)) {
			piece.settle();
			merged.merge(piece, numbers);
		} else {
			piece.settle();
			merged.adopt(piece.packed([](std::uint32_t n) { return n; }), numbers);
		}
	}
	merged.settle();
	CHECK(wire_of(merged.packed([&](std::uint32_t n) { return ranks[n]; })) == wire_of(packed));
	std::set<std::uint32_t> used, numbers;
	for (const auto &e : events)
		used.insert(e.mark.number);
	merged.each_number([&](std::uint32_t n) { numbers.insert(n); });
	CHECK(used == numbers);
}

static void sums(Random &random, std::int64_t rows) {
	Timeline<Sum> timeline{.type = KeyType::bigint}, other{.type = KeyType::bigint};
	std::map<std::tuple<Key, std::int64_t, std::int32_t>, std::int64_t> expected, seen;
	for (std::int64_t i = 0; i < rows; i++) {
		const Event<Sum> e{Key::of(random.below(40)), random.below(9) - 4, {static_cast<std::int32_t>(random.below(3)), random.below(1000) - 500}};
		expected[{e.key, e.at, e.mark.group}] += e.mark.value;
		(random.below(3) ? timeline : other).add(e);
	}
	other.settle(), timeline.merge(other, {}), timeline.settle();
	const auto as_is = [](std::uint32_t n) { return n; };
	timeline.each(as_is, [&](const Event<Sum> &e) { seen[{e.key, e.at, e.mark.group}] += e.mark.value; });
	CHECK(seen == expected);
	const Run<Sum> packed = timeline.packed(as_is);
	CHECK(packed.count == expected.size());
	round_trips(packed);
}

/* Read after every new event, as in a window: the events are the same, and the runs few. */
static void read_every_time(Random &random) {
	const auto as_is = [](std::uint32_t n) { return n; };
	Timeline<Stage> at_once{.type = KeyType::bigint}, each_time{.type = KeyType::bigint}, piece{.type = KeyType::bigint};
	const auto add = [&](Timeline<Stage> &to, std::uint32_t number) {
		const Event<Stage> e{Key::of(random.below(500)), random.below(90) * 60000000, {number}};
		to.add(e);
		return e;
	};
	for (std::size_t i = 0; i < Timeline<Stage>::batch + 1000; i++)
		at_once.add(add(each_time, static_cast<std::uint32_t>(random.below(5))));
	for (std::size_t i = 0; i < Timeline<Stage>::batch / 8; i++) { /* a run of its own, with other numbers */
		Event<Stage> e = add(piece, static_cast<std::uint32_t>(random.below(5)));
		e.mark.number = 4 - e.mark.number, at_once.add(e);
	}
	Vec<std::uint32_t> turned;
	for (std::uint32_t n = 0; n < 5; n++)
		turned.push(4 - n);
	piece.settle(), each_time.settle(), each_time.adopt(piece.packed(as_is), turned);
	for (std::int64_t i = 0; i < 500; i++) {
		at_once.add(add(each_time, static_cast<std::uint32_t>(random.below(5))));
		each_time.settle();
		CHECK(each_time.fresh.empty() && each_time.runs.size <= 3);
	}
	at_once.settle();
	CHECK(wire_of(each_time.packed(as_is)) == wire_of(at_once.packed(as_is)));
}

/* Whatever bytes come in, the reader refuses them or has read a canonical run. */
static void hostile(Random &random) {
	Timeline<Stage> timeline{.type = static_cast<KeyType>(1 + random.below(3))};
	for (std::int64_t n = 1 + random.below(30); n > 0; n--)
		timeline.add({random_key(random, timeline.type, 12), random.below(50) * 1000, {static_cast<std::uint32_t>(random.below(3))}});
	std::string bytes = wire_of(timeline.packed([](std::uint32_t n) { return n; }));
	for (std::int64_t n = 1 + random.below(3); n > 0; n--) {
		char &c = bytes[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bytes.size())))];
		c = static_cast<char>(random.below(2) ? c ^ 1 << random.below(8) : random.below(256));
	}
	if (random.below(4) == 0)
		bytes.resize(static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bytes.size()))));
	Run<Stage> read;
	WireReader reader{bytes};
	reader.get(read);
	if (!reader.ok)
		return;
	CHECK(wire_of(read) == bytes.substr(0, bytes.size() - reader.in.size()));
	round_trips(read);
}

/* What a mark numbers stands in the same input, so a number beyond its length is refused before anything of that size is made. */
static bool accepts(std::string_view json) {
	JsonReader reader{json};
	Run<Stage> run;
	reader.get(run);
	return reader.ok && reader.in.empty();
}
static void numbers_are_bounded() {
	CHECK(accepts("{}") && accepts(R"({"bigint": [[1, "2024-01-01T00:00:00Z", 3]]})"));
	CHECK(!accepts(R"({"bigint": []})"));
	for (const char *number : {"1000", "4294967294", "4294967295", "4294967296", "-1"})
		CHECK(!accepts(R"({"bigint": [[1, "2024-01-01T00:00:00Z", )" + std::string{number} + "]]}"));
	for (const std::uint32_t number : {3u, 1000u, UINT32_MAX - 1, UINT32_MAX}) {
		WireWriter mark, run; /* as Run::wire() writes it, but for the number */
		mark.put(0u), mark.put(0u), mark.put(number);
		run.put(KeyKind{KeyType::bigint}), run.put(Key::of(1).high), run.put(0u), run.put(std::int64_t{0}), run.put(5u), run.put(mark.out);
		WireReader reader{view(run.out)};
		Run<Stage> read;
		reader.get(read);
		CHECK(reader.ok == (number == 3));
	}
}

int main() {
	Sum::least_time = -1000, Sum::most_time = 1000;
	Random random{7};
	for (int i = 0; i < 150; i++)
		stages(random, random.below(300), 1 + random.below(60), i % 2 ? 1 : 3600000000), sums(random, random.below(500));
	for (int i = 0; i < 400; i++)
		sorting(random);
	for (const std::int64_t unit : {1LL, 1000000LL, 86400000000LL})
		stages(random, 60000, 9000, unit), stages(random, 60000, 3, unit);
	sums(random, 50000);
	for (int i = 0; i < 6000; i++)
		hostile(random);
	numbers_are_bounded(), read_every_time(random);
	return summary("timeline");
}
