-- stage_duration(stage, entered_at [, as_of]) OVER (PARTITION BY deal ORDER BY entered_at, id): worked numbers, rules, types, and all of it
-- against lag and lead over collapsed rows.  stage.sql has the aggregate.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

---- 1. Worked numbers

-- One deal in seven rows: Discovery on day 0, Proposal 14 (and again 20: another field was edited), Negotiation 28, Proposal 35,
-- Negotiation 42, Closed Lost 60.  By hand: 14, 14, NULL (the repeat), 7, 7, 18, NULL (open).
CREATE TEMP TABLE deal_history (deal int, id int, stage text, at timestamptz);
INSERT INTO deal_history VALUES (1, 1, 'Discovery', '2024-01-01'), (1, 2, 'Proposal', '2024-01-15'), (1, 3, 'Proposal', '2024-01-21'), (1, 4, 'Negotiation', '2024-01-29'),
	(1, 5, 'Proposal', '2024-02-05'), (1, 6, 'Negotiation', '2024-02-12'), (1, 7, 'Closed Lost', '2024-03-01');
SELECT id, stage, at::date AS at, stage_duration(stage, at) OVER w, stage_duration(stage, at, '2024-03-11') OVER w AS as_of_11_march FROM deal_history WINDOW w AS (PARTITION BY deal ORDER BY at, id) ORDER BY id;
-- Per stage: cumulative, mean per visit, median, visits.  Proposal (14 + 7), mean 10.5; lead() would count the repeat: (6 + 8 + 7) / 3 = 7.
SELECT stage, sum(d), avg(d), percentile_cont(0.5) WITHIN GROUP (ORDER BY d) AS median, count(d) FROM (SELECT stage, stage_duration(stage, at) OVER (PARTITION BY deal ORDER BY at, id) AS d FROM deal_history) v
GROUP BY stage ORDER BY stage COLLATE "C";
SELECT stage, avg(lead) FROM (SELECT stage, lead(at) OVER (PARTITION BY deal ORDER BY at, id) - at AS lead FROM deal_history) v WHERE stage = 'Proposal' GROUP BY stage;
-- TimescaleDB Toolkit's published state_agg example: START 11 s, OK 49 + 57 s, ERROR 3 s; STOP is open (Toolkit says 0).
SELECT stage, sum(d) FROM (SELECT stage, stage_duration(stage, at) OVER (ORDER BY at) AS d FROM (VALUES (timestamptz '2020-01-01 00:00:00+00', 'START'),
	('2020-01-01 00:00:11+00', 'OK'), ('2020-01-01 00:01:00+00', 'ERROR'), ('2020-01-01 00:01:03+00', 'OK'), ('2020-01-01 00:02:00+00', 'STOP')) v (at, stage)) d GROUP BY stage ORDER BY stage COLLATE "C";
-- Slower than average: completed visits took 10 and 20 days (mean 15); as of 25 January deal 3 is open for 20 days, deal 4 for 5.
WITH history (deal, stage, at) AS (VALUES (1, 'Nego', timestamptz '2024-01-01'), (1, 'Won', '2024-01-11'), (2, 'Nego', '2024-01-01'), (2, 'Won', '2024-01-21'),
	(3, 'Nego', '2024-01-05'), (4, 'Nego', '2024-01-20')),
visit AS (SELECT *, stage_duration(stage, at) OVER w AS completed, stage_duration(stage, at, '2024-01-25') OVER w AS so_far FROM history WINDOW w AS (PARTITION BY deal ORDER BY at))
SELECT deal, so_far, mean, so_far > mean AS alert FROM (SELECT *, avg(completed) OVER (PARTITION BY stage) AS mean FROM visit) v WHERE completed IS NULL AND stage = 'Nego' ORDER BY deal;

---- 2. Rules

-- as_of closes the last visit of each partition only: at its start 0, earlier NULL, NULL as none.
SELECT as_of, string_agg(coalesce(d::text, '-'), ' | ' ORDER BY id) FROM (SELECT as_of, id, stage_duration(stage, at, as_of) OVER (PARTITION BY as_of ORDER BY at, id) AS d FROM deal_history,
	(VALUES (timestamptz '2024-03-02'), ('2024-03-01'), ('2024-02-29 23:59:59.999999'), ('1999-01-01'), (NULL)) v (as_of) WHERE stage <> 'Discovery') d GROUP BY as_of ORDER BY as_of DESC NULLS LAST;
-- A NULL stage or time is ignored: NULL there, and no visit ends.  A ends on day 6, B on day 7, C is open (as of day 9).
SELECT id, stage, at::date AS at, stage_duration(stage, at, '2024-01-10') OVER (ORDER BY id) FROM (VALUES (1, NULL, timestamptz '2024-01-01'), (2, 'A', '2024-01-02'), (3, NULL, '2024-01-03'), (4, 'B', NULL), (5, 'A', '2024-01-04'),
	(6, NULL, NULL), (7, 'B', '2024-01-07'), (8, NULL, '1999-01-01'), (9, 'C', '2024-01-08'), (10, 'C', NULL), (11, NULL, NULL)) v (id, stage, at) ORDER BY id;
-- One row; only NULL rows; no rows.
SELECT stage_duration('A'::text, timestamptz '2024-01-01') OVER () AS one, stage_duration('A'::text, timestamptz '2024-01-01', '2024-01-02') OVER () AS as_of, stage_duration(NULL::text, timestamptz '2024-01-01', '2024-01-02') OVER () AS no_stage,
	stage_duration('A'::text, NULL::timestamptz, '2024-01-02') OVER () AS no_time, stage_duration(NULL::int, NULL::date, NULL) OVER () AS nothing;
SELECT count(*), count(d) FROM (SELECT stage_duration(stage, at) OVER () AS d FROM deal_history WHERE false) v;
-- Ties: the window order decides; a zero-length visit is legal.
SELECT id, stage, stage_duration(stage, at, '2024-01-02') OVER (ORDER BY at, id) AS by_id, stage_duration(stage, at, '2024-01-02') OVER (ORDER BY at, stage) AS by_stage
FROM (VALUES (1, 'b', timestamptz '2024-01-01'), (2, 'a', '2024-01-01'), (3, 'b', '2024-01-01')) v (id, stage, at) ORDER BY id;
-- The frame is of no matter; DISTINCT and FILTER are refused by PostgreSQL for every window function.
SELECT bool_and(a IS NOT DISTINCT FROM b AND a IS NOT DISTINCT FROM c AND a IS NOT DISTINCT FROM d) AS frame_irrelevant, count(a) FROM (SELECT stage_duration(stage, at) OVER w AS a, stage_duration(stage, at) OVER (w ROWS CURRENT ROW) AS b,
	stage_duration(stage, at) OVER (w ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS c, stage_duration(stage, at) OVER (w GROUPS BETWEEN UNBOUNDED PRECEDING AND 3 PRECEDING) AS d FROM deal_history WINDOW w AS (PARTITION BY deal ORDER BY at, id)) v;
SELECT pg_temp.sqlstate_of('SELECT stage_duration(stage, at) FILTER (WHERE true) OVER () FROM deal_history') AS filter, pg_temp.sqlstate_of('SELECT stage_duration(DISTINCT stage, at) OVER () FROM deal_history') AS "distinct",
	pg_temp.sqlstate_of('SELECT stage_duration(stage, at) FROM deal_history') AS no_over, pg_temp.sqlstate_of('SELECT stage_duration(''A'', timestamptz ''2024-01-01'') OVER ()') AS untyped_stage;
-- Named arguments, and together with other window functions over the same and over another window.
SELECT id, stage_duration(stage => stage, entered_at => at, as_of => '2024-03-11') OVER w AS d, row_number() OVER w AS n, lag(stage) OVER w, count(*) OVER w AS c, first_value(stage) OVER (PARTITION BY stage ORDER BY id DESC) AS f,
	sum(id) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s, stage_duration(deal, at) OVER w AS deal FROM deal_history WINDOW w AS (PARTITION BY deal ORDER BY at, id) ORDER BY id;

---- 3. Errors

SELECT call, pg_temp.error_of(format('SELECT stage_duration(%s', call)) FROM unnest(ARRAY[
	'''A''::text, t) OVER (ORDER BY t DESC) FROM (VALUES (date ''2024-01-02''), (''2024-01-01'')) v (t)',
	's, t) OVER (ORDER BY t DESC) FROM (VALUES (''A'', timestamptz ''2024-01-02 03:04:05.000006+02''), (''B'', ''2024-01-01'')) v (s, t)',
	'''A''::text, timestamptz ''infinity'') OVER ()', '''A''::text, timestamp ''-infinity'') OVER ()', '''A''::text, date ''infinity'') OVER ()',
	's, t) OVER (ORDER BY t) FROM (VALUES (''A'', date ''2024-01-02''), (''B'', ''infinity'')) v (s, t)',
	'''{}''::json, date ''2024-01-01'') OVER ()', '''(1,2)''::point, date ''2024-01-01'') OVER ()']) WITH ORDINALITY a (call, n) ORDER BY n;
-- as_of must be one value in all rows of a partition, skipped rows included, and finite.  The message has the offending value, a hint follows.
SELECT call, pg_temp.sqlstate_of(query), pg_temp.error_of(query) ~ 'as_of.*(2024-02-02|infinity|NULL).* \| ' AS value_and_hint FROM unnest(ARRAY[
	's, t, a) OVER (ORDER BY t) FROM (VALUES (''A'', timestamptz ''2024-01-01'', timestamptz ''2024-02-01''), (''B'', ''2024-01-02'', ''2024-02-02'')) v (s, t, a)',
	's, t, a) OVER (ORDER BY t) FROM (VALUES (''A'', date ''2024-01-01'', date ''2024-02-01''), (NULL, ''2024-01-02'', ''2024-02-02'')) v (s, t, a)',
	's, t, a) OVER (ORDER BY t) FROM (VALUES (''A'', timestamp ''2024-01-01'', timestamp ''2024-02-02''), (''A'', NULL, NULL)) v (s, t, a)',
	's, t, a) OVER (ORDER BY t) FROM (VALUES (''A'', date ''2024-01-01'', NULL), (''A'', ''2024-01-02'', date ''2024-02-02'')) v (s, t, a)',
	'''A''::text, timestamptz ''2024-01-01'', ''infinity'') OVER ()', 'NULL::text, date ''2024-01-01'', ''-infinity'') OVER ()']) WITH ORDINALITY a (call, n), LATERAL (SELECT format('SELECT stage_duration(%s', call) AS query) q ORDER BY n;
-- ... but may differ between partitions.
SELECT deal, stage_duration(s, t, a) OVER (PARTITION BY deal ORDER BY t) FROM (VALUES (1, 'A', date '2024-01-01', date '2024-02-01'), (2, 'A', '2024-01-01', '2024-01-03'), (3, 'A', '2024-01-01', NULL)) v (deal, s, t, a) ORDER BY deal;
-- A NULL stage hides a time that decreases or is infinite: the row is ignored.
SELECT id, stage_duration(s, t) OVER (ORDER BY id) FROM (VALUES (1, 'A', date '2024-01-05'), (2, NULL, '2024-01-01'), (3, NULL, 'infinity'), (4, 'B', '2024-01-06')) v (id, s, t) ORDER BY id;

---- 4. Types of stage and time

-- The same four rows, stages x, x, y, x, in every type.  Wanted: 2 days, NULL, 3 days, NULL.
CREATE TYPE pg_temp.stage_enum AS ENUM ('x', 'y');
CREATE DOMAIN pg_temp.stage_domain AS text CHECK (VALUE <> '');
CREATE DOMAIN pg_temp.number_domain AS numeric(10, 3);
CREATE TEMP TABLE typed AS SELECT id, timestamptz '2024-01-01' + days * interval '1 day' AS at, x, CASE x WHEN 'x' THEN 1 ELSE 2 END AS n FROM (VALUES (1, 0, 'x'), (2, 1, 'x'), (3, 2, 'y'), (4, 5, 'x')) v (id, days, x);
CREATE FUNCTION pg_temp.durations(stage text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
	EXECUTE format('SELECT string_agg(coalesce(d::text, ''-''), '' | '' ORDER BY id) FROM (SELECT id, stage_duration(%s, at) OVER (ORDER BY at, id) AS d FROM typed) v', stage) INTO result;
	RETURN result;
END $$;
SELECT stage, pg_temp.durations(stage) FROM unnest(ARRAY['x', 'x::varchar(3)', 'x::char(4)', 'x::name', 'x::pg_temp.stage_enum', 'x::pg_temp.stage_domain', 'x::"char"', 'n', 'n::smallint', 'n::bigint', 'n::float8', 'n::numeric', 'n::pg_temp.number_domain',
	'x = ''x''', 'ARRAY[x, NULL]', 'ROW(x, n)', 'x::bytea', 'md5(x)::uuid', 'date ''2024-01-01'' + n', 'int4range(0, n)', 'to_jsonb(x)', 'x COLLATE "C"', 'repeat(x, 100000)']) stage ORDER BY stage COLLATE "C";
-- Equality is that of the type: 1.0 = 1.00, and 'x ' = 'x' as char(n) only; text is compared bytewise.
SELECT pg_temp.durations('(ARRAY[1.0, 1.00, 2, 1])[id]') AS numeric, pg_temp.durations('(ARRAY[0.0, -0.0, 2, 1]::float8[])[id]') AS float, pg_temp.durations('(ARRAY[''x'', ''x '', ''y'', ''x'']::char(3)[])[id]') AS char, pg_temp.durations('(ARRAY[''x'', ''x '', ''y'', ''x''])[id]') AS text;
-- also where its collation takes a and A for equal (needs a server with ICU; true without)
CREATE FUNCTION pg_temp.bytewise() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		CREATE COLLATION pg_temp.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
	EXCEPTION WHEN OTHERS THEN
		RETURN true;
	END;
	RETURN (SELECT array_agg(d ORDER BY id) = '{1 day,1 day,NULL}' AND bool_and(same) FROM (SELECT id, stage_duration(stage, at) OVER (ORDER BY at) AS d, stage = 'a' COLLATE pg_temp.nocase AS same
		FROM (SELECT id, at, (ARRAY['a', 'A', 'a'])[id] COLLATE pg_temp.nocase AS stage FROM typed WHERE id < 4) t) v);
END $$;
SELECT pg_temp.bytewise();
-- timestamptz, timestamp (UTC) and date (00:00 UTC), whatever the session zone; durations are elapsed, so a day of 23 or 25 hours shows.
SET timezone = 'Europe/Berlin';
SELECT stage_duration(1, t) OVER (ORDER BY t) AS tstz, stage_duration(n, t) OVER (ORDER BY t) AS dst_tstz, stage_duration(n, t::timestamp) OVER (ORDER BY t) AS dst_local, stage_duration(n, t::date, '2024-11-01') OVER (ORDER BY t) AS dates, stage_duration(n, t::timestamp, t::date - t::date + date '2024-11-01') OVER (ORDER BY t) AS as_of_cast
FROM (VALUES (1, timestamptz '2024-03-31 00:00'), (2, '2024-04-01 00:00'), (3, '2024-10-27 00:00'), (4, '2024-10-28 00:00')) v (n, t) ORDER BY t;
-- A date as_of beside a timestamptz goes through PostgreSQL's own cast, and so the session zone: 23 hours and 24.
SELECT stage_duration('A'::text, timestamptz '2024-01-01 00:00+00', date '2024-01-02') OVER () AS berlin, stage_duration('A'::text, date '2024-01-01', date '2024-01-02') OVER () AS dates;
SET timezone = 'UTC';
SELECT stage_duration('A'::text, timestamptz '2024-01-01 00:00+00', date '2024-01-02') OVER () AS utc, pg_typeof(stage_duration('A'::text, date '2024-01-01') OVER ());

---- 5. Everything against plain SQL: 240 pseudo-random deals

-- Few distinct times (ties), few stages (repeats, re-entries), NULL stages and times anywhere in the order, one-row deals.
CREATE TEMP TABLE events AS
SELECT deal, id, pos, stage, CASE WHEN pg_temp.pick(id + 3, 14) > 0 THEN pos END AS at
FROM (SELECT deal, deal * 1009 + n * 7 AS id, timestamptz '1999-12-25' + pg_temp.pick(deal * 1009 + n * 7 + 4, 3 + deal % 40) * interval '17:23:45.678901' AS pos,
	CASE WHEN pg_temp.pick(deal * 1009 + n * 7 + 1, 14) > 0 THEN ('{New,Qual,Prop,Won,new}'::text[])[1 + pg_temp.pick(deal * 1009 + n * 7 + 2, 3 + deal % 3)] END AS stage
	FROM generate_series(1, 240) deal, generate_series(1, 1 + pg_temp.pick(deal, 24)) n) e;
CREATE TEMP TABLE oracle AS -- lag and lead over collapsed rows, then back to all rows
WITH visit AS (SELECT deal, id, at, lead(at) OVER (PARTITION BY deal ORDER BY at, id) AS exited_at
	FROM (SELECT *, stage IS DISTINCT FROM lag(stage) OVER (PARTITION BY deal ORDER BY at, id) AS begins FROM events WHERE stage IS NOT NULL AND at IS NOT NULL) e WHERE begins)
SELECT e.deal, e.id, as_of, CASE WHEN v.exited_at IS NOT NULL THEN v.exited_at - v.at WHEN as_of >= v.at THEN as_of - v.at END AS d
FROM events e CROSS JOIN (VALUES (NULL::timestamptz), ('1999-12-31 12:00'), ('2000-03-01')) b (as_of) LEFT JOIN visit v USING (id);
CREATE TEMP VIEW found AS SELECT deal, id, as_of, stage_duration(stage, at, as_of) OVER (PARTITION BY as_of, deal ORDER BY pos, id) AS d FROM events, (VALUES (NULL::timestamptz), ('1999-12-31 12:00'), ('2000-03-01')) b (as_of);
SELECT count(*) = 3 * (SELECT count(*) FROM events) AS complete, count(d) > 4000 AS many, count(*) FILTER (WHERE d = '0') > 500 AS many_ties,
	(SELECT count(*) FROM (TABLE found EXCEPT ALL TABLE oracle) q) AS wrong, (SELECT count(*) FROM (TABLE oracle EXCEPT ALL TABLE found) q) AS missing,
	(SELECT count(*) FROM oracle JOIN found USING (deal, id) WHERE oracle.as_of IS NOT DISTINCT FROM found.as_of AND oracle.d::text IS DISTINCT FROM found.d::text) AS written_differently FROM oracle;
-- The same sums as the aggregate with the same tie-breaker.
SELECT count(*) > 500 AS enough, bool_and(sum IS NOT DISTINCT FROM duration_in(s, stage, '2000-03-01')) AS same_sum, bool_and(count = visits(s, stage)) AS same_visits
FROM (SELECT deal, stage, sum(d), count(d) FROM found JOIN events USING (deal, id) WHERE as_of = '2000-03-01' AND stage IS NOT NULL AND at IS NOT NULL GROUP BY deal, stage) f JOIN (SELECT deal, stage_agg(stage, at, id) AS s FROM events GROUP BY deal) d USING (deal);
-- Per stage, as a report would: mean and median of the visits from plain SQL on the collapsed rows.
SELECT count(*) AS stages, bool_and(f.avg = o.avg AND f.median = o.median AND f.count = o.count) AS same FROM
	(SELECT stage, avg(d), percentile_cont(0.5) WITHIN GROUP (ORDER BY d) AS median, count(d) FROM found JOIN events USING (deal, id) WHERE as_of IS NULL GROUP BY stage) f JOIN
	(SELECT stage, avg(d), percentile_cont(0.5) WITHIN GROUP (ORDER BY d) AS median, count(d) FROM oracle JOIN events USING (deal, id) WHERE as_of IS NULL GROUP BY stage) o USING (stage);

---- 6. Plans and sizes

-- A prepared statement, generic plan included; as_of as a parameter.
PREPARE report (timestamptz) AS SELECT string_agg(coalesce(d::text, '-'), ' | ' ORDER BY id) FROM (SELECT id, stage_duration(stage, at, $1) OVER (PARTITION BY deal ORDER BY at, id) AS d FROM deal_history) v;
SET plan_cache_mode = force_generic_plan;
EXECUTE report ('2024-03-02');
EXECUTE report (NULL);
SET plan_cache_mode = force_custom_plan;
EXECUTE report ('2024-03-03');
RESET plan_cache_mode;
-- A materialized view.
CREATE TABLE stage_duration_history AS TABLE deal_history;
CREATE MATERIALIZED VIEW stage_duration_visits AS SELECT deal, id, stage, stage_duration(stage, at) OVER (PARTITION BY deal ORDER BY at, id) AS d FROM stage_duration_history;
CREATE UNIQUE INDEX ON stage_duration_visits (deal, id);
INSERT INTO stage_duration_history VALUES (1, 8, 'Reopened', '2024-03-04');
REFRESH MATERIALIZED VIEW CONCURRENTLY stage_duration_visits;
SELECT id, stage, d FROM stage_duration_visits WHERE id > 5 ORDER BY id;
DROP MATERIALIZED VIEW stage_duration_visits;
DROP TABLE stage_duration_history;
-- One visit of 100,000 rows, once in memory and once on disk; 100,000 visits; 99,998 NULLs inside a visit; 20,000 partitions.  Each row is looked at once: these would take minutes if it were not.
CREATE TEMP TABLE long AS SELECT g AS id, timestamptz '2020-01-01' + g * interval '1 s' AS at FROM generate_series(1, 100000) g;
SELECT count(d), max(d) = timestamptz '2024-01-01' - timestamptz '2020-01-01 00:00:01' AS whole FROM (SELECT stage_duration('x'::text || (id < 0), at, '2024-01-01') OVER (ORDER BY at, id) AS d FROM long) v;
SET work_mem = '64kB';
SELECT count(d), max(d) = timestamptz '2024-01-01' - timestamptz '2020-01-01 00:00:01' AS whole, max(n) FROM (SELECT stage_duration('x'::text || (id < 0), at, '2024-01-01') OVER w AS d, row_number() OVER w AS n FROM long WINDOW w AS (ORDER BY at, id)) v;
SELECT count(d), min(d), count(DISTINCT d) FROM (SELECT stage_duration(id, at) OVER (ORDER BY at, id) AS d FROM long) v;
RESET work_mem;
SELECT count(d), max(d) FROM (SELECT stage_duration(CASE WHEN id = 1 OR id = 100000 THEN id END, at) OVER (ORDER BY at, id) AS d FROM long) v;
SELECT count(d), min(d), max(d) FROM (SELECT stage_duration(id % 5 / 2, at) OVER (PARTITION BY id / 5 ORDER BY at, id) AS d FROM long) v;
-- BC and far future; a visit of more microseconds than 63 bits is an error, not a wrong number.
SELECT stage_duration(s, t) OVER (ORDER BY t) = timestamptz '200000-01-01' - timestamptz '4713-11-24 BC' AS long FROM (VALUES ('A', timestamptz '4713-11-24 BC'), ('B', '200000-01-01')) v (s, t) ORDER BY t;
SELECT pg_temp.sqlstate_of($$SELECT stage_duration(s, t) OVER (ORDER BY t) FROM (VALUES ('A', timestamptz '4713-11-24 BC'), ('B', '294276-12-31')) v (s, t)$$) AS too_long, pg_temp.sqlstate_of($$SELECT stage_duration('A'::text, timestamptz '4713-11-24 BC', '294276-12-31') OVER ()$$) AS too_long_open;
