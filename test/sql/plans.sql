-- One answer whatever the plan, for every aggregate of the extension: serial, parallel, partition-wise, states stored with
-- short headers, many groups, support functions called from plain SQL.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set facts :test_dir '/lib/facts.sql'
\set ECHO none
\i :session
\i :facts
\set ECHO all
SELECT aggregate AS not_covered FROM facts.queries WHERE call IS NULL ORDER BY aggregate::text;
SELECT count(*) > 80 AS found_them FROM facts.queries;

-- The result of a call as text.
CREATE FUNCTION facts.result(call text, source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	EXECUTE format('SELECT (%s)::text FROM %s', call, source) INTO r;
	RETURN r;
END $$;
CREATE TABLE facts.answers (plan text, aggregate regprocedure, partial boolean, answer text);
CREATE FUNCTION facts.ask(plan text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO facts.answers SELECT plan, aggregate, pg_temp.plan_has(format('SELECT %s FROM %s', call, rows), 'Partial.*Aggregate'), facts.result(call, rows)
	FROM (SELECT *, CASE WHEN plan IN ('parallel', 'workers only') THEN facts.slowly(source) ELSE source END AS rows FROM facts.queries) q
$$;
SET max_parallel_workers_per_gather = 0;
SELECT facts.ask('serial');
SET enable_partitionwise_aggregate = on;
SELECT facts.ask('partition-wise');
SET enable_partitionwise_aggregate = off;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT facts.ask('parallel');
SET parallel_leader_participation = off;
SELECT facts.ask('workers only');
SET parallel_leader_participation = on; SET enable_partitionwise_aggregate = on;
SELECT facts.ask('parallel and partition-wise');
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET enable_partitionwise_aggregate;
SELECT plan, count(*) FILTER (WHERE answer IS NULL) AS without_answer,
	count(*) FILTER (WHERE plan <> 'serial' AND NOT partial AND NOT (plan <> 'parallel' AND aggregate::text LIKE 'rollup%')) AS not_in_part FROM facts.answers GROUP BY plan ORDER BY plan;
SELECT aggregate AS differs, count(DISTINCT answer) FROM facts.answers GROUP BY aggregate HAVING count(DISTINCT answer) <> 1 ORDER BY aggregate::text;

-- Rolling up stored pieces, which have short headers or are compressed, gives the state of the whole.
SELECT w.aggregate AS rollup_differs FROM facts.queries q JOIN facts.answers w ON w.aggregate = q.aggregate AND w.plan = 'serial'
	JOIN LATERAL (SELECT facts.result('rollup(state)', format('(SELECT %s AS state FROM facts.rows GROUP BY %s) x', q.call, facts.pieces(q.aggregate))) AS answer) r ON true
WHERE q.source = 'facts.rows' AND q.result::text LIKE '%\_state' AND r.answer <> w.answer ORDER BY 1;

-- Every state type: text and jsonb and back, equality, order, hash; comparison agrees with the text.
CREATE FUNCTION facts.check_type(type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	EXECUTE format($q$
		SELECT concat_ws(' ', bool_and(state::text::%1$s = state), bool_and(state::jsonb::text::%1$s = state), bool_and((state::text::%1$s)::text = state::text),
			count(DISTINCT state) = count(DISTINCT state::text), bool_and(%1$s_hash(state) = %1$s_hash(state::text::%1$s)), min(pg_column_size(state)) < 127)
		FROM facts.%1$s$q$, type) INTO r;
	EXECUTE format($q$
		SELECT concat_ws(' ', r, bool_and((a.state < b.state)::int + (a.state = b.state)::int + (a.state > b.state)::int = 1),
			bool_and((a.state <= b.state) = NOT (a.state > b.state)), bool_and((a.state = b.state) = NOT (a.state <> b.state)),
			bool_and((a.state < b.state) = (b.state > a.state))) FROM facts.%1$s a, facts.%1$s b, (SELECT %2$L::text AS r) x GROUP BY r$q$, type, r) INTO r;
	EXECUTE format('CREATE INDEX ON facts.%1$s (state); CREATE INDEX ON facts.%1$s USING hash (state)', type);
	RETURN r;
END $$;
SELECT tablename AS type, answer AS not_all_true FROM pg_tables, facts.check_type(tablename) answer
WHERE schemaname = 'facts' AND tablename LIKE '%\_state' AND answer <> 't t t t t t t t t t' ORDER BY 1;
SELECT count(*) >= 5 AS types_checked FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state';

-- A plain call of a transition function leaves its argument alone.
SELECT s AS before, survey_add_nps_integer(s, 9) AS after, s AS still
FROM (VALUES ('{"version": 1, "scale_min": 0, "scale_max": 10, "counts": [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}'::survey_agg_state)) v(s);

-- Groups: hash aggregation is linear (a memory context per group would make the last one some 100 times slower, not 10). Under valgrind
-- all of PostgreSQL is quadratic in pieces of memory, so this is left out.
\set many 10000
\getenv many CRM_MANY
CREATE FUNCTION facts.seconds(groups int) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE t timestamptz := clock_timestamp();
BEGIN
	PERFORM count(s), count(l), count(n) FROM (SELECT stage_agg('new', '2026-01-01Z'::timestamptz) AS s, ltv_agg(g, 1) AS l, nps(9) AS n FROM generate_series(1, groups) g GROUP BY g OFFSET 0) x;
	RETURN extract(epoch FROM clock_timestamp() - t);
END $$;
SET enable_sort = off; SET work_mem = '1GB'; SET jit = off;
SELECT :many < 10000 OR least(facts.seconds(10 * :many), facts.seconds(10 * :many), facts.seconds(10 * :many)) < 60 * least(facts.seconds(:many), facts.seconds(:many), facts.seconds(:many)) AS linear;
RESET enable_sort; RESET work_mem; RESET jit;
DROP SCHEMA facts CASCADE;
