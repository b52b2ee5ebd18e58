#pragma once
#include "core/keyed.hpp"

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
		return keyed::ordered(type, items) && std::all_of(items.begin(), items.end(), [](const KeyCount &item) { return item.count > 0; });
	}
	void wire(WireWriter &writer) const {
		keyed::write(writer, type, items, [&](const KeyCount &item) { writer.put(item.count); });
	}
	void wire(WireReader &reader) {
		keyed::read(reader, type, items, [&](KeyCount &item) { reader.get(item.count); });
	}
	void json(JsonWriter &writer) const {
		keyed::write(writer, type, items, [&](const KeyCount &item) { writer.put(item.count); });
	}
	void json(JsonReader &reader) {
		keyed::read(reader, type, items, [&](KeyCount &item) { reader.get(item.count); });
	}
};

/* Counts per key: 14 to 27 bytes per bigint key, 23 to 46 for the others. A tally that has been read stays a list until
   something is added to it. */
struct Tally {
	std::uint64_t total = 0; /* sum of the counts */

	KeyType &type() { return table.type; }
	KeyType type() const { return table.type; }
	/* What waits must have been counted. */
	std::size_t size() const { return list.size + table.size; }

	/* One occurrence more. A large table does not fit into the nearest caches; so a key waits until the line of its slot
	   has come, and false (as add) may be the answer for an earlier key. */
	[[nodiscard]] bool count(const Key &key) {
		if (table.slots < table.large)
			return add(key, 1);
		if (waiting.size == most_waiting && !settle())
			return false;
		total++;
		waiting.push({key, table.prefetch(key)});
		return true;
	}
	[[nodiscard]] bool settle() {
		std::size_t left = 0;
		for (const Waiting &one : waiting) { /* most keys are known and at home: no jumps, so none that is guessed wrong */
			waiting[left].key = one.key;
			left += !table.add_one(one.slot, one.key);
		}
		bool fits = true;
		for (std::size_t i = 0; i < left; i++)
			fits = put(waiting[i].key, 1) && fits;
		waiting.size = 0;
		return fits;
	}
	/* False: the count of one key leaves 32 bits. */
	[[nodiscard]] bool add(const Key &key, std::uint32_t n) {
		if (!list.empty())
			tabulate();
		const bool fits = settle();
		total += n;
		return put(key, n) && fits;
	}
	/* One occurrence less; what was never added cannot be removed. */
	void remove(const Key &key) {
		if (!list.empty())
			tabulate();
		static_cast<void>(settle()); /* counts that have been removed again did fit */
		const auto slot = table.slots ? table.find(key) : nullptr;
		const std::uint32_t n = slot ? table.value(slot) : 0;
		if (n == 0)
			return;
		total--;
		if (n == 1)
			table.remove(slot);
		else
			table.set(slot, n - 1);
	}
	/* Adds all of another tally that is settled; false as add. */
	[[nodiscard]] bool merge(const Tally &o) {
		bool fits = true;
		Turns turn;
		const auto prefetch = [this, &o](std::size_t i) {
			if (i < o.list.size && table.slots >= table.large)
				table.prefetch(o.list[i].key);
		};
		for (std::size_t i = 0; i < most_waiting; i++)
			prefetch(i);
		for (std::size_t i = 0; i < o.list.size; i++, turn()) {
			prefetch(i + most_waiting);
			fits = add(o.list[i].key, o.list[i].count) && fits;
		}
		o.table.each_spread([&](auto slot) { return fits = add(o.table.key(slot), o.table.value(slot)) && fits; });
		return fits;
	}
	/* The content of a tally as it is kept; this one is empty. */
	void adopt(const KeyCounts &counts) {
		table.type = counts.type, list = counts.items;
		for (const KeyCount &item : list)
			total += item.count;
	}
	KeyCounts counts() const { return {type(), list.empty() ? table.sorted<KeyCount>() : list}; }

private:
	static constexpr std::size_t most_waiting = 32;
	Vec<KeyCount> list;
	KeyTable<std::uint32_t> table;
	struct Waiting {
		Key key;
		KeyTable<std::uint32_t>::Slot slot;
	};
	Vec<Waiting> waiting;

	void tabulate() {
		const Vec<KeyCount> from = list;
		list = {};
		Turns turn;
		for (const KeyCount &item : from)
			static_cast<void>(put(item.key, item.count)), turn(); /* no key twice */
	}
	bool put(const Key &key, std::uint32_t n) {
		const auto slot = table.place(key);
		const std::uint32_t before = table.value(slot);
		if (before == 0)
			table.put(slot, key, n);
		else if (__builtin_add_overflow(before, n, &n)) [[unlikely]]
			return false;
		else
			table.set(slot, n);
		return true;
	}
};

} // namespace crm
