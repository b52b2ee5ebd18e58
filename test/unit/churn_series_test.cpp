#include <vector>

#include "check.hpp"
#include "core/churn_series.hpp"

using namespace crm;

/* The series against movement() over each of its periods, on a line of 40 instants: ends on boundaries, touching and
   overlapping pieces, infinite ends, activity before the first and after the last boundary are all frequent. */
static std::vector<Active> random_customer(Random &random) {
	std::vector<Active> pieces;
	for (std::int64_t n = random.below(6); n >= 0; n--) {
		const std::int64_t start = random.below(39), end = start + 1 + random.below(random.below(2) ? 4 : 40 - start);
		pieces.push_back({random.below(12) ? start : INT64_MIN, random.below(8) ? end : INT64_MAX});
	}
	std::sort(pieces.begin(), pieces.end(), [](const Active &a, const Active &b) { return a.start < b.start; });
	return pieces;
}
static std::vector<Instant> random_boundaries(Random &random) {
	std::vector<Instant> boundaries;
	for (std::int64_t t = random.below(12), n = 2 + random.below(7); n > 0; n--, t += 1 + random.below(6))
		boundaries.push_back({t});
	return boundaries;
}
static Series series_over(const std::vector<Instant> &boundaries) {
	Series series{boundaries, {}, 0};
	series.periods.resize(boundaries.size() - 1);
	return series;
}

/* All that is told of one period: customers at start, new, reactivated, the three losses, time. */
using Story = std::vector<i128>;
static void expect(const std::vector<std::vector<Active>> &customers, const Series &series) {
	std::size_t periods = 0;
	series.each_period([&](std::size_t k, std::int64_t at_start, i128 time) {
		const Changes &c = series.periods[k];
		const Story told{at_start, c.newly, c.reactivated, c.churned, c.churned_new, c.churned_reactivated, time};
		Story expected(7);
		for (const auto &pieces : customers) {
			const Movement m = movement(pieces.data(), pieces.size(), series.boundaries[k].microseconds, series.boundaries[k + 1].microseconds);
			const bool again = m.started && !m.first;
			const Story one{m.at_start, m.first, again, m.at_start && !m.at_end, m.first && !m.at_end, again && !m.at_end, m.time};
			for (std::size_t i = 0; i < one.size(); i++)
				expected[i] += one[i];
		}
		CHECK(told == expected);
		periods++;
	});
	CHECK(periods + 1 == series.boundaries.size());
}

/* `kept` customers are counted, some others come and are taken away again. */
static void round_of(Random &random, std::int64_t kept) {
	const std::vector<Instant> boundaries = random_boundaries(random);
	Series series = series_over(boundaries);
	std::vector<std::vector<Active>> customers, others;
	for (std::int64_t i = 0; i < kept; i++) {
		others.push_back(random_customer(random)), series.count<1>(others.back().data(), others.back().size());
		customers.push_back(random_customer(random)), series.count<1>(customers.back().data(), customers.back().size());
	}
	for (const auto &pieces : others)
		series.count<-1>(pieces.data(), pieces.size());
	expect(customers, series);
}

/* Boundaries at the ends of time, and more active time than 64 bits hold. */
static void extremes() {
	constexpr std::int64_t first = Instant::first, end = Instant::end;
	const std::vector<Instant> boundaries{{first}, {0}, {end - 1}};
	Series series = series_over(boundaries);
	const std::vector<std::vector<Active>> customers{
		{{INT64_MIN, INT64_MAX}}, {{first, INT64_MAX}}, {{1, end - 1}}, {{first, 1}, {end - 2, end - 1}}};
	for (const auto &pieces : customers)
		series.count<1>(pieces.data(), pieces.size());
	expect(customers, series);

	/* One period, longer than 2^63 microseconds; so is the activity in it. */
	const std::vector<Instant> all_time{{first}, {end - 1}};
	Series one = series_over(all_time);
	const std::vector<std::vector<Active>> two{{{first, first + 2}}, {{first + 1, INT64_MAX}}};
	for (const auto &pieces : two)
		one.count<1>(pieces.data(), pieces.size());
	expect(two, one);
}

int main() {
	Random random{11};
	for (int round = 0; round < 20000; round++)
		round_of(random, 1); /* each customer alone, so that no two errors cancel */
	for (int round = 0; round < 500; round++)
		round_of(random, 40);
	extremes();
	return summary("churn_series");
}
