/* The timeline against a sorted list: an input is a program of additions, flushes, merges and adoptions over two timelines. */
#include "fuzz.hpp"

#include <vector>

#include "../unit/marks.hpp"
#include "core/timeline.hpp"

namespace crm {
namespace {

/* The bytes of the program; zeros behind its end. */
struct Program {
	const std::uint8_t *next, *end;
	std::uint8_t byte() { return next < end ? *next++ : 0; }
	std::uint64_t word() {
		std::uint64_t word = 0;
		for (int i = 0; i < 3; i++)
			word = word << 8 | byte();
		return word;
	}
};

/* What the timeline should hold: events that repeat count once, those that add up are added. */
template <class Mark> struct Oracle {
	using What = std::tuple<Key, std::int64_t, std::int64_t>;
	std::vector<std::pair<What, std::int64_t>> events;

	void add(const Event<Mark> &e) {
		if constexpr (Mark::numbered)
			events.push_back({{e.key, e.at, e.mark.number}, 0});
		else
			events.push_back({{e.key, e.at, e.mark.group}, e.mark.value});
	}
	void merge(const Oracle &o) { events.insert(events.end(), o.events.begin(), o.events.end()); }
	void settle() {
		std::sort(events.begin(), events.end());
		std::size_t n = 0;
		for (const auto &[what, value] : events)
			if (n > 0 && events[n - 1].first == what)
				events[n - 1].second += value;
			else
				events[n++] = {what, value};
		events.resize(n);
	}
};

constexpr std::int64_t ends_of_time[] = {Instant::first, Instant::first + 1, -1, 0, 1, Instant::end - 2, Instant::end - 1};
Key key_of(KeyType type, std::uint64_t n) {
	if (type == KeyType::bigint)
		return Key::of(n % 251 == 0 ? INT64_MIN : n % 251 == 1 ? INT64_MAX : static_cast<std::int64_t>(n % 1021) - 500);
	if (type == KeyType::text)
		return Key::of(n % 3 ? std::string(n % 16, 'x') : "a text that is longer than a key " + std::to_string(n % 97));
	return n % 127 == 0 ? Key{UINT64_MAX, UINT64_MAX} : Key{n % 7 * 0x9E3779B97F4A7C15u, n % 5};
}
template <class Mark> Event<Mark> event(KeyType type, std::uint64_t n, std::uint64_t unit) {
	const std::int64_t at = n % 61 == 0 ? ends_of_time[n / 61 % 7] : static_cast<std::int64_t>(n / 7 % 90) * time_units[unit];
	if constexpr (Mark::numbered)
		return {key_of(type, n * 2654435761u >> 9), at, {{static_cast<std::uint32_t>(n % 5)}}};
	else
		return {key_of(type, n * 2654435761u >> 9), at, {static_cast<std::int32_t>(n % 3), static_cast<std::int64_t>(n % 1000) - 500}};
}
constexpr auto as_is = [](std::uint32_t n) { return n; };

template <class Mark> struct Machine {
	KeyType type;
	Timeline<Mark, 512> timelines[2]{{.type = type}, {.type = type}};
	Oracle<Mark> expected[2]{};
	int merges = 0; /* each may double a sum, which has 63 bits */

	void step(Program &program, std::uint8_t code) {
		const int a = code & 1, b = 1 - a;
		const std::uint64_t unit = code >> 1 & 3;
		switch (code >> 4 >= 2 && code >> 4 <= 4 && ++merges > 30 ? 1 : code >> 4) {
		case 0: { /* a heap of events, so that batches fill */
			std::uint64_t n = program.word();
			for (std::uint32_t i = 4u * program.byte(); i > 0; i--, n = n * 6364136223846793005u + 1442695040888963407u)
				add(a, event<Mark>(type, n >> 33, unit + (n >> 60 == 0 ? 1 : 0)));
			break;
		}
		case 1:
			timelines[a].settle();
			break;
		case 2:
			timelines[b].settle(), timelines[a].merge(timelines[b], {}), expected[a].merge(expected[b]);
			break;
		case 3:
			timelines[b].settle(), timelines[a].adopt(timelines[b].packed(as_is), {}), expected[a].merge(expected[b]);
			break;
		case 4: /* over the wire, as workers ship it */
			ship(a, b);
			break;
		case 5:
			timelines[a].settle(), check(a);
			break;
		case 6:
			timelines[a] = {.type = type}, expected[a] = {};
			break;
		default:
			add(a, event<Mark>(type, program.word(), unit));
		}
	}
	void add(int a, const Event<Mark> &e) { timelines[a].add(e), expected[a].add(e); }
	void ship(int a, int b) {
		timelines[b].settle();
		const std::string wire = wire_of(timelines[b].parcel(true, as_is));
		WireReader reader{wire};
		reader.stored = true;
		Parcel<Mark> parcel;
		reader.get(parcel);
		REQUIRE(reader.ok && reader.in.empty());
		timelines[a].adopt(parcel, {}), expected[a].merge(expected[b]);
	}
	void check(int a) {
		Oracle<Mark> seen;
		std::optional<Event<Mark>> before;
		timelines[a].each(as_is, [&](const Event<Mark> &e) {
			REQUIRE(!before || !(e < *before));
			seen.add(e), before = e;
		});
		seen.settle(), expected[a].settle();
		REQUIRE(seen.events == expected[a].events);
		const Run<Mark> packed = timelines[a].packed(as_is);
		REQUIRE(packed.count == expected[a].events.size());
		Run<Mark> again;
		REQUIRE(read_wire(wire_of(packed), again) && wire_of(again) == wire_of(packed));
	}
};
template <class Mark> void run(KeyType type, Program program) {
	Machine<Mark> machine{type};
	constexpr std::size_t most = 8000; /* events, or twice as many */
	while (program.next < program.end && machine.expected[0].events.size() + machine.expected[1].events.size() < most)
		machine.step(program, program.byte());
	for (const int a : {0, 1})
		machine.timelines[a].settle(), machine.check(a);
}

} // namespace
} // namespace crm

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
	using namespace crm;
	if (size < 2)
		return 0;
	const auto type = static_cast<KeyType>(1 + data[0] % 3);
	const Program program{data + 1, data + size};
	if (data[0] & 64)
		run<Stage>(type, program);
	else
		run<Sum>(type, program);
	forget_all();
	return 0;
}
