-- survival_agg, its rollup and what is read from it: survival_at, median_survival, restricted_mean, survival_curve.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

CREATE FUNCTION pg_temp.near(a numeric, b numeric) RETURNS boolean LANGUAGE sql AS $$ SELECT coalesce(abs(a - b) <= 1e-13 * greatest(abs(b), 1), a IS NULL AND b IS NULL) $$;

---- 1. Worked numbers ----

-- Six customers, 5, 6+, 7, 7, 9+, 12 days, + being still active. S(5) = 5/6, S(7) = 5/6 * 2/4, and nobody outlasts 12 days.
CREATE TEMP TABLE six (days int, ended boolean);
INSERT INTO six VALUES (12, true), (9, false), (7, true), (6, false), (5, true), (7, true);
CREATE TEMP TABLE of_six AS SELECT survival_agg(days * interval '1 day', ended) AS s FROM six;
SELECT c.* FROM of_six, survival_curve(s) c;
SELECT t, survival_at(s, t * interval '1 day') FROM of_six, unnest(ARRAY[-1, 0, 4, 5, 6, 7, 9, 11, 12, 100]) t;
-- Area to 12 days: 5 + 5/6 * 2 + 5/12 * 5 = 8.75 days; those who have ended lasted 7.75 on average.
SELECT median_survival(s), restricted_mean(s, '12 days'), restricted_mean(s, '30 days') AS later, restricted_mean(s, '6 days'), restricted_mean(s, '0') AS none, s FROM of_six;
-- The treated of Freireich et al. (1963), weeks in remission; R 4.2: S(6) = 0.8571, S(7) = 0.8067, S(10) = 0.7529, S(23) = 0.4482, median 23.
CREATE TEMP TABLE treated AS SELECT survival_agg(abs(w) * interval '7 days', w > 0) AS s FROM unnest(ARRAY[6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]) w;
SELECT extract(day FROM elapsed)::int / 7 AS week, at_risk, events, censored, round(survival, 9) AS survival, round(std_error, 9) AS std_error, round(lower, 9) AS lower, round(upper, 9) AS upper FROM treated, survival_curve(s);
SELECT extract(day FROM median_survival(s))::int / 7 AS weeks, restricted_mean(s, '245 days') AS to_last_time, restricted_mean(s, '245 days 00:00:00.000001') AS beyond, survival_at(s, '1000 days') = survival_at(s, '161 days') AS last_value FROM treated;

---- 2. NULL, nothing, one row, ties, extremes ----

SELECT survival_agg(NULL, true) AS state, median_survival(survival_agg(NULL, true)), survival_at(survival_agg(NULL, true), '1 day'), restricted_mean(survival_agg('1 day', NULL), '1 day');
SELECT survival_agg(d, true), (SELECT rollup(s) FROM (SELECT NULL::survival_agg_state AS s) x) FROM (SELECT interval '1 day' AS d) x WHERE false;
SELECT count(*) FROM survival_curve(NULL);
SELECT survival_at(s, NULL), restricted_mean(s, NULL) FROM of_six;
-- Rows with NULL are skipped, whatever stands beside it.
SELECT survival_agg(d, o) FROM (VALUES (interval '1 day', true), ('2 days', NULL), (NULL, true), (NULL, NULL), ('-5 days', NULL), ('1 month', NULL)) v (d, o);
-- One row: an event, or a censored one. While S = 1 there is no error and no interval; at S = 0 neither.
SELECT o, c.*, median_survival(s), restricted_mean(s, '3 days') AS at_last, restricted_mean(s, '4 days') AS later, survival_at(s, '3 days') AS at FROM (SELECT o, survival_agg('3 days', o) AS s FROM unnest(ARRAY[true, false]) o GROUP BY o) x, survival_curve(s) c ORDER BY o;
-- All censored.
SELECT survival_at(s, '2 days') AS at, median_survival(s), restricted_mean(s, '3 days'), restricted_mean(s, '5 days') AS last, restricted_mean(s, '6 days') AS later FROM (SELECT survival_agg(i * interval '1 day', false) AS s FROM generate_series(1, 5) i) x;
-- Events and censorings at one time: those censored were at risk. Time 0 is a time like any other.
SELECT c.* FROM (SELECT survival_agg(d, o) AS s FROM (VALUES (interval '0', false), ('0', true), ('2 days', true), ('2 days', false), ('2 days', true), ('48:00', false)) v (d, o)) x, survival_curve(s) c;
SELECT survival_at(s, '-00:00:00.000001') AS before, survival_at(s, '0') AS at, median_survival(s) FROM (SELECT survival_agg('0', o) AS s FROM unnest(ARRAY[true, false, true]) o) x;
-- S = 1/2 over a stretch: the first time counts, for every number of equal steps. (The plain product of doubles misses it for 24, 38, 44 ...)
SELECT count(*), bool_and(m = n / 2 * interval '1 second') AS first_time, bool_and(half = 0.5) AS exactly FROM (SELECT n, median_survival(s) AS m, survival_at(s, n / 2 * interval '1 second') AS half
	FROM (SELECT n, survival_agg(i * interval '1 second', true) AS s FROM generate_series(2, 200, 2) n, generate_series(1, n) i GROUP BY n) x) y;
SELECT survival_at(s, '3 days') AS before, median_survival(s), restricted_mean(s, '106751991 days 04:00:54.775807') AS mean, elapsed, at_risk FROM (SELECT survival_agg(d, true) AS s FROM unnest('{0, 106751991 days 04:00:54.775807}'::interval[]) d) x, survival_curve(s);

---- 3. Errors ----

SELECT q, pg_temp.error_of('SELECT ' || q) AS error FROM unnest(ARRAY[
	$$survival_agg('-1 second', true)$$, $$survival_agg('-1 day', false)$$, $$survival_agg('1 month', true)$$, $$survival_agg(age('2024-03-01', '2024-01-01'), false)$$, $$survival_agg('2000000000 days', true)$$,
	$$survival_at(survival_agg('1 day', true), '1 month')$$, $$restricted_mean(survival_agg('1 day', true), '1 year')$$, $$restricted_mean(survival_agg('1 day', true), '-1 day')$$]) WITH ORDINALITY v (q, i) ORDER BY i;
-- Servers with infinite intervals refuse them; the others do not read the word.
SELECT q, pg_temp.sqlstate_of('SELECT ' || q) IN ('22008', '22007') AS refused FROM unnest(ARRAY[$$survival_agg(interval 'infinity', true)$$, $$survival_at(survival_agg('1 day', true), interval 'infinity')$$, $$restricted_mean(survival_agg('1 day', true), interval 'infinity')$$]) q;
SELECT survival_agg(d, true) FILTER (WHERE d >= '0') FROM unnest('{1 day, -5 days, 2 days}'::interval[]) d;

---- 4. Everything against plain SQL ----

-- Four distributions in groups of 1 to some 700 rows: few times, many, all different, hardly any events.
CREATE TABLE survival_facts (id int PRIMARY KEY, kind int, g int, d interval, o boolean) WITH (parallel_workers = 2);
INSERT INTO survival_facts SELECT i, kind, CASE WHEN r % 10 = 0 THEN 100 + i / 4 % 40 ELSE r % 3 END, CASE WHEN i % 23 > 0 THEN CASE kind
	WHEN 0 THEN r % 12 * interval '1 day' WHEN 1 THEN (r * r2 % 3001) * interval '1 hour' WHEN 2 THEN r * interval '1 second' + r2 * interval '1 microsecond' ELSE r % 400 * interval '1 day' END END,
	CASE WHEN i % 29 > 0 THEN CASE kind WHEN 3 THEN r2 % 20 = 0 ELSE r2 % 5 < 4 END END
FROM (SELECT i, i % 4 AS kind, pg_temp.pick(i * 7919, 1000000)::bigint AS r, pg_temp.pick(i * 6367 + 1, 1000000)::bigint AS r2 FROM generate_series(1, 6000) i) x;
ANALYZE survival_facts;
CREATE TABLE survival_groups AS SELECT kind, g, survival_agg(d, o) AS s FROM survival_facts GROUP BY GROUPING SETS ((kind), (kind, g)) HAVING count(*) FILTER (WHERE d IS NOT NULL AND o IS NOT NULL) > 0;
-- The product as a sum of logarithms in numeric; Greenwood's sum; exp(-exp(ln(-ln S) +- z sqrt(var) / ln S)).
CREATE TABLE survival_plain AS
WITH rows AS (SELECT kind, g, d, o FROM survival_facts WHERE d IS NOT NULL AND o IS NOT NULL UNION ALL SELECT kind, NULL, d, o FROM survival_facts WHERE d IS NOT NULL AND o IS NOT NULL),
	times AS (SELECT kind, g, d, count(*) FILTER (WHERE o) AS events, count(*) FILTER (WHERE NOT o) AS censored, sum(count(*)) OVER (PARTITION BY kind, g ORDER BY d DESC) AS at_risk FROM rows GROUP BY kind, g, d),
	sums AS (SELECT *, bool_or(events = at_risk) OVER w AS over, sum(CASE WHEN events BETWEEN 1 AND at_risk - 1 THEN ln(((at_risk - events) / at_risk)::numeric(40, 35)) ELSE 0 END) OVER w AS log,
		sum(CASE WHEN events < at_risk THEN (events / at_risk)::numeric(40, 35) / (at_risk - events) ELSE 0 END) OVER w AS var, sum(events) OVER w AS so_far FROM times WINDOW w AS (PARTITION BY kind, g ORDER BY d))
SELECT kind, g, d, at_risk, events, censored, CASE WHEN over THEN 0 ELSE exp(log) END AS survival, CASE WHEN NOT over THEN exp(log) * sqrt(var) END AS std_error,
	CASE WHEN NOT over AND so_far > 0 THEN exp(-exp(ln(-log) - 1.959963984540054 * sqrt(var) / log)) END AS lower, CASE WHEN NOT over AND so_far > 0 THEN exp(-exp(ln(-log) + 1.959963984540054 * sqrt(var) / log)) END AS upper
FROM sums;
SELECT count(*) > 4000 AS enough, count(*) FILTER (WHERE p.survival = 0) > 30 AS to_zero, count(*) FILTER (WHERE p.survival = 1) > 100 AS still_one, bool_and((c.at_risk, c.events, c.censored) IS NOT DISTINCT FROM (p.at_risk, p.events, p.censored)) AS counts,
	bool_and(pg_temp.near(c.survival, p.survival)) AS survival, bool_and(pg_temp.near(c.std_error, p.std_error)) AS std_error, bool_and(pg_temp.near(c.lower, p.lower)) AS lower, bool_and(pg_temp.near(c.upper, p.upper)) AS upper
FROM (SELECT kind, coalesce(g, -1) AS g, c.* FROM survival_groups, survival_curve(s) c) c FULL JOIN survival_plain p ON c.kind = p.kind AND c.g = coalesce(p.g, -1) AND c.elapsed = p.d;
-- The headline numbers from the same curve; horizons before, at and after the last time.
SELECT count(*) > 150 AS groups, count(median_survival(s)) BETWEEN 60 AND 150 AS some_medians, bool_and(median_survival(s) IS NOT DISTINCT FROM (SELECT min(d) FROM survival_plain p WHERE p.kind = o.kind AND p.g IS NOT DISTINCT FROM o.g AND round(survival, 12) <= 0.5)) AS median,
	bool_and(abs(extract(epoch FROM restricted_mean(s, last)) - area) <= 0.000001) AS restricted_mean, bool_and((restricted_mean(s, last * 2 + interval '1 second') IS NULL) = (at_last > 0)) AS beyond, bool_and(pg_temp.near(survival_at(s, last * 2), at_last)) AS after_last
FROM survival_groups o, LATERAL (SELECT max(d) AS last, min(survival) AS at_last, sum(before * extract(epoch FROM d - since)) AS area
	FROM (SELECT d, survival, lag(survival, 1, 1::numeric) OVER w AS before, lag(d, 1, '0') OVER w AS since FROM survival_plain p WHERE p.kind = o.kind AND p.g IS NOT DISTINCT FROM o.g WINDOW w AS (ORDER BY d)) x) a;
SELECT bool_and(survival_at(s, elapsed) = survival AND survival_at(s, elapsed - interval '1 microsecond') = before) AS steps FROM (SELECT s, c.*, lag(survival, 1, 1::numeric) OVER (ORDER BY elapsed) AS before FROM survival_groups, survival_curve(s) c WHERE kind = 1 AND g = 2) x;

---- 5. States: merging, text, storage ----

-- Any split into 1..7 pieces, merged in any order, in two levels: the same bytes.
CREATE TEMP TABLE whole AS SELECT survival_agg(d, o) AS s FROM survival_facts;
SELECT k AS pieces, bool_and(pg_temp.same(m, s)) AS same FROM whole, generate_series(1, 7) k, LATERAL (
	SELECT rollup(part ORDER BY i) AS up, rollup(part ORDER BY i DESC) AS down, rollup(part ORDER BY md5(i::text || k)) AS mixed
	FROM (SELECT id * 31 % 101 % k AS i, survival_agg(d, o) AS part FROM survival_facts GROUP BY 1 UNION ALL SELECT 100, NULL) p) r, LATERAL (VALUES (up), (down), (mixed)) v (m) GROUP BY k ORDER BY k;
SELECT pg_temp.same(rollup(t), (SELECT s FROM whole)) AS in_two_levels FROM (SELECT rollup(s) AS t FROM (SELECT kind, g, survival_agg(d, o) AS s FROM survival_facts GROUP BY 1, 2) x GROUP BY g) y;
-- Serial, parallel, partition-wise.
CREATE TABLE survival_parts (LIKE survival_facts) PARTITION BY HASH (id);
CREATE TABLE survival_parts_0 PARTITION OF survival_parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE survival_parts_1 PARTITION OF survival_parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO survival_parts TABLE survival_facts;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT survival_agg(d, o) FROM survival_parts', 'Partial .*Aggregate') AS by_partition, pg_temp.same(survival_agg(d, o), (SELECT s FROM whole)) AS same FROM survival_parts;
RESET enable_partitionwise_aggregate;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
SELECT pg_temp.plan_has('SELECT survival_agg(d, o) FROM survival_facts', 'Workers Planned: 2') AS two_workers;
CREATE TEMP TABLE parallel AS SELECT survival_agg(d, o) AS s FROM survival_facts;
SELECT pg_temp.same(p.s, w.s) AS same FROM parallel p, whole w;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;

SELECT s AS text, s::jsonb AS jsonb, survival_agg_state_send(s) AS binary FROM of_six;
SELECT count(*) AS states, bool_and(pg_temp.same(s::text::survival_agg_state, s) AND pg_temp.same(s::jsonb::text::survival_agg_state, s)) AS text, bool_and(survival_agg_state_send(s) = survival_agg_state_send(s::text::survival_agg_state)) AS binary,
	count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states FROM survival_groups;
-- Nothing is left to read.
SELECT median_survival(s), survival_at(s, '0'), restricted_mean(s, '0'), rollup(s) AS rolled, (SELECT count(*) FROM survival_curve(s)) AS rows FROM (SELECT '{"version": 1, "events": [], "censored": []}'::survival_agg_state AS s) x GROUP BY s;
-- Malformed text is refused. The original: 1 and 2 events at 5 and 7, one censored at 6 microseconds.
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::survival_agg_state', replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM
	(SELECT '{"version": 1, "events": [[5, 1], [7, 2]], "censored": [[6, 1]]}'::text AS t) x, (VALUES
	(1, 'nothing > nothing'), (2, '[7, 2] > [5, 2]'), (3, '[7, 2] > [4, 2]'), (4, '[7, 2] > [7, 0]'), (5, '[7, 2] > [7, -2]'), (6, '[5, 1] > [-5, 1]'), (7, '[7, 2] > [7]'), (8, '[7, 2] > [7, 2, 1]'), (9, '[7, 2] > 7'), (10, '[7, 2] > '), (11, '"version": 1 > "version": 2'),
	(12, '[7, 2] > [7, 9223372036854775807]'), (13, '[7, 2] > [9223372036854775808, 2]'), (14, ', "censored": [[6, 1]] > '), (15, ']]} > ]]'), (16, ']]} > ]]} x'), (17, '[7, 2] > [9223372036854775807, 2]')) c (n, change) ORDER BY n;
-- Counts that no longer fit in a bigint.
CREATE FUNCTION pg_temp.many(n bigint) RETURNS survival_agg_state LANGUAGE sql AS $$ SELECT format('{"version": 1, "events": [[0, %s]], "censored": []}', n)::survival_agg_state $$;
SELECT c.* FROM (SELECT rollup(s) AS s FROM (SELECT pg_temp.many(9223372036854775806) AS s UNION ALL SELECT survival_agg('1 day', false)) x) y, survival_curve(s) c;
SELECT pg_temp.error_of('SELECT rollup(pg_temp.many(4611686018427387904)) FROM generate_series(1, 2)');

---- 6. Windows ----

-- Sliding frames against the same rows aggregated afresh: NULLs, ties, frames that are empty.
SELECT count(*), bool_and(s IS NOT DISTINCT FROM f.state) AS same, bool_and(next IS NOT DISTINCT FROM f.next_state) AS following, bool_or(s IS NULL) AS some_empty FROM (SELECT id, kind, survival_agg(d, o) OVER (w ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING) AS s,
		survival_agg(d, o) FILTER (WHERE id % 3 > 0) OVER (w ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) AS next FROM survival_facts WHERE id <= 1200 WINDOW w AS (PARTITION BY kind ORDER BY id)) o,
	LATERAL (SELECT survival_agg(d, i.o) FILTER (WHERE i.id BETWEEN o.id - 20 AND o.id - 4) AS state, survival_agg(d, i.o) FILTER (WHERE id % 3 > 0 AND i.id BETWEEN o.id AND o.id + 8) AS next_state
		FROM survival_facts i WHERE i.kind = o.kind AND i.id BETWEEN o.id - 20 AND least(o.id + 8, 1200)) f;
SELECT count(*), bool_and(pg_temp.same(s, (SELECT survival_agg(d, o) FROM survival_facts i WHERE i.id BETWEEN x.id - 699 AND x.id))) AS same
FROM (SELECT id, survival_agg(d, o) OVER (ORDER BY id ROWS 699 PRECEDING) AS s FROM survival_facts WHERE id <= 4000) x WHERE id % 250 = 0;
-- A plain call of the inverse function: what was never added is not taken away, NULL means that.
SELECT survival_drop(s, '7 days', true) AS one, survival_drop(s, '7 days', false) AS other_kind, survival_drop(s, '8 days', true) AS never_added, survival_drop(s, NULL, true) = s AS skipped FROM of_six;
DROP TABLE survival_facts, survival_parts, survival_groups, survival_plain;
