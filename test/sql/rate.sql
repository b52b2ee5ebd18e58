-- Rates: rate, win_rate, conversion_rate, renewal_rate and what is read from rate_agg_state.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

-- An unweighted state of any size.
CREATE FUNCTION pg_temp.counted(hits bigint, misses bigint) RETURNS rate_agg_state LANGUAGE sql AS
	$$ SELECT format('{"version": 1, "hits": %s, "misses": %s, "hit_weight": null, "miss_weight": null}', hits, misses)::rate_agg_state $$;

---- 1. Published numbers ----

-- 45 won, 135 lost, 80 still open: 0.25 of the decided, 0.173077 of all; Wilson 95 %: 0.1924 .. 0.3180.
CREATE TEMP TABLE deals AS SELECT CASE WHEN i <= 45 THEN true WHEN i <= 180 THEN false END AS won FROM generate_series(1, 260) i;
SELECT round(rate(won), 6) AS rate, round(win_rate(won), 6) AS win_rate, round(rate(coalesce(won, false)), 6) AS close_rate, hits(rate_agg(won)) AS hits, trials(rate_agg(won)) AS trials,
       round(rate_low(rate_agg(won)), 6) AS low, round(rate_high(rate_agg(won)), 6) AS high, hit_weight(rate_agg(won)), total_weight(rate_agg(won)) FROM deals;
-- One deal of 100,000 won, three of 10,000 lost, one of 50,000 open: 0.25 by count, 100 / 130 by amount.
SELECT round(win_rate(won), 6) AS by_count, round(win_rate(won, amount), 6) AS by_amount, round(100 / 130.0, 6) AS by_hand, hit_weight(rate_agg(won, amount)),
       total_weight(rate_agg(won, amount)), hits(rate_agg(won, amount)) AS hits, trials(rate_agg(won, amount)) AS trials
FROM (VALUES (true, 100000.00), (false, 10000), (false, 10000), (false, 10000.5), (NULL, 50000)) v(won, amount0), LATERAL (SELECT trunc(amount0) AS amount) a;
-- 98 of 100 contracts due were renewed; one is not decided, one is due elsewhere.
SELECT round(renewal_rate(renewed) FILTER (WHERE due), 4) AS renewal, round(conversion_rate(renewed) FILTER (WHERE due), 4) AS conversion
FROM (SELECT CASE WHEN i <= 98 THEN true WHEN i <= 100 THEN false WHEN i = 102 THEN false END AS renewed, i <= 101 AS due FROM generate_series(1, 102) i) x;

---- 2. NULL, nothing, one row, no weight ----

SELECT rate(NULL::boolean), rate(NULL, 1), rate(true, NULL), win_rate(NULL::boolean), win_rate(NULL, 1), conversion_rate(NULL), renewal_rate(NULL),
       rate_agg(NULL::boolean) AS state, rate_agg(NULL, 1) AS weighted, rate_agg(true, NULL) AS weighted2, hits(rate_agg(NULL::boolean)), rate_low(rate_agg(NULL::boolean));
SELECT rate(won), rate(won, 1), rate_agg(won), hits(rate_agg(won)), trials(rate_agg(won, 1)), rate_low(rate_agg(won)), rate_high(rate_agg(won)), (SELECT rollup(s) FROM (SELECT NULL::rate_agg_state AS s) x)
FROM deals WHERE false;
SELECT hit, round(rate(hit), 1) AS rate, hits(rate_agg(hit)) AS hits, trials(rate_agg(hit)) AS trials, round(rate(hit, 2.5), 1) AS weighted,
       hit_weight(rate_agg(hit, 2.5)), total_weight(rate_agg(hit, 2.5)), round(rate_low(rate_agg(hit)), 6) AS low, round(rate_high(rate_agg(hit)), 6) AS high
FROM (VALUES (true), (false)) v(hit) GROUP BY hit ORDER BY hit;
-- One of one: low = 1 / (1 + z^2), with z = 1.959963984540054.
SELECT round(1 / (1 + 1.959963984540054 ^ 2), 6) AS low_of_one, round(1 - 1 / (1 + 1.959963984540054 ^ 2), 6) AS high_of_none;
-- Weights that are all zero: rows, but no rate. A row without a weight counts nowhere.
SELECT rate(hit, w), hits(rate_agg(hit, w)), trials(rate_agg(hit, w)), hit_weight(rate_agg(hit, w)), total_weight(rate_agg(hit, w))
FROM (VALUES (true, 0), (false, 0.00), (true, NULL)) v(hit, w);
-- A state of nothing: counts 0, no rate.
SELECT rate(s), hits(s), trials(s), hit_weight(s), total_weight(s), rate_low(s), rate_high(s) FROM (SELECT pg_temp.counted(0, 0) AS s) x;
SELECT rate_low(pg_temp.counted(1, 1), NULL), rate_high(pg_temp.counted(1, 1), NULL);

---- 3. Argument types ----

SELECT rate(hit, w::smallint) = rate(hit, w) AS int2, rate(hit, w::int) = rate(hit, w) AS int4, rate(hit, w::bigint) = rate(hit, w) AS int8,
       win_rate(hit, w) = rate(hit, w) AS win, pg_typeof(rate(hit)) AS a, pg_typeof(rate(hit, w)) AS b, pg_typeof(hits(rate_agg(hit))) AS c
FROM (VALUES (true, 3::numeric), (false, 4)) v(hit, w);
SELECT q, pg_temp.sqlstate_of('SELECT ' || q) FROM unnest(ARRAY['rate(NULL)', 'rate(NULL::boolean)', $$rate('t')$$, 'rate(NULL, NULL)', 'win_rate(NULL)', 'rate_agg(NULL)', 'rate(1)',
	'rate(true, 1::float8)', 'rate(true, 1::float8::numeric)', $$rate(true, '1.5')$$, $$rate(true, '1'::text)$$]) WITH ORDINALITY v(q, i) ORDER BY i;

---- 4. Errors ----

SELECT q, pg_temp.error_of('SELECT ' || q) AS error FROM unnest(ARRAY[
	'rate(true, -0.01)', 'rate(false, -1)', 'win_rate(true, -1e30)', 'rate_agg(true, -5)', 'rate(hit, w) FROM (VALUES (true, 1), (false, -2.50)) v(hit, w)',
	$$rate(true, 'NaN')$$, $$win_rate(false, 'Infinity')$$, $$rate_agg(true, '-Infinity')$$,
	'rollup(s) FROM (SELECT rate_agg(true) AS s UNION ALL SELECT rate_agg(true, 1)) v', 'rollup(s) FROM (SELECT rate_agg(true, 1) AS s UNION ALL SELECT rate_agg(true)) v',
	'rate_low(rate_agg(true, 1))', 'rate_high(rate_agg(true, 1), 0.9)', 'rate_low(rate_agg(true), 0)', 'rate_low(rate_agg(true), 1)', 'rate_high(rate_agg(true), 95)',
	'rate_high(rate_agg(true), -0.1)', $$rate_low(rate_agg(true), 'NaN')$$, $$rate_high(rate_agg(true), 'Infinity')$$, $$rate_high(rate_agg(true), '-Infinity')$$]) WITH ORDINALITY AS v(q, i) ORDER BY i;
-- A skipped row is not looked at; nor is one that FILTER leaves out, as the hint says.
SELECT rate(hit, w) AS skipped FROM (VALUES (NULL::boolean, -1::numeric), (NULL, 'NaN')) v(hit, w);
SELECT round(rate(hit, w) FILTER (WHERE w >= 0 AND w < 'Infinity'), 2) AS filtered FROM (VALUES (true, 1::numeric), (false, 3), (true, -2), (true, 'NaN'), (true, 'Infinity')) v(hit, w);

---- 5. Every metric against plain SQL ----

CREATE TABLE rate_deals (id int PRIMARY KEY, owner int, won boolean, amount numeric) WITH (parallel_workers = 2);
INSERT INTO rate_deals SELECT i, i % 4, CASE WHEN i % 11 <> 0 THEN i::bigint * i % 10007 % 3 = 0 END,
	CASE WHEN i % 17 <> 0 THEN round((i::bigint * 7919 % 100003)::numeric * 1.2345, i % 6) END FROM generate_series(1, 4000) i;
ANALYZE rate_deals;
CREATE FUNCTION pg_temp.wilson(k bigint, n bigint, z float8, side int) RETURNS float8 LANGUAGE sql AS
	$$ SELECT (p + z*z/(2*m) + side * z * sqrt(p*(1-p)/m + z*z/(4*m*m))) / (1 + z*z/m) FROM (SELECT k / n::float8 AS p, n::float8 AS m) x $$;
SELECT count(*) AS sets, bool_and(rate::text = (k / n::numeric)::text AND rate = rate(s) AND rate = win AND hits(s) = k AND trials(s) = n) AS by_count,
       bool_and(weighted::text = (won_sum / sum)::text AND weighted = rate(w) AND weighted = win_weighted) AS by_amount,
       bool_and(hit_weight(w)::text = won_sum::text AND total_weight(w)::text = sum::text AND hits(w) = kw AND trials(w) = nw) AS sums,
       bool_and(abs(rate_low(s)::float8 - pg_temp.wilson(k, n, 1.959963984540054, -1)) < 1e-12 AND abs(rate_high(s)::float8 - pg_temp.wilson(k, n, 1.959963984540054, 1)) < 1e-12
            AND abs(rate_low(s, 0.99)::float8 - pg_temp.wilson(k, n, 2.575829303548901, -1)) < 1e-12 AND abs(rate_high(s, 0.5)::float8 - pg_temp.wilson(k, n, 0.674489750196082, 1)) < 1e-12) AS wilson
FROM (SELECT rate(won), win_rate(won) AS win, rate_agg(won) AS s, rate(won, amount) AS weighted, win_rate(won, amount) AS win_weighted, rate_agg(won, amount) AS w,
             count(*) FILTER (WHERE won) AS k, count(won) AS n, count(*) FILTER (WHERE won AND amount IS NOT NULL) AS kw, count(*) FILTER (WHERE won IS NOT NULL AND amount IS NOT NULL) AS nw,
             sum(amount) FILTER (WHERE won) AS won_sum, sum(amount) FILTER (WHERE won IS NOT NULL)
      FROM rate_deals GROUP BY GROUPING SETS ((owner), (owner, id % 3), ())) x;
SELECT round(rate(DISTINCT won), 2) AS distinct_answers, round(rate(DISTINCT won, amount), 6) = round((SELECT sum(amount) FILTER (WHERE won) / sum(amount)
       FROM (SELECT DISTINCT won, amount FROM rate_deals WHERE won IS NOT NULL) d), 6) AS distinct_pairs FROM rate_deals;
-- The Wilson interval holds the rate, lies within 0..1, mirrors, and widens with confidence; also of huge counts.
SELECT count(*) AS intervals, bool_and(low >= 0 AND low <= p + 1e-14 AND high >= p - 1e-14 AND high <= 1) AS around, bool_and(abs(low - (1 - other_high)) < 1e-14) AS mirrored,
       bool_and(low >= wider_low - 1e-14 AND high <= wider_high + 1e-14) AS nested, bool_and((k > 0 OR low = 0) AND (k < n OR high = 1) AND (n > 1000 OR (k = 0) = (low = 0) AND (k = n) = (high = 1))) AS ends
FROM (VALUES (1::bigint), (2), (10), (1000), (4611686018427387903)) a(n), LATERAL (SELECT DISTINCT k FROM unnest(ARRAY[0, 1, n / 3, n / 2, n - 1, n]) k) b, (VALUES (0.5, 0.8), (0.95, 0.99), (0.99, 0.999999)) c(conf, wider),
     LATERAL (SELECT pg_temp.counted(k, n - k) AS s, pg_temp.counted(n - k, k) AS t) d,
     LATERAL (SELECT rate(s) AS p, rate_low(s, conf) AS low, rate_high(s, conf) AS high, rate_high(t, conf) AS other_high, rate_low(s, wider) AS wider_low, rate_high(s, wider) AS wider_high) e;

---- 6. States: merging, text, storage ----

-- Any split into 1..7 pieces, merged in any order: the same bytes.
CREATE TEMP TABLE whole AS SELECT rate_agg(won) AS s, rate_agg(won, amount) AS w FROM rate_deals;
SELECT k AS pieces, bool_and(pg_temp.same(m, s)) AS by_count, bool_and(pg_temp.same(n, w)) AS by_amount
FROM whole, generate_series(1, 7) k, LATERAL (
	SELECT rollup(part ORDER BY i) AS up, rollup(part ORDER BY i DESC) AS down, rollup(part ORDER BY md5(i::text || k)) AS mixed,
	       rollup(weighted ORDER BY i) AS wup, rollup(weighted ORDER BY i DESC) AS wdown, rollup(weighted ORDER BY md5(i::text || k)) AS wmixed
	FROM (SELECT id * 31 % 101 % k AS i, rate_agg(won) AS part, rate_agg(won, amount) AS weighted FROM rate_deals GROUP BY 1 UNION ALL SELECT 100, NULL, NULL) p) r,
	LATERAL (VALUES (up, wup), (down, wdown), (mixed, wmixed)) v(m, n)
GROUP BY k ORDER BY k;
SELECT pg_temp.same(rollup(t), (SELECT w FROM whole)) AS in_two_levels FROM (SELECT rollup(w) AS t FROM (SELECT owner, id % 4, rate_agg(won, amount) AS w FROM rate_deals GROUP BY 1, 2) x GROUP BY owner % 2) y;
SELECT rate_agg(true) AS text FROM generate_series(1, 3);
SELECT rate_agg(w > 2, w) AS text FROM (VALUES (1.50), (2.250), (3.5), (0.25), (10.50)) v(w);
SELECT rate_agg(w > 2, w)::jsonb AS jsonb FROM (VALUES (1.50), (2.250), (3.5), (0.25), (10.50)) v(w);
CREATE TEMP TABLE stored (i int, s rate_agg_state, w rate_agg_state);
INSERT INTO stored SELECT id % 500, rate_agg(won), rate_agg(won, amount * CASE WHEN id % 7 = 0 THEN 1e40 ELSE 1 END) FROM rate_deals GROUP BY 1;
SELECT count(*) AS states, bool_and(pg_temp.same(s::text::rate_agg_state, s) AND pg_temp.same(s::jsonb::text::rate_agg_state, s)) AS counted,
       bool_and(pg_temp.same(w::text::rate_agg_state, w) AND pg_temp.same(w::jsonb::text::rate_agg_state, w)) AS weighted FROM stored;
SELECT pg_temp.same(rollup(s), (SELECT whole.s FROM whole)) AS read_again, total_weight(rollup(w))::text = (SELECT sum(amount * CASE WHEN id % 7 = 0 THEN 1e40 ELSE 1 END)::text FROM rate_deals WHERE won IS NOT NULL) AS sum_again FROM stored;
-- Equal states are one group; the display scale is part of a weighted one.
SELECT rate_agg(true) = rate_agg(true) AS eq, rate_agg(true) <> rate_agg(false) AS ne, rate_agg(true, 1.0) = rate_agg(true, 1.00) AS other_scale, rate_agg(true) = rate_agg(true, 1) AS weighted,
       (rate_agg(true) < rate_agg(false)) <> (rate_agg(true) > rate_agg(false)) AS ordered, rate_agg(true) <= rate_agg(true) AND rate_agg(true) >= rate_agg(true) AS le_ge;
SELECT (SELECT count(*) FROM (SELECT s FROM stored GROUP BY s) g) = (SELECT count(DISTINCT s::text) FROM stored) AS groups, count(*) = (SELECT count(*) FROM stored a JOIN stored b ON a.s::text = b.s::text) AS joined
FROM stored a JOIN stored b USING (s);
SELECT pg_temp.same(rate_agg(true, 1.50), '{ "miss_weight" :{"scale_rows":0,"sum":0},"hit_weight":{"scale_rows":1, "sum":1.50},"misses":0,"hits":1,"version":1 }') AS any_order;
SELECT bad, pg_temp.sqlstate_of(format('SELECT %L::rate_agg_state', bad)) AS error FROM (
	SELECT 100 * i AS i, bad FROM unnest(ARRAY['', 'null', '{}', '[1]', '{"version": 1', '{"version": 1}',
		'{"version": 1, "hits": 1, "misses": 0, "hit_weight": null, "miss_weight": null', '{"version": 1, "hits": 1, "misses": 0, "hit_weight": null, "miss_weight": null}}',
		'{"version": 2, "hits": 1, "misses": 0, "hit_weight": null, "miss_weight": null}', '{"version": 1, "hits": -1, "misses": 2, "hit_weight": null, "miss_weight": null}',
		'{"version": 1, "hits": 1, "misses": -1, "hit_weight": null, "miss_weight": null}', '{"version": 1, "hits": 1.0, "misses": 0, "hit_weight": null, "miss_weight": null}',
		'{"version": 1, "hits": 9223372036854775808, "misses": 0, "hit_weight": null, "miss_weight": null}', '{"version": 1, "hits": 9223372036854775807, "misses": 1, "hit_weight": null, "miss_weight": null}',
		'{"version": 1, "hits": null, "misses": 0, "hit_weight": null, "miss_weight": null}', '{"version": 1, "hits": 1, "misses": 0, "hit_weight": null}', '{"version": 1, "hits": 1, "misses": 0, "hit_weight": 1.5, "miss_weight": 0}',
		'{"version": 1, "hits": 1, "misses": 0, "hit_weight": null, "miss_weight": null, "hits": 1}', '{"version": 1, "hits": 1, "misses": 0, "hit_weight": null, "miss_weight": null, "n": 1}',
		'{"version": 1, "hits": 1, "misses": 0, "hit_weight": {"sum": 1, "scale_rows": 1}, "miss_weight": null}', '{"version": 1, "hits": 1, "misses": 0, "hit_weight": null, "miss_weight": {"sum": 0, "scale_rows": 0}}']) WITH ORDINALITY v(bad, i)
	UNION ALL SELECT 10000 + i, format('{"version": 1, "hits": 2, "misses": 1, "hit_weight": %s, "miss_weight": {"sum": 0.5, "scale_rows": 1}}', w) FROM unnest(ARRAY[
		'{"sum": 1.5}', '{"scale_rows": 1}', '{"sum": 1.5, "scale_rows": 3}', '{"sum": 1.5, "scale_rows": 0}', '{"sum": 1.5, "scale_rows": -1}', '{"sum": -1.5, "scale_rows": 1}', '{"sum": 1.5, "scale_rows": 1.0}',
		'{"sum": "1.5", "scale_rows": 1}', '{"sum": 1e5, "scale_rows": 1}', '{"sum": NaN, "scale_rows": 1}', '{"sum": Infinity, "scale_rows": 1}', '{"sum": .5, "scale_rows": 1}', '{"sum": 1., "scale_rows": 1}', '{"sum": +1, "scale_rows": 1}',
		'{"sum": --1, "scale_rows": 1}', '{"sum": 1.5.5, "scale_rows": 1}', '{"sum": , "scale_rows": 1}', '{"sum": null, "scale_rows": 1}', '{"sum": 1, "scale_rows": 1, "sum": 1}', '[1.5, 1]']) WITH ORDINALITY v(w, i)
	UNION ALL SELECT 20000 + i, format('{"version": 1, "hits": 2, "misses": 0, "hit_weight": {"sum": 3, "scale_rows": 2}, "miss_weight": %s}', w) FROM unnest(ARRAY[
		'{"sum": 1, "scale_rows": 0}', '{"sum": 0, "scale_rows": 1}', '{"sum": 0.0, "scale_rows": 0}', '{"sum": 0, "scale_rows": -1}']) WITH ORDINALITY v(w, i)) x ORDER BY i;
SELECT pg_temp.sqlstate_of(format(f, repeat('9', 131072))) AS longest, pg_temp.sqlstate_of(format(f, repeat('9', 131073))) AS longer, pg_temp.sqlstate_of(format(f, '0.' || repeat('9', 16383))) AS deepest, pg_temp.sqlstate_of(format(f, '0.' || repeat('9', 16384))) AS deeper
FROM (VALUES ($$SELECT '{"version": 1, "hits": 1, "misses": 0, "hit_weight": {"sum": %s, "scale_rows": 1}, "miss_weight": {"sum": 0, "scale_rows": 0}}'::rate_agg_state$$)) v(f);
SELECT count(*) AS prefixes, count(*) FILTER (WHERE pg_temp.sqlstate_of(format('SELECT %L::rate_agg_state', left(t, n))) <> '22P02') AS not_refused FROM (SELECT rate_agg(true, 12.50)::text AS t) x, generate_series(0, length(t) - 1) n;
SELECT pg_temp.error_of($$SELECT '{"version": 1, "hits": 1}'::rate_agg_state$$);

---- 7. Many rows: counts end at 63 bits ----

SELECT round(rate(rollup(s)), 6) AS rate, hits(rollup(s)), trials(rollup(s)) FROM (SELECT pg_temp.counted(3000000000000000000, 1000000000000000000) AS s UNION ALL SELECT pg_temp.counted(0, 4000000000000000000)) x;
SELECT pg_temp.sqlstate_of('SELECT rollup(pg_temp.counted(9223372036854775807, 0)) FROM generate_series(1, 2)') AS hits,
       pg_temp.sqlstate_of('SELECT rollup(s) FROM (SELECT rate_agg(false) AS s UNION ALL SELECT pg_temp.counted(9223372036854775807, 0)) x') AS trials;
-- A row more by a plain call of the support function is refused, too, whichever count it would leave.
SELECT pg_temp.sqlstate_of('SELECT rate_add(pg_temp.counted(9223372036854775807, 0), true)') AS one_hit, pg_temp.sqlstate_of('SELECT rate_add(pg_temp.counted(9223372036854775807, 0), false)') AS one_miss,
       hits(rate_drop(pg_temp.counted(9223372036854775807, 0), true)) AS one_less;

---- 8. Windows ----

-- Sliding frames = the same rows asked again: NULLs, mixed scales, and frames that run empty or that lose their largest scale.
CREATE TEMP TABLE line AS SELECT id, owner, CASE WHEN id NOT BETWEEN 40 AND 60 THEN won END AS won, CASE WHEN id % 50 = 0 THEN amount * 1e25 + 1e-20 ELSE amount END AS amount FROM rate_deals WHERE id <= 400;
SELECT count(*) AS rows, count(*) FILTER (WHERE a IS NULL) AS empty_frames, bool_and(a::text IS NOT DISTINCT FROM a2::text AND b::text IS NOT DISTINCT FROM b2::text) AS rates, bool_and(c IS NOT DISTINCT FROM c2 AND d::text IS NOT DISTINCT FROM d2::text) AS states
FROM (SELECT id, rate(won) OVER w AS a, rate(won, amount) OVER w AS b, rate_agg(won) OVER w AS c, rate_agg(won, amount) OVER w AS d FROM line WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING)) x,
LATERAL (SELECT rate(won) AS a2, rate(won, amount) AS b2, rate_agg(won) AS c2, rate_agg(won, amount) AS d2 FROM line y WHERE y.id BETWEEN x.id - 3 AND x.id + 2) l;
SELECT count(*) AS rows, count(*) FILTER (WHERE d IS NULL) AS empty_frames, bool_and(c IS NOT DISTINCT FROM c2 AND d::text IS NOT DISTINCT FROM d2::text) AS states
FROM (SELECT id, rate_agg(won) OVER w AS c, rate_agg(won, amount) OVER w AS d FROM line WINDOW w AS (ORDER BY id ROWS BETWEEN 3 FOLLOWING AND 4 FOLLOWING)) x,
LATERAL (SELECT rate_agg(won) AS c2, rate_agg(won, amount) AS d2 FROM line y WHERE y.id BETWEEN x.id + 3 AND x.id + 4) l;
SELECT bool_and(d IS NOT DISTINCT FROM d2 AND f IS NOT DISTINCT FROM f2) AS per_owner
FROM (SELECT id, owner, rate_agg(won, amount) OVER w AS d, rate(won, amount) FILTER (WHERE id % 3 > 0) OVER w AS f FROM line WINDOW w AS (PARTITION BY owner ORDER BY id ROWS 5 PRECEDING)) x,
LATERAL (SELECT rate_agg(won, amount) AS d2, rate(won, amount) FILTER (WHERE y.id % 3 > 0) AS f2 FROM line y WHERE y.owner = x.owner AND y.id BETWEEN x.id - 20 AND x.id) l;
SELECT bool_and(pg_temp.same(r, r2)) AS rolling FROM (SELECT m, rollup(s) OVER (ORDER BY m ROWS 2 PRECEDING) AS r FROM (SELECT id / 30 AS m, rate_agg(won, amount) AS s FROM line GROUP BY 1) q) x,
LATERAL (SELECT rate_agg(won, amount) AS r2 FROM line WHERE id / 30 BETWEEN m - 2 AND m) l;
SELECT pg_temp.error_of('SELECT rate(won, 50 - id) OVER (ORDER BY id ROWS 2 PRECEDING) FROM rate_deals WHERE id < 60 AND won') AS negative_later;

---- 9. Parallel, partition-wise, materialized ----

SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial_result AS SELECT owner, rate(won), rate(won, amount) AS weighted, rate_agg(won) AS s, rate_agg(won, amount) AS w FROM rate_deals GROUP BY owner;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SELECT pg_temp.plan_has('SELECT owner, rate(won), rate(won, amount), rate_agg(won), rate_agg(won, amount) FROM rate_deals GROUP BY owner', 'Partial .*Aggregate') AS two_stages;
SELECT count(*) AS owners, bool_and(p.rate = r.rate AND p.weighted::text = r.weighted::text AND pg_temp.same(p.s, r.s) AND pg_temp.same(p.w, r.w)) AS parallel_same
FROM (SELECT owner, rate(won), rate(won, amount) AS weighted, rate_agg(won) AS s, rate_agg(won, amount) AS w FROM rate_deals GROUP BY owner) p JOIN serial_result r USING (owner);
CREATE TABLE rate_parts (id int, owner int, won boolean, amount numeric) PARTITION BY RANGE (id);
CREATE TABLE rate_part_1 PARTITION OF rate_parts FOR VALUES FROM (0) TO (1500);
CREATE TABLE rate_part_2 PARTITION OF rate_parts FOR VALUES FROM (1500) TO (1501);
CREATE TABLE rate_part_3 PARTITION OF rate_parts FOR VALUES FROM (1501) TO (9999);
INSERT INTO rate_parts SELECT * FROM rate_deals;
ANALYZE rate_parts;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT owner, rate_agg(won, amount) FROM rate_parts GROUP BY owner', 'Partial .*Aggregate') AS per_partition,
       (SELECT bool_and(pg_temp.same(p.w, r.w)) FROM (SELECT owner, rate_agg(won, amount) AS w FROM rate_parts GROUP BY owner) p JOIN serial_result r USING (owner)) AS same;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather; RESET enable_partitionwise_aggregate;
-- A materialized view of states, refreshed concurrently: rows whose state did not change are left alone.
CREATE MATERIALIZED VIEW rate_by_owner AS SELECT owner, rate_agg(won, amount) AS deals FROM rate_deals GROUP BY owner;
CREATE UNIQUE INDEX ON rate_by_owner (owner);
CREATE TEMP TABLE before AS SELECT owner, xmin::text AS x FROM rate_by_owner;
UPDATE rate_deals SET amount = amount + 1 WHERE owner = 2;
REFRESH MATERIALIZED VIEW CONCURRENTLY rate_by_owner;
SELECT owner, v.xmin::text = x AS untouched, rate(deals) = (SELECT rate(won, amount) FROM rate_deals d WHERE d.owner = v.owner) AS right_rate FROM rate_by_owner v JOIN before USING (owner) ORDER BY owner;
DROP MATERIALIZED VIEW rate_by_owner;
DROP TABLE rate_deals, rate_parts;

---- 10. States that hold nothing ----

-- First, last and between others of a rollup they are as if they were not there, weighted rates included: what was added and taken away again.
CREATE TEMP VIEW emptied AS SELECT rate_drop(rate_agg(true), true) AS plain, rate_drop_weight(rate_agg(false, 2.5), false, 2.5) AS weighted;
CREATE TEMP VIEW parts_of_10 AS SELECT part, rate_agg(g % 3 = 0) AS plain, rate_agg(g % 3 = 0, g / 4.0) AS weighted FROM generate_series(1, 10) g, LATERAL (SELECT 2 * (1 + g / 6) AS part) x GROUP BY part
	UNION ALL SELECT part, plain, weighted FROM emptied, unnest('{1,3,5}'::int[]) part;
SELECT count(plain) AS plain_parts, count(weighted) AS weighted_parts, pg_temp.same(rollup(plain ORDER BY part), (SELECT rate_agg(g % 3 = 0) FROM generate_series(1, 10) g)) AS plain, pg_temp.same(rollup(weighted ORDER BY part), (SELECT rate_agg(g % 3 = 0, g / 4.0) FROM generate_series(1, 10) g)) AS weighted,
	hits(rollup(plain)) AS hits, trials(rollup(plain)) AS trials, total_weight(rollup(weighted)) = (SELECT sum(g / 4.0) FROM generate_series(1, 10) g) AS sum FROM parts_of_10;
SELECT rate(rollup(plain)), trials(rollup(plain)), trials(rollup(weighted)), rate(rollup(weighted)) FROM (SELECT * FROM emptied UNION ALL TABLE emptied) x;
-- Support functions are SQL functions: a row of the other sort, by hand.
SELECT pg_temp.error_of(call) FROM unnest(ARRAY['SELECT rate_add(rate_agg(true, 1), true)', 'SELECT rate_drop(rate_agg(true, 1), true)', 'SELECT rate_add_weight(rate_agg(true), true, 1)', 'SELECT rate_drop_weight(rate_agg(true), true, 1)']) call;
DROP VIEW parts_of_10, emptied;
