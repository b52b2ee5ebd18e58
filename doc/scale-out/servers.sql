-- servers.sql: rows for the examples of ../scale-out.md.  Three foreign servers which are this database itself, each with a schema of its own:
-- north, south and west have the surveys and the stage history of their own customers and deals.
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
SELECT format('CREATE SCHEMA %I', name), format('CREATE TABLE %I.answers (region text, customer int, answered_at timestamptz, score int)', name),
  format('CREATE TABLE %I.history (region text, deal int, stage text, entered_at timestamptz)', name),
  format($$INSERT INTO %I.answers SELECT %1$L, i, timestamptz '2026-01-01Z' + i * interval '1 hour', (i * 7 + %2$s) %% 11 FROM generate_series(%2$s, 2000, 3) i$$, name, n),
  format($$INSERT INTO %I.history SELECT %1$L, i, stage, timestamptz '2026-01-01Z' + i * interval '1 hour' + nr * interval '3 days' * (i %% 4 + 1) FROM generate_series(%2$s, 300, 3) i,
    unnest('{New,Proposal,Won}'::text[]) WITH ORDINALITY s (stage, nr)$$, name, n),
  format('CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L, extensions %L)', name, split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'),
    current_database(), 'crm_metrics'), format('CREATE USER MAPPING FOR CURRENT_USER SERVER %I', name)
FROM (VALUES (1, 'north'), (2, 'south'), (3, 'west')) s (n, name) ORDER BY n \gexec
CREATE TABLE answers (region text, customer int, answered_at timestamptz, score int) PARTITION BY LIST (region);
CREATE TABLE history (region text, deal int, stage text, entered_at timestamptz) PARTITION BY LIST (region);
SELECT format('CREATE FOREIGN TABLE %2$s_%1$s PARTITION OF %2$s FOR VALUES IN (%1$L) SERVER %1$I OPTIONS (schema_name %1$L, table_name %2$L)', region, relation)
FROM unnest('{north,south,west}'::text[]) region, unnest('{answers,history}'::text[]) relation ORDER BY 1 \gexec
-- What a query asks of each server, and how many rows come back.
CREATE FUNCTION fetched(query text) RETURNS TABLE (remote_sql text, rows numeric) LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
    rows := coalesce(trunc(substring(line FROM 'actual rows=([0-9.]+)')::numeric), rows);
    remote_sql := substring(line FROM 'Remote SQL: (.*)');
    IF remote_sql IS NOT NULL THEN RETURN NEXT; END IF;
  END LOOP;
END $$;
