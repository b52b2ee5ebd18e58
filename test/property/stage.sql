-- Stages: the visits of each deal by window functions, and everything else from these. deal: the rows of a case are one history for
-- stage_agg, one for each customer for pipeline_agg and stage_duration. Ties: by tiebreak where there is one, else by stage, bytewise.
CREATE FUNCTION property.visits(how text) RETURNS TABLE (c int, customer bigint, stage text, turn bigint, entered timestamp, exited timestamp, as_of timestamp) LANGUAGE sql AS $$
	SELECT c, customer, stage, row_number() OVER w, at, lead(at) OVER w, as_of
	FROM (SELECT *, stage IS NOT DISTINCT FROM lag(stage) OVER w AS goes_on FROM (
			SELECT DISTINCT c, CASE WHEN how LIKE '%one deal' THEN NULL ELSE customer END AS customer, stage COLLATE "C" AS stage, at, CASE WHEN how LIKE 'tied%' THEN tiebreak END AS tiebreak, as_of
			FROM property.rows WHERE i > 0 AND at IS NOT NULL AND stage IS NOT NULL AND (how <> 'raw' OR customer IS NOT NULL)) r
		WINDOW w AS (PARTITION BY c, customer ORDER BY at, tiebreak, stage)) v
	WHERE NOT goes_on WINDOW w AS (PARTITION BY c, customer ORDER BY at, tiebreak, stage)
$$;
CREATE FUNCTION property.lasted(entered timestamp, exited timestamp, as_of timestamp) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN
CASE WHEN exited IS NOT NULL THEN property.length(entered, exited) WHEN as_of >= entered THEN property.length(entered, as_of) END;
-- Asked for in turn: a stage of every case, and a path.
CREATE VIEW property.question AS
SELECT c, as_of, (ARRAY['New', 'Won', 'won', '', 'Ångström'])[1 + property.pick(3, c, 0, 'asked')] AS stage, (ARRAY['{New,Won}', '{won,New,New,Won}', '{}', '{Won}', '{New,Won,won,New,Won}']::text[])[1 + property.pick(5, c, 0, 'path')]::text[] AS path
FROM property.cases;

-- How many of the path were reached in order: for each the earliest row that is not earlier than the one before, and not used yet.
CREATE FUNCTION property.reached(times timestamp[], stages text[], path text[]) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE used int[] := '{}'; now timestamp := '-infinity'; n int; row int;
BEGIN
	FOR n IN 1 .. cardinality(path) LOOP
		row := (SELECT r FROM generate_subscripts(times, 1) r WHERE stages[r] = path[n] AND times[r] >= now AND r <> ALL (used) ORDER BY times[r] LIMIT 1);
		IF row IS NULL THEN RETURN n - 1; END IF;
		used := used || row; now := times[row];
	END LOOP;
	RETURN cardinality(path);
END $$;

CREATE FUNCTION property.stages(how text) RETURNS TABLE (c int, answer jsonb) LANGUAGE sql AS $$
	SELECT c, jsonb_build_array(jsonb_build_array(
		jsonb_agg(jsonb_build_array(v.stage, entered, exited, property.length(entered, exited)) ORDER BY turn),
		sum(property.length(entered, exited)) FILTER (WHERE v.stage = q.stage), sum(property.lasted(entered, exited, q.as_of)) FILTER (WHERE v.stage = q.stage),
		(array_agg(property.length(entered, exited) ORDER BY turn) FILTER (WHERE v.stage = q.stage))[1], (array_agg(property.length(entered, exited) ORDER BY turn DESC) FILTER (WHERE v.stage = q.stage))[1],
		(array_agg(property.lasted(entered, exited, q.as_of) ORDER BY turn) FILTER (WHERE v.stage = q.stage))[1], (array_agg(property.lasted(entered, exited, q.as_of) ORDER BY turn DESC) FILTER (WHERE v.stage = q.stage))[1],
		count(*) FILTER (WHERE v.stage = q.stage), (array_agg(v.stage ORDER BY turn DESC))[1], (array_agg(CASE WHEN q.as_of >= entered THEN property.length(entered, q.as_of) END ORDER BY turn DESC))[1],
		min(entered) FILTER (WHERE v.stage = q.stage), max(entered) FILTER (WHERE v.stage = q.stage), max(exited) FILTER (WHERE v.stage = q.stage), count(*) FILTER (WHERE v.stage = q.stage) > 0,
		(SELECT property.reached(array_agg(at), array_agg(stage), q.path) FROM (SELECT DISTINCT at, stage, CASE WHEN how LIKE 'tied%' THEN tiebreak END FROM property.rows r WHERE r.c = q.c AND i > 0 AND at IS NOT NULL AND stage IS NOT NULL) d)))
	FROM property.visits(how || ' one deal') v JOIN property.question q USING (c) GROUP BY q.c, c, q.stage, q.path
$$;
CREATE TABLE property.truth_of_stage_agg AS SELECT * FROM property.stages('plain');
CREATE TABLE property.truth_of_tied_stage_agg AS SELECT * FROM property.stages('tied');
CREATE FUNCTION property.read(s stage_agg_state, q property.question) RETURNS jsonb LANGUAGE sql RETURN
jsonb_build_array(jsonb_build_array(
	(SELECT jsonb_agg(jsonb_build_array(stage, entered_at::timestamp, exited_at::timestamp, property.us(duration))) FROM stage_timeline(s)),
	property.us(duration_in(s, q.stage)), property.us(duration_in(s, q.stage, q.as_of)), property.us(first_duration_in(s, q.stage)), property.us(latest_duration_in(s, q.stage)),
	property.us(first_duration_in(s, q.stage, q.as_of)), property.us(latest_duration_in(s, q.stage, q.as_of)), visits(s, q.stage), current_stage(s), property.us(time_in_current_stage(s, q.as_of)),
	first_entered(s, q.stage)::timestamp, last_entered(s, q.stage)::timestamp, last_exited(s, q.stage)::timestamp, reached(s, q.stage), reached_in_order(s, q.path)));
INSERT INTO property.oracle VALUES
	('stage_agg', 'stage, entered_at', 'property.truth_of_stage_agg', '(SELECT property.read(s, q) FROM property.question q WHERE q.c = k.c)'),
	('stage_agg', 'stage, entered_at, tiebreak', 'property.truth_of_tied_stage_agg', '(SELECT property.read(s, q) FROM property.question q WHERE q.c = k.c)');

-- The window function: the first row of a visit has its length, every row of the partition in the order of the window.
INSERT INTO property.claim SELECT 'stage_duration', format($q$
	WITH r AS (SELECT c, days, customer, i, %1$s AS stage, at, as_of FROM property.rows WHERE days = %3$L),
	eligible AS (SELECT *, stage IS NOT DISTINCT FROM lag(stage) OVER w AS goes_on FROM r WHERE at IS NOT NULL AND stage IS NOT NULL WINDOW w AS (PARTITION BY c, customer ORDER BY at, i)),
	visit AS (SELECT c, i, at, lead(at) OVER (PARTITION BY c, customer ORDER BY at, i) AS exited FROM eligible WHERE NOT goes_on)
	SELECT c, jsonb_build_array(property.us(d)) AS got, jsonb_build_array(property.lasted(v.at, exited, as_of)) AS answer
	FROM (SELECT c, i, as_of, stage_duration(stage, at::%2$s, as_of::%2$s) OVER (PARTITION BY c, customer ORDER BY at, i) AS d FROM r) x LEFT JOIN visit v USING (c, i)$q$, stage, type, type = 'date')
FROM unnest('{stage,place,amount}'::text[]) stage, unnest('{date,timestamp,timestamptz}'::text[]) type;
