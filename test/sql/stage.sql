-- stage_agg() and the accessors of stage_agg_state: worked numbers, every rule, and all of them against plain SQL.
-- stage_duration.sql has the window function, stage_state.sql the state as a value (splits, parallel plans, storage, text).
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

---- 1. Worked numbers

-- One deal in seven rows: Discovery on day 0, Proposal 14 (and again 20: another field was edited), Negotiation 28, Proposal 35,
-- Negotiation 42, Closed Lost 60.  By hand: visits 14 | 14 | 7 | 7 | 18 | open; Proposal 14 + 7, Negotiation 7 + 18.
CREATE TEMP TABLE deal_history (deal int, stage text, at timestamptz);
INSERT INTO deal_history VALUES (1, 'Discovery', '2024-01-01'), (1, 'Proposal', '2024-01-15'), (1, 'Proposal', '2024-01-21'), (1, 'Negotiation', '2024-01-29'),
	(1, 'Proposal', '2024-02-05'), (1, 'Negotiation', '2024-02-12'), (1, 'Closed Lost', '2024-03-01');
SELECT t.* FROM (SELECT stage_agg(stage, at) AS s FROM deal_history) d, stage_timeline(s) t ORDER BY entered_at;
SELECT stage, duration_in(s, stage), first_duration_in(s, stage), latest_duration_in(s, stage), visits(s, stage), reached(s, stage)
FROM (SELECT stage_agg(stage, at) AS s FROM deal_history) d, unnest('{Discovery,Proposal,Negotiation,Closed Lost,Closed Won}'::text[]) WITH ORDINALITY a (stage, n) ORDER BY n;
SELECT stage, first_entered(s, stage), last_entered(s, stage), last_exited(s, stage)
FROM (SELECT stage_agg(stage, at) AS s FROM deal_history) d, unnest('{Discovery,Proposal,Negotiation,Closed Lost,Closed Won}'::text[]) WITH ORDINALITY a (stage, n) ORDER BY n;
-- The mean per visit is a plain average over the timeline: Proposal (14 + 7) / 2, Negotiation (7 + 18) / 2.
SELECT stage, avg(duration) FROM (SELECT stage_agg(stage, at) AS s FROM deal_history) d, stage_timeline(s) GROUP BY stage ORDER BY stage COLLATE "C";
-- TimescaleDB Toolkit's published state_agg example: START 11 s, OK 49 + 57 s, ERROR 3 s; STOP is open (Toolkit says 0).
SELECT stage, duration_in(s, stage) FROM (SELECT stage_agg(v.stage, at) AS s FROM (VALUES (timestamptz '2020-01-01 00:00:00+00', 'START'),
	('2020-01-01 00:00:11+00', 'OK'), ('2020-01-01 00:01:00+00', 'ERROR'), ('2020-01-01 00:01:03+00', 'OK'), ('2020-01-01 00:02:00+00', 'STOP')) v (at, stage)) d,
	unnest('{ERROR,OK,START,STOP}'::text[]) stage ORDER BY stage COLLATE "C";
-- Drop-off of four deals: any stage 4, 3, 3, 2; all stages in order 4, 3, 2, 1.
SELECT count(*) FILTER (WHERE reached(s, 'New')) AS new, count(*) FILTER (WHERE reached(s, 'Qual')) AS qual, count(*) FILTER (WHERE reached(s, 'Prop')) AS prop,
	count(*) FILTER (WHERE reached(s, 'Won')) AS won, count(*) FILTER (WHERE n >= 1) AS new_in_order, count(*) FILTER (WHERE n >= 2) AS qual_in_order,
	count(*) FILTER (WHERE n >= 3) AS prop_in_order, count(*) FILTER (WHERE n >= 4) AS won_in_order
FROM (SELECT s, reached_in_order(s, '{New,Qual,Prop,Won}') AS n
	FROM (SELECT stage_agg(stage, timestamptz '2024-01-01' + step * interval '1 day') AS s
		FROM (VALUES (1, '{New,Qual,Prop,Won}'::text[]), (2, '{New,Prop,Won}'), (3, '{New,Qual}'), (4, '{New,Qual,Prop}')) v (deal, path),
			unnest(path) WITH ORDINALITY p (stage, step) GROUP BY deal) d) r;
-- Alerts as of 25 January: deals 1 and 2 took 10 and 20 days (mean 15); deal 3 is open for 20 days, deal 4 for 5.
WITH history (deal, stage, at) AS (VALUES (1, 'Nego', timestamptz '2024-01-01'), (1, 'Won', '2024-01-11'), (2, 'Nego', '2024-01-01'), (2, 'Won', '2024-01-21'),
	(3, 'Nego', '2024-01-05'), (4, 'Nego', '2024-01-20')),
deals AS (SELECT deal, stage_agg(stage, at) AS s FROM history GROUP BY deal)
SELECT deal, time_in_current_stage(s, '2024-01-25') AS age, time_in_current_stage(s, '2024-01-25') >= interval '20 days' AS stalled,
	time_in_current_stage(s, '2024-01-25') > (SELECT avg(duration_in(s, 'Nego')) FROM deals) AS slower_than_mean
FROM deals WHERE current_stage(s) = 'Nego' ORDER BY deal;

---- 2. as_of, NULL and empty

-- as_of closes the last visit only: later (9 days), at its start (0), earlier (NULL), none.
SELECT as_of, duration_in(s, 'B', as_of), first_duration_in(s, 'B', as_of) AS first, latest_duration_in(s, 'B', as_of) AS latest, duration_in(s, 'A', as_of) AS a, time_in_current_stage(s, as_of)
FROM (SELECT stage_agg(stage, at) AS s FROM (VALUES ('B', timestamptz '2024-01-01'), ('A', '2024-01-03'), ('B', '2024-01-11')) v (stage, at)) d,
	unnest('{2024-01-20,2024-01-11,2024-01-10,2023-01-01,NULL}'::timestamptz[]) as_of ORDER BY as_of DESC NULLS LAST;
-- Without as_of the deal is back in B: its latest visit has no length yet, its latest exit has happened.
SELECT duration_in(s, 'B') = duration_in(s, 'B', NULL) AS same, first_duration_in(s, 'B'), latest_duration_in(s, 'B'), last_exited(s, 'B'), last_entered(s, 'B')
FROM (SELECT stage_agg(stage, at) AS s FROM (VALUES ('B', timestamptz '2024-01-01'), ('A', '2024-01-03'), ('B', '2024-01-11')) v (stage, at)) d;
-- A NULL stage or time is ignored: it ends no visit.  The empty string is a stage, case and blanks matter.
SELECT current_stage(s), stage, visits(s, stage), duration_in(s, stage, '2024-01-10')
FROM (SELECT stage_agg(v.stage, at) AS s FROM (VALUES ('A', timestamptz '2024-01-01'), (NULL, '2024-01-02'), ('A', '2024-01-03'), ('Z', NULL), ('', '2024-01-05'), ('a', '2024-01-08')) v (stage, at)) d,
	unnest(ARRAY['A', '', 'a', 'a ', 'Z']) WITH ORDINALITY a (stage, n) ORDER BY n;
-- Nothing eligible: NULL state, and NULL from its accessors; a stage never visited: 0, false, NULL.
SELECT stage_agg(stage, at) AS no_rows, stage_agg(stage, at, 1) AS tied, rollup(NULL::stage_agg_state) AS rollup FROM deal_history WHERE false;
SELECT stage_agg(NULL, at) AS no_stage, stage_agg(stage, NULL::timestamptz) AS no_time, stage_agg(NULL::text, NULL::date, 7) AS neither FROM deal_history;
SELECT num_nonnulls(duration_in(s, 'A'), duration_in(s, 'A', now()), first_duration_in(s, 'A'), latest_duration_in(s, 'A'), visits(s, 'A'), current_stage(s), time_in_current_stage(s, now()),
	first_entered(s, 'A'), last_entered(s, 'A'), last_exited(s, 'A'), reached(s, 'A'), reached_in_order(s, '{A}')) AS of_null, (SELECT count(*) FROM stage_timeline(s)) AS timeline
FROM (VALUES (NULL::stage_agg_state)) v (s);
SELECT num_nonnulls(duration_in(s, NULL), duration_in(s, NULL, '2024-01-01'), first_duration_in(s, NULL), latest_duration_in(s, NULL), visits(s, NULL), first_entered(s, NULL), last_entered(s, NULL),
	last_exited(s, NULL), reached(s, NULL), reached_in_order(s, NULL)) AS of_null_stage FROM (SELECT stage_agg(stage, at) AS s FROM deal_history) d;
-- One row: one open visit of no length.
SELECT t.*, visits(s, 'A'), duration_in(s, 'A'), duration_in(s, 'A', '2024-01-01 00:00:00.000001'), last_exited(s, 'A') FROM (SELECT stage_agg('A', timestamptz '2024-01-01') AS s) d, stage_timeline(s) t;

---- 3. Rows of one instant

-- By tiebreak, NULL last, then by stage bytewise ('B' before 'a'); zero-length visits count.
SELECT string_agg(stage, ' ' ORDER BY n) AS by_tiebreak FROM (SELECT stage_agg(stage, '2024-01-01 UTC'::timestamptz, tb) AS s FROM (VALUES ('c', 2), ('a', NULL), ('B', NULL), ('z', -5), ('d', 2), ('y', 2)) v (stage, tb)) d,
	stage_timeline(s) WITH ORDINALITY t (stage, entered_at, exited_at, duration, n);
SELECT stage, entered_at, exited_at, duration, visits(s, stage), duration_in(s, stage), current_stage(s) FROM (SELECT stage_agg(stage, at) AS s FROM (VALUES ('Won', date '2024-01-02'), ('New', '2024-01-01'), ('Prop', '2024-01-02')) v (stage, at)) d,
	stage_timeline(s) WITH ORDINALITY t (stage, entered_at, exited_at, duration, n) ORDER BY n;
-- With a tie-breaker the same rows end in Prop, without one in Won (text order): the reason to give it.
SELECT current_stage(stage_agg(stage, at)) AS without, current_stage(stage_agg(stage, at, id)) AS with_id FROM (VALUES (3, 'Prop', date '2024-01-02'), (2, 'Won', '2024-01-02'), (1, 'New', '2024-01-01')) v (id, stage, at);
-- reached_in_order: rows of one instant may advance several steps in the order asked, each row once; other rows may lie between.
SELECT asked, reached_in_order(s, asked) FROM (SELECT stage_agg(stage, at, tb) AS s FROM (VALUES ('New', date '2024-01-01', 1), ('Won', '2024-01-05', 1), ('Prop', '2024-01-05', 2), ('Qual', '2024-01-05', 3), ('New', '2024-01-09', 4)) v (stage, at, tb)) d,
	(VALUES ('{New,Qual,Prop,Won}'::text[]), ('{New,Won,Qual}'), ('{Won,Won}'), ('{New,New}'), ('{New,New,Won}'), ('{Lost,New}'), ('{Prop,New,Prop}'), ('{}'), ('{New,Lost,Won}')) q (asked) ORDER BY asked;

---- 4. Everything against plain SQL: 240 pseudo-random deals, with and without tie-breaker

-- Few distinct times (ties), few stages (repeats, re-entries), NULL stages and times, exact duplicates, one-row deals, times before 2000.
CREATE TEMP TABLE events AS
SELECT deal, row_number() OVER (ORDER BY deal, n) AS id,
	CASE WHEN pg_temp.pick(deal * 1009 + n * 7 + 1, 14) > 0 THEN ('{New,Qual,Prop,Won,new}'::text[])[1 + pg_temp.pick(deal * 1009 + n * 7 + 2, 3 + deal % 3)] END AS stage,
	CASE WHEN pg_temp.pick(deal * 1009 + n * 7 + 3, 14) > 0 THEN timestamptz '1999-12-25' + pg_temp.pick(deal * 1009 + n * 7 + 4, 3 + deal % 40) * interval '17:23:45.678901' END AS at,
	CASE WHEN pg_temp.pick(deal * 1009 + n * 7 + 5, 3) > 0 THEN pg_temp.pick(deal * 1009 + n * 7 + 6, 4) - 2 END AS tb
FROM generate_series(1, 240) deal, generate_series(1, 1 + pg_temp.pick(deal, 24)) n;
CREATE TEMP TABLE facts AS SELECT DISTINCT kind, deal, stage, at, CASE kind WHEN 'tied' THEN tb END AS tb FROM events, (VALUES ('tied'), ('plain')) k (kind) WHERE stage IS NOT NULL AND at IS NOT NULL;
CREATE TEMP TABLE oracle AS -- lag and lead over collapsed rows
SELECT kind, deal, stage, at AS entered_at, lead(at) OVER w AS exited_at, row_number() OVER w AS n
FROM (SELECT *, stage IS DISTINCT FROM lag(stage) OVER (PARTITION BY kind, deal ORDER BY at, tb NULLS LAST, stage COLLATE "C") AS begins FROM facts) r WHERE begins
WINDOW w AS (PARTITION BY kind, deal ORDER BY at, tb NULLS LAST, stage COLLATE "C");
CREATE TEMP TABLE states AS
SELECT k.kind, deal, CASE k.kind WHEN 'tied' THEN tied ELSE plain END AS s, plain = untied AS null_tiebreak_is_none
FROM (SELECT deal, stage_agg(stage, at, tb) AS tied, stage_agg(stage, at) AS plain, stage_agg(stage, at, NULL) AS untied FROM events GROUP BY deal) d, (VALUES ('tied'), ('plain')) k (kind);
SELECT count(*) AS events, count(*) FILTER (WHERE stage IS NULL OR at IS NULL) > 200 AS many_nulls, (SELECT count(*) FROM oracle WHERE exited_at = entered_at) > 800 AS many_ties,
	(SELECT count(*) FROM (SELECT deal FROM oracle WHERE kind = 'plain' GROUP BY deal HAVING count(*) > count(DISTINCT stage)) q) > 100 AS many_reentries,
	(SELECT count(*) FROM (SELECT deal FROM events GROUP BY deal HAVING count(*) = 1) q) > 3 AS single_rows FROM events;
SELECT count(*) AS states, bool_and(null_tiebreak_is_none) AS null_tiebreak_is_none, count(*) FILTER (WHERE s IS NULL) = count(*) FILTER (WHERE NOT EXISTS (SELECT FROM facts r WHERE r.kind = states.kind AND r.deal = states.deal)) AS null_iff_no_row FROM states;
-- The timeline, in order and with its durations.
WITH found AS (SELECT kind, deal, t.* FROM states, stage_timeline(s) WITH ORDINALITY t (stage, entered_at, exited_at, duration, n)),
	wanted AS (SELECT kind, deal, stage, entered_at, exited_at, exited_at - entered_at AS duration, n FROM oracle)
SELECT (SELECT count(*) FROM wanted) > 4000 AS enough, (SELECT count(*) FROM (TABLE found EXCEPT ALL TABLE wanted) q) AS wrong, (SELECT count(*) FROM (TABLE wanted EXCEPT ALL TABLE found) q) AS missing;
-- The accessors for every deal, stage and as_of; durations to the letter, as timestamptz - timestamptz writes them.
WITH wanted AS (
	SELECT states.kind, states.deal, s, a.stage, as_of, sum(length) AS total, (array_agg(length ORDER BY n) FILTER (WHERE n IS NOT NULL))[1] AS first, (array_agg(length ORDER BY n DESC) FILTER (WHERE n IS NOT NULL))[1] AS latest,
		count(n) AS visits, min(entered_at) AS first_entered, max(entered_at) AS last_entered, max(exited_at) AS last_exited
	FROM states CROSS JOIN unnest('{New,Qual,Prop,Won,new,NEW}'::text[]) a (stage) CROSS JOIN (VALUES (NULL::timestamptz), ('1999-12-31 12:00'), ('2000-03-01')) b (as_of)
	LEFT JOIN LATERAL (SELECT o.*, CASE WHEN exited_at IS NOT NULL THEN exited_at - entered_at WHEN as_of >= entered_at THEN as_of - entered_at END AS length
		FROM oracle o WHERE (o.kind, o.deal, o.stage) = (states.kind, states.deal, a.stage)) v ON true
	WHERE s IS NOT NULL GROUP BY states.kind, states.deal, s, a.stage, as_of)
SELECT count(*) > 8000 AS enough, count(total) > 3000 AS many_lengths,
	count(*) FILTER (WHERE duration_in(s, stage, as_of)::text IS DISTINCT FROM (timestamptz 'epoch' + total - timestamptz 'epoch')::text) AS duration_in,
	count(*) FILTER (WHERE first_duration_in(s, stage, as_of)::text IS DISTINCT FROM first::text) AS first_duration_in, count(*) FILTER (WHERE latest_duration_in(s, stage, as_of)::text IS DISTINCT FROM latest::text) AS latest_duration_in,
	count(*) FILTER (WHERE visits(s, stage) IS DISTINCT FROM visits) AS visits, count(*) FILTER (WHERE reached(s, stage) IS DISTINCT FROM visits > 0) AS reached,
	count(*) FILTER (WHERE first_entered(s, stage) IS DISTINCT FROM first_entered) AS first_entered, count(*) FILTER (WHERE last_entered(s, stage) IS DISTINCT FROM last_entered) AS last_entered,
	count(*) FILTER (WHERE last_exited(s, stage) IS DISTINCT FROM last_exited) AS last_exited FROM wanted;
SELECT count(*) FILTER (WHERE current_stage(s) IS DISTINCT FROM o.stage) AS current_stage, count(*) FILTER (WHERE time_in_current_stage(s, as_of) IS DISTINCT FROM CASE WHEN as_of >= entered_at THEN as_of - entered_at END) AS time_in_current_stage
FROM states JOIN (SELECT DISTINCT ON (kind, deal) * FROM oracle ORDER BY kind, deal, n DESC) o USING (kind, deal), (VALUES (NULL::timestamptz), ('1999-12-31 12:00'), ('2000-03-01')) b (as_of);
-- reached_in_order: brute force over every way to match steps to rows, a row of the same instant usable before or after its tie.
WITH RECURSIVE asked AS (SELECT *, row_number() OVER () AS q FROM (VALUES ('{New,Qual,Prop}'::text[]), ('{Prop,Qual,New}'), ('{New,New,New}'), ('{Qual,New,Qual,New,Qual}'), ('{Won,Prop,Prop,New}'), ('{new,Won}')) v (steps)),
row_of AS (SELECT *, row_number() OVER () AS id FROM facts WHERE deal <= 120),
try AS (SELECT kind, deal, q, steps, 0 AS k, timestamptz '-infinity' AS at, '{}'::bigint[] AS used FROM states, asked WHERE s IS NOT NULL AND deal <= 120
	UNION SELECT t.kind, t.deal, q, steps, k + 1, r.at, CASE WHEN r.at = t.at THEN (SELECT array_agg(u ORDER BY u) FROM unnest(used || r.id) u) ELSE ARRAY[r.id] END
	FROM try t JOIN row_of r ON (r.kind, r.deal) = (t.kind, t.deal) AND r.stage = steps[k + 1] AND r.at >= t.at AND r.id <> ALL (used))
SELECT count(*) > 1000 AS enough, count(DISTINCT best) AS kinds_of_answers, count(*) FILTER (WHERE reached_in_order(s, steps) IS DISTINCT FROM best) AS wrong
FROM (SELECT kind, deal, steps, max(k) AS best FROM try GROUP BY kind, deal, steps) b JOIN states USING (kind, deal);
-- The order of the input does not matter: the same state from rows shuffled, doubled and DISTINCT.
SELECT bool_and(s::text = shuffled::text AND s = shuffled AND s = doubled AND s = once) AS order_irrelevant FROM (SELECT deal, s FROM states WHERE kind = 'tied') a
JOIN (SELECT deal, stage_agg(stage, at, tb) AS shuffled FROM (SELECT * FROM events ORDER BY pg_temp.pick(id, 1000000)) e GROUP BY deal) b USING (deal)
JOIN (SELECT deal, stage_agg(stage, at, tb ORDER BY at DESC, stage) AS doubled FROM (TABLE events UNION ALL TABLE events) e GROUP BY deal) c USING (deal)
JOIN (SELECT deal, stage_agg(DISTINCT stage, at, tb) AS once FROM events GROUP BY deal) d USING (deal);

---- 5. Overloads and casts

-- timestamptz, timestamp (UTC) and date (00:00 UTC), whatever the session zone: the same state.
SET timezone = 'America/New_York';
SELECT stage_agg('A', timestamptz '2024-01-01 00:00+00') = stage_agg('A', timestamp '2024-01-01 00:00') AS timestamp, stage_agg('A', timestamptz '2024-01-01 00:00+00', 5) = stage_agg('A', date '2024-01-01', 5) AS date,
	stage_agg('A', timestamptz '2024-01-01 00:00+00', 5) = stage_agg('A', timestamp '2024-01-01 00:00', 5) AS tied;
SET timezone = 'UTC';
-- varchar, name, char(n) (its padding goes) and smaller integers come by implicit cast; an untyped literal is a timestamptz.
SELECT stage_agg('A', date '2024-01-01') = ALL (ARRAY[stage_agg('A'::varchar(9), date '2024-01-01'), stage_agg('A'::name, date '2024-01-01'), stage_agg('A'::char(4), date '2024-01-01'), stage_agg('A', '2024-01-01 UTC')]) AS stage,
	stage_agg('A', date '2024-01-01', 3) = ALL (ARRAY[stage_agg('A', date '2024-01-01', 3::smallint), stage_agg('A', date '2024-01-01', 3::bigint)]) AS tiebreak, reached_in_order(stage_agg('A', date '2024-01-01'), ARRAY['A']::varchar[]) AS varchars;
-- Integers and enums need ::text.
SELECT pg_temp.sqlstate_of('SELECT stage_agg(1, date ''2024-01-01'')') AS integer, pg_temp.sqlstate_of('SELECT time_in_current_stage(NULL::stage_agg_state)') AS as_of_required;

---- 6. Errors

SELECT pg_temp.error_of(format('SELECT stage_agg(%s)', args)) FROM unnest(ARRAY['''A'', timestamptz ''infinity''', '''A'', timestamp ''-infinity'', 1', '''A'', date ''infinity''']) WITH ORDINALITY a (args, n) ORDER BY n;
-- also where another row is fine, and not where the row is skipped anyway
SELECT pg_temp.sqlstate_of('SELECT stage_agg(s, t) FROM (VALUES (''A'', date ''2024-01-01''), (''B'', ''infinity'')) v (s, t)') AS one_of_two, pg_temp.sqlstate_of('SELECT stage_agg(NULL, date ''infinity'')') AS skipped, pg_temp.sqlstate_of('SELECT stage_agg(''A'', date ''5874897-12-31'')') AS beyond_timestamps;
SELECT f, pg_temp.sqlstate_of(format('SELECT %s FROM (SELECT stage_agg(''A'', date ''2024-01-01'') AS s) d', f)), pg_temp.error_of(format('SELECT %s FROM (SELECT stage_agg(''A'', date ''2024-01-01'') AS s) d', f)) ~ 'as_of.*infinity.* \| ' AS value_and_hint
FROM unnest(ARRAY['duration_in(s, ''A'', ''infinity'')', 'first_duration_in(s, ''A'', ''-infinity'')', 'latest_duration_in(s, ''A'', ''infinity'')', 'time_in_current_stage(s, ''infinity'')', 'duration_in(s, ''never'', ''infinity'')']) f ORDER BY f COLLATE "C";
SELECT pg_temp.error_of('SELECT reached_in_order(stage_agg(''A'', date ''2024-01-01''), ''{A,NULL}'')');

---- 7. Extremes

-- From the first to the last timestamp there are more microseconds than 63 bits: the state holds them, a longer visit is an error, not a wrong number.
SELECT s::text::stage_agg_state = s AS round_trip, visits(s, 'A'), current_stage(s), last_exited(s, 'A') FROM (SELECT stage_agg(stage, at) AS s FROM (VALUES ('A', timestamptz '4713-11-24 00:00:00+00 BC'), ('B', '294276-12-31 23:59:59.999999+00')) v (stage, at)) d;
SELECT pg_temp.sqlstate_of($$SELECT duration_in(stage_agg('A', timestamptz '4713-11-24 BC'), 'A', '294276-12-31')$$) AS too_long, pg_temp.sqlstate_of($$SELECT time_in_current_stage(stage_agg('A', timestamptz '4713-11-24 BC'), '294276-12-31')$$) AS current;
SELECT duration_in(s, 'A') = timestamptz '200000-01-01' - timestamptz '4713-11-24 BC' AS long, first_entered(s, 'A') AS first FROM (SELECT stage_agg(stage, at, tb) AS s FROM (VALUES ('A', timestamptz '4713-11-24 BC', 9223372036854775807), ('B', '200000-01-01', -9223372036854775808)) v (stage, at, tb)) d;
-- The extreme tie-breakers are ordinary ones, and NULL is after both.
SELECT array_agg(stage ORDER BY n) FROM (SELECT stage_agg(stage, date '2024-01-01', tb) AS s FROM (VALUES ('d', NULL), ('c', 9223372036854775807), ('b', 0), ('a', NULL), ('z', -9223372036854775808)) v (stage, tb)) d, stage_timeline(s) WITH ORDINALITY t (stage, a, b, c, n);
-- One deal with 100,000 rows of one stage, and one with 100,000 visits: 50,000 to each of two stages, 1 s each, but the last is open.
SELECT visits(s, '0'), duration_in(s, '0', '2024-01-01 UTC') = timestamptz '2024-01-01' - timestamptz '2020-01-01 00:00:01' AS whole FROM (SELECT stage_agg('0', timestamptz '2020-01-01' + g * interval '1 s') AS s FROM generate_series(1, 100000) g) d;
SELECT visits(s, '0'), visits(s, '1'), duration_in(s, '0'), duration_in(s, '1'), (SELECT count(*) FROM stage_timeline(s)) AS timeline FROM (SELECT stage_agg((g % 2)::text, timestamptz '2020-01-01' + g * interval '1 s') AS s FROM generate_series(1, 100000) g) d;
-- A long stage name, and any character.
SELECT visits(s, repeat('x', 1000000)), length(current_stage(s)), s::text::stage_agg_state = s AS round_trip FROM (SELECT stage_agg(repeat('x', 1000000), date '2024-01-01') AS s) d;
