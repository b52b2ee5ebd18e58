-- episode(seen_at, gap) OVER (PARTITION BY customer ORDER BY seen_at): sessions, contacts, rules, and all of it against lag().
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

---- 1. Worked numbers ----

-- Contacts on days 0, 3 and 20 with a gap of 7 days are two issues, of which one had a single contact: half were resolved at first contact.
SELECT day, episode(timestamptz '2024-01-01Z' + day * interval '24 hours', '7 days') OVER (ORDER BY day) FROM unnest(ARRAY[0, 3, 20]) day ORDER BY day;
SELECT count(*) AS issues, count(*) FILTER (WHERE contacts = 1) AS single_contact, round(rate(contacts = 1), 2) AS first_contact_resolution
FROM (SELECT customer, issue, count(*) AS contacts FROM (SELECT customer, episode(seen_at, '7 days') OVER (PARTITION BY customer ORDER BY seen_at) AS issue
	FROM (VALUES (1, date '2024-01-01'), (1, '2024-01-04'), (1, '2024-01-21')) v (customer, seen_at)) e GROUP BY customer, issue) i;
-- Sessions of page views, 30 minutes: 10:00, 10:20, 10:50 (a pause of exactly 30 minutes continues), 11:20:00.000001 (one microsecond more does not).
SELECT session, min(at)::time AS begins, max(at) - min(at) AS length, count(*) AS views FROM (SELECT at, episode(at, '30 minutes') OVER (ORDER BY at) AS session
	FROM unnest('{2024-01-01 10:00Z, 2024-01-01 10:20Z, 2024-01-01 10:50Z, 2024-01-01 11:20:00.000001Z, 2024-01-01 11:30Z}'::timestamptz[]) at) v GROUP BY session ORDER BY session;

---- 2. Rules ----

-- A NULL time has no number and does not count: 1 and 3 January are 2 days apart. One row, only NULL, no rows.
SELECT id, at, episode(at, '1 day') OVER (ORDER BY id), episode(at, '2 days') OVER (ORDER BY id) AS longer FROM (VALUES (1, NULL), (2, date '2024-01-01'), (3, NULL), (4, '2024-01-03'), (5, NULL)) v (id, at) ORDER BY id;
SELECT episode(date '2024-01-01', '0') OVER () AS one, episode(NULL::timestamptz, '0') OVER () AS none, (SELECT count(*) FROM (SELECT episode(now(), '0') OVER () WHERE false) x) AS no_rows;
-- Ties belong together even with a gap of 0; every other pause begins a new episode.
SELECT at, episode(at, '0') OVER (ORDER BY at), pg_typeof(episode(at, '0') OVER (ORDER BY at)) FROM unnest('{2024-01-01, 2024-01-01, 2024-01-02, 2024-01-02}'::date[]) at ORDER BY at;
-- Numbers begin at 1 in each partition, and each may have a gap of its own.
SELECT customer, string_agg(n::text, ' ' ORDER BY at) FROM (SELECT customer, at, episode(at, customer * interval '1 day') OVER (PARTITION BY customer ORDER BY at) AS n FROM generate_series(1, 4) customer,
	unnest('{2024-01-01, 2024-01-02, 2024-01-04, 2024-01-07, 2024-01-11}'::date[]) at) v GROUP BY customer ORDER BY customer;
-- Times BC and far: the difference needs more than 63 bits.
SELECT at, episode(at, '106751991 days') OVER (ORDER BY at), episode(at, '1000000 days') OVER (ORDER BY at) AS shorter FROM unnest('{4713-11-24 BC, 1000-01-01, 294276-12-31}'::timestamp[]) at ORDER BY at;
-- A day is 24 hours whatever the session zone; timestamp is UTC and date is 00:00 UTC, too.
SET timezone = 'Europe/Berlin';
SELECT at, episode(at, '1 day') OVER w AS elapsed, episode(at::timestamp, '1 day') OVER w AS local, episode(at::date, '1 day') OVER w AS dates FROM unnest('{2024-10-26 00:00, 2024-10-27 00:00, 2024-10-28 00:00, 2024-10-29 00:00}'::timestamptz[]) at WINDOW w AS (ORDER BY at) ORDER BY at;
SET timezone = 'UTC';
-- The frame is of no matter. Named arguments, beside other window functions.
SELECT bool_and(a = b AND a = c) AS frame_irrelevant, max(a) FROM (SELECT episode(seen_at => at, gap => '1 day') OVER w AS a, episode(at, '1 day') OVER (w ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS b, episode(at, '24:00') OVER (w GROUPS BETWEEN UNBOUNDED PRECEDING AND 3 PRECEDING) AS c,
	lag(at) OVER w, count(*) OVER w FROM unnest('{2024-01-01, 2024-01-03, 2024-01-04, 2024-01-07}'::date[]) at WINDOW w AS (ORDER BY at)) v;
-- 7 days and 168 hours are the same gap.
SELECT string_agg(n::text, ' ' ORDER BY at) FROM (SELECT at, episode(at, CASE WHEN at > '2024-01-02' THEN interval '168 hours' ELSE '7 days' END) OVER (ORDER BY at) AS n FROM unnest('{2024-01-01, 2024-01-08, 2024-01-16}'::date[]) at) v;

---- 3. Errors ----

SELECT q, pg_temp.error_of('SELECT episode(' || q) FROM unnest(ARRAY[
	'at, ''1 day'') OVER (ORDER BY at DESC) FROM (VALUES (timestamptz ''2024-01-02 03:04:05.000006+02''), (''2024-01-01'')) v (at)',
	'at, ''1 day'') OVER (ORDER BY at DESC NULLS LAST) FROM (VALUES (date ''2024-01-02''), (NULL), (''2024-01-01'')) v (at)',
	'timestamptz ''infinity'', ''1 day'') OVER ()', 'timestamp ''-infinity'', ''1 day'') OVER ()', 'date ''infinity'', ''1 day'') OVER ()',
	'date ''2024-01-01'', NULL) OVER ()', 'date ''2024-01-01'', ''-1 day'') OVER ()', 'date ''2024-01-01'', ''1 month'') OVER ()', 'NULL::date, ''1 year'') OVER ()', 'NULL::date, NULL) OVER ()', 'date ''2024-01-01'', ''2000000000 days'') OVER ()',
	'at, gap) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', interval ''7 days''), (''2024-01-02'', ''7 days 01:00'')) v (at, gap)',
	'at, gap) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', interval ''7 days''), (NULL, ''0'')) v (at, gap)',
	'at, gap) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', interval ''7 days''), (''2024-01-02'', NULL)) v (at, gap)']) WITH ORDINALITY a (q, n) ORDER BY n;
SELECT pg_temp.sqlstate_of('SELECT episode(date ''2024-01-01'', interval ''infinity'') OVER ()') IN ('22008', '22007') AS infinite, pg_temp.sqlstate_of('SELECT episode(date ''2024-01-01'', ''1 day'')') AS no_over,
	pg_temp.sqlstate_of('SELECT episode(date ''2024-01-01'', ''1 day'') FILTER (WHERE true) OVER ()') AS filter, pg_temp.sqlstate_of('SELECT episode(NULL, ''1 day'') OVER ()') AS untyped, pg_temp.sqlstate_of('SELECT episode(5, ''1 day'') OVER ()') AS number;

---- 4. Against lag() and a running sum ----

CREATE TEMP TABLE events AS SELECT customer, id, CASE WHEN pg_temp.pick(id + 3, 14) > 0 THEN pos END AS at, pos
FROM (SELECT customer, customer * 1009 + n * 7 AS id, timestamptz '1999-12-25' + pg_temp.pick(customer * 1009 + n * 7 + 4, 3 + customer % 40) * interval '17:23:45.678901' AS pos FROM generate_series(1, 300) customer, generate_series(1, 1 + pg_temp.pick(customer, 24)) n) e;
CREATE TEMP VIEW oracle AS SELECT customer, id, gap, sum((at - before > gap OR before IS NULL)::int) OVER (PARTITION BY gap, customer ORDER BY at, id) AS n
FROM (SELECT *, lag(at) OVER (PARTITION BY gap, customer ORDER BY at, id) AS before FROM events, (VALUES (interval '0'), ('17:23:45.678901'), ('3 days'), ('40 days')) g (gap) WHERE at IS NOT NULL) e;
CREATE TEMP VIEW found AS SELECT customer, id, gap, at, episode(at, gap) OVER w AS n, episode(at::timestamp, gap) OVER w AS utc FROM events, (VALUES (interval '0'), ('17:23:45.678901'), ('3 days'), ('40 days')) g (gap) WINDOW w AS (PARTITION BY gap, customer ORDER BY pos, id);
SELECT gap, count(*) > 2000 AS many, max(f.n) AS most, bool_and(f.n = o.n AND utc = f.n) AS same, bool_and((at IS NULL) = (f.n IS NULL)) AS null_where_null FROM found f LEFT JOIN oracle o USING (customer, id, gap) WHERE at IS NULL OR o.n IS NOT NULL OR f.n IS NOT NULL GROUP BY gap ORDER BY gap;
SELECT count(*) AS without_counterpart FROM found f FULL JOIN oracle o USING (customer, id, gap) WHERE (f.n IS NULL AND at IS NOT NULL) OR (o.n IS NULL AND f.n IS NOT NULL);
-- With dates, days in whole.
SELECT bool_and(n = o) AS dates FROM (SELECT n, sum((day - before > 3 OR before IS NULL)::int) OVER (PARTITION BY customer ORDER BY at, id) AS o FROM (SELECT customer, id, at, at::date AS day, episode(at::date, '3 days') OVER w AS n, lag(at::date) OVER w AS before FROM events WHERE at IS NOT NULL
	WINDOW w AS (PARTITION BY customer ORDER BY at, id)) x) y;

---- 5. Plans and sizes ----

PREPARE report (interval) AS SELECT string_agg(n::text, ' ' ORDER BY at) FROM (SELECT at, episode(at, $1) OVER (ORDER BY at) AS n FROM unnest('{2024-01-01, 2024-01-03, 2024-01-04}'::date[]) at) v;
SET plan_cache_mode = force_generic_plan;
EXECUTE report ('1 day');
EXECUTE report ('2 days');
RESET plan_cache_mode;
-- 200,000 rows in one partition and in 40,000, with little memory: every row is looked at once.
SET work_mem = '64kB';
SELECT max(n) FROM (SELECT episode(timestamptz '2020-01-01' + (g + g / 10) * interval '1 s', '1 second') OVER (ORDER BY g) AS n FROM generate_series(1, 200000) g) v;
SELECT max(n), sum(n) FROM (SELECT episode(timestamptz '2020-01-01' + g * interval '1 s', '0') OVER (PARTITION BY g / 5 ORDER BY g) AS n FROM generate_series(1, 200000) g) v;
RESET work_mem;
