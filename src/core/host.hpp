#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

/* What core/ needs from its host: the extension binds these to the server (pg/host.cpp), the native tests to libc
   (test/unit/host.cpp). None of them returns on failure. */
namespace crm {

/* realloc(): `block` may be null; the memory belongs to the current memory context. */
void *reallocate(void *block, std::size_t bytes);
void release(void *block);
/* Called now and then by long loops, so that a query can be cancelled. */
void check_interrupts();
/* For loops over what may be much: checks every 16,384th turn. */
struct Turns {
	std::uint32_t n = 0;
	void operator()() {
		if (++n % 16384 == 0) [[unlikely]]
			check_interrupts();
	}
};
/* A text of so many bytes, which may still grow, can be a value. */
void check_text_size(std::size_t bytes);
/* Valid in the encoding of the database, and without NUL bytes. */
bool valid_text(std::string_view text);
/* The shortest decimal that reads back as the same double; returns its length (at most 32, no terminator). */
int format_double(double value, char *to);
/* Reads one finite number from the front of `in` and drops it there. */
bool parse_double(std::string_view &in, double &value);

} // namespace crm
