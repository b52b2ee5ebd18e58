#pragma once
#include "core/keyed.hpp"
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
		return keyed::ordered(type, items) && (type == KeyType::none) == items.empty() &&
			   std::all_of(items.begin(), items.end(), [this](const KeyNumber &item) { return valid_number(item.word); });
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
		keyed::write(writer, type, items, [&](const KeyNumber &item) {
			if (is_packed(item.word))
				writer.put(item.word);
			else
				put_digits(writer, stored(heap, item.word));
		});
	}
	void wire(WireReader &reader) {
		keyed::read(reader, type, items, [&](KeyNumber &item) {
			reader.get(item.word);
			if (reader.ok && !is_packed(item.word))
				item.word = get_digits(reader, item.word);
		});
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
		keyed::write(writer, type, items, [&](const KeyNumber &item) {
			Bytes number = text_of(heap, item.word);
			writer.raw(view(number)), number.free();
		});
	}
	void json(JsonReader &reader) {
		keyed::read(reader, type, items, [&](KeyNumber &item) {
			DecimalToken number;
			reader.get(number);
			if (reader.ok && (item.word = parse_number(number.text, heap)) == 0)
				reader.fail("\"%.*s\" is not a plain decimal", number.text);
		});
	}
};

/* Numbers per key and their sum: 18 to 27 bytes per bigint key, 27 to 41 for the others. */
struct DistinctSum : KeyTable<std::int64_t> {
	Bytes heap;
	Int128 millionths; /* the sum of the packed numbers */
	Money others;      /* and that of the others */

	/* The number that the key has, if it is another one; else 0. */
	[[nodiscard]] std::int64_t add(const Key &key, const Amount &amount) { return add(key, pack(amount), amount); }

	/* `word` 0: the amount is not packed. */
	[[nodiscard]] std::int64_t add(const Key &key, std::int64_t word, const Amount &amount) {
		const Slot slot = place(key);
		if (const std::int64_t old = value(slot); old != 0)
			return word ? (old == word ? 0 : old) : (!is_packed(old) && same(stored(heap, old), amount) ? 0 : old);
		if (word)
			millionths = millionths + millionths_of(word);
		else
			others.add<1>(amount), word = store(heap, amount);
		put(slot, key, word);
		return 0;
	}
	/* The slot of a key that has another number here than there; null if there is none. */
	[[nodiscard]] Slot merge(const DistinctSum &o) {
		Slot other = nullptr;
		o.each_spread([&](Slot slot) {
			const std::int64_t word = o.value(slot);
			if (add(o.key(slot), is_packed(word) ? word : 0, is_packed(word) ? Amount{} : stored(o.heap, word)))
				other = slot;
			return !other;
		});
		return other;
	}
	KeyNumbers numbers() const { return {type, sorted<KeyNumber>(), heap}; }
	/* The sum in fresh memory; its scale is the caller's. */
	Money sum() const {
		Money to;
		Digits digits;
		to.merge(others), to.add<1>(digits.of(millionths));
		return to;
	}
};

} // namespace crm
