#include <vector>

#include "check.hpp"
#include "core/mrr_series.hpp"

using namespace crm;

static std::string shown(const Money &m) { return text(decimal_text(m.limbs.data, m.window, m.scale.digits)); }
static std::string shown(const Movements &m, std::int64_t customers) {
	JsonWriter writer;
	writer.put(completed(m, customers).sums());
	return text(writer.out);
}
static std::string fixed(std::int64_t value, int decimals) {
	Money m;
	add_part(m, Part::of(0, value));
	m.scale.digits = decimals;
	return shown(m.canonical());
}

/* A subscription from `lower` until `upper`, of so many whole units shown with some decimals. */
struct Row {
	std::int64_t lower, upper, mrr;
	int decimals;
	Part part() const {
		std::int64_t value = mrr;
		for (int i = 0; i < decimals; i++)
			value *= 10;
		return Part::of(-decimals, value);
	}
};

static void stretches() {
	const Instant b[] = {{10}, {20}, {30}};
	const auto is = [&](std::int64_t lower, std::int64_t upper, std::int64_t first, std::int64_t count) {
		const Stretch s = Stretch::of(b, lower, upper);
		return s.first == first && s.count == count;
	};
	CHECK(is(INT64_MIN, INT64_MAX, 0, 3) && is(9, 10, 0, 1) && is(10, 20, 1, 1) && is(10, 19, 1, 0) && is(0, 5, 0, 0));
	CHECK(is(30, 40, 3, 0) && is(20, INT64_MAX, 2, 1) && is(11, 30, 1, 2));
}

/* What each period sees, boundary by boundary from the definition. */
static void expect(Movements &period, const std::vector<Row> &rows, std::int64_t p0, std::int64_t p1) {
	Money at[2];
	bool active = false;
	for (const Row &row : rows) {
		for (int i = 0; i < 2; i++)
			if (const std::int64_t b = i ? p1 : p0; row.lower < b && row.upper >= b)
				add_part(at[i], row.part());
		active = active || (row.mrr > 0 && row.lower < p0);
	}
	const Money before = at[0].canonical(), after = at[1].canonical();
	period.stay(before), period.move(before, after, active);
	if (const Scale scale = Movements::scale_of(before.scale.digits, after.scale.digits); scale.digits > 0)
		period.scale.add(scale);
}

static void sweeps_equal_the_definition(Random &random) {
	std::vector<Instant> boundaries;
	for (std::int64_t at = 0; boundaries.size() < 2 || random.below(12);)
		boundaries.push_back({at += 1 + random.below(9)});
	Vec<Movements> swept, wanted;
	swept.resize(boundaries.size() - 1), wanted.resize(boundaries.size() - 1);
	Sweep sweep;
	const std::int64_t customers = 1 + random.below(6);
	std::int64_t ending = 0; /* of the last period */
	for (std::int64_t customer = 0; customer < customers; customer++) {
		std::vector<Row> rows;
		std::vector<std::pair<std::int64_t, Subscription>> events;
		for (std::int64_t n = 1 + random.below(5); n > 0; n--) {
			const std::int64_t lower = random.below(60) - 5, last = boundaries.back().microseconds;
			rows.push_back({lower, random.below(4) ? lower + 1 + random.below(30) : INT64_MAX, random.below(4), static_cast<int>(random.below(3))});
			const Row &row = rows.back();
			const Stretch s = Stretch::of(boundaries, row.lower, row.upper);
			events.push_back({s.first, {static_cast<std::int32_t>(s.count), row.part()}});
			ending += row.lower < last && row.upper >= last ? row.mrr : 0;
		}
		std::sort(events.begin(), events.end());
		for (const auto &[first, subscription] : events)
			sweep.add(first, subscription);
		sweep.count(swept);
		for (std::size_t k = 0; k < wanted.size; k++)
			expect(wanted[k], rows, boundaries[k].microseconds, boundaries[k + 1].microseconds);
	}
	sweep.finish(swept);
	for (std::size_t k = 0; k < wanted.size; k++) {
		CHECK(shown(swept[k], customers) == shown(wanted[k], customers));
		CHECK(completed(swept[k], customers).sums().possible(customers));
		if (k > 0)
			CHECK(same_value(swept[k - 1].total(ending_terms), swept[k].money(starting)));
	}
	const Movements &last = swept.back();
	CHECK(shown(last.total(ending_terms)) == fixed(ending, static_cast<int>(last.scale.digits)));
}

/* What comes from outside may say that it counts beyond the last boundary. */
static void foreign_subscriptions_end() {
	Vec<Movements> periods;
	periods.resize(2);
	Sweep sweep;
	sweep.add(0, {INT32_MAX, {0, 0, 5}}), sweep.add(3, {INT32_MAX, {0, 0, 5}});
	sweep.count(periods), sweep.finish(periods);
	CHECK(shown(periods[1].money(starting)) == "5" && shown(periods[1].total(ending_terms)) == "5");
}

int main() {
	Random random{30};
	stretches();
	for (int i = 0; i < 4000; i++)
		sweeps_equal_the_definition(random);
	foreign_subscriptions_end();
	return summary("mrr_series");
}
