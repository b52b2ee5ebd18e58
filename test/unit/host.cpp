#include <charconv>
#include <cmath>
#include <cstdlib>
#include <unordered_set>

#include "check.hpp"
#include "core/host.hpp"

/* The host functions of core/ over libc. Blocks are kept in a set and freed at exit, as a memory context would. */
namespace {

struct Arena {
	std::unordered_set<void *> blocks;
	~Arena() {
		for (void *block : blocks)
			std::free(block);
	}
} arena;

} // namespace

std::size_t blocks_in_use() { return arena.blocks.size(); }

namespace crm {

void *reallocate(void *block, std::size_t bytes) {
	arena.blocks.erase(block);
	return *arena.blocks.insert(std::realloc(block, bytes)).first;
}
void release(void *block) {
	arena.blocks.erase(block);
	std::free(block);
}
void check_interrupts() {}
void check_text_size(std::size_t) {}

/* Well-formed UTF-8 without NUL. */
bool valid_text(std::string_view text) {
	for (std::size_t i = 0; i < text.size();) {
		const auto c = static_cast<unsigned char>(text[i]);
		const std::size_t n = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
		if (c == 0 || n == 0 || i + n > text.size())
			return false;
		for (std::size_t k = 1; k < n; k++)
			if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80)
				return false;
		i += n;
	}
	return true;
}
int format_double(double value, char *to) { return static_cast<int>(std::to_chars(to, to + 32, value).ptr - to); }
bool parse_double(std::string_view &in, double &value) {
	const auto [rest, error] = std::from_chars(in.data(), in.data() + in.size(), value);
	if (error != std::errc{} || !std::isfinite(value))
		return false;
	in.remove_prefix(static_cast<std::size_t>(rest - in.data()));
	return true;
}

} // namespace crm
