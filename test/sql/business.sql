-- business_hours(), business_duration().
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all

-- A week with a holiday on Wednesday: the first day is cut, Friday's is not reached.
SELECT open FROM unnest(business_hours('[2026-06-01 10:30, 2026-06-05 08:00)', '09:00', '17:00', 'UTC', holidays => '{2026-06-03}')) open;
SELECT business_duration('[2026-06-01 10:30, 2026-06-05 08:00)', business_hours('[2026-01-01, 2027-01-01)', '09:00', '17:00', 'UTC', holidays => '{2026-06-03}')) AS spent;
-- Winter and summer time; days of 23 and 25 hours.
SELECT business_hours('[2026-03-27, 2026-03-31)', '09:00', '17:00', 'Europe/Berlin') AS berlin;
SELECT business_duration('[2026-03-29 00:00 Europe/Berlin, 2026-03-30 00:00 Europe/Berlin)', h) AS short_sunday, business_duration('[2026-10-25 00:00 Europe/Berlin, 2026-10-26 00:00 Europe/Berlin)', h) AS long_sunday
FROM business_hours('[2026-01-01, 2027-01-01)', '00:00', '24:00', 'Europe/Berlin', '{7}') h;
-- Nights belong to the date on which they open: the one of 28 March has 7 hours, that of 24 October 9.
SELECT upper(n) - lower(n) AS length, n AS night FROM unnest(business_hours('[2026-03-27, 2026-03-30)', '22:00', '06:00', 'Europe/Berlin', '{5,6,7}') + business_hours('[2026-10-24, 2026-10-26)', '22:00', '06:00', 'Europe/Berlin', '{6}')) n;
SELECT business_hours('[2026-06-06 02:00, 2026-06-06 23:00)', '22:00', '06:00', 'UTC', '{5}') AS opened_before, business_hours('[2026-06-06 02:00, 2026-06-06 23:00)', '22:00', '06:00', 'UTC', '{6}') AS opens_within,
	business_hours('[2026-06-06 02:00, 2026-06-06 23:00)', '22:00', '06:00', 'UTC', '{5,6}', '{2026-06-05}') AS holiday_before, business_hours('[2026-06-06 02:00, 2026-06-06 23:00)', '22:00', '06:00', 'UTC', '{5,6}', '{2026-06-06}') AS holiday_within;
-- Until midnight, from midnight, from an hour to the same hour.
SELECT business_hours('[2026-06-01, 2026-06-08)', '18:00', '24:00', 'UTC', '{1}') AS until_midnight, business_hours('[2026-06-01, 2026-06-08)', '18:00', '00:00', 'UTC', '{1}') AS same, business_hours('[2026-06-01, 2026-06-08)', '00:00', '24:00', 'UTC', '{1,2}') AS two_days,
	business_hours('[2026-06-01, 2026-06-08)', '08:00', '08:00', 'UTC', '{1}') AS round_the_clock, business_hours('[2026-06-01, 2026-06-08)', '00:00', '24:00', 'UTC', '{1,2,3,4,5,6,7}') AS always;
-- Two shifts a day.
SELECT business_hours('[2026-06-01, 2026-06-02)', '07:00', '12:00', 'UTC') + business_hours('[2026-06-01, 2026-06-02)', '13:00', '18:00', 'UTC') AS lunch;
-- Wall times that clocks skip or repeat are those of AT TIME ZONE; a shift without time is none.
SELECT business_hours('[2026-03-29, 2026-03-30)', '02:30', '03:00', 'Europe/Berlin', '{7}') AS nothing_left, business_hours('[2026-03-29, 2026-03-30)', '02:30', '04:00', 'Europe/Berlin', '{7}') AS skipped_start,
	business_hours('[2026-10-25, 2026-10-26)', '01:30', '02:30', 'Europe/Berlin', '{7}') AS repeated_end;
SELECT business_hours('[2018-11-03, 2018-11-06)', '00:00', '06:00', 'America/Sao_Paulo', '{7,1}') AS midnight_skipped, business_hours('[2018-02-17, 2018-02-19)', '20:00', '24:00', 'America/Sao_Paulo', '{6}') AS hour_before_midnight_twice;
-- Apia had no 30 December 2011, a Friday: its times are those of the 31st.
SELECT h AT TIME ZONE 'Pacific/Apia' AS opens FROM (SELECT lower(unnest(business_hours('[2011-12-28, 2012-01-03)', '09:00', '17:00', 'Pacific/Apia'))) AS h) x;
-- leap days
SELECT business_hours('[2024-02-28, 2024-03-02)', '09:00', '10:00', 'UTC') AS leap, business_hours('[2023-02-28, 2023-03-02)', '09:00', '10:00', 'UTC') AS common;
-- Bounds are those of during.
SELECT business_hours('[2026-06-01 10:00, 2026-06-01 12:00]', '09:00', '17:00', 'UTC') AS closed, business_hours('(2026-06-01 10:00, 2026-06-01 12:00)', '09:00', '17:00', 'UTC') AS open, business_hours('[2026-06-01 10:00, 2026-06-01 10:00]', '09:00', '17:00', 'UTC') AS instant,
	business_hours('[2026-06-01 17:00, 2026-06-01 18:00]', '09:00', '17:00', 'UTC') AS after, business_hours('[2026-06-01 08:00, 2026-06-01 09:00]', '09:00', '17:00', 'UTC') AS first_instant;
SELECT business_hours('empty', '09:00', '17:00', 'UTC') AS nothing, business_hours('[2026-06-01, 2026-06-08)', '09:00', '17:00', 'UTC', '{}') AS no_days, business_hours('[2026-06-01, 2026-06-08)', '09:00', '17:00', 'UTC', '{5,5,1}', '{2026-06-05,2026-06-05}') AS twice;
-- around the ends of time
SELECT count(*), max(upper(h)) AS last FROM unnest(business_hours('[294276-12-30, 294276-12-31 23:59:59.999999]', '22:00', '24:00', 'America/New_York', '{1,2,3,4,5,6,7}')) h;
SELECT min(lower(h)) AS first FROM unnest(business_hours('[4714-11-24 00:00+00 BC, 4714-11-26 BC)', '22:00', '06:00', 'UTC', '{1,2,3,4,5,6,7}')) h;

-- The definition in plain SQL, over pseudo-random schedules in zones with all kinds of changes, some around the changes.
CREATE FUNCTION pg_temp.hours(during tstzrange, opens time, closes time, tz text, weekdays int[], holidays date[]) RETURNS tstzmultirange LANGUAGE sql AS $$
	SELECT coalesce(range_agg(tstzrange(a, b)), '{}') * tstzmultirange(during) FROM (
		SELECT (date + opens) AT TIME ZONE tz AS a, (date + (closes <= opens)::int + closes) AT TIME ZONE tz AS b
		FROM (SELECT (lower(during) AT TIME ZONE 'UTC')::date + n AS date FROM generate_series(-4, 5 + extract(epoch FROM upper(during) - lower(during))::int / 86400) n) dates
		WHERE extract(isodow FROM date) = ANY (weekdays) AND date <> ALL (holidays)) shifts
	WHERE a < b $$;
CREATE TABLE schedules AS
SELECT n, tz, day, tstzrange(day + make_interval(secs => pg_temp.pick(n + 1, 86400)), day + make_interval(days => 1 + pg_temp.pick(n + 2, CASE n % 4 WHEN 0 THEN 400 ELSE 12 END), secs => pg_temp.pick(n + 3, 86400))) AS during,
	CASE n % 5 WHEN 0 THEN '00:00' ELSE time '00:00' + make_interval(mins => 15 * pg_temp.pick(n + 4, 96)) END AS opens,
	CASE pg_temp.pick(n + 6, 4) WHEN 0 THEN '24:00' ELSE time '00:00' + make_interval(mins => 15 * pg_temp.pick(n + 5, 96)) END AS closes,
	(SELECT coalesce(array_agg(d), '{}') FROM generate_series(1, 7) d WHERE pg_temp.pick(n * 7 + d, 3) > 0) AS weekdays,
	(SELECT coalesce(array_agg(day::date + pg_temp.pick(n * 5 + h, 30)), '{}') FROM generate_series(0, pg_temp.pick(n + 7, 6)) h WHERE h > 0) AS holidays
FROM (SELECT n, tz, at::timestamptz - make_interval(days => pg_temp.pick(n, 5)) AS day FROM (VALUES
	(1, 'UTC', '2024-02-27'), (2, 'Europe/Berlin', '2026-03-29'), (3, 'Europe/Berlin', '2026-10-25'), (4, 'America/New_York', '2026-03-08'), (5, 'America/New_York', '2026-11-01'),
	(6, 'America/Sao_Paulo', '2018-11-04'), (7, 'America/Sao_Paulo', '2018-02-18'), (8, 'Pacific/Apia', '2011-12-30'), (9, 'Australia/Lord_Howe', '2026-04-05'), (10, 'Asia/Beirut', '2022-03-27'),
	(11, 'America/Santiago', '2023-09-03'), (12, 'Asia/Kathmandu', '1985-12-31'), (13, 'Pacific/Kwajalein', '1993-08-21'), (14, 'America/Juneau', '1867-10-19'), (15, 'Asia/Manila', '1844-12-31')) z(k, tz, at),
	generate_series(k * 1000, k * 1000 + 79) n) x;
SELECT count(*), sum(CASE WHEN isempty(business_hours(during, opens, closes, tz, weekdays, holidays)) THEN 1 ELSE 0 END) < 200 AS few_empty,
	bool_and(business_hours(during, opens, closes, tz, weekdays, holidays) = pg_temp.hours(during, opens, closes, tz, weekdays, holidays)) AS same FROM schedules;
SELECT count(*), bool_and(business_hours(r, opens, closes, tz, weekdays, holidays) = pg_temp.hours(r, opens, closes, tz, weekdays, holidays)) AS any_bounds
FROM schedules, LATERAL (SELECT tstzrange(lower(during), upper(during), (ARRAY['[]', '(]', '()'])[1 + n % 3]) AS r) b WHERE n % 3 = 1;
-- Nor does a setting matter.
SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'; SET timezone_abbreviations = 'Australia';
SELECT bool_and(business_hours(during, opens, closes, tz, weekdays, holidays) = pg_temp.hours(during, opens, closes, tz, weekdays, holidays)) AS same FROM schedules WHERE n % 7 = 0;
RESET timezone_abbreviations; SET datestyle = 'ISO'; SET timezone = 'UTC';

-- Durations against the intersection: tickets of all lengths in calendars of all kinds, also beyond their ends.
CREATE FUNCTION pg_temp.spent(during tstzrange, open tstzmultirange) RETURNS numeric LANGUAGE sql AS $$
	SELECT coalesce(sum(extract(epoch FROM upper(p) - lower(p))), 0) FROM unnest(open * tstzmultirange(during)) p $$;
CREATE TABLE calendars AS SELECT n, business_hours(tstzrange(day, day + interval '200 days'), opens, closes, tz, weekdays, holidays) AS open, day FROM schedules WHERE n % 10 < 3;
INSERT INTO calendars VALUES (11, '{}', '2026-01-01'), (12, '{(,)}', '2026-01-01'), (13, '{(,2026-01-05),[2026-01-20,2026-01-20],(2026-02-01,)}', '2026-01-01'),
	(14, '{[-infinity,2026-01-05],[2026-02-01,infinity]}', '2026-01-01');
SELECT count(*), count(*) FILTER (WHERE extract(epoch FROM spent) > 0) > 5000 AS many_above_zero, bool_and(extract(epoch FROM spent) = pg_temp.spent(during, open)) AS same,
	bool_and(spent = make_interval(days => floor(extract(epoch FROM spent) / 86400)::int, secs => (extract(epoch FROM spent) % 86400)::float8) AND extract(hour FROM spent) < 24) AS days_and_time
FROM (SELECT *, business_duration(during, open) AS spent FROM (
	SELECT open, tstzrange(begun, begun + make_interval(secs => pg_temp.pick(k * 3 + n, 86400) * (1 + pg_temp.pick(k + n, 30))), (ARRAY['[]', '[)', '(]', '()'])[1 + k % 4]) AS during
	FROM calendars, generate_series(1, 25) k, LATERAL (SELECT day - interval '10 days' + make_interval(secs => 900.0 * pg_temp.pick(n * 31 + k, 96 * 220)) AS begun) b) tickets) x;
-- The same from a table, where a long calendar is compressed, and a span of 20 years.
CREATE TABLE calendar AS SELECT business_hours('[2010-01-01, 2030-01-01)', '09:00', '17:30', 'Europe/Berlin', holidays => ARRAY(SELECT make_date(y, 12, d) FROM generate_series(2010, 2029) y, unnest(ARRAY[24, 25, 26, 31]) d)) AS open;
SELECT pg_column_size(open) < 21 * (SELECT count(*) FROM unnest(open)) AS compressed, business_duration('[2010-01-01, 2030-01-01)', open) AS twenty_years,
	extract(epoch FROM business_duration('[2010-01-01, 2030-01-01)', open)) = pg_temp.spent('[2010-01-01, 2030-01-01)', open) AS same FROM calendar;
SELECT bool_and(a = b) AS same FROM (SELECT business_duration(r, open) AS a, business_duration(r, (SELECT range_agg(open) FROM calendar)) AS b
	FROM calendar, generate_series(1, 200) n, LATERAL (SELECT tstzrange(t, t + interval '100 hours') AS r FROM (SELECT timestamptz '2011-01-01' + make_interval(hours => pg_temp.pick(n, 150000)) AS t) s) x) y;

-- No upper bound is still open; a moment and an empty range took no time.
SELECT business_duration('[2026-06-01,)', open) AS unbounded, business_duration('[2026-06-01,infinity)', open) AS until_infinity, business_duration('empty', open) AS empty, business_duration('[2026-06-01 10:00,2026-06-01 10:00]', open) AS moment,
	business_duration('[2026-06-01,2026-06-02)', '{}') AS never_open, business_duration('[2026-06-01,2026-06-02)', '{(,)}') AS always FROM calendar;
SELECT business_hours(NULL, '09:00', '17:00', 'UTC') AS a, business_hours('[2026-06-01,2026-06-02)', NULL, '17:00', 'UTC') AS b, business_hours('[2026-06-01,2026-06-02)', '09:00', NULL, 'UTC') AS c, business_hours('[2026-06-01,2026-06-02)', '09:00', '17:00', NULL) AS d,
	business_hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', NULL) AS e, business_hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', '{1}', NULL) AS f, business_duration(NULL, '{}') AS g, business_duration('[2026-06-01,2026-06-02)', NULL) AS h;

SELECT call, pg_temp.error_of(format('SELECT business_%s', call)) AS error FROM (VALUES
	(1, $$hours('[2026-06-01,)', '09:00', '17:00', 'UTC')$$), (2, $$hours('(,2026-06-01)', '09:00', '17:00', 'UTC')$$), (3, $$hours('[2026-06-01,infinity)', '09:00', '17:00', 'UTC')$$),
	(4, $$hours('[-infinity,2026-06-01)', '09:00', '17:00', 'UTC')$$), (5, $$hours('(,)', '09:00', '17:00', 'UTC')$$), (6, $$hours('[infinity,)', '09:00', '17:00', 'UTC')$$),
	(7, $$hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'Mars/Olympus')$$), (8, $$hours('empty', '09:00', '17:00', '')$$), (9, $$hours('[2026-06-01,2026-06-02)', '24:00', '17:00', 'UTC')$$),
	(10, $$hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', '{0,1}')$$), (11, $$hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', '{8}')$$), (12, $$hours('empty', '09:00', '17:00', 'UTC', '{-1}')$$),
	(13, $$hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', '{1,NULL}')$$), (14, $$hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', '{1}', '{NULL}')$$),
	(15, $$hours('[2026-06-01,2026-06-02)', '09:00', '17:00', 'UTC', '{1}', '{infinity}')$$), (16, $$hours('[2026-06-01,294276-01-01)', '09:00', '17:00', 'UTC')$$),
	(17, $$duration('(,2026-06-01)', '{}')$$), (18, $$duration('(,)', '{}')$$), (19, $$duration('[-infinity,2026-06-01)', '{}')$$), (20, $$duration('[infinity,)', '{}')$$),
	(21, $$duration('[4714-11-24 00:00+00 BC,294276-12-31)', '{(,)}')$$)) v(n, call) ORDER BY n;
SELECT proname, provolatile, proisstrict, proparallel FROM pg_proc WHERE proname IN ('business_hours', 'business_duration') ORDER BY 1;
DROP TABLE schedules, calendars, calendar;
