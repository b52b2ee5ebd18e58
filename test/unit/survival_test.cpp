#include <map>
#include <vector>

#include "check.hpp"
#include "core/survival.hpp"

using namespace crm;

static bool near(double a, double b, double relative) { return std::fabs(a - b) <= relative * std::fabs(b); }
static std::string bytes(Survival &s) {
	s.settle();
	WireWriter writer;
	writer.put(s.image());
	return text(writer.out);
}
using Row = std::pair<std::int64_t, bool>;

/* Against a map, with 10 % taken back: any order and split gives the same bytes. */
static void any_order_any_split(Random &random, std::int64_t most, std::int64_t lengths) {
	std::map<std::int64_t, std::int64_t> counts[2];
	Survival parts[3], whole;
	std::vector<Row> kept[3];
	for (std::int64_t n = random.below(most); n > 0; n--) {
		const auto to = static_cast<std::size_t>(random.below(3));
		if (!kept[to].empty() && random.below(10) == 0) {
			std::swap(kept[to][static_cast<std::size_t>(random.below(static_cast<std::int64_t>(kept[to].size())))], kept[to].back());
			const Row row = kept[to].back();
			kept[to].pop_back();
			CHECK(parts[to].remove(row.first, row.second));
			counts[row.second][row.first]--;
			continue;
		}
		const Row row{random.below(lengths), random.below(3) > 0};
		parts[to].add(row.first, row.second), counts[row.second][row.first]++, kept[to].push_back(row);
		if (random.below(50) == 0)
			parts[to].settle();
	}
	for (const bool observed : {false, true})
		for (const auto &[length, n] : counts[observed])
			for (std::int64_t i = 0; i < n; i++)
				whole.add(length, observed);
	parts[0].settle(), parts[2].settle();
	CHECK(!parts[0].remove(lengths, true));
	CHECK(parts[1].merge(parts[2]) && parts[1].merge(parts[0]));
	CHECK(parts[1].count == whole.count && bytes(parts[1]) == bytes(whole));
}

/* 3 million rows of 700 lengths: no more memory than the lengths need. */
static void repeats(Random &random) {
	Survival s;
	for (int i = 0; i < 3000000; i++)
		s.add(10 * random.below(700), true);
	CHECK(s.events.items.capacity <= 4 * 700);
	s.settle();
	CHECK(s.events.items.size == 700 && s.count == 3000000);
}

/* Durations 5, 6+, 7, 7, 9+, 12. */
static void worked() {
	Survival s;
	for (const Row &row : {Row{12, true}, {9, false}, {7, true}, {6, false}, {5, true}, {7, true}})
		s.add(row.first, row.second);
	s.settle();
	CHECK(s.at(-1) == 1 && s.at(4) == 1 && near(s.at(5), 5 / 6.0, 1e-15) && near(s.at(8), 5 / 12.0, 1e-15) && s.at(12) == 0 && s.at(99) == 0);
	CHECK(s.median() == 7 && s.restricted_mean(12) == 9 && s.restricted_mean(6) == 6 && s.restricted_mean(99) == 9 && s.restricted_mean(0) == 0);
	std::vector<SurvivalPoint> points;
	s.each([&](const SurvivalPoint &p) { return points.push_back(p), true; });
	CHECK(points.size() == 5 && points[2].at_risk == 4 && points[2].events == 2 && points[3].censored == 1 && points[4].over());
	/* R 4.2: survfit(Surv(c(5,6,7,7,9,12), c(1,0,1,1,0,1)) ~ 1): Greenwood 1/30 and 1/30 + 2/8 */
	CHECK(near(points[0].std_error(), 5 / 6.0 * std::sqrt(1 / 30.0), 1e-15) &&
		  near(points[2].std_error(), 5 / 12.0 * std::sqrt(1 / 30.0 + 0.25), 1e-15));
}

/* Equal steps: S is k / n, half of them is exactly 0.5 although the product of doubles misses it for some n. */
static void equal_steps() {
	for (int n = 1; n <= 3000; n++) {
		Survival s;
		for (int i = 1; i <= n; i++)
			s.add(i, true);
		s.settle();
		CHECK(s.median() == (n + 1) / 2);
		if (n % 100 == 0)
			s.each([&](const SurvivalPoint &p) {
				CHECK(near(p.survival.high, static_cast<double>(n - p.elapsed) / n, 2e-16));
				return true;
			});
		CHECK(s.restricted_mean(n) == (n + 1 + (n % 2 == 0)) / 2 || n % 2 == 0); /* (n + 1) / 2; ties of halves may go either way */
	}
	Survival huge; /* one event among 10^18, one left at the end: ln S keeps its digits */
	huge.add(1, true), huge.censored.add(2, 1000000000000000000 - 1), huge.count = 1000000000000000000, huge.settle();
	huge.each([&](const SurvivalPoint &p) {
		const Interval01 bounds = p.interval(1.959963984540054);
		CHECK(p.started() && !p.over() && near(p.std_error(), 1e-18, 1e-9) && bounds.low <= bounds.high && bounds.high <= 1);
		return p.elapsed < 1;
	});
	Survival end; /* the longest duration there is */
	end.add(INT64_MAX, true), end.add(0, false), end.settle();
	CHECK(end.restricted_mean(INT64_MAX) == INT64_MAX && end.median() == INT64_MAX && end.at(INT64_MAX - 1) == 1);
}

static void images() {
	const auto read = [](std::string_view json) {
		JsonReader reader{json};
		Survival::Image image;
		reader.get(image);
		return reader.ok;
	};
	CHECK(read(R"({"events": [[0, 1], [5, 2]], "censored": []})"));
	for (const char *bad :
		 {R"({"events": [[5, 1], [5, 2]], "censored": []})", R"({"events": [[5, 0]], "censored": []})", R"({"events": [[-5, 1]], "censored": []})",
		  R"({"events": [[5, 9223372036854775807]], "censored": [[5, 1]]})", R"({"events": [[5]], "censored": []})"})
		CHECK(!read(bad));
	Survival s, empty;
	for (int i = 0; i < 500; i++)
		s.add(std::int64_t{i * 7919 % 1000} * 1000000007, i % 3 > 0);
	const std::string wire = bytes(s);
	for (std::size_t n = 0; n <= wire.size(); n++) {
		WireReader reader{{wire.data(), n}};
		Survival::Image image;
		reader.get(image);
		CHECK((reader.ok && reader.in.empty()) == (n == wire.size()));
		if (n == wire.size())
			empty.fill(image);
	}
	CHECK(bytes(empty) == wire && empty.count == 500);
}

int main() {
	Random random{23};
	for (int round = 0; round < 5000; round++)
		any_order_any_split(random, 60, 30);
	for (int round = 0; round < 30; round++)
		any_order_any_split(random, 8000, 3000);
	repeats(random), worked(), equal_steps(), images();
	return summary("survival");
}
