#pragma once
#include "core/key.hpp"

/* How often each key occurs. */
namespace crm {

struct KeyCount {
	Key key;
	std::uint32_t count;
};

/* The canonical content of a Tally: keys in order. JSON {"bigint": [[17, 2], [18, 1]]}. */
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
		writer.put(KeyKind{type}), writer.put(items.size);
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
		KeyKind kind;
		std::size_t n = 0;
		reader.get(kind), reader.get(n);
		type = kind.type;
		reader.ok = reader.ok && (type != KeyType::none || n == 0);
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
	void json(JsonWriter &writer) const {
		const KeyCount *item = items.begin();
		key_text::write_list(writer, type, items.size,
							 [&] { key_text::write(writer, type, item->key), writer.raw(", "), writer.put(item->count), item++; });
	}
	void json(JsonReader &reader) {
		key_text::read_list(reader, type, [&] {
			KeyCount item{};
			key_text::read(reader, type, item.key), reader.expect(","), reader.space(), reader.get(item.count);
			items.push(item);
		});
	}
};

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
