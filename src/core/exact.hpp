#pragma once
#include <algorithm>

#include "core/integer.hpp"
#include "core/json.hpp"

/* Exact decimal sums of any size and scale. A sum is limbs of 16 decimal digits, limb i worth 10^(16 (low + i)); signed
   and added to without carrying, so that adding and taking away a value cost a few integer additions and addition is
   exact, associative, commutative and invertible. normalise() makes the one canonical form.

   The highest limb of a window is headroom: it receives carries only. A limb that overflows (after at least 922 values)
   carries there, so 10^16 overflows fit. */
namespace crm {

inline constexpr std::int64_t limb_base = powers_of_10[16];
inline constexpr std::int64_t powers_of_10000[] = {1, 10000, 100000000, 1000000000000};

/* The limbs [low, high) of a sum. */
struct Window {
	std::int32_t low = 0, high = 0;
	constexpr std::size_t size() const { return static_cast<std::size_t>(high - low); }
	constexpr bool operator==(const Window &) const = default;
	constexpr bool within(const Window &o) const { return low >= o.low && high <= o.high; }
	constexpr Window join(const Window &o) const { return {std::min(low, o.low), std::max(high, o.high)}; }
	static constexpr void fields(auto &self, auto &&f) { f("low", self.low), f("high", self.high); }
};
/* 16 digits behind the point, 16 before it, headroom: nearly all money. */
inline constexpr Window usual_window{-1, 2};

/* One addend: base-10000 digits, most significant first, digit i worth 10000^(weight - i); scale = decimals shown. */
struct Amount {
	const char *digits = nullptr; /* native 16-bit words, not aligned */
	int count = 0, weight = 0, scale = 0;
	bool negative = false;

	int digit(int i) const {
		std::uint16_t word;
		std::memcpy(&word, digits + 2 * i, sizeof word);
		return word;
	}
	Window window() const { return count == 0 ? usual_window : Window{(weight - count + 1) >> 2, (weight >> 2) + 2}.join(usual_window); }
};

inline bool canonical_size(std::int64_t limb) { return limb > -limb_base && limb < limb_base; }
inline void carry(std::int64_t *limb) {
	if (canonical_size(limb[0])) /* spares the division */
		return;
	const std::int64_t over = limb[0] / limb_base;
	limb[0] -= over * limb_base;
	if (__builtin_add_overflow(limb[1], over, &limb[1])) [[unlikely]]
		limb[1] = wrap_sub(limb[1], over), carry(limb + 1), limb[1] += over;
}

/* Adds sign * amount; the window must contain the amount's. */
template <int sign> void add_amount(std::int64_t *limbs, int low, const Amount &amount) {
	const std::int64_t s = amount.negative ? -sign : sign;
	for (int i = 0, at = amount.weight; i < amount.count; i++, at--) {
		std::int64_t *limb = limbs + (at >> 2) - low;
		const std::int64_t part = s * amount.digit(i) * powers_of_10000[at & 3];
		if (__builtin_add_overflow(*limb, part, limb)) [[unlikely]]
			*limb = wrap_sub(*limb, part), carry(limb), *limb += part;
	}
}

inline void carry_all(std::int64_t *limbs, std::size_t n) {
	for (std::size_t i = 0; i + 1 < n; i++)
		carry(limbs + i);
}
/* Adds the limbs of another sum, whose window lies within ours. */
inline void add_limbs(std::int64_t *limbs, Window window, const std::int64_t *others, Window other) {
	carry_all(limbs, window.size());
	for (std::size_t i = 0; i < other.size(); i++) {
		std::int64_t *limb = limbs + (other.low - window.low) + static_cast<std::ptrdiff_t>(i);
		if (canonical_size(others[i])) {
			*limb += others[i]; /* carried, so below 3 * 10^16 in size now */
			continue;
		}
		*limb += others[i] % limb_base;
		limb[1] += others[i] / limb_base; /* never in headroom */
	}
}

/* Canonical limbs: all of one sign, all below 10^16. Returns that sign, 0 for zero. */
inline int normalise(std::int64_t *limbs, std::size_t n) {
	carry_all(limbs, n);
	std::size_t top = n;
	while (top > 0 && limbs[top - 1] == 0)
		top--;
	if (top == 0)
		return 0;
	const int sign = limbs[top - 1] > 0 ? 1 : -1;
	for (std::size_t i = 0; i + 1 < top; i++)
		if (limbs[i] != 0 && (limbs[i] > 0) != (sign > 0))
			limbs[i] += sign * limb_base, limbs[i + 1] -= sign;
	return sign;
}

/* The smallest window that canonical limbs need, usual_window at least. */
inline Window canonical_window(const std::int64_t *limbs, Window window) {
	Window needed = usual_window;
	for (int at = window.low; at < window.high; at++)
		if (limbs[at - window.low] != 0)
			needed = needed.join({at, at + 2});
	return needed;
}

/* The display scale of a sum is the largest one of its inputs; counting the rows that have it makes it invertible. */
struct Scale {
	std::int64_t digits = 0, rows = 0;
	static constexpr void fields(auto &self, auto &&f) { f("digits", self.digits), f("rows", self.rows); }
	bool valid() const { return digits >= 0 && digits <= 0x3FFF && rows >= 0 && (rows > 0 || digits == 0); }

	void add(const Scale &o) {
		if (o.digits > digits || rows == 0)
			*this = o;
		else if (o.digits == digits)
			rows += o.rows;
	}
	/* False when the answer is not known any more: the last row of the largest scale has gone, others remain. */
	[[nodiscard]] bool remove(const Scale &o, bool others_remain) {
		if (o.digits < digits)
			return true;
		if (rows > o.rows)
			rows -= o.rows;
		else if (others_remain)
			return false;
		else
			*this = {};
		return true;
	}
};

/* A sum as a record of its own: JSON {"sum": 12.50, "scale_rows": 2}, with as many decimals as the scale says. */
struct Money {
	Window window = {};
	Vec<std::int64_t> limbs;
	Scale scale;

	static constexpr void fields(auto &self, auto &&f) { f("window", self.window), f("limbs", self.limbs), f("scale", self.scale); }
	bool valid() const;
	void json(JsonWriter &writer) const;
	void json(JsonReader &reader);

	/* Room for the limbs of `wanted`. */
	void widen(Window wanted) {
		if (limbs.size && wanted.within(window))
			return;
		const Window joined = limbs.size ? window.join(wanted) : wanted.join(usual_window);
		Vec<std::int64_t> wider;
		wider.resize(joined.size());
		std::copy(limbs.begin(), limbs.end(), wider.data + (limbs.size ? window.low - joined.low : 0));
		limbs.free();
		limbs = wider, window = joined;
	}
	template <int sign> void add(const Amount &amount) {
		widen(amount.window());
		add_amount<sign>(limbs.data, window.low, amount);
	}
	void merge(const Money &o) {
		if (o.limbs.size)
			widen(o.window), add_limbs(limbs.data, window, o.limbs.data, o.window);
		scale.add(o.scale);
	}
	/* Whether numeric can hold it: at most 131,072 digits before the point. */
	bool fits_numeric() const { return window.high - 1 <= 131072 / 16; }
	/* The canonical form, in fresh memory. */
	Money canonical() const {
		Money to;
		to.widen(limbs.size ? window.join({window.low, window.high + 1}) : usual_window);
		std::copy(limbs.begin(), limbs.end(), to.limbs.data + (limbs.size ? window.low - to.window.low : 0));
		normalise(to.limbs.data, to.limbs.size);
		const Window needed = canonical_window(to.limbs.data, to.window);
		std::copy_n(to.limbs.data + (needed.low - to.window.low), needed.size(), to.limbs.data);
		to.window = needed, to.limbs.size = needed.size(), to.scale = scale;
		return to;
	}
};

inline bool Money::valid() const {
	if (!scale.valid() || window.low < -0x1000 || window.high > 0x3000 || window.low >= window.high || limbs.size != window.size())
		return false;
	int sign = 0;
	for (int at = window.low; at < window.high; at++) {
		const std::int64_t limb = limbs[static_cast<std::size_t>(at - window.low)];
		if (limb == 0)
			continue;
		const int s = limb > 0 ? 1 : -1;
		const std::int64_t hidden = std::clamp<std::int64_t>(-16 * at - scale.digits, 0, 16); /* decimals of this limb that the scale does not show */
		if (limb <= -limb_base || limb >= limb_base || (sign && s != sign) || limb % powers_of_10[hidden] != 0)
			return false;
		sign = s;
	}
	return canonical_window(limbs.data, window) == window;
}

/* Canonical limbs as a plain decimal with `scale` digits behind the point. */
inline Bytes decimal_text(const std::int64_t *limbs, Window window, std::int64_t scale) {
	Bytes out;
	if (std::any_of(limbs, limbs + window.size(), [](std::int64_t limb) { return limb < 0; }))
		out.push('-');
	/* the first `places` digits of a limb */
	const auto put = [&](int at, std::int64_t places) {
		std::int64_t limb = at < window.low || at >= window.high ? 0 : limbs[at - window.low];
		char digits[16];
		for (int i = 16; i-- > 0; limb /= 10)
			digits[i] = static_cast<char>('0' + (limb < 0 ? -(limb % 10) : limb % 10));
		append(out, {digits, static_cast<std::size_t>(std::min<std::int64_t>(places, 16))});
	};
	const std::size_t start = out.size;
	for (int at = window.high; at-- > 0;)
		put(at, 16);
	std::size_t zeros = 0;
	while (start + zeros + 1 < out.size && out[start + zeros] == '0')
		zeros++;
	std::copy(out.data + start + zeros, out.end(), out.data + start);
	out.size -= zeros;
	if (scale > 0)
		out.push('.');
	for (int at = -1; scale > 0; at--, scale -= 16)
		put(at, scale);
	return out;
}

inline void Money::json(JsonWriter &writer) const {
	Bytes text = decimal_text(limbs.data, window, scale.digits);
	writer.raw("{\"sum\": "), writer.raw(view(text)), writer.raw(", \"scale_rows\": ");
	writer.put(scale.rows), writer.raw("}");
	text.free();
}

/* A plain decimal of a JSON text: its value and its scale. */
struct DecimalToken {
	std::string_view text;
	void json(JsonReader &reader) { text = reader.number(); }
	static constexpr void fields(auto &, auto &&) {}
};

/* Fills canonical limbs from -123.4500; false when that is not a decimal, or beyond what numeric can hold. */
inline bool parse_decimal(std::string_view text, Money &to) {
	static constexpr std::size_t most_before = 131072, most_behind = 16383;
	const bool minus = text.starts_with('-');
	text.remove_prefix(minus);
	const std::size_t point = std::min(text.find('.'), text.size()), behind = text.size() - std::min(point + 1, text.size());
	if (point == 0 || point > most_before || behind > most_behind || (point < text.size() && behind == 0))
		return false;
	to.widen({-static_cast<std::int32_t>((behind + 15) / 16), static_cast<std::int32_t>(point / 16) + 2});
	for (std::size_t i = 0; i < text.size(); i++) {
		if (i == point)
			continue;
		if (text[i] < '0' || text[i] > '9')
			return false;
		const auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(i) - (i < point);
		const std::int64_t at = floor_div(place, 16);
		to.limbs[static_cast<std::size_t>(at - to.window.low)] += (minus ? -1 : 1) * powers_of_10[place - 16 * at] * (text[i] - '0');
	}
	to.scale.digits = static_cast<std::int64_t>(behind);
	to = to.canonical();
	return true;
}

inline void Money::json(JsonReader &reader) {
	DecimalToken sum;
	std::int64_t rows = 0;
	reader.object([&](auto &&visit) { visit("sum", sum), visit("scale_rows", rows); });
	if (!reader.ok)
		return;
	if (!parse_decimal(sum.text, *this))
		reader.fail("\"%.*s\" is not a plain decimal", sum.text);
	scale.rows = rows;
}

} // namespace crm
