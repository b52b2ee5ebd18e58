#pragma once
#include <algorithm>
#include <bit>

#include "core/integer.hpp"
#include "core/vec.hpp"

namespace crm {

/* Distinct strings numbered in order of arrival; compared bytewise, never by collation. Collisions made on purpose cost
   time only. */
struct Dictionary {
	static constexpr std::uint32_t none = UINT32_MAX;
	Vec<std::string_view> words; /* own copies */

	std::uint32_t find(std::string_view word) const { return slots.size == 0 ? none : slot(print(word), word).number - 1; }

	std::uint32_t intern(std::string_view word) {
		if (slots.size < 2 * (words.size + 1)) [[unlikely]]
			grow();
		const Print its = print(word);
		Print &s = slot(its, word);
		if (s.number == 0) [[unlikely]]
			words.push(view(copy(word))), s = its, s.number = static_cast<std::uint32_t>(words.size);
		return s.number - 1;
	}

private:
	/* A word of up to 16 bytes in full, a hash of a longer one. Names are short and of any length, so there is one way for 4 to 16 bytes:
	   branches by the length would be guessed wrong most of the time, and calls of memcmp would cost more than all the rest. */
	struct Print {
		std::uint64_t first = 0, last = 0;
		std::uint32_t size = 0;   /* a datum has less than 1 GB */
		std::uint32_t number = 0; /* in a slot: 1 + number of the word, 0 = free */
		bool same(const Print &o) const { return first == o.first && last == o.last && size == o.size; }
		std::uint64_t hash() const {
			const std::uint64_t h = (first + size) * 0x9E3779B97F4A7C15u ^ last * 0xBF58476D1CE4E5B9u;
			return h ^ h >> 32;
		}
	};
	Vec<Print> slots; /* open addressing; at most half full */

	static constexpr std::size_t in_full = 16;
	static Print print(std::string_view word) {
		const char *p = word.data();
		const std::size_t n = word.size(), half = n >> 3 << 2;
		const auto length = static_cast<std::uint32_t>(n);
		const auto four = [p](std::size_t at) { return std::uint64_t{load_unaligned<std::uint32_t>(p + at)}; };
		if (n >= 4 && n <= in_full) [[likely]]
			return {four(0) << 32 | four(half), four(n - 4) << 32 | four(n - 4 - half), length};
		std::uint64_t h = 0;
		if (n > in_full)
			for (std::size_t i = 0; i < n; i += 8)
				h = (h ^ eight(word, i)) * 0x9E3779B97F4A7C15u, h ^= h >> 32;
		else
			for (const char c : word)
				h = h << 8 | static_cast<unsigned char>(c);
		return {h, 0, length};
	}
	/* Bytes i to i + 7 as a number, at the end those before the end. */
	static std::uint64_t eight(std::string_view word, std::size_t i) {
		return load_unaligned<std::uint64_t>(word.data() + std::min(i, word.size() - 8));
	}
	static bool same(std::string_view a, std::string_view b) { /* of one length, more than 8 */
		for (std::size_t i = 0; i < a.size(); i += 8)
			if (eight(a, i) != eight(b, i))
				return false;
		return true;
	}
	/* The slot that holds the word, or the free one where it belongs. */
	Print &slot(const Print &print, std::string_view word) const {
		for (std::size_t i = print.hash();; i++) {
			Print &s = slots[i & (slots.size - 1)];
			if (s.number == 0 || (s.same(print) && (print.size <= in_full || same(words[s.number - 1], word))))
				return s;
		}
	}
	void grow() {
		const std::size_t wanted = std::bit_ceil(4 * (words.size + 1));
		slots.resize(wanted);
		std::fill(slots.begin(), slots.end(), Print{});
		Turns turn;
		for (std::uint32_t i = 0; i < words.size; i++, turn()) {
			const Print its = print(words[i]);
			Print &s = slot(its, words[i]);
			s = its, s.number = i + 1;
		}
	}
};

} // namespace crm
