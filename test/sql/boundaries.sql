-- boundaries().
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all

-- Months end where they end, counted from the first date, not from the one before.
SELECT t AT TIME ZONE 'Europe/Berlin' AS local, t AS utc FROM unnest(boundaries('2024-01-31', '2024-05-31', '1 month', 'Europe/Berlin')) t;
SELECT array_agg((t AT TIME ZONE 'UTC')::date) AS leap_days FROM unnest(boundaries('2024-02-29', '2028-02-29', '1 year', 'UTC')) t;
SELECT array_agg((t AT TIME ZONE 'UTC')::date) AS mixed FROM unnest(boundaries('2026-01-30', '2026-05-01', '1 month 1 day', 'UTC')) t;
-- up to and including the last date if a step falls on it
SELECT cardinality(boundaries('2026-01-01', '2027-01-01', '1 month', 'UTC')) AS year, cardinality(boundaries('2026-01-01', '2026-12-31', '1 month', 'UTC')) AS a_day_less,
	cardinality(boundaries('2026-01-05', '2026-02-02', '7 days', 'UTC')) AS weeks, cardinality(boundaries('0044-03-15 BC', '2026-03-15', '1 day', 'UTC')) = date '2026-03-16' - date '0044-03-15 BC' AS days;
SELECT array_ndims(b) AS dimensions, array_lower(b, 1) AS first, pg_typeof(b) AS type FROM boundaries('2026-01-01', '2026-02-01', '1 month', 'UTC') b;
-- days of 23 and 25 hours
SELECT to_char(t, 'YYYY-MM-DD') AS utc_day, lead(t) OVER (ORDER BY t) - t AS length FROM unnest(boundaries('2026-03-28', '2026-03-31', '1 day', 'Europe/Berlin') || boundaries('2026-10-24', '2026-10-26', '1 day', 'Europe/Berlin')) t;

-- The definition in SQL, for every zone that has a history and pseudo-random first dates, steps and lengths. A day that a zone skipped has
-- the midnight of the next day, once.
CREATE TABLE cases AS SELECT zone, date '1900-01-01' + pg_temp.pick(n, 50000) AS first, pg_temp.pick(n + 3, 300) AS steps,
	make_interval(months => pg_temp.pick(n + 1, 4), days => pg_temp.pick(n + 2, 3) + CASE WHEN pg_temp.pick(n + 1, 4) = 0 THEN 1 ELSE 0 END) AS step
FROM (SELECT name AS zone, 7919 * row_number() OVER (ORDER BY name) AS n FROM pg_timezone_names WHERE name LIKE '%/%' AND name NOT LIKE 'posix%') z;
INSERT INTO cases SELECT zone, d::date, 60, '1 day' FROM (VALUES ('Pacific/Apia', '2011-12-01'), ('Pacific/Kwajalein', '1993-08-01'), ('Asia/Manila', '1844-12-01'),
	('America/Sao_Paulo', '2018-10-20'), ('Asia/Beirut', '2022-03-01'), ('America/Juneau', '1867-10-01'), ('Europe/Dublin', '1916-05-01')) v(zone, d);
SELECT count(*) > 300 AS enough, bool_and(boundaries(first, (first + steps * step)::date, step, zone) =
	(SELECT array_agg(DISTINCT t ORDER BY t) FROM (SELECT (first + n * step) AT TIME ZONE zone AS t FROM generate_series(0, steps) n) x)) AS same
FROM cases WHERE steps > 0;
SELECT array_agg(to_char(t AT TIME ZONE 'Pacific/Apia', 'DD')) AS no_thirtieth FROM unnest(boundaries('2011-12-28', '2012-01-02', '1 day', 'Pacific/Apia')) t;
DROP TABLE cases;
-- No setting matters.
SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'; SET timezone_abbreviations = 'Australia';
SELECT array_agg(t AT TIME ZONE 'UTC') AS same FROM unnest(boundaries('2026-03-01', '2026-05-01', '1 month', 'EUROPE/berlin')) t;
RESET timezone_abbreviations; SET datestyle = 'ISO'; SET timezone = 'UTC';
-- What is both an abbreviation and a zone is the zone: CET, where the time zone data still has it, has summer time.
SELECT coalesce(bool_and(b[2] - b[1] = '180 days 23:00'), true) AS as_zone FROM pg_timezone_names, boundaries('2026-01-01', '2026-07-01', '6 months', name) b WHERE name = 'CET';
-- the whole of time
SELECT cardinality(b) AS millennia, b[1], b[299] FROM boundaries('4713-01-01 BC', '294276-01-01', '1000 years', 'UTC') b;
SELECT boundaries(NULL, '2026-02-01', '1 day', 'UTC') AS null_first, boundaries('2026-02-01', NULL, '1 day', 'UTC') AS null_last, boundaries('2026-02-01', '2026-03-01', NULL, 'UTC') AS null_step,
	boundaries('2026-02-01', '2026-03-01', '1 day', NULL) AS null_zone;

SELECT arguments, pg_temp.error_of(format('SELECT boundaries(%s)', arguments)) AS error FROM (VALUES
	(1, $$'2026-01-01', '2026-02-01', '0 days', 'UTC'$$), (2, $$'2026-01-01', '2026-02-01', '-1 month', 'UTC'$$), (3, $$'2026-01-01', '2026-02-01', '1 month -1 day', 'UTC'$$),
	(4, $$'2026-01-01', '2026-02-01', '1 day 06:00', 'UTC'$$), (5, $$'2026-01-01', '2026-02-01', '24:00', 'UTC'$$), (6, $$'2026-01-01', '2026-02-01', '-1 day', 'UTC'$$),
	(7, $$'2026-01-01', '2026-01-31', '1 month', 'UTC'$$), (8, $$'2026-01-02', '2026-01-01', '1 day', 'UTC'$$), (9, $$'2026-01-01', '2026-01-01', '1 day', 'UTC'$$),
	(10, $$'2011-12-30', '2011-12-31', '1 day', 'Pacific/Apia'$$), (11, $$'2026-01-01', '2026-02-01', '1 day', 'Mars/Olympus'$$), (12, $$'2026-01-01', '2026-02-01', '1 day', ''$$),
	(13, $$'2026-01-01', '2026-02-01', '1 day', repeat('ä', 300)$$), (14, $$'2026-01-01', 'infinity', '1 day', 'UTC'$$), (15, $$'-infinity', '2026-01-01', '1 day', 'UTC'$$),
	(16, $$'2026-01-01', '300000-01-01', '1 year', 'UTC'$$), (17, $$'4714-11-24 BC', '4713-01-01 BC', '1 day', 'Asia/Tokyo'$$),
	(18, $$'2026-01-01', '2026-02-01', '178956970 years', 'UTC'$$)) v(n, arguments) ORDER BY n;
SELECT has_function_privilege('public', oid, 'EXECUTE') AS executable, provolatile, proisstrict, proparallel FROM pg_proc WHERE proname = 'boundaries';
