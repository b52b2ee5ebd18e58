#include <vector>

#include "check.hpp"
#include "core/mrr.hpp"

using namespace crm;

/* An amount of whole cents, shown with `scale` decimals, 2 or more. */
struct Cents {
	std::vector<std::uint16_t> digits{};
	int weight = 0, scale = 2;
	explicit Cents(std::int64_t cents, int decimals = 2) : scale(decimals) {
		const std::int64_t parts[] = {cents / 100 / 10000 / 10000, cents / 100 / 10000 % 10000, cents / 100 % 10000, cents % 100 * 100};
		weight = 2;
		for (const std::int64_t part : parts)
			if (part != 0 || !digits.empty())
				digits.push_back(static_cast<std::uint16_t>(part));
			else
				weight--;
		while (!digits.empty() && digits.back() == 0)
			digits.pop_back();
		weight = digits.empty() ? 0 : weight;
	}
	Amount amount() const { return {reinterpret_cast<const char *>(digits.data()), static_cast<int>(digits.size()), weight, scale, false}; }
};
static std::string cents(std::int64_t value) {
	const std::string digits = std::to_string(std::abs(value) + 100);
	const std::string whole = std::to_string(std::abs(value) / 100);
	return (value < 0 ? "-" : "") + whole + "." + digits.substr(digits.size() - 2);
}
static std::string shown(const Money &m) { return text(decimal_text(m.limbs.data, m.window, m.scale.digits)); }
static std::string json(const MovementSums &sums) {
	JsonWriter writer;
	writer.put(sums);
	return text(writer.out);
}

static void order_of_amounts(Random &random) {
	static constexpr std::int64_t ranges[] = {3, 200, 20000, 100000000, 10000000000000};
	for (int i = 0; i < 20000; i++) {
		const std::int64_t range = ranges[random.below(5)], a = random.below(range), b = random.below(3) ? random.below(range) : a;
		CHECK(compare(Cents{a}.amount(), Cents{b, 7}.amount()) == (a > b) - (a < b));
	}
}

static void words() {
	CHECK(mrr_move(false, false, 0, true) == MrrMove::none && mrr_move(false, true, 1, false) == MrrMove::fresh);
	CHECK(mrr_move(false, true, 1, true) == MrrMove::reactivation && mrr_move(true, false, -1, true) == MrrMove::churn);
	CHECK(mrr_move(true, true, -1, false) == MrrMove::contraction && mrr_move(true, true, 0, false) == MrrMove::retained);
	CHECK(mrr_move(true, true, 1, false) == MrrMove::expansion);
}

/* Customers added in two states, some taken away again, and merged, have the sums of plain integers. */
static void sums_equal_integers(Random &random) {
	Movements parts[2], again;
	std::int64_t wanted[kinds] = {}, ending = 0, customers = 0;
	for (std::int64_t n = 1 + random.below(50); n > 0; n--) {
		const std::int64_t range = random.below(2) ? 4 : 1000000000000;
		const std::int64_t before = random.below(3) ? random.below(range) : 0,
						   after = random.below(4) ? random.below(range) : random.below(2) * before;
		const bool was_active = random.below(2);
		Movements &part = parts[random.below(2)];
		const Cents from{before}, to{after};
		part.move<1>(from.amount(), to.amount(), was_active);
		if (random.below(3) == 0) {
			part.move<-1>(from.amount(), to.amount(), was_active);
			continue;
		}
		part.scale.add(Movements::scale_of(2, 2)), customers++;
		wanted[starting] += before, ending += after;
		if (before == 0)
			wanted[was_active ? reactivation : fresh] += after;
		else if (after == 0)
			wanted[churned] += before;
		else
			wanted[after > before ? expansion : contraction] += std::abs(after - before);
	}
	if (customers == 0)
		return;
	parts[0].merge(parts[1]);
	const MovementSums sums = parts[0].sums();
	for (int kind = 0; kind < kinds; kind++)
		CHECK(shown(sums.sums[kind]) == cents(wanted[kind]) && shown(parts[0].money(Kind{kind})) == cents(wanted[kind]));
	CHECK(shown(parts[0].total(ending_terms)) == cents(ending) && sums.scale_rows == 2 * customers && sums.possible(customers));
	CHECK(shown(parts[0].total({{churned, 1}, {expansion, -1}})) == cents(wanted[churned] - wanted[expansion]));
	again.fill(sums);
	CHECK(json(again.sums()) == json(sums));
	const std::string written = json(sums);
	JsonReader reader{written};
	MovementSums read;
	reader.get(read);
	CHECK(reader.ok && json(read) == written && read.possible(customers));
	WireWriter writer;
	writer.put(sums);
	WireReader wire{view(writer.out)};
	MovementSums received;
	wire.get(received);
	CHECK(wire.ok && wire.in.empty() && json(received) == written);
}

static bool possible(const char *written, std::int64_t customers) {
	JsonReader reader{written};
	MovementSums sums;
	reader.get(sums);
	CHECK(reader.ok);
	return sums.possible(customers);
}
static void impossible_sums() {
	const char *good = R"({"scale_rows": 2, "starting": 9.5, "new": 1.0, "expansion": 2.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0})";
	CHECK(possible(good, 5) && !possible(good, 4) && !possible(good, 0) && !possible(good, -1) && !possible(good, INT64_MAX));
	CHECK(
		!possible(R"({"scale_rows": 0, "starting": 9.5, "new": 1.0, "expansion": 2.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0})", 9));
	CHECK(
		!possible(R"({"scale_rows": 2, "starting": 7.0, "new": 1.0, "expansion": 0.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0})", 9));
	CHECK(
		!possible(R"({"scale_rows": 2, "starting": 6.0, "new": 1.0, "expansion": 0.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0})", 9));
	CHECK(!possible(R"({"scale_rows": 2, "starting": 9.0, "new": 1.00, "expansion": 0.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0})",
					9));
	CHECK(!possible(R"({"scale_rows": 2, "starting": 9.0, "new": -1.0, "expansion": 0.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0})",
					9));
	CHECK(!possible(R"({"scale_rows": 2, "starting": 9, "new": 1, "expansion": 0, "contraction": 3, "churned": 4, "reactivation": 5})", 9));
	CHECK(possible(R"({"scale_rows": 2, "starting": 0, "new": 0, "expansion": 0, "contraction": 0, "churned": 0, "reactivation": 0})", 1));
	for (const auto &[start, ok] : {std::pair{"30000000000000000.1", true},
									{"30000000000000000.0", false},
									{"29999999999999999.9", false},
									{"9.9", false},
									{"40000000000000000.0", true}}) { /* across limbs of 16 digits; 3 * 10^16 leave */
		const std::string written =
			std::string(R"({"scale_rows": 2, "starting": )") + start +
			R"(, "new": 0.0, "expansion": 0.0, "contraction": 9999999999999999.9, "churned": 20000000000000000.1, "reactivation": 0.0})";
		CHECK(possible(written.c_str(), 9) == ok);
	}
}

/* A scale is checked before it is used. */
static void hostile_scales() {
	for (const std::int64_t digits : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{0x3FFF}, std::int64_t{0x4000}, INT64_MAX}) {
		Money one;
		one.widen(usual_window), one.limbs[1] = 1;
		WireWriter writer;
		writer.put(one.window), writer.put(one.limbs), writer.put(digits);
		WireReader reader{view(writer.out)};
		Decimal read;
		reader.get(read);
		CHECK(reader.ok == (digits == 0 || digits == 0x3FFF));
	}
}

int main() {
	Random random{8};
	words();
	order_of_amounts(random);
	for (int i = 0; i < 1000; i++)
		sums_equal_integers(random);
	impossible_sums();
	hostile_scales();
	return summary("mrr");
}
