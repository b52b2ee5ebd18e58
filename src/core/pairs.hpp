#pragma once
#include <type_traits>

#include "core/integer.hpp"
#include "core/json.hpp"
#include "core/wire.hpp"

/* Lists of items {position, count} in order of position, `at` being the member: JSON [[position, count], ...]; as bytes positions are
   differences, beginning at 0. */
namespace crm::pairs {

template <auto at, class Item> void write(WireWriter &writer, const Vec<Item> &items) {
	writer.put(items.size);
	std::int64_t before = 0;
	for (const Item &item : items)
		writer.put(distance(before, item.*at)), writer.put(static_cast<std::uint64_t>(item.count)), before = item.*at, writer.turn();
}
/* Counts from 2^63 on, and positions as far, come out negative, which is not valid. */
template <auto at, class Item> void read(WireReader &reader, Vec<Item> &items) {
	using Position = std::remove_cvref_t<decltype(std::declval<Item>().*at)>;
	std::size_t n = 0;
	std::uint64_t position = 0, step = 0, count = 0;
	for (reader.get(n); reader.ok && n > 0; n--) {
		reader.get(step), reader.get(count), position += step;
		Item &item = items.push({});
		item.*at = static_cast<Position>(position), item.count = static_cast<std::int64_t>(count);
		reader.ok = reader.ok && static_cast<std::uint64_t>(item.*at) == position;
		reader.turn();
	}
}
template <auto at, class Item> void write(JsonWriter &writer, const Vec<Item> &items) {
	for (std::size_t i = 0; i < items.size; i++)
		writer.raw(i ? ", [" : "[["), writer.put(items[i].*at), writer.raw(", "), writer.put(items[i].count), writer.raw("]"), writer.turn();
	writer.raw(items.empty() ? "[]" : "]");
}
template <auto at, class Item> void read(JsonReader &reader, Vec<Item> &items) {
	reader.expect("[");
	if (!reader.ok || reader.next(']'))
		return;
	do {
		Item item{};
		reader.expect("["), reader.get(item.*at), reader.expect(","), reader.get(item.count), reader.expect("]");
		items.push(item), reader.turn();
	} while (reader.ok && reader.next(','));
	reader.expect("]");
}

} // namespace crm::pairs
