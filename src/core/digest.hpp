#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace crm {

/* BLAKE2s with 16 bytes of output, RFC 7693: a long text key in a few bytes, with no practical way to make two collide. */
struct Digest {
	std::uint32_t words[4];
};

namespace blake2s {

inline constexpr std::uint32_t iv[8] = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
inline constexpr std::uint8_t sigma[10][16] = {
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

/* One block of 64 bytes; `total` counts the bytes so far, this block's included. */
inline void compress(std::uint32_t (&h)[8], const char *block, std::uint64_t total, bool last) {
	std::uint32_t m[16], v[16];
	for (int i = 0; i < 16; i++) {
		std::uint8_t b[4];
		std::memcpy(b, block + 4 * i, 4);
		m[i] = static_cast<std::uint32_t>(b[0] | b[1] << 8 | b[2] << 16) | static_cast<std::uint32_t>(b[3]) << 24;
	}
	for (int i = 0; i < 8; i++)
		v[i] = h[i], v[i + 8] = iv[i];
	v[12] ^= static_cast<std::uint32_t>(total), v[13] ^= static_cast<std::uint32_t>(total >> 32);
	if (last)
		v[14] = ~v[14];
	const auto mix = [&v](int a, int b, int c, int d, std::uint32_t x, std::uint32_t y) {
		v[a] += v[b] + x, v[d] = std::rotr(v[d] ^ v[a], 16);
		v[c] += v[d], v[b] = std::rotr(v[b] ^ v[c], 12);
		v[a] += v[b] + y, v[d] = std::rotr(v[d] ^ v[a], 8);
		v[c] += v[d], v[b] = std::rotr(v[b] ^ v[c], 7);
	};
	for (const auto &s : sigma) {
		for (int i = 0; i < 4; i++)
			mix(i, i + 4, i + 8, i + 12, m[s[2 * i]], m[s[2 * i + 1]]);
		for (int i = 0; i < 4; i++)
			mix(i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
	}
	for (int i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
}

} // namespace blake2s

inline Digest digest(std::string_view text) {
	std::uint32_t h[8];
	std::memcpy(h, blake2s::iv, sizeof h);
	h[0] ^= 0x01010000 ^ sizeof(Digest); /* no key, one leaf, 16 bytes of output */
	std::uint64_t total = 0;
	for (; text.size() > 64; text.remove_prefix(64))
		blake2s::compress(h, text.data(), total += 64, false);
	char block[64] = {};
	std::memcpy(block, text.data(), text.size());
	blake2s::compress(h, block, total + text.size(), true);
	return {{h[0], h[1], h[2], h[3]}};
}

} // namespace crm
