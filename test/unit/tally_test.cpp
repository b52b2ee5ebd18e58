#include <ctime>
#include <map>
#include <vector>

#include "check.hpp"
#include "core/tally.hpp"

using namespace crm;

static std::string hex(const Digest &d) {
	std::string out;
	for (std::uint32_t word : d.words)
		for (int i = 0; i < 4; i++) {
			char two[3];
			std::snprintf(two, sizeof two, "%02x", word >> (8 * i) & 255);
			out += two;
		}
	return out;
}

/* Values of Python's hashlib.blake2s(text, digest_size=16). */
static void digest_is_blake2s() {
	CHECK(hex(digest("")) == "64550d6ffe2c0a01a14aba1eade0200c");
	CHECK(hex(digest("abc")) == "aa4938119b1dc7b87cbad0ffd200d0ae");
	CHECK(hex(digest(std::string(64, 'a'))) == "d3e01950b1787af9170c6edbc49d5a22");
	CHECK(hex(digest(std::string(65, 'a'))) == "f1d15f963d0cbf04d34aedcace71cd9b");
	CHECK(hex(digest(std::string(1000, 'x'))) == "361ff9ae535b56e88b5c1d7a3be038bc");
}

static Key random_key(Random &random, KeyType type) {
	const std::int64_t n = random.below(500);
	if (type == KeyType::bigint)
		return Key::of(n - 250);
	if (type == KeyType::text)
		return Key::of(n % 2 ? "k" + std::to_string(n) : "a key longer than fifteen bytes " + std::to_string(n));
	return {static_cast<std::uint64_t>(n) * 0x9E3779B97F4A7C15u, static_cast<std::uint64_t>(n)};
}

static bool same(const KeyCounts &a, const KeyCounts &b) {
	return a.type == b.type && a.items.size == b.items.size &&
		   std::equal(a.items.begin(), a.items.end(), b.items.begin(),
					  [](const KeyCount &x, const KeyCount &y) { return x.key == y.key && x.count == y.count; });
}

/* A tally that was kept goes on: one more of each key, or one less. */
static void kept_tally_goes_on(const KeyCounts &kept, const std::map<Key, std::uint32_t> &map) {
	Tally more, less;
	more.adopt(kept), less.adopt(kept);
	CHECK(same(more.counts(), kept) && more.total == less.total);
	const std::uint64_t total = more.total;
	std::size_t left = 0;
	for (const auto &[key, count] : map) {
		CHECK(more.add(key, 1));
		less.remove(key), left += count > 1;
	}
	CHECK(more.total == total + map.size() && less.total == total - map.size());
	CHECK(more.counts().items.size == map.size() && less.counts().items.size == left);
	for (const KeyCount &item : more.counts().items)
		CHECK(item.count == map.at(item.key) + 1);
	for (const KeyCount &item : less.counts().items)
		CHECK(item.count == map.at(item.key) - 1);
}

/* Random additions and removals against std::map, then text and binary and back. */
static void tally_is_a_map(Random &random, KeyType type) {
	Tally tally;
	tally.type() = type;
	std::map<Key, std::uint32_t> map;
	std::vector<Key> present;
	for (int i = 0; i < 4000; i++)
		if (random.below(100) < (i < 2000 ? 70 : 40) || present.empty()) {
			const Key key = random_key(random, type);
			CHECK(tally.count(key)), map[key]++, present.push_back(key);
		} else {
			const auto at = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(present.size())));
			tally.remove(present[at]);
			if (--map[present[at]] == 0)
				map.erase(present[at]);
			present[at] = present.back(), present.pop_back();
		}
	tally.remove(Key::of(std::int64_t{987654321}));
	const KeyCounts sorted = tally.counts();
	CHECK(tally.size() == map.size() && tally.total == present.size() && sorted.valid() && sorted.items.size == map.size());
	std::size_t i = 0;
	for (const auto &[key, count] : map) {
		CHECK(sorted.items[i].key == key && sorted.items[i].count == count);
		i++;
	}
	kept_tally_goes_on(sorted, map);
	WireWriter wire;
	wire.put(sorted);
	WireReader reader{view(wire.out)};
	KeyCounts read;
	reader.get(read);
	CHECK(reader.ok && reader.in.empty() && same(read, sorted));
	JsonWriter json;
	json.put(sorted);
	JsonReader parser{view(json.out)};
	KeyCounts parsed;
	parser.get(parsed);
	CHECK(parser.ok && parser.in.empty() && same(parsed, sorted));
	for (std::size_t cut = 0; cut < wire.out.size; cut += 7) { /* shorter input is refused, never read beyond */
		Bytes shorter = copy({wire.out.data, cut});
		WireReader cutter{view(shorter)};
		KeyCounts none;
		cutter.get(none);
		CHECK(!cutter.ok);
	}
}

/* Merging tables that share their hash function costs what adding the keys one by one does, not its square. */
static void merging_is_linear() {
	constexpr std::int64_t n = 200000;
	Tally other;
	other.type() = KeyType::bigint;
	Tally merged = other, added = other;
	for (std::int64_t i = 0; i < n; i++)
		CHECK(merged.add(Key::of(i), 1) && added.add(Key::of(i), 1) && other.add(Key::of(i + n / 2), 1));
	const std::clock_t start = std::clock();
	for (std::int64_t i = n / 2; i < n + n / 2; i++)
		CHECK(added.add(Key::of(i), 1));
	const std::clock_t middle = std::clock();
	CHECK(merged.merge(other));
	CHECK(std::clock() - middle < 10 * (middle - start) + CLOCKS_PER_SEC / 100); /* 80 times when it was quadratic */
	CHECK(merged.size() == n + n / 2 && merged.total == 2 * n && same(merged.counts(), added.counts()));
}

/* A large table counts some rows later: with removals in between, read back from its list, added to again. */
static void large_tallies_are_maps(Random &random) {
	Tally tally, again;
	tally.type() = KeyType::bigint;
	std::map<std::int64_t, std::uint32_t> map;
	for (int i = 0; i < 60000; i++) {
		const std::int64_t n = random.below(9000);
		CHECK(tally.count(Key::of(n))), map[n]++;
		if (i % 1000 == 7) {
			tally.remove(Key::of(n));
			if (--map[n] == 0)
				map.erase(n);
		}
	}
	CHECK(tally.total == 60000 - 60 && tally.settle() && tally.size() == map.size());
	again.adopt(tally.counts());
	CHECK(again.size() == map.size() && again.total == tally.total && same(again.counts(), tally.counts()));
	Tally both;
	both.type() = KeyType::bigint;
	CHECK(both.merge(again) && both.merge(tally) && both.add(Key::of(std::int64_t{-5}), 3) && again.add(Key::of(std::int64_t{-5}), 3));
	again.remove(Key::of(map.begin()->first));
	CHECK(both.size() == map.size() + 1 && both.total == 2 * tally.total + 3);
	for (const KeyCount &item : both.counts().items)
		CHECK(item.count == (item.key.bigint() == -5 ? 3 : 2 * map[item.key.bigint()]));
	CHECK(again.total == tally.total + 2);
}

/* Keys as CRMs number them fall into as many places as random ones would, 53 of 100 for 75 keys. */
static void usual_keys_spread() {
	constexpr std::int64_t keys = 150000, places = 200000;
	const auto spreads = [](auto &&key_number) {
		std::vector<bool> used(places);
		for (std::int64_t i = 0; i < keys; i++)
			used[static_cast<std::size_t>(u128{key_number(i).hash()} * places >> 64)] = true;
		const auto taken = std::count(used.begin(), used.end(), true);
		CHECK(taken > places * 48 / 100);
	};
	const auto text = [](const char *format, std::int64_t i) {
		char name[40];
		std::snprintf(name, sizeof name, format, static_cast<int>(i));
		return Key::of(name);
	};
	spreads([](std::int64_t i) { return Key::of(i); });
	spreads([](std::int64_t i) { return Key::of(-10 * i); });
	spreads([](std::int64_t i) { return Key::of(1000 * i); });
	spreads([](std::int64_t i) { return Key::of(i << 20); });
	spreads([](std::int64_t i) { return Key::of(i << 44); });
	spreads([](std::int64_t i) { return Key::of(i / 400 << 32 | i % 400); });
	spreads([](std::int64_t i) { return Key::of(i / 3 * 7919 << 22 | i % 3 << 12); });
	spreads([&](std::int64_t i) { return text("%d", i); });
	spreads([&](std::int64_t i) { return text("C-%07d", i); });
	spreads([&](std::int64_t i) { return text("u%d@x.com", i); });
	spreads([&](std::int64_t i) { return text("a long customer %d", i); });
	spreads([](std::int64_t i) { return Key{0, static_cast<std::uint64_t>(i)}; });
	spreads([](std::int64_t i) { return Key{static_cast<std::uint64_t>(i) << 32 | 0x7000, Key::sign_bit}; });
}

int main() {
	usual_keys_spread();
	digest_is_blake2s();
	merging_is_linear();
	CHECK(Key::of(std::int64_t{-1}) < Key::of(std::int64_t{0}) && Key::of(INT64_MIN) < Key::of(std::int64_t{-1}) &&
		  Key::of(INT64_MAX).bigint() == INT64_MAX);
	CHECK(Key::of("fifteen bytes..") != Key::of("fifteen bytes...") && Key::of("").valid(KeyType::text));
	CHECK(!Key{std::uint64_t{16} << 56, 0}.valid(KeyType::text)); /* length 16 cannot be inline */
	CHECK(!Key{std::uint64_t{1} << 56, 0}.valid(KeyType::text));  /* a NUL byte */
	Tally tally;
	tally.type() = KeyType::bigint;
	CHECK(tally.add(Key::of(std::int64_t{1}), UINT32_MAX) && !tally.add(Key::of(std::int64_t{1}), 1));
	Random random{42};
	large_tallies_are_maps(random);
	for (int i = 0; i < 5; i++)
		for (const KeyType type : {KeyType::bigint, KeyType::uuid, KeyType::text})
			tally_is_a_map(random, type);
	return summary("tally");
}
