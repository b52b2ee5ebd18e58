#pragma once
#include "core/stage_log.hpp"
#include "pg/datum.hpp"

/* The state of one deal, and what is said alike about times wherever stages are. */
namespace crm {

/* 24 bytes per history row while aggregating (a third of that stored), and each stage name once. */
struct Stages : StageLog {
	static constexpr const char *type_name = "stage_agg_state";
	static constexpr std::uint8_t version = 1;
	using Shared = Dictionary;
	using Image = StageImage;
	bool empty() const { return rows.empty(); }
	void share(Dictionary *dictionary) { names = dictionary; }
	void merge(const Stages &o) { StageLog::merge(o); }
};

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
