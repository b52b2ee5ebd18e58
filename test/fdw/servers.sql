-- In the database near: foreign tables for its own tables (far.whole and far.*_state, server near), for the same without the
-- option that allows shipping (server bare), and far.wide, whose partitions are in three other databases.
CREATE EXTENSION postgres_fdw;
SELECT format('CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L%s)', server, :'socket', :'port', dbname, option),
	format('CREATE USER MAPPING FOR CURRENT_USER SERVER %I OPTIONS (user %L)', server, current_user)
FROM (VALUES ('bare', 'near', ''), ('near', 'near', ', extensions ''crm_metrics'''), ('far_0', 'far_0', ', extensions ''crm_metrics'''),
	('far_1', 'far_1', ', extensions ''crm_metrics'''), ('far_2', 'far_2', ', extensions ''crm_metrics''')) s (server, dbname, option) \gexec
CREATE SCHEMA far;
CREATE SCHEMA bare;
IMPORT FOREIGN SCHEMA facts EXCEPT (answers) FROM SERVER near INTO far;
IMPORT FOREIGN SCHEMA facts LIMIT TO (wide) FROM SERVER bare INTO bare;
ALTER FOREIGN TABLE far.wide RENAME TO whole;
CREATE TABLE far.wide (LIKE facts.wide) PARTITION BY LIST (site);
SELECT format('CREATE FOREIGN TABLE far.wide_%1$s PARTITION OF far.wide FOR VALUES IN (%1$s) SERVER far_%1$s OPTIONS (schema_name %2$L, table_name %3$L)', n, 'facts', 'wide') FROM generate_series(0, 2) n \gexec
ANALYZE far.wide;
