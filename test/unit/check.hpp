#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/vec.hpp"

/* CHECK(condition): counts; the first failures are printed and the program ends with status 1. */
inline int checks = 0, failures = 0;
inline void check(bool ok, const char *what, const char *file, int line) {
	checks++;
	if (!ok && ++failures <= 20)
		std::printf("%s:%d: failed: %s\n", file, line, what);
}
#define CHECK(...) check((__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

inline int summary(const char *name) {
	std::printf("%s %s: %d checks, %d failed\n", failures ? "not ok" : "ok", name, checks, failures);
	return failures ? 1 : 0;
}

/* Repeatable pseudo-random numbers: splitmix64. */
struct Random {
	std::uint64_t state;
	std::uint64_t next() {
		std::uint64_t z = state += 0x9E3779B97F4A7C15u;
		z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
		z = (z ^ z >> 27) * 0x94D049BB133111EBu;
		return z ^ z >> 31;
	}
	std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n)); }
};

/* How many blocks the host has given and not got back. */
std::size_t blocks_in_use();

inline std::string text(const crm::Bytes &bytes) { return bytes.size ? std::string(bytes.data, bytes.size) : std::string(); }
