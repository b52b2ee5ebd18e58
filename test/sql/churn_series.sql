-- churn_series_agg, its rollup, periods().
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
CREATE SCHEMA series_test;
SET search_path = series_test, public;

-- ---- by hand, and against plain SQL ----
SELECT period, customers_at_start(state) AS at_start, new_customers(state) AS new, reactivated_customers(state) AS back, churned_customers(state) AS churned,
	churned_new_customers(state) AS churned_new, churned_reactivated_customers(state) AS churned_back, customers_at_end(state) AS at_end, customer_time(state)
FROM (SELECT churn_series_agg(active, '{2026-01-01,2026-02-01,2026-03-01,2026-04-01}') AS s FROM (VALUES (datemultirange '{[2025-01-01,2026-02-10),[2026-03-31,)}'), ('{[2026-01-05,2026-01-06)}'),
	('{[2026-02-01,2026-03-01)}'), ('{[2025-01-01,2025-02-01),[2026-03-05,2026-03-15)}'), ('{[2025-01-01,2025-02-01)}'), ('{[2027-01-01,)}'), ('{}')) v(active)) q, periods(s);
CREATE TABLE simple AS SELECT i AS id, timestamp '2020-01-01' + pg_temp.pick(i, 2000) * interval '1 day' AS started_at,
	CASE WHEN i % 3 > 0 THEN timestamp '2020-01-01' + (pg_temp.pick(i, 2000) + 1 + pg_temp.pick(i + 7, 900)) * interval '1 day' END AS ended_at FROM generate_series(1, 4000) i;
SELECT count(*) AS months, bool_and(customers_at_start(state) = at_start AND new_customers(state) = new AND churned_customers(state) = churned) AS counts,
	bool_and(in_days * interval '1 day' = customer_time(state)) AS days
FROM (SELECT m AS month, count(*) FILTER (WHERE started_at < m AND (ended_at IS NULL OR ended_at >= m)) AS at_start, count(*) FILTER (WHERE started_at >= m AND started_at < m1) AS new,
		count(*) FILTER (WHERE started_at < m AND ended_at >= m AND ended_at < m1) AS churned,
		sum(greatest(extract(day FROM least(coalesce(ended_at, m1), m1) - greatest(started_at, m)), 0)) AS in_days
	FROM simple, (SELECT m, m + interval '1 month' AS m1 FROM generate_series(timestamp '2021-01-01', '2024-12-01', '1 month') m) g GROUP BY m) oracle
JOIN (SELECT lower(period) AT TIME ZONE 'UTC' AS month, state FROM (SELECT churn_series_agg(started_at, ended_at, ARRAY(SELECT generate_series(timestamp '2021-01-01', '2025-01-01', '1 month'))) AS s
	FROM simple) q, periods(s)) engine USING (month);

-- ---- each period is what churn_agg has, byte for byte: 400 customers, three types, one by one and together ----
-- Pieces and boundaries lie on half days, so that they often meet; infinite and missing ends, instants, empty ranges, odd flags.
CREATE TABLE pieces AS SELECT id, j, lo, (ARRAY['[)', '(]', '[]', '()'])[1 + pg_temp.pick(id * 13 + j, 4)] AS flags, CASE pg_temp.pick(id * 29 + j, 12) WHEN 0 THEN NULL WHEN 1 THEN 'infinity'
	ELSE CASE WHEN isfinite(lo) THEN lo ELSE timestamp '2024-02-25' END + pg_temp.pick(id * 31 + j * 7, 24) * interval '12 hours' END AS hi
FROM (SELECT id, j, CASE pg_temp.pick(id * 37 + j, 24) WHEN 0 THEN NULL WHEN 1 THEN '-infinity' ELSE timestamp '2024-03-01' + (pg_temp.pick(id * 41 + j * 11, 100) - 30) * interval '12 hours' END AS lo
	FROM generate_series(1, 400) id, generate_series(1, 5) j WHERE j <= pg_temp.pick(id, 6)) q;
INSERT INTO pieces SELECT id, j + 10, hi, '()', hi + (1 + pg_temp.pick(id * 43 + j, 8)) * interval '12 hours' FROM pieces WHERE isfinite(hi) AND pg_temp.pick(id * 47 + j, 4) = 0;
CREATE TABLE customers AS SELECT id, coalesce(range_agg(tstzrange(lo AT TIME ZONE 'UTC', hi AT TIME ZONE 'UTC', flags)) FILTER (WHERE j > 0), '{}') AS z,
	coalesce(range_agg(tsrange(lo, hi, flags)) FILTER (WHERE j > 0), '{}') AS t, coalesce(range_agg(daterange(lo::date, hi::date, flags)) FILTER (WHERE j > 0), '{}') AS d
FROM generate_series(1, 400) id LEFT JOIN pieces USING (id) GROUP BY id;
INSERT INTO customers VALUES (401, NULL, NULL, NULL);
SELECT count(*) FILTER (WHERE t = '{}') > 20 AS never_active, count(*) FILTER (WHERE (SELECT count(*) FROM unnest(t)) > 2) > 40 AS several_pieces,
	count(*) FILTER (WHERE upper_inf(t) OR upper(t) = 'infinity') > 50 AS still_active FROM customers;
CREATE VIEW bounds AS SELECT b, b::timestamp[] AS bt
FROM (SELECT '{2024-02-20,2024-03-01,2024-03-02,2024-03-06 12:00,2024-03-06 12:00:00.000001,2024-03-14,2024-03-29,2024-04-20}'::timestamptz[] AS b) v;
CREATE VIEW date_bounds AS SELECT '{2024-02-20,2024-03-01,2024-03-02,2024-03-06,2024-03-14,2024-03-29,2024-04-20}'::date[] AS bd;
ANALYZE pieces, customers;
CREATE TABLE series AS SELECT 'timestamptz' AS kind, id, churn_series_agg(z, b) AS s FROM customers, bounds GROUP BY id
	UNION ALL SELECT 'timestamp', id, churn_series_agg(t, bt) FROM customers, bounds GROUP BY id
	UNION ALL SELECT 'date', id, churn_series_agg(d, date_bounds.bd) FROM customers, date_bounds GROUP BY id;
CREATE TABLE single AS SELECT 'timestamptz' AS kind, id, p, churn_agg(z, p) AS s FROM customers, (SELECT tstzrange(x, lead(x) OVER (ORDER BY x)) AS p FROM bounds, unnest(b) x) g WHERE NOT upper_inf(p) GROUP BY id, p
	UNION ALL SELECT 'timestamp', id, tstzrange(lower(p) AT TIME ZONE 'UTC', upper(p) AT TIME ZONE 'UTC'), churn_agg(t, p)
		FROM customers, (SELECT tsrange(x, lead(x) OVER (ORDER BY x)) AS p FROM bounds, unnest(bt) x) g WHERE NOT upper_inf(p) GROUP BY id, p
	UNION ALL SELECT 'date', id, tstzrange(lower(p)::timestamp AT TIME ZONE 'UTC', upper(p)::timestamp AT TIME ZONE 'UTC'), churn_agg(d, p)
		FROM customers, (SELECT daterange(x, lead(x) OVER (ORDER BY x)) AS p FROM date_bounds, unnest(bd) x) g WHERE NOT upper_inf(p) GROUP BY id, p;
SELECT kind, count(*) AS compared, count(state) AS states, bool_and(state IS NOT DISTINCT FROM c.s AND churn_agg_state_send(state) IS NOT DISTINCT FROM churn_agg_state_send(c.s)
	AND state::text IS NOT DISTINCT FROM c.s::text AND (state IS NULL OR period(state) = c.p)) AS same
FROM single c LEFT JOIN (SELECT kind, id, period AS p, state FROM series, periods(s)) e USING (kind, id, p) GROUP BY kind ORDER BY kind;
SELECT kind, count(*) AS periods, bool_and(state = s AND churn_agg_state_send(state) = churn_agg_state_send(s)) AS same, max(customers_at_start(s)) > 100 AS busy, min((s::jsonb->>'customers')::int) > 300 AS everybody
FROM (SELECT 'timestamptz' AS kind, period AS p, state FROM (SELECT churn_series_agg(z, b) AS s FROM customers, bounds) q, periods(s)
	UNION ALL SELECT 'timestamp', period, state FROM (SELECT churn_series_agg(t, bt) AS s FROM customers, bounds) q, periods(s)
	UNION ALL SELECT 'date', period, state FROM (SELECT rollup(s) AS s FROM series WHERE kind = 'date') q, periods(s)) e
JOIN (SELECT kind, p, rollup(s) AS s FROM single GROUP BY kind, p) c USING (kind, p) GROUP BY kind ORDER BY kind;
-- single ranges, and start and end: each piece as a customer of its own
SELECT bool_and(a IS NOT DISTINCT FROM b AND a IS NOT DISTINCT FROM c) AS ranges, bool_and(a IS NOT DISTINCT FROM e AND a IS NOT DISTINCT FROM f) FILTER (WHERE isfinite(lo)) AS dates
FROM (SELECT lo, churn_series_agg(tsmultirange(tsrange(lo, hi, flags)), bt) AS a, churn_series_agg(tsrange(lo, hi, flags), bt) AS b,
		churn_series_agg(tstzrange(lo AT TIME ZONE 'UTC', hi AT TIME ZONE 'UTC', flags), bounds.b) AS c,
		churn_series_agg(lo, hi, bt) FILTER (WHERE isfinite(lo)) AS e, churn_series_agg(lo AT TIME ZONE 'UTC', hi AT TIME ZONE 'UTC', bounds.b) FILTER (WHERE isfinite(lo)) AS f
	FROM pieces, bounds GROUP BY id, j, lo) q;
SELECT bool_and(a IS NOT DISTINCT FROM b AND a IS NOT DISTINCT FROM c AND a IS NOT DISTINCT FROM t) AS date_forms FROM (SELECT churn_series_agg(daterange(lo::date, hi::date), bd) AS a,
	churn_series_agg(lo::date, hi::date, bd) AS b, churn_series_agg(datemultirange(daterange(lo::date, hi::date)), bd) AS c, churn_series_agg(lo::date::timestamp, hi::date::timestamp, bd::timestamp[]) AS t
	FROM pieces, date_bounds WHERE isfinite(lo) GROUP BY id, j) q;
-- timestamps and dates do not look at the session's zone
SET timezone = 'America/New_York';
SELECT bool_and(s = churn) AS same FROM (SELECT churn_series_agg(t, bt) AS churn FROM customers, (SELECT '{2024-02-20,2024-03-01,2024-03-02,2024-03-06 12:00,2024-03-06 12:00:00.000001,2024-03-14,2024-03-29,2024-04-20}'::timestamp[] AS bt) b) q,
	(SELECT rollup(s) AS s FROM series WHERE kind = 'timestamp') r;
SET timezone = 'UTC';
-- the end of a period is the start of the next
SELECT bool_and(next IS NULL OR customers_at_end(state) = next) AS seamless FROM (SELECT state, lead(customers_at_start(state)) OVER (PARTITION BY kind ORDER BY period) AS next
	FROM (SELECT kind, rollup(s) AS s FROM series GROUP BY kind) q, periods(s)) x;

-- ---- NULL, empty, one row, extremes ----
SELECT churn_series_agg(s, NULL, '{2024-01-01,2024-02-01}') AS skipped, (SELECT count(*) FROM periods(NULL::churn_series_agg_state)) AS of_null FROM (VALUES (NULL::date)) v(s);
SELECT churn_series_agg(s, NULL, '{2024-01-01,2024-02-01}') AS no_rows FROM (VALUES (date '2024-01-01')) v(s) WHERE false;
SELECT churn_series_agg(timestamptz '2024-01-10', '2024-02-01', '{2024-01-01,2024-02-01,2024-02-01 12:00}') AS one_row;
SELECT churn_series_agg(timestamptz '2025-01-10', NULL, '{2024-01-01,2024-02-01}') AS starts_later, churn_series_agg(timestamptz '2023-01-10', '2023-12-31', '{2024-01-01,2024-02-01}') AS ended_before;
SELECT bool_and(state = churn_agg) AS since_ever FROM (SELECT period, state, churn_agg(a, period) OVER (PARTITION BY period) FROM (VALUES (tstzrange '(,)'), ('[4714-11-24 00:00 BC,294276-12-31)')) v(a),
	(SELECT churn_series_agg(a, '{4714-11-24 00:00 BC,2000-01-01,294276-12-31 23:59:59.999999}') AS s FROM (VALUES (tstzrange '(,)'), ('[4714-11-24 00:00 BC,294276-12-31)')) v(a)) q, periods(s)) x;
SELECT count(*) AS periods, sum(new_customers(state)) AS new, sum(churned_customers(state)) AS churned FROM (SELECT churn_series_agg(s, s + 100, boundaries('2000-01-01', '2060-01-01', '1 day', 'UTC')::timestamp[]::date[]) AS s
	FROM (SELECT date '2000-01-01' + i AS s FROM generate_series(0, 999) i) v) q, periods(s);

-- ---- errors ----
SELECT b, pg_temp.error_of(format('SELECT churn_series_agg(date ''2024-01-01'', NULL, %L::date[])', b)) AS error FROM (VALUES (1, NULL), (2, '{}'), (3, '{2024-01-01}'), (4, '{2024-01-01,NULL}'),
	(5, '{2024-02-01,2024-01-01}'), (6, '{2024-01-01,2024-02-01,2024-02-01}'), (7, '{2024-01-01,infinity}'), (8, '{-infinity,2024-01-01}'), (9, '{{2024-01-01,2024-02-01}}'), (10, '{2024-01-01,300000-01-01}')) v(n, b) ORDER BY n;
SELECT pg_temp.error_of('SELECT churn_series_agg(s, NULL, b::date[]) FROM (VALUES (date ''2024-01-01'', ''{2024-01-01,2024-02-01}''), ' || v || ') v(s, b)') AS error FROM (VALUES
	(1, $$('2024-01-01', '{2024-01-01,2024-02-02}')$$), (2, $$(NULL, '{2024-01-01,2024-02-01,2024-03-01}')$$), (3, $$(NULL, '{2024-01-01}')$$), (4, $$(NULL, NULL)$$)) e(n, v) ORDER BY n;
SELECT pg_temp.error_of('SELECT churn_series_agg(' || v || ', ''{2024-01-01,2024-02-01}'')') AS error FROM (VALUES (1, $$date '2024-01-02', '2024-01-01'$$), (2, $$date 'infinity', NULL$$),
	(3, $$timestamp '2024-01-02', '-infinity'$$), (4, $$daterange '[infinity,)'$$), (5, $$datemultirange '{(,-infinity]}'$$)) e(n, v) ORDER BY n;
SELECT pg_temp.error_of($$SELECT rollup(s) FROM (SELECT churn_series_agg(date '2024-01-01', NULL, b::date[]) AS s FROM (VALUES ('{2024-01-01,2024-02-01}'), ('{2024-01-01,2024-02-01,2024-03-01}')) v(b) GROUP BY b ORDER BY b) q$$) AS rollup;
-- other groups may have other boundaries
SELECT n, (SELECT count(*) FROM periods(s)) AS periods FROM (SELECT n, churn_series_agg(date '2024-01-01', NULL, (ARRAY['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01']::date[])[:n]) AS s FROM generate_series(1, 3000) i, generate_series(2, 4) n GROUP BY n) q ORDER BY n;

-- ---- FILTER, DISTINCT, GROUPING SETS, windows ----
SELECT bool_and(s = (SELECT rollup(s) FROM series WHERE kind = 'timestamptz' AND (part IS NULL OR id % 3 = part))) AS grouping_sets, count(*), count(none_active) AS none_active
FROM (SELECT id % 3 AS part, churn_series_agg(z, b) AS s, churn_series_agg(z, b) FILTER (WHERE z = '{}') AS none_active FROM customers, bounds GROUP BY GROUPING SETS ((id % 3), ())) q;
SELECT churn_series_agg(DISTINCT z, b) = (SELECT churn_series_agg(z, b) FROM (SELECT DISTINCT z FROM customers) x) AS distinct_rows FROM customers, bounds GROUP BY b;
SELECT bool_and(a IS NOT DISTINCT FROM (SELECT churn_series_agg(t, bt) FROM customers i, bounds WHERE i.id BETWEEN o.id - 3 AND o.id + 2)
	AND f IS NOT DISTINCT FROM (SELECT churn_series_agg(t, bt) FILTER (WHERE id % 4 < 2) FROM customers i, bounds WHERE i.id BETWEEN o.id - 4 AND o.id - 3)) AS sliding, bool_or(f IS NULL) AS some_empty
FROM (SELECT id, churn_series_agg(t, bt) OVER (w ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING) AS a, churn_series_agg(t, bt) FILTER (WHERE id % 4 < 2) OVER (w ROWS BETWEEN 4 PRECEDING AND 3 PRECEDING) AS f
	FROM customers, bounds WINDOW w AS (ORDER BY id)) o WHERE id <= 200;
SELECT bool_and(a::text IS NOT DISTINCT FROM (SELECT churn_series_agg(lo, hi, bt)::text FROM pieces i, bounds WHERE isfinite(i.lo) AND i.id BETWEEN o.id AND o.id + 1)) AS sliding_dates
FROM (SELECT DISTINCT ON (id) id, churn_series_agg(lo, hi, bt) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND 1 FOLLOWING) AS a FROM pieces, bounds WHERE isfinite(lo)) o WHERE id <= 100;

-- ---- splits, workers, partitions ----
SELECT bool_and(up = whole AND down = whole AND up::text = whole::text) AS any_split FROM (SELECT n, rollup(s ORDER BY g) AS up, rollup(s ORDER BY g DESC) AS down
	FROM (SELECT n, id % n AS g, churn_series_agg(z, b) AS s FROM customers, bounds, generate_series(1, 7) n GROUP BY 1, 2) a GROUP BY 1) c, (SELECT churn_series_agg(z, b) AS whole FROM customers, bounds) w;
CREATE TABLE parts (LIKE customers) PARTITION BY HASH (id);
CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parts SELECT * FROM customers;
SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END, 'off', false) AS forced;
\set query 'SELECT churn_series_agg(z, boundaries(''2024-03-01'', ''2024-04-01'', ''7 days'', ''UTC'')) AS s FROM series_test.'
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS :query customers;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
ALTER TABLE customers SET (parallel_workers = 2);
SELECT pg_temp.plan_has(:'query' || 'customers', 'Workers Planned: 2') AS two_workers;
SELECT a.s = b.s AND a.s::text = b.s::text AS workers_agree FROM serial a, (:query customers) b;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has(:'query' || 'parts', 'Partial .*Aggregate') AS by_partition;
SELECT a.s = b.s AND a.s::text = b.s::text AS partitions_agree FROM serial a, (:query parts) b;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;
RESET enable_partitionwise_aggregate;

-- ---- storage, text ----
SELECT bool_and(s = s::text::churn_series_agg_state AND s = s::jsonb::text::churn_series_agg_state AND s::text = s::text::churn_series_agg_state::text
	AND churn_series_agg_state_send(s) = churn_series_agg_state_send(s::text::churn_series_agg_state)) AS round_trips, count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states FROM series;
SELECT pg_column_size(s) < 1300 AS compact FROM (SELECT churn_series_agg(started_at, ended_at, ARRAY(SELECT generate_series(timestamp '2021-01-01', '2025-01-01', '1 month'))) AS s FROM simple) q;
CREATE TABLE good AS SELECT '{"version": 1, "customers": 9, "at_start": 2, "boundaries": ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"], "periods": [{"new": 3, "reactivated": 1, "churned": 1, "churned_new": 2, "churned_reactivated": 0, "time": 5000000}, {"new": 4, "reactivated": 0, "churned": 3, "churned_new": 0, "churned_reactivated": 0, "time": 7000000}]}'::text AS t;
SELECT t::churn_series_agg_state::text = t AS same, (SELECT array_agg(customers_at_start(state)) FROM periods(t::churn_series_agg_state)) AS at_start FROM good;
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::churn_series_agg_state', regexp_replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM good, (VALUES
	(1, '.*$ > '), (2, '"version": 1 > "version": 2'), (3, '"customers": 9 > "customers": 8'), (4, '"customers": 9 > "customers": -9'), (5, '"at_start": 2 > "at_start": 3'),
	(6, '"at_start": 2 > "at_start": 0'), (7, '2024-01-01T > 2024-02-01T'), (8, ', "2024-03-01T00:00:00Z" > '), (9, '"2024-03-01T00:00:00Z" > null'), (10, '"churned": 3 > "churned": 4'),
	(11, '"churned_new": 2 > "churned_new": 4'), (12, '"churned_reactivated": 0 > "churned_reactivated": 2'), (13, '"time": 5000000 > "time": -1'), (14, '"time": 7000000 > "time": 17539200000001'),
	(15, '"new": 4 > "new": 9223372036854775807'), (16, '"new": 4 > "new": -4'), (17, ', ."new": 4.*?} > '), (18, '\[.*\] > []')) AS c(n, change) ORDER BY n;
SELECT pg_temp.error_of(format('SELECT rollup(%L::churn_series_agg_state) FROM generate_series(1, %s)', regexp_replace(t, '"customers": 9', '"customers": 9223372036854775807'), n)) AS too_many FROM good, (VALUES (1), (2)) v(n) ORDER BY n;
DROP SCHEMA series_test CASCADE;
