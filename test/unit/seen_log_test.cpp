#include <algorithm>
#include <vector>

#include "check.hpp"
#include "core/seen_log.hpp"

using namespace crm;

/* Against a sorted list of the times: a gap longer than the reach begins a new span. */
static std::vector<Seen> brute(std::vector<std::int64_t> times, std::int64_t reach) {
	std::sort(times.begin(), times.end());
	std::vector<Seen> spans;
	for (const std::int64_t t : times)
		if (spans.empty() || t - spans.back().last.microseconds > reach)
			spans.push_back({{t}, {t}});
		else
			spans.back().last = {t};
	return spans;
}
static bool equal(SeenLog &log, const std::vector<Seen> &expected) {
	log.settle();
	return std::equal(log.spans.begin(), log.spans.end(), expected.begin(), expected.end(),
					  [](const Seen &a, const Seen &b) { return a.first == b.first && a.last == b.last; });
}

static void any_order_any_split(Random &random, std::int64_t most, std::int64_t instants) {
	std::vector<std::int64_t> times;
	for (std::int64_t n = random.below(most); n > 0; n--)
		times.push_back(random.below(instants));
	const std::int64_t reach = 1 + random.below(5);
	const std::vector<Seen> expected = brute(times, reach);
	if (random.below(4) == 0)
		std::sort(times.begin(), times.end());
	else if (random.below(4) == 0)
		std::sort(times.rbegin(), times.rend());
	SeenLog parts[3];
	for (SeenLog &part : parts)
		part.reach = reach;
	for (const std::int64_t t : times) {
		SeenLog &part = parts[random.below(3)];
		part.add({{t}, {t}});
		if (random.below(16) == 0)
			part.settle();
	}
	parts[2].merge(parts[0]), parts[2].merge(parts[1]);
	CHECK(equal(parts[2], expected));
}

/* 3 million repeats of 700 separate times, in no order: no more memory than the times need. (Settling for each row would take hours.) */
static void repeats(Random &random) {
	SeenLog log;
	log.reach = 1;
	std::vector<std::int64_t> times;
	for (int i = 0; i < 3000000; i++) {
		const std::int64_t t = 10 * random.below(700);
		if (i < 10000)
			times.push_back(t);
		log.add({{t}, {t}});
	}
	CHECK(log.spans.capacity <= 4 * 700);
	CHECK(equal(log, brute(times, 1)));
}

int main() {
	Random random{17};
	for (int round = 0; round < 10000; round++)
		any_order_any_split(random, 40, 60);
	for (int round = 0; round < 30; round++)
		any_order_any_split(random, 5000, 20000);
	repeats(random);
	/* the ends of time */
	SeenLog log;
	log.reach = INT64_MAX;
	log.add({{Instant::first}, {Instant::first}}), log.add({{-1000000000000}, {-1000000000000}}), log.settle();
	CHECK(log.spans.size == 1);
	return summary("seen_log");
}
