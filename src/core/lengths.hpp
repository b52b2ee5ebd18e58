#pragma once
#include <optional>

#include "core/sketch.hpp"

/* Percentiles, mean and sum of lengths of time without keeping the lengths. */
namespace crm {

/* Lengths of time in microseconds: their number, sum, extremes (all exact) and sketch. 88 bytes and the sketch's. */
struct Lengths {
	std::int64_t count = 0;
	Int128 total; /* 2^63 values below 2^64 fit */
	std::uint64_t minimum = UINT64_MAX, maximum = 0;
	std::int64_t at_minimum = 0, at_maximum = 0; /* how many values are equal to them */
	Sketch sketch;

	struct Image {
		Int128 total;
		std::uint64_t minimum = 0, maximum = 0;
		std::int64_t at_minimum = 0, at_maximum = 0;
		Sketch::Image buckets;
		static constexpr void fields(auto &self, auto &&f) {
			f("total", self.total), f("min", self.minimum), f("min_values", self.at_minimum), f("max", self.maximum);
			f("max_values", self.at_maximum), f("buckets", self.buckets);
		}
		std::int64_t count() const { return buckets.total(); } /* of a valid one */
		bool valid() const;
	};

	bool empty() const { return count == 0; }
	void add(std::uint64_t length) {
		sketch.add(length);
		count++, total = i128{total} + length;
		if (length <= minimum) [[unlikely]]
			at_minimum = length < minimum ? 1 : at_minimum + 1, minimum = length;
		if (length >= maximum) [[unlikely]]
			at_maximum = length > maximum ? 1 : at_maximum + 1, maximum = length;
	}
	/* False when the answer is not known any more and nothing was changed: the last minimum or maximum would go, others
	   remain; or such a length was never added. */
	[[nodiscard]] bool remove(std::uint64_t length) {
		if (length < minimum || length > maximum || (count > 1 && ((length == minimum && at_minimum == 1) || (length == maximum && at_maximum == 1))))
			return false;
		if (!sketch.remove(length))
			return false;
		if (--count == 0) {
			*this = {};
			return true;
		}
		total = i128{total} - length;
		at_minimum -= length == minimum, at_maximum -= length == maximum;
		return true;
	}
	/* False, and nothing is changed, when their number leaves 63 bits. */
	[[nodiscard]] bool merge(const Lengths &o) {
		std::int64_t sum;
		if (__builtin_add_overflow(count, o.count, &sum))
			return false;
		count = sum, total = i128{total} + i128{o.total};
		if (o.minimum <= minimum)
			at_minimum = o.minimum < minimum ? o.at_minimum : at_minimum + o.at_minimum, minimum = o.minimum;
		if (o.maximum >= maximum)
			at_maximum = o.maximum > maximum ? o.at_maximum : at_maximum + o.at_maximum, maximum = o.maximum;
		sketch.merge(o.sketch);
		return true;
	}
	Image image() const { return {total, empty() ? 0 : minimum, maximum, at_minimum, at_maximum, sketch.image()}; }
	/* Of empty lengths. */
	void fill(const Image &from) {
		if (from.buckets.items.empty())
			return;
		total = from.total, minimum = from.minimum, maximum = from.maximum;
		at_minimum = from.at_minimum, at_maximum = from.at_maximum;
		sketch.fill(from.buckets), count = sketch.total();
	}

	/* Rounded to the nearest microsecond; none of no lengths. */
	std::optional<std::uint64_t> mean() const {
		if (empty())
			return std::nullopt;
		const auto n = static_cast<u128>(count);
		return static_cast<std::uint64_t>((2 * static_cast<u128>(i128{total}) + n) / (2 * n));
	}
	/* percentile_cont(fraction) within 0.4 %, 0 <= fraction <= 1: interpolated between the two neighbouring ranks and
	   rounded to the nearest microsecond; none of no lengths. */
	std::optional<std::uint64_t> percentile(double fraction) const {
		if (empty())
			return std::nullopt;
		const auto last = static_cast<double>(count - 1);
		const double rank = fraction * last;
		const std::int64_t below = rank >= last ? count - 1 : static_cast<std::int64_t>(rank); /* 2^63 - 1 rounds up */
		const double beyond = rank >= last ? 0 : rank - static_cast<double>(below);
		const std::uint64_t low = ranked(below), high = ranked(below + 1);
		const auto weight = static_cast<u128>(beyond * 0x1p60); /* whole numbers: a double has no room for 2^63 microseconds */
		return low + static_cast<std::uint64_t>((weight * (high - low) + (u128{1} << 59)) >> 60);
	}

private:
	/* The value of a rank: exact when known to be the minimum or maximum, else within 0.4 %. */
	std::uint64_t ranked(std::int64_t rank) const {
		if (rank < at_minimum)
			return minimum;
		if (rank >= count - at_maximum)
			return maximum;
		return std::clamp(Sketch::middle(sketch.nth(rank)), minimum, maximum);
	}
};

/* Are there values with these buckets, extremes and sum? The others lie strictly between the extremes, within their
   buckets; any sum between the least and the greatest possible one can be. All sums here are below 2^127: the counts' sum is
   below 2^63, the values are below 2^64. */
inline bool Lengths::Image::valid() const {
	const auto &items = buckets.items;
	if (items.empty())
		return i128{total} == 0 && minimum == 0 && maximum == 0 && at_minimum == 0 && at_maximum == 0;
	if (i128{total} < 0 || minimum > maximum || at_minimum <= 0 || at_maximum <= 0 || items[0].bucket != Sketch::bucket(minimum) ||
		items.back().bucket != Sketch::bucket(maximum))
		return false;
	if (minimum == maximum)
		return at_minimum == items[0].count && at_maximum == items[0].count && i128{total} == i128{at_minimum} * minimum;
	i128 least = 0, greatest = 0;
	for (std::size_t i = 0; i < items.size; i++) {
		const std::uint64_t lower = Sketch::lower(items[i].bucket);
		const std::uint64_t low = std::max(lower, minimum + 1), high = std::min(lower + Sketch::width(items[i].bucket) - 1, maximum - 1);
		const i128 others = i128{items[i].count} - (i == 0 ? at_minimum : 0) - (i + 1 == items.size ? at_maximum : 0);
		if (others < 0 || (others > 0 && low > high))
			return false;
		least += others * low, greatest += others * high;
	}
	const i128 rest = i128{total} - i128{at_minimum} * minimum - i128{at_maximum} * maximum;
	return least <= rest && rest <= greatest;
}

} // namespace crm
