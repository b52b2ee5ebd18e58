#include <vector>

#include "check.hpp"
#include "core/attribution.hpp"

using namespace crm;

constexpr std::int64_t day = 86400000000;

struct Touch {
	std::int64_t at;
	bool milestone;
};

static std::vector<double> weights(Attribution model, const std::vector<Touch> &touches, std::int64_t half_life = 7 * day) {
	TouchPath path;
	path.model = model, path.half_life = half_life;
	for (const Touch &t : touches)
		path.add(t.at, t.milestone);
	std::vector<double> out;
	for (std::size_t i = 0; i < touches.size(); i++)
		out.push_back(path.weight(static_cast<std::int64_t>(i), touches[i].at, touches[i].milestone));
	return out;
}
static bool near(double a, double b, double tolerance) { return std::fabs(a - b) <= tolerance; }
static bool are(const std::vector<double> &found, const std::vector<double> &expected) {
	bool same = found.size() == expected.size();
	for (std::size_t i = 0; same && i < found.size(); i++)
		same = near(found[i], expected[i], 1e-6);
	return same;
}
static bool sums_to_1(const std::vector<double> &found) {
	long double sum = 0;
	bool positive = true;
	for (const double w : found)
		sum += w, positive = positive && w >= 0 && w <= 1;
	return positive && near(static_cast<double>(sum), 1, 1e-14);
}
static std::vector<Touch> path_of(int n, unsigned milestones, std::int64_t step = day) {
	std::vector<Touch> path;
	for (int i = 0; i < n; i++)
		path.push_back({i * step, (milestones >> (i % 32) & 1) != 0});
	return path;
}

static void known_numbers() {
	const std::vector<Touch> four = {{-28 * day, false}, {-14 * day, false}, {-7 * day, false}, {0, false}};
	CHECK(are(weights(Attribution::first, four), {1, 0, 0, 0}) && are(weights(Attribution::last, four), {0, 0, 0, 1}));
	CHECK(are(weights(Attribution::linear, four), {.25, .25, .25, .25}));
	CHECK(are(weights(Attribution::position, four), {.4, .1, .1, .4}));
	CHECK(are(weights(Attribution::time_decay, four), {.034483, .137931, .275862, .551724}));
	const std::vector<Touch> six = path_of(6, 0b10101);
	CHECK(are(weights(Attribution::w_shaped, six), {.3, .1 / 3, .3, .1 / 3, .3, .1 / 3}));
	CHECK(are(weights(Attribution::full_path, six), {.225, .05, .225, .05, .225, .225}));
	CHECK(are(weights(Attribution::u_shaped, path_of(4, 0b0100)), {.4, .1, .4, .1}));
	CHECK(are(weights(Attribution::u_shaped, path_of(2, 0)), {.8, .2}) && are(weights(Attribution::full_path, path_of(2, 0)), {.5, .5}));
	CHECK(are(weights(Attribution::full_path, path_of(3, 0)), {.45, .1, .45}) &&
		  are(weights(Attribution::full_path, path_of(3, 0b111)), {1. / 3, 1. / 3, 1. / 3}));
	CHECK(are(weights(Attribution::position, path_of(2, 0)), {.5, .5}) && are(weights(Attribution::position, path_of(3, 0)), {.4, .2, .4}));
}

static void always_1() {
	for (int m = 0; m < 8; m++) {
		const auto model = static_cast<Attribution>(m);
		for (int n = 1; n <= 10; n++)
			for (unsigned pattern = 0; pattern < 1u << n; pattern++)
				CHECK(sums_to_1(weights(model, path_of(n, pattern, 3 * day))));
		for (int n = 1; n <= 60; n++)
			for (const unsigned pattern : {0u, 1u, 2u, 0x80000001u, 0x55555555u, 0xFFFFFFFFu})
				for (const std::int64_t step : {std::int64_t{0}, std::int64_t{1}, day, 5000 * day})
					CHECK(sums_to_1(weights(model, path_of(n, pattern, step))));
	}
}

/* From one end of time to the other, with half-lives of a microsecond and of all time; many touches. */
static void decay_is_sound(Random &random) {
	const std::int64_t begin = -211813488000000000, end = 9223371331199999999;
	for (const std::int64_t half_life : {std::int64_t{1}, std::int64_t{1000}, day, 100000 * day, INT64_MAX}) {
		const std::vector<double> w =
			weights(Attribution::time_decay, {{begin, false}, {begin, false}, {0, false}, {end - half_life / 2, false}, {end, false}, {end, false}},
					half_life);
		CHECK(sums_to_1(w) && w[5] == w[4] && w[0] == w[1] && w[5] >= w[0]);
	}
	CHECK(are(weights(Attribution::time_decay, {{begin, false}, {end - 1, false}, {end, false}}, 1), {0, 1. / 3, 2. / 3}));
	for (int n = 0; n < 300; n++) {
		std::vector<Touch> path;
		std::int64_t at = random.below(1000) - 500;
		const std::int64_t half_life = 1 + random.below(1000);
		for (std::int64_t i = 1 + random.below(60); i > 0; i--)
			path.push_back({at, false}), at += random.below(3) ? random.below(200) : random.below(100000);
		const std::vector<double> w = weights(Attribution::time_decay, path, half_life);
		long double sum = 0;
		for (const Touch &t : path)
			sum += std::exp2(static_cast<long double>(t.at - path.back().at) / static_cast<long double>(half_life));
		bool same = sums_to_1(w);
		for (std::size_t i = 0; i < path.size(); i++)
			same = same && near(w[i],
								static_cast<double>(
									std::exp2(static_cast<long double>(path[i].at - path.back().at) / static_cast<long double>(half_life)) / sum),
								1e-15);
		CHECK(same);
	}
	for (int m = 0; m < 8; m++)
		CHECK(sums_to_1(weights(static_cast<Attribution>(m), path_of(300000, 0x11010101u, 12345678))));
}

int main() {
	known_numbers();
	always_1();
	Random random{7};
	decay_is_sound(random);
	return summary("attribution");
}
