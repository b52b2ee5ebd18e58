#include <vector>

#include "check.hpp"
#include "core/cohort.hpp"

using namespace crm;

static bool leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
static int month_days(std::int64_t year, int month) {
	static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* The calendar, day by day from 1580 to 2420: the period counts up each time that a period of so many months or days is over. */
static void widths_equal_a_calendar() {
	std::int64_t year = 2000, day_number = 0;
	for (; year > 1580; year--)
		day_number -= leap(year - 1) ? 366 : 365;
	const std::int64_t first_year = year;
	struct Case {
		Width width;
		std::int64_t period = 0, start = 0, left = 0; /* left: months or days of the period, the present one included */
		bool begun = false;
	};
	std::vector<Case> cases;
	for (const std::int32_t n : {1, 2, 3, 5, 6, 7, 12, 13, 30, 120, 1200, 5000})
		cases.push_back({{n, 0}}), cases.push_back({{0, n}});
	for (Case &c : cases)
		CHECK(c.width.valid() && c.width.period({0}) == (c.width.months ? 0 : c.width.days == 1 ? -2 : -1)); /* 2000-01-01 is a Saturday */
	for (; year < 2420; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= month_days(year, month); day++, day_number++) {
				const std::int64_t from = day_number * microseconds_per_day;
				for (Case &c : cases) {
					const std::int64_t months_since = (year - first_year) * 12 + month - 1;
					const bool begins = c.width.months ? day == 1 && (months_since - (2000 - first_year) * 12) % c.width.months == 0
													   : (day_number - 2) % c.width.days == 0;
					if (begins && !c.begun)
						c.period = c.width.period({from}), c.begun = true; /* from here on it is counted */
					else if (begins)
						c.period++;
					if (begins)
						c.start = from, CHECK(c.width.start(c.period) == from);
					if (!c.begun)
						continue;
					CHECK(c.width.period({from}) == c.period);
					if (day % 10 == 1)
						CHECK(c.width.period({from + 1}) == c.period && c.width.period({from + microseconds_per_day - 1}) == c.period &&
							  c.width.holds(c.period));
					if (year == 2000 && month == 1 && day == 3)
						CHECK(c.width.months ? c.period == 0 && c.start == 0 : c.period == 0 && c.start == from);
				}
			}
}

static void widths_at_the_ends() {
	for (const Width width : {Width{1, 0}, Width{7, 0}, Width{INT32_MAX, 0}, Width{0, 1}, Width{0, 7}, Width{0, INT32_MAX}}) {
		const std::int64_t low = width.period({Instant::first}), high = width.period({Instant::end - 1});
		CHECK(width.holds(low) && width.holds(high) && !width.holds(low - 1) && !width.holds(high + 1));
		CHECK(width.start(low) <= Instant::first && width.start(high) < Instant::end && width.start(high + 1) >= Instant::end);
		CHECK(!width.holds(INT64_MIN) && !width.holds(INT64_MAX));
	}
	CHECK(!Width{}.valid() && !(Width{1, 1}.valid()) && !(Width{-1, 0}.valid()) && !(Width{0, -7}.valid()) && !(Width{2, -7}.valid()));
}

/* ---- amounts ---- */

struct Sample {
	std::vector<std::uint16_t> digits;
	int weight, scale;
	bool negative;
	Amount amount() const { return {reinterpret_cast<const char *>(digits.data()), static_cast<int>(digits.size()), weight, scale, negative}; }
};

static Sample random_sample(Random &random, int spread) {
	Sample s{{}, static_cast<int>(random.below(2 * spread)) - spread, 0, random.below(3) == 0};
	for (std::int64_t n = random.below(10); n > 0; n--)
		s.digits.push_back(static_cast<std::uint16_t>(random.below(3) ? random.below(10000) : random.below(2) * 9999));
	while (!s.digits.empty() && s.digits.front() == 0)
		s.digits.erase(s.digits.begin()), s.weight--;
	while (!s.digits.empty() && s.digits.back() == 0)
		s.digits.pop_back();
	if (s.digits.empty())
		s.weight = 0, s.negative = false;
	int behind = s.digits.empty() ? 0 : std::max(4 * (static_cast<int>(s.digits.size()) - 1 - s.weight), 0);
	if (behind > 0) /* the scale may end inside the last digit, after its last decimal that is not zero */
		for (int last = s.digits.back(); last % 10 == 0 && random.below(2); last /= 10)
			behind--;
	s.scale = behind + static_cast<int>(random.below(3) ? 0 : random.below(20));
	return s;
}

static std::string shown(const Money &m) { return text(decimal_text(m.limbs.data, m.window, m.scale.digits)) + " " + std::to_string(m.scale.rows); }

/* Amounts by their parts, each alone and added up where the exponents agree, make the same sum as the amounts. */
static void parts_equal_amounts(Random &random, int spread) {
	Money plain, by_part, added_up;
	std::vector<Part> sums;
	for (std::int64_t n = 1 + random.below(60); n > 0; n--) {
		const Sample s = random_sample(random, spread);
		const Amount amount = s.amount();
		plain.add<1>(amount), plain.scale.add({s.scale, 1}), plain.scale.rows = 1;
		Money alone, of_parts;
		alone.add<1>(amount), alone.scale = {s.scale, 1};
		std::int32_t least = INT32_MAX;
		int parts = 0;
		each_part(amount, [&](const Part &part) {
			CHECK(part.valid());
			least = std::min(least, part.exponent), parts++;
			add_part(of_parts, part), add_part(by_part, part);
			for (Part &sum : sums) {
				i128 total;
				const bool fits = sum.exponent == part.exponent && !__builtin_add_overflow(sum.value(), part.value(), &total) && Part::fits(total);
				const Part wanted = fits ? Part::of(part.exponent, total) : sum;
				CHECK(sum.absorb(part) == fits && sum == wanted && sum.valid());
				if (fits)
					return;
			}
			sums.push_back(part);
		});
		CHECK(parts >= 1 && least == -s.scale);
		CHECK(shown(of_parts.canonical()) == shown(alone.canonical()));
	}
	for (const Part &sum : sums)
		add_part(added_up, sum);
	CHECK(by_part.canonical().valid());
	CHECK(shown(by_part.canonical()) == shown(plain.canonical()));
	CHECK(shown(added_up.canonical()) == shown(plain.canonical()));
}

/* A part can be as large as its fields: 10^35 of any exponent, many times. */
static void largest_parts_carry() {
	for (const std::int32_t exponent : {0, -1, -2, -15, -16, -17, 1, 15, 16, 31, 100, -100}) {
		const Part largest{exponent, INT64_MAX, limb_base - 1}, least{exponent, -INT64_MAX, 1 - limb_base}, one{exponent, 0, 1};
		CHECK(largest.valid() && Part::fits(largest.value()) && !Part::fits(largest.value() + 1) && Part::of(exponent, least.value()) == least);
		Part full{exponent, INT64_MAX, limb_base - 2}, drained = least;
		CHECK(full.absorb(one) && full == largest && !full.absorb(one) && !full.absorb({exponent, 1, 0}) && full == largest);
		CHECK(drained.absorb({exponent, 0, -limb_base + 1}) == Part::fits(least.value() - (limb_base - 1)) && full.absorb({exponent, 0, -1}));
		CHECK(!full.absorb({exponent + 1, 0, 1}) && full == Part{exponent, INT64_MAX, limb_base - 2});
		Money sum;
		for (int i = 0; i < 3000; i++)
			add_part(sum, largest), add_part(sum, one);
		std::string wanted = "27670116110564327424000"
							 "0000000000000000"; /* 3000 * 2^63 * 10^16 */
		wanted += exponent > 0 ? std::string(static_cast<std::size_t>(exponent), '0') : "";
		if (exponent < 0) {
			const auto behind = static_cast<std::size_t>(-exponent);
			if (wanted.size() <= behind)
				wanted = std::string(behind + 1 - wanted.size(), '0') + wanted;
			wanted.insert(wanted.size() - behind, ".");
		}
		CHECK(shown(sum.canonical()) == wanted + " 1");
		for (int i = 0; i < 3000; i++)
			add_part(sum, least);
		for (int i = 0; i < 3000; i++)
			add_part(sum, {exponent, 0, -1});
		const Money zero = sum.canonical();
		CHECK(std::all_of(zero.limbs.begin(), zero.limbs.end(), [](std::int64_t limb) { return limb == 0; }));
	}
}

/* Amounts of 34 digits leave room for many of them. */
static void many_large_amounts() {
	const Sample s{{9999, 9999, 9999, 9999, 9999, 9999, 9999, 9999, 9900}, 7, 2, false};
	each_part(s.amount(), [](const Part &part) { CHECK(part.carried < 100000000); });
}

int main() {
	Random random{20000103};
	widths_equal_a_calendar();
	widths_at_the_ends();
	for (int i = 0; i < 1500; i++)
		parts_equal_amounts(random, 3), parts_equal_amounts(random, 9), parts_equal_amounts(random, 60);
	largest_parts_carry();
	many_large_amounts();
	return summary("cohort");
}
