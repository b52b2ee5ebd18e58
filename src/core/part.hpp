#pragma once
#include "core/exact.hpp"
#include "core/wire.hpp"

/* Amounts as events carry them. */
namespace crm {

/* An amount as sums can be kept of it: (carried * 10^16 + rest) * 10^exponent, both of one sign. The least exponent of an
   amount's parts is minus its display scale. */
struct Part {
	std::int32_t exponent = 0;
	std::int64_t carried = 0, rest = 0;
	auto operator<=>(const Part &) const = default;
	static constexpr void fields(auto &self, auto &&f) { f("exponent", self.exponent), f("carried", self.carried), f("rest", self.rest); }
	bool valid() const {
		return rest > -limb_base && rest < limb_base && (carried == 0 || rest == 0 || (carried > 0) == (rest > 0)) && exponent >= -0x3FFF &&
			   exponent <= 0x40000;
	}
	static bool fits(i128 value) { return value / limb_base == static_cast<std::int64_t>(value / limb_base); }
	static Part of(std::int32_t exponent, i128 value) {
		return {exponent, static_cast<std::int64_t>(value / limb_base), static_cast<std::int64_t>(value % limb_base)};
	}
	i128 value() const { return i128{carried} * limb_base + rest; }
	/* Adds the other one, if the sum is one part. */
	bool absorb(const Part &o) {
		if (exponent == o.exponent && (rest | o.rest | carried | o.carried) >= 0) [[likely]] { /* none negative: no long division */
			std::int64_t sum;
			const bool over = rest + o.rest >= limb_base;
			if (__builtin_add_overflow(carried, o.carried, &sum) || __builtin_add_overflow(sum, over, &sum))
				return false;
			carried = sum, rest += o.rest - (over ? limb_base : 0);
			return true;
		}
		i128 sum;
		if (exponent != o.exponent || __builtin_add_overflow(value(), o.value(), &sum) || !fits(sum))
			return false;
		*this = of(exponent, sum);
		return true;
	}
};

/* part(Part) for the parts of an amount: one, unless it has more than 24 digits. `carried` starts below 10^8 so that it has room
   for the sum of 9 * 10^10 rows. */
template <class F> void each_part(const Amount &amount, F &&part) {
	if (const int decimals = 4 * (amount.count - amount.weight - 1), missing = amount.scale - decimals;
		amount.count > 0 && amount.count <= 3 && missing >= -3 && missing <= 4) [[likely]] { /* fits in 16 digits */
		std::int64_t value = 0;
		for (int i = 0; i < amount.count; i++)
			value = value * 10000 + amount.digit(i);
		value = missing < 0 ? value / powers_of_10[-missing] : value * powers_of_10[missing]; /* what is left out is zeros */
		return part(Part{-amount.scale, 0, amount.negative ? -value : value});
	}
	const int before = 4 * std::max(amount.weight + 1, 0);
	if (before + amount.scale <= 34) [[likely]] {
		i128 value = 0;
		int exponent = 4 * (amount.weight + 1);
		for (int i = 0; i < amount.count; i++, exponent -= 4)
			value = value * 10000 + amount.digit(i);
		if (amount.count == 0)
			exponent = -amount.scale;
		for (; exponent > -amount.scale; exponent--)
			value *= 10;
		for (; exponent < -amount.scale; exponent++)
			value /= 10; /* zeros: nothing lies beyond the scale */
		value = amount.negative ? -value : value;
		if (constexpr i128 large = i128{100000000} * limb_base; value <= -large || value >= large) [[unlikely]]
			part(Part::of(16 - amount.scale, value / limb_base)), value %= limb_base;
		return part(Part::of(-amount.scale, value));
	}
	Money sum;
	sum.add<1>(amount);
	const Money limbs = sum.canonical();
	bool scale_told = false;
	for (int at = limbs.window.low; at < limbs.window.high; at++) {
		std::int64_t limb = limbs.limbs[static_cast<std::size_t>(at - limbs.window.low)];
		int exponent = 16 * at;
		for (; limb != 0 && exponent < -amount.scale; exponent++)
			limb /= 10;
		if (limb != 0)
			part(Part{exponent, 0, limb}), scale_told = scale_told || exponent == -amount.scale;
	}
	if (!scale_told)
		part(Part{-amount.scale, 0, 0});
	sum.limbs.free();
}

/* Adds a part to a sum; its scale becomes the largest one, of one row. */
inline void add_part(Money &sum, const Part &part) {
	const auto at = static_cast<std::int32_t>(floor_div(part.exponent, 16));
	sum.scale = {std::max<std::int64_t>(sum.scale.digits, -part.exponent), 1};
	const int zeros = part.exponent - 16 * at;
	const std::int64_t unit = powers_of_10[zeros];
	if (part.carried == 0) [[likely]] { /* two limbs, and no long division */
		const std::int64_t upper = powers_of_10[16 - zeros], limbs[2] = {part.rest % upper * unit, part.rest / upper};
		sum.widen({at, at + 3});
		return add_limbs(sum.limbs.data, sum.window, limbs, {at, at + 2});
	}
	const i128 rest = i128{part.rest} * unit, carried = i128{part.carried} * unit; /* below 10^32, 10^35 */
	std::int64_t limbs[4] = {static_cast<std::int64_t>(rest % limb_base), 0, 0, 0};
	const i128 second = rest / limb_base + carried % limb_base;
	limbs[1] = static_cast<std::int64_t>(second % limb_base),
	limbs[2] = static_cast<std::int64_t>(second / limb_base + carried / limb_base % limb_base);
	limbs[3] = static_cast<std::int64_t>(carried / limb_base / limb_base);
	const Window window{at, at + 4};
	sum.widen({at, at + 5});
	add_limbs(sum.limbs.data, sum.window, limbs, window);
}

} // namespace crm
