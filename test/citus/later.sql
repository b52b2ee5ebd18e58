-- A node that joins later gets the extension and, when shards are moved to it, states; nothing changes.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SELECT citus_add_node(:'later', :port) \g /dev/null
SELECT format('%s - a node that joins later gets the extension: %s of 3 workers have it', CASE WHEN count(*) FILTER (WHERE result = extversion) = 3 THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE result = extversion))
FROM run_command_on_workers($$SELECT extversion FROM pg_extension WHERE extname = 'crm_metrics'$$), pg_extension WHERE extname = 'crm_metrics';
SELECT rebalance_table_shards(shard_transfer_mode => 'block_writes') \g /dev/null
SELECT format('%s - %s tables of states and %s of rows have shards on it', CASE WHEN count(*) FILTER (WHERE kept) > 10 AND count(*) FILTER (WHERE NOT kept) = 2 THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE kept), count(*) FILTER (WHERE NOT kept))
FROM (SELECT DISTINCT table_name, table_name::text LIKE 'far.%\_state' AS kept FROM citus_shards WHERE nodename = :'later' AND citus_table_type = 'distributed') s;
SET citus.coordinator_aggregation_strategy = 'disabled';
SELECT format('%s - %s of %s aggregates over moved shards', CASE WHEN bool_and(there = here) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE there = here), count(*))
FROM facts.wide_queries q, LATERAL (SELECT facts.rows_of(facts.fill('SELECT %1$s FROM far.%2$s', q)) AS there, facts.rows_of(facts.fill('SELECT %1$s FROM facts.%2$s', q)) AS here) x;
DROP EXTENSION crm_metrics CASCADE;
SELECT format('%s - DROP EXTENSION on the coordinator drops it on %s of 3 workers', CASE WHEN count(*) FILTER (WHERE result = '0') = 3 THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE result = '0'))
FROM run_command_on_workers($$SELECT count(*) FROM pg_extension WHERE extname = 'crm_metrics'$$);
