#pragma once
#include <algorithm>

#include "core/digest.hpp"
#include "core/json.hpp"
#include "core/wire.hpp"

/* Entity keys (customer, deal, ...) of type bigint, uuid or text in 8 or 16 bytes, and how often each occurs. */
namespace crm {

enum class KeyType : std::uint8_t { none, bigint, uuid, text };
inline constexpr std::string_view key_type_names[] = {"none", "bigint", "uuid", "text"};

/* Ordered as its type is: a bigint has its sign bit flipped in `high`; a uuid is big-endian; a text of up to 15 bytes is
   its length and its bytes, a longer one 255 and 120 bits of its digest. */
struct Key {
	std::uint64_t high = 0, low = 0;
	constexpr auto operator<=>(const Key &) const = default;

	static constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
	static constexpr std::size_t longest_inline = 15;
	static constexpr unsigned char digested = 255;

	static constexpr Key of(std::int64_t v) { return {static_cast<std::uint64_t>(v) ^ sign_bit, 0}; }
	constexpr std::int64_t bigint() const { return static_cast<std::int64_t>(high ^ sign_bit); }
	static Key of_bytes(const unsigned char *b) {
		Key key;
		for (int i = 0; i < 8; i++)
			key.high = key.high << 8 | b[i], key.low = key.low << 8 | b[i + 8];
		return key;
	}
	void bytes(unsigned char *b) const {
		for (int i = 0; i < 8; i++)
			b[i] = static_cast<unsigned char>(high >> (56 - 8 * i)), b[i + 8] = static_cast<unsigned char>(low >> (56 - 8 * i));
	}
	static Key of(std::string_view text) {
		unsigned char b[16] = {};
		if (text.size() <= longest_inline)
			b[0] = static_cast<unsigned char>(text.size()), std::copy_n(text.data(), text.size(), b + 1); /* data() may be null */
		else {
			const Digest d = digest(text);
			b[0] = digested;
			for (int i = 1; i < 16; i++)
				b[i] = static_cast<unsigned char>(d.words[(i - 1) / 4] >> (8 * ((i - 1) % 4)));
		}
		return of_bytes(b);
	}
	/* Could `of` have made it? */
	bool valid(KeyType type) const {
		if (type != KeyType::text)
			return type == KeyType::uuid || (type == KeyType::bigint && low == 0);
		unsigned char b[16];
		bytes(b);
		return b[0] == digested || (b[0] <= longest_inline && valid_text({reinterpret_cast<const char *>(b + 1), b[0]}) &&
									std::all_of(b + 1 + b[0], b + 16, [](unsigned char c) { return c == 0; }));
	}
	std::uint64_t hash() const {
		std::uint64_t h = (high ^ low * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
		h = (h ^ h >> 32) * 0x94D049BB133111EBu;
		return h ^ h >> 29;
	}
};

struct KeyCount {
	Key key;
	std::uint32_t count;
};

/* The canonical content of a Tally: keys in order. JSON {"bigint": [[17, 2], [18, 1]]}; long texts are "#" and their
   digest in hex, longer than any text kept in full. */
struct KeyCounts {
	KeyType type = KeyType::none;
	Vec<KeyCount> items;

	static constexpr void fields(auto &self, auto &&f) { f("items", self.items.size); } /* wire() and json() do the work */
	bool valid() const {
		for (std::size_t i = 0; i < items.size; i++)
			if (items[i].count == 0 || !items[i].key.valid(type) || (i > 0 && items[i].key <= items[i - 1].key))
				return false;
		return true;
	}
	void wire(WireWriter &writer) const {
		writer.put(static_cast<std::uint8_t>(type)), writer.put(items.size);
		std::uint64_t before = Key::sign_bit; /* bigint: differences, beginning at 0 */
		for (const KeyCount &item : items) {
			if (type == KeyType::bigint)
				writer.put(static_cast<std::int64_t>(item.key.high - before)), before = item.key.high;
			else {
				unsigned char b[16];
				item.key.bytes(b);
				writer.out.append(reinterpret_cast<const char *>(b), sizeof b);
			}
			writer.put(item.count);
		}
	}
	void wire(WireReader &reader) {
		std::uint8_t kind = 0;
		std::size_t n = 0;
		reader.get(kind), reader.get(n);
		reader.ok = reader.ok && kind <= static_cast<std::uint8_t>(KeyType::text) && (kind != 0 || n == 0);
		type = static_cast<KeyType>(kind);
		for (std::uint64_t before = Key::sign_bit; reader.ok && n > 0; n--) {
			KeyCount item{};
			if (type == KeyType::bigint) {
				std::int64_t step = 0;
				reader.get(step), item.key.high = before += static_cast<std::uint64_t>(step);
			} else if (reader.take(16)) {
				item.key = Key::of_bytes(reinterpret_cast<const unsigned char *>(reader.in.data()));
				reader.in.remove_prefix(16);
			}
			reader.get(item.count);
			items.push(item);
		}
	}
	void json(JsonWriter &writer) const;
	void json(JsonReader &reader);
};

namespace key_text {

inline constexpr char hex[] = "0123456789abcdef";

inline void write(JsonWriter &writer, KeyType type, const Key &key) {
	if (type == KeyType::bigint)
		return writer.put(key.bigint());
	unsigned char b[16];
	key.bytes(b);
	if (type == KeyType::text && b[0] != Key::digested)
		return writer.text({reinterpret_cast<const char *>(b + 1), b[0]});
	writer.raw(type == KeyType::text ? "\"#" : "\"");
	for (int i = type == KeyType::text; i < 16; i++)
		writer.out.push(hex[b[i] >> 4]), writer.out.push(hex[b[i] & 15]);
	writer.raw("\"");
}

inline bool read_hex(std::string_view text, unsigned char *b, std::size_t n) {
	if (text.size() != 2 * n)
		return false;
	for (std::size_t i = 0; i < n; i++) {
		const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		b[i] = static_cast<unsigned char>(high << 4 | low);
	}
	return true;
}

inline void read(JsonReader &reader, KeyType type, Key &key) {
	if (type == KeyType::bigint) {
		std::int64_t value = 0;
		reader.get(value), key = Key::of(value);
		return;
	}
	Bytes text;
	reader.get(text);
	unsigned char b[16] = {Key::digested};
	std::string_view t = view(text);
	if (type == KeyType::text && t.size() <= Key::longest_inline)
		key = Key::of(t);
	else {
		const bool marked = type != KeyType::text || t.starts_with('#');
		t.remove_prefix(type == KeyType::text);
		if (marked && read_hex(t, type == KeyType::text ? b + 1 : b, type == KeyType::text ? 15 : 16))
			key = Key::of_bytes(b);
		else
			reader.fail("\"%.*s\" is not a key", view(text));
	}
}

} // namespace key_text

inline void KeyCounts::json(JsonWriter &writer) const {
	writer.raw("{");
	if (type != KeyType::none) {
		writer.text(key_type_names[static_cast<int>(type)]), writer.raw(": [");
		for (std::size_t i = 0; i < items.size; i++) {
			writer.raw(i ? ", [" : "["), key_text::write(writer, type, items[i].key);
			writer.raw(", "), writer.put(items[i].count), writer.raw("]");
		}
		writer.raw("]");
	}
	writer.raw("}");
}

inline void KeyCounts::json(JsonReader &reader) {
	reader.expect("{");
	if (!reader.ok || reader.next('}'))
		return;
	Bytes name;
	reader.get(name), reader.expect(":"), reader.expect("[");
	for (std::size_t i = 1; i < std::size(key_type_names); i++)
		if (view(name) == key_type_names[i])
			type = static_cast<KeyType>(i);
	if (type == KeyType::none)
		reader.fail("\"%.*s\" is no type of keys", view(name));
	if (reader.ok && !reader.next(']')) {
		do {
			KeyCount item{};
			reader.expect("["), key_text::read(reader, type, item.key), reader.expect(","), reader.space();
			reader.get(item.count), reader.expect("]");
			items.push(item);
		} while (reader.ok && reader.next(','));
		reader.expect("]");
	}
	reader.expect("}");
}

/* Counts per key, in a hash table with linear probing: 12 bytes a slot for bigint, 20 for the others, between 7/16 and
   7/8 full. A count of 0 is a free slot. Collisions made on purpose cost time only. */
struct Tally {
	KeyType type = KeyType::none;
	std::size_t size = 0;
	std::uint64_t total = 0; /* sum of the counts */
	Vec<std::uint64_t> high, low;
	Vec<std::uint32_t> counts;

	/* False: the count of one key leaves 32 bits. */
	[[nodiscard]] bool add(const Key &key, std::uint32_t n = 1) {
		if (8 * (size + 1) > 7 * counts.size) [[unlikely]]
			resize(counts.size ? 2 * counts.size : 8);
		const std::size_t i = slot(key);
		if (counts[i] == 0)
			size++, put(i, key);
		total += n;
		return !__builtin_add_overflow(counts[i], n, &counts[i]);
	}
	/* Adds all of another tally; false as add. In an order unlike that of its slots: those follow the same hash, so they
	   would fill our table from one end, into a single run that every insertion searches, at quadratic cost. Steps of the
	   golden ratio keep what has been visited evenly spread at any time. */
	[[nodiscard]] bool merge(const Tally &o) {
		const std::size_t slots = o.counts.size, step = static_cast<std::size_t>(static_cast<double>(slots) * 0.6180339887498949) | 1;
		bool fits = true;
		for (std::size_t n = 0, i = 0; n < slots; n++, i = (i + step) & (slots - 1)) {
			if (o.counts[i])
				fits = add(o.key_at(i), o.counts[i]) && fits;
			if (n % 65536 == 65535)
				check_interrupts();
		}
		return fits;
	}
	/* One occurrence less; what was never added cannot be removed. */
	void remove(const Key &key) {
		std::size_t i = counts.size ? slot(key) : 0;
		if (counts.size == 0 || counts[i] == 0)
			return;
		total--;
		if (--counts[i] == 0)
			size--, close_gap(i);
	}
	KeyCounts sorted() const {
		KeyCounts to{type, {}};
		to.items.reserve(size);
		each([&to](const Key &key, std::uint32_t n) { to.items.push({key, n}); });
		check_interrupts();
		std::sort(to.items.begin(), to.items.end(), [](const KeyCount &a, const KeyCount &b) { return a.key < b.key; });
		return to;
	}

private:
	/* In the order of slots. */
	template <class F> void each(F &&f) const {
		for (std::size_t i = 0; i < counts.size; i++)
			if (counts[i])
				f(key_at(i), counts[i]);
	}
	bool wide() const { return type != KeyType::bigint; }
	Key key_at(std::size_t i) const { return {high[i], wide() ? low[i] : 0}; }
	void put(std::size_t i, const Key &key) const {
		high[i] = key.high;
		if (wide())
			low[i] = key.low;
	}
	std::size_t slot(const Key &key) const {
		std::size_t i = key.hash() & (counts.size - 1);
		while (counts[i] != 0 && key_at(i) != key)
			i = (i + 1) & (counts.size - 1);
		return i;
	}
	void resize(std::size_t slots) {
		const Tally old = *this;
		high = low = {}, counts = {};
		high.resize(slots), counts.resize(slots);
		if (wide())
			low.resize(slots);
		old.each([this](const Key &key, std::uint32_t n) {
			const std::size_t i = slot(key);
			put(i, key), counts[i] = n;
		});
		Tally{old}.release();
		check_interrupts();
	}
	void release() { high.free(), low.free(), counts.free(); }
	/* Moves later keys of the same run back, so that no search stops early at the free slot. */
	void close_gap(std::size_t gap) {
		const std::size_t mask = counts.size - 1;
		for (std::size_t i = (gap + 1) & mask; counts[i] != 0; i = (i + 1) & mask)
			if (((i - (key_at(i).hash() & mask)) & mask) >= ((i - gap) & mask)) {
				put(gap, key_at(i)), counts[gap] = counts[i], counts[i] = 0;
				gap = i;
			}
	}
};

} // namespace crm
