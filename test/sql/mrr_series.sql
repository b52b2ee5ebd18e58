-- mrr_series_agg, its rollup and periods(): worked numbers, everything against mrr_agg() of plain SQL, plans, and the state as a value.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'


---- 1. Worked numbers ----

-- Ada pays 50 from January, 20 more in February, leaves at the end of March and is back in May; Ben moves from 30 to 25 on 1 March and stays; Cy tries for nothing, then pays 10.
CREATE TEMP TABLE plans (customer text, mrr numeric, active daterange);
INSERT INTO plans VALUES ('ada', 50, '[2024-01-10,2024-03-31)'), ('ada', 20, '[2024-02-05,2024-03-31)'), ('ada', 40, '[2024-05-02,)'), ('ben', 30, '[2023-06-01,2024-03-01)'), ('ben', 25, '[2024-03-01,)'), ('cy', 0, '[2024-01-15,2024-02-15)'), ('cy', 10.5, '[2024-02-15,)'),
	(NULL, 1000, '[2024-01-10,)'), ('dot', NULL, '[2024-01-10,)'), ('eve', 1000, NULL), ('fay', 1000, 'empty');
CREATE FUNCTION pg_temp.months() RETURNS date[] LANGUAGE sql AS $$ SELECT '{2024-01-01,2024-02-01,2024-03-01,2024-04-01,2024-05-01,2024-06-01}'::date[] $$;
SELECT to_char(lower(period), 'Mon') AS month, starting_mrr(state) AS starting, new_mrr(state) AS new, expansion_mrr(state) AS expansion, contraction_mrr(state) AS contraction, churned_mrr(state) AS churned, reactivation_mrr(state) AS reactivation, ending_mrr(state) AS ending
FROM periods((SELECT mrr_series_agg(customer, mrr, active, pg_temp.months()) FROM plans));
SELECT mrr_series_agg(customer, mrr, active, '{2024-02-01,2024-03-01}') FROM plans;
-- A start or an end at p0 belongs to [p0, p1).
SELECT period, new_mrr(state) AS new, churned_mrr(state) AS churned, reactivation_mrr(state) AS reactivation FROM periods((SELECT mrr_series_agg(1, 5, a, '{2024-01-01,2024-02-01,2024-03-01,2024-04-01,2024-05-01}') FROM unnest('{"[2024-02-01,2024-03-01)","[2024-04-01,2024-05-01)"}'::daterange[]) a));
-- Paid only between two boundaries: never counts, but coming later is coming back. Having paid nothing is not.
SELECT customer, new_mrr(state) AS new, reactivation_mrr(state) AS reactivation FROM (SELECT customer, mrr_series_agg(customer, mrr, active, '{2024-02-01,2024-03-01}') AS s FROM (VALUES (1, 9, daterange '[2024-01-05,2024-01-20)'), (1, 5, '[2024-02-10,)'), (2, 0, '[2024-01-05,2024-01-20)'), (2, 5, '[2024-02-10,)'),
	(3, 9, '[2024-02-02,2024-02-03)'), (3, 5, '[2024-02-10,)')) v (customer, mrr, active) GROUP BY customer) q, periods(s) ORDER BY customer;

---- 2. Against mrr_agg ----

-- Pseudo-random subscriptions, up to 12 per customer, in any order: overlapping, touching, at boundaries, unbounded, empty; amounts of 0 to 40 digits; every value also NULL.
CREATE TABLE subscriptions AS SELECT id, customer, CASE WHEN customer IS NOT NULL THEN md5(customer::text)::uuid END AS u, repeat('customer ', (customer % 4)::int) || customer AS t, mrr, z, CASE WHEN NOT isempty(z) THEN tsrange(lower(z) AT TIME ZONE 'UTC', upper(z) AT TIME ZONE 'UTC') END AS ts, daterange(lo::date, hi::date) AS d
FROM (SELECT id, nullif(pg_temp.pick(id, 500), 0)::bigint - 250 AS customer, CASE pg_temp.pick(id + 1, 12) WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 2 THEN 0.000 WHEN 3 THEN id * 1e30 + 0.5 WHEN 4 THEN id / 7.0 WHEN 5 THEN 25 ELSE (id * 7907 % 10000)::numeric / 100 END AS mrr,
	lo, hi, CASE WHEN pg_temp.pick(id + 5, 30) > 0 THEN tstzrange(lo, hi, (ARRAY['[)', '[]', '(]', '()'])[1 + id % 4]) END AS z
	FROM (SELECT id, CASE WHEN pg_temp.pick(id + 2, 15) > 0 THEN lo END AS lo, CASE WHEN pg_temp.pick(id + 3, 4) > 0 THEN lo + pg_temp.pick(id + 4, 90) * interval '1 day' END AS hi
		FROM (SELECT id, timestamptz '2023-10-01' + pg_temp.pick(id + 6, 2400) * interval '6 hours' AS lo FROM generate_series(1, 3000) id) a) b) c;
CREATE TABLE bounds AS SELECT b, b::timestamp[] AS bt FROM (SELECT '{2023-12-01,2024-01-01,2024-02-01,2024-02-01 06:00,2024-03-01,2024-03-15,2024-06-01,2024-06-02,2024-12-01}'::timestamptz[] AS b) x;
-- What mrr_agg makes of each customer with a subscription, period by period.
CREATE VIEW kept AS SELECT customer, mrr, coalesce(lower(z), '-infinity') AS lo, coalesce(upper(z), 'infinity') AS hi FROM subscriptions WHERE customer IS NOT NULL AND mrr IS NOT NULL AND NOT isempty(z) AND (lower(z) IS NULL OR upper(z) IS NULL OR lower(z) < upper(z));
CREATE VIEW oracle AS SELECT g, k, mrr_agg(before, after, active) AS state FROM (SELECT customer % 5 AS g, customer, k, sum(mrr) FILTER (WHERE lo < p0 AND hi >= p0) AS before, sum(mrr) FILTER (WHERE lo < p1 AND hi >= p1) AS after, bool_or(mrr > 0 AND lo < p0) AS active
	FROM kept, (SELECT k, b[k] AS p0, b[k + 1] AS p1 FROM bounds, generate_series(1, 8) k) p GROUP BY customer, k) c GROUP BY GROUPING SETS ((g, k), (k));
CREATE TEMP TABLE series AS SELECT customer % 5 AS g, mrr_series_agg(customer, mrr, z, b) AS a, mrr_series_agg(u, mrr, z, b) AS u, mrr_series_agg(t, mrr, ts, bt) AS t FROM subscriptions, bounds WHERE customer IS NOT NULL GROUP BY GROUPING SETS ((1), ());
SELECT count(*), bool_and(lower(period) = b[k] AND upper(period) = b[k + 1] AND pg_temp.same(p.state, o.state)) AS same FROM bounds, series s, periods(s.a) WITH ORDINALITY p (period, state, k) JOIN oracle o USING (k) WHERE o.g IS NOT DISTINCT FROM s.g;
-- One customer at a time.
SELECT count(*) > 3000 AS many, bool_and(pg_temp.same(p.state, o.state)) AS same FROM (SELECT customer, mrr_series_agg(customer, mrr, z, b) AS s FROM subscriptions, bounds GROUP BY customer) c, periods(s) WITH ORDINALITY p (period, state, k)
	JOIN (SELECT customer, k, mrr_agg(before, after, active) AS state FROM (SELECT customer, k, sum(mrr) FILTER (WHERE lo < b[k] AND hi >= b[k]) AS before, sum(mrr) FILTER (WHERE lo < b[k + 1] AND hi >= b[k + 1]) AS after, bool_or(mrr > 0 AND lo < b[k]) AS active
		FROM kept, bounds, generate_series(1, 8) k GROUP BY customer, k) x GROUP BY customer, k) o USING (k) WHERE o.customer = c.customer;
-- Types of keys and of time: the same periods; dates are their midnights in UTC, whatever the session's zone.
SELECT bool_and((SELECT array_agg(p ORDER BY p.period) FROM periods(a) p) = (SELECT array_agg(p ORDER BY p.period) FROM periods(u) p) AND (SELECT array_agg(p ORDER BY p.period) FROM periods(a) p) = (SELECT array_agg(p ORDER BY p.period) FROM periods(t) p)) AS same FROM series;
SET timezone = 'America/New_York';
SELECT pg_temp.same(mrr_series_agg(customer, mrr, d, '{2024-01-01,2024-02-01,2024-07-01}'), mrr_series_agg(customer, mrr, tsrange(lower(d), upper(d)), '{2024-01-01,2024-02-01,2024-07-01}')) AS dates FROM subscriptions WHERE NOT isempty(d);
SET timezone = 'UTC';

---- 3. NULL, nothing, extremes ----

SELECT mrr_series_agg(NULL::bigint, 1, 'empty'::daterange, '{2024-01-01,2024-02-01}') AS skipped, (SELECT count(*) FROM periods(NULL::mrr_series_agg_state)) AS of_null, (SELECT rollup(s) FROM (VALUES (NULL::mrr_series_agg_state), (NULL)) v (s)) AS rollup, (SELECT mrr_series_agg(customer, mrr, z, b) FROM subscriptions, bounds WHERE false) AS no_rows;
-- A customer whose subscription never counts, or costs nothing, is one all the same.
SELECT a, mrr_series_agg(1, m, a, '{2024-01-01,2024-02-01}') FROM (VALUES (daterange '[2023-05-01,2023-06-01)', 5.00), ('[2025-05-01,)', 5), ('[2024-01-05,2024-01-06)', 5), ('(,)', 0.00)) v (a, m) GROUP BY a ORDER BY a;
SELECT period, starting_mrr(state), ending_mrr(state) FROM periods((SELECT mrr_series_agg('x'::text, 7.0, r, '{4714-11-24 00:00 BC,2000-01-01,294276-12-31 23:59:59.999999}') FROM unnest('{"(,)","[4714-11-24 00:00 BC,294276-12-31)"}'::tstzrange[]) r));
SELECT count(*), sum(new_mrr(state)) AS new, sum(churned_mrr(state)) AS churned, max(ending_mrr(state)) FROM periods((SELECT mrr_series_agg(i, 1, daterange(s, s + 100), boundaries('2000-01-01', '2060-01-01', '1 day', 'UTC')::timestamp[]::date[]) FROM (SELECT i, date '2000-01-01' + i AS s FROM generate_series(0, 999) i) v));
-- Sums beyond numeric are told when they are made.
SELECT pg_temp.error_of($$SELECT mrr_series_agg(i, 9e131071, '[2023-01-01,)'::daterange, '{2024-01-01,2024-02-01}') FROM generate_series(1, 2) i$$);

---- 4. Errors ----

SELECT b, pg_temp.error_of(format('SELECT mrr_series_agg(1, 1, daterange ''[2024-01-01,)'', %L::date[])', b)) FROM unnest(ARRAY[NULL, '{}', '{2024-01-01}', '{2024-01-01,NULL}', '{2024-02-01,2024-01-01}', '{2024-01-01,2024-01-01}', '{2024-01-01,infinity}', '{-infinity,2024-01-01}']) WITH ORDINALITY a (b, n) ORDER BY n;
SELECT v, pg_temp.error_of('SELECT mrr_series_agg(' || v || ', ''{2024-01-01,2024-02-01}''::date[])') FROM unnest(ARRAY['1, -0.5, daterange ''[2024-01-01,)''', 'NULL::uuid, ''NaN'', daterange ''[2024-01-01,)''', '''x''::text, ''infinity'', daterange ''[2024-01-01,)''', '1, 1, daterange ''[infinity,)''', '1, 1, daterange ''(,-infinity)''', '1, -1, NULL::daterange']) WITH ORDINALITY a (v, n) ORDER BY n;
SELECT pg_temp.error_of($$SELECT mrr_series_agg(1, m, daterange '[2024-01-01,)', b) FROM (VALUES (1, '{2024-01-01,2024-02-01}'::date[]), (NULL, '{2024-01-01,2024-03-01}')) v (m, b)$$),
	pg_temp.error_of($$SELECT rollup(s) FROM (SELECT mrr_series_agg(1, 1, daterange '[2024-01-01,)', ARRAY[date '2024-01-01', date '2024-02-01' + i]) AS s FROM generate_series(1, 2) i GROUP BY i ORDER BY i) q$$) AS rollup,
	pg_temp.sqlstate_of($$SELECT rollup(s) FROM (SELECT mrr_series_agg(1, 1, daterange '[2024-01-01,)', '{2024-01-01,2024-02-01}') UNION ALL SELECT mrr_series_agg('1'::text, 1, daterange '[2024-01-01,)', '{2024-01-01,2024-02-01}')) v (s)$$) AS types;

---- 5. Order, splits, plans ----

SELECT bool_and(pg_temp.same(up, a) AND pg_temp.same(down, a)) AS any_split, count(*) FROM (SELECT n, rollup(s ORDER BY g) AS up, rollup(s ORDER BY g DESC) AS down FROM (SELECT n, abs(customer) % n AS g, mrr_series_agg(customer, mrr, z, b) AS s FROM subscriptions, bounds, generate_series(1, 7) n GROUP BY 1, 2) x GROUP BY n) c, series WHERE g IS NULL;
SELECT pg_temp.same(mrr_series_agg(customer, mrr, z, b ORDER BY id), a) AND pg_temp.same(mrr_series_agg(customer, mrr, z, b ORDER BY mrr, id DESC), a) AND pg_temp.same(mrr_series_agg(customer, mrr, z, b ORDER BY customer, z), a) AS any_order FROM subscriptions, bounds, series WHERE series.g IS NULL GROUP BY a;
-- More rows than the buffer holds, each subscription ten times over.
SELECT pg_temp.same(mrr_series_agg(customer, mrr, z, b ORDER BY n, id), mrr_series_agg(customer, mrr, z, b)) AS large, pg_temp.same((SELECT rollup(s) FROM (SELECT mrr_series_agg(customer, mrr, z, b) AS s FROM subscriptions, bounds, generate_series(1, 10) GROUP BY customer % 2) h), mrr_series_agg(customer, mrr, z, b)) AS rolled_up FROM subscriptions, bounds, generate_series(1, 10) n;
SELECT bool_and(pg_temp.same(a, (SELECT mrr_series_agg(customer, mrr, z, b) FROM subscriptions i, bounds WHERE i.id BETWEEN o.id - 20 AND o.id))) AS sliding FROM (SELECT id, mrr_series_agg(customer, mrr, z, b) OVER (ORDER BY id ROWS BETWEEN 20 PRECEDING AND CURRENT ROW) AS a FROM subscriptions, bounds) o WHERE id <= 60;
SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END, 'off', false) AS forced;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
ALTER TABLE subscriptions SET (parallel_workers = 2);
\set query 'SELECT mrr_series_agg(customer, mrr, z, ''{2023-12-01,2024-01-01,2024-02-01,2024-02-01 06:00,2024-03-01,2024-03-15,2024-06-01,2024-06-02,2024-12-01}'') AS s FROM subscriptions'
SELECT pg_temp.plan_has(:'query', 'Workers Planned: 2') AS two_workers;
SELECT pg_temp.same(a, s) AS workers_agree FROM series, (:query) b WHERE g IS NULL;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;

---- 6. The state as a value ----

SELECT bool_and(pg_temp.same(s, s::text::mrr_series_agg_state) AND CASE WHEN length(s::text) < 10000 THEN pg_temp.same(s, s::jsonb::text::mrr_series_agg_state) ELSE true END) AS round_trips, count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states FROM (SELECT unnest(ARRAY[a, u, t]) AS s FROM series) q;
SELECT pg_column_size(s) / 1000 AS kilobytes FROM (SELECT mrr_series_agg(customer, round(mrr, 2), z, boundaries('2021-01-01', '2026-01-01', '1 month', 'UTC')) AS s FROM subscriptions WHERE mrr < 1000) q;
CREATE TEMP TABLE good AS SELECT '{"version": 1, "customers": "bigint", "counted": 2, "boundaries": ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"], "periods": [{"scale_rows": 3, "starting": 9.5, "new": 1.0, "expansion": 0.0, "contraction": 2.0, "churned": 0.0, "reactivation": 0.0}, {"scale_rows": 4, "starting": 8.50, "new": 0.00, "expansion": 0.00, "contraction": 0.00, "churned": 8.50, "reactivation": 0.00}], "subscriptions": {}}'::text AS t;
SELECT t::mrr_series_agg_state::text = t AS same, (SELECT array_agg(ending_mrr(state)) FROM periods(t::mrr_series_agg_state)) AS ending FROM good;
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::mrr_series_agg_state', regexp_replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM good, (VALUES
	(1, '.*$ > '), (2, '"version": 1 > "version": 2'), (3, '"counted": 2 > "counted": 1'), (4, '"counted": 2 > "counted": -2'), (5, '"counted": 2 > "counted": 0'), (6, '"bigint" > null'), (7, '8.50, "new" > 8.51, "new"'), (8, '2024-01-01T > 2024-02-01T'), (9, ', "2024-03-01T00:00:00Z" > '),
	(10, '"new": 1.0 > "new": -1.0'), (11, '"counted": 2 > "counted": 9223372036854775807'), (12, '"periods": \[.*\] > "periods": []'), (13, '"scale_rows": 4 > "scale_rows": 5'), (14, '"subscriptions": {} > "subscriptions": null')) AS c (n, change) ORDER BY n;
SELECT pg_temp.error_of(format('SELECT rollup(%L::mrr_series_agg_state) FROM generate_series(1, %s)', regexp_replace(t, '"counted": 2', '"counted": 4611686018427387903'), n)) AS too_many FROM good, (VALUES (1), (2)) v (n) ORDER BY n;
-- Subscriptions that have not been counted yet, as workers exchange them.
CREATE TEMP TABLE loose AS SELECT '{"version": 1, "customers": "bigint", "counted": 0, "boundaries": ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"], "periods": [], "subscriptions": {"bigint": [[7, 0, 2, -2, 0, 550], [7, 1, 1, 0, 0, 4], [9, 2, 0, 0, 0, 1]]}}'::text AS t;
SELECT t::mrr_series_agg_state::text = t AS same, rollup(t::mrr_series_agg_state) FROM loose GROUP BY t;
DROP VIEW oracle, kept; DROP TABLE subscriptions, bounds;
