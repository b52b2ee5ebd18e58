#pragma once
#include <cmath>
#include <cstdint>
#include <string_view>

/* How much of a conversion each touch of the path to it is worth: weights that sum to 1. */
namespace crm {

enum class Attribution : std::uint8_t { first, last, linear, position, time_decay, u_shaped, w_shaped, full_path };
inline constexpr std::string_view attribution_names[] = {"first", "last", "linear", "position", "time_decay", "u_shaped", "w_shaped", "full_path"};

/* A sum of positive numbers whose rounding errors are kept beside it. */
struct PreciseSum {
	double sum = 0, lost = 0;
	void add(double x) {
		const double next = sum + x, added = next - sum;
		lost += (sum - (next - added)) + (x - added);
		sum = next;
	}
	double value() const { return sum + lost; }
};

/* The path to one conversion. add() sees its touches in order of time, then weight() tells the share of each. All bytes
   zero is an empty path of the model 'first'. */
struct TouchPath {
	Attribution model = {};
	bool last_is_key = false;
	std::int64_t half_life = 0; /* microseconds */
	std::int64_t touches = 0, keys = 0;
	std::int64_t first = 0;      /* time of the first touch */
	std::uint64_t doublings = 0; /* whole half-lives from the first touch to the last */
	PreciseSum total;            /* of 2^(half-lives since the first touch - doublings) */

	void add(std::int64_t at, bool milestone) {
		if (touches == 0)
			first = at;
		last_is_key = touches == 0 || milestone;
		touches++, keys += last_is_key;
		if (model == Attribution::time_decay)
			add_growth(at);
	}
	/* The share of touch number `index`, from 0 on, which add() has seen. */
	double weight(std::int64_t index, std::int64_t at, bool milestone) const {
		const bool is_first = index == 0, is_last = index == touches - 1;
		const auto n = static_cast<double>(touches);
		switch (model) {
		case Attribution::first:
			return is_first;
		case Attribution::last:
			return is_last;
		case Attribution::linear:
			return 1 / n;
		case Attribution::position:
			return touches <= 2 ? 1 / n : is_first || is_last ? 0.4 : 0.2 / (n - 2);
		case Attribution::time_decay:
			return growth(at) / total.value();
		case Attribution::u_shaped:
			return shared(is_first || milestone, keys, 0.8, 0.2);
		case Attribution::w_shaped:
			return shared(is_first || milestone, keys, 0.9, 0.1);
		case Attribution::full_path:
			break;
		}
		return shared(is_first || is_last || milestone, keys + !last_is_key, 0.9, 0.1);
	}

private:
	/* Key touches share one part, the others the rest; without others the key touches share all. */
	double shared(bool is_key, std::int64_t n, double part, double rest) const {
		if (n == touches)
			return 1 / static_cast<double>(n);
		return is_key ? part / static_cast<double>(n) : rest / static_cast<double>(touches - n);
	}
	/* A touch gains a factor of 2 per half-life after the first one; only ratios count. Whole half-lives are taken apart:
	   a change of scale by powers of 2 is exact, and ages of centuries leave the last touches their share. */
	std::uint64_t since_first(std::int64_t at) const { return static_cast<std::uint64_t>(at) - static_cast<std::uint64_t>(first); }
	double growth(std::int64_t at) const {
		const auto h = static_cast<std::uint64_t>(half_life);
		const std::uint64_t age = since_first(at), behind = doublings - age / h;
		return scaled(std::exp2(static_cast<double>(age % h) / static_cast<double>(h)), behind);
	}
	void add_growth(std::int64_t at) {
		const std::uint64_t now = since_first(at) / static_cast<std::uint64_t>(half_life);
		total.sum = scaled(total.sum, now - doublings), total.lost = scaled(total.lost, now - doublings);
		doublings = now;
		total.add(growth(at));
	}
	/* x / 2^halvings */
	static double scaled(double x, std::uint64_t halvings) {
		return halvings == 0 ? x : std::ldexp(x, halvings < 4000 ? -static_cast<int>(halvings) : -4000);
	}
};

} // namespace crm
