-- Every aggregate on the cluster against the local tables of the coordinator, byte for byte. Where it says `disabled`, Citus
-- must not fetch rows to aggregate them: what it cannot compute in parts is an error.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SET citus.enable_ddl_propagation = off;
\i test/citus/functions.sql
RESET citus.enable_ddl_propagation;
SET citus.coordinator_aggregation_strategy = 'disabled';
SELECT format('%s - an aggregate without parts is refused, so that the tests below can fail', CASE WHEN facts.rows_of('SELECT string_agg(id::text, NULL) FROM far.wide') LIKE '%unsupported aggregate function%' THEN 'ok' ELSE 'not ok' END);

CREATE TEMP TABLE form (n int, what text, source text, states_only boolean, here text, there text);
INSERT INTO form VALUES
	(1, 'aggregates over all shards', 'wide', false, 'SELECT %1$s FROM facts.%2$s', 'SELECT %1$s FROM far.%2$s'),
	(2, 'aggregates over shards that split entities', 'wide', false, 'SELECT %1$s FROM facts.wide', 'SELECT %1$s FROM far.scattered'),
	(3, 'aggregates of groups, by the distribution column', 'wide', false, 'SELECT entity, %1$s FROM facts.wide GROUP BY 1', 'SELECT entity, %1$s FROM far.wide GROUP BY 1'),
	(4, 'aggregates of groups, by another column', 'wide', false, 'SELECT id %% 10, %1$s FROM facts.wide GROUP BY 1', 'SELECT id %% 10, %1$s FROM far.wide GROUP BY 1'),
	(5, 'aggregates of groups that split entities', 'wide', false, 'SELECT id %% 10, %1$s FROM facts.wide GROUP BY 1', 'SELECT id %% 10, %1$s FROM far.scattered GROUP BY 1'),
	(6, 'aggregates with FILTER', 'wide', false, 'SELECT %3$s FROM facts.wide', 'SELECT %3$s FROM far.wide'),
	(7, 'aggregates over window partitions of the distribution column', 'wide', false, 'SELECT id, %4$s FROM facts.wide', 'SELECT id, %4$s FROM far.wide'),
	(8, 'states of each entity, rolled up', 'wide', true, 'SELECT %1$s FROM facts.wide', 'SELECT %5$s FROM (SELECT entity, %6$s AS state FROM far.wide GROUP BY 1) s'),
	(9, 'rollups of stored states', 'states', false, 'SELECT %1$s FROM facts.%2$s', 'SELECT %1$s FROM far.%2$s');
CREATE TEMP TABLE answer AS
SELECT n, what, aggregate, call, facts.rows_of(query_there) AS there, facts.rows_of(query_here) AS here, query_there
FROM form f, facts.wide_queries q, LATERAL (SELECT facts.fill(f.here, q) AS query_here, facts.fill(f.there, q) AS query_there) x
WHERE (q.source = 'wide') = (f.source = 'wide') AND (q.result = q.state OR NOT f.states_only);
SELECT format('%s - %s of %s %s%s', CASE WHEN bool_and(there = here) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE there = here), count(*), what,
	': ' || string_agg(concat_ws(' ', aggregate, left(there, 200)), '; ') FILTER (WHERE (there = here) IS NOT TRUE))
FROM answer GROUP BY n, what ORDER BY n;
-- How: parts on the workers, combined on the coordinator; the whole window on the workers.
SELECT format('%s - %s of %s aggregates are computed in parts by the workers', CASE WHEN bool_and(good) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE good), count(*))
FROM answer, LATERAL (SELECT string_agg(line, E'\n') ~ 'coord_combine_agg.*Query: SELECT .*worker_partial_agg' AS good FROM facts.plan(query_there) line) p WHERE n IN (1, 9);
SELECT format('%s - %s of %s window aggregates are computed by the workers', CASE WHEN bool_and(good) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE good), count(*))
FROM answer, LATERAL (SELECT string_agg(line, E'\n') ~ '^Custom Scan .*WindowAgg' AS good FROM facts.plan(query_there) line) p WHERE n = 7;
SELECT format('%s - %s of %s aggregates asked of a worker', CASE WHEN bool_and(good) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE good), count(*))
FROM facts.wide_queries q, LATERAL (SELECT bool_and(w.result = facts.one(facts.fill('SELECT %1$s FROM facts.%2$s', q))) AS good FROM run_command_on_workers(facts.fill('SELECT %1$s FROM far.%2$s', q)) w) x
WHERE call !~ ''''; -- a worker would read literals in its own time zone

-- Window functions of the extension, with the distribution column in PARTITION BY.
CREATE TEMP TABLE windowed (name text, call text);
INSERT INTO windowed VALUES
	('stage_duration', 'stage_duration(a33, a35) OVER (PARTITION BY entity ORDER BY a35, id)'),
	('episode', 'episode(a35, interval ''20 days'') OVER (PARTITION BY entity ORDER BY a35, id)'),
	('mrr_movement', 'mrr_movement(a14) OVER (PARTITION BY entity ORDER BY id)'),
	('attribution_weight', 'attribution_weight(a35, timestamptz ''2026-05-01Z'', ''linear'', true, interval ''90 days'') OVER (PARTITION BY entity ORDER BY a35)');
SELECT format('%s - window function %s%s', CASE WHEN good AND here = there THEN 'ok' ELSE 'not ok' END, name, ': ' || nullif(left(there, 200), here))
FROM (SELECT DISTINCT proname::text AS name FROM facts.members WHERE prokind = 'w') m LEFT JOIN windowed USING (name),
	LATERAL (SELECT facts.rows_of(format('SELECT id, %s FROM far.wide', call)) AS there, facts.rows_of(format('SELECT id, %s FROM facts.wide', call)) AS here,
		(SELECT string_agg(line, E'\n') ~ '^Custom Scan .*WindowAgg' FROM facts.plan(format('SELECT id, %s FROM far.wide', call)) line) AS good) x ORDER BY name;

-- Summaries kept in a table: beside their rows on the workers, on every node, on the coordinator.
SET client_min_messages = error; -- not: functions over types are propagated as well
\o /dev/null
SELECT format('CREATE TABLE far.kept_%1$s (call text, k bigint, state %1$s)', state), format('SELECT create_distributed_table(%L, %L, colocate_with => %L)', 'far.kept_' || state, 'k', 'far.wide'),
	format('CREATE TABLE far.everywhere_%1$s (call text, k bigint, state %1$s)', state), format('SELECT create_reference_table(%L)', 'far.everywhere_' || state),
	format('CREATE TABLE facts.local_%1$s (call text, k bigint, state %1$s)', state)
FROM (SELECT DISTINCT state FROM facts.wide_queries) s \gexec
\o
SELECT format('INSERT INTO %s_%s SELECT %L, %s, %s FROM far.wide GROUP BY 2', target, state, call, key, call)
FROM facts.wide_queries, (VALUES ('far.kept', 'entity'), ('far.everywhere', 'id % 10'), ('facts.local', 'id % 10')) t (target, key) WHERE source = 'wide' AND result = state \gexec
SELECT format('%s - %s of %s states kept %s by INSERT .. SELECT%s', CASE WHEN bool_and(here = there) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE here = there), count(*), what,
	': ' || string_agg(concat_ws(' ', aggregate, left(there, 200)), '; ') FILTER (WHERE (here = there) IS NOT TRUE))
FROM facts.wide_queries q, (VALUES ('beside their rows', 'far.kept', 'entity'), ('in a reference table', 'far.everywhere', 'id % 10'), ('on the coordinator', 'facts.local', 'id % 10')) t (what, target, key),
	LATERAL (SELECT facts.rows_of(format('SELECT k, %s FROM %s_%s WHERE call = %L', facts.image('state', result), target, state, call)) AS there,
		facts.rows_of(format('SELECT %s, %s FROM facts.wide GROUP BY 1', key, facts.image(call, result))) AS here) x
WHERE source = 'wide' AND result = state GROUP BY what ORDER BY what;
SELECT format('%s - %s of %s states kept beside their rows, rolled up%s', CASE WHEN bool_and(here = there) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE here = there), count(*),
	': ' || string_agg(concat_ws(' ', aggregate, left(there, 200)), '; ') FILTER (WHERE (here = there) IS NOT TRUE))
FROM facts.wide_queries q, LATERAL (SELECT facts.rows_of(format('SELECT %s FROM far.kept_%s WHERE call = %L', facts.image('rollup(state)', result), state, call)) AS there,
	facts.rows_of(format('SELECT %s FROM facts.wide', facts.image(call, result))) AS here) x WHERE source = 'wide' AND result = state;
