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
	Vec<std::uint32_t> slots;    /* open addressing: 1 + number of a word, 0 = free; at most half full */
	std::uint32_t last = none;   /* the word asked for before: histories come in runs */

	std::uint32_t find(std::string_view word) const { return slots.size == 0 ? none : slot(word) - 1; }

	std::uint32_t intern(std::string_view word) {
		if (last != none && same(words[last], word))
			return last;
		if (slots.size < 2 * (words.size + 1)) [[unlikely]]
			grow();
		std::uint32_t &s = slot(word);
		if (s == 0)
			words.push(view(copy(word))), s = static_cast<std::uint32_t>(words.size);
		return last = s - 1;
	}

private:
	/* Bytes i to i + 7 as a number, at the end those before the end: words of one length are the same when these are, for i = 0,
	   8, ... Calls of memcmp and memcpy with any length would cost more than all the rest. */
	static std::uint64_t piece(std::string_view word, std::size_t i) {
		const char *first = word.data();
		const std::size_t n = word.size();
		if (n >= 8)
			return load_unaligned<std::uint64_t>(first + std::min(i, n - 8));
		if (n >= 4)
			return load_unaligned<std::uint32_t>(first) | std::uint64_t{load_unaligned<std::uint32_t>(first + n - 4)} << 32;
		const auto byte = [first](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(first[at])}; };
		return byte(0) | byte(n / 2) << 8 | byte(n - 1) << 16;
	}
	static bool same(std::string_view a, std::string_view b) {
		if (a.size() != b.size())
			return false;
		for (std::size_t i = 0; i < a.size(); i += 8)
			if (piece(a, i) != piece(b, i))
				return false;
		return true;
	}
	static std::uint64_t hash(std::string_view word) {
		std::uint64_t h = word.size();
		for (std::size_t i = 0; i < word.size(); i += 8)
			h = (h ^ piece(word, i)) * 0x9E3779B97F4A7C15u, h ^= h >> 32;
		return h;
	}
	/* The slot that holds the word, or the free one where it belongs. */
	std::uint32_t &slot(std::string_view word) const {
		for (std::size_t i = hash(word);; i++) {
			std::uint32_t &s = slots[i & (slots.size - 1)];
			if (s == 0 || same(words[s - 1], word))
				return s;
		}
	}
	void grow() {
		const std::size_t wanted = std::bit_ceil(4 * (words.size + 1));
		slots.resize(wanted);
		std::fill(slots.begin(), slots.end(), 0u);
		Turns turn;
		for (std::uint32_t i = 0; i < words.size; i++, turn())
			slot(words[i]) = i + 1;
	}
};

} // namespace crm
