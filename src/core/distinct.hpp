#pragma once
#include <numeric>

#include "core/key.hpp"
#include "core/packed.hpp"

/* One number per key, and their exact sum. */
namespace crm {

struct KeyNumber {
	Key key;
	std::int64_t word; /* packed.hpp */
};

/* The canonical content: keys in order. JSON {"bigint": [[17, 12.5], [18, -3]]}. */
struct KeyNumbers {
	KeyType type = KeyType::none;
	Vec<KeyNumber> items;
	Bytes heap;

	static constexpr void fields(auto &self, auto &&f) { f("items", self.items.size); } /* wire() and json() do the work */
	bool valid() const {
		for (std::size_t i = 0; i < items.size; i++)
			if (!items[i].key.valid(type) || (i > 0 && items[i].key <= items[i - 1].key) || !valid_number(items[i].word))
				return false;
		return (type == KeyType::none) == items.empty();
	}
	bool valid_number(std::int64_t word) const {
		if (!is_packed(word))
			return is_proper(stored(heap, word));
		const std::int64_t m = mantissa_of(word), limit = std::int64_t{1} << 60;
		return m > -limit && m < limit && (decimals_of(word) == 0 || m % 10 != 0);
	}
	int most_decimals() const {
		int most = 0;
		for (const KeyNumber &item : items)
			most = std::max(most, is_packed(item.word) ? decimals_of(item.word) : decimals_of(stored(heap, item.word)));
		return most;
	}
	void wire(WireWriter &writer) const {
		writer.put(KeyKind{type}), writer.put(items.size);
		std::uint64_t before = Key::sign_bit; /* bigint: differences, beginning at 0 */
		for (const KeyNumber &item : items) {
			if (type == KeyType::bigint)
				writer.put(static_cast<std::int64_t>(item.key.high - before)), before = item.key.high;
			else {
				unsigned char b[16];
				item.key.bytes(b);
				writer.out.append(reinterpret_cast<const char *>(b), sizeof b);
			}
			if (is_packed(item.word))
				writer.put(item.word);
			else
				put_digits(writer, stored(heap, item.word));
		}
	}
	void wire(WireReader &reader) {
		KeyKind kind;
		std::size_t n = 0;
		reader.get(kind), reader.get(n);
		type = kind.type;
		reader.ok = reader.ok && (type != KeyType::none || n == 0);
		for (std::uint64_t before = Key::sign_bit; reader.ok && n > 0; n--) {
			KeyNumber item{};
			if (type == KeyType::bigint) {
				std::int64_t step = 0;
				reader.get(step), item.key.high = before += static_cast<std::uint64_t>(step);
			} else if (reader.take(16)) {
				item.key = Key::of_bytes(reinterpret_cast<const unsigned char *>(reader.in.data()));
				reader.in.remove_prefix(16);
			}
			reader.get(item.word);
			if (reader.ok && !is_packed(item.word))
				item.word = get_digits(reader, item.word);
			items.push(item);
		}
	}
	/* A word of 0, weight, count and sign, digits. */
	static void put_digits(WireWriter &writer, const Amount &amount) {
		writer.put(std::int64_t{0}), writer.put(amount.weight), writer.put(2 * amount.count + amount.negative);
		for (int i = 0; i < amount.count; i++)
			writer.put(static_cast<std::uint16_t>(amount.digit(i)));
	}
	std::int64_t get_digits(WireReader &reader, std::int64_t word) {
		std::int32_t weight = 0, count = 0;
		reader.get(weight), reader.get(count);
		reader.ok = reader.ok && word == 0 && count >= 2 && count < 0x20000 && weight >= -0x2000 && weight < 0x8000;
		Vec<std::uint16_t> digits;
		for (int i = 0; reader.ok && i < count / 2; i++)
			reader.get(digits.push(0));
		if (!reader.ok)
			return 1;
		word = store(heap, {reinterpret_cast<const char *>(digits.data), count / 2, weight, 0, count % 2 != 0});
		digits.free();
		return word;
	}
	void json(JsonWriter &writer) const {
		const KeyNumber *item = items.begin();
		key_text::write_list(writer, type, items.size, [&] {
			Bytes number = text_of(heap, item->word);
			key_text::write(writer, type, item->key), writer.raw(", "), writer.raw(view(number)), item++;
			number.free();
		});
	}
	void json(JsonReader &reader) {
		key_text::read_list(reader, type, [&] {
			KeyNumber item{};
			DecimalToken number;
			key_text::read(reader, type, item.key), reader.expect(","), reader.get(number);
			if (reader.ok && (item.word = parse_number(number.text, heap)) == 0)
				reader.fail("\"%.*s\" is not a plain decimal", number.text);
			items.push(item);
		});
	}
};

/* A hash table with linear probing: 16 bytes a slot for bigint, 24 for the others, between 7/12 and 7/8 full. Slots are
   the key and then the number's word; 0 is a free slot. */
struct DistinctSum {
	KeyType type = KeyType::none;
	std::size_t size = 0, slots = 0;
	Vec<std::uint64_t> table;
	Bytes heap;
	Int128 millionths; /* the sum of the packed numbers */
	Money others;      /* and that of the others */

	/* The number that the key has, if it is another one; else 0. */
	[[nodiscard]] std::int64_t add(const Key &key, const Amount &amount) { return add(key, pack(amount), amount); }

	/* `new_word` 0: the amount is not packed. */
	[[nodiscard]] std::int64_t add(const Key &key, std::int64_t new_word, const Amount &amount) {
		if (8 * (size + 1) > 7 * slots) [[unlikely]]
			grow();
		std::uint64_t *slot = find(key);
		const std::int64_t old = word(slot);
		if (old != 0)
			return new_word ? (old == new_word ? 0 : old) : (!is_packed(old) && same(stored(heap, old), amount) ? 0 : old);
		if (new_word)
			millionths = millionths + millionths_of(new_word);
		else
			others.add<1>(amount), new_word = store(heap, amount);
		size++, put(slot, key, new_word);
		return 0;
	}
	/* The first key that has another number here than there; null if there is none. In an order unlike that of the slots:
	   those follow the same hash, so they would fill our table from one end (see Tally). */
	[[nodiscard]] const std::uint64_t *merge(const DistinctSum &o) {
		std::size_t step = static_cast<std::size_t>(static_cast<double>(o.slots) * 0.6180339887498949) | 1;
		while (o.slots && std::gcd(step, o.slots) != 1)
			step += 2;
		for (std::size_t n = 0, i = 0; n < o.slots; n++, i = (i + step) % o.slots) {
			const std::uint64_t *slot = o.at(i);
			if (const std::int64_t word = o.word(slot);
				word && add(o.key(slot), is_packed(word) ? word : 0, is_packed(word) ? Amount{} : stored(o.heap, word)))
				return slot;
			if (n % 65536 == 65535)
				check_interrupts();
		}
		return nullptr;
	}
	std::int64_t number_of(const Key &key) const { return slots ? word(find(key)) : 0; }
	std::int64_t word(const std::uint64_t *slot) const { return static_cast<std::int64_t>(slot[width() - 1]); }
	Key key(const std::uint64_t *slot) const { return {slot[0], wide() ? slot[1] : 0}; }

	KeyNumbers sorted() const {
		KeyNumbers to{type, {}, heap};
		to.items.reserve(size);
		for (std::size_t i = 0; i < slots; i++)
			if (word(at(i)))
				to.items.push({key(at(i)), word(at(i))});
		check_interrupts();
		std::sort(to.items.begin(), to.items.end(), [](const KeyNumber &a, const KeyNumber &b) { return a.key < b.key; });
		return to;
	}
	/* The sum in fresh memory; its scale is the caller's. */
	Money sum() const {
		Money to;
		Digits digits;
		to.merge(others), to.add<1>(digits.of(millionths));
		return to;
	}

private:
	bool wide() const { return type != KeyType::bigint; }
	std::size_t width() const { return wide() ? 3 : 2; }
	std::uint64_t *at(std::size_t i) const { return table.data + i * width(); }

	void put(std::uint64_t *slot, const Key &key, std::int64_t new_word) const {
		slot[0] = key.high, slot[1] = key.low; /* of a bigint the word */
		slot[width() - 1] = static_cast<std::uint64_t>(new_word);
	}
	/* Where the key is or belongs. Slots are in the order of the hash, for any number of slots. */
	std::uint64_t *find(const Key &key) const {
		std::size_t i = static_cast<std::size_t>(u128{key.hash()} * slots >> 64);
		for (;; i = i + 1 == slots ? 0 : i + 1) {
			std::uint64_t *slot = at(i);
			if (word(slot) == 0 || (slot[0] == key.high && (!wide() || slot[1] == key.low)))
				return slot;
		}
	}
	/* 4, 6, 8, 12, 16, ...: a table is never less than 7/12 full for long. */
	void grow() {
		DistinctSum old = *this;
		slots = slots == 0 ? 4 : std::has_single_bit(slots) ? slots + slots / 2 : slots / 3 * 4;
		table = {}, table.resize(slots * width());
		for (std::size_t i = 0; i < old.slots; i++)
			if (const std::uint64_t *slot = old.at(i); word(slot))
				put(find(key(slot)), key(slot), word(slot));
		old.table.free();
		check_interrupts();
	}
};

} // namespace crm
