#include "core/seen_log.hpp"
#include "pg/state_type.hpp"

/* Activity from events: a customer is active from each time seen until `inactive_after` later. */
namespace crm {

/* 16 bytes per separate range of activity, whatever the number of events. */
struct ActiveRanges : SeenLog {
	static constexpr const char *type_name = "active_ranges_agg_state";
	static constexpr std::uint8_t version = 1;
	bool empty() const { return spans.empty(); }

	using Image = SeenImage;
	Image image() const { return {reach, spans}; }
	void fill(const Image &from) {
		reach = from.inactive_after;
		spans.append(from.seen.data, from.seen.size);
	}

	void merge(const ActiveRanges &o) {
		if (o.reach == 0)
			return;
		use(o.reach);
		SeenLog::merge(o);
	}
	/* inactive_after is a configuration argument: told by every row, skipped ones included. */
	void use(std::int64_t inactive_after) {
		if (reach == 0)
			reach = inactive_after;
		else if (reach != inactive_after)
			raise(invalid_parameter, "Keep one constant inactive_after in a query.", "inactive_after changed from %s to %s", shown(span_of(reach)),
				  shown(span_of(inactive_after)));
	}
	static Span span_of(std::int64_t microseconds) {
		return {0, static_cast<std::int32_t>(microseconds / microseconds_per_day), microseconds % microseconds_per_day};
	}
};

namespace {

/* ---- transitions ---- */

template <class T> std::int64_t checked(const std::optional<Span> &inactive_after) {
	if (!inactive_after)
		raise(invalid_parameter, "Give an interval such as '30 days'.", "inactive_after must not be NULL");
	const std::int64_t reach = microseconds_of("inactive_after", *inactive_after);
	if (reach <= 0)
		raise(invalid_parameter, "Give an interval such as '30 days'.", "inactive_after %s is not positive", shown(*inactive_after));
	if (std::same_as<T, Day> && reach % microseconds_per_day != 0)
		raise(invalid_parameter, "Give whole days, or cast seen_at to timestamp.", "inactive_after %s does not end on a date",
			  shown(*inactive_after));
	return reach;
}
template <class T> void see(ActiveRanges &s, std::optional<T> seen_at, std::optional<Span> inactive_after) {
	s.use(checked<T>(inactive_after));
	if (!seen_at)
		return;
	if (!seen_at->finite())
		raise(bad_time, "Use FILTER (WHERE isfinite(seen_at)).", "seen_at is %s", shown(*seen_at));
	if (seen_at->microseconds >= Instant::end - s.reach)
		raise(bad_time, "Use a shorter inactive_after.", "seen_at %s and inactive_after %s are beyond the range of timestamps", shown(*seen_at),
			  shown(*inactive_after));
	s.add({*seen_at, *seen_at});
}

/* ---- results ---- */

template <Oid multirange> std::optional<Multirange> active_ranges(const ActiveRanges &s) {
	if (s.empty())
		return std::nullopt;
	auto *ranges = static_cast<Range *>(palloc_extended(sizeof(Range) * s.spans.size, MCXT_ALLOC_HUGE));
	for (std::size_t i = 0; i < s.spans.size; i++)
		ranges[i] = {s.spans[i].first, {s.spans[i].last.microseconds + s.reach}};
	return Multirange{multirange, {ranges, s.spans.size}};
}

} // namespace
} // namespace crm

CRM_STATE(active_ranges_agg_state, crm::ActiveRanges);
CRM_TRANSITION(active_ranges_add_time, crm::see<crm::Instant>);
CRM_TRANSITION(active_ranges_add_date, crm::see<crm::Day>);
CRM_FUNCTION(active_ranges_timestamptz, crm::active_ranges<TSTZMULTIRANGEOID>);
CRM_FUNCTION(active_ranges_timestamp, crm::active_ranges<TSMULTIRANGEOID>);
CRM_FUNCTION(active_ranges_date, crm::active_ranges<DATEMULTIRANGEOID>);
