-- sum_distinct_on(key, value), avg_distinct_on(key, value): values that a join has repeated count once.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

---- 1. Worked numbers ----

-- Spend of two campaigns joined to five leads: 1000 + 1000, which sum() counts five times and sum(DISTINCT) once.
SELECT sum_distinct_on(campaign, spend), avg_distinct_on(campaign, spend), sum(spend), sum(DISTINCT spend), sum_distinct_on(campaign, spend) / count(*) AS cost_per_lead
FROM (VALUES (1, 1000, 'a'), (1, 1000, 'b'), (1, 1000, 'c'), (2, 1000, 'd'), (2, 1000, 'e')) l (campaign, spend, lead);
-- Three types of keys; smallint, integer and varchar arrive by themselves.
SELECT sum_distinct_on(g::bigint % 3, g % 3 * 1.5), sum_distinct_on((g % 3)::smallint, g % 3), sum_distinct_on(('k' || g % 3)::varchar, g % 3), avg_distinct_on(md5((g % 3)::text)::uuid, g % 3) FROM generate_series(1, 20) g;

---- 2. Rules ----

-- NULL keys and NULL values are skipped; no row left: NULL. One row. Keys without a value are no keys of the mean.
SELECT sum_distinct_on(k, v), avg_distinct_on(k, v) FROM (VALUES (1, 10), (NULL, 99), (2, NULL), (1, 10), (1, NULL), (3, 5)) t (k, v);
SELECT sum_distinct_on(k, v) AS only_nulls, avg_distinct_on(k, v) FROM (VALUES (NULL::bigint, 1), (1, NULL)) t (k, v);
SELECT sum_distinct_on(g::text, g) AS no_rows, avg_distinct_on(g::text, g) FROM generate_series(1, 0) g;
SELECT sum_distinct_on(7, 12.50) AS one, avg_distinct_on('a'::text, 12.50), sum_distinct_on(''::text, 0) AS zero, avg_distinct_on(''::text, 0.00);
-- Equal numbers are one value whatever their scale; the scale shown is the largest one, as with sum().
SELECT sum_distinct_on(k, v), sum_distinct_on(k, v ORDER BY n DESC) AS backwards, pg_typeof(sum_distinct_on(k, v)) FROM (VALUES (1, 1, 10.0), (2, 1, 10.00), (3, 1, 10), (4, 2, -0.0), (5, 2, 0.000), (6, 3, 1e20), (7, 3, 100000000000000000000.0)) t (n, k, v);
-- Numbers of all sizes: 18 digits and more, more decimals than money has, the ends of numeric.
SELECT sum_distinct_on(k, v) = sum(v) AS same, scale(sum_distinct_on(k, v)) = max(scale(v)) AS scale, avg_distinct_on(k, v) = avg(v) AS mean FROM (SELECT row_number() OVER () AS k, v FROM unnest('{0, 1, -1, 999999999999999999, -999999999999999999, 1152921504606846975, 1152921504606846976, -1152921504606846976, 123456789012.123456, -0.000001, 0.0000001, 1234567.1234567, 1e40, 1e-40, 10000, 99990000, 0.0001, 1e17, 1e18, 12345678901234567890.5}'::numeric[]) v) t;
SELECT sum_distinct_on(k, v) = 1e131071 AS most, length(sum_distinct_on(k, v)::text) FROM (SELECT k, 5e131070 AS v FROM generate_series(1, 2) k, generate_series(1, 2)) t;
-- Text keys are compared bytewise: case, spaces and long texts that differ at the end tell keys apart.
SELECT sum_distinct_on(k, v), avg_distinct_on(k, v) FROM (VALUES ('a', 1), ('A', 2), ('a ', 3), (repeat('long ', 50) || 'x', 4), (repeat('long ', 50) || 'y', 5), (repeat('long ', 50) || 'y', 5.0)) t (k, v);
-- FILTER, GROUPING SETS, DISTINCT.
SELECT g % 2 AS odd, sum_distinct_on(g % 10, g % 10) FILTER (WHERE g > 5), sum_distinct_on(DISTINCT g % 10, (g % 10)::numeric) FROM generate_series(1, 100) g GROUP BY ROLLUP (g % 2) ORDER BY 1;

---- 3. Errors ----

SELECT q, pg_temp.error_of('SELECT ' || q) FROM unnest(ARRAY[
	'sum_distinct_on(k, v) FROM (VALUES (17, 100), (17, 120.50)) t (k, v)', 'avg_distinct_on(k, v) FROM (VALUES (17, 100.00), (17, -100)) t (k, v)',
	'sum_distinct_on(k, v) FROM (VALUES (''a "key"'', 1), (''a "key"'', 1.0000000000001)) t (k, v)', 'sum_distinct_on(k, v) FROM (VALUES (repeat(''long '', 3) || ''key'', 1e30), (''long long long key'', 1e31)) t (k, v)',
	'sum_distinct_on(k::uuid, v) FROM (VALUES (''00000000-0000-0000-0000-00000000000a'', 0), (''00000000-0000-0000-0000-00000000000A'', 0.1)) t (k, v)',
	'sum_distinct_on(1, ''NaN'')', 'avg_distinct_on(1, ''Infinity'')', 'sum_distinct_on(''a''::text, ''-Infinity'')',
	'sum_distinct_on(k, v) FROM (VALUES (1, 9e131071), (2, 9e131071)) t (k, v)']) WITH ORDINALITY a (q, n) ORDER BY n;
-- An infinite value without a key is in a skipped row. A numeric key must be cast.
SELECT sum_distinct_on(NULL::bigint, 'NaN') AS skipped, pg_temp.sqlstate_of('SELECT sum_distinct_on(1.5, 1)') AS numeric_key, pg_temp.sqlstate_of('SELECT sum_distinct_on(1, 1.5::float8)') AS float_value;
-- Merging meets the same contradiction, and states of different keys.
SELECT pg_temp.error_of($$SELECT rollup(s) FROM (VALUES ('{"version": 1, "scale": 0, "values": {"bigint": [[1, 5], [2, 6]]}}'::distinct_agg_state), ('{"version": 1, "scale": 1, "values": {"bigint": [[2, 6.5]]}}')) t (s)$$) AS value,
	pg_temp.error_of($$SELECT rollup(s) FROM (VALUES ('{"version": 1, "scale": 0, "values": {"bigint": [[1, 5]]}}'::distinct_agg_state), ('{"version": 1, "scale": 0, "values": {"text": [["a", 5]]}}')) t (s)$$) AS type;

---- 4. Against plain SQL ----

CREATE TEMP TABLE joined AS SELECT id, g, n - 50 AS b, md5(n::text)::uuid AS u, CASE n % 3 WHEN 0 THEN n::text WHEN 1 THEN repeat('long ', 10) || n ELSE 'ä€😀' || n END AS t,
	CASE pg_temp.pick(id + 3, 9) WHEN 0 THEN NULL WHEN 1 THEN v * 1.000 ELSE v END AS v
FROM (SELECT id, id % 13 AS g, nullif(n, 7) AS n, CASE n % 11 WHEN 0 THEN n * 1e25 WHEN 1 THEN -n / 1e9::numeric WHEN 2 THEN 0 WHEN 3 THEN n / 7.0 WHEN 4 THEN -n * 100000 ELSE pg_temp.pick(n, 1000000) / 100.0 END AS v
	FROM (SELECT id, pg_temp.pick(id, 400) AS n FROM generate_series(1, 6000) id) x) y;
CREATE TEMP VIEW oracle AS SELECT g, sum(v) AS sum, sum(v) / count(*) AS avg, count(*) AS keys, max(scale) AS scale FROM (SELECT g, b, min(v) AS v, max(scale(v)) AS scale FROM joined WHERE b IS NOT NULL AND v IS NOT NULL GROUP BY GROUPING SETS ((g, b), (b))) x GROUP BY g;
SELECT count(*) AS groups, bool_and(sb = sum AND su = sum AND st = sum) AS sums, bool_and(round(ab, 15) = round(avg, 15) AND ab = au AND ab = at) AS means, bool_and(scale(sb) = o.scale AND scale(su) = o.scale AND scale(st) = o.scale) AS scales
FROM (SELECT g, sum_distinct_on(b, v) AS sb, sum_distinct_on(u, v) AS su, sum_distinct_on(t, v) AS st, avg_distinct_on(b, v) AS ab, avg_distinct_on(u, v) AS au, avg_distinct_on(t, v) AS at FROM joined GROUP BY ROLLUP (g)) f JOIN oracle o ON o.g IS NOT DISTINCT FROM f.g;
-- Frames: the sum of the distinct keys so far, and sliding.
SELECT bool_and(running = (SELECT sum(v) FROM (SELECT DISTINCT b, v FROM joined i WHERE i.id <= o.id AND b IS NOT NULL) x)) AS running, bool_and(sliding IS NOT DISTINCT FROM (SELECT sum(v) FROM (SELECT DISTINCT b, v FROM joined i WHERE i.id BETWEEN o.id - 5 AND o.id AND b IS NOT NULL) x)) AS sliding
FROM (SELECT id, sum_distinct_on(b, v) OVER (ORDER BY id) AS running, sum_distinct_on(b, v) OVER (ORDER BY id ROWS 5 PRECEDING) AS sliding FROM joined) o WHERE id % 50 = 17;

---- 5. States, plans and sizes ----

-- The state as it travels: any split, any order, text, binary and back are the same bytes.
CREATE AGGREGATE pg_temp.state(bigint, numeric) (SFUNC = distinct_add_bigint, STYPE = distinct_agg_state, COMBINEFUNC = distinct_agg_state_merge, FINALFUNC = distinct_agg_state_final, PARALLEL = SAFE);
CREATE AGGREGATE pg_temp.state(text, numeric) (SFUNC = distinct_add_text, STYPE = distinct_agg_state, COMBINEFUNC = distinct_agg_state_merge, FINALFUNC = distinct_agg_state_final, PARALLEL = SAFE);
SELECT pg_temp.state(k, v)::text AS state FROM (VALUES (2, 12.50), (-1, 3), (2, 12.5), (9, 1e25), (10, -0.00000001)) t (k, v);
SELECT pg_temp.state(k, v)::jsonb AS state FROM (VALUES ('a', 12.50), ('a long key of 26 characters', -3), (NULL, 1)) t (k, v);
SELECT bool_and(up = b AND down = b AND up::text = b::text AND down::text = b::text) AS bigint, bool_and(upt = t AND downt = t) AS text FROM (SELECT n, rollup(b ORDER BY p) AS up, rollup(b ORDER BY p DESC) AS down, rollup(t ORDER BY p) AS upt, rollup(t ORDER BY p DESC) AS downt
	FROM (SELECT n, id % n AS p, pg_temp.state(b, v) AS b, pg_temp.state(t, v) AS t FROM joined, generate_series(1, 7) n GROUP BY 1, 2) a GROUP BY n) r, (SELECT pg_temp.state(b, v) AS b, pg_temp.state(t, v) AS t FROM joined) whole;
SELECT bool_and(b = b::text::distinct_agg_state AND b::text = b::text::distinct_agg_state::text AND b = b::jsonb::text::distinct_agg_state AND t = t::text::distinct_agg_state AND t = t::jsonb::text::distinct_agg_state) AS text_and_back, count(*) FROM (SELECT id % 300, pg_temp.state(b, v) AS b, pg_temp.state(t, v) AS t FROM joined GROUP BY 1) a;
-- What is not a state.
SELECT s, pg_temp.sqlstate_of(format('SELECT %L::distinct_agg_state', s)) FROM unnest(ARRAY['{"version": 1, "scale": 1, "values": {"bigint": [[1, 2.5]]}}', '{"version": 2, "scale": 1, "values": {"bigint": [[1, 2.5]]}}', '{"version": 1, "scale": 0, "values": {"bigint": [[1, 2.5]]}}',
	'{"version": 1, "scale": -1, "values": {"bigint": [[1, 2]]}}', '{"version": 1, "scale": 16384, "values": {"bigint": [[1, 2]]}}', '{"version": 1, "scale": 1, "values": {"bigint": [[2, 2], [1, 2]]}}', '{"version": 1, "scale": 1, "values": {"bigint": [[1, 2], [1, 2]]}}',
	'{"version": 1, "scale": 1, "values": {"bigint": []}}', '{"version": 1, "scale": 1, "values": {}}', '{"version": 1, "scale": 0, "values": {"bigint": [[1, 1e5]]}}', '{"version": 1, "scale": 0, "values": {"bigint": [[1, NaN]]}}', '{"version": 1, "scale": 0, "values": {"bigint": [[1, "2"]]}}',
	'{"version": 1, "scale": 0, "values": {"bigint": [[1]]}}', '{"version": 1, "scale": 0, "values": {"text": [[1, 2]]}}', '{"version": 1, "scale": 8, "values": {"bigint": [[1, 2.00000001], [2, 100000000000000000000]]}}']) WITH ORDINALITY a (s, n) ORDER BY n;
-- Workers.
CREATE TABLE many AS SELECT (g % 5000)::bigint * 4096 AS k, (g % 5000) / 100.0 AS v FROM generate_series(1, 60000) g;
ANALYZE many;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SELECT pg_temp.plan_has('SELECT sum_distinct_on(k, v) FROM many', 'Partial .*Aggregate') AS parallel;
CREATE TEMP TABLE parallel AS SELECT pg_temp.state(k, v) AS s, sum_distinct_on(k, v) AS sum, avg_distinct_on(k, v) AS avg FROM many;
SET max_parallel_workers_per_gather = 0;
SELECT p.s = q.s AND p.s::text = q.s::text AS same_bytes, p.sum, p.sum = q.sum AS sum, p.avg = q.avg AS avg FROM parallel p, (SELECT pg_temp.state(k, v) AS s, sum_distinct_on(k, v) AS sum, avg_distinct_on(k, v) AS avg FROM many) q;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
DROP TABLE many;
-- Many keys in one group, and 100,000 groups.
SELECT sum_distinct_on(g % 150000, 0.01), avg_distinct_on('key ' || g % 150000, 0.01) FROM generate_series(1, 300000) g;
SELECT sum(s), count(*) FROM (SELECT sum_distinct_on(g % 2, g % 2) AS s FROM generate_series(0, 299999) g GROUP BY g / 3) x;
