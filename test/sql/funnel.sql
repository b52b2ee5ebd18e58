-- funnel_agg, its rollup and funnel(): the rules one by one, everything against every possible start, plans, and the state as a value.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

-- A funnel in one line: entities of each step, and the median time.
CREATE FUNCTION pg_temp.line(s funnel_agg_state) RETURNS text LANGUAGE sql AS
	$$ SELECT string_agg(entities || coalesce('@' || nullif(to_char(median_time, 'HH24:MI'), '00:00'), ''), ' ' ORDER BY step) FROM funnel(s) $$;

---- 1. Worked numbers

-- Five visitors: a does 1, 2, 3 on days 0, 1, 4; b does 1, 2 on days 0, 3; c does 1; d does 2, 1 (backwards); e does 2 alone.
-- 4 of them started, 2 did the second step after that (after 1 and 3 days: median 2), 1 the third (4 days after its start).
CREATE TEMP TABLE visits (entity text, step int, day int);
INSERT INTO visits VALUES ('a', 1, 0), ('a', 2, 1), ('a', 3, 4), ('b', 1, 0), ('b', 2, 3), ('c', 1, 7), ('d', 2, 1), ('d', 1, 2), ('e', 2, 5);
SELECT step, entities, round(conversion_from_start, 4) AS from_start, round(conversion_from_previous, 4) AS from_previous, pg_temp.near(median_time, CASE step WHEN 1 THEN '0' WHEN 2 THEN '2 days' ELSE '4 days' END::interval) AS median, pg_temp.near(p90_time, CASE step WHEN 1 THEN '0' WHEN 2 THEN '2 days 19:12' ELSE '4 days' END::interval) AS p90
FROM funnel((SELECT funnel_agg(entity, step, date '2024-01-01' + day) FROM visits));
-- Within 3 days: a's third step is too late, b's second, after exactly 3 days, is not.
SELECT step, entities, round(conversion_from_start, 4) AS from_start, round(conversion_from_previous, 4) AS from_previous FROM funnel((SELECT funnel_agg(entity, step, date '2024-01-01' + day, '3 days') FROM visits));
-- One entity: its times are exact. NULL times from the step it did not reach.
SELECT * FROM funnel((SELECT funnel_agg(entity, step, date '2024-01-01' + day, '3 days') FROM visits WHERE entity = 'a'));

-- The rules, one entity each: steps and their minutes.
CREATE TEMP TABLE rules AS SELECT n, rule, within, steps[i] AS step, timestamptz '2024-03-09 23:00Z' + minutes[i] * interval '1 minute' AS at FROM (VALUES
	(1, 'in order', '{1,2,3}'::int[], '{0,5,9}'::int[], NULL::interval), (2, 'a step left out', '{1,3,4}', '{0,5,9}', NULL), (3, 'backwards', '{3,2,1}', '{0,5,9}', NULL), (4, 'other steps between do no harm', '{1,3,1,2,1,3}', '{0,1,2,3,4,5}', NULL),
	(5, 'repeats: the earliest row of each step', '{1,2,2,3,3}', '{0,4,5,8,9}', NULL), (6, 'the earliest start, where all are as deep', '{1,1,2}', '{0,4,6}', NULL), (7, 'a later start is deeper', '{1,2,1,2,3}', '{0,1,60,61,62}', '5 minutes'),
	(8, 'the same without limit', '{1,2,1,2,3}', '{0,1,60,61,62}', NULL), (9, 'as deep: the earliest again', '{1,2,1,2}', '{0,3,60,61}', '5 minutes'), (10, 'exactly within', '{1,2}', '{0,5}', '5 minutes'),
	(11, 'a minute too late', '{1,2}', '{0,6}', '5 minutes'), (12, 'within counts from the start, not from the step before', '{1,2,3}', '{0,4,8}', '5 minutes'), (13, 'one instant, steps in order', '{3,1,2}', '{7,7,7}', '0'),
	(14, 'one instant, but started later', '{2,3,1}', '{7,7,8}', NULL), (15, 'the second step before the first, the third with it', '{2,1,3,2}', '{0,5,5,6}', NULL), (16, 'a row is one step: twice 1 is no 2', '{1,1,1}', '{0,1,2}', NULL),
	(17, 'no step 1', '{2,3}', '{0,1}', NULL), (18, '0 and NULL are no steps', '{1,0,NULL,2}', '{0,1,2,3}', NULL), (19, 'the start in the middle', '{1,2,1,1,2,3}', '{0,2,3,4,5,8}', '5 minutes'), (20, 'within 0', '{1,2,1,2}', '{0,1,9,9}', '0')) v (n, rule, steps, minutes, within), generate_subscripts(steps, 1) i;
SELECT n, rule, within, pg_temp.line(funnel_agg(n, step, at)) AS without_limit, pg_temp.line(funnel_agg(n, step, at, within)) AS found FROM rules GROUP BY n, rule, within ORDER BY n;
-- The deepest step is 64.
SELECT count(*), min(entities), max(median_time), bool_and(median_time = (step - 1) * interval '1 minute') AS times, min(conversion_from_previous) AS conversion FROM funnel((SELECT funnel_agg(7, step, timestamp '2024-01-01' + step * interval '1 minute') FROM generate_series(64, 1, -1) step));
SELECT count(*), count(median_time), sum(entities) FROM funnel((SELECT funnel_agg(7, step, timestamp '2024-01-01') FROM unnest('{64, 1, 2}'::int[]) step));

---- 2. NULL, nothing, nobody

SELECT funnel_agg(1, 1, NULL::timestamptz) AS no_time, funnel_agg(1, NULL, date '2024-01-01') AS no_step, funnel_agg(1, 0, date '2024-01-01') AS step_0, funnel_agg(NULL::text, 1, date '2024-01-01') AS no_entity, funnel_agg(1, 0, date '2024-01-01', '1 day') AS within, funnel_agg(NULL::uuid, 1, date '2024-01-01', NULL) AS within_null;
SELECT funnel_agg(1, step, at) AS state, funnel_agg(1, step, at, '1 day') AS within, (SELECT rollup(s) FROM (VALUES (NULL::funnel_agg_state), (NULL)) v (s)) AS rollup FROM rules WHERE false;
SELECT count(*) AS rows FROM funnel(NULL);
SELECT count(*) AS rows FROM (SELECT funnel_agg(1, step, at) AS s FROM rules WHERE false) d, funnel(s);
-- Nobody did step 1: zeros up to the highest step seen, nothing to divide by.
SELECT * FROM funnel((SELECT funnel_agg(entity, step, date '2024-01-01' + day) FROM visits WHERE entity = 'e'));
-- The highest step seen is that of any entity, also one that never started; a skipped row has not been seen.
SELECT pg_temp.line(funnel_agg(entity, step, date '2024-01-01' + day)) AS found FROM (TABLE visits UNION ALL VALUES ('z', 6, 0), ('z', 0, 0), (NULL, 9, 0), ('z', 8, NULL)) v;
-- A row of no step is not looked at any further.
SELECT funnel_agg(1, 0, timestamp 'infinity') IS NULL AS zero, funnel_agg(1, -1, NULL::date) IS NULL AS no_time;

---- 3. Types

SELECT count(DISTINCT line) AS answers, min(line) AS line FROM (SELECT unnest(ARRAY[pg_temp.line(funnel_agg(n, step, at)), pg_temp.line(funnel_agg(n::int, step, at)), pg_temp.line(funnel_agg(n::smallint, step::smallint, at)), pg_temp.line(funnel_agg(-n::bigint, step, at)), pg_temp.line(funnel_agg(md5(n::text)::uuid, step, at)), pg_temp.line(funnel_agg(n::text, step, at)),
	pg_temp.line(funnel_agg(('a name of more than fifteen bytes ' || n)::varchar, step, at)), pg_temp.line(funnel_agg(n::text::char(4), step, at, NULL)), pg_temp.line(funnel_agg(n, step, at, NULL)), pg_temp.line(funnel_agg(md5(n::text)::uuid, step, at, '1000000 days')), pg_temp.line(funnel_agg(n::varchar, step, at, '24000000:00'))]) AS line FROM rules) d;
-- timestamp is UTC and date 00:00 UTC, whatever the session's zone; and within is elapsed time: clocks changed in New York on 10 March.
SET timezone = 'America/New_York';
SELECT pg_temp.same(funnel_agg(n, step, at), funnel_agg(n, step, at AT TIME ZONE 'UTC')) AS as_timestamp, pg_temp.same(funnel_agg(n, step, at, '30 minutes'), funnel_agg(n, step, at AT TIME ZONE 'UTC', '30 minutes')) AS within FROM rules;
SELECT pg_temp.same(funnel_agg(entity, step, d), funnel_agg(entity, step, d::timestamp)) AND pg_temp.same(funnel_agg(entity, step, d), funnel_agg(entity, step, d::timestamp AT TIME ZONE 'UTC')) AND pg_temp.same(funnel_agg(entity, step, d, w), funnel_agg(entity, step, d::timestamp, w)) AND pg_temp.same(funnel_agg(entity, step, d, w), funnel_agg(entity, step, d::timestamp AT TIME ZONE 'UTC', w)) AS same
FROM (SELECT entity, step, date '2024-03-08' + day AS d, interval '3 days' AS w FROM visits) v;
SELECT pg_temp.line(funnel_agg(1, step, at, '1 day')) AS a_day_is_24_hours FROM (VALUES (1, timestamptz '2024-03-10 00:00'), (2, '2024-03-11 01:00')) v (step, at);
RESET timezone;
SET timezone = 'UTC';
-- NULL as within is no limit, and the same state.
SELECT pg_temp.same(funnel_agg(n, step, at), funnel_agg(n, step, at, NULL)) AS no_limit, pg_temp.same(funnel_agg(n, step, at, '1 day'), funnel_agg(n, step, at, '24 hours')) AS a_day FROM rules;

---- 4. Errors

SELECT q, pg_temp.error_of('SELECT ' || q) AS error FROM unnest(ARRAY[$$funnel_agg(1, -1, date '2024-01-01')$$, $$funnel_agg(1, 65, date '2024-01-01')$$, $$funnel_agg('a'::text, 2147483647, date '2024-01-01', '1 day')$$, $$funnel_agg(1, 1, timestamptz 'infinity')$$, $$funnel_agg(1, 1, timestamp '-infinity', '1 day')$$, $$funnel_agg(1, 1, date 'infinity')$$,
	$$funnel_agg(1, 1, date '2024-01-01', '-1 second')$$, $$funnel_agg(1, 1, date '2024-01-01', '1 day -24:00:01')$$, $$funnel_agg(1, NULL, date '2024-01-01', '-1 second')$$, $$funnel_agg(1, 1, date '2024-01-01', '1 month')$$, $$funnel_agg(1, NULL, date '2024-01-01', '1 month')$$,
	$$funnel_agg(1, step, date '2024-01-01', w) FROM (VALUES (1, interval '1 day'), (2, '2 days')) v (step, w)$$, $$funnel_agg(1, step, date '2024-01-01', w) FROM (VALUES (1, interval '1 day'), (NULL, '2 days')) v (step, w)$$, $$funnel_agg(1, step, date '2024-01-01', w) FROM (VALUES (NULL, interval '1 day'), (0, NULL)) v (step, w)$$,
	$$rollup(s ORDER BY s::text) FROM (SELECT funnel_agg(1, 1, date '2024-01-01', '1 day') AS s UNION ALL SELECT funnel_agg(1, 1, date '2024-01-01')) d$$, $$rollup(s ORDER BY s::text) FROM (SELECT funnel_agg(1, 1, date '2024-01-01', '1 day') AS s UNION ALL SELECT funnel_agg(1, 1, date '2024-01-01', '25:00')) d$$,
	$$rollup(s ORDER BY s::text) FROM (SELECT funnel_agg(1, 1, date '2024-01-01') AS s UNION ALL SELECT funnel_agg('1'::text, 1, date '2024-01-01')) d$$, $$rollup(s ORDER BY s::text) FROM (SELECT funnel_agg(md5('')::uuid, 1, date '2024-01-01') AS s UNION ALL SELECT funnel_agg('1'::text, 1, date '2024-01-01')) d$$]) WITH ORDINALITY v (q, i) ORDER BY i;
SELECT pg_temp.sqlstate_of($$SELECT funnel_agg(NULL, 1, date '2024-01-01')$$) AS untyped_null, pg_temp.sqlstate_of($$SELECT funnel_agg(1.5, 1, date '2024-01-01')$$) AS numeric_key, pg_temp.sqlstate_of($$SELECT funnel_agg(1, 1.5, date '2024-01-01')$$) AS numeric_step, pg_temp.sqlstate_of($$SELECT funnel_agg(1, 1::bigint, date '2024-01-01')$$) AS bigint_step;
-- Equal in value is equal; what FILTER leaves out is not looked at.
SELECT pg_temp.line(funnel_agg(1, step, date '2024-01-01', w)) AS a_day, pg_temp.line(funnel_agg(1, step - 2, date '2024-01-01') FILTER (WHERE step > 2)) AS filtered FROM (VALUES (1, interval '1 day'), (2, '24:00'), (3, '2 days -24:00')) v (step, w);

---- 5. Everything against every possible start

-- 260 entities: few distinct times (ties), repeats, NULL entities, steps and times, step 0, times before 2000; g 3 has no step 1.
CREATE TEMP TABLE facts AS SELECT id, entity % 4 AS g, nullif(entity, 77) AS entity, CASE WHEN r % 9 > 0 THEN pg_temp.pick(id * 7 + 1, 3 + entity % 4) + (entity % 4 = 3)::int * 2 END AS step,
	CASE WHEN r % 13 > 0 THEN timestamptz '1999-12-30' + pg_temp.pick(id * 7 + 2, 3 + entity % 50) * interval '1:23:45.678901' END AS at
FROM (SELECT entity, entity * 100 + n AS id, pg_temp.pick(entity * 1009 + n * 7 + 1, 117) AS r FROM generate_series(1, 260) entity, generate_series(1, 2 + pg_temp.pick(entity, 26)) n) d;
SELECT count(*) > 3000 AS enough, count(*) FILTER (WHERE num_nulls(entity, step, at) > 0) > 500 AS many_nulls, count(*) FILTER (WHERE step = 0) > 200 AS zeros, count(*) - count(DISTINCT (entity, at)) > 1000 AS many_ties, bool_and(g < 3 OR step IS DISTINCT FROM 1) AS no_start FROM facts;
CREATE TEMP TABLE withins (w int, within interval);
INSERT INTO withins VALUES (0, NULL), (1, '0'), (2, '1:23:45.678901'), (3, '4 hours'), (4, '1 day'), (5, '1 day 17:52:50.36703');
CREATE TEMP TABLE kept AS SELECT DISTINCT g, entity, step, at FROM facts WHERE entity IS NOT NULL AND step > 0 AND at IS NOT NULL;
-- From every start the earliest next step, again and again; then the deepest start, then the earliest.
CREATE FUNCTION pg_temp.walks(within interval, first_only boolean DEFAULT false) RETURNS TABLE (entity int, step int, spent interval) LANGUAGE sql AS $$
	WITH RECURSIVE walk AS (SELECT k.entity, k.at AS start, k.step, k.at FROM kept k WHERE k.step = 1 AND (NOT first_only OR k.at = (SELECT min(f.at) FROM kept f WHERE f.entity = k.entity AND f.step = 1))
		UNION ALL SELECT walk.entity, start, walk.step + 1, next FROM walk, LATERAL (SELECT min(k.at) FROM kept k WHERE k.entity = walk.entity AND k.step = walk.step + 1 AND k.at >= walk.at) n (next) WHERE next - start <= coalesce(within, next - start)),
	best AS (SELECT DISTINCT ON (entity) entity, start FROM walk GROUP BY entity, start ORDER BY entity, max(step) DESC, start)
	SELECT entity, step, at - start FROM walk JOIN best USING (entity, start) $$;
CREATE INDEX ON kept (entity, step, at);
ANALYZE kept;
CREATE TEMP TABLE oracle AS SELECT w, o.* FROM withins, pg_temp.walks(within) o;
-- Each entity alone: depth, conversions and times to the letter.
CREATE TEMP TABLE alone AS SELECT w, entity, CASE w WHEN 0 THEN funnel_agg(entity, step, at) ELSE funnel_agg(entity, step, at, within) END AS s FROM facts, withins WHERE entity IS NOT NULL GROUP BY w, entity;
WITH found AS (SELECT w, entity, f.step, entities, conversion_from_start, conversion_from_previous, median_time::text, p90_time::text FROM alone, funnel(s) f),
wanted AS (SELECT w, entity, n, (n <= depth)::int::bigint, CASE WHEN depth > 0 THEN (n <= depth)::int::numeric END, CASE WHEN n > 1 AND depth >= n - 1 THEN (n <= depth)::int::numeric END, spent::text, spent::text
	FROM withins CROSS JOIN (SELECT entity, max(step) AS highest FROM kept GROUP BY entity) e CROSS JOIN LATERAL (SELECT count(*) AS depth FROM oracle WHERE (oracle.w, oracle.entity) = (withins.w, e.entity)) d
	CROSS JOIN generate_series(1, highest) n LEFT JOIN (SELECT w, entity, step AS n, spent FROM oracle) o USING (w, entity, n))
SELECT (SELECT count(*) FROM wanted) > 4000 AS enough, (SELECT count(DISTINCT median_time) FROM found) > 30 AS many_times, (SELECT count(*) FROM (TABLE found EXCEPT ALL TABLE wanted) q) AS wrong, (SELECT count(*) FROM (TABLE wanted EXCEPT ALL TABLE found) q) AS missing;
-- In many the earliest start is not the best one: it does not come as deep.
SELECT w, count(*) > 5 AS many FROM (SELECT DISTINCT w, entity, depth FROM withins, LATERAL (SELECT entity, count(*) AS depth FROM oracle WHERE oracle.w = withins.w GROUP BY entity) d) best
	JOIN (SELECT w, entity, max(step) AS depth FROM withins, pg_temp.walks(within, true) GROUP BY w, entity) first USING (w, entity) WHERE best.depth > first.depth AND w < 5 GROUP BY w ORDER BY w;
-- Groups of entities: counts and conversions exactly, median and p90 within 1 % of percentile_cont.
WITH found AS (SELECT w, g, f.* FROM (SELECT w, g, funnel_agg(entity, step, at, within) AS s FROM facts, withins GROUP BY w, g) d, funnel(s) f),
counted AS (SELECT w, g, n AS step, (SELECT count(*) FROM oracle o WHERE o.w = withins.w AND o.entity % 4 = g AND o.step = n) AS entities,
	(SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY spent) FROM oracle o WHERE o.w = withins.w AND o.entity % 4 = g AND o.step = n) AS times FROM withins, (SELECT g, max(step) AS highest FROM kept GROUP BY g) h, generate_series(1, highest) n)
SELECT count(*) AS rows, count(*) FILTER (WHERE f.entities IS DISTINCT FROM c.entities) AS entities, count(*) FILTER (WHERE conversion_from_start::text IS DISTINCT FROM (c.entities / nullif(first, 0)::numeric)::text) AS from_start,
	count(*) FILTER (WHERE conversion_from_previous::text IS DISTINCT FROM (c.entities / nullif(previous, 0)::numeric)::text) AS from_previous, count(*) FILTER (WHERE NOT pg_temp.near(median_time, times[1])) AS median, count(*) FILTER (WHERE NOT pg_temp.near(p90_time, times[2])) AS p90
FROM (SELECT *, first_value(entities) OVER (PARTITION BY w, g ORDER BY step) AS first, lag(entities) OVER (PARTITION BY w, g ORDER BY step) AS previous FROM counted) c FULL JOIN found f USING (w, g, step);

---- 6. More rows than the buffer holds: 60,000 of 9,000 entities, 60,000 of one entity

CREATE TABLE funnel_many WITH (parallel_workers = 2) AS SELECT i AS id, i % 3 AS part, pg_temp.pick(i, 9000) - 4500 AS entity, nullif(pg_temp.pick(i * 3 + 1, 6), 0) AS step, timestamptz '2024-01-01' + pg_temp.pick(i * 5 + 2, 4000) * interval '7 minutes' AS at FROM generate_series(1, 60000) i;
CREATE TABLE funnel_one WITH (parallel_workers = 2) AS SELECT id, 7 AS entity, least(step, 1 + step * step / 3) AS step, timestamptz '2024-01-01' + pg_temp.pick(id * 11 + 5, 50000) * interval '1 minute' AS at FROM funnel_many;
CREATE TABLE funnel_parts (LIKE funnel_many) PARTITION BY LIST (part);
CREATE TABLE funnel_parts_0 PARTITION OF funnel_parts FOR VALUES IN (0);
CREATE TABLE funnel_parts_1 PARTITION OF funnel_parts FOR VALUES IN (1);
CREATE TABLE funnel_parts_2 PARTITION OF funnel_parts FOR VALUES IN (2);
INSERT INTO funnel_parts TABLE funnel_many;
ANALYZE funnel_many, funnel_one, funnel_parts;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE whole AS SELECT funnel_agg(entity, step, at) AS s, funnel_agg(entity, step, at, '2 days') AS limited, funnel_agg(md5(entity::text)::uuid, step, at, '2 days') AS uuid, funnel_agg('entity number ' || entity, step, at, '2 days') AS text FROM funnel_many;
CREATE TEMP TABLE one AS SELECT funnel_agg(entity, step, at) AS s, funnel_agg(entity, step, at, '9 minutes') AS limited FROM funnel_one;
-- Against every possible start.
DROP TABLE kept;
CREATE TEMP TABLE kept AS SELECT DISTINCT entity, step, at FROM funnel_many WHERE step > 0;
CREATE INDEX ON kept (entity, step, at);
ANALYZE kept;
SELECT name, count(*) AS steps, bool_and(f.entities = coalesce(o.entities, 0)) AS entities, sum(f.entities) > 7500 AS many, bool_and(pg_temp.near(median_time, times[1])) AS median, bool_and(pg_temp.near(p90_time, times[2])) AS p90 FROM
	(SELECT 'no limit' AS name, f.* FROM whole, funnel(s) f UNION ALL SELECT '2 days', f.* FROM whole, funnel(limited) f) f FULL JOIN
	(SELECT name, step, count(*) AS entities, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY spent) AS times FROM (VALUES ('no limit', NULL::interval), ('2 days', '2 days')) v (name, within), pg_temp.walks(within) GROUP BY name, step) o USING (name, step) GROUP BY name ORDER BY name;
TRUNCATE kept;
INSERT INTO kept SELECT DISTINCT entity, step, at FROM funnel_one WHERE step > 0;
ANALYZE kept;
-- With the limit only a late start comes as deep.
SELECT name, count(*) AS steps, bool_and(f.entities = (o.spent IS NOT NULL)::int) AS entities, bool_and((f.median_time, f.p90_time) IS NOT DISTINCT FROM (o.spent, o.spent)) AS times, max(o.step) AS depth, max(spent) AS time FROM
	(SELECT 'no limit' AS name, f.* FROM one, funnel(s) f UNION ALL SELECT '9 minutes', f.* FROM one, funnel(limited) f) f FULL JOIN
	(SELECT name, o.* FROM (VALUES ('no limit', NULL::interval), ('9 minutes', '9 minutes')) v (name, within), pg_temp.walks(within) o) o USING (name, step) GROUP BY name ORDER BY name;
-- Keys of every type count the same; only their names differ.
SELECT bool_and(b = u AND b = t) AS same FROM (SELECT array(SELECT f FROM funnel(limited) f) AS b, array(SELECT f FROM funnel(uuid) f) AS u, array(SELECT f FROM funnel(text) f) AS t FROM whole) d;
SELECT replace(uuid::text, '"uuid"', '"bigint"') = limited::text AS uuid, replace(text::text, '"text"', '"bigint"') = limited::text AS text, pg_column_size(limited) < 4000 AS small, pg_column_size((SELECT one.limited FROM one)) < 400 AS smaller FROM whole;

---- 7. Parallel and partition-wise plans, splits by entity: the same bytes

SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT bool_and(pg_temp.plan_has(q, 'Partial .*Aggregate') AND pg_temp.plan_has(q, 'Gather')) AS partial FROM (VALUES ('SELECT funnel_agg(entity, step, at, ''2 days'') FROM funnel_many'), ('SELECT funnel_agg(entity, step, at) FROM funnel_one'), ('SELECT entity % 5, funnel_agg(entity, step, at) FROM funnel_many GROUP BY 1')) v (q);
CREATE TEMP TABLE parallel AS SELECT funnel_agg(entity, step, at) AS s, funnel_agg(entity, step, at, '2 days') AS limited, funnel_agg('entity number ' || entity, step, at, '2 days') AS text FROM funnel_many;
CREATE TEMP TABLE parallel_one AS SELECT funnel_agg(entity, step, at) AS s, funnel_agg(entity, step, at, '9 minutes') AS limited FROM funnel_one;
CREATE TEMP TABLE parallel_grouped AS SELECT entity % 5 AS g, funnel_agg(entity, step, at) AS s FROM funnel_many GROUP BY 1;
SET max_parallel_workers_per_gather = 0;
SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT funnel_agg(entity, step, at) FROM funnel_parts', 'Partial Aggregate') AS partial;
CREATE TEMP TABLE partwise AS SELECT funnel_agg(entity, step, at) AS s, funnel_agg(entity, step, at, '2 days') AS limited, funnel_agg('entity number ' || entity, step, at, '2 days') AS text FROM funnel_parts;
RESET enable_partitionwise_aggregate;
SELECT name, pg_temp.same(p.s, whole.s) AS no_limit, pg_temp.same(p.limited, whole.limited) AS limited, pg_temp.same(p.text, whole.text) AS text FROM (SELECT 'parallel' AS name, * FROM parallel UNION ALL SELECT 'partition-wise', * FROM partwise) p, whole ORDER BY name;
SELECT pg_temp.same(p.s, o.s) AS no_limit, pg_temp.same(p.limited, o.limited) AS limited FROM parallel_one p, one o;
SELECT bool_and(pg_temp.same(p.s, g.s)) AS grouped FROM parallel_grouped p JOIN (SELECT entity % 5 AS g, funnel_agg(entity, step, at) AS s FROM funnel_many GROUP BY 1) g USING (g);
-- The order of the rows does not matter.
SELECT pg_temp.same(whole.s, b.s) AS backwards, pg_temp.same(whole.limited, b.limited) AS limited FROM whole, (SELECT funnel_agg(entity, step, at) AS s, funnel_agg(entity, step, at, '2 days') AS limited FROM (SELECT * FROM funnel_many ORDER BY id DESC) d) b;
-- Any split by entity, in any order and nesting.
CREATE TEMP TABLE piece AS SELECT k, part, funnel_agg(entity, step, at, '2 days') AS s FROM generate_series(2, 5) k, LATERAL (SELECT entity, step, at, (entity + 5000) % (k * k) AS part FROM funnel_many) m GROUP BY k, part;
SELECT k, pg_temp.same(rollup(s ORDER BY part), limited) AS forth, pg_temp.same(rollup(s ORDER BY part DESC), limited) AS back, pg_temp.same(rollup(s ORDER BY s), limited) AS sorted FROM piece, (SELECT limited FROM whole) w GROUP BY k, limited ORDER BY k;
SELECT k, pg_temp.same(rollup(s), limited) AS nested FROM (SELECT k, part % 3, rollup(s) AS s FROM (SELECT k, part, rollup(s) AS s FROM (TABLE piece UNION ALL SELECT k, 0, NULL FROM piece) a GROUP BY k, part) b GROUP BY k, part % 3) c, (SELECT limited FROM whole) w GROUP BY k, limited ORDER BY k;

---- 8. FILTER, DISTINCT, GROUPING SETS, windows

CREATE TEMP TABLE little AS SELECT row_number() OVER (ORDER BY id) AS id, g, entity, step, at FROM facts WHERE id % 100 < 9 AND id < 6000;
SELECT pg_temp.same((SELECT funnel_agg(entity, step, at, '4 hours') FILTER (WHERE step <> 2) FROM facts), (SELECT funnel_agg(entity, step, at, '4 hours') FROM facts WHERE step <> 2)) AS filter, pg_temp.same(funnel_agg(DISTINCT entity, step, at), funnel_agg(entity, step, at)) AS distinct, pg_temp.same(funnel_agg(entity, step, at ORDER BY at DESC), funnel_agg(entity, step, at)) AS ordered FROM facts;
SELECT grouping, count(*), bool_and(pg_temp.same(s, wanted)) AS same FROM (SELECT grouping(g, entity), g, entity, funnel_agg(entity, step, at, '4 hours') AS s FROM little GROUP BY GROUPING SETS ((g, entity), (g), ())) a,
	LATERAL (SELECT funnel_agg(entity, step, at, '4 hours') AS wanted FROM little l WHERE (grouping = 3 OR l.g = a.g) AND (grouping > 0 OR l.entity IS NOT DISTINCT FROM a.entity)) w GROUP BY grouping ORDER BY grouping;
SELECT count(*) > 300 AS enough, bool_and(pg_temp.same(grow, (SELECT funnel_agg(entity, step, at) FROM little b WHERE b.id <= a.id))) AS growing, bool_and(pg_temp.same(slide, (SELECT funnel_agg(entity, step, at, '4 hours') FROM little b WHERE b.id BETWEEN a.id - 30 AND a.id + 1))) AS sliding,
	bool_and(pg_temp.same(behind, (SELECT funnel_agg(entity, step, at) FROM little b WHERE b.id BETWEEN a.id - 9 AND a.id - 5))) AS behind, bool_and(line IS NOT DISTINCT FROM pg_temp.line(grow)) AS accessor
FROM (SELECT id, funnel_agg(entity, step, at) OVER (ORDER BY id) AS grow, funnel_agg(entity, step, at, '4 hours') OVER (ORDER BY id ROWS BETWEEN 30 PRECEDING AND 1 FOLLOWING) AS slide, funnel_agg(entity, step, at) OVER (ORDER BY id ROWS BETWEEN 9 PRECEDING AND 5 PRECEDING) AS behind, pg_temp.line(funnel_agg(entity, step, at) OVER (ORDER BY id)) AS line FROM little) a;
SELECT bool_and(pg_temp.same(r, (SELECT rollup(s) FROM piece b WHERE k = 5 AND b.part BETWEEN a.part - 2 AND a.part))) AS rollup FROM (SELECT part, rollup(s) OVER (ORDER BY part ROWS 2 PRECEDING) AS r FROM piece WHERE k = 5) a;

---- 9. The state as a value

-- What the aggregate returns is finished: its entities are counted. The content is readable.
SELECT funnel_agg(entity, step, date '2024-01-01' + day, '3 days') AS state FROM visits WHERE entity IN ('a', 'e');
-- The transition function makes unfinished ones, as workers do; merge takes both kinds, final finishes.
CREATE TEMP TABLE unfinished AS SELECT name, s FROM (VALUES ('bigint', funnel_add_bigint_time(funnel_add_bigint_time(funnel_add_bigint_date(NULL, -1, 2, '2024-01-03'), 9223372036854775807, 1, '2024-01-01 00:00:00.000001Z'), -1, 1, '2024-01-01Z')), ('uuid', funnel_add_uuid_time(NULL, md5('')::uuid, 3, '0044-03-15 BC')),
	('text', funnel_add_text_date(funnel_add_text_time(NULL, 'a "name" of more than fifteen bytes', 1, '2024-01-01Z'), E'tab\t', 1, '2024-01-02')), ('within', funnel_add_within_bigint_time(NULL, 1, 1, '2024-01-01', '1 day')), ('skipped', funnel_add_within_text_date(NULL, NULL, 1, '2024-01-01', '1 day'))) v (name, s);
SELECT name, s AS state FROM unfinished ORDER BY name;
SELECT name, pg_temp.line(s) AS read, pg_temp.line(funnel_agg_state_final(s)) AS finished, pg_temp.line(funnel_agg_state_final(funnel_agg_state_merge(s, NULL))) AS merged, pg_temp.same(funnel_agg_state_final(s), (SELECT rollup(s) FROM (SELECT s) d)) AS rollup FROM unfinished ORDER BY name;
-- An entity in two unfinished pieces is one; in two finished ones it is two.
SELECT pg_temp.line(funnel_agg_state_final(funnel_agg_state_merge(a, b))) AS unfinished, pg_temp.line(funnel_agg_state_final(funnel_agg_state_merge(b, a))) AS other_way, pg_temp.line(funnel_agg_state_merge(funnel_agg_state_final(a), funnel_agg_state_final(b))) AS finished, pg_temp.line(funnel_agg_state_merge(funnel_agg_state_final(a), b)) AS mixed
FROM (SELECT funnel_add_bigint_date(NULL, 1, 1, '2024-01-01') AS a, funnel_add_bigint_date(funnel_add_bigint_date(NULL, 1, 2, '2024-01-01'), 2, 1, '2024-01-05') AS b) d;
-- A long unfinished state: 20,000 rows are more than one run.
CREATE TEMP TABLE long AS SELECT s.s FROM (SELECT funnel_agg(entity, step, at) AS s FROM funnel_many WHERE false) n, LATERAL (SELECT ('{"version": 1, "entities": "bigint", "within": null, "highest": 5, "reached": [], "steps": {"bigint": [' ||
	string_agg(format('[%s, "%sZ", %s]', entity, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), step), ', ' ORDER BY entity, at, step) || ']}}')::funnel_agg_state AS s FROM (SELECT DISTINCT entity, at, step FROM funnel_many WHERE step > 0 AND id <= 20000) k) s;
SELECT pg_temp.same(funnel_agg_state_final(long.s), w.s) AS finished, pg_temp.same(funnel_agg_state_final(funnel_agg_state_merge(long.s, long.s)), w.s) AS twice, pg_temp.same(funnel_agg_state_final(funnel_agg_state_merge(NULL, long.s)), w.s) AS copied FROM long, (SELECT funnel_agg(entity, step, at) AS s FROM funnel_many WHERE id <= 20000) w;
-- The same made by the transition function: its runs are not in one order, but equal.
CREATE AGGREGATE pg_temp.unfinished(bigint, int, timestamptz) (SFUNC = funnel_add_bigint_time, STYPE = funnel_agg_state);
CREATE TEMP TABLE loose AS SELECT pg_temp.unfinished(entity, step, at) AS s FROM funnel_many WHERE id <= 20000;
SELECT loose.s = long.s AS equal, loose.s::text = long.s::text AS text, funnel_agg_state_hash(loose.s) = funnel_agg_state_hash(long.s) AS hash, funnel_agg_state_send(loose.s) = funnel_agg_state_send(long.s) AS binary, pg_temp.same(funnel_agg_state_final(loose.s), funnel_agg_state_final(long.s)) AS finished FROM loose, long;
-- Text, jsonb, binary copy, storage in a table; equality, order and hash agree with the text.
CREATE TABLE funnel_kept AS SELECT row_number() OVER () AS n, s FROM (SELECT s FROM unfinished UNION ALL SELECT s FROM long UNION ALL SELECT s FROM loose UNION ALL SELECT s FROM whole UNION ALL SELECT text FROM whole UNION ALL SELECT s FROM alone WHERE entity < 40 UNION ALL SELECT funnel_agg_state_final(s) FROM unfinished UNION ALL SELECT NULL) d;
CREATE TABLE funnel_copied (LIKE funnel_kept);
-- Equal in every form; the stored bytes may differ as long as rows are being collected.
CREATE FUNCTION pg_temp.alike(a funnel_agg_state, b funnel_agg_state) RETURNS boolean LANGUAGE sql AS
	$$ SELECT a IS NOT DISTINCT FROM b AND a::text IS NOT DISTINCT FROM b::text AND funnel_agg_state_send(a) IS NOT DISTINCT FROM funnel_agg_state_send(b) AND funnel_agg_state_hash(a) IS NOT DISTINCT FROM funnel_agg_state_hash(b) AND (pg_temp.same(a, b) OR a <> funnel_agg_state_final(a)) FROM (VALUES (1)) once $$;
\getenv build_dir PG_ABS_BUILDDIR
\cd :build_dir
\copy funnel_kept TO 'results/funnel.copy' (FORMAT binary)
\copy funnel_copied FROM 'results/funnel.copy' (FORMAT binary)
SELECT count(*) > 200 AS states, bool_and(pg_temp.alike(c.s, k.s)) AS copied, bool_and(pg_temp.alike(k.s::text::funnel_agg_state, k.s)) AS text, bool_and(CASE WHEN length(k.s::text) < 10000 THEN pg_temp.alike(k.s::jsonb::text::funnel_agg_state, k.s) END) AS jsonb FROM funnel_kept k JOIN funnel_copied c USING (n);
SELECT count(DISTINCT s) = count(DISTINCT s::text) AS distinct, (SELECT count(*) FROM (SELECT s FROM funnel_kept WHERE s IS NOT NULL GROUP BY s) g) = count(DISTINCT s::text) AS grouped, bool_and(s = s AND s <= s AND NOT s < s AND NOT s <> s) AS itself FROM funnel_kept;
SELECT count(*) FILTER (WHERE (a.s = b.s) <> (a.s::text = b.s::text) OR (a.s <> b.s) = (a.s = b.s) OR (a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int <> 1 OR (a.s <= b.s) <> (a.s < b.s OR a.s = b.s) OR (a.s >= b.s) <> (a.s > b.s OR a.s = b.s) OR (a.s < b.s) <> (b.s > a.s)) AS wrong FROM funnel_kept a, funnel_kept b WHERE a.n % 7 = 0 AND b.n % 5 = 0 AND greatest(pg_column_size(a.s), pg_column_size(b.s)) < 2000;
DROP TABLE funnel_many, funnel_one, funnel_parts, funnel_kept, funnel_copied;

---- 10. Malformed text

CREATE FUNCTION pg_temp.parse(input text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE WHEN input::funnel_agg_state::text::funnel_agg_state = input::funnel_agg_state THEN 'accepted' ELSE 'not the same' END;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
-- $ is a good step 1 of one entity, # a good list of rows, % the rest of a good state.
SELECT pg_temp.parse(replace(replace(replace(input, '$', '{"total": 0, "min": 0, "min_values": 1, "max": 0, "max_values": 1, "buckets": [[0, 1]]}'), '#', '{"bigint": [[5, "2024-01-01T00:00:00Z", 2]]}'), '%', '"version": 1, "entities": "bigint", "within": null')) AS result, input FROM unnest(ARRAY[
	'{%, "highest": 2, "reached": [$], "steps": #}', ' { "steps" : # , "reached":[$],"highest":2,% } ', '{%, "highest": 0, "reached": [], "steps": {}}', '', 'null', '{}', '[]', '{%}', '{%, "highest": 2, "reached": [$]}', '{%, "highest": 2, "reached": [$], "steps": #} x', '{%, "highest": 2, "reached": [$], "steps": #', '{%, "highest": 2, "reached": [$], "steps": #, "more": 1}',
	'{"version": 2, "entities": "bigint", "within": null, "highest": 2, "reached": [$], "steps": {}}', '{"version": 1, "entities": "int", "within": null, "highest": 2, "reached": [$], "steps": {}}', '{"version": 1, "entities": "text", "within": null, "highest": 2, "reached": [$], "steps": #}', '{"version": 1, "entities": null, "within": null, "highest": 2, "reached": [$], "steps": #}',
	'{"version": 1, "entities": "bigint", "within": -1, "highest": 2, "reached": [$], "steps": #}', '{"version": 1, "entities": "bigint", "within": "1 day", "highest": 2, "reached": [$], "steps": #}', '{%, "highest": 65, "reached": [$], "steps": {}}', '{%, "highest": -1, "reached": [], "steps": {}}', '{%, "highest": 1, "reached": [$], "steps": #}', '{%, "highest": 1, "reached": [$, $], "steps": {}}',
	'{%, "highest": 2, "reached": [$, {"total": 5, "min": 5, "min_values": 1, "max": 5, "max_values": 1, "buckets": [[5, 1]]}], "steps": #}', '{%, "highest": 2, "reached": [$, {"total": 10, "min": 5, "min_values": 2, "max": 5, "max_values": 2, "buckets": [[5, 2]]}], "steps": #}', '{%, "highest": 2, "reached": [{"total": 5, "min": 5, "min_values": 1, "max": 5, "max_values": 1, "buckets": [[5, 1]]}], "steps": #}',
	'{"version": 1, "entities": "bigint", "within": 4, "highest": 2, "reached": [$, {"total": 5, "min": 5, "min_values": 1, "max": 5, "max_values": 1, "buckets": [[5, 1]]}], "steps": #}', '{%, "highest": 2, "reached": [$, {"total": 0, "min": 0, "min_values": 0, "max": 0, "max_values": 0, "buckets": []}], "steps": #}', '{%, "highest": 2, "reached": [$, {"total": 5, "min": 4, "min_values": 1, "max": 5, "max_values": 1, "buckets": [[5, 1]]}], "steps": #}',
	'{%, "highest": 2, "reached": [], "steps": {"bigint": []}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "2024-01-01T00:00:00Z", 0]]}}', '{%, "highest": 64, "reached": [], "steps": {"bigint": [[5, "2024-01-01T00:00:00Z", 65]]}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "2024-01-01", 1]]}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "infinity", 1]]}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [["5", "2024-01-01T00:00:00Z", 1]]}}',
	'{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "2024-01-01T00:00:00Z", 2], [5, "2024-01-01T00:00:00Z", 1]]}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "2024-01-01T00:00:00Z", 1], [5, "2024-01-01T00:00:00Z", 1]]}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "2024-01-01T00:00:00Z", 1], [4, "2024-01-01T00:00:00Z", 1]]}}', '{%, "highest": 2, "reached": [], "steps": {"bigint": [[9223372036854775808, "2024-01-01T00:00:00Z", 1]]}}',
	'{%, "highest": 2, "reached": [], "steps": {"bigint": [[5, "2024-01-01T00:00:00Z", 1, 1]]}}', '{%, "highest": 2, "reached": [], "steps": {"uuid": [["5", "2024-01-01T00:00:00Z", 1]]}}', repeat('[', 100), repeat('{"reached": ', 50)]) WITH ORDINALITY a (input, n) ORDER BY n;
-- The message names the type, the hint the remedy.
SELECT pg_temp.error_of($$SELECT '{"version": 1}'::funnel_agg_state$$);
-- Every proper prefix of a text is refused; every change of one character is refused or means another state that round-trips.
WITH good AS (SELECT funnel_agg_state_merge(funnel_agg('a "b"'::text, step, timestamp '2024-01-01' + step * interval '1 ms', '1 day'), funnel_add_within_text_date(NULL, 'c', 2, '0044-03-15 BC', '1 day'))::text AS t FROM generate_series(1, 2) step)
SELECT (SELECT string_agg(DISTINCT pg_temp.parse(left(t, n)), ' ') FROM generate_series(0, length(t) - 1) n) AS prefixes, (SELECT string_agg(DISTINCT p, ' ' ORDER BY p) FROM generate_series(1, length(t)) n, unnest(ARRAY['0', '9', '-', '"', 'x', '\', '}', '']) c, LATERAL (SELECT pg_temp.parse(overlay(t PLACING c FROM n FOR 1)) AS p) q) AS changes FROM good;
