#pragma once
#include "pg/prelude.hpp"

namespace crm {

/* ereport(ERROR) with a HINT (null: none); the message is one of ours, not translated. */
[[noreturn, gnu::cold, gnu::format(printf, 3, 4)]] void raise(int code, const char *hint, const char *format, ...);

/* Input that cannot be true, or a configuration argument that is not allowed. */
inline constexpr int invalid_parameter = ERRCODE_INVALID_PARAMETER_VALUE;
/* A number outside its scale, NaN, infinite. */
inline constexpr int out_of_range = ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
inline constexpr int bad_time = ERRCODE_DATETIME_VALUE_OUT_OF_RANGE;
inline constexpr int bad_binary = ERRCODE_INVALID_BINARY_REPRESENTATION;
inline constexpr int over_limit = ERRCODE_PROGRAM_LIMIT_EXCEEDED;

/* Counts are bigint; sums of stored states must not leave it silently. */
inline void add_count(std::int64_t &sum, std::int64_t n) {
	if (__builtin_add_overflow(sum, n, &sum))
		raise(out_of_range, "Roll up fewer states.", "count exceeds the range of bigint");
}

} // namespace crm
