#include <vector>

#include "check.hpp"
#include "core/exact.hpp"
#include "core/wire.hpp"

using namespace crm;

/* An addend as numeric stores it, and the same as decimal text for the oracle. */
struct Sample {
	std::vector<std::uint16_t> digits;
	int weight, scale;
	bool negative;
	Amount amount() const { return {reinterpret_cast<const char *>(digits.data()), static_cast<int>(digits.size()), weight, scale, negative}; }
};

/* Oracle: digit by digit sums in a wide array of base-10 columns, units at column `origin`. */
struct Columns {
	static constexpr int origin = 400, size = 900;
	std::vector<std::int64_t> column = std::vector<std::int64_t>(size);
	void add(const Sample &s, int sign) {
		for (std::size_t i = 0; i < s.digits.size(); i++) {
			int d = s.digits[i];
			for (int k = 0; k < 4; k++, d /= 10)
				column[static_cast<std::size_t>(origin + 4 * (s.weight - static_cast<int>(i)) + k)] += (s.negative ? -sign : sign) * (d % 10);
		}
	}
	/* Plain decimal with `scale` digits behind the point. */
	std::string print(std::int64_t scale) const {
		std::vector<std::int64_t> c = column;
		bool minus = false;
		for (int round = 0; round < 2; round++) {
			std::int64_t carry = 0;
			for (auto &v : c) {
				v += carry, carry = floor_div(v, 10), v -= 10 * carry;
			}
			if (carry >= 0)
				break;
			minus = true; /* negative: start again with the negated columns */
			for (std::size_t i = 0; i < c.size(); i++)
				c[i] = -column[i];
		}
		std::string out = minus ? "-" : "";
		int top = size - 1;
		while (top > origin && c[static_cast<std::size_t>(top)] == 0)
			top--;
		for (int i = top; i >= origin; i--)
			out += static_cast<char>('0' + c[static_cast<std::size_t>(i)]);
		if (scale > 0)
			out += '.';
		for (int i = 1; i <= scale; i++)
			out += static_cast<char>('0' + c[static_cast<std::size_t>(origin - i)]);
		return out;
	}
};

static Sample random_sample(Random &random, int spread) {
	Sample s{{}, static_cast<int>(random.below(2 * spread)) - spread, 0, random.below(3) == 0};
	for (std::int64_t n = random.below(8); n > 0; n--)
		s.digits.push_back(static_cast<std::uint16_t>(random.below(4) ? random.below(10000) : random.below(2) * 9999));
	while (!s.digits.empty() && s.digits.back() == 0)
		s.digits.pop_back();
	const int behind = 4 * (static_cast<int>(s.digits.size()) - 1 - s.weight);
	s.scale = s.digits.empty() ? static_cast<int>(random.below(9)) : std::max(behind, 0);
	return s;
}

static void sums_equal_columns(Random &random, int spread) {
	std::vector<Sample> samples;
	Columns oracle;
	Money parts[3];
	for (int i = 0; i < 200; i++) {
		samples.push_back(random_sample(random, spread));
		oracle.add(samples.back(), 1);
		Money &part = parts[random.below(3)];
		part.add<1>(samples.back().amount()), part.scale.add({samples.back().scale, 1});
	}
	Money whole;
	for (std::size_t i = samples.size(); i-- > 0;)
		whole.add<1>(samples[i].amount()), whole.scale.add({samples[i].scale, 1});
	Money merged;
	for (const Money &part : parts)
		merged.merge(part);
	const Money canonical = whole.canonical(), other = merged.canonical();
	CHECK(canonical.valid());
	CHECK(canonical.window == other.window && std::equal(canonical.limbs.begin(), canonical.limbs.end(), other.limbs.begin()));
	CHECK(canonical.scale.digits == other.scale.digits && canonical.scale.rows == other.scale.rows);
	const std::string printed = text(decimal_text(canonical.limbs.data, canonical.window, canonical.scale.digits));
	CHECK(printed == oracle.print(canonical.scale.digits));

	Money read; /* text and back */
	JsonWriter json;
	json.put(canonical);
	JsonReader reader{view(json.out)};
	reader.get(read);
	CHECK(reader.ok && reader.in.empty() && read.window == canonical.window &&
		  std::equal(read.limbs.begin(), read.limbs.end(), canonical.limbs.begin()));
	WireWriter wire;
	wire.put(canonical);
	WireReader from{view(wire.out)};
	Money again;
	from.get(again);
	CHECK(from.ok && from.in.empty() && again.window == canonical.window);

	for (const Sample &s : samples) /* take everything away again */
		whole.add<-1>(s.amount());
	const Money zero = whole.canonical();
	CHECK(zero.window == usual_window && std::all_of(zero.limbs.begin(), zero.limbs.end(), [](std::int64_t v) { return v == 0; }));
}

static void long_runs_carry() {
	/* 9999 9999 9999 9999 added 3000 times overflows its limb three times; every sum is checked at the end */
	const Sample big{{9999, 9999, 9999, 9999}, 3, 0, false}, tiny{{9999, 9999, 9999, 9999}, -1, 16, true};
	Money sum;
	Columns oracle;
	for (int i = 0; i < 3000; i++)
		sum.add<1>(big.amount()), sum.add<1>(tiny.amount()), oracle.add(big, 1), oracle.add(tiny, 1);
	const Money canonical = sum.canonical();
	CHECK(text(decimal_text(canonical.limbs.data, canonical.window, 16)) == oracle.print(16));
}

static void scale_is_that_of_the_rows() {
	Scale s;
	s.add({2, 1}), s.add({5, 1}), s.add({5, 1}), s.add({0, 1});
	CHECK(s.digits == 5 && s.rows == 2);
	CHECK(s.remove({2, 1}, true) && s.digits == 5 && s.rows == 2);
	CHECK(s.remove({5, 1}, true) && s.rows == 1);
	CHECK(!s.remove({5, 1}, true)); /* the next largest is not known */
	CHECK(s.remove({5, 1}, false) && s.digits == 0 && s.rows == 0);
}

static void rejects_what_is_no_decimal() {
	for (const char *bad : {"", "-", ".5", "1.", "1e5", "1.2.3", "--1", "1-2", "+1"}) {
		Money m;
		CHECK(!parse_decimal(bad, m));
	}
	Money m;
	CHECK(parse_decimal("-0.00", m) && m.scale.digits == 2 && m.limbs[0] == 0);
}

/* A limb that cannot take the carry of the one below carries first: the number they stand for stays. */
static void carries_go_on() {
	const auto number = [](const std::int64_t *limb) { return (limb[2] * static_cast<__int128>(limb_base) + limb[1]) * limb_base + limb[0]; };
	for (const std::int64_t sign : {1, -1})
		for (const std::int64_t below : {0, 1, 900}) {
			std::int64_t limb[3] = {sign * (INT64_MAX - below), sign * (INT64_MAX - below), sign * 5};
			const auto before = number(limb);
			carry(limb);
			CHECK(number(limb) == before && limb[0] < limb_base && limb[0] > -limb_base);
		}
}

int main() {
	carries_go_on();
	Random random{20260401};
	for (int i = 0; i < 60; i++)
		sums_equal_columns(random, 3), sums_equal_columns(random, 40);
	long_runs_carry();
	scale_is_that_of_the_rows();
	rejects_what_is_no_decimal();
	return summary("exact");
}
