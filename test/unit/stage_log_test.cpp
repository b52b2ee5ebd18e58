#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "check.hpp"
#include "core/stage_log.hpp"

using namespace crm;

/* The stage log against the plain definition on std containers. */
using Row = std::tuple<std::int64_t, int, std::int64_t, std::string>; /* time, untied, tiebreak, stage: the order of the contract */

static std::vector<Row> random_rows(Random &random) {
	std::vector<Row> rows;
	for (std::int64_t n = random.below(14); n > 0; n--) {
		const bool tied = random.below(3) > 0;
		rows.push_back({random.below(5) * 10, !tied, tied ? random.below(3) : 0, std::string(1, static_cast<char>('a' + random.below(4)))});
	}
	return rows;
}
static StageLog log_of(const std::vector<Row> &rows, Dictionary &names) {
	StageLog log{&names, {}, true};
	for (const auto &[at, untied, tiebreak, stage] : rows)
		log.add(stage, {at}, untied ? std::nullopt : std::optional{tiebreak});
	return log;
}
static std::string printed(const StageLog &log) {
	JsonWriter json;
	json.put(log.image());
	return text(json.out);
}

static void visits_and_order(Random &random) {
	std::vector<Row> rows = random_rows(random);
	Dictionary names, others;
	others.intern("z"), others.intern("c"); /* another numbering */
	StageLog log = log_of(rows, names);
	log.settle();
	const std::set<Row> sorted{rows.begin(), rows.end()};
	CHECK(log.rows.size == sorted.size());
	std::vector<std::tuple<std::string, std::int64_t, std::int64_t>> visits, expected;
	for (const auto &[at, untied, tiebreak, stage] : sorted)
		if (expected.empty() || std::get<0>(expected.back()) != stage) {
			if (!expected.empty())
				std::get<2>(expected.back()) = at;
			expected.push_back({stage, at, -1});
		}
	log.each_visit([&](const Visit &v) { visits.push_back({std::string(names.words[v.stage]), v.entered, v.exited.value_or(-1)}); });
	CHECK(visits == expected);

	/* any order, any split, another dictionary: the same content */
	std::vector<Row> shuffled = rows;
	for (std::size_t i = shuffled.size(); i > 1; i--)
		std::swap(shuffled[i - 1], shuffled[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
	const auto cut = shuffled.begin() + static_cast<std::ptrdiff_t>(random.below(static_cast<std::int64_t>(shuffled.size()) + 1));
	StageLog first = log_of({shuffled.begin(), cut}, names), second = log_of({cut, shuffled.end()}, others);
	second.merge(first), second.settle();
	CHECK(printed(second) == printed(log));

	const StageImage image = log.image(); /* binary form and back */
	CHECK(image.valid());
	WireWriter wire;
	wire.put(image);
	StageImage read;
	WireReader reader{view(wire.out)};
	reader.get(read);
	CHECK(reader.ok && reader.in.empty());
	StageLog back{&others, {}, true};
	back.fill(read);
	CHECK(printed(back) == printed(log));
}

/* Longest prefix of the steps that some order of the rows within each instant can serve. */
static int brute_reached(const std::vector<std::vector<std::string>> &instants, const std::vector<std::string> &steps, std::size_t instant,
						 std::size_t done) {
	if (instant == instants.size() || done == steps.size())
		return static_cast<int>(done);
	std::vector<std::string> rows = instants[instant];
	std::sort(rows.begin(), rows.end());
	int best = 0;
	do {
		std::size_t d = done;
		for (const std::string &row : rows)
			if (d < steps.size() && row == steps[d])
				d++;
		best = std::max(best, brute_reached(instants, steps, instant + 1, d));
	} while (std::next_permutation(rows.begin(), rows.end()));
	return best;
}
static void reached(Random &random) {
	std::vector<std::vector<std::string>> instants;
	std::vector<Row> rows;
	for (std::int64_t at = 0; at < 3; at++) {
		instants.emplace_back();
		for (std::int64_t n = random.below(5); n > 0; n--) {
			const std::string stage(1, static_cast<char>('a' + random.below(3)));
			rows.push_back({at, 0, n, stage}), instants.back().push_back(stage);
		}
	}
	std::vector<std::string> steps;
	for (std::int64_t n = random.below(6); n > 0; n--)
		steps.push_back(std::string(1, static_cast<char>('a' + random.below(4))));
	Dictionary names;
	StageLog log = log_of(rows, names);
	log.settle();
	Vec<std::uint32_t> numbers;
	for (const std::string &step : steps)
		numbers.push(names.find(step));
	CHECK(log.reached_in_order(numbers) == brute_reached(instants, steps, 0, 0));
}

/* Repeats beyond the size at which the log tidies up while it is filled. */
static void many_repeats(Random &random) {
	Dictionary names;
	StageLog log{&names, {}, true};
	std::set<Row> distinct;
	for (int i = 0; i < 50000; i++) {
		const Row row{random.below(400), 1, 0, std::string(1, static_cast<char>('a' + random.below(5)))};
		log.add(std::get<3>(row), {std::get<0>(row)}, std::nullopt);
		distinct.insert(row);
	}
	CHECK(log.rows.capacity <= 4096);
	log.settle();
	CHECK(log.rows.size == distinct.size() && log.image().valid());
}

int main() {
	Random random{2024};
	many_repeats(random);
	for (int i = 0; i < 3000; i++)
		visits_and_order(random), reached(random);
	return summary("stage_log");
}
