-- The extension was created on the coordinator only. The rows of test/lib/facts.sql are there once as local tables of the
-- coordinator (schema facts) and once distributed (schema far).
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SELECT format('%s - CREATE EXTENSION on the coordinator creates it on %s workers, version %s', CASE WHEN count(*) = 2 AND bool_and(result = extversion) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE result = extversion), min(result))
FROM run_command_on_workers($$SELECT extversion FROM pg_extension WHERE extname = 'crm_metrics'$$), pg_extension WHERE extname = 'crm_metrics' GROUP BY extversion;

SET citus.enable_ddl_propagation = off;
\o /dev/null
\i test/lib/facts.sql
\i test/lib/columns.sql
\o
RESET citus.enable_ddl_propagation;
-- By the entity, and by something else: every aggregate has to be right with both.
CREATE SCHEMA far;
CREATE TABLE far.wide (LIKE facts.wide, PRIMARY KEY (entity, id));
SELECT create_distributed_table('far.wide', 'entity') \g /dev/null
INSERT INTO far.wide SELECT * FROM facts.wide;
CREATE TABLE far.scattered (LIKE facts.wide, PRIMARY KEY (id));
SELECT create_distributed_table('far.scattered', 'id') \g /dev/null
INSERT INTO far.scattered SELECT * FROM facts.wide;
-- Stored states.
\o /dev/null
SELECT format('CREATE TABLE far.%1$s (id bigint PRIMARY KEY, state %1$s)', source), format('SELECT create_distributed_table(%L, %L)', 'far.' || source, 'id'),
	format('INSERT INTO far.%1$s SELECT row_number() OVER (ORDER BY part, piece), state FROM facts.%1$s', source)
FROM facts.wide_queries WHERE source <> 'wide' ORDER BY source \gexec
\o
