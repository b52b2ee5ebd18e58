#include <cstdarg>
#include <cstdio>

#include "core/host.hpp"
#include "pg/error.hpp"

/* The module itself: its magic block and the host functions of core/. */
extern "C" {
CRM_MODULE_MAGIC(.name = "crm_metrics", .version = CRM_VERSION);
}

namespace crm {

void raise(int code, const char *hint, const char *format, ...) {
	char message[1024];
	va_list arguments;
	va_start(arguments, format);
	pg_vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	/* a cut may have split a character */
	message[pg_mbcliplen(message, static_cast<int>(strlen(message)), sizeof message - 1)] = '\0';
	ereport(ERROR, (errcode(code), errmsg_internal("%s", message), hint ? errhint("%s", hint) : 0));
	pg_unreachable();
}

void *reallocate(void *block, std::size_t bytes) { return block ? repalloc_huge(block, bytes) : MemoryContextAllocHuge(CurrentMemoryContext, bytes); }
void release(void *block) { pfree(block); }
void check_interrupts() { CHECK_FOR_INTERRUPTS(); }
void check_text_size(std::size_t bytes) {
	if (!AllocSizeIsValid(bytes))
		raise(over_limit, "Take it in binary form, or read it by its functions.", "the text of a state exceeds 1 GB");
}

bool valid_text(std::string_view text) {
	return text.size() <= MaxAllocSize && pg_verify_mbstr(GetDatabaseEncoding(), text.data(), static_cast<int>(text.size()), true);
}

int format_double(double value, char *to) { return double_to_shortest_decimal_buf(value, to); }

bool parse_double(std::string_view &in, double &value) {
	char text[40], *end;
	const std::size_t n = std::min({in.find_first_not_of("0123456789+-.eE"), in.size(), sizeof text - 1});
	std::copy_n(in.data(), n, text), text[n] = '\0';
	value = strtod(text, &end);
	in.remove_prefix(static_cast<std::size_t>(end - text));
	return end != text && std::isfinite(value);
}

} // namespace crm
