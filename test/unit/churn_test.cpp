#include <vector>

#include "check.hpp"
#include "core/churn.hpp"

using namespace crm;

/* Against the definitions, on a line of 24 instants: a customer is "at start" if some merged piece has start < p0 <= end. */
static Movement brute(const std::vector<Active> &merged, std::int64_t p0, std::int64_t p1) {
	Movement m;
	bool before = false;
	for (const Active &piece : merged) {
		m.at_start |= piece.start < p0 && p0 <= piece.end;
		m.at_end |= piece.start < p1 && p1 <= piece.end;
		before |= piece.start < p0;
		m.started |= p0 <= piece.start && piece.start < p1;
		for (std::int64_t t = p0; t < p1; t++)
			m.time += piece.start <= t && t < piece.end;
	}
	m.started = m.started && !m.at_start;
	m.first = m.started && !before;
	return m;
}

int main() {
	Random random{5};
	for (int round = 0; round < 20000; round++) {
		std::vector<Active> pieces, merged;
		for (std::int64_t n = 1 + random.below(4); n > 0; n--) {
			const std::int64_t start = random.below(23);
			pieces.push_back({start, start + 1 + random.below(24 - start)});
		}
		std::sort(pieces.begin(), pieces.end(), [](const Active &a, const Active &b) { return a.start < b.start; });
		bool active[50] = {}; /* even: an instant, odd: just after it; touching pieces merge */
		for (const Active &piece : pieces)
			for (std::int64_t t = 2 * piece.start; t <= 2 * piece.end; t++)
				active[t] = true;
		for (int t = 0; t < 50; t++)
			if (active[t] && (t == 0 || !active[t - 1]))
				merged.push_back({t / 2, 0});
			else if (!active[t] && t > 0 && active[t - 1])
				merged.back().end = (t - 1) / 2;
		const std::int64_t p0 = 1 + random.below(12), p1 = p0 + 1 + random.below(10);
		const Movement a = movement(pieces.data(), pieces.size(), p0, p1), b = brute(merged, p0, p1);
		CHECK(a.at_start == b.at_start && a.at_end == b.at_end && a.started == b.started && a.first == b.first && a.time == b.time);
	}
	return summary("churn");
}
