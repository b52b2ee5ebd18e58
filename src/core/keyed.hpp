#pragma once
#include <limits>
#include <numeric>

#include "core/key_sort.hpp"

/* A value per key: as a list in the order of keys, and as a hash table. */
namespace crm {

/* Lists of items with a member `key`; `value` does what comes after it. */
namespace keyed {

template <class Item> bool ordered(KeyType type, const Vec<Item> &items) {
	for (std::size_t i = 0; i < items.size; i++)
		if (!items[i].key.valid(type) || (i > 0 && items[i].key <= items[i - 1].key))
			return false;
	return true;
}
/* bigint: differences, beginning at 0. */
template <class Item> void write(WireWriter &writer, KeyType type, const Vec<Item> &items, auto &&value) {
	writer.put(KeyKind{type}), writer.put(items.size);
	std::uint64_t before = Key::sign_bit;
	for (const Item &item : items) {
		if (type == KeyType::bigint)
			writer.put(static_cast<std::int64_t>(item.key.high - before)), before = item.key.high;
		else {
			unsigned char b[16];
			item.key.bytes(b);
			writer.out.append(reinterpret_cast<const char *>(b), sizeof b);
		}
		value(item), writer.turn();
	}
}
template <class Item> void read(WireReader &reader, KeyType &type, Vec<Item> &items, auto &&value) {
	KeyKind kind;
	std::size_t n = 0;
	reader.get(kind), reader.get(n);
	type = kind.type;
	reader.ok = reader.ok && (type != KeyType::none || n == 0);
	for (std::uint64_t before = Key::sign_bit; reader.ok && n > 0; n--) {
		Item item{};
		if (type == KeyType::bigint) {
			std::int64_t step = 0;
			reader.get(step), item.key.high = before += static_cast<std::uint64_t>(step);
		} else if (const std::string_view bytes = reader.raw(16); reader.ok)
			item.key = Key::of_bytes(reinterpret_cast<const unsigned char *>(bytes.data()));
		value(item), items.push(item), reader.turn();
	}
}
template <class Item> void write(JsonWriter &writer, KeyType type, const Vec<Item> &items, auto &&value) {
	const Item *item = items.begin();
	key_text::write_list(writer, type, items.size, [&] { key_text::write(writer, type, item->key), writer.raw(", "), value(*item), item++; });
}
template <class Item> void read(JsonReader &reader, KeyType &type, Vec<Item> &items, auto &&value) {
	key_text::read_list(reader, type, [&] {
		Item item{};
		key_text::read(reader, type, item.key), reader.expect(","), reader.space(), value(item), items.push(item);
	});
}

} // namespace keyed

/* A hash table with linear probing. A slot is the key, 8 bytes for bigint and 16 for the others, and its value; so one look-up
   is usually one line of the cache. Value 0 is a free slot. Slots are in the order of the hash, for any number of slots.
   Collisions made on purpose cost time only. */
template <class Value> struct KeyTable {
	using Slot = std::uint32_t *;
	static constexpr std::size_t large = 4096; /* slots, more than the nearest caches hold */
	KeyType type = KeyType::none;
	std::size_t size = 0, slots = 0;
	Vec<std::uint32_t> table;

	Value value(Slot slot) const { return load_unaligned<Value>(slot + key_words()); }
	void set(Slot slot, Value value) const { std::memcpy(slot + key_words(), &value, sizeof value); }
	Key key(Slot slot) const { return {load_unaligned<std::uint64_t>(slot), wide() ? load_unaligned<std::uint64_t>(slot + 2) : 0}; }

	/* Where the key is or belongs; needs a free slot. */
	Slot find(const Key &key) const { return wide() ? look_up<4>(key) : look_up<2>(key); }
	/* Where the search for the key begins, and on its way into the cache: the key needs a slot. */
	Slot prefetch(const Key &key) const {
		const Slot slot = at(home(key));
		__builtin_prefetch(slot, 1);
		return slot;
	}
	/* As find, with room for one more key. */
	Slot place(const Key &key) {
		if (full(size + 1)) [[unlikely]]
			grow();
		return find(key);
	}
	void put(Slot slot, const Key &key, Value value) { size++, write(slot, key, value); }
	/* Adds 1 if the slot is the key's and has room. */
	bool add_one(Slot slot, const Key &key) const {
		const Value before = value(slot);
		const std::uint64_t other =
			(load_unaligned<std::uint64_t>(slot) ^ key.high) | (wide() ? load_unaligned<std::uint64_t>(slot + 2) ^ key.low : 0);
		const bool known = (other == 0) & (before != 0) & (before != std::numeric_limits<Value>::max());
		set(slot, before + known);
		return known;
	}
	/* Moves later keys of the same run back, so that no search stops early at the free slot. */
	void remove(Slot slot) {
		size--;
		std::size_t gap = static_cast<std::size_t>(slot - table.data) / stride();
		for (std::size_t i = next(gap); value(at(i)) != 0; i = next(i))
			if (distance(home(key(at(i))), i) >= distance(gap, i))
				write(at(gap), key(at(i)), value(at(i))), gap = i;
		set(at(gap), 0);
	}
	void each(auto &&f) const {
		Turns turn;
		for (std::size_t i = 0; i < slots; i++, turn())
			if (value(at(i)) != 0)
				f(at(i));
	}
	/* Until f is false, in an order unlike that of the slots: those follow the same hash, so they would fill another table from one end,
	   into a single run that every insertion searches, at quadratic cost. Steps of the golden ratio keep what has been visited evenly
	   spread at any time. */
	void each_spread(auto &&f) const {
		std::size_t step = static_cast<std::size_t>(static_cast<double>(slots) * 0.6180339887498949) | 1;
		while (slots && std::gcd(step, slots) != 1)
			step += 2;
		for (std::size_t n = 0, i = 0; n < slots; n++, i = (i + step) % slots) {
			if (value(at(i)) != 0 && !f(at(i)))
				return;
			if (n % 65536 == 65535)
				check_interrupts();
		}
	}
	KeyTable copied() const {
		KeyTable to = *this;
		to.table = {};
		to.table.append(table.data, table.size);
		return to;
	}
	/* As it is, for another process of the same server. */
	void wire(WireWriter &writer) const {
		writer.put(KeyKind{type}), writer.put(size), writer.put(slots);
		writer.out.append(reinterpret_cast<const char *>(table.data), table.size * sizeof(std::uint32_t));
	}
	void wire(WireReader &reader) {
		KeyKind kind;
		reader.get(kind), type = kind.type, reader.get(size), reader.get(slots);
		const std::string_view bytes = reader.raw(slots * stride() * sizeof(std::uint32_t));
		table.resize(bytes.size() / sizeof(std::uint32_t));
		std::copy_n(bytes.data(), bytes.size(), reinterpret_cast<char *>(table.data));
	}
	/* Items {key, value}, in order. */
	template <class Item> Vec<Item> sorted() const {
		Vec<Item> to, spare;
		to.reserve(size);
		each([&](Slot slot) { to.push({key(slot), value(slot)}); });
		const auto less = [](const Item &a, const Item &b) { return a.key < b.key; };
		if (size > 1 << 20) /* where memory counts more than time */
			sort_all(to.begin(), to.end(), less);
		else if (spare.reserve(size); sort_by_key(to.data, spare.data, size, less) != to.data)
			spare.size = to.size, std::swap(to, spare);
		spare.free();
		return to;
	}

private:
	static constexpr bool small_slots = sizeof(Value) == 4;
	bool wide() const { return type != KeyType::bigint; }
	std::size_t key_words() const { return wide() ? 4 : 2; }
	std::size_t stride() const { return key_words() + sizeof(Value) / 4; }
	Slot at(std::size_t i) const { return table.data + i * stride(); }
	std::size_t home(const Key &key) const { return static_cast<std::size_t>(u128{key.hash()} * slots >> 64); }
	std::size_t next(std::size_t i) const { return i + 1 == slots ? 0 : i + 1; }
	std::size_t distance(std::size_t from, std::size_t to) const { return to >= from ? to - from : to + slots - from; }

	void write(Slot slot, const Key &key, Value value) const {
		std::memcpy(slot, &key.high, 8);
		if (wide())
			std::memcpy(slot + 2, &key.low, 8);
		set(slot, value);
	}
	template <int key_words> Slot look_up(const Key &key) const {
		constexpr std::size_t stride = key_words + sizeof(Value) / 4;
		const Slot end = table.data + slots * stride;
		Slot slot = table.data + home(key) * stride;
		while (load_unaligned<Value>(slot + key_words) != 0 &&
			   (load_unaligned<std::uint64_t>(slot) != key.high || (key_words == 4 && load_unaligned<std::uint64_t>(slot + 2) != key.low)))
			if ((slot += stride) == end)
				slot = table.data;
		return slot;
	}
	/* Up to 7/8; of a large table with small slots up to 2/3, since its searches are to end in the line of the cache where they begin. */
	bool full(std::size_t keys) const { return small_slots && slots >= large ? 3 * keys > 2 * slots : 8 * keys > 7 * slots; }
	/* 4, 8, 16, ... small slots; 4, 6, 8, 12, 16, ... of those of 16 bytes and more, and in a large table. */
	void grow() {
		KeyTable old = *this;
		const bool doubles = small_slots && slots < large, power = std::has_single_bit(slots);
		slots = slots == 0 ? 4 : doubles ? 2 * slots : power ? slots + slots / 2 : slots / 3 * 4;
		table = {}, table.resize(slots * stride());
		old.each([&](Slot slot) { write(find(old.key(slot)), old.key(slot), old.value(slot)); });
		old.table.free();
		check_interrupts();
	}
};

} // namespace crm
