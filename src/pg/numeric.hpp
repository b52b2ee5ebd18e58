#pragma once
#include "core/exact.hpp"
#include "pg/error.hpp"

/* numeric in and out. Both sides know its stored form, which pg_upgrade has frozen since 9.1; test/sql/money.sql compares
   them with numeric itself over every form, so a change would be seen on the day of a new major. */
namespace crm {

/* A result of type numeric. */
struct Number {
	Datum datum;
	operator Datum() const { return datum; }
};

[[noreturn, gnu::cold]] inline void raise_special(int head, const char *what, bool of_row) {
	char hint[80];
	pg_snprintf(hint, sizeof hint, of_row ? "Use FILTER (WHERE abs(%s) < 'Infinity')." : "Give a finite %s.", what);
	raise(out_of_range, hint, "%s is %s", what, head == 0xC000 ? "NaN" : head == 0xD000 ? "infinity" : "-infinity");
}

/* The digits in place: numeric_send() would cost an allocation and a copy for every row. */
inline Amount read_numeric(Datum datum, const char *what, bool of_row = true) {
	const auto *value = PG_DETOAST_DATUM_PACKED(datum);
	Amount amount{VARDATA_ANY(value), static_cast<int>(VARSIZE_ANY_EXHDR(value)) / 2, 0, 0, false};
	const int head = amount.digit(0);
	if (head >= 0xC000) [[unlikely]]
		raise_special(head, what, of_row);
	const bool is_short = (head & 0x8000) != 0;
	amount.negative = (head & (is_short ? 0x2000 : 0x4000)) != 0;
	amount.scale = is_short ? (head & 0x1F80) >> 7 : head & 0x3FFF;
	amount.weight = is_short ? (head & 0x3F) - (head & 0x40) : static_cast<std::int16_t>(amount.digit(1));
	const int words = is_short ? 1 : 2;
	amount.digits += 2 * words, amount.count -= words;
	return amount;
}

/* Canonical limbs with this many decimals shown; decimals beyond the scale must be zero. */
inline Number make_numeric(const std::int64_t *limbs, Window window, std::int64_t scale) {
	const int words = 4 * static_cast<int>(window.size());
	auto *digits = static_cast<std::int16_t *>(palloc(sizeof(std::int16_t) * static_cast<std::size_t>(words)));
	bool minus = false;
	for (int i = 0; i < words; i++) { /* least significant first */
		const std::int64_t limb = limbs[i / 4] / powers_of_10000[i % 4];
		minus = minus || limb < 0;
		digits[words - 1 - i] = static_cast<std::int16_t>(std::abs(limb % 10000));
	}
	int first = 0, last = words, weight = 4 * window.high - 1;
	for (; first < last && digits[first] == 0; weight--)
		first++;
	while (last > first && digits[last - 1] == 0)
		last--;
	if (first == last)
		weight = 0, minus = false;
	if (weight > INT16_MAX || scale > 0x3FFF)
		raise(out_of_range, "Sum fewer or smaller amounts.", "sum overflows numeric format");
	const bool is_short = weight >= -64 && weight <= 63 && scale <= 63;
	const std::size_t head = is_short ? 2 : 4, bytes = VARHDRSZ + head + 2 * static_cast<std::size_t>(last - first);
	auto *to = static_cast<char *>(palloc(bytes));
	SET_VARSIZE(to, bytes);
	const std::uint16_t words_out[] = {
		static_cast<std::uint16_t>(is_short ? 0x8000 | (minus ? 0x2000 : 0) | scale << 7 | (weight & 0x7F) : (minus ? 0x4000 : 0) | scale),
		static_cast<std::uint16_t>(weight)};
	std::memcpy(to + VARHDRSZ, words_out, head);
	std::memcpy(to + VARHDRSZ + head, digits + first, 2 * static_cast<std::size_t>(last - first));
	pfree(digits);
	return {PointerGetDatum(to)};
}

/* The canonical form of a sum, of which sum() would have been capable, too. */
inline Money canonical(const Money &sum) {
	const Money to = sum.canonical();
	if (!to.fits_numeric())
		raise(out_of_range, "Sum fewer or smaller amounts.", "sum overflows numeric format");
	return to;
}

inline Number number(std::int64_t value) { return {NumericGetDatum(int64_to_numeric(value))}; }
inline Number number(i128 value) {
	if (value >= INT64_MIN && value <= INT64_MAX)
		return number(static_cast<std::int64_t>(value));
	const std::int64_t limbs[] = {static_cast<std::int64_t>(value % limb_base), static_cast<std::int64_t>(value / limb_base % limb_base),
								  static_cast<std::int64_t>(value / limb_base / limb_base)};
	return make_numeric(limbs, {0, 3}, 0);
}
inline Number number(const Money &canonical) { return make_numeric(canonical.limbs.data, canonical.window, canonical.scale.digits); }
inline Number number(const Amount &amount) {
	Money sum;
	sum.add<1>(amount), sum.scale = {amount.scale, 1};
	return number(sum.canonical());
}
/* Statistics: 15 significant digits, as float8::numeric. */
inline Number number(double value) { return {DirectFunctionCall1(float8_numeric, Float8GetDatum(value))}; }
/* One that becomes a numeric when it is returned. */
struct Statistic {
	double value;
};

/* A dimensionless factor enters money arithmetic by its shortest decimal: 0.1 is exactly 0.1. */
inline Number shortest(double value) {
	char text[40];
	text[format_double(value, text)] = '\0';
	return {DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1))};
}

inline Number operator/(Number a, Number b) { return {DirectFunctionCall2(numeric_div, a, b)}; }
inline Number operator*(Number a, Number b) { return {DirectFunctionCall2(numeric_mul, a, b)}; }
inline Number operator-(Number a, Number b) { return {DirectFunctionCall2(numeric_sub, a, b)}; }

/* A whole number as numeric on the stack: a ratio of counts is made once per group or even per row. */
struct SmallNumeric {
	alignas(4) char bytes[VARHDRSZ + 2 + 2 * 5];
	explicit SmallNumeric(std::int64_t value) {
		std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
		unsigned digits = 0;
		for (std::uint64_t left = rest; left; left /= 10000)
			digits++;
		put(0, 0x8000u | (value < 0 ? 0x2000u : 0) | (digits ? digits - 1 : 0));
		for (unsigned i = digits; i > 0; i--, rest /= 10000)
			put(i, static_cast<unsigned>(rest % 10000));
		SET_VARSIZE(bytes, VARHDRSZ + 2 + 2 * digits);
	}
	void put(unsigned i, unsigned word) {
		const auto w = static_cast<std::uint16_t>(word);
		std::memcpy(bytes + VARHDRSZ + 2 * i, &w, sizeof w);
	}
	Number number() const { return {PointerGetDatum(bytes)}; }
};
/* a / b as one numeric division; NULL when b is zero. */
inline std::optional<Number> ratio(i128 a, i128 b) {
	if (b == 0)
		return std::nullopt;
	if (a == static_cast<std::int64_t>(a) && b == static_cast<std::int64_t>(b)) [[likely]]
		return SmallNumeric{static_cast<std::int64_t>(a)}.number() / SmallNumeric{static_cast<std::int64_t>(b)}.number();
	return number(a) / number(b);
}
/* The same for money. */
inline std::optional<Number> divide(Number a, Number b) {
	if (read_numeric(b, "divisor").count == 0)
		return std::nullopt;
	return a / b;
}
/* A score or share kept as a fraction: 1 - x of something that may be NULL. */
inline std::optional<Number> complement(std::optional<Number> x) {
	if (x)
		x = number(std::int64_t{1}) - *x;
	return x;
}

/* A number as text, for messages. */
inline const char *shown(Number value) { return DatumGetCString(DirectFunctionCall1(numeric_out, value)); }

inline const char *shown(double value) {
	if (!std::isfinite(value))
		return std::isnan(value) ? "NaN" : value < 0 ? "-infinity" : "infinity";
	auto *text = static_cast<char *>(palloc(40));
	text[format_double(value, text)] = '\0';
	return text;
}
/* A numeric argument of a scalar function must be a number. */
inline void check_finite(const char *what, Number value) { static_cast<void>(read_numeric(value, what, false)); }
/* A dimensionless factor: finite, not negative, at most `most`. */
inline void check_factor(const char *what, double value, double most) {
	const char *hint = most == 1 ? "Give a fraction: 0.25 for 25 %." : "Give a number of periods, such as 2.5.";
	if (!std::isfinite(value))
		raise(out_of_range, hint, "%s is %s", what, shown(value));
	if (value < 0 || value > most)
		raise(invalid_parameter, hint, most == 1 ? "%s %s is not between 0 and 1" : "%s %s is negative", what, shown(value));
}
/* Two-sided confidence levels. */
inline void check_confidence(double confidence) {
	if (!(confidence > 0 && confidence < 1))
		raise(std::isfinite(confidence) ? invalid_parameter : out_of_range, "Use 0.95 for 95 %.", "confidence %s is not between 0 and 1",
			  shown(confidence));
}

} // namespace crm
