-- churn_rate, retention_rate, churn_agg, its rollup and its accessors.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
CREATE SCHEMA churn_test;
SET search_path = churn_test, public;

-- all that a state says, in one record
CREATE TYPE story AS (at_start bigint, new bigint, reactivated bigint, churned bigint, churned_new bigint, churned_reactivated bigint, at_end bigint);
CREATE FUNCTION story(s churn_agg_state) RETURNS story IMMUTABLE LANGUAGE sql AS $$
  SELECT customers_at_start(s), new_customers(s), reactivated_customers(s), churned_customers(s), churned_new_customers(s),
    churned_reactivated_customers(s), customers_at_end(s) $$;
-- the same pseudo-random numbers everywhere
CREATE FUNCTION rnd(seed text, below int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
  SELECT (('x' || substr(md5(seed), 1, 8))::bit(32)::bigint % below)::int $$;

-- ---- published numbers ----

-- 100 customers at the start of March, 10 of them leave; 20 join, one of these leaves again: 10 %, 11/120, 11 %, 22/209 and by
-- customer days 11 * 31 / 3458. The days: 90 * 31 + 10 * 14 + 19 * 27 + 15 = 3458.
CREATE TABLE march AS
  SELECT timestamptz '2024-01-01' AS s, CASE WHEN g <= 10 THEN timestamptz '2024-03-15' END AS e FROM generate_series(1, 100) g
  UNION ALL SELECT '2024-03-05', CASE WHEN g = 1 THEN timestamptz '2024-03-20' END FROM generate_series(1, 20) g;
CREATE VIEW march_state AS SELECT churn_agg(s, e, tstzrange('2024-03-01', '2024-04-01')) AS s FROM march;
SELECT (story(s)).*, customer_time(s) = 3458 * interval '1 day' AS days_ok, period(s) FROM march_state;
SELECT method, round(churn_rate(s, method), 6) AS churn, round(x, 6) AS expected, churn_rate(s, method => method) + retention_rate(s, method) = 1 AS adds_up
  FROM march_state, (VALUES ('start', 0.1), ('start_plus_new', 11 / 120.0), ('all_over_start', 0.11), ('average', 22 / 209.0),
    ('exposure', 11 * 31 / 3458.0)) AS m(method, x) ORDER BY 2, 1;
-- retained 90; (end - new) / start is 0.89 and wrong, (end - new still there) / start is retention
SELECT customers_at_start(s) - churned_customers(s) AS retained, round((customers_at_end(s) - new_customers(s)) / 100.0, 2) AS textbook,
  retention_rate(s) = (customers_at_end(s) - (new_customers(s) - churned_new_customers(s))) / 100.0 AS corrected FROM march_state;
SELECT round(churn_rate(s, e, p), 6) AS churn, round(retention_rate(s, e, p), 6) AS retention, churn_rate(s, e, p) = churn_rate(churn_agg(s, e, p)) AS same,
  retention_rate(s, e, p) = 1 - churn_rate(s, e, p) AS adds_up FROM march, (SELECT tstzrange('2024-03-01', '2024-04-01') AS p) q;

-- July: 1000 at start, 50 leave, 500 join, 12 of them leave. August: 1438 at start, 72 leave, 500 join, 12 leave.
CREATE TABLE butter AS
  SELECT timestamptz '2023-06-01' AS s, CASE WHEN g <= 50 THEN timestamptz '2023-07-10' WHEN g <= 122 THEN '2023-08-10' END AS e FROM generate_series(1, 1000) g
  UNION ALL SELECT m + interval '3 days', CASE WHEN g <= 12 THEN m + interval '20 days' END
    FROM generate_series(1, 500) g, (VALUES (timestamptz '2023-07-01'), ('2023-08-01')) AS v(m);
SELECT lower(p)::date AS month, customers_at_start(s), round(churn_rate(s), 4) AS start, round(churn_rate(s, 'all_over_start'), 4) AS all_over_start,
  round(churn_rate(s, 'start_plus_new'), 4) AS start_plus_new
  FROM (SELECT p, churn_agg(s, e, p) AS s FROM butter, (VALUES (tstzrange('2023-07-01', '2023-08-01')), ('[2023-08-01,2023-09-01)')) AS v(p) GROUP BY p) q ORDER BY 1;
-- 5 % a month compounds to 45.96 % a year
SELECT round(1 - power(retention_rate(s, e, '[2023-07-01,2023-08-01)'), 12), 4) AS annual FROM butter;

-- one row per customer at risk: the share of true, NULL is undecided
SELECT churn_rate(v) = 0.25 AS churn, retention_rate(NOT v) = 0.75 AS retention, churn_rate(v) FILTER (WHERE v IS NULL) AS undecided,
  churn_rate(v) FILTER (WHERE false) AS empty, round(churn_rate(DISTINCT v), 2) AS of_two FROM (VALUES (true), (false), (false), (false), (NULL)) AS t(v);

-- ---- one customer each: what happens in March 2024, decided by hand ----
CREATE TABLE cases (note text, active tstzmultirange, expected text, days numeric);
INSERT INTO cases VALUES
  ('ends at p0: at start, churned', '{[2024-01-01,2024-03-01)}', '(1,0,0,1,0,0,0)', 0),
  ('the same, written as inclusive', '{[2024-01-01,2024-03-01]}', '(1,0,0,1,0,0,0)', 0),
  ('starts at p0: new', '{[2024-03-01,)}', '(0,1,0,0,0,0,1)', 31),
  ('ends at p1: still there at the end', '{[2024-01-01,2024-04-01)}', '(1,0,0,0,0,0,1)', 31),
  ('starts at p1: nothing to do with the period', '{[2024-04-01,)}', '(0,0,0,0,0,0,0)', 0),
  ('ended before: nothing to do with the period', '{[2024-01-01,2024-02-29 23:59:59.999999)}', '(0,0,0,0,0,0,0)', 0),
  ('no bounds at all', '{(,)}', '(1,0,0,0,0,0,1)', 31),
  ('infinite bounds', '{[-infinity,infinity]}', '(1,0,0,0,0,0,1)', 31),
  ('since ever, left', '{(,2024-03-11)}', '(1,0,0,1,0,0,0)', 10),
  ('joined and left', '{[2024-03-02,2024-03-03)}', '(0,1,0,0,1,0,0)', 1),
  ('joined, left, joined: new', '{[2024-03-02,2024-03-03),[2024-03-30,)}', '(0,1,0,0,0,0,1)', 3),
  ('joined, left, joined, left: lost once', '{[2024-03-02,2024-03-03),[2024-03-30,2024-03-31)}', '(0,1,0,0,1,0,0)', 2),
  ('left and returned: retained', '{[2024-01-01,2024-03-05),[2024-03-21,)}', '(1,0,0,0,0,0,1)', 15),
  ('left, returned, left: churned once', '{[2024-01-01,2024-03-05),[2024-03-21,2024-03-22)}', '(1,0,0,1,0,0,0)', 5),
  ('left at p0, returned later: retained', '{[2024-01-01,2024-03-01),[2024-03-21,)}', '(1,0,0,0,0,0,1)', 11),
  ('gone before p0, returned: reactivated', '{[2024-01-01,2024-02-01),[2024-03-21,)}', '(0,0,1,0,0,0,1)', 11),
  ('gone before p0, returned at p0: reactivated', '{[2024-01-01,2024-02-01),[2024-03-01,)}', '(0,0,1,0,0,0,1)', 31),
  ('reactivated and gone again', '{[2024-01-01,2024-02-01),[2024-03-11,2024-03-21)}', '(0,0,1,0,0,1,0)', 10),
  ('reactivated, gone, back again', '{[2024-01-01,2024-02-01),[2024-03-11,2024-03-21),[2024-03-31,2024-05-01)}', '(0,0,1,0,0,0,1)', 11),
  ('left, returns after the period: churned', '{[2024-01-01,2024-03-11),[2024-04-01,)}', '(1,0,0,1,0,0,0)', 10),
  ('pieces that touch at p0 merge whatever their flags', '{(2024-01-01,2024-03-01),(2024-03-01,2024-05-01]}', '(1,0,0,0,0,0,1)', 31),
  ('pieces that touch inside merge', '{[2024-03-02,2024-03-10),(2024-03-10,2024-03-12]}', '(0,1,0,0,1,0,0)', 10),
  ('pieces that touch at p1: still there at the end', '{(2024-01-01,2024-04-01),(2024-04-01,2024-04-02)}', '(1,0,0,0,0,0,1)', 31),
  ('an instant is no activity', '{[2024-03-05,2024-03-05]}', NULL, NULL),
  ('an instant before does not make it a reactivation', '{[2024-01-05,2024-01-05],[2024-03-31,)}', '(0,1,0,0,0,0,1)', 1),
  ('never active', '{}', NULL, NULL), ('unknown', NULL, NULL, NULL);
SELECT note, story(s)::text AS story, in_time FROM (SELECT note, expected, days, churn_agg(active, '[2024-03-01,2024-04-01)') AS s FROM cases GROUP BY 1, 2, 3) c,
  LATERAL (SELECT days * interval '1 day' IS NOT DISTINCT FROM customer_time(s) AS in_time) t
  WHERE nullif(story(s)::text, '(,,,,,,)') IS DISTINCT FROM expected OR NOT in_time;

-- ---- plain SQL over random activity: 250 customers, 5 consecutive periods, three types ----
CREATE TABLE periods AS SELECT k, tstzrange(p0, p1) AS p, p0, p1, tsrange(p0 AT TIME ZONE 'UTC', p1 AT TIME ZONE 'UTC') AS pt,
  daterange((p0 AT TIME ZONE 'UTC')::date, (p1 AT TIME ZONE 'UTC')::date) AS pd
  FROM (VALUES (1, timestamptz '2024-03-01', timestamptz '2024-03-06'), (2, '2024-03-06', '2024-03-13'), (3, '2024-03-13', '2024-03-14'),
    (4, '2024-03-14', '2024-03-29'), (5, '2024-03-29', '2024-04-05')) AS v(k, p0, p1);
CREATE TABLE pieces AS SELECT id, j, lo, (ARRAY['[)', '(]', '[]', '()'])[1 + rnd(id || 'f' || j, 4)] AS flags,
  CASE rnd(id || 'u' || j, 12) WHEN 0 THEN NULL WHEN 1 THEN 'infinity' ELSE
    CASE WHEN isfinite(lo) THEN lo ELSE timestamp '2024-02-25' END + rnd(id || 'b' || j, 24) * interval '12 hours' END AS hi
  FROM (SELECT id, j, CASE rnd(id || 'l' || j, 24) WHEN 0 THEN NULL WHEN 1 THEN '-infinity' ELSE
      timestamp '2024-03-01' + (rnd(id || 'a' || j, 100) - 30) * interval '12 hours' END AS lo
    FROM generate_series(1, 250) id, generate_series(1, 5) j WHERE j <= rnd(id || 'n', 6)) q;
-- and more that begin where another one ends, without belonging together for PostgreSQL
INSERT INTO pieces SELECT id, j + 10, hi, '()', hi + (1 + rnd(id || 'm' || j, 8)) * interval '12 hours' FROM pieces WHERE isfinite(hi) AND rnd(id || 't' || j, 4) = 0;
CREATE TABLE customers AS SELECT id, coalesce(range_agg(tstzrange(lo AT TIME ZONE 'UTC', hi AT TIME ZONE 'UTC', flags)) FILTER (WHERE j > 0), '{}') AS z,
  coalesce(range_agg(tsrange(lo, hi, flags)) FILTER (WHERE j > 0), '{}') AS t, coalesce(range_agg(daterange(lo::date, hi::date, flags)) FILTER (WHERE j > 0), '{}') AS d
  FROM generate_series(1, 250) id LEFT JOIN pieces USING (id) GROUP BY id;
CREATE TABLE engine AS
  SELECT 'timestamptz' AS kind, id, k, churn_agg(z, p) AS s FROM customers, periods GROUP BY id, k
  UNION ALL SELECT 'timestamp', id, k, churn_agg(t, pt) FROM customers, periods GROUP BY id, k
  UNION ALL SELECT 'date', id, k, churn_agg(d, pd) FROM customers, periods GROUP BY id, k;
-- The definitions in terms of single pieces: "some piece starts before p0 and ends at p0 or later" needs no merging of pieces.
CREATE TABLE truth AS
  SELECT kind, id, k, at_start::int, (joined AND NOT before)::int AS new, (joined AND before)::int AS reactivated, (at_start AND NOT at_end)::int AS churned,
    (joined AND NOT before AND NOT at_end)::int AS churned_new, (joined AND before AND NOT at_end)::int AS churned_reactivated, at_end::int, seconds
  FROM (SELECT kind, id, k, bool_or(s < p0 AND e >= p0) AS at_start, bool_or(s < p0) AS before, bool_or(s < p1 AND e >= p1) AS at_end,
      bool_or(s >= p0 AND s < p1) AND NOT bool_or(s < p0 AND e >= p0) AS joined, sum(extract(epoch FROM greatest(least(e, p1) - greatest(s, p0), '0'))) AS seconds
    FROM periods, (SELECT kind, id, coalesce(s, '-infinity') AS s, coalesce(e, 'infinity') AS e FROM (
        SELECT 'timestamptz' AS kind, id, lower(r) AS s, upper(r) AS e FROM customers, unnest(z) r
        UNION ALL SELECT 'timestamp', id, lower(r) AT TIME ZONE 'UTC', upper(r) AT TIME ZONE 'UTC' FROM customers, unnest(t) r
        UNION ALL SELECT 'date', id, lower(r)::timestamp AT TIME ZONE 'UTC', upper(r)::timestamp AT TIME ZONE 'UTC' FROM customers, unnest(d) r) a) b
    WHERE s < e GROUP BY kind, id, k) f;
-- the data have every story, and touching pieces with odd flags, infinite bounds and empty ranges
SELECT count(DISTINCT (at_start, new, reactivated, at_end)) AS stories, min(at_start + new + reactivated) AS without_relation FROM truth;
SELECT bool_or(isempty(tsrange(lo, hi, flags))) AS empty, bool_or(lo = hi AND flags = '[]') AS instants, bool_or(lo IS NULL OR lo = '-infinity') AS since_ever,
  bool_or(hi IS NULL) AS unbounded, bool_or(hi = 'infinity') AS infinite FROM pieces;
SELECT count(*) > 20 AS touching FROM customers, unnest(t) a, unnest(t) b WHERE upper(a) = lower(b) AND lower(a) < upper(a);
ANALYZE periods, pieces, customers, engine, truth;
-- every customer
SELECT kind, count(*) AS compared, count(*) FILTER (WHERE s IS NULL) = count(*) FILTER (WHERE t.id IS NULL) AS same_skipped, bool_and(
    s IS NULL AND t.id IS NULL OR story(s) = (t.at_start, t.new, t.reactivated, t.churned, t.churned_new, t.churned_reactivated, t.at_end)::story
    AND extract(epoch FROM customer_time(s)) = seconds AND period(s) = p) AS same
  FROM engine LEFT JOIN truth t USING (kind, id, k) JOIN periods USING (k) GROUP BY kind ORDER BY kind;
-- every method: of each customer (zero denominators are NULL), and of all together
CREATE VIEW methods AS SELECT kind, k, w, n, m, CASE m WHEN 'start' THEN churned / nullif(at_start, 0) WHEN 'start_plus_new' THEN lost / nullif(at_start + joined, 0)
    WHEN 'all_over_start' THEN lost / nullif(at_start, 0) WHEN 'average' THEN 2 * lost / nullif(at_start + at_end, 0)
    ELSE lost * extract(epoch FROM p1 - p0) / nullif(seconds, 0) END AS x
  FROM (SELECT kind, k, w, count(*) AS n, sum(at_start)::numeric AS at_start, sum(new + reactivated) AS joined, sum(churned)::numeric AS churned,
      sum(churned + churned_new + churned_reactivated)::numeric AS lost, sum(at_end)::numeric AS at_end, sum(seconds) AS seconds
    FROM truth, LATERAL (VALUES (id), (0)) AS v(w) GROUP BY 1, 2, 3) t JOIN periods USING (k),
    unnest(ARRAY['start', 'start_plus_new', 'all_over_start', 'average', 'exposure']) m;
WITH e AS MATERIALIZED (SELECT kind, k, id AS w, s FROM engine UNION ALL SELECT kind, k, 0, rollup(s) FROM engine GROUP BY 1, 2)
SELECT m, bool_or(x IS NULL) AS some_null, bool_and(round(churn_rate(s, m), 14) IS NOT DISTINCT FROM round(x, 14)) AS churn,
  bool_and(retention_rate(s, m) IS NOT DISTINCT FROM 1 - churn_rate(s, m)) AS retention
  FROM methods JOIN e USING (kind, k, w) GROUP BY m ORDER BY m;
-- the one-step aggregates, and the aggregate over all rows instead of the rollup of one state per customer
SELECT k, churn_rate(z, p) = churn_rate(r) AND retention_rate(z, p) = 1 - churn_rate(z, p) AS timestamptz, churn_rate(t, pt) = churn_rate(r)
  AND retention_rate(t, pt) = retention_rate(r) AS "timestamp", churn_rate(d, pd) = churn_rate(q) AND retention_rate(d, pd) = retention_rate(q) AS date,
  churn_agg(z, p) = r AND churn_agg(t, pt) = r AND churn_agg(d, pd) = q AS states FROM customers, periods
  JOIN (SELECT k, rollup(s) FILTER (WHERE kind = 'timestamp') AS r, rollup(s) FILTER (WHERE kind = 'date') AS q FROM engine GROUP BY k) e USING (k) GROUP BY k, r, q ORDER BY k;
-- the end of a period is the start of the next; nobody gets lost
SELECT bool_and(next IS NULL OR customers_at_end(s) = next) AS seamless, bool_and(customers_at_end(s) = customers_at_start(s) - churned_customers(s) + new_customers(s)
    + reactivated_customers(s) - churned_new_customers(s) - churned_reactivated_customers(s)) AS balanced
  FROM (SELECT s, lead(customers_at_start(s)) OVER (PARTITION BY kind ORDER BY k) AS next FROM (SELECT kind, k, rollup(s) AS s FROM engine GROUP BY 1, 2) a) b;
-- single ranges, and start and end: each piece as a customer of its own
SELECT bool_and(a IS NOT DISTINCT FROM b AND a IS NOT DISTINCT FROM c AND (a IS NULL OR churn_rate(a) IS NOT DISTINCT FROM r)) AS ranges,
  bool_and(a IS NOT DISTINCT FROM d AND a IS NOT DISTINCT FROM e) FILTER (WHERE isfinite(lo)) AS dates
  FROM (SELECT lo, churn_agg(tsmultirange(tsrange(lo, hi, flags)), pt) AS a, churn_agg(tsrange(lo, hi, flags), pt) AS b, churn_rate(tsrange(lo, hi, flags), pt) AS r,
      churn_agg(tstzrange(lo AT TIME ZONE 'UTC', hi AT TIME ZONE 'UTC', flags), p) AS c,
      churn_agg(lo, hi, pt) FILTER (WHERE isfinite(lo)) AS d, churn_agg(lo AT TIME ZONE 'UTC', hi AT TIME ZONE 'UTC', p) FILTER (WHERE isfinite(lo)) AS e
    FROM pieces, periods GROUP BY id, j, k, lo) q;
SELECT bool_and(a IS NOT DISTINCT FROM b AND a IS NOT DISTINCT FROM c AND churn_rate(a) IS NOT DISTINCT FROM r) AS date_forms
  FROM (SELECT churn_agg(daterange(lo::date, hi::date), pd) AS a, churn_agg(lo::date, hi::date, pd) AS b, churn_agg(datemultirange(daterange(lo::date, hi::date)), pd) AS c,
    churn_rate(lo::date, hi::date, pd) AS r FROM pieces, periods WHERE isfinite(lo) GROUP BY id, j, k) q;
-- timestamp and date do not look at the session's zone; a date with a timestamptz period does, through PostgreSQL's own cast
SET timezone = 'America/New_York';
SELECT bool_and(s = t) AS timestamps, bool_and(s2 = d) AS dates FROM (SELECT k, churn_agg(t, pt) AS t, churn_agg(d, pd) AS d FROM customers, periods GROUP BY k) a
  JOIN (SELECT k, rollup(s) FILTER (WHERE kind = 'timestamptz') AS s, rollup(s) FILTER (WHERE kind = 'date') AS s2 FROM engine GROUP BY k) b USING (k);
SELECT new_customers(churn_agg(date '2024-02-29', NULL, tstzrange('2024-03-01 00:00+00', '2024-04-01 00:00+00'))) AS in_new_york;
SET timezone = 'Asia/Tokyo';
SELECT new_customers(churn_agg(date '2024-03-01', NULL, tstzrange('2024-03-01 00:00+00', '2024-04-01 00:00+00'))) AS in_tokyo;
SET timezone = 'UTC';

-- ---- NULL, empty, one row, overloads ----
SELECT churn_rate(s, e, p), churn_agg(s, e, p), customers_at_start(churn_agg(s, e, p)) FROM (SELECT s, e, tstzrange('2024-03-01', '2024-04-01') AS p FROM march) m WHERE false;
SELECT churn_agg(s, e, '[2024-03-01,2024-04-01)'), churn_rate(s, e, '[2024-03-01,2024-04-01)') FROM (VALUES (NULL::timestamptz, NULL::timestamptz), (NULL, '-infinity'),
  ('2024-03-05', '2024-03-05')) AS v(s, e);
-- nobody at the start: no rate, but counts of 0
SELECT churn_rate(s), retention_rate(s), round(churn_rate(s, 'average'), 2) AS average, (story(s)).* FROM (SELECT churn_agg(date '2024-03-05', 'infinity', '[2024-03-01,2024-04-01)') AS s) q;
SELECT churn_rate(NULL::churn_agg_state), customers_at_end(NULL), customer_time(NULL), period(NULL::churn_agg_state), churn_rate(s, NULL) FROM march_state;
SELECT pg_temp.sqlstate_of('SELECT churn_rate(NULL, NULL)') AS untyped_null, pg_temp.sqlstate_of('SELECT churn_agg(s, NULL, NULL) FROM churn_test.march') AS no_period,
  pg_temp.sqlstate_of('SELECT churn_agg(5, 6, 7)') AS numbers, pg_temp.sqlstate_of('SELECT churn_agg(''2024-01-01'', NULL, tstzrange(''2024-03-01'', ''2024-04-01''))') AS literals;

-- ---- extremes ----
SELECT (story(s)).*, customer_time(s) FROM (SELECT churn_agg(r, tstzrange('4713-01-01 BC', '0001-01-01')) AS s FROM (VALUES (tstzrange('4714-11-24 00:00 BC',
  '294276-12-31 23:59:59.999999')), ('[0044-03-15 BC,0014-08-19)')) AS v(r)) q;
-- More customer time than an interval holds: only the interval is refused. A quarter leave on the first day of 1,000 years, d days: d / (3 d + 1).
CREATE VIEW millennium AS SELECT churn_agg(s, e, daterange('3000-01-01', '4000-01-01')) AS s FROM (SELECT date '2999-12-31' AS s, CASE WHEN g % 4 = 0 THEN date '3000-01-02' END AS e
  FROM generate_series(1, 10000) g) q;
SELECT pg_temp.sqlstate_of('SELECT customer_time(s) FROM churn_test.millennium') AS interval, round(churn_rate(s, 'exposure'), 14) = round(d / (3 * d + 1.0), 14) AS exposure
  FROM millennium, (SELECT date '4000-01-01' - date '3000-01-01' AS d) q;
SELECT pg_temp.error_of('SELECT churn_agg(s, NULL, ''[2024-03-01,2024-04-01)'') FROM (SELECT date ''5874897-12-31'' AS s) q') ~ '^22008' AS no_such_timestamp;

-- ---- errors ----
SELECT pg_temp.error_of('SELECT churn_agg(s::timestamptz, e::timestamptz, p::tstzrange) FROM (VALUES ' || v || ') AS v(s, e, p)') FROM (VALUES
  (1, $$('2024-03-05', '2024-03-04', '[2024-03-01,2024-04-01)')$$),
  (2, $$('infinity', NULL, '[2024-03-01,2024-04-01)')$$),
  (3, $$('-infinity', NULL, '[2024-03-01,2024-04-01)')$$),
  (5, $$('2024-03-05', NULL, NULL)$$),
  (6, $$(NULL, NULL, NULL)$$),
  (7, $$('2024-03-05', NULL, 'empty')$$),
  (8, $$('2024-03-05', NULL, '[2024-03-01,2024-04-01)'), (NULL, NULL, '[2024-03-01,2024-04-02)')$$)) AS e(n, v) ORDER BY n;
SELECT pg_temp.error_of('SELECT churn_agg(timestamptz ''2024-03-05'', ''-infinity'', ''[2024-03-01,2024-04-01)'')') ~ '^22008 [|] ended_at .* [|] ' AS ended_before_all_time;
-- each names the offending value and a remedy
SELECT v AS period, split_part(c, ' | ', 1) AS sqlstate, c LIKE '%2024-03-01%' AS shows_it, c LIKE '% | % | %' AS remedy FROM (SELECT n, v, pg_temp.error_of(format(
    'SELECT churn_agg(timestamptz ''2024-03-05'', NULL, tstzrange %L)', v)) AS c FROM (VALUES (1, '[2024-03-01,)'), (2, '(,2024-03-01)'), (3, '[2024-03-01,infinity)'),
    (4, '[-infinity,2024-03-01)'), (5, '(2024-03-01,2024-04-01)'), (6, '[2024-03-01,2024-04-01]')) AS e(n, v)) q ORDER BY n;
SELECT split_part(c, ' | ', 1) AS sqlstate, c LIKE '%infinity%' AS shows_it, c LIKE '% | % | %' AS remedy FROM (SELECT n, pg_temp.error_of(format(
    'SELECT churn_agg(tstzmultirange %L, ''[2024-03-01,2024-04-01)'')', v)) AS c FROM (VALUES (1, '{[infinity,)}'), (2, '{(,-infinity]}')) AS e(n, v)) q ORDER BY n;
SELECT pg_temp.error_of('SELECT churn_rate(s, ''median'') FROM churn_test.march_state');
SELECT pg_temp.error_of('SELECT retention_rate(s, '''') FROM churn_test.march_state');
SELECT pg_temp.error_of('SELECT rollup(s) FROM (SELECT churn_agg(z, p) AS s FROM churn_test.customers, churn_test.periods WHERE k < 3 GROUP BY k ORDER BY k) q') ~ '^22023 [|] .*2024-03-01.*2024-03-06.* [|] ' AS period_differs;

-- ---- FILTER, DISTINCT, GROUPING SETS, windows ----
SELECT bool_and(CASE WHEN part IS NULL THEN s = (SELECT rollup(s) FROM engine WHERE kind = 'timestamptz' AND k = 4)
    ELSE s = (SELECT rollup(s) FROM engine WHERE kind = 'timestamptz' AND k = 4 AND id % 3 = part) END) AS grouping_sets, count(*), count(none_active) AS none_active
  FROM (SELECT id % 3 AS part, churn_agg(z, p) AS s, churn_agg(z, p) FILTER (WHERE z = '{}') AS none_active FROM customers, periods WHERE k = 4 GROUP BY GROUPING SETS ((id % 3), ())) q;
SELECT churn_agg(DISTINCT s, e, '[2024-03-01,2024-04-01)') = churn_agg(s, e, '[2024-03-01,2024-04-01)') FILTER (WHERE first) AS distinct_rows
  FROM (SELECT s, e, row_number() OVER (PARTITION BY s, e) = 1 AS first FROM march) q;
-- sliding frames, with skipped rows and frames without any, against the aggregate of the same rows
SELECT bool_and(a IS NOT DISTINCT FROM (SELECT churn_agg(t, pt) FROM customers i WHERE i.id BETWEEN o.id - 3 AND o.id + 2)
    AND b IS NOT DISTINCT FROM (SELECT churn_agg(t, pt) FILTER (WHERE id % 4 < 2) FROM customers i WHERE i.id BETWEEN o.id - 4 AND o.id - 3)
    AND c::text IS NOT DISTINCT FROM (SELECT churn_agg(i.lo, i.hi, pt)::text FROM pieces i WHERE isfinite(i.lo) AND i.id BETWEEN o.id AND o.id + 1)
    AND r IS NOT DISTINCT FROM (SELECT churn_rate(t, pt) FROM customers i WHERE i.id BETWEEN o.id AND o.id + 4)) AS sliding, bool_or(b IS NULL) AS some_empty
  FROM (SELECT id, pt, churn_agg(t, pt) OVER (w ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING) AS a, churn_rate(t, pt) OVER (w ROWS BETWEEN CURRENT ROW AND 4 FOLLOWING) AS r,
      churn_agg(t, pt) FILTER (WHERE id % 4 < 2) OVER (w ROWS BETWEEN 4 PRECEDING AND 3 PRECEDING) AS b FROM customers, periods WHERE k = 2 WINDOW w AS (ORDER BY id)) o
  LEFT JOIN (SELECT DISTINCT ON (id) id, c FROM (SELECT id, churn_agg(lo, hi, pt) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND 1 FOLLOWING) AS c FROM pieces, periods
    WHERE k = 2 AND isfinite(lo)) q) p USING (id) WHERE id <= 100 AND (id IN (SELECT id FROM pieces WHERE isfinite(lo)));
SELECT bool_and(r IS NOT DISTINCT FROM (SELECT churn_rate(i.v) FROM (SELECT id, nullif(rnd(id || 'v', 3), 0) = 1 AS v FROM customers) i WHERE i.id BETWEEN o.id - 1 AND o.id + 1)) AS booleans
  FROM (SELECT id, churn_rate(v) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS r FROM (SELECT id, nullif(rnd(id || 'v', 3), 0) = 1 AS v FROM customers) i) o;
SELECT bool_and(w = s) AS partitions FROM (SELECT k, churn_agg(z, p) OVER (PARTITION BY k) AS w FROM customers, periods) a
  JOIN (SELECT k, rollup(s) AS s FROM engine WHERE kind = 'timestamptz' GROUP BY k) b USING (k);

-- ---- splits, workers, partitions ----
SELECT bool_and(up = whole AND down = whole AND up::text = whole::text AND down::text = whole::text) AS any_split
  FROM (SELECT n, k, rollup(s ORDER BY g) AS up, rollup(s ORDER BY g DESC) AS down FROM (SELECT n, k, id % n AS g, churn_agg(z, p) AS s FROM customers, periods,
    generate_series(1, 7) n GROUP BY 1, 2, 3) a GROUP BY 1, 2) b JOIN (SELECT k, churn_agg(z, p) AS whole FROM customers, periods GROUP BY k) c USING (k);
CREATE TABLE parts (LIKE customers) PARTITION BY HASH (id);
CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parts SELECT * FROM customers;
SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END, 'off', false) AS forced;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT churn_agg(z, '[2024-03-06,2024-03-13)') AS s, churn_rate(z, '[2024-03-06,2024-03-13)') AS r, churn_rate(z = '{}') AS b FROM customers;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
ALTER TABLE customers SET (parallel_workers = 2);
SELECT pg_temp.plan_has('SELECT churn_agg(z, ''[2024-03-06,2024-03-13)''), churn_rate(z = ''{}'') FROM churn_test.customers', 'Workers Planned: 2') AS two_workers;
CREATE TABLE parallel AS SELECT churn_agg(z, '[2024-03-06,2024-03-13)') AS s, churn_rate(z, '[2024-03-06,2024-03-13)') AS r, churn_rate(z = '{}') AS b FROM customers;
SELECT a.s = b.s AND a.s::text = b.s::text AND a.r = b.r AND a.b = b.b AS workers_agree FROM serial a, parallel b;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT churn_agg(z, ''[2024-03-06,2024-03-13)'') FROM churn_test.parts', 'Partial .*Aggregate') AS by_partition;
SELECT a.s = b.s AND a.s::text = b.s::text AND a.r = b.r AS partitions_agree FROM serial a, (SELECT churn_agg(z, '[2024-03-06,2024-03-13)') AS s, churn_rate(z, '[2024-03-06,2024-03-13)') AS r FROM parts) b;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;
RESET enable_partitionwise_aggregate;

-- ---- storage, text, jsonb ----
SELECT bool_and(s = s::text::churn_agg_state AND s = s::jsonb::text::churn_agg_state AND s::text = s::text::churn_agg_state::text) AS round_trips,
  count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states FROM engine;
SELECT s::jsonb - 'time' AS march FROM march_state;
CREATE MATERIALIZED VIEW by_period AS SELECT k, churn_agg(t, pt) AS s FROM customers, periods GROUP BY k;
CREATE UNIQUE INDEX ON by_period (k);
DELETE FROM customers WHERE id % 10 = 0;
REFRESH MATERIALIZED VIEW CONCURRENTLY by_period;
SELECT bool_and(v.s = e.s AND churn_rate(v.s) = churn_rate(e.s)) AS refreshed FROM by_period v JOIN (SELECT k, rollup(s) AS s FROM engine WHERE kind = 'timestamp' AND id % 10 > 0
  GROUP BY k) e USING (k);

-- malformed text is refused
CREATE TABLE good AS SELECT '{"version": 1, "from": "2024-03-01T00:00:00Z", "to": "2024-04-01T00:00:00Z", "customers": 9, "at_start": 2, "new": 3, "reactivated": 1, "churned": 1, "churned_new": 2, "churned_reactivated": 1, "time": 5000000}'::text AS t;
SELECT story(t::churn_agg_state)::text, customer_time(t::churn_agg_state), t::churn_agg_state::text = t AS same FROM good;
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::churn_agg_state', regexp_replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM good, (VALUES
  (1, '.*$ > '), (2, '}$ > '), (3, '}$ > } x'), (4, '"version": 1 > "version": 2'), (5, '"version": 1,  > '), (6, '"new": 3 > "new": -3'), (7, '"new": 3 > "new": 3, "new": 3'),
  (8, '"new": 3 > "old": 3'), (9, '"new": 3 > "new": 3.5'), (10, '"new": 3 > "new": null'), (11, '"new": 3 > "new": 99999999999999999999'), (12, '"churned": 1 > "churned": 3'),
  (13, '"churned_new": 2 > "churned_new": 4'), (14, '"churned_reactivated": 1 > "churned_reactivated": 2'), (15, '"customers": 9 > "customers": 5'),
  (16, '"customers": 9 > "customers": 9223372036854775808'), (17, '2024-03-01T > 2024-05-01T'), (18, '2024-03-01T > 2024-04-01T'), (19, '2024-03-01T > 2024-02-30T'),
  (20, '"2024-03-01.*?" > "infinity"'), (21, '"2024-03-01.*?" > null'), (22, '"time": 5000000 > "time": -1'), (23, '"time": 5000000 > "time": 24105600000001'),
  (24, '"time": 5000000 > "time": 999999999999999999999999999999999999999'), (25, '{ > [')) AS c(n, change) ORDER BY n;
-- 2^63 - 1 customers are the most that a state takes, so two such states cannot be one: no count may wrap around
SELECT pg_temp.error_of(format('SELECT rollup(%L::churn_agg_state) FROM generate_series(1, %s)', regexp_replace(t, '"customers": 9', '"customers": 9223372036854775807'), n)) <> 'no error' AS refused
  FROM good, (VALUES (1), (2)) AS v(n) ORDER BY n;

DROP SCHEMA churn_test CASCADE;
