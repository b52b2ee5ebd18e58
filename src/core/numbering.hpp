#pragma once
#include <algorithm>
#include <bit>

#include "core/vec.hpp"

namespace crm {

/* Distinct 64-bit codes numbered 0, 1, ... in order of arrival. Collisions made on purpose cost time only. */
struct Numbering {
	Vec<std::uint64_t> codes{};
	Vec<std::uint32_t> slots{}; /* open addressing: 1 + a number, 0 = free; at most half full */
	Vec<std::uint32_t> few{};   /* the same for small codes, each in its place, as long as there are no more than 16 places for each code */

	/* A number equal to codes.size before the call is new. */
	std::uint32_t number(std::uint64_t code) {
		if (code < few.size && few[code]) [[likely]]
			return few[code] - 1;
		const std::uint32_t found = number_by_hash(code);
		if (code < 16 * codes.size)
			few.resize(std::max<std::size_t>(few.size, code + 1)), few[code] = found + 1;
		return found;
	}

private:
	std::uint32_t number_by_hash(std::uint64_t code) {
		if (slots.size < 2 * (codes.size + 1)) [[unlikely]]
			grow();
		std::uint32_t &s = slot(code);
		if (s == 0)
			codes.push(code), s = static_cast<std::uint32_t>(codes.size);
		return s - 1;
	}
	std::uint32_t &slot(std::uint64_t code) const {
		std::uint64_t h = code * 0x9E3779B97F4A7C15u;
		for (h ^= h >> 32;; h++) {
			std::uint32_t &s = slots[h & (slots.size - 1)];
			if (s == 0 || codes[s - 1] == code)
				return s;
		}
	}
	void grow() {
		const std::size_t wanted = std::bit_ceil(4 * (codes.size + 1));
		slots.resize(wanted);
		for (std::uint32_t &s : slots)
			s = 0;
		Turns turn;
		for (std::uint32_t i = 0; i < codes.size; i++, turn())
			slot(codes[i]) = i + 1;
	}
};

} // namespace crm
