-- duration_agg, its rollup and what is read from it: mean, median, percentile, min_duration, max_duration, total, num_values, share_within.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'


---- 1. Worked numbers ----

-- Five tickets of 1, 2, 3, 4 and 10 hours: mean 4, median 3, all of 20 hours; 3 of 5 within 3 h 30 min, which nothing is near.
SELECT mean(s), max_duration(s), min_duration(s), total(s), num_values(s), pg_temp.near(median(s), '3 hours') AS median, pg_temp.near(percentile(s, 0.9), '7 hours 36 minutes') AS p90,
	share_within(s, '3 hours 30 minutes') = 0.6 AS within, share_within(s, '10 hours') AS of_maximum, share_within(s, '59 minutes') AS below_minimum
FROM (SELECT duration_agg(d) AS s FROM unnest('{1 hour, 2 hours, 3 hours, 4 hours, 10 hours}'::interval[]) d) x;
-- Values below 256 microseconds have a bucket each: all of it is exact.
SELECT percentile(s, 0.5), percentile(s, 0.25), percentile(s, 0.9), share_within(s, '00:00:00.000050') AS half, mean(s) FROM (SELECT duration_agg(i * interval '1 microsecond') AS s FROM generate_series(1, 100) i) x;
SELECT percentile_cont(ARRAY[0.5, 0.25, 0.9]) WITHIN GROUP (ORDER BY i * interval '1 microsecond') AS exact FROM generate_series(1, 100) i;
-- Results are whole days of 24 hours and a time, as subtracting two times gives.
SELECT mean(s), total(s), median(s), max_duration(s), max_duration(s)::text = (timestamptz '2024-02-16 02:00Z' - timestamptz '2024-01-01 00:00Z')::text AS as_difference
FROM (SELECT duration_agg(d) AS s FROM unnest('{46 days 02:00:00, 46 days 02:00:00, 1106:00:00}'::interval[]) d) x;

---- 2. NULL, nothing, one row, ties, extremes ----

SELECT duration_agg(NULL) AS state, mean(duration_agg(NULL)), num_values(duration_agg(NULL)), percentile(duration_agg(NULL), 0.5), share_within(duration_agg(NULL), '1 day');
SELECT duration_agg(d), total(duration_agg(d)), (SELECT rollup(s) FROM (SELECT NULL::duration_agg_state AS s) x) FROM (SELECT interval '1 day' AS d) x WHERE false;
SELECT mean(s), median(s), percentile(s, 0), percentile(s, 0.3), percentile(s, 1), min_duration(s), max_duration(s), total(s), num_values(s), share_within(s, '1 day 02:03:04.567890') AS exactly, share_within(s, '1 day 02:03:04.567889') AS less
FROM (SELECT duration_agg(d) AS s FROM (VALUES (NULL), (interval '1 day 02:03:04.56789'), (NULL)) v (d)) x;
SELECT mean(s), median(s), percentile(s, 0.01), total(s), num_values(s), share_within(s, '0') FROM (SELECT duration_agg('0') AS s FROM generate_series(1, 3)) x;
-- Ties of the minimum and the maximum are exact at every fraction between them: 3 of 4 hours, 5 of 9.
SELECT f, percentile(s, f), percentile(s, f) = exact AS same FROM (SELECT duration_agg(d) AS s, array_agg(d) AS a FROM unnest('{4:00, 4:00, 4:00, 9:00, 9:00, 9:00, 9:00, 9:00}'::interval[]) d) x, unnest(ARRAY[0.1, 0.25, 0.3, 0.4, 0.5, 1]) f,
	LATERAL (SELECT percentile_cont(f) WITHIN GROUP (ORDER BY d) AS exact FROM unnest(a) d) y;
SELECT d, duration_agg(d), mean(duration_agg(d)) = d AS mean, max_duration(duration_agg(d)) FROM unnest('{0, 1 microsecond, 106751991 days 04:00:54.775807, 2562047788:00:54.775807}'::interval[]) d GROUP BY d ORDER BY d, d::text;
-- A sum goes further than one duration: 2^31 - 1 days. What overflows is an error, also where numbers are huge.
SELECT total(s) = d * 20 AS twenty_times, mean(s) = d AS mean, median(s) = d AS median FROM (SELECT duration_agg(d) AS s, d FROM (SELECT interval '106751991 days' AS d) v, generate_series(1, 20) GROUP BY d) x;
SELECT pg_temp.error_of('SELECT total(duration_agg(interval ''106751991 days'')) FROM generate_series(1, 21)');
SELECT mean(s), percentile(s, 0.5), percentile(s, 0.25) FROM (SELECT duration_agg(d) AS s FROM unnest('{0, 106751991 days 04:00:54.775807}'::interval[]) d) x;
-- A mean is rounded to the nearest microsecond: of 0 and 1 and of 0, 0 and 1.
SELECT mean(duration_agg(d)) AS half_up, mean(duration_agg(least(d, d2))) AS third FROM (VALUES (interval '0', interval '0'), ('1 microsecond', '0'), (NULL, '1 microsecond')) v (d, d2);
-- Days of an interval are 24 hours each, and may be mixed with a time of the other sign.
SELECT max_duration(duration_agg(d)), min_duration(duration_agg(d)) FROM unnest('{1 day -01:00:00, -1 day 25:00:00}'::interval[]) d;

---- 3. Errors ----

SELECT q, pg_temp.error_of('SELECT ' || q) AS error FROM unnest(ARRAY[
	$$duration_agg('-1 second')$$, $$duration_agg('-1 day')$$, $$duration_agg('1 day -24:00:00.000001')$$, $$duration_agg('1 month')$$, $$duration_agg(age('2024-03-01', '2024-01-01'))$$, $$duration_agg('-1 year')$$,
	$$duration_agg('2000000000 days')$$, $$duration_agg('-2000000000 days')$$, 'percentile(duration_agg(''1 day''), -0.1)', 'percentile(duration_agg(''1 day''), 1.5)', 'percentile(duration_agg(''1 day''), 90)', $$percentile(duration_agg('1 day'), 'NaN')$$,
	$$percentile(duration_agg('1 day'), 'infinity')$$, $$share_within(duration_agg('1 day'), '1 month')$$, $$share_within(duration_agg('1 day'), '-1 mon 40 days')$$]) WITH ORDINALITY v (q, i) ORDER BY i;
SELECT pg_temp.sqlstate_of('SELECT duration_agg(NULL)') AS untyped_null, pg_temp.sqlstate_of('SELECT duration_agg(''5 days'')') AS literal, pg_temp.sqlstate_of('SELECT duration_agg(5)') AS number,
	pg_temp.sqlstate_of('SELECT duration_agg(time ''12:00'')') AS time_of_day, pg_temp.sqlstate_of('SELECT duration_agg(''5 ducks'')') AS no_interval;
-- Servers with infinite intervals refuse them; the others do not read the word.
SELECT pg_temp.sqlstate_of('SELECT duration_agg(interval ''infinity'')') IN ('22008', '22007') AS infinite, pg_temp.sqlstate_of('SELECT share_within(duration_agg(''1 day''), interval ''infinity'')') IN ('22008', '22007') AS target;
-- What FILTER leaves out is not looked at, as the hints say. A NULL argument gives NULL.
SELECT total(duration_agg(d) FILTER (WHERE d >= '0')) FROM unnest('{1 day, -5 days, 2 days}'::interval[]) d;
SELECT percentile(s, NULL), share_within(s, NULL), mean(NULL::duration_agg_state) FROM (SELECT duration_agg('1 day') AS s) x;
-- The targets that no value can meet, and those that all do.
SELECT t, share_within(s, t) FROM (SELECT duration_agg(d) AS s FROM unnest('{1 day, 2 days}'::interval[]) d) x, unnest('{-1 day, 0, 23:59:59.999999, 1 day, 36 hours, 47:59:59.999999, 48 hours, 1000000 days}'::interval[]) t ORDER BY t;

---- 4. Everything against plain SQL ----

-- Seven distributions in groups of 1 to some 900 rows: lognormal, uniform, ties, wide (0 to 28,000 years), small, two humps, and all values close together.
CREATE TABLE duration_facts (id int PRIMARY KEY, kind int, g int, d interval) WITH (parallel_workers = 2);
INSERT INTO duration_facts SELECT i, kind, CASE WHEN r % 10 = 0 THEN 100 + i % 60 ELSE r % 4 END, CASE WHEN i % 23 > 0 THEN CASE kind
	WHEN 0 THEN round(exp(9 + (r + r2 + r3) / 300000.0 - 5)::numeric, 6)::float8 * interval '1 second'
	WHEN 1 THEN r * interval '0.9 seconds'
	WHEN 2 THEN r % 4 * interval '1 day'
	WHEN 3 THEN (power(2::numeric, r % 63) + r2)::bigint % 900000000000000000 / 1000000 * interval '1 second' + r3 * interval '1 microsecond'
	WHEN 4 THEN r % 150 * interval '1 microsecond'
	WHEN 5 THEN CASE WHEN r % 2 = 0 THEN interval '5 seconds' ELSE r * interval '1 hour' END
	ELSE interval '1 hour' + r % 20 * interval '1 microsecond' END END
FROM (SELECT i, i % 7 AS kind, pg_temp.pick(i, 1000000) AS r, pg_temp.pick(i + 1000000, 1000000) AS r2, pg_temp.pick(i + 2000000, 1000000) AS r3 FROM generate_series(1, 9000) i) x;
ANALYZE duration_facts;
CREATE VIEW duration_groups AS SELECT kind, g, duration_agg(d) AS s, count(d) AS n, array_agg(d) FILTER (WHERE d IS NOT NULL) AS a FROM duration_facts GROUP BY GROUPING SETS ((kind), (kind, g)) HAVING count(d) > 0;
SELECT count(*) > 350 AS groups, min(n), max(n) > 1000 AS some_large, bool_and(num_values(s) = n AND min_duration(s) = low AND max_duration(s) = high AND pg_temp.us(total(s)) = sum) AS exact,
	bool_and(abs(pg_temp.us(mean(s)) - sum / n) <= 0.5) AS mean
FROM duration_groups, LATERAL (SELECT min(d) AS low, max(d) AS high, sum(pg_temp.us(d)) FROM unnest(a) d) x;
SELECT kind, count(*) > 500 AS enough, bool_and(pg_temp.near(percentile(s, f), exact)) AS within_one_percent, bool_and(percentile(s, f) BETWEEN min_duration(s) AND max_duration(s)) AS within_extremes, bool_and(f <> 0.5 OR percentile(s, f) = median(s)) AS median
FROM duration_groups, unnest(ARRAY[0, 0.001, 0.1, 0.25, 1 / 3.0, 0.5, 0.75, 0.9, 0.95, 0.99, 1]) f, LATERAL (SELECT percentile_cont(f) WITHIN GROUP (ORDER BY d) AS exact FROM unnest(a) d) x GROUP BY kind ORDER BY kind;
-- The share lies between those of targets 1 % lower and higher; it grows with the target and is 1 and 0 only where that is the truth.
SELECT kind, count(*) > 500 AS enough, bool_and(share BETWEEN low AND high) AS bounded, bool_and((share = 1) = (exact = 1) AND (share = 0) = (exact = 0)) AS ends, bool_and(share >= before) AS monotone FROM (
	SELECT kind, g, share_within(s, t) AS share, (SELECT avg((pg_temp.us(d) <= pg_temp.us(t) * 0.99)::int) FROM unnest(a) d) AS low, (SELECT avg((pg_temp.us(d) <= pg_temp.us(t) * 1.01)::int) FROM unnest(a) d) AS high,
		(SELECT avg((d <= t)::int) FROM unnest(a) d) AS exact, lag(share_within(s, t), 1, 0) OVER (PARTITION BY kind, g ORDER BY t) AS before
	FROM duration_groups, unnest('{0, 5 microseconds, 00:00:00.0001, 1 second, 5 seconds, 01:00:00, 01:00:00.000007, 1 day, 2 days 00:00:01, 20 days, 1000000 days}'::interval[]) t) x GROUP BY kind ORDER BY kind;
-- Inside its bucket a target is interpolated: four values lie in [3590324224, 3607101440), 2^24 wide, one lies below and one above.
SELECT us, round(share_within(s, us * interval '1 microsecond'), 15) AS share, round((1 + 4 * least(greatest(us - 3590324224 + 1, 0), 16777216) / 16777216.0) / 6, 15) AS by_hand
FROM (SELECT duration_agg(us * interval '1 microsecond') AS s FROM unnest(ARRAY[100, 3590324224, 3600000000, 3600000000, 3607101439, 7200000000]) us) x,
	unnest(ARRAY[3590324223, 3590324224, 3598712831, 3600000000, 3607101438, 3607101439, 3607101440]) us;
SELECT (share_within(s, '5 microseconds'))::text = (3 / 7.0)::text AS exact_below_256 FROM (SELECT duration_agg(us * interval '1 microsecond') AS s FROM unnest(ARRAY[3, 4, 5, 6, 7, 8, 900]) us) x;
-- Whole days 1.1 % apart are told apart: what is counted too little or too much is within 1 % of the target.
SELECT t, round(share_within(s, t), 4) AS share, low, high, share_within(s, t) BETWEEN low AND high AS bounded FROM (SELECT duration_agg(d * interval '1 day') AS s FROM generate_series(80, 100) d) x, unnest('{89 days, 90 days, 90 days 12:00:00, 95 days}'::interval[]) t,
	LATERAL (SELECT round(avg((d * interval '1 day' <= t * 0.99)::int), 4) AS low, round(avg((d * interval '1 day' <= t * 1.01)::int), 4) AS high FROM generate_series(80, 100) d) y ORDER BY t;
SELECT mean(duration_agg(DISTINCT d)) FROM unnest('{1 day, 24:00:00, 3 days}'::interval[]) d;

---- 5. States: merging, text, storage ----

-- Any split into 1..7 pieces, merged in any order, in two levels: the same bytes.
CREATE TEMP TABLE whole AS SELECT duration_agg(d) AS s FROM duration_facts;
SELECT k AS pieces, bool_and(pg_temp.same(m, s)) AS same FROM whole, generate_series(1, 7) k, LATERAL (
	SELECT rollup(part ORDER BY i) AS up, rollup(part ORDER BY i DESC) AS down, rollup(part ORDER BY md5(i::text || k)) AS mixed
	FROM (SELECT id * 31 % 101 % k AS i, duration_agg(d) AS part FROM duration_facts GROUP BY 1 UNION ALL SELECT 100, NULL) p) r, LATERAL (VALUES (up), (down), (mixed)) v (m) GROUP BY k ORDER BY k;
SELECT pg_temp.same(rollup(t), (SELECT s FROM whole)) AS in_two_levels FROM (SELECT rollup(s) AS t FROM (SELECT kind, g, duration_agg(d) AS s FROM duration_facts GROUP BY 1, 2) x GROUP BY g) y;
-- Serial, parallel, partition-wise.
CREATE TABLE duration_parts (LIKE duration_facts) PARTITION BY HASH (id);
CREATE TABLE duration_parts_0 PARTITION OF duration_parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE duration_parts_1 PARTITION OF duration_parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO duration_parts TABLE duration_facts;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT duration_agg(d) FROM duration_parts', 'Partial .*Aggregate') AS by_partition, pg_temp.same(duration_agg(d), (SELECT s FROM whole)) AS same FROM duration_parts;
RESET enable_partitionwise_aggregate;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
SELECT pg_temp.plan_has('SELECT duration_agg(d) FROM duration_facts', 'Workers Planned: 2') AS two_workers;
CREATE TEMP TABLE parallel AS SELECT duration_agg(d) AS s FROM duration_facts;
SELECT pg_temp.same(p.s, w.s) AS same FROM parallel p, whole w;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;

SELECT duration_agg(d) AS text, duration_agg(d)::jsonb AS jsonb FROM unnest('{00:00:05, 00:00:05, 1 microsecond, 1 day}'::interval[]) d;
CREATE TEMP TABLE stored AS SELECT id % 300 AS i, duration_agg(d) AS s FROM duration_facts GROUP BY 1;
SELECT count(*) AS states, bool_and(pg_temp.same(s::text::duration_agg_state, s) AND pg_temp.same(s::jsonb::text::duration_agg_state, s)) AS text, bool_and(duration_agg_state_send(s) = duration_agg_state_send(s::text::duration_agg_state)) AS binary,
	count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states, max(pg_column_size(s)) < 200 AS small FROM stored;
SELECT pg_temp.same(rollup(s), (SELECT s FROM whole)) AS read_again FROM stored;
-- Malformed text is refused. The original: 2 values of 5 seconds and 7 and 9 microseconds.
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::duration_agg_state', replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM
	(SELECT '{"version": 1, "total": 10000016, "min": 7, "min_values": 1, "max": 5000000, "max_values": 2, "buckets": [[7, 1], [9, 1], [2072, 2]]}'::text AS t) x, (VALUES
	(1, 'nothing > nothing'), (2, ']]} > ]]'), (3, ']]} > ]]} x'), (4, '"version": 1 > "version": 2'), (5, '10000016 > 10000015'), (6, '10000016 > 10000017'), (7, '10000016 > 1e7'), (8, '"min": 7 > "min": 8'), (9, '"min": 7 > "min": -7'),
	(10, '"min_values": 1 > "min_values": 2'), (11, '"min_values": 1 > "min_values": 0'), (12, '"max_values": 2 > "max_values": 1'), (13, '"max": 5000000 > "max": 50000000'), (14, '[9, 1] > [9, 0]'), (15, '[9, 1] > [9, -1]'), (16, '[9, 1] > [6, 1]'),
	(17, '[9, 1] > [7, 1]'), (18, '[9, 1] > [9, 1, 1]'), (19, '[9, 1] > [9]'), (20, '[9, 1] > 9'), (21, '[9, 1],  > '), (22, '[2072, 2] > [7424, 2]'), (23, '[2072, 2] > [2072, 9223372036854775807]'), (24, '"total": 10000016,  > ')) c (n, change) ORDER BY n;
-- Counts that no longer fit in a bigint.
CREATE FUNCTION pg_temp.zeros(n bigint) RETURNS duration_agg_state LANGUAGE sql AS
	$$ SELECT format('{"version": 1, "total": 0, "min": 0, "min_values": %1$s, "max": 0, "max_values": %1$s, "buckets": [[0, %1$s]]}', n)::duration_agg_state $$;
SELECT num_values(rollup(s)), median(rollup(s)), share_within(rollup(s), '0') FROM (SELECT pg_temp.zeros(9223372036854775806) AS s UNION ALL SELECT duration_agg('1 day')) x;
SELECT pg_temp.error_of('SELECT rollup(pg_temp.zeros(4611686018427387904)) FROM generate_series(1, 2)');

---- 6. Windows ----

-- Sliding frames against the same rows aggregated afresh: NULLs, ties, frames that are empty.
SELECT bool_and(s IS NOT DISTINCT FROM f.state) AS same, bool_and(next IS NOT DISTINCT FROM f.next_state) AS following, bool_or(s IS NULL) AS some_empty, max(num_values(s)) FROM (SELECT id, kind, duration_agg(d) OVER (w ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING) AS s,
		duration_agg(d) FILTER (WHERE id % 3 > 0) OVER (w ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) AS next FROM duration_facts WHERE id <= 2100 WINDOW w AS (PARTITION BY kind ORDER BY id)) o,
	LATERAL (SELECT duration_agg(d) FILTER (WHERE i.id BETWEEN o.id - 35 AND o.id - 7) AS state, duration_agg(d) FILTER (WHERE id % 3 > 0 AND i.id BETWEEN o.id AND o.id + 14) AS next_state
		FROM duration_facts i WHERE i.kind = o.kind AND i.id BETWEEN o.id - 35 AND least(o.id + 14, 2100)) f;
SELECT count(*), bool_and(pg_temp.same(s, (SELECT duration_agg(d) FROM duration_facts i WHERE i.id BETWEEN o.id - 699 AND o.id))) AS same
FROM (SELECT id, duration_agg(d) OVER (ORDER BY id ROWS 699 PRECEDING) AS s FROM duration_facts WHERE id <= 4000) o WHERE id % 250 = 0;
-- A plain call of the inverse function: NULL means that it cannot be told; what was never added is not taken away.
SELECT duration_drop(s, '2 days') AS known, duration_drop(s, '1 day') AS minimum, duration_drop(s, '3 days') AS maximum, duration_drop(s, '2 hours') AS never_added, duration_drop(duration_agg_state_in('{"version": 1, "total": 0, "min": 0, "min_values": 0, "max": 0, "max_values": 0, "buckets": []}'), '0') AS of_nothing
FROM (SELECT duration_agg(d) AS s FROM unnest('{1 day, 2 days, 3 days}'::interval[]) d) x;
DROP TABLE duration_facts, duration_parts CASCADE;
