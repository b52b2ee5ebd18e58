#pragma once
#include "pg/time.hpp"

/* Local time in a named zone, by the zone's own history: no setting is read. */
namespace crm {

inline pg_tz *zone_of(std::string_view name) {
	char text[TZ_STRLEN_MAX + 1] = {};
	pg_tz *zone = nullptr;
	if (name.size() < sizeof text) {
		std::copy(name.begin(), name.end(), text);
		zone = pg_tzset(text); /* reads no setting, unlike the abbreviations that AT TIME ZONE knows */
	}
	if (!zone)
		raise(invalid_parameter, "Use a name of pg_timezone_names, such as 'Europe/Berlin'.", "time zone \"%.*s\" is not recognized",
			  pg_mbcliplen(name.data(), static_cast<int>(name.size()), 60), name.data());
	return zone;
}
/* (date + time) AT TIME ZONE zone: a wall time that a clock change skips or repeats is taken by the offset that this rule
   of PostgreSQL takes. Around the ends of time the result may be no timestamp. */
inline i128 local_time(std::int64_t date, std::int64_t time, pg_tz *zone) {
	date += time / microseconds_per_day, time %= microseconds_per_day; /* 24:00 */
	const Civil c = civil(date);
	const int seconds = static_cast<int>(time / 1000000);
	pg_tm local{};
	local.tm_year = static_cast<int>(c.year), local.tm_mon = c.month, local.tm_mday = c.day;
	local.tm_hour = seconds / 3600, local.tm_min = seconds / 60 % 60, local.tm_sec = seconds % 60;
	return i128{date} * microseconds_per_day + time + std::int64_t{DetermineTimeZoneOffset(&local, zone)} * 1000000;
}

} // namespace crm
