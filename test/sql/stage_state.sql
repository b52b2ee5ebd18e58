-- stage_agg_state as a value: splits and rollup, parallel and partition-wise plans, grouping, windows, storage, operators, text.
-- What the accessors say is in stage.sql.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

-- 240 deals: few distinct times (ties), few stages (repeats, re-entries), NULL stages and times, exact duplicates, one-row deals; deal 1 has no eligible row.
CREATE TABLE stage_state_events AS
SELECT deal, row_number() OVER (ORDER BY deal, n) AS id, deal % 3 AS region,
	CASE WHEN deal > 1 AND pg_temp.pick(deal * 1009 + n * 7 + 1, 14) > 0 THEN ('{New,Qual,Prop,Won,new}'::text[])[1 + pg_temp.pick(deal * 1009 + n * 7 + 2, 3 + deal % 3)] END AS stage,
	CASE WHEN pg_temp.pick(deal * 1009 + n * 7 + 3, 14) > 0 THEN timestamptz '1999-12-25' + pg_temp.pick(deal * 1009 + n * 7 + 4, 3 + deal % 40) * interval '17:23:45.678901' END AS at,
	CASE WHEN pg_temp.pick(deal * 1009 + n * 7 + 5, 3) > 0 THEN pg_temp.pick(deal * 1009 + n * 7 + 6, 4) - 2 END AS tb
FROM generate_series(1, 240) deal, generate_series(1, 1 + pg_temp.pick(deal, 24)) n;
CREATE TABLE stage_state_deals AS SELECT deal, region, stage_agg(stage, at, tb) AS s, stage_agg(stage, at) AS plain FROM stage_state_events GROUP BY deal, region;
SELECT count(*) AS deals, count(*) FILTER (WHERE s IS NULL) BETWEEN 1 AND 30 AS some_null, count(DISTINCT s) > 200 AS many FROM stage_state_deals;

---- 1. Splits: any pieces in any order, overlapping ones too

WITH piece AS (SELECT k, deal, pg_temp.pick(id * k, k) AS part, stage_agg(stage, at, tb) AS s FROM stage_state_events, generate_series(1, 7) k GROUP BY k, deal, part),
whole AS (SELECT k, deal, rollup(s) AS plain, rollup(s ORDER BY part) AS forth, rollup(s ORDER BY part DESC) AS back, rollup(DISTINCT s) AS distinct, rollup(s ORDER BY s) AS sorted FROM (SELECT k, deal, part, s FROM piece) p GROUP BY k, deal)
SELECT count(*) = 7 * 240 AS all, count(*) FILTER (WHERE d.s::text IS DISTINCT FROM whole.plain::text OR d.s IS DISTINCT FROM whole.plain) AS plain, count(*) FILTER (WHERE d.s::text IS DISTINCT FROM forth::text) AS forth,
	count(*) FILTER (WHERE d.s::text IS DISTINCT FROM back::text OR d.s IS DISTINCT FROM back) AS back, count(*) FILTER (WHERE d.s IS DISTINCT FROM whole.distinct) AS distinct, count(*) FILTER (WHERE d.s IS DISTINCT FROM sorted) AS sorted FROM whole JOIN stage_state_deals d USING (deal);
-- Pieces of pieces; a piece twice; the whole and a part of it; a NULL piece.
SELECT bool_and(twice IS NOT DISTINCT FROM s) AS twice, bool_and(nested IS NOT DISTINCT FROM s) AS nested FROM stage_state_deals JOIN
	(SELECT deal, rollup(p) AS nested FROM (SELECT deal, id % 3, rollup(p) AS p FROM (SELECT deal, id, stage_agg(stage, at, tb) AS p FROM stage_state_events GROUP BY deal, id) a GROUP BY deal, id % 3) b GROUP BY deal) c USING (deal) JOIN
	(SELECT deal, rollup(p) AS twice FROM (SELECT deal, s AS p FROM stage_state_deals UNION ALL SELECT deal, s FROM stage_state_deals UNION ALL SELECT deal, stage_agg(stage, at, tb) FROM stage_state_events WHERE id % 2 = 0 GROUP BY deal UNION ALL SELECT deal, NULL FROM stage_state_deals) a GROUP BY deal) d USING (deal);
-- Accessors of a rollup are those of the whole; a visit that two pieces share is one visit.
SELECT visits(rollup(s), 'A'), duration_in(rollup(s), 'A'), current_stage(rollup(s)) FROM
	(SELECT n, stage_agg(stage, at) AS s FROM (VALUES (1, 'A', date '2024-01-03'), (2, NULL, NULL), (3, 'B', '2024-01-09'), (4, 'A', '2024-01-01'), (5, 'A', '2024-01-03')) v (n, stage, at) GROUP BY n) d;
-- A piece with a tie-breaker and one without: both rows are kept, the untied one last.
SELECT t.stage, visits(s, t.stage), current_stage(s) FROM (SELECT rollup(s) AS s FROM (SELECT stage_agg('B', date '2024-01-01', 1) AS s UNION ALL SELECT stage_agg('A', date '2024-01-01', 2) UNION ALL SELECT stage_agg('B', date '2024-01-01')) p) d, stage_timeline(s) WITH ORDINALITY t (stage, entered_at, exited_at, duration, n) ORDER BY n;
SELECT rollup(s) IS NULL AS of_nulls FROM (VALUES (NULL::stage_agg_state), (NULL)) v (s);

---- 2. Parallel and partition-wise plans give the same bytes

CREATE TABLE stage_state_parts (LIKE stage_state_events) PARTITION BY HASH (id);
CREATE TABLE stage_state_parts_0 PARTITION OF stage_state_parts FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE stage_state_parts_1 PARTITION OF stage_state_parts FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE stage_state_parts_2 PARTITION OF stage_state_parts FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO stage_state_parts TABLE stage_state_events;
ANALYZE stage_state_events;
ANALYZE stage_state_parts;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has(q, 'Partial .*Aggregate') AND pg_temp.plan_has(q, 'Gather') AS partial FROM (VALUES ('SELECT deal, stage_agg(stage, at, tb) FROM stage_state_events GROUP BY deal'), ('SELECT stage_agg(stage, at) FROM stage_state_events'),
	('SELECT deal, stage_agg(stage, at, tb), stage_agg(stage, at) FROM stage_state_parts GROUP BY deal')) v (q);
CREATE TEMP TABLE parallel_found AS SELECT deal, stage_agg(stage, at, tb) AS s, stage_agg(stage, at) AS plain FROM stage_state_events GROUP BY deal;
CREATE TEMP TABLE parts_found AS SELECT deal, stage_agg(stage, at, tb) AS s, stage_agg(stage, at) AS plain FROM stage_state_parts GROUP BY deal;
CREATE TEMP TABLE one_found AS SELECT stage_agg(stage, at, tb) AS s, visits(stage_agg(stage, at), 'New') FROM stage_state_events;
CREATE TEMP TABLE rollup_found AS SELECT rollup(s) AS s FROM stage_state_deals;
SET max_parallel_workers_per_gather = 0;
SELECT pg_temp.plan_has('SELECT deal, stage_agg(stage, at, tb) FROM stage_state_parts GROUP BY deal', 'Partial .*Aggregate') AS partial;
CREATE TEMP TABLE partwise_found AS SELECT deal, stage_agg(stage, at, tb) AS s, stage_agg(stage, at) AS plain FROM stage_state_parts GROUP BY deal;
SET enable_partitionwise_aggregate = off;
SELECT name, count(*) AS deals, count(*) FILTER (WHERE f.s::text IS DISTINCT FROM d.s::text OR f.s IS DISTINCT FROM d.s OR f.plain::text IS DISTINCT FROM d.plain::text) AS different
FROM (SELECT 'parallel' AS name, * FROM parallel_found UNION ALL SELECT 'parallel partitions', * FROM parts_found UNION ALL SELECT 'partition-wise', * FROM partwise_found) f JOIN stage_state_deals d USING (deal) GROUP BY name ORDER BY name;
SELECT o.s::text = r.s::text AS rollup, o.s::text = (SELECT stage_agg(stage, at, tb)::text FROM stage_state_events) AS serial, o.visits = (SELECT visits(stage_agg(stage, at), 'New') FROM stage_state_events) AS visits FROM one_found o, rollup_found r;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET enable_partitionwise_aggregate;

---- 3. FILTER, GROUPING SETS, windows

-- Temporary tables: many small queries need no workers.
CREATE TEMP TABLE events AS TABLE stage_state_events;
CREATE TEMP TABLE deals AS TABLE stage_state_deals;
SELECT bool_and(f IS NOT DISTINCT FROM w) AS filter FROM (SELECT deal, stage_agg(stage, at, tb) FILTER (WHERE stage <> 'Qual') AS f FROM events GROUP BY deal) a LEFT JOIN (SELECT deal, stage_agg(stage, at, tb) AS w FROM events WHERE stage <> 'Qual' GROUP BY deal) b USING (deal);
SELECT grouping, count(*), bool_and(s IS NOT DISTINCT FROM wanted) AS same FROM (SELECT grouping(region, deal), region, deal, stage_agg(stage, at, tb) AS s FROM events GROUP BY GROUPING SETS ((region, deal), (region), ())) g,
	LATERAL (SELECT rollup(d.s) AS wanted FROM deals d WHERE (g.deal IS NULL OR d.deal = g.deal) AND (g.region IS NULL OR d.region = g.region)) w GROUP BY grouping ORDER BY grouping;
-- Frames: growing, sliding (without inverse transition), possibly empty, a whole partition; each recomputed from its rows.
CREATE TEMP TABLE numbered AS SELECT *, row_number() OVER (PARTITION BY deal ORDER BY id) AS n FROM events WHERE deal <= 80;
SELECT count(*) > 800 AS enough, count(*) FILTER (WHERE grow IS DISTINCT FROM (SELECT stage_agg(stage, at, tb) FROM numbered b WHERE b.deal = a.deal AND b.n <= a.n)) AS growing,
	count(*) FILTER (WHERE slide IS DISTINCT FROM (SELECT stage_agg(stage, at, tb) FROM numbered b WHERE b.deal = a.deal AND b.n BETWEEN a.n - 2 AND a.n + 1)) AS sliding,
	count(*) FILTER (WHERE behind IS DISTINCT FROM (SELECT rollup(s) FROM (SELECT stage_agg(stage, at) AS s FROM numbered b WHERE b.deal = a.deal AND b.n BETWEEN a.n - 4 AND a.n - 3) c)) AS behind, count(*) FILTER (WHERE n <= 3 AND behind IS NOT NULL) AS empty_not_null,
	count(*) FILTER (WHERE "all" IS DISTINCT FROM (SELECT s FROM deals d WHERE d.deal = a.deal)) AS partition,
	count(*) FILTER (WHERE now IS DISTINCT FROM current_stage(grow)) AS accessor
FROM (SELECT deal, n, stage_agg(stage, at, tb) OVER w AS grow, current_stage(stage_agg(stage, at, tb) OVER w) AS now, stage_agg(stage, at, tb) OVER (w ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS slide, stage_agg(stage, at) OVER (w ROWS BETWEEN 4 PRECEDING AND 3 PRECEDING) AS behind,
	stage_agg(stage, at, tb) OVER (PARTITION BY deal) AS "all" FROM numbered WINDOW w AS (PARTITION BY deal ORDER BY n)) a;
SELECT bool_and(r IS NOT DISTINCT FROM (SELECT rollup(s) FROM deals b WHERE b.deal BETWEEN a.deal - 3 AND a.deal)) AS rollup FROM (SELECT deal, rollup(s) OVER (ORDER BY deal ROWS 3 PRECEDING) AS r FROM deals) a WHERE deal % 5 = 0;
-- The accessor of the aggregate is the accessor of the stored state.
SELECT bool_and((duration_in(a.s, 'New', now()), visits(a.s, 'New'), a.c, a.r) IS NOT DISTINCT FROM (duration_in(d.s, 'New', now()), visits(d.s, 'New'), current_stage(d.s), reached_in_order(d.s, '{New,Qual}'))) AS same
FROM (SELECT deal, stage_agg(stage, at, tb) AS s, current_stage(stage_agg(stage, at, tb)) AS c, reached_in_order(stage_agg(stage, at, tb), '{New,Qual}') AS r FROM events GROUP BY deal) a JOIN deals d USING (deal);

---- 4. Storage and operators

-- Stored states (short headers, and toasted long ones) equal fresh ones, through text and, unless they are long, through jsonb, too: that is PostgreSQL's, and under valgrind takes hours.
CREATE TABLE stage_state_long AS SELECT stage_agg('stage ' || g % 7, timestamptz '2024-01-01' + g * g % 9973 * interval '1 hour', g) AS s FROM generate_series(1, 20000) g;
SELECT (SELECT s FROM stage_state_long) = stage_agg('stage ' || g % 7, timestamptz '2024-01-01' + g * g % 9973 * interval '1 hour', g) AS long, (SELECT bool_and(s::text::stage_agg_state = s) FROM stage_state_long) AS long_text FROM generate_series(20000, 1, -1) g;
SELECT bool_and(s::text::stage_agg_state = s AND s::text::stage_agg_state::text = s::text) AS text, bool_and(s::jsonb::text::stage_agg_state = s AND jsonb(s) = s::jsonb AND s::text::jsonb = s::jsonb) AS jsonb, bool_and(plain::text::stage_agg_state = plain) AS plain, min(pg_column_size(s)) < 126 AS short_headers FROM stage_state_deals;
-- The content is readable.
SELECT s, s::jsonb -> 'rows' -> 0 ->> 'at' AS first FROM (SELECT stage_agg(stage, at, tb) AS s FROM (VALUES ('Won', timestamptz '2024-01-05 10:00+02', NULL), ('New', '0044-03-15 BC', 7), ('New', '2024-01-05 08:00:00.5+00', -1)) v (stage, at, tb)) d;
-- Any character, in the stage and so in the text: quotes, backslashes, control characters, braces.
SELECT bool_and(s::text::stage_agg_state = s AND s::jsonb::text::stage_agg_state = s AND current_stage(s::text::stage_agg_state) = stage) AS any_character, count(*) FROM (SELECT stage, stage_agg(stage, date '2024-01-01') AS s FROM
	(SELECT chr(g) AS stage FROM generate_series(1, 127) g UNION ALL SELECT 'x"' || chr(g) || '\' FROM generate_series(1, 127) g UNION ALL VALUES (''), ('\u0041'), ('{"a": [1, "}"]}'), ('null')) c GROUP BY stage) d;
-- Equality, order, hash: sort, distinct, merge and hash join agree with the text.
SELECT count(DISTINCT s) = count(DISTINCT s::text) AS distinct, (SELECT count(*) FROM (SELECT s FROM stage_state_deals WHERE s IS NOT NULL GROUP BY s) g) = count(DISTINCT s::text) AS grouped FROM stage_state_deals;
SELECT count(*) FILTER (WHERE (a.s = b.s) <> (a.s::text = b.s::text) OR (a.s <> b.s) = (a.s = b.s) OR (a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int <> 1 OR (a.s <= b.s) <> (a.s < b.s OR a.s = b.s) OR (a.s >= b.s) <> (a.s > b.s OR a.s = b.s) OR (a.s < b.s) <> (b.s > a.s)) AS wrong
FROM deals a, deals b WHERE a.deal < 60 AND b.deal < 60;
CREATE UNIQUE INDEX stage_state_unique ON stage_state_deals (s, deal);
SELECT count(*) FROM stage_state_deals a JOIN stage_state_deals b USING (s, deal);
-- A materialized view of states, refreshed concurrently, then queried.
CREATE MATERIALIZED VIEW stage_state_view AS SELECT deal, stage_agg(stage, at, tb) AS s FROM stage_state_events GROUP BY deal;
CREATE UNIQUE INDEX ON stage_state_view (deal);
INSERT INTO stage_state_events VALUES (2, 0, 2, 'Lost', '2001-01-01', NULL);
REFRESH MATERIALIZED VIEW CONCURRENTLY stage_state_view;
SELECT count(*) FILTER (WHERE v.s IS DISTINCT FROM d.s) AS changed, bool_or(current_stage(v.s) = 'Lost') AS new, count(*) FILTER (WHERE v.s IS DISTINCT FROM (SELECT rollup(p) FROM (VALUES (d.s), (CASE deal WHEN 2 THEN (SELECT stage_agg('Lost', timestamptz '2001-01-01')) END)) x (p))) AS not_merged
FROM stage_state_view v JOIN deals d USING (deal) GROUP BY deal = 2 ORDER BY 1;
DROP MATERIALIZED VIEW stage_state_view;
DROP TABLE stage_state_events, stage_state_deals, stage_state_parts, stage_state_long;

---- 5. Malformed text

SET max_parallel_workers_per_gather = 0; -- thousands of small queries
CREATE FUNCTION pg_temp.parse(input text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE WHEN input::stage_agg_state::text::stage_agg_state = input::stage_agg_state THEN 'accepted' ELSE 'not the same' END;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
-- Members in any order and white space are fine, everything else is refused.  $ stands for a good row of stage 0.
SELECT pg_temp.parse(replace(input, '$', '{"at": "2024-01-01T00:00:00Z", "stage": 0, "tiebreak": null}')), left(input, 120) AS input FROM unnest(ARRAY[
	'{"version": 1, "stages": ["A"], "rows": [$]}', ' { "rows" : [$] , "version":1,"stages":["A"]} ', '', ' ', 'null', '{}', '[]', '1', '{"version": 1}', '{"version": 1, "stages": ["A"]}', '{"version": 1, "stages": ["A"], "rows": [$]} x', '{"version": 1, "stages": ["A"], "rows": [$]',
	'{"version": 0, "stages": ["A"], "rows": [$]}', '{"version": 2, "stages": ["A"], "rows": [$]}', '{"version": 257, "stages": ["A"], "rows": [$]}', '{"version": -1, "stages": ["A"], "rows": [$]}', '{"version": "1", "stages": ["A"], "rows": [$]}', '{"stages": ["A"], "rows": [$]}',
	'{"version": 1, "version": 1, "stages": ["A"], "rows": [$]}', '{"version": 1, "stages": ["A"], "rows": [$], "rows": [$]}', '{"version": 1, "stages": ["A"], "rows": [$], "more": 1}', '{"version": 1, "stages": "A", "rows": [$]}', '{"version": 1, "stages": [A], "rows": [$]}',
	'{"version": 1, "stages": [null], "rows": [$]}', '{"version": 1, "stages": ["A"], "rows": $}', '{"version": 1, "stages": ["A"], "rows": null}', '{"version": 1, "stages": ["A", "A"], "rows": [$]}', '{"version": 1, "stages": ["A", "B"], "rows": [$]}', '{"version": 1, "stages": ["A"], "rows": []}',
	'{"version": 1, "stages": [], "rows": [$]}', '{"version": 1, "stages": ["A"], "rows": [$, $]}', '{"version": 1, "stages": ["A"], "rows": [$,]}', '{"version": 1, "stages": ["A",], "rows": [$]}', '{"version": 1, "stages": ["A\u0000"], "rows": [$]}', '{"version": 1, "stages": ["A\x"], "rows": [$]}', '{"version": 1, "stages": ["A], "rows": [$]}',
	'{"version": 1, "stages": ["B", "A"], "rows": [$, {"at": "2024-01-02T00:00:00Z", "stage": 1, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [$, {"at": "2023-12-31T00:00:00Z", "stage": 0, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [$, {"at": "2024-01-01T00:00:00Z", "stage": 0, "tiebreak": 5}]}',
	'{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 0, "tiebreak": 5}, $]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 0}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": null, "stage": 0, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "infinity", "stage": 0, "tiebreak": null}]}',
	'{"version": 1, "stages": ["A"], "rows": [{"at": "+294277-01-01T00:00:00Z", "stage": 0, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-02-30T00:00:00Z", "stage": 0, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00+01", "stage": 0, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": 757382400, "stage": 0, "tiebreak": null}]}',
	'{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 1, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": -1, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 4294967296, "tiebreak": null}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 0.5, "tiebreak": null}]}',
	'{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 0, "tiebreak": 9223372036854775808}]}', '{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 0, "tiebreak": 1e3}]}', repeat('[', 100), repeat('{"version": ', 50)]) WITH ORDINALITY a (input, n) ORDER BY n;
-- The message names the type, the hint the remedy.
SELECT pg_temp.error_of($$SELECT '{"version": 1, "stages": ["A"]}'::stage_agg_state$$);
-- Every proper prefix of a text is refused; every change of one character is refused or means another state that round-trips.
WITH good AS (SELECT stage_agg(stage, at, tb)::text AS t FROM (VALUES ('Won "x"\', timestamptz '2024-01-05 10:00+02', NULL), ('New', '0044-03-15 BC', 7), ('New', '2024-01-05 08:00:00.5+00', -1)) v (stage, at, tb))
SELECT (SELECT string_agg(DISTINCT pg_temp.parse(left(t, n)), ' ') FROM generate_series(0, length(t) - 1) n) AS prefixes, (SELECT string_agg(DISTINCT p, ' ' ORDER BY p) FROM generate_series(1, length(t)) n, unnest(ARRAY['0', '9', '-', '"', 'x', '\', '}', '']) c, LATERAL (SELECT pg_temp.parse(overlay(t PLACING c FROM n FOR 1)) AS p) q) AS changes FROM good;
-- An empty state, which no aggregate returns, merges as nothing.
SELECT pg_temp.parse(e::text), rollup(e) IS NULL AS rollup, visits(e, 'A'), current_stage(e), reached(e, 'A'), reached_in_order(e, '{A}'), time_in_current_stage(e, '2024-01-01') FROM (VALUES ('{"version": 1, "stages": [], "rows": []}'::stage_agg_state)) v (e) GROUP BY e;
