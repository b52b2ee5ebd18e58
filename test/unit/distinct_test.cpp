#include <ctime>
#include <map>
#include <vector>

#include "check.hpp"
#include "core/distinct.hpp"

using namespace crm;

/* A number from its text, as numeric would give it. */
struct Number {
	Bytes heap;
	Amount amount;
	Digits digits;
	explicit Number(std::string_view text) {
		const std::int64_t word = parse_number(text, heap);
		amount = is_packed(word) ? digits.of(millionths_of(word)) : stored(heap, word);
		while (amount.count > 0 && amount.digit(amount.count - 1) == 0)
			amount.count--;
	}
};

static std::int64_t packed(std::string_view text) {
	Bytes heap;
	const std::int64_t word = parse_number(text, heap);
	CHECK(::text(text_of(heap, word)) == text);
	return is_packed(word) ? word : 0;
}

static void numbers() {
	CHECK(packed("0") == 1 && packed("1") == 9 && packed("-1") == -7 && packed("12.5") == 125 * 8 + 2 && packed("-0.000001") == -8 + 7);
	CHECK(packed("999999999999999999") == 999999999999999999 * 8 + 1 && packed("-999999999999.999999") == -999999999999999999 * 8 + 7);
	CHECK(packed("1152921504606846975") != 0 && packed("1152921504606846976") == 0 && packed("-1152921504606846.976") == 0 &&
		  packed("100000000000000000000") == 0);
	CHECK(packed("0.0000001") == 0 && packed("0.1234567") == 0 && packed("123456789012345678901234567890.123456789") == 0);
	CHECK(packed("-" + std::string(40000, '9') + "." + std::string(16000, '1')) == 0);
	Bytes heap;
	CHECK(parse_number("12.5000000000", heap) == packed("12.5") && parse_number("-0.00", heap) == 1 && parse_number("x", heap) == 0 &&
		  parse_number("1e5", heap) == 0 && heap.empty());
	for (const char *text :
		 {"1", "10000", "0.5", "123456789012345678", "1234567890123.123456", "-99999999.9999", "0.00001", "0.0000001", "1000000000000000000000000"}) {
		const Number number{text};
		Bytes kept;
		std::int64_t word = pack(number.amount);
		word = word ? word : store(kept, number.amount);
		CHECK(::text(text_of(kept, word)) == text);
	}
}

static std::string total(const DistinctSum &sums, int scale) {
	const Money sum = sums.sum().canonical();
	return text(decimal_text(sum.limbs.data, sum.window, scale));
}
static DistinctSum empty(KeyType type) {
	DistinctSum sums;
	sums.type = type;
	return sums;
}
static std::string content(const DistinctSum &sums) {
	const KeyNumbers sorted = sums.numbers();
	CHECK(sorted.valid());
	WireWriter wire;
	wire.put(sorted);
	WireReader reader{view(wire.out)};
	KeyNumbers read;
	reader.get(read);
	WireWriter again;
	again.put(read);
	CHECK(reader.ok && reader.in.empty() && text(wire.out) == text(again.out));
	JsonWriter json;
	json.put(sorted);
	JsonReader parser{view(json.out)};
	KeyNumbers parsed;
	parser.get(parsed);
	WireWriter from_text;
	from_text.put(parsed);
	CHECK(parser.ok && parser.in.empty() && text(from_text.out) == text(wire.out));
	for (std::size_t cut = 0; cut < wire.out.size; cut += 5) { /* shorter input is refused, never read beyond */
		Bytes shorter = copy({wire.out.data, cut});
		WireReader cutter{view(shorter)};
		KeyNumbers none;
		cutter.get(none);
		CHECK(!cutter.ok);
	}
	return text(wire.out);
}

/* Random keys whose value depends on the key, in three tables that are merged in both orders. */
static void random_keys(Random &random, KeyType type) {
	DistinctSum whole = empty(type), parts[] = {empty(type), empty(type), empty(type)};
	std::map<std::int64_t, bool> seen;
	long long micros = 0;
	for (int i = 0; i < 900; i++) {
		const std::int64_t k = random.below(300);
		const Key key = type == KeyType::bigint ? Key::of(k - 100)
						: type == KeyType::uuid ? Key{static_cast<std::uint64_t>(k) * 77, 3}
												: Key::of("customer number " + std::to_string(k));
		const long long value = (k * 7919 % 1000 - 300) * 1000000 + k * 31 % 1000000;
		const std::string large = k % 7 ? "" : "1" + std::string(24, '0');
		char text[64];
		std::snprintf(text, sizeof text, "%s%lld.%06lld", value < 0 ? "-" : "", std::llabs(value) / 1000000, std::llabs(value) % 1000000);
		const Number number{k % 7 ? text : large};
		CHECK(whole.add(key, number.amount) == 0 && parts[random.below(3)].add(key, number.amount) == 0);
		if (!seen[k] && k % 7)
			micros += value;
		seen[k] = true;
	}
	CHECK(whole.size == seen.size());
	DistinctSum up = empty(type), down = empty(type);
	for (int i = 0; i < 3; i++)
		CHECK(up.merge(parts[i]) == nullptr && down.merge(parts[2 - i]) == nullptr);
	CHECK(content(up) == content(whole) && content(down) == content(whole) && total(up, 6) == total(whole, 6));
	long long larges = 0;
	for (const auto &[k, there] : seen)
		larges += there && k % 7 == 0;
	for (const auto &[k, there] : seen) /* without the large ones the sum is that of plain integers */
		if (there && k % 7 == 0)
			CHECK(static_cast<i128>(whole.millionths) == micros);
	CHECK(larges == 0 || total(whole, 0).size() >= 25);
}

static void differences() {
	DistinctSum a = empty(KeyType::bigint), b = a;
	CHECK(a.add(Key::of(std::int64_t{1}), Number{"10.5"}.amount) == 0 && a.add(Key::of(std::int64_t{1}), Number{"10.5"}.amount) == 0);
	CHECK(a.add(Key::of(std::int64_t{1}), Number{"10.6"}.amount) == packed("10.5") && a.size == 1 && total(a, 1) == "10.5");
	CHECK(a.add(Key::of(std::int64_t{1}), Number{"0.0000001"}.amount) == packed("10.5"));
	CHECK(a.add(Key::of(std::int64_t{2}), Number{"0.0000001"}.amount) == 0 && a.add(Key::of(std::int64_t{2}), Number{"0.0000002"}.amount) != 0);
	CHECK(a.add(Key::of(std::int64_t{2}), Number{"0.0000001"}.amount) == 0 && a.add(Key::of(std::int64_t{2}), Number{"-0.0000001"}.amount) != 0 &&
		  a.add(Key::of(std::int64_t{2}), Number{"1"}.amount) != 0);
	CHECK(b.add(Key::of(std::int64_t{2}), Number{"0.0000003"}.amount) == 0);
	const auto slot = a.merge(b);
	CHECK(slot && b.key(slot) == Key::of(std::int64_t{2}) && text(text_of(a.heap, a.value(a.find(b.key(slot))))) == "0.0000001" &&
		  text(text_of(b.heap, b.value(slot))) == "0.0000003");
}

/* Merging tables that share their hash function costs what adding the keys one by one does, not its square. */
static void merging_is_linear() {
	constexpr std::int64_t n = 200000;
	const Number seven{"7"};
	DistinctSum other = empty(KeyType::bigint), merged = other, added = other;
	for (std::int64_t i = 0; i < n; i++)
		CHECK(merged.add(Key::of(i), seven.amount) == 0 && added.add(Key::of(i), seven.amount) == 0 &&
			  other.add(Key::of(i + n / 2), seven.amount) == 0);
	const std::clock_t start = std::clock();
	for (std::int64_t i = n / 2; i < n + n / 2; i++)
		CHECK(added.add(Key::of(i), seven.amount) == 0);
	const std::clock_t middle = std::clock();
	CHECK(merged.merge(other) == nullptr);
	CHECK(std::clock() - middle < 10 * (middle - start) + CLOCKS_PER_SEC / 100);
	CHECK(merged.size == n + n / 2 && static_cast<i128>(merged.millionths) == i128{7000000} * (n + n / 2) &&
		  merged.size * 12 >= merged.slots * 7 - 12);
}

int main() {
	numbers();
	differences();
	merging_is_linear();
	Random random{99};
	for (int i = 0; i < 5; i++)
		for (const KeyType type : {KeyType::bigint, KeyType::uuid, KeyType::text})
			random_keys(random, type);
	return summary("distinct");
}
