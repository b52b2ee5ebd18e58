#include "metrics/lengths.hpp"
#include "pg/state_type.hpp"

/* Durations of anything: cycle length, time to resolution, handle time. */
namespace crm {

/* 88 bytes and up to 32 per bucket in use, 60 kB at most; stored some 3 per bucket. */
struct Durations : Lengths {
	static constexpr const char *type_name = "duration_agg_state";
	static constexpr std::uint8_t version = 1;
	void settle() {}
	void merge(const Durations &o) { merge_lengths(*this, o); }
};

namespace {

std::uint64_t checked(const Span &duration) { return static_cast<std::uint64_t>(checked_duration(duration)); }
void add(Durations &s, Span duration) { s.add(checked(duration)); }
bool drop(Durations &s, Span duration) { return s.remove(checked(duration)); }

std::optional<Duration> mean(const Durations &s) { return mean_of(s); }
std::optional<Duration> median(const Durations &s) { return percentile_of(s, 0.5); }
std::optional<Duration> percentile(const Durations &s, double fraction) { return percentile_of(s, fraction); }
std::optional<Duration> min_duration(const Durations &s) { return percentile_of(s, 0); }
std::optional<Duration> max_duration(const Durations &s) { return percentile_of(s, 1); }
std::optional<TotalTime> total(const Durations &s) { return total_of(s); }
std::int64_t num_values(const Durations &s) { return s.count; }

/* The share of values <= target: (whole buckets below + the part of its own bucket up to target) / values. The minimum is
   known to be below and the maximum to be above. */
std::optional<Number> share_within(const Durations &s, Span target) {
	const std::int64_t limit = microseconds_of("target", target);
	if (limit < 0 || static_cast<std::uint64_t>(limit) < s.minimum)
		return ratio(0, s.count);
	const auto length = static_cast<std::uint64_t>(limit);
	if (length >= s.maximum)
		return ratio(s.count, s.count);
	const std::uint32_t bucket = Sketch::bucket(length);
	int shift = std::countr_zero(Sketch::width(bucket)); /* counts in units of 1 / width */
	const i128 part = length - Sketch::lower(bucket) + 1;
	i128 within = 0;
	s.sketch.each([&](std::uint32_t b, std::int64_t n) { within += b < bucket ? i128{n} << shift : b == bucket ? n * part : 0; });
	within = std::clamp(within, i128{s.at_minimum} << shift, i128{s.count - s.at_maximum} << shift);
	for (; shift > 0 && within % 2 == 0; shift--)
		within /= 2;
	return ratio(within, i128{s.count} << shift);
}

} // namespace
} // namespace crm

CRM_STATE(duration_agg_state, crm::Durations);
CRM_TRANSITION(duration_add, crm::add);
CRM_TRANSITION(duration_drop, crm::drop);
CRM_FUNCTION(duration_mean, crm::mean);
CRM_FUNCTION(duration_median, crm::median);
CRM_FUNCTION(duration_percentile, crm::percentile);
CRM_FUNCTION(duration_min_duration, crm::min_duration);
CRM_FUNCTION(duration_max_duration, crm::max_duration);
CRM_FUNCTION(duration_total, crm::total);
CRM_FUNCTION(duration_num_values, crm::num_values);
CRM_FUNCTION(duration_share_within, crm::share_within);
