-- Surveys: nps, csat, ces, survey_agg and what is read from survey_agg_state.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'


---- 1. Published numbers ----

-- Ten answers, one of them missing: 4 promoters, 2 passives, 3 detractors of 9; 100 (4 - 3) / 9.
CREATE TEMP TABLE bain AS SELECT score FROM unnest('{10,9,9,8,7,6,3,0,NULL,10}'::int[]) score;
SELECT round(nps(score), 4) AS nps, round(nps_margin(nps_agg(score)), 3) AS margin95, num_responses(nps_agg(score)) AS n,
       promoters(nps_agg(score)) AS p, passives(nps_agg(score)) AS pa, detractors(nps_agg(score)) AS d,
       nps(score) = nps(nps_agg(score)) AS same, nps_from_counts(4, 2, 3) = nps(score) AS counts_same
FROM bain;
-- Half promoters, a third passive, a sixth detractors, n = 324: 33.33 and a standard error of 4.14086662499961.
-- The margin is z times that: z = 1.959963984540054 at 95 %, 1.644853626951473 at 90 %, 2.575829303548901 at 99 %.
WITH s AS (SELECT nps_agg(CASE WHEN i <= 162 THEN 9 WHEN i <= 270 THEN 8 ELSE 1 END) AS s FROM generate_series(1, 324) i)
SELECT round(nps(s), 2) AS nps, round(nps_margin(s), 4) AS m95, abs(nps_margin(s) - 4.14086662499961 * 1.959963984540054) < 1e-10 AS p95,
       abs(nps_margin(s, 0.90) - 4.14086662499961 * 1.644853626951473) < 1e-10 AS p90,
       abs(nps_margin(s, confidence => 0.99) - 4.14086662499961 * 2.575829303548901) < 1e-10 AS p99,
       abs(nps_margin(s, 0.5) - 4.14086662499961 * 0.674489750196082) < 1e-10 AS p50
FROM s;
-- Satisfaction 42/32/10/9/14 from 5 to 1: 74 of 107.
WITH s AS (SELECT csat_agg(score) AS s, csat(score) AS c FROM (VALUES (5, 42), (4, 32), (3, 10), (2, 9), (1, 14)) v(score, n), generate_series(1, n))
SELECT round(c, 4) AS csat, c = csat(s) AS same, round(mean(s), 4) AS mean, round(top_box(s, 2), 6) AS top2, round(bottom_box(s, 2), 6) AS bottom2 FROM s;
SELECT (SELECT round(100.0 * 74 / 107, 4)) AS csat, round((42*5 + 32*4 + 10*3 + 9*2 + 14) / 107.0, 4) AS mean, round(74 / 107.0, 6) AS top2, round(23 / 107.0, 6) AS bottom2;
-- Effort {7,6,5,5,4,3,7,2,6,1}: 6 of 10 say 5 or more, the mean is 4.6.
SELECT round(ces(score), 4) AS ces, ces(score) = ces(ces_agg(score)) AS same, round(mean(ces_agg(score)), 4) AS mean FROM unnest('{7,6,5,5,4,3,7,2,6,1}'::int[]) score;
SELECT * FROM score_counts((SELECT ces_agg(score) FROM unnest('{7,6,5,5,4,3,7,2,6,1}'::int[]) score)) ORDER BY score;

---- 2. NULL, nothing, one answer ----

SELECT nps(score) AS nps, csat(score) AS csat, ces(score) AS ces, nps_agg(score) AS state, survey_agg(score, 0, 3) AS any_scale,
       num_responses(nps_agg(score)) AS n, promoters(nps_agg(score)) AS p, mean(nps_agg(score)) AS mean, top_box(nps_agg(score), 1) AS top
FROM (VALUES (NULL::int), (NULL)) v(score);
SELECT nps(score) IS NULL AND nps_agg(score) IS NULL AND csat_agg(score) IS NULL AND ces_agg(score) IS NULL AND survey_agg(score, 0, 3) IS NULL
   AND (SELECT rollup(s) FROM (SELECT NULL::survey_agg_state AS s LIMIT 0) x) IS NULL
   AND (SELECT rollup(NULL::survey_agg_state)) IS NULL AS nothing FROM bain WHERE false;
SELECT count(*) AS rows_of_null_state FROM score_counts(NULL);
-- A state in which nobody answered has no score but zero counts.
SELECT nps(s), csat(s), ces(s), mean(s), top_box(s, 2), bottom_box(s, 2), nps_margin(s), num_responses(s), promoters(s), passives(s), detractors(s)
FROM (SELECT '{"version": 1, "scale_min": 0, "scale_max": 10, "counts": [0,0,0,0,0,0,0,0,0,0,0]}'::survey_agg_state AS s) x;
-- One answer: +100, 0 or -100 and no doubt at all; categories without an answer count 0.
SELECT score, round(nps(score), 1) AS nps, round(nps_margin(nps_agg(score)), 1) AS margin, promoters(nps_agg(score)) AS p, passives(nps_agg(score)) AS pa,
       detractors(nps_agg(score)) AS d, round(mean(nps_agg(score)), 1) AS mean
FROM generate_series(0, 10) score GROUP BY score ORDER BY score;
SELECT string_agg(score || ':' || csat || '/' || ces, ' ' ORDER BY score) AS csat_and_ces_of_one
FROM (SELECT score, round(csat(score) FILTER (WHERE score <= 5)) AS csat, round(ces(score)) AS ces FROM generate_series(1, 5) score GROUP BY score) x;
-- Configuration that is NULL makes an accessor NULL.
SELECT nps_margin(s, NULL), top_box(s, NULL), bottom_box(s, NULL), nps_from_counts(1, NULL, 1), nps_from_counts(0, 0, 0) FROM (SELECT nps_agg(9) AS s) x;

---- 3. Argument types ----

CREATE DOMAIN pg_temp.answer AS smallint CHECK (VALUE BETWEEN 0 AND 10);
SELECT nps(score::smallint) = nps(score) AS int2, nps(score::bigint) = nps(score) AS int8, nps(score::float8) = nps(score) AS float8,
       nps(score::real) = nps(score) AS float4, nps(score::numeric) = nps(score) AS numeric, nps(score::numeric(6,2)) = nps(score) AS numeric2,
       nps(score::pg_temp.answer) = nps(score) AS domain, pg_typeof(nps(score)) AS result FROM bain;
SELECT count(*) AS states, count(DISTINCT s) AS one_state FROM (
         SELECT nps_agg(b.score) FROM bain b UNION ALL SELECT nps_agg(b.score::smallint) FROM bain b UNION ALL SELECT nps_agg(b.score::bigint) FROM bain b
         UNION ALL SELECT nps_agg(b.score::float8) FROM bain b UNION ALL SELECT nps_agg(b.score::numeric) FROM bain b
         UNION ALL SELECT survey_agg(b.score, 0, 10) FROM bain b UNION ALL SELECT survey_agg(b.score::smallint, 0, 10) FROM bain b
         UNION ALL SELECT survey_agg(b.score::bigint, 0, 10) FROM bain b UNION ALL SELECT survey_agg(b.score::float8, 0::smallint, 10::smallint) FROM bain b) u(s);
SELECT count(DISTINCT (a, b)) AS one_pair FROM (
	SELECT csat_agg(least(score, 5)::smallint), ces_agg(least(score, 7)::smallint) FROM bain WHERE score > 0 UNION ALL
	SELECT csat_agg(least(score, 5)), ces_agg(least(score, 7)) FROM bain WHERE score > 0 UNION ALL
	SELECT csat_agg(least(score, 5)::bigint), ces_agg(least(score, 7)::bigint) FROM bain WHERE score > 0 UNION ALL
	SELECT csat_agg(least(score, 5)::numeric), ces_agg(least(score, 7)::float8) FROM bain WHERE score > 0) x(a, b);
-- What has no type must be given one; text is not a number. (-0 is 0.)
SELECT q, pg_temp.sqlstate_of('SELECT ' || q) FROM (VALUES (1, 'nps(NULL)'), (2, 'nps(NULL::int)'), (3, $$nps('9')$$), (4, $$nps('9'::varchar)$$),
	(5, $$csat('4')$$), (6, 'nps_agg(NULL)'), (7, 'survey_agg(NULL, 1, 5)'), (8, $$nps('-0'::float8)$$), (9, 'nps(true)')) v(i, q) ORDER BY i;

---- 4. Errors ----

SELECT q, pg_temp.error_of('SELECT ' || q) AS error FROM unnest(ARRAY[
	'nps(11)', 'nps(-1::smallint)', 'nps(9223372036854775807)', 'nps(-9223372036854775808)', 'nps(32767::smallint)', 'nps(7.5)', 'nps(0.1::real)',
	$$nps('NaN'::float8)$$, $$nps('Infinity'::float8)$$, $$nps('-Infinity'::numeric)$$, 'nps(1e300)', 'nps(10.000001)',
	'csat(0)', 'csat(6)', 'csat(4.5)', 'ces(0)', 'ces(8::bigint)', 'nps_agg(11)', 'csat_agg(6)', 'ces_agg(0)',
	'survey_agg(4, 0, 3)', 'survey_agg(-1, 0, 3)', 'survey_agg(101, 0, 100)', 'survey_agg(2.5, 0, 3)',
	'survey_agg(1, 5, 5)', 'survey_agg(1, 7, 1)', 'survey_agg(1, -1, 5)', 'survey_agg(1, 0, 101)', 'survey_agg(1, -2147483648, 2147483647)',
	'survey_agg(NULL::int, 5, 5)', 'survey_agg(1, NULL, 5)', 'survey_agg(1, 1, NULL)', 'survey_agg(NULL::int, NULL, 5)',
	'survey_agg(1, 0, x) FROM (VALUES (5), (7)) v(x)', 'survey_agg(y, 0, x) FROM (VALUES (5, 1), (7, NULL)) v(x, y)',
	'survey_agg(y, 0, x) FROM (VALUES (5, NULL::int), (7, NULL)) v(x, y)',
	'rollup(s ORDER BY i) FROM (SELECT 1 AS i, nps_agg(1) AS s UNION ALL SELECT 2, csat_agg(1)) v', 'rollup(s ORDER BY i) FROM (SELECT 1 AS i, survey_agg(1, 0, 10) AS s UNION ALL SELECT 2, survey_agg(1, 1, 10)) v',
	'nps(csat_agg(1))', 'nps(survey_agg(1, 1, 11))', 'nps(survey_agg(5, 2, 10))', 'promoters(ces_agg(1))', 'passives(ces_agg(1))', 'detractors(ces_agg(1))', 'nps_margin(csat_agg(1))',
	'nps_margin(nps_agg(1), 0)', 'nps_margin(nps_agg(1), 1)', 'nps_margin(nps_agg(1), 95)', 'nps_margin(nps_agg(1), -0.5)', $$nps_margin(nps_agg(1), 'NaN')$$, $$nps_margin(nps_agg(1), 'Infinity')$$,
	'top_box(nps_agg(1), 0)', 'top_box(nps_agg(1), 12)', 'bottom_box(csat_agg(1), -1)', 'bottom_box(csat_agg(1), 6)',
	'nps_from_counts(-1, 0, 0)', 'nps_from_counts(0, -2, 0)', 'nps_from_counts(0, 0, -9223372036854775808)']) WITH ORDINALITY AS v(q, i) ORDER BY i;

---- 5. Every metric against plain SQL ----

CREATE TABLE survey_answers (id int PRIMARY KEY, team int, score int) WITH (parallel_workers = 2);
INSERT INTO survey_answers SELECT i, i % 5, CASE WHEN i % 13 <> 0 THEN (i::bigint * i % 10007 + i / 7) % 11 END FROM generate_series(1, 4000) i;
ANALYZE survey_answers;
-- The same numeric to the last digit, in every grouping set.
SELECT count(*) AS sets, bool_and(nps::text = (100 * (p - d)::numeric / n)::text) AS nps, bool_and((csat, ces) = (100 * four::numeric / n5, 100 * five::numeric / n7)) AS csat_ces,
       bool_and((num_responses(s), promoters(s), passives(s), detractors(s)) = (n, p, n - p - d, d)) AS counts, bool_and(mean(s)::text = avg::text) AS mean,
       bool_and(top_box(s, 2) = p::numeric / n AND bottom_box(s, 7) = d::numeric / n AND top_box(s, 11) = 1) AS boxes,
       bool_and(abs(nps_margin(s)::float8 - 1.959963984540054 * 100 * sqrt((p::float8 / n + d::float8 / n - power((p - d)::float8 / n, 2)) / n)) < 1e-9) AS margin,
       bool_and(nps = nps(s) AND csat = csat(s5) AND ces = ces(s7) AND nps = nps_from_counts(p, n - p - d, d)) AS both_faces
FROM (SELECT nps(score), nps_agg(score) AS s, csat(score) FILTER (WHERE score BETWEEN 1 AND 5), csat_agg(score) FILTER (WHERE score BETWEEN 1 AND 5) AS s5,
             ces(score) FILTER (WHERE score BETWEEN 1 AND 7), ces_agg(score) FILTER (WHERE score BETWEEN 1 AND 7) AS s7, count(score) AS n, avg(score),
             count(*) FILTER (WHERE score >= 9) AS p, count(*) FILTER (WHERE score <= 6) AS d,
             count(*) FILTER (WHERE score BETWEEN 4 AND 5) AS four, count(*) FILTER (WHERE score BETWEEN 1 AND 5) AS n5,
             count(*) FILTER (WHERE score BETWEEN 5 AND 7) AS five, count(*) FILTER (WHERE score BETWEEN 1 AND 7) AS n7
      FROM survey_answers GROUP BY GROUPING SETS ((team), (id % 3, team), ())) x;
SELECT count(*) AS differing_scores FROM (
	SELECT team, c.score, responses FROM (SELECT team, nps_agg(score) AS s FROM survey_answers GROUP BY team) x, score_counts(s) c
	EXCEPT SELECT team, v, count(*) FILTER (WHERE score = v) FROM survey_answers, generate_series(0, 10) v GROUP BY team, v) d;
-- Each distinct score once: 2 promoting, 2 passive, 7 detracting scores.
SELECT round(nps(DISTINCT score), 4) AS nps_distinct, round(100.0 * (2 - 7) / 11, 4) AS by_hand, num_responses(nps_agg(DISTINCT score)) AS n FROM survey_answers;
-- Other scales, all scores once: the boxes, the share above the midpoint, the mean.
SELECT lo, hi, round(ces(s), 4) AS ces, round(csat(s), 4) AS csat,
       round(ces(s), 10) = round(100 * (SELECT avg((v > (lo + hi) / 2.0)::int) FROM generate_series(lo, hi) v), 10) AS ces_ok,
       round(csat(s), 10) = round(200.0 / (hi - lo + 1), 10) AS csat_ok, mean(s) = (lo + hi) / 2.0 AS mean_ok,
       (SELECT bool_and(top_box(s, k) = k::numeric / (hi - lo + 1) AND bottom_box(s, k) = top_box(s, k)) FROM generate_series(1, hi - lo + 1) k) AS boxes_ok
FROM (SELECT lo, hi, survey_agg(v, lo, hi) AS s FROM (VALUES (0, 1), (1, 4), (1, 10), (0, 10), (0, 100), (98, 100), (3, 9)) w(lo, hi), generate_series(lo, hi) v GROUP BY lo, hi) x
ORDER BY lo, hi;
-- A 1..10 survey has the same three groups; boxes at the two ends.
SELECT round(nps(s), 4) AS nps, round(100 * (2 - 6) / 10.0, 4) AS by_hand, promoters(s) AS p, passives(s) AS pa, detractors(s) AS d FROM (SELECT survey_agg(v, 1, 10) AS s FROM generate_series(1, 10) v) x;

---- 6. States: merging, text, storage ----

-- Any split into 1..7 pieces, merged in any order: the same bytes.
CREATE TEMP TABLE whole AS SELECT nps_agg(score) AS s FROM survey_answers;
SELECT k AS pieces, bool_and(pg_temp.same(m, s)) AS same
FROM whole, generate_series(1, 7) k, LATERAL (
	SELECT rollup(part ORDER BY i) AS up, rollup(part ORDER BY i DESC) AS down, rollup(part ORDER BY md5(i::text || k)) AS mixed
	FROM (SELECT id * 31 % 101 % k AS i, nps_agg(score) AS part FROM survey_answers GROUP BY 1 UNION ALL SELECT 100, NULL) p) r,
	LATERAL (VALUES (up), (down), (mixed)) v(m)
GROUP BY k ORDER BY k;
SELECT pg_temp.same(rollup(t), (SELECT s FROM whole)) AS in_two_levels FROM (SELECT team % 2, rollup(s) AS t FROM (SELECT team, id % 4, nps_agg(score) AS s FROM survey_answers GROUP BY 1, 2) x GROUP BY 1) y;
-- Text, jsonb, and a table with short and with compressed values.
SELECT csat_agg(v) AS text FROM unnest('{5,4,4}'::int[]) v;
SELECT jsonb_pretty(csat_agg(v)::jsonb) AS jsonb FROM unnest('{5,4,4}'::int[]) v;
CREATE TEMP TABLE stored (i int, s survey_agg_state);
INSERT INTO stored SELECT i, survey_agg(v % (i + 1), 0, i) FROM generate_series(1, 100) i, generate_series(0, i) v GROUP BY i;
INSERT INTO stored SELECT 100 + i, survey_agg(0, 0, 100) FROM generate_series(1, 20) i GROUP BY i;
SELECT bool_and(pg_temp.same(s::text::survey_agg_state, s) AND s::jsonb::text::survey_agg_state = s AND mean(s) = i / 2.0)
       AS round_trip, bool_and(num_responses(s) = i + 1) AS read FROM stored WHERE i <= 100;
SELECT rollup(s)::text = (SELECT survey_agg(x, 0, 100) FROM (SELECT generate_series(0, 100) UNION ALL SELECT 0 FROM generate_series(1, 20)) y(x))::text AS rolled_up FROM stored WHERE i >= 100;
-- Comparison: equal states are one group, and sort, join and hash as one.
SELECT count(*) AS rows, count(DISTINCT s) AS distinct_states, (SELECT count(*) FROM (SELECT s FROM stored GROUP BY s) g) AS groups,
       (SELECT count(*) FROM stored a JOIN stored b USING (s) WHERE a.i > 100 AND b.i > 100) AS joined FROM stored;
SELECT nps_agg(9) = nps_agg(9) AS eq, nps_agg(9) <> nps_agg(8) AS ne, (nps_agg(9) < nps_agg(8)) <> (nps_agg(9) > nps_agg(8)) AS ordered, nps_agg(9) <= nps_agg(9) AND nps_agg(9) >= nps_agg(9) AS le_ge;
-- Members may come in any order; what cannot be a state is refused.
SELECT pg_temp.same(nps_agg(9), ' { "counts":[0,0,0,0,0,0,0,0,0,1,0] ,"scale_max":10, "scale_min" : 0,"version":1}') AS any_order;
SELECT bad, pg_temp.sqlstate_of(format('SELECT %L::survey_agg_state', bad)) AS error FROM unnest(ARRAY[
	'', 'null', '[]', '{}', '42', '{', '"', '{"version": 1', '{"version": 1}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 2]',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 2]} x',
	'{"version": 2, "scale_min": 0, "scale_max": 1, "counts": [1, 2]}',
	'{"version": 257, "scale_min": 0, "scale_max": 1, "counts": [1, 2]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, -2]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 2, 3]}',
	'{"version": 1, "scale_min": 0, "scale_max": 0, "counts": [1]}',
	'{"version": 1, "scale_min": 1, "scale_max": 0, "counts": []}',
	'{"version": 1, "scale_min": -1, "scale_max": 0, "counts": [1, 2]}',
	'{"version": 1, "scale_min": 100, "scale_max": 101, "counts": [1, 2]}',
	'{"version": 1, "scale_min": -2147483648, "scale_max": 2147483647, "counts": [1, 2]}',
	'{"version": 1, "scale_min": 0, "scale_max": 99999999999, "counts": [1, 2]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 1.5]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 1e3]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, null]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, "2"]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": null}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 9223372036854775808]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 9223372036854775807]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 2], "counts": [1, 2]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, 2], "more": 1}',
	'{"scale_min": 0, "scale_max": 1, "counts": [1, 2]}',
	'{"version": 1, "scale_min": 0, "scale_max": 1}']) WITH ORDINALITY AS v(bad, i) ORDER BY i;
SELECT count(*) AS prefixes, count(*) FILTER (WHERE pg_temp.sqlstate_of(format('SELECT %L::survey_agg_state', left(t, n))) <> '22P02') AS not_refused
FROM (SELECT nps_agg(9)::text AS t) x, generate_series(0, length(t) - 1) n;
SELECT pg_temp.error_of($$SELECT '{"version": 1, "scale_min": 0, "scale_max": 1, "counts": [1, -2]}'::survey_agg_state$$);

---- 7. Many answers: a count leaves 32 bits, and ends at 63 ----

CREATE FUNCTION pg_temp.nines(n bigint) RETURNS survey_agg_state LANGUAGE sql AS
	$$ SELECT format('{"version": 1, "scale_min": 0, "scale_max": 10, "counts": [1, 0, 0, 0, 0, 0, 0, 0, 0, %s, 0]}', n)::survey_agg_state $$;
SELECT n, num_responses(s) - n AS detractors, promoters(s) = n AS p, round(nps(s), 15) = round(100 * (n - 1::numeric) / (n + 1::numeric), 15) AS nps,
       s::text::survey_agg_state = s AS round_trip, rollup::text = replace(pg_temp.nines(2 * n)::text, '[1,', '[2,') AS doubled
FROM unnest('{4294967294,4294967295,4294967296,2147483648,4000000000000000000}'::bigint[]) n, LATERAL (SELECT pg_temp.nines(n) AS s) a,
     LATERAL (SELECT rollup(t.s) FROM (SELECT a.s FROM generate_series(1, 2)) t) b ORDER BY n;
SELECT pg_temp.sqlstate_of('SELECT rollup(pg_temp.nines(9223372036854775806)) FROM generate_series(1, 2)') AS two_full_states,
       pg_temp.sqlstate_of('SELECT rollup(s) FROM (SELECT pg_temp.nines(9223372036854775806) AS s UNION ALL SELECT nps_agg(9)) v') AS full_and_small,
       pg_temp.sqlstate_of('SELECT rollup(s) FROM (SELECT nps_agg(9) AS s UNION ALL SELECT pg_temp.nines(9223372036854775806)) v') AS small_and_full,
       pg_temp.sqlstate_of('SELECT rollup(s) FROM (SELECT nps_agg(8) AS s UNION ALL SELECT pg_temp.nines(9223372036854775806)) v') AS sum_of_counts;
-- Products and sums beyond 63 bits inside: 100 times a count, three full counts, score times count.
SELECT round(nps_from_counts(0, 0, 9223372036854775807), 4) AS worst, round(nps_from_counts(9223372036854775807, 9223372036854775807, 0), 4) AS half,
       round(nps_from_counts(9223372036854775807, 9223372036854775807, 9223372036854775807), 4) AS balanced, round(mean(s), 4) AS mean, round(ces(s), 4) AS ces
FROM (SELECT '{"version": 1, "scale_min": 99, "scale_max": 100, "counts": [4611686018427387903, 4611686018427387903]}'::survey_agg_state AS s) x;
-- Answer by answer across 2^32, and back down in a sliding frame, by an aggregate of our own that starts just below.
CREATE AGGREGATE pg_temp.many(int) (SFUNC = survey_add_nps_integer, STYPE = survey_agg_state,
	INITCOND = '{"version": 1, "scale_min": 0, "scale_max": 10, "counts": [1, 0, 0, 0, 0, 0, 0, 0, 0, 4294967290, 0]}',
	MSFUNC = survey_add_nps_integer, MINVFUNC = survey_drop_nps_integer, MSTYPE = survey_agg_state,
	MINITCOND = '{"version": 1, "scale_min": 0, "scale_max": 10, "counts": [1, 0, 0, 0, 0, 0, 0, 0, 0, 4294967290, 0]}');
SELECT pg_temp.many(9)::text = pg_temp.nines(4294967300)::text AS across, count(*) AS added FROM generate_series(1, 10);
SELECT bool_and(promoters(s) = 4294967290 + n) AS exact, max(n) AS most, min(n) AS least
FROM (SELECT pg_temp.many(score) OVER w AS s, count(score) OVER w AS n
      FROM (SELECT i, CASE WHEN i / 20 % 2 = 0 THEN 9 END AS score FROM generate_series(1, 200) i) v WINDOW w AS (ORDER BY i ROWS 11 PRECEDING)) x;
-- A row more by a plain call of the support function is refused, too, whichever count it would leave.
CREATE FUNCTION pg_temp.full_survey() RETURNS survey_agg_state LANGUAGE sql AS $$ SELECT '{"version": 1, "scale_min": 0, "scale_max": 10, "counts": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9223372036854775807]}'::survey_agg_state $$;
SELECT pg_temp.sqlstate_of('SELECT survey_add_nps_integer(pg_temp.full_survey(), 10)') AS same_score, pg_temp.sqlstate_of('SELECT survey_add_nps_integer(pg_temp.full_survey(), 9)') AS other_score,
       num_responses(survey_drop_nps_integer(pg_temp.full_survey(), 10)) AS one_less;

---- 8. Windows ----

-- Sliding frames = the same rows asked again; NULLs, and frames that run empty.
CREATE TEMP TABLE line AS SELECT id, team, CASE WHEN id NOT BETWEEN 40 AND 60 THEN score END AS score, CASE WHEN score > 0 THEN least(score, 5) END AS five FROM survey_answers WHERE id <= 300;
SELECT count(*) AS rows, count(*) FILTER (WHERE a IS NULL) AS empty_frames, bool_and((a, b, c, d, e) IS NOT DISTINCT FROM (l.a2, l.b2, l.c2, l.d2, l.e2)) AS same
FROM (SELECT id, nps(score) OVER w AS a, nps_agg(score)  OVER w AS b, csat(five) OVER w AS c, ces(five::float8) OVER w AS d, survey_agg(score, 0, 12) OVER w AS e
      FROM line WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING)) x,
LATERAL (SELECT nps(y.score) AS a2, nps_agg(y.score) AS b2, csat(y.five) AS c2, ces(five) AS d2, survey_agg(score, 0, 12) AS e2 FROM line y WHERE y.id BETWEEN x.id - 3 AND x.id + 2) l;
SELECT count(*) AS rows, count(*) FILTER (WHERE a IS NULL) AS empty_frames, bool_and((a, b) IS NOT DISTINCT FROM (l.a2, l.b2)) AS same
FROM (SELECT id, nps(score::bigint) OVER w AS a, csat_agg(five::smallint) OVER w AS b FROM line WINDOW w AS (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 4 FOLLOWING)) x,
LATERAL (SELECT nps(score) AS a2, csat_agg(five) AS b2 FROM line y WHERE y.id BETWEEN x.id + 2 AND x.id + 4) l;
SELECT bool_and(a IS NOT DISTINCT FROM a2 AND f IS NOT DISTINCT FROM f2) AS per_team
FROM (SELECT id, team, nps(score) OVER w AS a, nps(score) FILTER (WHERE id % 2 = 0) OVER w AS f FROM line WINDOW w AS (PARTITION BY team ORDER BY id ROWS 4 PRECEDING)) x,
LATERAL (SELECT nps(score) AS a2, nps(score) FILTER (WHERE y.id % 2 = 0) AS f2 FROM line y WHERE y.team = x.team AND y.id BETWEEN x.id - 20 AND x.id) l;
SELECT pg_temp.error_of('SELECT survey_agg(score, 0, CASE WHEN id > 9 THEN 10 ELSE 11 END) OVER (ORDER BY id ROWS 2 PRECEDING) FROM line') AS scale_changes;
-- A column of states is rolled up over a frame.
SELECT bool_and(pg_temp.same(r, r2)) AS rolling_months
FROM (SELECT m, rollup(s) OVER (ORDER BY m ROWS 2 PRECEDING) AS r FROM (SELECT id / 30 AS m, nps_agg(score) AS s FROM line GROUP BY 1) q) x,
LATERAL (SELECT nps_agg(score) AS r2 FROM line WHERE id / 30 BETWEEN m - 2 AND m) l;

---- 9. Parallel, partition-wise, materialized ----

SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial_result AS SELECT team, nps(score), nps_agg(score) AS s, survey_agg(score::float8, 0, 10) AS a FROM survey_answers GROUP BY team;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SELECT pg_temp.plan_has('SELECT team, nps(score), nps_agg(score), survey_agg(score::float8, 0, 10) FROM survey_answers GROUP BY team', 'Partial .*Aggregate') AS two_stages;
SELECT count(*) AS teams, bool_and(p.nps = r.nps AND pg_temp.same(p.s, r.s) AND pg_temp.same(p.a, r.a)) AS parallel_same
FROM (SELECT team, nps(score), nps_agg(score) AS s, survey_agg(score::float8, 0, 10) AS a FROM survey_answers GROUP BY team) p JOIN serial_result r USING (team);
CREATE TABLE survey_parts (id int, team int, score int) PARTITION BY RANGE (id);
CREATE TABLE survey_part_1 PARTITION OF survey_parts FOR VALUES FROM (0) TO (1500);
CREATE TABLE survey_part_2 PARTITION OF survey_parts FOR VALUES FROM (1500) TO (1501);
CREATE TABLE survey_part_3 PARTITION OF survey_parts FOR VALUES FROM (1501) TO (9999);
INSERT INTO survey_parts SELECT * FROM survey_answers;
ANALYZE survey_parts;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT team, nps_agg(score) FROM survey_parts GROUP BY team', 'Partial .*Aggregate') AS per_partition,
       (SELECT bool_and(pg_temp.same(p.s, r.s)) FROM (SELECT team, nps_agg(score) AS s FROM survey_parts GROUP BY team) p JOIN serial_result r USING (team)) AS same;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather; RESET enable_partitionwise_aggregate;
-- A materialized view of states, refreshed concurrently: rows whose state did not change are left alone.
CREATE MATERIALIZED VIEW survey_by_team AS SELECT team, nps_agg(score) AS answers FROM survey_answers GROUP BY team;
CREATE UNIQUE INDEX ON survey_by_team (team);
CREATE TEMP TABLE before AS SELECT team, xmin::text AS x FROM survey_by_team;
UPDATE survey_answers SET score = 10 WHERE team = 3;
REFRESH MATERIALIZED VIEW CONCURRENTLY survey_by_team;
SELECT team, v.xmin::text = x AS untouched, round(nps(answers), 4) = round((SELECT nps(score) FROM survey_answers a WHERE a.team = v.team), 4) AS right_nps FROM survey_by_team v JOIN before USING (team) ORDER BY team;
DROP MATERIALIZED VIEW survey_by_team;
DROP TABLE survey_answers, survey_parts;

---- 10. States that hold nothing ----

-- First, last and between others of a rollup they are as if they were not there: what was added and taken away again.
CREATE TEMP VIEW emptied AS SELECT survey_drop_nps_integer(survey_add_nps_integer(NULL, 9), 9) AS s;
CREATE TEMP VIEW parts_of_10 AS SELECT part, nps_agg(g) AS s FROM generate_series(1, 10) g, LATERAL (SELECT 2 * (1 + g / 6) AS part) x GROUP BY part UNION ALL SELECT part, s FROM emptied, unnest('{1,3,5}'::int[]) part;
SELECT count(s) AS parts, pg_temp.same(rollup(s ORDER BY part), (SELECT nps_agg(g) FROM generate_series(1, 10) g)) AS same, nps(rollup(s ORDER BY part)) AS nps, nps(rollup(s ORDER BY part DESC)) AS otherwise FROM parts_of_10;
SELECT s IS NULL AS none, num_responses(s), nps(s), nps(rollup(s)) AS nps_of_rollup FROM emptied GROUP BY s;
DROP VIEW parts_of_10, emptied;
