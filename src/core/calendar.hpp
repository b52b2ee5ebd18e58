#pragma once
#include <algorithm>
#include <span>

#include "core/json.hpp"

/* Instants as PostgreSQL keeps them: microseconds since 2000-01-01 00:00 UTC in the proleptic Gregorian calendar.
   Day arithmetic after Howard Hinnant, "chrono-compatible low-level date algorithms", and for dates of days Cassio Neri and Lorenz
   Schneider, "Euclidean affine functions and their application to calendar algorithms". */
namespace crm {

inline constexpr std::int64_t microseconds_per_day = 86400LL * 1000000;

struct Civil {
	std::int64_t year;
	int month, day;
};
/* From and to days since 2000-01-01. */
constexpr Civil civil(std::int64_t days) {
	const std::int64_t z = days + 730425, era = floor_div(z, 146097); /* since 0000-03-01; eras of 400 years */
	const std::uint32_t quarters = 4 * static_cast<std::uint32_t>(z - era * 146097) + 3, century = quarters / 146097;
	const std::uint64_t years = std::uint64_t{2939745} * (quarters % 146097 | 3);                                    /* of the century, times 2^32 */
	const std::uint32_t of_year = static_cast<std::uint32_t>(years) / 2939745 / 4, months = 2141 * of_year + 197913; /* March is 3; times 2^16 */
	const bool next_year = of_year >= 306;
	return {era * 400 + 100 * century + static_cast<std::int64_t>(years >> 32) + next_year, static_cast<int>((months >> 16) - 12u * next_year),
			static_cast<int>((months & 65535) / 2141 + 1)};
}
constexpr std::int64_t days_from_civil(const Civil &c) {
	const std::int64_t year = c.year - (c.month <= 2), era = floor_div(year, 400), of_era = year - era * 400;
	const std::int64_t of_year = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 730425;
}

/* The same day so many months later, the last of a month that is too short, as timestamp + interval has it. */
constexpr std::int64_t add_months(std::int64_t days, std::int64_t months) {
	const Civil c = civil(days);
	const std::int64_t month = c.year * 12 + c.month - 1 + months; /* since January of the year 0 */
	const auto first = [](std::int64_t m) { return days_from_civil({floor_div(m, 12), static_cast<int>(m - floor_div(m, 12) * 12) + 1, 1}); };
	return std::min(first(month) + c.day, first(month + 1)) - 1;
}

struct Instant {
	std::int64_t microseconds = 0;
	/* PostgreSQL's range of timestamps, 4714-11-24 BC to before 294277-01-01; the infinities lie outside. */
	static constexpr std::int64_t first = -211813488000000000, end = 9223371331200000000;

	constexpr bool finite() const { return microseconds >= first && microseconds < end; }
	constexpr auto operator<=>(const Instant &) const = default;

	static constexpr void fields(auto &self, auto &&f) { f("microseconds", self.microseconds); }
	bool valid() const { return finite(); }
	/* ISO 8601 in UTC: 2024-03-01T00:00:00Z, with as many decimals as needed; years beyond 0..9999 carry a sign. */
	void json(JsonWriter &writer) const;
	void json(JsonReader &reader);
};

/* How many of the increasing times have come at t. A processor would guess the jumps of a usual binary search wrong half of the time. */
inline std::int64_t times_until(std::span<const Instant> times, Instant t) {
	const Instant *first = times.data();
	std::size_t left = times.size();
	for (; left > 1; left -= left / 2)
		first += left / 2 * static_cast<std::size_t>(first[left / 2 - 1] <= t);
	return first - times.data() + (left == 1 && *first <= t);
}

/* The text of json(), without quotes, for messages too. */
inline Bytes iso(Instant t) {
	Bytes out;
	const auto number = [&out](std::int64_t value, int digits) { append_decimal(out, value, digits); };
	const std::int64_t days = floor_div(t.microseconds, microseconds_per_day);
	std::int64_t rest = t.microseconds - days * microseconds_per_day;
	const Civil c = civil(days);
	if (c.year < 0 || c.year > 9999)
		out.push(c.year < 0 ? '-' : '+');
	number(c.year < 0 ? -c.year : c.year, 4), out.push('-'), number(c.month, 2), out.push('-'), number(c.day, 2), out.push('T');
	const std::int64_t fraction = rest % 1000000;
	rest /= 1000000;
	number(rest / 3600, 2), out.push(':'), number(rest / 60 % 60, 2), out.push(':'), number(rest % 60, 2);
	if (fraction) {
		out.push('.'), number(fraction, 6);
		while (out.back() == '0')
			out.size--;
	}
	out.push('Z');
	return out;
}

inline bool parse_iso(std::string_view in, Instant &t) {
	const auto number = [&in](std::size_t least, std::size_t most, std::int64_t &value) {
		std::size_t n = 0;
		for (value = 0; n < in.size() && n < most && in[n] >= '0' && in[n] <= '9'; n++)
			value = value * 10 + (in[n] - '0');
		in.remove_prefix(n);
		return n >= least;
	};
	const auto skip = [&in](char c) {
		const bool there = in.starts_with(c);
		in.remove_prefix(there);
		return there;
	};
	const bool minus = skip('-');
	if (!minus)
		skip('+');
	std::int64_t year, month, day, hour, minute, second, fraction = 0;
	if (!number(4, 6, year) || !skip('-') || !number(2, 2, month) || !skip('-') || !number(2, 2, day) || !skip('T') || !number(2, 2, hour) ||
		!skip(':') || !number(2, 2, minute) || !skip(':') || !number(2, 2, second))
		return false;
	if (skip('.')) {
		const std::size_t before = in.size();
		if (!number(1, 6, fraction))
			return false;
		for (std::size_t digits = before - in.size(); digits < 6; digits++)
			fraction *= 10;
	}
	if (!skip('Z') || !in.empty() || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
		return false;
	const Civil c{minus ? -year : year, static_cast<int>(month), static_cast<int>(day)};
	const std::int64_t days = days_from_civil(c);
	if (civil(days).month != c.month) /* 31 April */
		return false;
	const std::int64_t within = ((hour * 60 + minute) * 60 + second) * 1000000 + fraction;
	if (__builtin_mul_overflow(days, microseconds_per_day, &t.microseconds) || __builtin_add_overflow(t.microseconds, within, &t.microseconds))
		return false;
	return t.finite();
}

inline void Instant::json(JsonWriter &writer) const {
	Bytes text = iso(*this);
	writer.text(view(text)), text.free();
}
inline void Instant::json(JsonReader &reader) {
	const std::string_view text = reader.string();
	if (reader.ok && !parse_iso(text, *this))
		reader.fail("\"%.*s\" is not a time like 2024-03-01T00:00:00Z", text);
}

} // namespace crm
