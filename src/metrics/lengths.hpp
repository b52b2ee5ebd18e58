#pragma once
#include "core/lengths.hpp"
#include "pg/datum.hpp"

/* Lengths of time as SQL shows them. */
namespace crm {

/* The duration of a row. */
inline std::int64_t checked_duration(const Span &duration) {
	const std::int64_t length = microseconds_of("duration", duration, "Use FILTER (WHERE isfinite(duration)).");
	if (length < 0)
		raise(invalid_parameter, "Use FILTER (WHERE duration >= '0').", "duration %s is negative", shown(duration));
	return length;
}
inline std::optional<Duration> duration(std::optional<std::uint64_t> microseconds) {
	return microseconds ? std::optional{elapsed(*microseconds)} : std::nullopt;
}
inline std::optional<Duration> mean_of(const Lengths &lengths) { return duration(lengths.mean()); }
inline std::optional<Duration> percentile_of(const Lengths &lengths, double fraction) {
	if (!(fraction >= 0 && fraction <= 1))
		raise(invalid_parameter, "Give a fraction: 0.9 for the 90th percentile.", "fraction %s is not between 0 and 1", shown(fraction));
	return duration(lengths.percentile(fraction));
}
inline std::optional<TotalTime> total_of(const Lengths &lengths) { return lengths.empty() ? std::nullopt : std::optional{TotalTime{lengths.total}}; }
inline void merge_lengths(Lengths &lengths, const Lengths &o) {
	if (!lengths.merge(o))
		raise(out_of_range, "Roll up fewer states.", "count exceeds the range of bigint");
}

} // namespace crm
