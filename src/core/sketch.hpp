#pragma once
#include <algorithm>
#include <bit>

#include "core/pairs.hpp"

/* The distribution of whole numbers in logarithmic buckets, after Tene's HdrHistogram. Integer arithmetic only: every
   machine puts a value into the same bucket, and merging is exact. */
namespace crm {

/* How many values lie in which bucket. 0..255 have a bucket each; from there on every power of two has 128 of them, so two
   values of a bucket differ by less than 0.8 %, and its middle is within 0.4 % of them all.

   The counts of the window [first, first + window()) of buckets stand side by side in cells of 1, 2, 4 or 8 bytes, as the
   largest count needs; where that would take more than four times the space of sorted pairs, as such pairs. So 32 bytes, none
   more while empty, at most 32 per bucket in use (60 kB in all). */
struct Sketch {
	static constexpr unsigned bits = 7;
	static constexpr std::uint32_t steps = 1 << bits, buckets = (65 - bits) * steps;

	Bytes cells; /* window: counts; sparse: words of bucket << 32 | count, in order */
	std::uint16_t first = 0, used = 0;
	std::uint8_t cell_log = 0; /* a cell for the largest count has 1 << cell_log bytes */
	bool sparse = false;       /* never where a count has more than 32 bits */

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
		std::int64_t total() const { /* of a valid one */
			std::int64_t sum = 0;
			for (const Item &item : items)
				sum += item.count;
			return sum;
		}
		void wire(WireWriter &writer) const { pairs::write<&Item::bucket>(writer, items); }
		void wire(WireReader &reader) { pairs::read<&Item::bucket>(reader, items); }
		void json(JsonWriter &writer) const { pairs::write<&Item::bucket>(writer, items); }
		void json(JsonReader &reader) { pairs::read<&Item::bucket>(reader, items); }
	};

	bool empty() const { return used == 0; }
	void add(std::uint64_t length, std::int64_t n = 1) { add_to(bucket(length), n); }
	/* n > 0 more values in a bucket. */
	void add_to(std::uint32_t bucket, std::int64_t n) {
		const std::uint32_t i = bucket - first;
		if (sparse || i >= window() || !with_cells([&](auto cell) { return add_cell(cell, i, n); })) [[unlikely]]
			add_slowly(bucket, n);
	}
	/* One value less; false: there is none in its bucket. */
	bool remove(std::uint64_t length) {
		const std::uint32_t b = bucket(length), i = b - first;
		bool gone = false;
		if (sparse ? !remove_pair(b, gone) : i >= window() || !with_cells([&](auto cell) { return remove_cell(cell, i, gone); }))
			return false;
		if (gone && --used == 0)
			clear();
		return true;
	}
	void merge(const Sketch &o) {
		if (!empty())
			return o.each([this](std::uint32_t b, std::int64_t n) { add_to(b, n); });
		clear();
		cells.append(o.cells.data, o.cells.size);
		first = o.first, used = o.used, cell_log = o.cell_log, sparse = o.sparse;
	}
	void clear() { cells.free(), *this = {}; }

	/* f(bucket, count) for the buckets in use, in order. */
	template <class F> void each(F &&f) const {
		if (sparse)
			for (std::size_t i = 0; i < used; i++)
				f(bucket_of(pair(i)), count_of(pair(i)));
		else
			with_cells([&](auto cell) {
				for (std::uint32_t i = 0, n = window(); i < n; i++)
					if (cell = get(cell, i); cell != 0)
						f(first + i, static_cast<std::int64_t>(cell));
			});
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
		const std::uint32_t low = from.items[0].bucket, span = from.items.back().bucket - low + 1;
		for (const Item &item : from.items)
			cell_log = std::max(cell_log, log_for(item.count));
		first = static_cast<std::uint16_t>(low), used = static_cast<std::uint16_t>(from.items.size);
		sparse = !worth(span, used);
		cells.resize(sparse ? 8 * from.items.size : std::size_t{span} << cell_log);
		for (std::size_t i = 0; const Item &item : from.items)
			if (sparse)
				put(pair_of(item.bucket, item.count), i++);
			else
				with_cells([&](auto cell) { put(static_cast<decltype(cell)>(item.count), item.bucket - low); });
	}

private:
	std::uint32_t window() const { return static_cast<std::uint32_t>(cells.size >> cell_log); }
	/* Is a window of that many buckets at most four times as large as its pairs? Counts beyond 32 bits do not fit in pairs. */
	bool worth(std::uint32_t span, std::uint32_t in_use) const { return cell_log == 3 || span << cell_log <= 32 * in_use; }
	static std::uint8_t log_for(std::int64_t count) {
		return static_cast<std::uint8_t>((count > UINT8_MAX) + (count > UINT16_MAX) + (count > UINT32_MAX));
	}

	/* Cell or pair i; the first argument tells the type. */
	template <class T> T get(T value, std::size_t i) const {
		std::memcpy(&value, cells.data + i * sizeof value, sizeof value);
		return value;
	}
	template <class T> void put(T value, std::size_t i) const { std::memcpy(cells.data + i * sizeof value, &value, sizeof value); }
	template <class F> auto with_cells(F &&f) const -> decltype(f(std::uint8_t{})) {
		switch (cell_log) {
		case 0:
			return f(std::uint8_t{});
		case 1:
			return f(std::uint16_t{});
		case 2:
			return f(std::uint32_t{});
		default:
			return f(std::int64_t{});
		}
	}
	/* False: the cell is too small for the sum. */
	template <class T> bool add_cell(T cell, std::uint32_t i, std::int64_t n) {
		const T old = get(cell, i);
		const std::int64_t sum = static_cast<std::int64_t>(old) + n;
		if (cell = static_cast<T>(sum); static_cast<std::int64_t>(cell) != sum) [[unlikely]]
			return false;
		used = static_cast<std::uint16_t>(used + (old == 0));
		put(cell, i);
		return true;
	}
	template <class T> bool remove_cell(T cell, std::uint32_t i, bool &gone) const {
		if (cell = get(cell, i); cell == 0)
			return false;
		gone = --cell == 0;
		put(cell, i);
		return true;
	}

	std::uint64_t pair(std::size_t i) const { return get(std::uint64_t{}, i); }
	static std::uint64_t pair_of(std::uint32_t bucket, std::int64_t count) { return std::uint64_t{bucket} << 32 | static_cast<std::uint32_t>(count); }
	static std::uint32_t bucket_of(std::uint64_t pair) { return static_cast<std::uint32_t>(pair >> 32); }
	static std::int64_t count_of(std::uint64_t pair) { return static_cast<std::uint32_t>(pair); }
	/* The first pair of this bucket or a higher one. */
	std::size_t place(std::uint32_t bucket) const {
		std::size_t low = 0, high = used;
		while (low < high)
			if (const std::size_t middle = (low + high) / 2; bucket_of(pair(middle)) < bucket)
				low = middle + 1;
			else
				high = middle;
		return low;
	}
	bool remove_pair(std::uint32_t bucket, bool &gone) {
		const std::size_t i = place(bucket);
		if (i == used || bucket_of(pair(i)) != bucket)
			return false;
		if (gone = count_of(pair(i)) == 1; gone)
			std::copy(cells.data + 8 * i + 8, cells.end(), cells.data + 8 * i), cells.size -= 8;
		else
			put(pair(i) - 1, i);
		return true;
	}

	/* Puts zero bytes before byte `at`. */
	void make_room(std::size_t at, std::size_t bytes) {
		cells.resize(cells.size + bytes);
		std::copy_backward(cells.data + at, cells.end() - bytes, cells.end());
		std::fill_n(cells.data + at, bytes, '\0');
	}
	[[gnu::noinline]] void add_slowly(std::uint32_t bucket, std::int64_t n) {
		if (sparse ? !add_pair(bucket, n) : !widen(bucket, n))
			rebuild(bucket, n);
	}
	/* False: another form is better. */
	bool add_pair(std::uint32_t bucket, std::int64_t n) {
		const std::size_t i = place(bucket);
		const bool known = i < used && bucket_of(pair(i)) == bucket;
		const std::int64_t sum = n + (known ? count_of(pair(i)) : 0);
		cell_log = std::max(cell_log, log_for(sum));
		if (!known) {
			const std::uint32_t low = std::min(bucket, bucket_of(pair(0))), high = std::max(bucket, bucket_of(pair(used - 1u)));
			if (worth(high - low + 1, used + 1u))
				return false;
			make_room(8 * i, 8), used++;
		} else if (cell_log == 3)
			return false;
		put(pair_of(bucket, sum), i);
		return true;
	}
	/* A larger window. False: another form is better. */
	bool widen(std::uint32_t bucket, std::int64_t n) {
		const std::uint32_t low = empty() ? bucket : std::min<std::uint32_t>(first, bucket);
		const std::uint32_t high = std::max(first + window(), bucket + 1);
		if (bucket - first < window() || log_for(n) > cell_log || !worth(high - low, used + 1u))
			return false;
		cells.reserve(16);
		if (!empty())
			make_room(0, std::size_t{first - low} << cell_log);
		first = static_cast<std::uint16_t>(low), cells.resize(std::size_t{high - low} << cell_log);
		with_cells([&](auto cell) { add_cell(cell, bucket - low, n); });
		return true;
	}
	/* The best form of what is there and n more. */
	void rebuild(std::uint32_t bucket, std::int64_t n) {
		Vec<Item> items = image().items;
		Item *at = std::lower_bound(items.begin(), items.end(), bucket, [](const Item &item, std::uint32_t b) { return item.bucket < b; });
		if (at == items.end() || at->bucket != bucket) {
			const auto i = at - items.begin();
			items.push({});
			at = items.begin() + i;
			std::copy_backward(at, items.end() - 1, items.end());
			*at = {bucket, 0};
		}
		at->count += n;
		clear(), fill({items});
		items.free();
	}
};
static_assert(Sketch::bucket(0) == 0 && Sketch::bucket(255) == 255 && Sketch::bucket(256) == 256 && Sketch::bucket(257) == 256 &&
			  Sketch::bucket(UINT64_MAX) == Sketch::buckets - 1 && Sketch::lower(Sketch::buckets - 1) + Sketch::width(Sketch::buckets - 1) == 0);

} // namespace crm
