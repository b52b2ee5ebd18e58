#pragma once
#include <cstdio>
#include <string>

#include "../unit/host.cpp" /* core/ over libc; every program here is one translation unit */
#include "core/json.hpp"
#include "core/wire.hpp"

/* REQUIRE(condition): libFuzzer keeps the input that breaks it. */
#define REQUIRE(...)                                                                         \
	do {                                                                                     \
		if (!(__VA_ARGS__)) {                                                                \
			std::fprintf(stderr, "%s:%d: required: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
			__builtin_trap();                                                                \
		}                                                                                    \
	} while (0)

namespace crm {

/* What a memory context does at its end. */
inline void forget_all() {
	for (void *block : arena.blocks)
		std::free(block);
	arena.blocks.clear();
}
template <class T> std::string wire_of(const T &value) {
	WireWriter writer;
	writer.put(value);
	return {writer.out.data ? writer.out.data : "", writer.out.size};
}
template <class T> std::string json_of(const T &value) {
	JsonWriter writer;
	writer.put(value);
	return {writer.out.data ? writer.out.data : "", writer.out.size};
}
/* False: the reader has refused it. */
template <class T> bool read_wire(std::string_view bytes, T &value) {
	WireReader reader{bytes};
	reader.get(value);
	return reader.ok && reader.in.empty();
}
template <class T> bool read_json(std::string_view text, T &value) {
	JsonReader reader{text};
	reader.get(value), reader.space();
	if (!reader.ok) { /* what the server would print */
		char message[200];
		REQUIRE(reader.problem);
		std::snprintf(message, sizeof message, reader.problem, static_cast<int>(std::min<std::size_t>(reader.subject.size(), 60)),
					  reader.subject.data());
	}
	return reader.ok && reader.in.empty();
}

} // namespace crm
