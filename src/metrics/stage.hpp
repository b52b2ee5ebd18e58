#pragma once
#include "core/stage_log.hpp"
#include "pg/datum.hpp"

/* What the state and the window function say alike about times. */
namespace crm {

inline void check_entered(Instant at) {
	if (!at.finite())
		raise(bad_time, "Leave such rows out: WHERE isfinite(entered_at).", "entered_at is %s", shown(at));
}
inline void check_as_of(Instant at) {
	if (!at.finite())
		raise(bad_time, "Give a finite time, or NULL to leave open visits without a length.", "as_of is %s", shown(at));
}
inline std::optional<Duration> duration(std::optional<i128> microseconds) {
	return microseconds ? std::optional{elapsed(*microseconds)} : std::nullopt;
}

} // namespace crm
