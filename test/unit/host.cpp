#include <charconv>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "core/host.hpp"

/* The host functions of core/ over libc. Blocks are kept on a list and freed at exit, as a memory context would. */
namespace {

struct Arena {
	std::vector<void *> blocks;
	~Arena() {
		for (void *block : blocks)
			std::free(block);
	}
} arena;

} // namespace

namespace crm {

void *reallocate(void *block, std::size_t bytes) {
	void *moved = std::realloc(block, bytes);
	if (block)
		for (void *&known : arena.blocks)
			if (known == block) {
				known = moved;
				return moved;
			}
	arena.blocks.push_back(moved);
	return moved;
}
void release(void *block) {
	for (std::size_t i = arena.blocks.size(); i-- > 0;)
		if (arena.blocks[i] == block) {
			arena.blocks.erase(arena.blocks.begin() + static_cast<std::ptrdiff_t>(i));
			break;
		}
	std::free(block);
}
void check_interrupts() {}

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
