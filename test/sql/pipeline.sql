-- pipeline_agg in all its forms, its rollup, stages(), transitions() and percentile().
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

---- 1. The example of doc/reference/stage.md, checked by hand

CREATE TABLE pipeline_example (id bigint, deal int, stage text, entered_at timestamptz);
INSERT INTO pipeline_example VALUES
	(1, 1, 'Discovery',   '2024-01-01'), (2, 2, 'Discovery',   '2024-01-03'), (3, 3, 'Discovery',   '2024-01-10'), (4,  2, 'Proposal',    '2024-01-13'),
	(5, 1, 'Proposal',    '2024-01-15'), (6, 1, 'Proposal',    '2024-01-21'), (7, 2, 'Negotiation', '2024-01-23'), (8,  1, 'Negotiation', '2024-01-29'),
	(9, 2, 'Closed Won',  '2024-02-02'), (10, 1, 'Proposal',   '2024-02-05'), (11, 3, 'Negotiation', '2024-02-09'), (12, 1, 'Negotiation', '2024-02-12'),
	(13, 1, 'Closed Lost', '2024-03-01');
CREATE TEMP VIEW example AS SELECT pipeline_agg(deal, stage, entered_at) AS open, pipeline_agg(deal, stage, entered_at, '2024-03-10') AS until_10_march FROM pipeline_example;
-- Discovery 14, 10 and 30 days; Proposal 14, 7 and 10; Negotiation 7, 18, 10 and one open; the closing stages open.
SELECT stage, deals, visits, open_visits AS open, total_time, mean_time, round(extract(epoch FROM median_time) / 86400) AS median, round(extract(epoch FROM p90_time) / 86400) AS p90 FROM example, stages(open);
SELECT from_stage, to_stage, moves, round(share, 4) AS share FROM example, transitions(open);
-- Until 10 March: Closed Lost 9 days, Closed Won 37, Negotiation 30 more; nothing else changes.
SELECT a.stage, a.open_visits = b.open_visits AS open, a.total_time - b.total_time AS more, a.total_time, a.mean_time FROM example, stages(until_10_march) a LEFT JOIN LATERAL stages(open) b USING (stage);
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS moves_differ FROM example, LATERAL (SELECT a, b FROM transitions(until_10_march) a FULL JOIN transitions(open) b USING (from_stage, to_stage, moves) WHERE to_stage IS NOT NULL) x;
SELECT round(extract(epoch FROM percentile(open, 'Negotiation', 0.5)) / 86400) AS negotiation, percentile(open, 'Discovery', 0) AS fastest, percentile(open, 'Discovery', 1) AS slowest,
	percentile(open, 'Closed Won', 0.5) AS never_ended, percentile(until_10_march, 'Closed Won', 0.5) AS until_10_march, percentile(open, 'closed won', 0.5) AS unknown, percentile(open, NULL, 0.5) AS of_null, percentile(open, 'Discovery', NULL) AS no_fraction FROM example;

---- 2. Against plain SQL

-- 400 deals: few distinct times (ties), few stages (repeats, re-entries), NULL deals, stages and times, exact duplicates, deals of one row; in no order.
CREATE TABLE pipeline_events AS
SELECT id, deal, stage, at, abs(deal) % 4 AS region, 'D-' || deal AS short, 'a deal with a name of more than 15 bytes ' || deal AS long, md5(deal::text)::uuid AS uuid, at::timestamp AS local, at::date AS day
FROM (SELECT row_number() OVER (ORDER BY pg_temp.pick(d * 131 + n, 1000), d, n) AS id, nullif(d - 200, 0)::bigint AS deal,
		CASE WHEN pg_temp.pick(d * 1009 + n * 7 + 1, 14) > 0 THEN ('{New,Qual,Prop,Won,new,""}'::text[])[1 + pg_temp.pick(d * 1009 + n * 7 + 2, 3 + d % 4)] END AS stage,
		CASE WHEN pg_temp.pick(d * 1009 + n * 7 + 3, 14) > 0 THEN timestamptz '1999-12-25' + pg_temp.pick(d * 1009 + n * 7 + 4, 3 + d % 40) * interval '17:23:45.678901' END AS at
	FROM generate_series(1, 400) d, generate_series(1, 1 + pg_temp.pick(d, 24)) n) e;
INSERT INTO pipeline_events SELECT id + 100000, deal, stage, at, region, short, long, uuid, local, day FROM pipeline_events WHERE id % 10 = 0;
SELECT count(*) > 4000 AS enough, count(*) FILTER (WHERE deal IS NULL) > 0 AS null_deals, count(*) FILTER (WHERE stage IS NULL) > 0 AS null_stages, count(*) FILTER (WHERE at IS NULL) > 0 AS null_times,
	count(*) > count(DISTINCT (deal, stage, at)) AS duplicates, count(DISTINCT (deal, at, stage)) > count(DISTINCT (deal, at)) + 500 AS ties FROM pipeline_events;
SELECT count(*) > 5 AS deals_of_one_row FROM (SELECT deal FROM pipeline_events GROUP BY deal HAVING count(*) = 1) x;

-- What is right, from the rows (deal, stage, at) of a query: visits, first those that plain SQL finds when repeated rows have been dropped.
CREATE FUNCTION pg_temp.make_truth(source text, as_of timestamptz DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DROP TABLE IF EXISTS visit;
	EXECUTE format($q$
		CREATE TEMP TABLE visit AS
		SELECT deal, stage, next, next IS NULL AS open, 1000000 * extract(epoch FROM coalesce(until, CASE WHEN %L::timestamptz >= at THEN %1$L::timestamptz END) - at) AS us
		FROM (SELECT deal, stage, at, lead(stage) OVER w AS next, lead(at) OVER w AS until
			FROM (SELECT deal, stage, at, lag(stage) OVER (PARTITION BY deal ORDER BY at, stage COLLATE "C") AS before FROM (%s) s WHERE deal IS NOT NULL AND stage IS NOT NULL AND at IS NOT NULL) r
			WHERE before IS DISTINCT FROM stage WINDOW w AS (PARTITION BY deal ORDER BY at, stage COLLATE "C")) v$q$, as_of, source);
END $$;
-- What a state says of them: numbers of stages and moves, and of those that are wrong.
CREATE FUNCTION pg_temp.against_truth(s pipeline_agg_state, source text, as_of timestamptz DEFAULT NULL) RETURNS TABLE (stages bigint, wrong bigint, bad_percentiles bigint, moves bigint, wrong_moves bigint, bad_shares bigint, in_order boolean) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_temp.make_truth(source, as_of);
	RETURN QUERY
	WITH t AS (SELECT v.stage, count(DISTINCT v.deal) AS deals, count(*) AS visits, count(*) FILTER (WHERE v.open) AS open_visits, sum(us) AS total, round(avg(us)) AS mean, min(us) AS least, max(us) AS most,
			percentile_cont('{0,0.01,0.25,0.5,0.77,0.9,0.999,1}'::float8[]) WITHIN GROUP (ORDER BY us::float8) AS p FROM visit v GROUP BY v.stage),
		o AS (SELECT *, 1000000 * extract(epoch FROM total_time) AS total_us, 1000000 * extract(epoch FROM mean_time) AS mean_us,
			ARRAY(SELECT (1000000 * extract(epoch FROM percentile(s, x.stage, f)))::float8 FROM unnest('{0,0.01,0.25,0.5,0.77,0.9,0.999,1}'::float8[]) WITH ORDINALITY u (f, i) ORDER BY i) AS got FROM stages(s) WITH ORDINALITY x),
		a AS (SELECT v.stage, v.next, count(*) AS n, count(*) / sum(count(*)) OVER (PARTITION BY v.stage) AS part FROM visit v GROUP BY v.stage, v.next),
		b AS (SELECT * FROM transitions(s) WITH ORDINALITY y)
	SELECT (SELECT count(*) FROM o), (SELECT count(*) FROM t FULL JOIN o USING (stage) WHERE (t.deals, t.visits, t.open_visits, total, mean) IS DISTINCT FROM (o.deals, o.visits, o.open_visits, total_us, mean_us)),
		(SELECT count(*) FROM t JOIN o USING (stage) WHERE p IS NULL <> (got[4] IS NULL) OR p[1] <> got[1] OR p[8] <> got[8] OR (1000000 * extract(epoch FROM median_time))::float8 <> got[4] OR (1000000 * extract(epoch FROM p90_time))::float8 <> got[6] OR
			EXISTS (SELECT 1 FROM unnest(p, got) u (want, have) WHERE abs(have - want) > 0.01 * want + 1 OR have < least OR have > most)),
		(SELECT count(*) FROM b), (SELECT count(*) FROM a FULL JOIN b ON (a.stage, coalesce(a.next, '-')) = (b.from_stage, coalesce(b.to_stage, '-')) WHERE (a.stage, a.next, n) IS DISTINCT FROM (from_stage, to_stage, b.moves) OR abs(share - part) > 1e-15),
		(SELECT count(*) FROM (SELECT from_stage FROM b GROUP BY from_stage HAVING abs(sum(share) - 1) > 1e-12) x),
		(SELECT array_agg(o.stage ORDER BY ordinality) = array_agg(o.stage ORDER BY o.stage COLLATE "C") FROM o) AND
		(SELECT array_agg(ordinality ORDER BY ordinality) = array_agg(ordinality ORDER BY from_stage COLLATE "C", to_stage COLLATE "C" NULLS LAST) FROM b);
END $$;

SELECT f.* FROM (SELECT pipeline_agg(deal, stage, at) AS s FROM pipeline_events) x, pg_temp.against_truth(s, 'TABLE pipeline_events') f;
-- as_of before, at the start of, within, at the end of and after the histories; NULL.
CREATE TEMP TABLE as_ofs AS SELECT as_of, (SELECT pipeline_agg(deal, stage, at, as_of) FROM pipeline_events) AS s
	FROM unnest('{1990-01-01, 1999-12-25, 2000-01-03 02:03:04.000005, 2000-01-22 03:24:46.439059, 2001-01-01}'::timestamptz[]) as_of;
SELECT as_of > '2000-01-01' AS later, f.* FROM as_ofs, pg_temp.against_truth(s, 'TABLE pipeline_events', as_of) f ORDER BY as_of;
SELECT pipeline_agg(deal, stage, at) = pipeline_agg(deal, stage, at, NULL) AS null_is_none, pipeline_agg(deal, stage, at)::text = pipeline_agg(deal, stage, at, NULL)::text AS same_bytes FROM pipeline_events;
-- Before everything: no open visit has a length, completed visits keep theirs, and the counts are the same; yet the state says until when.
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS different, bool_and(x.s <> y.s) AS other_state FROM as_ofs x, (SELECT pipeline_agg(deal, stage, at) AS s FROM pipeline_events) y, LATERAL (SELECT a, b FROM stages(x.s) a FULL JOIN stages(y.s) b USING (stage)) z WHERE as_of < '1999-01-01';
SELECT stage, visits, open_visits, total_time FROM (SELECT pipeline_agg(1, stage, at, '2024-01-05') AS s FROM (VALUES ('A', timestamptz '2024-01-01'), ('B', '2024-01-06')) v (stage, at)) x, stages(s);

---- 3. Keys and times

-- The same numbers whatever type the key has; text keys in full or by digest.
CREATE TEMP TABLE keyed AS SELECT pipeline_agg(deal, stage, at) AS bigint, pipeline_agg(uuid, stage, at) AS uuid, pipeline_agg(short, stage, at) AS short, pipeline_agg(long, stage, at) AS long, pipeline_agg(short::varchar(9), stage::varchar(9), at) AS varchar,
	pipeline_agg(deal::int, stage, at) AS integer, pipeline_agg(deal::smallint, stage, at) AS smallint, pipeline_agg(deal, stage, at, '2000-01-05') AS until, pipeline_agg(uuid, stage, at, '2000-01-05') AS uuid_until, pipeline_agg(long, stage, at, '2000-01-05') AS long_until FROM pipeline_events;
CREATE FUNCTION pg_temp.shown(s pipeline_agg_state) RETURNS text LANGUAGE sql AS $$ SELECT (SELECT string_agg(a::text, ';') FROM stages(s) a) || '|' || (SELECT string_agg(b::text, ';') FROM transitions(s) b) $$;
SELECT pg_temp.shown(bigint) = pg_temp.shown(uuid) AS uuid, pg_temp.shown(bigint) = pg_temp.shown(short) AS short, pg_temp.shown(bigint) = pg_temp.shown(long) AS long, pg_temp.shown(bigint) = pg_temp.shown(varchar) AS varchar, short = varchar AS same_state, bigint = integer AS integer, bigint = smallint AS smallint,
	pg_temp.shown(until) = pg_temp.shown(uuid_until) AND pg_temp.shown(until) = pg_temp.shown(long_until) AND pg_temp.shown(until) <> pg_temp.shown(bigint) AS until, bigint <> uuid AS type_kept FROM keyed;
-- Keys at the limits of their types, and texts that differ in their last byte only.
SELECT (SELECT deals FROM stages(pipeline_agg(k, 'A', timestamptz '2024-01-01'))) AS bigint FROM (VALUES (9223372036854775807), (-9223372036854775808), (0), (-1), (0)) v (k);
SELECT (SELECT deals FROM stages(pipeline_agg(k, 'A', timestamptz '2024-01-01'))) AS uuid FROM (VALUES (uuid '00000000-0000-0000-0000-000000000000'), ('ffffffff-ffff-ffff-ffff-ffffffffffff'), ('00000000-0000-0000-0000-000000000000'), ('00000000-0000-0000-0000-000000000001')) v (k);
SELECT (SELECT deals FROM stages(pipeline_agg(k, 'A', timestamptz '2024-01-01'))) AS text FROM (VALUES (''), ('a'), ('A'), ('a '), (''), (repeat('x', 15)), (repeat('x', 16)), (repeat('x', 16) || 'y'), (repeat('x', 16) || 'z'), (repeat('x', 16)), ('#')) v (k);

-- date and timestamp are UTC, whatever the session thinks.
CREATE FUNCTION pg_temp.of_times() RETURNS TABLE (local boolean, local_until boolean, day boolean, day_until boolean, uuid boolean, text boolean) LANGUAGE sql AS $$
	SELECT pipeline_agg(deal, stage, local) = pipeline_agg(deal, stage, u), pipeline_agg(deal, stage, local, timestamp '2000-01-05 06:07') = pipeline_agg(deal, stage, u, timestamptz '2000-01-05 06:07Z'),
		pipeline_agg(deal, stage, day) = pipeline_agg(deal, stage, d), pipeline_agg(deal, stage, day, date '2000-01-05') = pipeline_agg(deal, stage, d, timestamptz '2000-01-05Z'),
		pipeline_agg(uuid, stage, local) = pipeline_agg(uuid, stage, u) AND pipeline_agg(uuid, stage, day, '2000-01-05') = pipeline_agg(uuid, stage, d, '2000-01-05Z') AND pipeline_agg(uuid, stage, local, '2000-01-05') = pipeline_agg(uuid, stage, u, '2000-01-05Z'),
		pipeline_agg(long, stage, local) = pipeline_agg(long, stage, u) AND pipeline_agg(long, stage, day, '2000-01-05') = pipeline_agg(long, stage, d, '2000-01-05Z') AND pipeline_agg(long, stage, day) = pipeline_agg(long, stage, d)
	FROM (SELECT *, local AT TIME ZONE 'UTC' AS u, day::timestamp AT TIME ZONE 'UTC' AS d FROM pipeline_events) e $$;
SELECT * FROM pg_temp.of_times();
SET timezone = 'Asia/Tokyo';
SELECT * FROM pg_temp.of_times();
SET timezone = 'UTC';

---- 4. From per-deal states

-- Without ties the two forms agree, byte for byte but for the type of the keys, which per-deal states do not know.
CREATE TEMP TABLE untied AS SELECT deal, id, stage, at + (id % 1000) * interval '1 millisecond' + id / 1000 * interval '1 microsecond' AS at FROM pipeline_events;
SELECT count(*) = count(DISTINCT (deal, at)) AS no_ties FROM untied WHERE deal IS NOT NULL AND at IS NOT NULL AND stage IS NOT NULL;
SELECT pg_temp.shown(raw) = pg_temp.shown(two_level) AS same, replace(raw::text, '"deals": "bigint"', '"deals": null') = two_level::text AS same_text, pg_temp.shown(raw_until) = pg_temp.shown(two_level_until) AS same_until, two_level = with_null AS null_as_of
FROM (SELECT pipeline_agg(deal, stage, at) AS raw, pipeline_agg(deal, stage, at, '2000-01-05') AS raw_until FROM untied) a,
	(SELECT pipeline_agg(s) AS two_level, pipeline_agg(s, '2000-01-05') AS two_level_until, pipeline_agg(s, NULL) AS with_null FROM (SELECT stage_agg(stage, at, id) AS s FROM untied WHERE deal IS NOT NULL GROUP BY deal) d) b;
-- With ties, but without tie-breakers, too.
SELECT pg_temp.shown(raw) = pg_temp.shown(two_level) AS same FROM (SELECT pipeline_agg(deal, stage, at, '2000-01-05') AS raw FROM pipeline_events) a, (SELECT pipeline_agg(s, '2000-01-05') AS two_level FROM (SELECT stage_agg(stage, at) AS s FROM pipeline_events WHERE deal IS NOT NULL GROUP BY deal) d) b;
-- A bulk update closed the deal and an import put it back into Proposal, all at one instant: only the ids know where it is.
CREATE TEMP TABLE bulk AS SELECT * FROM (VALUES (1, 7, 'New', timestamptz '2024-01-01'), (2, 7, 'Won', '2024-01-03'), (3, 7, 'Lost', '2024-01-03'), (4, 7, 'Proposal', '2024-01-03')) v (id, deal, stage, at);
SELECT 'raw' AS form, t.* FROM (SELECT pipeline_agg(deal, stage, at) AS s FROM bulk) x, transitions(s) t UNION ALL
SELECT 'two levels', t.* FROM (SELECT pipeline_agg(s) AS s FROM (SELECT stage_agg(stage, at, id) AS s FROM bulk GROUP BY deal) d) x, transitions(s) t;
-- Against window SQL whose order has the tie-breaker: microseconds put the rows of one instant in the order of their ids.
CREATE TEMP TABLE two_level AS SELECT pipeline_agg(s) AS s FROM (SELECT deal, stage_agg(stage, at, id) AS s FROM pipeline_events WHERE deal IS NOT NULL GROUP BY deal) d;
SELECT wrong_moves, bad_shares, in_order FROM two_level, pg_temp.against_truth(s, $$SELECT deal, stage, at + rank * interval '1 microsecond' AS at FROM (SELECT deal, stage, at, rank() OVER (PARTITION BY deal, at ORDER BY id) AS rank FROM pipeline_events WHERE stage IS NOT NULL) e$$);
SELECT count(*), count(*) FILTER (WHERE (o.deals, o.visits, o.open_visits) IS DISTINCT FROM (t.deals, t.visits, t.open)) AS wrong, count(*) FILTER (WHERE o.visits <> raw.visits) AS not_as_raw
FROM two_level x, LATERAL stages(s) o JOIN (SELECT stage, count(*) AS visits, count(DISTINCT deal) AS deals, count(*) FILTER (WHERE open) AS open FROM visit GROUP BY stage) t USING (stage) JOIN (SELECT o.* FROM (SELECT pipeline_agg(deal, stage, at) AS s FROM pipeline_events) y, stages(s) o) raw USING (stage);
-- NULL and empty states are skipped.
SELECT (SELECT sum(deals) FROM stages(pipeline_agg(s))) AS deals, (SELECT sum(deals) FROM stages(pipeline_agg(s, '2024-01-01'))) AS with_as_of FROM (VALUES (NULL), ('{"version": 1, "stages": [], "rows": []}'::stage_agg_state), ('{"version": 1, "stages": ["A"], "rows": [{"at": "2024-01-01T00:00:00Z", "stage": 0, "tiebreak": null}]}')) v (s);

---- 5. Nothing, and errors

SELECT pipeline_agg(d, s, t) AS bigint, pipeline_agg(d::text, s, t, t) AS text, pipeline_agg(NULL::stage_agg_state) AS states, rollup(NULL::pipeline_agg_state) AS rollup FROM (VALUES (1, NULL, timestamptz '2024-01-01'), (NULL, 'A', '2024-01-01')) v (d, s, t);
SELECT pipeline_agg(1, 'A', timestamptz '2024-01-01') AS no_rows, pipeline_agg(1, 'A', date '2024-01-01', '2024-01-01') AS with_as_of FROM pipeline_example WHERE false;
SELECT (SELECT count(*) FROM stages(NULL)) AS stages, (SELECT count(*) FROM transitions(NULL)) AS transitions, percentile(NULL::pipeline_agg_state, 'A', 0.5);
-- A row without a deal, a stage or a time matters no more than a row that is not there.
SELECT pipeline_agg(d, s, t) = pipeline_agg(d, s, t) FILTER (WHERE n = 0) AS skipped, pipeline_agg(d, s, t, '2024-02-01') = pipeline_agg(d, s, t, '2024-02-01') FILTER (WHERE n = 0) AS with_as_of
FROM (VALUES (0, 1, 'A', date '2024-01-01'), (1, 1, NULL, '2024-01-02'), (1, 1, 'B', NULL), (1, NULL, 'B', '2024-01-02'), (0, 1, 'A', '2024-01-03'), (0, 1, 'C', '2024-01-04')) v (n, d, s, t);
SELECT n, pg_temp.error_of('SELECT ' || e) AS error FROM (VALUES
	(1, $$pipeline_agg(1, 'A', timestamptz 'infinity')$$), (2, $$pipeline_agg(1, 'A', date '-infinity')$$), (3, $$pipeline_agg('x', 'A', timestamp '2024-01-01', 'infinity')$$), (4, $$pipeline_agg(NULL::bigint, 'A', date '2024-01-01', '-infinity')$$),
	(5, $$pipeline_agg(NULL::stage_agg_state, 'infinity')$$),
	(6, $$pipeline_agg(1, 'A', date '2024-01-01', a) FROM (VALUES (date '2024-02-01'), ('2024-02-02')) v (a)$$),
	(7, $$pipeline_agg(d, 'A', date '2024-01-01', a) FROM (VALUES (1, date '2024-02-01'), (NULL, '2024-02-02')) v (d, a)$$),
	(8, $$pipeline_agg(1, s, date '2024-01-01', a) FROM (VALUES (NULL, date '2024-02-01'), ('A', NULL)) v (s, a)$$),
	(9, $$pipeline_agg(s, a) FROM (VALUES (NULL::stage_agg_state, timestamptz '2024-02-01'), (NULL, '2024-02-02')) v (s, a)$$),
	(10, $$rollup(s ORDER BY s) FROM (SELECT pipeline_agg(1, 'A', date '2024-01-01', a) AS s FROM (VALUES (date '2024-02-01'), ('2024-02-02')) v (a) GROUP BY a ORDER BY a) x$$),
	(11, $$rollup(s ORDER BY s) FROM (SELECT pipeline_agg(1, 'A', date '2024-01-01') AS s UNION ALL SELECT pipeline_agg(1, 'A', date '2024-01-01', '2024-02-01')) x$$),
	(12, $$rollup(s ORDER BY s) FROM (SELECT pipeline_agg(1, 'A', date '2024-01-01') AS s UNION ALL SELECT pipeline_agg('1', 'A', date '2024-01-01')) x$$),
	(13, $$rollup(s ORDER BY s) FROM (SELECT pipeline_agg(uuid '00000000-0000-0000-0000-000000000001', 'A', date '2024-01-01') AS s UNION ALL SELECT pipeline_agg(1, 'A', date '2024-01-01')) x$$),
	(14, $$percentile(s, 'A', 1.5) FROM (SELECT pipeline_agg(1, 'A', date '2024-01-01') AS s) x$$), (15, $$percentile(s, 'nowhere', -0.1) FROM (SELECT pipeline_agg(1, 'A', date '2024-01-01') AS s) x$$),
	(16, $$percentile(s, 'A', 'NaN') FROM (SELECT pipeline_agg(1, 'A', date '2024-01-01') AS s) x$$)) v (n, e) ORDER BY n;
SELECT n, pg_temp.sqlstate_of('SELECT ' || e) FROM (VALUES (1, $$pipeline_agg(1.5, 'A', date '2024-01-01')$$), (2, $$pipeline_agg(true, 'A', date '2024-01-01')$$), (3, $$pipeline_agg(1, 2, date '2024-01-01')$$), (4, $$pipeline_agg(1, 'A', 'monday')$$)) v (n, e) ORDER BY n;
-- States of per-deal histories do not know the type of the keys and go with any.
SELECT (SELECT deals FROM stages(rollup(s))) AS deals FROM (SELECT pipeline_agg(uuid '00000000-0000-0000-0000-000000000001', 'A', date '2024-01-01') AS s UNION ALL SELECT pipeline_agg(s) FROM (SELECT stage_agg('A', date '2024-01-01') AS s) x) y;
-- No time at all; a sum longer than any one visit can be; a visit longer than an interval of days can be shown.
SELECT stage, visits, total_time, mean_time, median_time, p90_time FROM (SELECT pipeline_agg(d, s, t) AS s FROM generate_series(1, 3) d, (VALUES ('A', timestamptz '0001-01-01'), ('B', '200000-01-01'), ('C', '200000-01-01')) v (s, t)) x, stages(s);
SELECT pg_temp.error_of($$SELECT (SELECT max(mean_time) FROM stages(pipeline_agg(1, s, t))) FROM (VALUES ('A', timestamptz '4714-11-24 BC'), ('B', '294276-12-31 23:59:59.999999')) v (s, t)$$) AS too_long;
-- A deal that never moved: the state does not say when it came.
SELECT pipeline_agg(1, 'A', timestamptz '2024-01-01') = pipeline_agg(2, 'A', timestamptz '1999-01-01') AS only_counts;

---- 6. Splits

-- By deal in 1 to 7 pieces, in both directions, nested, with NULL pieces; stages are numbered differently in each.
CREATE TEMP TABLE whole AS SELECT pipeline_agg(deal, stage, at) AS s, pipeline_agg(long, stage, at, '2000-01-05') AS t FROM pipeline_events;
SELECT count(*), bool_and(forth::text = w.s::text AND forth = w.s) AS forth, bool_and(back::text = w.s::text AND back = w.s) AS back, bool_and(t_back = w.t AND t_back::text = w.t::text) AS with_as_of FROM
	(SELECT k, rollup(s ORDER BY part) AS forth, rollup(s ORDER BY part DESC) AS back, rollup(t ORDER BY part DESC) AS t_back FROM
		(SELECT k, abs(deal) % k AS part, pipeline_agg(deal, stage, at) AS s, pipeline_agg(long, stage, at, '2000-01-05') AS t FROM pipeline_events, generate_series(1, 7) k GROUP BY 1, 2 UNION ALL SELECT k, -1, NULL, NULL FROM generate_series(1, 7) k) p GROUP BY k) r, whole w;
SELECT rollup(s) = (SELECT s FROM whole) AS nested, rollup(s)::text = (SELECT s::text FROM whole) AS same_bytes FROM (SELECT a, rollup(s) AS s FROM (SELECT deal % 3 AS a, deal % 15 AS b, rollup(s) AS s FROM (SELECT deal, pipeline_agg(deal, stage, at) AS s FROM pipeline_events GROUP BY deal) p GROUP BY 1, 2) q GROUP BY a) r;
-- A deal in two states is two deals: each of them is still in its last stage.
SELECT t.* FROM (SELECT rollup(s) AS s FROM (SELECT id > 9 AS later, pipeline_agg(deal, stage, entered_at) AS s FROM pipeline_example GROUP BY 1) p) r, transitions(s) t WHERE from_stage = 'Negotiation';

---- 7. Large: packed runs, workers, partitions

CREATE TABLE pipeline_many AS SELECT g AS id, pg_temp.pick(g * 13 + 5, 9000)::bigint * 1000003 AS deal, 'S' || pg_temp.pick(g * 31 + 7, 6) AS stage, timestamptz '2020-01-01' + pg_temp.pick(g * 17 + 3, 30000) * interval '1 minute' AS at FROM generate_series(1, 60000) g;
CREATE TABLE pipeline_one AS SELECT id, 5 AS deal, stage, at + id % 7 * interval '1.000001 s' AS at FROM pipeline_many;
ANALYZE pipeline_many;
ANALYZE pipeline_one;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial AS SELECT 'many' AS name, pipeline_agg(deal, stage, at) AS s, pipeline_agg('deal number ' || deal, stage, at) AS t, pipeline_agg(deal, stage, at, '2020-01-20') AS until FROM pipeline_many UNION ALL
	SELECT 'one', pipeline_agg(deal, stage, at), pipeline_agg('deal number ' || deal, stage, at), pipeline_agg(deal, stage, at, '2020-01-20') FROM pipeline_one;
SELECT name, pg_temp.shown(s) = pg_temp.shown(t) AS text_keys, pg_column_size(s) < 20000 AS small FROM serial;
SELECT name, f.* FROM serial, pg_temp.against_truth(s, 'TABLE pipeline_' || name) f ORDER BY name;
SELECT f.* FROM serial, pg_temp.against_truth(until, 'TABLE pipeline_many', '2020-01-20') f WHERE name = 'many';
-- The order of the rows is of no matter, sorted or not.
SELECT pipeline_agg(deal, stage, at) = (SELECT s FROM serial WHERE name = 'many') AS by_time FROM (SELECT * FROM pipeline_many ORDER BY at, id) x;
SELECT pipeline_agg(deal, stage, at) = (SELECT s FROM serial WHERE name = 'many') AS backwards FROM (SELECT * FROM pipeline_many ORDER BY deal DESC, at DESC) x;
SELECT rollup(s) = (SELECT s FROM serial WHERE name = 'many') AS pieces FROM (SELECT deal % 3, pipeline_agg(deal, stage, at) AS s FROM pipeline_many GROUP BY 1) x;
-- Rows of one deal meet in several workers and partitions.
CREATE TABLE pipeline_parts (LIKE pipeline_many) PARTITION BY HASH (id);
CREATE TABLE pipeline_parts_0 PARTITION OF pipeline_parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE pipeline_parts_1 PARTITION OF pipeline_parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO pipeline_parts TABLE pipeline_many;
ANALYZE pipeline_parts;
SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT pipeline_agg(deal, stage, at) FROM pipeline_parts', 'Partial .*Aggregate') AS by_partition;
CREATE TEMP TABLE partwise AS SELECT pipeline_agg(deal, stage, at) AS s, pipeline_agg(deal, stage, at, '2020-01-20') AS until FROM pipeline_parts;
CREATE TEMP TABLE partwise_groups AS SELECT stage, pipeline_agg(deal, stage, at) AS s FROM pipeline_parts GROUP BY stage;
RESET enable_partitionwise_aggregate;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
ALTER TABLE pipeline_many SET (parallel_workers = 2);
ALTER TABLE pipeline_one SET (parallel_workers = 2);
SELECT pg_temp.plan_has(q, 'Partial .*Aggregate') AND pg_temp.plan_has(q, 'Workers Planned: 2') AS partial FROM (VALUES ('SELECT pipeline_agg(deal, stage, at), pipeline_agg(''deal number '' || deal, stage, at), pipeline_agg(deal, stage, at, ''2020-01-20'') FROM pipeline_many'), ('SELECT pipeline_agg(deal, stage, at) FROM pipeline_one'),
	('SELECT stage, pipeline_agg(deal, stage, at) FROM pipeline_many GROUP BY stage')) v (q);
CREATE TEMP TABLE parallel AS SELECT 'many' AS name, pipeline_agg(deal, stage, at) AS s, pipeline_agg('deal number ' || deal, stage, at) AS t, pipeline_agg(deal, stage, at, '2020-01-20') AS until FROM pipeline_many;
INSERT INTO parallel SELECT 'one', pipeline_agg(deal, stage, at), NULL, NULL FROM pipeline_one;
CREATE TEMP TABLE parallel_groups AS SELECT stage, pipeline_agg(deal, stage, at) AS s FROM pipeline_many GROUP BY stage;
SET max_parallel_workers_per_gather = 0;
SELECT p.name, p.s::text = w.s::text AND p.s = w.s AS same, p.t::text = w.t::text AS text_keys, p.until::text = w.until::text AS with_as_of FROM parallel p JOIN serial w USING (name) ORDER BY name;
SELECT p.s::text = w.s::text AS partition_wise, p.until::text = w.until::text AS with_as_of FROM partwise p, serial w WHERE name = 'many';
SELECT count(*), bool_and(p.s = w.s) AS workers, bool_and(q.s = w.s) AS partitions FROM (SELECT stage, pipeline_agg(deal, stage, at) AS s FROM pipeline_many GROUP BY stage) w JOIN parallel_groups p USING (stage) JOIN partwise_groups q USING (stage);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET parallel_leader_participation;
RESET max_parallel_workers_per_gather;

---- 8. Windows, grouping

CREATE TEMP TABLE numbered AS SELECT *, row_number() OVER (ORDER BY id) AS n FROM pipeline_events WHERE id <= 400;
SELECT count(*), count(*) FILTER (WHERE grow IS DISTINCT FROM (SELECT pipeline_agg(deal, stage, at) FROM numbered b WHERE b.n <= a.n)) AS growing,
	count(*) FILTER (WHERE slide::text IS DISTINCT FROM (SELECT pipeline_agg(long, stage, at, '2000-01-05')::text FROM numbered b WHERE b.n BETWEEN a.n - 9 AND a.n + 3)) AS sliding,
	count(*) FILTER (WHERE behind IS DISTINCT FROM (SELECT pipeline_agg(uuid, stage, at) FROM numbered b WHERE b.n BETWEEN a.n - 4 AND a.n - 3)) AS behind, count(*) FILTER (WHERE n <= 3 AND behind IS NOT NULL) AS empty_not_null,
	count(*) FILTER (WHERE median IS DISTINCT FROM percentile(grow, 'New', 0.5)) AS accessor
FROM (SELECT n, pipeline_agg(deal, stage, at) OVER w AS grow, percentile(pipeline_agg(deal, stage, at) OVER w, 'New', 0.5) AS median, pipeline_agg(long, stage, at, '2000-01-05') OVER (w ROWS BETWEEN 9 PRECEDING AND 3 FOLLOWING) AS slide,
	pipeline_agg(uuid, stage, at) OVER (w ROWS BETWEEN 4 PRECEDING AND 3 PRECEDING) AS behind FROM numbered WINDOW w AS (ORDER BY n)) a;
-- Growing beyond one packed run.
SELECT count(*), bool_and(s = (SELECT pipeline_agg(deal, stage, at) FROM pipeline_many b WHERE b.id <= a.id)) AS growing FROM (SELECT id, pipeline_agg(deal, stage, at) OVER (ORDER BY (id + 999) / 1000) AS s FROM pipeline_many WHERE id <= 20000) a WHERE id IN (8000, 9000, 17000, 20000);
CREATE TEMP TABLE per_deal AS SELECT deal, region, stage_agg(stage, at, id) AS h, pipeline_agg(deal, stage, at) AS s FROM pipeline_events WHERE deal IS NOT NULL GROUP BY deal, region;
SELECT bool_and(r IS NOT DISTINCT FROM (SELECT rollup(s) FROM per_deal b WHERE b.deal BETWEEN a.deal - 3 AND a.deal)) AS rollup, bool_and(p IS NOT DISTINCT FROM (SELECT pipeline_agg(h) FROM per_deal b WHERE b.deal BETWEEN a.deal - 3 AND a.deal)) AS from_states
FROM (SELECT deal, rollup(s) OVER w AS r, pipeline_agg(h) OVER w AS p FROM per_deal WINDOW w AS (ORDER BY deal RANGE BETWEEN 3 PRECEDING AND CURRENT ROW)) a WHERE deal % 5 = 0;
-- GROUPING SETS, FILTER, DISTINCT.
SELECT grouping, count(*), bool_and(s IS NOT DISTINCT FROM wanted) AS same FROM (SELECT grouping(region, deal), region, deal, pipeline_agg(deal, stage, at) AS s FROM pipeline_events GROUP BY GROUPING SETS ((region, deal), (region), ())) g,
	LATERAL (SELECT rollup(d.s) AS wanted FROM per_deal d WHERE (g.grouping >= 1 OR d.deal = g.deal) AND (g.grouping = 3 OR d.region = g.region)) w GROUP BY grouping ORDER BY grouping;
SELECT pipeline_agg(deal, stage, at) FILTER (WHERE region = 2) = (SELECT pipeline_agg(deal, stage, at) FROM pipeline_events WHERE region = 2) AS filter, pipeline_agg(DISTINCT deal, stage, at) = pipeline_agg(deal, stage, at) AS distinct,
	pipeline_agg(deal, stage, at ORDER BY at DESC, id) = pipeline_agg(deal, stage, at) AS ordered, pipeline_agg(deal, stage, at) FILTER (WHERE stage = 'nowhere') IS NULL AS nothing FROM pipeline_events;
-- As of the end of each group.
SELECT count(*) AS groups, bool_and(open = 0 OR total IS NOT NULL) AS lengths FROM (SELECT region, max_at, (SELECT sum(open_visits) FROM stages(s)) AS open, (SELECT min(total_time) FROM stages(s)) AS total
	FROM (SELECT region, max_at, pipeline_agg(deal, stage, at, max_at) AS s FROM pipeline_events JOIN (SELECT region, max(at) AS max_at FROM pipeline_events GROUP BY region) m USING (region) GROUP BY region, max_at) g) x;

---- 9. Text, jsonb and binary form, of finished and of unfinished states

-- What a worker ships: the aggregate without its final function.
CREATE AGGREGATE pg_temp.unfinished(deal bigint, stage text, at timestamptz) (SFUNC = pipeline_add_bigint_time, STYPE = pipeline_agg_state, COMBINEFUNC = pipeline_agg_state_merge);
CREATE AGGREGATE pg_temp.unfinished(deal text, stage text, at timestamptz, as_of timestamptz) (SFUNC = pipeline_add_until_text_time, STYPE = pipeline_agg_state, COMBINEFUNC = pipeline_agg_state_merge);
CREATE AGGREGATE pg_temp.unfinished(deal uuid, stage text, at date) (SFUNC = pipeline_add_uuid_date, STYPE = pipeline_agg_state, COMBINEFUNC = pipeline_agg_state_merge);
CREATE AGGREGATE pg_temp.merged(pipeline_agg_state) (SFUNC = pipeline_agg_state_merge, STYPE = pipeline_agg_state);
CREATE TEMP TABLE stored AS
	SELECT 'finished' AS what, abs(deal) % 9 AS part, pipeline_agg(deal, stage, at) AS s FROM pipeline_events WHERE deal IS NOT NULL GROUP BY 2 UNION ALL SELECT 'unfinished', id % 9, pg_temp.unfinished(deal, stage, at) FROM pipeline_events GROUP BY 2 UNION ALL
	SELECT 'unfinished text', id % 9, pg_temp.unfinished(CASE WHEN id % 2 = 0 THEN short ELSE long END, stage, at, '2000-01-05') FROM pipeline_events GROUP BY 2 UNION ALL SELECT 'unfinished uuid', id % 9, pg_temp.unfinished(uuid, stage, day) FROM pipeline_events GROUP BY 2 UNION ALL
	SELECT 'from states', abs(deal) % 9, pipeline_agg(h, '2000-01-05') FROM per_deal GROUP BY 2 UNION ALL SELECT 'packed', 0, pg_temp.unfinished(deal, stage, at) FROM pipeline_many WHERE id <= 20000 UNION ALL
	SELECT 'half and half', 0, pipeline_agg_state_merge(a, b) FROM (SELECT pipeline_agg(deal, stage, at) FILTER (WHERE deal <= 0) AS a, pg_temp.unfinished(deal, stage, at) FILTER (WHERE deal > 0) AS b FROM pipeline_events) x;
SELECT what, count(*), bool_and(s::text::pipeline_agg_state = s) AS text, bool_and(s::text::pipeline_agg_state::text = s::text) AS same_text, bool_and(CASE WHEN length(s::text) < 10000 THEN s::jsonb::text::pipeline_agg_state = s ELSE true END) AS jsonb,
	bool_and((strpos(s::text, '"entries": {}') = 0) = (what ~ 'unfinished|packed|half')) AS entries, count(DISTINCT s) AS distinct, bool_and(pipeline_agg_state_hash(s) = pipeline_agg_state_hash(s::text::pipeline_agg_state)) AS hash FROM stored GROUP BY what ORDER BY what;
\set file `mktemp`
\setenv PIPELINE_FILE :file
\copy stored TO PROGRAM 'cat > "$PIPELINE_FILE"' (FORMAT binary)
CREATE TEMP TABLE received (LIKE stored);
\copy received FROM PROGRAM 'cat "$PIPELINE_FILE"' (FORMAT binary)
\! rm "$PIPELINE_FILE"
SELECT count(*) AS received, count(*) FILTER (WHERE a.s = b.s AND a.s::text = b.s::text AND pipeline_agg_state_send(a.s) = pipeline_agg_state_send(b.s)) AS same FROM stored a JOIN received b USING (what, part);
-- Unfinished states say what finished ones say, and their pieces, whatever rows of a deal they have, make the whole.
SELECT what, bool_and(pg_temp.shown(s) = pg_temp.shown(pipeline_agg_state_final(s))) AS shown, bool_and(pipeline_agg_state_final(s) = pipeline_agg_state_final(pipeline_agg_state_final(s))) AS final_again FROM stored GROUP BY what ORDER BY what;
SELECT pipeline_agg_state_final(pg_temp.merged(s)) = (SELECT s FROM whole) AS merged, pipeline_agg_state_final(pg_temp.merged(s ORDER BY part DESC))::text = (SELECT s::text FROM whole) AS backwards, rollup(s) = (SELECT s FROM whole) AS rollup,
	pg_temp.merged(s)::text = pg_temp.merged(s ORDER BY part DESC)::text AS same_entries, pg_temp.merged(s) = (SELECT pg_temp.unfinished(deal, stage, at) FROM pipeline_events) AS as_one FROM stored WHERE what = 'unfinished';
SELECT pipeline_agg_state_final(s) = (SELECT s FROM whole) AS half_and_half FROM stored WHERE what = 'half and half';
SELECT pipeline_agg_state_final(s) = (SELECT pipeline_agg(deal, stage, at) FROM pipeline_many WHERE id <= 20000) AS packed FROM stored WHERE what = 'packed';
-- Called from plain SQL, row after row; repeated rows are kept once.
SELECT a->'entries' AS entries, a->'stages'->0->'visits' AS visits_yet, b->'entries' AS repeated FROM (SELECT pipeline_add_bigint_time(NULL, 1, 'New', '2024-01-01')::jsonb AS a, pipeline_add_bigint_time(pipeline_add_bigint_time(NULL, 1, 'New', '2024-01-01'), 1, 'New', '2024-01-01')::jsonb AS b) x;
SELECT t.* FROM (SELECT pipeline_agg_state_final(pipeline_agg_state_merge(pipeline_add_bigint_time(pipeline_add_bigint_time(NULL, 1, 'New', '2024-01-01'), 1, 'Won', '2024-01-05'), pipeline_add_bigint_time(NULL, 1, 'Offer', '2024-01-02'))) AS s) x, transitions(s) t;
SELECT s::jsonb->'entries' AS before, pipeline_agg_state_merge(s, pipeline_add_bigint_time(NULL, 2, 'B', '2024-01-01'))::jsonb->'entries' AS after, s::jsonb->'entries' AS still FROM (SELECT pipeline_add_bigint_time(NULL, 1, 'A', '2024-01-01') AS s) x;

-- Malformed text.
CREATE FUNCTION pg_temp.parse(input text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE s pipeline_agg_state;
BEGIN
	s := input::pipeline_agg_state;
	RETURN CASE WHEN s::text::pipeline_agg_state = s AND pipeline_agg_state_final(s) IS NOT DISTINCT FROM pipeline_agg_state_final(s)::text::pipeline_agg_state AND pg_temp.shown(s) IS NOT DISTINCT FROM pg_temp.shown(pipeline_agg_state_final(s)) THEN 'read' ELSE 'wrong' END;
EXCEPTION WHEN invalid_text_representation THEN RETURN 'refused';
END $$;
-- Counted: deal 1 from A to B to A to B, deal 2 from A to B. Not yet counted: deal 7 enters B, deal 8 enters C.
CREATE TEMP TABLE good AS SELECT pipeline_agg_state_merge(pipeline_agg(d, s, t), pipeline_add_bigint_time(pipeline_add_bigint_time(NULL, 7, 'B', '2024-01-01'), 8, 'C', '2024-01-01'))::text AS t
	FROM (VALUES (1, 'A', date '2024-01-01'), (1, 'B', '2024-01-02'), (1, 'A', '2024-01-03'), (1, 'B', '2024-01-04'), (2, 'A', '2024-01-01'), (2, 'B', '2024-01-02')) v (d, s, t);
SELECT t::jsonb->'moves' AS moves, t::jsonb->'entries' AS entries, pg_temp.parse(t) FROM good;
SELECT n, change, CASE WHEN replaced = t THEN 'NOT FOUND' ELSE pg_temp.parse(replaced) END AS answer FROM (SELECT n, change, t, replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)) AS replaced FROM good, (VALUES
	(1, '{"version" > '), (2, ']]}} > ]]'), (3, ']]}} > ]]}} x'), (4, '"version": 1 > "version": 2'), (5, '"version": 1 > "version": 257'), (6, '"as_of": null, > '), (7, '"as_of": null > "as_of": "infinity"'), (8, '"as_of": null > "as_of": "2024-01-01T00:00:00Z"'), (9, '"as_of": null > "as_of": 0'),
	(10, '"deals": "bigint" > "deals": null'), (11, '"deals": "bigint" > "deals": "text"'), (12, '"deals": "bigint" > "deals": "numeric"'), (13, '"entries": {"bigint" > "entries": {"text"'), (14, '"stage": "C" > "stage": "B"'), (15, '"stage": "C" > "stage": "AB"'), (16, '"stage": "A" > "stage": "\u0000"'),
	(17, '"deals": 2, "visits": 3, "open_visits": 0 > "deals": 3, "visits": 3, "open_visits": 0'), (18, '"deals": 2, "visits": 3, "open_visits": 0 > "deals": 4, "visits": 3, "open_visits": 0'), (19, '"deals": 2, "visits": 3, "open_visits": 0 > "deals": 0, "visits": 3, "open_visits": 0'),
	(20, '"deals": 2, "visits": 3, "open_visits": 0 > "deals": 1, "visits": 3, "open_visits": 0'), (21, '"deals": 2, "visits": 3, "open_visits": 0 > "deals": 2, "visits": 4, "open_visits": 0'), (22, '"deals": 2, "visits": 3, "open_visits": 2 > "deals": 2, "visits": 3, "open_visits": 1'),
	(23, '"deals": 2, "visits": 3, "open_visits": 2 > "deals": 2, "visits": 3, "open_visits": 3'), (24, '"deals": 2, "visits": 3, "open_visits": 2 > "deals": 1, "visits": 3, "open_visits": 2'), (25, '"deals": 2, "visits": 3, "open_visits": 0 > "deals": -2, "visits": 3, "open_visits": 0'),
	(26, '"from": 0, "to": 1 > "from": 0, "to": 0'), (27, '"from": 0, "to": 1 > "from": 0, "to": 3'), (28, '"from": 0, "to": 1 > "from": 0, "to": 2'), (29, '"from": 0, "to": 1 > "from": 3, "to": 1'), (30, '"from": 0, "to": 1 > "from": 0, "to": null'), (31, '"from": 1, "to": 0, "moves": 1 > "from": 1, "to": 0, "moves": 2'),
	(32, '"from": 1, "to": 0, "moves": 1}, > "from": 1, "to": 0, "moves": 1}, {"from": 1, "to": 0, "moves": 1},'), (33, '"moves": 3 > "moves": 0'), (34, '"moves": 3 > "moves": 9223372036854775808'), (35, '"min": 86400000000 > "min": 86400000001'), (36, '"total": 259200000000 > "total": 259200000001'),
	(37, '"max_values": 3 > "max_values": 4'), (38, '"moves": [{"from": 0 > "moves": [{"from": 4294967295'), (39, '[7, "2024-01-01T00:00:00Z", 1] > [7, "2024-01-01T00:00:00Z", 3]'), (40, '[7, "2024-01-01T00:00:00Z", 1] > [7, "2024-01-01T00:00:00Z", 4294967295]'),
	(41, '[7, "2024-01-01T00:00:00Z", 1] > [7, "2024-01-01T00:00:00Z", 4294967294]'), (42, '[7, "2024-01-01T00:00:00Z", 1] > [7, "2024-01-01T00:00:00Z", -1]'), (43, '[7, "2024-01-01T00:00:00Z", 1] > [7, "2024-01-01T00:00:00Z", 0]'), (44, '[7, "2024-01-01T00:00:00Z", 1] > [8, "2024-01-01T00:00:00Z", 2]'),
	(45, '[7, "2024-01-01T00:00:00Z", 1] > [9, "2024-01-01T00:00:00Z", 1]'), (46, '[7, "2024-01-01T00:00:00Z", 1] > [8, "2024-01-01T00:00:00Z", 1]'), (47, '[7, "2024-01-01T00:00:00Z", 1] > [8, "2024-01-02T00:00:00Z", 1]'), (48, '[7, "2024-01-01T00:00:00Z", 1] > [7, "infinity", 1]'),
	(49, '[7, "2024-01-01T00:00:00Z", 1] > [9223372036854775808, "2024-01-01T00:00:00Z", 1]'), (50, '[7, "2024-01-01T00:00:00Z", 1] > [7, "2024-01-01T00:00:00Z"]'), (51, '[8, "2024-01-01T00:00:00Z", 2] > [8, "2024-01-01T00:00:00Z", 1]'), (52, ', [8, "2024-01-01T00:00:00Z", 2] > '),
	(53, '{"bigint": [[7, "2024-01-01T00:00:00Z", 1], [8, "2024-01-01T00:00:00Z", 2]]} > {"bigint": []}'), (54, '{"bigint": [[7, "2024-01-01T00:00:00Z", 1], [8, "2024-01-01T00:00:00Z", 2]]} > {}'), (55, '"entries": { > "entries": {}, "entries": {')) c (n, change)) r ORDER BY n;
SELECT pg_temp.error_of($$SELECT '{"version": 1, "deals": null}'::pipeline_agg_state$$);
-- Every proper prefix is refused; every change of one character is refused or means another state that round-trips.
SELECT (SELECT string_agg(DISTINCT pg_temp.parse(left(t, n)), ' ') FROM generate_series(0, length(t) - 1) n) AS prefixes,
	(SELECT string_agg(DISTINCT p, ' ' ORDER BY p) FROM generate_series(1, length(t)) n, unnest(ARRAY['0', '9', '"', '']) c, LATERAL (SELECT pg_temp.parse(overlay(t PLACING c FROM n FOR 1)) AS p) q) AS changes FROM good;
-- The state of nothing, which no aggregate returns, merges as nothing; more than bigint can count is refused.
SELECT pg_temp.parse(e::text), rollup(e) IS NULL AS rollup, (SELECT count(*) FROM stages(e)) AS stages, (SELECT count(*) FROM transitions(e)) AS transitions, percentile(e, 'A', 0.5) FROM (VALUES ('{"version": 1, "deals": null, "as_of": null, "stages": [], "moves": [], "entries": {}}'::pipeline_agg_state)) v (e) GROUP BY e;
CREATE FUNCTION pg_temp.full_state() RETURNS pipeline_agg_state LANGUAGE sql AS $$ SELECT replace('{"version": 1, "deals": "bigint", "as_of": null, "stages": [{"stage": "A", "deals": #, "visits": #, "open_visits": #, "durations": {"total": 0, "min": 0, "min_values": 0, "max": 0, "max_values": 0, "buckets": []}}], "moves": [{"from": 0, "to": null, "moves": #}], "entries": {}}', '#', '9223372036854775807')::pipeline_agg_state $$;
SELECT pg_temp.error_of('SELECT rollup(pg_temp.full_state()) FROM generate_series(1, 2)') AS rollup, pg_temp.error_of($$SELECT pipeline_agg_state_final(pipeline_add_bigint_time(pg_temp.full_state(), 7, 'A', '2024-01-01'))$$) AS one_more;

---- 10. Names of stages

-- Bytewise: capitals, then small letters, then the rest, under any collation; a name is what it is, blanks, case, quotes and all.
SELECT string_agg(quote_literal(stage), ' ' ORDER BY ordinality) AS stages FROM (SELECT pipeline_agg(1, s, timestamptz '2024-01-01' + n * interval '1 day') AS s FROM unnest('{a,Z,ä,"",b,B," a","a ","\"",10,9,😀}'::text[]) WITH ORDINALITY u (s, n)) x, stages(s) WITH ORDINALITY;
SELECT percentile(s, '', 0.5) AS empty_name, (SELECT visits FROM stages(s) WHERE stage = repeat('long ', 20000)) AS long_name FROM (SELECT pipeline_agg(1, s, t) AS s FROM (VALUES ('', date '2024-01-01'), (repeat('long ', 20000), '2024-01-03')) v (s, t)) x;
-- 10,000 of them, in one group and in several, through states and workers' form. Under valgrind, where all of PostgreSQL is quadratic in
-- pieces of memory, there are fewer.
\set many 10000
\getenv many CRM_MANY
CREATE TEMP TABLE names AS SELECT g AS id, g % 700 AS deal, 'stage ' || g * 7919 % :many AS stage, timestamptz '2024-01-01' + g * interval '1 minute' AS at FROM generate_series(1, 3 * :many) g;
SELECT pg_temp.make_truth('TABLE names');
SELECT f.stages, f.wrong, f.bad_percentiles, f.wrong_moves, f.in_order FROM (SELECT pipeline_agg(deal, stage, at) AS s FROM names) x, LATERAL (SELECT (SELECT count(*) FROM stages(s)) = :many AS stages, (SELECT count(*) FROM stages(s) o FULL JOIN (SELECT stage, count(*) AS visits, count(DISTINCT deal) AS deals, 1000000 * extract(epoch FROM interval '1 microsecond') * sum(us) AS total FROM visit GROUP BY stage) t USING (stage)
		WHERE (o.visits, o.deals, 1000000 * extract(epoch FROM o.total_time)) IS DISTINCT FROM (t.visits, t.deals, t.total)) AS wrong, 0 AS bad_percentiles,
	(SELECT count(*) FROM transitions(s) o FULL JOIN (SELECT stage, coalesce(next, '-') AS next, count(*) AS n FROM visit GROUP BY 1, 2) t ON (o.from_stage, coalesce(o.to_stage, '-')) = (t.stage, t.next) WHERE o.moves IS DISTINCT FROM t.n) AS wrong_moves,
	(SELECT array_agg(stage ORDER BY ordinality) = array_agg(stage ORDER BY stage COLLATE "C") FROM stages(s) WITH ORDINALITY) AS in_order) f;
SELECT rollup(s) = (SELECT pipeline_agg(deal, stage, at) FROM names) AS rollup, rollup(s)::text::pipeline_agg_state = rollup(s) AS round_trip FROM (SELECT deal, pipeline_agg(deal, stage, at) AS s FROM names GROUP BY deal) x;
SELECT pipeline_agg_state_final(pg_temp.merged(s)) = (SELECT pipeline_agg(deal, stage, at) FROM names) AS unfinished FROM (SELECT id % 5, pg_temp.unfinished(deal, stage, at) AS s FROM names GROUP BY 1) x;
-- In time that grows with their number, not with its square (100 times as long): as two loads of one server are compared, a slow one does not matter.
CREATE FUNCTION pg_temp.seconds(names int) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE t timestamptz := clock_timestamp();
BEGIN
	PERFORM rollup(s::text::pipeline_agg_state), sum((SELECT count(*) FROM stages(s)) + (SELECT count(*) FROM transitions(s)))
	FROM (SELECT pipeline_agg(g % (names / 14), 'stage ' || g::bigint * 7919 % names, timestamptz '2024-01-01' + g * interval '1 minute') AS s FROM generate_series(1, 3 * names) g GROUP BY g % (names / 14) % 7) x;
	RETURN extract(epoch FROM clock_timestamp() - t);
END $$;
SELECT :many < 10000 OR least(pg_temp.seconds(:many), pg_temp.seconds(:many)) < 40 * least(pg_temp.seconds(:many / 10), pg_temp.seconds(:many / 10)) AS linear;

DROP VIEW example;
DROP TABLE pipeline_example, pipeline_events, pipeline_many, pipeline_one, pipeline_parts;
