#include <algorithm>
#include <vector>

#include "check.hpp"
#include "core/funnel.hpp"

using namespace crm;

using Row = FunnelWalk::Row;

/* From one start: the earliest row of the next step that is not used, at or after the last one, in time; its times. */
static std::vector<std::uint64_t> from_start(const std::vector<Row> &rows, const Row &start, const std::optional<std::int64_t> &within) {
	std::vector<std::uint64_t> times{0};
	std::int64_t last = start.at;
	for (std::uint32_t step = 2; step <= FunnelWalk::most_steps; step++) {
		const Row *next = nullptr;
		for (const Row &row : rows)
			if (row.step == step && row.at >= last && (!next || row.at < next->at) && (!within || row.at - start.at <= *within))
				next = &row;
		if (!next)
			break;
		last = next->at, times.push_back(static_cast<std::uint64_t>(last - start.at));
	}
	return times;
}

/* Every start: the deepest, of those the earliest. */
static std::vector<std::uint64_t> brute_force(const std::vector<Row> &rows, const std::optional<std::int64_t> &within) {
	std::vector<std::uint64_t> best;
	for (const Row &start : rows) /* by time */
		if (start.step == 1)
			if (std::vector<std::uint64_t> found = from_start(rows, start, within); found.size() > best.size())
				best = found;
	return best;
}

static std::vector<std::uint64_t> walked(const std::vector<Row> &rows, const std::optional<std::int64_t> &within) {
	FunnelWalk walk;
	for (const Row &row : rows)
		walk.rows.push(row);
	std::uint64_t times[FunnelWalk::most_steps + 1];
	const std::uint32_t depth = walk.deepest(within, times);
	walk.rows.free();
	return {times + 1, times + 1 + depth};
}

static std::vector<Row> sorted(std::vector<Row> rows) {
	std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.at != b.at ? a.at < b.at : a.step < b.step; });
	return rows;
}

static void equals_brute_force(Random &random) {
	const std::int64_t steps = 1 + random.below(6), times = 1 + random.below(30);
	std::vector<Row> rows;
	for (std::int64_t n = random.below(24); n > 0; n--)
		rows.push_back({random.below(times) - times / 2, static_cast<std::uint32_t>(1 + random.below(steps))});
	rows = sorted(rows);
	const std::optional<std::int64_t> within = random.below(3) ? std::optional{random.below(times)} : std::nullopt;
	CHECK(walked(rows, within) == brute_force(rows, within));
}

/* All 64 steps, more than once, forwards and backwards, in one instant and one after the other. */
static void deep(Random &random) {
	std::vector<Row> rows;
	const std::int64_t rounds = 1 + random.below(4), apart = random.below(3);
	for (std::int64_t round = 0; round < rounds; round++)
		for (std::uint32_t step = 1; step <= FunnelWalk::most_steps; step++)
			if (random.below(40))
				rows.push_back({(round * 64 + (random.below(8) ? static_cast<std::int64_t>(step) : -random.below(64))) * apart, step});
	rows = sorted(rows);
	const std::optional<std::int64_t> within = random.below(2) ? std::optional{random.below(150)} : std::nullopt;
	CHECK(walked(rows, within) == brute_force(rows, within));
}

/* The rules, one by one. */
static void rules() {
	using Times = std::vector<std::uint64_t>;
	CHECK(walked({}, std::nullopt).empty());
	CHECK(walked({{5, 2}, {6, 3}}, std::nullopt).empty());
	CHECK(walked({{5, 2}, {6, 1}}, std::nullopt) == Times{0});
	CHECK((walked({{0, 1}, {7, 2}}, 7) == Times{0, 7})); /* exactly within */
	CHECK((walked({{0, 1}, {7, 2}}, 6) == Times{0}));
	CHECK((walked({{0, 1}, {8, 1}, {10, 2}, {12, 3}}, 5) == Times{0, 2, 4}));              /* a later start is deeper */
	CHECK((walked({{0, 1}, {8, 1}, {10, 2}, {12, 3}}, std::nullopt) == Times{0, 10, 12})); /* else the earliest */
	CHECK((walked({{0, 1}, {3, 2}, {8, 1}, {9, 2}}, 5) == Times{0, 3}));                   /* as deep: the earliest */
	CHECK((walked({{0, 1}, {1, 3}, {2, 2}}, std::nullopt) == Times{0, 2}));                /* not backwards */
	CHECK((walked({{4, 1}, {4, 2}, {4, 3}}, 0) == Times{0, 0, 0}));                        /* in one instant */
	const std::int64_t first = -211813488000000000, last = 9223371331199999999;
	CHECK((walked({{first, 1}, {last, 2}}, std::nullopt) == Times{0, 9435184819200000000u - 1})); /* more than 2^63 microseconds */
	CHECK((walked({{first, 1}, {last, 2}}, INT64_MAX) == Times{0}));
}

int main() {
	Random random{64};
	rules();
	for (int i = 0; i < 150000; i++)
		equals_brute_force(random);
	for (int i = 0; i < 1500; i++)
		deep(random);
	return summary("funnel");
}
