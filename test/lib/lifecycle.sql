-- After facts.sql: what a database full of states must look like after a dump and restore.
CREATE FUNCTION facts.digest(source text) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE d text;
BEGIN
	EXECUTE format('SELECT count(*) || '' '' || md5(string_agg(state::text, '','' ORDER BY state::text)) FROM facts.%I', source) INTO d;
	RETURN d;
END $$;
-- One materialized view per state type: daily states rolled up, with the index that REFRESH CONCURRENTLY needs.
DO $$
DECLARE type text;
BEGIN
	FOR type IN SELECT tablename FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state' LOOP
		EXECUTE format('CREATE MATERIALIZED VIEW facts.%1$s_by_part AS SELECT part, rollup(state) AS state FROM facts.%1$s GROUP BY part', type);
		EXECUTE format('CREATE UNIQUE INDEX ON facts.%1$s_by_part (part)', type);
		EXECUTE format('REFRESH MATERIALIZED VIEW CONCURRENTLY facts.%1$s_by_part', type);
		EXECUTE format('ALTER TABLE facts.%1$s ADD CHECK (state = state)', type);
	END LOOP;
END $$;
CREATE VIEW facts.digest_of_states AS SELECT tablename AS relation, facts.digest(tablename) FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state';
CREATE VIEW facts.digest_of_views AS SELECT matviewname AS relation, facts.digest(matviewname) FROM pg_matviews WHERE schemaname = 'facts';
