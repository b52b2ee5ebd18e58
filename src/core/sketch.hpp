#pragma once
#include <algorithm>
#include <bit>

#include "core/json.hpp"
#include "core/wire.hpp"

/* The distribution of whole numbers in logarithmic buckets, after Tene's HdrHistogram. Integer arithmetic only: every
   machine puts a value into the same bucket, and merging is exact. */
namespace crm {

/* How many values lie in which bucket. 0..127 have a bucket each; from there on every power of two has 64 of them, so the
   middle of a bucket is within 0.8 % of all its values.

   Counts are kept for the window [first, first + size) of buckets; where that would be mostly zeros, as sorted pairs. So
   32 bytes, none more while empty, 8..64 bytes per bucket in use, 30 kB at most. */
struct Sketch {
	static constexpr unsigned bits = 6;
	static constexpr std::uint32_t steps = 1 << bits, buckets = (65 - bits) * steps;
	static constexpr std::uint32_t widest = 8; /* buckets of a window per bucket in use */

	Vec<std::int64_t> cells; /* window: counts; sparse: bucket, count, bucket, count, ... in order */
	std::uint16_t first = 0, used = 0;
	bool sparse = false;

	static constexpr std::uint32_t bucket(std::uint64_t value) {
		const unsigned shift = static_cast<unsigned>(std::bit_width(value | steps)) - bits - 1;
		return (shift << bits) + static_cast<std::uint32_t>(value >> shift);
	}
	static constexpr unsigned shift_of(std::uint32_t bucket) { return bucket < steps ? 0 : (bucket >> bits) - 1; }
	static constexpr std::uint64_t lower(std::uint32_t bucket) {
		const unsigned shift = shift_of(bucket);
		return (std::uint64_t{bucket} - (shift << bits)) << shift;
	}
	static constexpr std::uint64_t width(std::uint32_t bucket) { return std::uint64_t{1} << shift_of(bucket); }
	static constexpr std::uint64_t middle(std::uint32_t bucket) { return lower(bucket) + (width(bucket) >> 1); }

	struct Item {
		std::uint32_t bucket;
		std::int64_t count;
	};
	/* The canonical content: buckets in order, as JSON [[bucket, count], ...]. */
	struct Image {
		Vec<Item> items;
		static constexpr void fields(auto &self, auto &&f) { f("items", self.items.size); } /* wire() and json() do the work */
		bool valid() const {
			std::int64_t sum = 0;
			for (std::size_t i = 0; i < items.size; i++)
				if (items[i].bucket >= buckets || items[i].count <= 0 || (i > 0 && items[i].bucket <= items[i - 1].bucket) ||
					__builtin_add_overflow(sum, items[i].count, &sum))
					return false;
			return true;
		}
		void wire(WireWriter &writer) const;
		void wire(WireReader &reader);
		void json(JsonWriter &writer) const;
		void json(JsonReader &reader);
	};

	bool empty() const { return used == 0; }
	void add(std::uint64_t length, std::int64_t n = 1) { add_to(bucket(length), n); }
	/* n > 0 more values in a bucket. */
	void add_to(std::uint32_t bucket, std::int64_t n) {
		const std::uint32_t i = bucket - first;
		if (sparse || i >= cells.size) [[unlikely]]
			return add_outside(bucket, n);
		used = static_cast<std::uint16_t>(used + (cells[i] == 0));
		cells[i] += n;
	}
	/* One value less; false: there is none in its bucket. */
	bool remove(std::uint64_t length) {
		const std::uint32_t b = bucket(length);
		const std::size_t at = sparse ? 2 * place(b) + 1 : std::size_t{b} - first;
		if (at >= cells.size || (sparse && cells[at - 1] != b) || cells[at] == 0)
			return false;
		if (--cells[at] == 0)
			free_bucket(at);
		return true;
	}
	void merge(const Sketch &o) {
		if (!empty())
			return o.each([this](std::uint32_t b, std::int64_t n) { add_to(b, n); });
		clear();
		cells.append(o.cells.data, o.cells.size), first = o.first, used = o.used, sparse = o.sparse;
	}
	void clear() { cells.free(), *this = {}; }

	/* f(bucket, count) for the buckets in use, in order. */
	template <class F> void each(F &&f) const {
		for (std::size_t i = 0; i < cells.size; i += 1 + sparse)
			if (sparse)
				f(static_cast<std::uint32_t>(cells[i]), cells[i + 1]);
			else if (cells[i])
				f(static_cast<std::uint32_t>(first + i), cells[i]);
	}
	std::int64_t total() const {
		std::int64_t sum = 0;
		each([&sum](std::uint32_t, std::int64_t n) { sum += n; });
		return sum;
	}
	/* The bucket of the value with this rank, 0 being the smallest; 0 <= rank < total(). */
	std::uint32_t nth(std::int64_t rank) const {
		std::uint32_t found = 0;
		each([&found, &rank](std::uint32_t b, std::int64_t n) {
			if (rank >= 0)
				found = b, rank -= n;
		});
		return found;
	}
	Image image() const {
		Image to;
		to.items.reserve(used);
		each([&to](std::uint32_t b, std::int64_t n) { to.items.push({b, n}); });
		return to;
	}
	/* Of an empty sketch. */
	void fill(const Image &from) {
		if (from.items.empty())
			return;
		const std::uint32_t low = from.items[0].bucket, window = from.items.back().bucket - low + 1;
		used = static_cast<std::uint16_t>(from.items.size), first = static_cast<std::uint16_t>(low);
		sparse = window > widest * used;
		cells.resize(sparse ? 2 * from.items.size : window);
		for (std::size_t i = 0; const Item &item : from.items)
			if (sparse)
				cells[i] = item.bucket, cells[i + 1] = item.count, i += 2;
			else
				cells[item.bucket - low] = item.count;
	}

private:
	/* The first pair of this bucket or a higher one. */
	std::size_t place(std::uint32_t bucket) const {
		std::size_t low = 0, high = used;
		while (low < high)
			if (const std::size_t middle = (low + high) / 2; cells[2 * middle] < bucket)
				low = middle + 1;
			else
				high = middle;
		return low;
	}
	/* Puts n zeros before cell `at`. */
	void make_room(std::size_t at, std::size_t n) {
		cells.resize(cells.size + n);
		std::copy_backward(cells.data + at, cells.end() - n, cells.end());
		std::fill_n(cells.data + at, n, 0);
	}
	[[gnu::noinline]] void add_outside(std::uint32_t bucket, std::int64_t n) {
		if (sparse)
			return add_pair(bucket, n);
		const std::uint32_t low = empty() ? bucket : std::min<std::uint32_t>(first, bucket);
		const std::uint32_t high = std::max(first + static_cast<std::uint32_t>(cells.size), bucket + 1);
		if (high - low > widest * (used + 1u)) {
			change_form(true);
			return add_to(bucket, n);
		}
		if (low < first && !empty())
			make_room(0, first - low);
		first = static_cast<std::uint16_t>(low), cells.resize(high - low);
		add_to(bucket, n);
	}
	void add_pair(std::uint32_t bucket, std::int64_t n) {
		const std::size_t at = 2 * place(bucket);
		if (at == cells.size || cells[at] != bucket) {
			make_room(at, 2), used++;
			cells[at] = bucket;
		}
		cells[at + 1] += n;
		if (cells[cells.size - 2] - cells[0] < static_cast<std::int64_t>(widest) * used)
			change_form(false);
	}
	void change_form(bool to_sparse) {
		Vec<Item> items = image().items;
		clear();
		if (to_sparse) {
			for (const Item &item : items)
				cells.push(item.bucket), cells.push(item.count);
			used = static_cast<std::uint16_t>(items.size), sparse = true;
		} else
			fill({items});
		items.free();
	}
	void free_bucket(std::size_t at) {
		if (--used == 0)
			return clear();
		if (sparse)
			std::copy(cells.data + at + 1, cells.end(), cells.data + at - 1), cells.size -= 2;
	}
};
static_assert(Sketch::bucket(0) == 0 && Sketch::bucket(127) == 127 && Sketch::bucket(128) == 128 && Sketch::bucket(129) == 128 &&
			  Sketch::bucket(UINT64_MAX) == Sketch::buckets - 1 && Sketch::lower(Sketch::buckets - 1) + Sketch::width(Sketch::buckets - 1) == 0);

inline void Sketch::Image::wire(WireWriter &writer) const {
	writer.put(items.size);
	std::uint32_t before = 0;
	for (const Item &item : items)
		writer.put(item.bucket - before), writer.put(static_cast<std::uint64_t>(item.count)), before = item.bucket;
}
inline void Sketch::Image::wire(WireReader &reader) {
	std::size_t n = 0;
	std::uint32_t before = 0;
	for (reader.get(n); reader.ok && n > 0; n--) {
		std::uint32_t step = 0;
		std::uint64_t count = 0; /* 2^63 and more: negative, not valid */
		reader.get(step), reader.get(count);
		items.push({before += step, static_cast<std::int64_t>(count)});
	}
}
inline void Sketch::Image::json(JsonWriter &writer) const {
	for (std::size_t i = 0; i < items.size; i++)
		writer.raw(i ? ", [" : "[["), writer.put(items[i].bucket), writer.raw(", "), writer.put(items[i].count), writer.raw("]");
	writer.raw(items.empty() ? "[]" : "]");
}
inline void Sketch::Image::json(JsonReader &reader) {
	reader.expect("[");
	if (!reader.ok || reader.next(']'))
		return;
	do {
		Item item{};
		reader.expect("["), reader.get(item.bucket), reader.expect(","), reader.get(item.count), reader.expect("]");
		items.push(item);
	} while (reader.ok && reader.next(','));
	reader.expect("]");
}

} // namespace crm
