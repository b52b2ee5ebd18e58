#pragma once
#include <optional>

#include "core/calendar.hpp"
#include "core/numbering.hpp"
#include "core/part.hpp"
#include "core/sort.hpp"

/* Cohorts: customers by the period of their first activity, and what they do in that period and later ones. */
namespace crm {

/* A customer was active in a period; an amount, or part of it. */
struct Activity : Part {
	static constexpr bool numbered = false;
	auto operator<=>(const Activity &) const = default;
	static constexpr void fields(auto &self, auto &&f) { Part::fields(self, f); }
	static bool valid_time(std::int64_t period) { return period > -0x7FFFFFFF && period < 0x7FFFFFFF; }
	static void json_time(JsonWriter &writer, std::int64_t period) { writer.put(period); }
	static void json_time(JsonReader &reader, std::int64_t &period) { reader.get(period); }
};

/* Length of a period: whole months, counted from 2000-01, or whole days, from Monday 2000-01-03. */
struct Width {
	static constexpr std::int64_t first_monday = 2; /* days since 2000-01-01 */
	std::int32_t months = 0, days = 0;
	bool operator==(const Width &) const = default;
	static constexpr void fields(auto &self, auto &&f) { f("months", self.months), f("days", self.days); }
	bool valid() const { return (months > 0) != (days > 0) && months >= 0 && days >= 0; }

	/* Number of the period that holds a time. */
	std::int64_t period(Instant t) const {
		const std::int64_t day = floor_div(t.microseconds, microseconds_per_day);
		if (days > 0)
			return floor_div(day - first_monday, days);
		const Civil c = civil(day);
		const std::int64_t month = (c.year - 2000) * 12 + c.month - 1;
		return months == 1 ? month : floor_div(month, months);
	}
	/* Is there a time in it? */
	bool holds(std::int64_t number) const { return number >= period({Instant::first}) && number <= period({Instant::end - 1}); }
	/* The first moment, in microseconds, of a period that holds a time: maybe before all times there are. */
	i128 start(std::int64_t period) const {
		if (days > 0)
			return (i128{period} * days + first_monday) * microseconds_per_day;
		const std::int64_t month = period * months, year = floor_div(month, 12);
		return i128{days_from_civil({2000 + year, static_cast<int>(month - 12 * year) + 1, 1})} * microseconds_per_day;
	}
};

/* A customer's first period and later ones. */
struct Periods {
	std::uint64_t later = 0; /* bit i: active in period first + 1 + i */
	std::int32_t first = 0;
	std::uint32_t number = 0; /* of the customer, from 1 */

	bool has(std::int64_t period) const {
		const std::int64_t d = period - first;
		return d == 0 || (d > 0 && d <= 64 && (later >> (d - 1) & 1));
	}
	/* False: it is too far from the others. */
	bool add(std::int64_t period) {
		const std::int64_t d = period - first;
		if (d > 0 && d <= 64)
			later |= std::uint64_t{1} << (d - 1);
		else if (d < 0 && static_cast<std::int64_t>(std::bit_width(later)) - d <= 64)
			later = (d > -64 ? later << -d : 0) | std::uint64_t{1} << (-d - 1), first = static_cast<std::int32_t>(period);
		else
			return d == 0;
		return true;
	}
	/* As add, for all of another customer's. */
	bool join(const Periods &o) {
		const std::int64_t least = std::min(first, o.first);
		if (std::max(last(), o.last()) - least > 64)
			return false;
		const auto since_least = [least](const Periods &p) { return (u128{p.later} << 1 | 1) << (p.first - least); };
		later = static_cast<std::uint64_t>((since_least(*this) | since_least(o)) >> 1), first = static_cast<std::int32_t>(least);
		return true;
	}
	std::int64_t last() const { return first + static_cast<std::int64_t>(std::bit_width(later)); }
	/* f(period), in order. */
	void each(auto &&f) const {
		f(std::int64_t{first});
		for (std::uint64_t left = later; left; left &= left - 1)
			f(std::int64_t{first} + 1 + std::countr_zero(left));
	}
};

/* Customers whose first period is `cohort`, in the period `later` periods after it. */
struct CohortCell {
	std::int64_t cohort = 0, later = 0, customers = 0;
	Money revenue;
};

struct Cohorts {
	Numbering places; /* by code() of a cell */
	Vec<CohortCell> cells;

	/* Small in a table of up to 32 cohorts; both numbers are days at most. */
	std::uint64_t code(std::int64_t cohort, std::int64_t later) const {
		const auto row = static_cast<std::uint64_t>(cells.empty() ? 32 : cohort - cells[0].cohort + 32), column = static_cast<std::uint64_t>(later);
		return (row | column) < 64 ? row << 6 | column : static_cast<std::uint64_t>(cohort) << 32 | 1u << 31 | column;
	}
	/* Index of a cell, a new one if need be. */
	std::uint32_t place(std::int64_t cohort, std::int64_t later) {
		const std::uint32_t i = places.number(code(cohort, later));
		if (i == cells.size)
			cells.push({cohort, later, 0, {}});
		return i;
	}
	CohortCell &at(std::int64_t cohort, std::int64_t later) { return cells[place(cohort, later)]; }
	/* In order of cohort and period. */
	Vec<const CohortCell *> sorted() const {
		Vec<const CohortCell *> to;
		for (const CohortCell &cell : cells)
			to.push(&cell);
		sort_all(to.begin(), to.end(),
				 [](const CohortCell *a, const CohortCell *b) { return a->cohort != b->cohort ? a->cohort < b->cohort : a->later < b->later; });
		return to;
	}
};

} // namespace crm
