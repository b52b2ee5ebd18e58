-- After lifecycle.sql: a btree index on every table of states, a hash index on every view (whose states may be too long for a btree), and
-- whether all states are found by them.
DO $$
DECLARE type text;
BEGIN
	FOR type IN SELECT tablename FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state' LOOP
		EXECUTE format('CREATE INDEX ON facts.%1$I (state); CREATE INDEX ON facts.%2$I USING hash (state)', type, type || '_by_part');
	END LOOP;
END $$;
CREATE FUNCTION facts.found_by_index(type text) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_memoize = off SET jit = off AS $$
DECLARE
	source text;
	line text;
	by_index boolean;
	found boolean;
	all_found boolean := true;
BEGIN
	FOREACH source IN ARRAY ARRAY[type, type || '_by_part'] LOOP
		by_index := false;
		FOR line IN EXECUTE format('EXPLAIN SELECT FROM facts.%1$I a JOIN facts.%1$I b ON b.state = a.state', source) LOOP
			by_index := by_index OR line ~ 'Index Cond: \(.*state = .*state\)';
		END LOOP;
		EXECUTE format('SELECT count(DISTINCT a.ctid) = (SELECT count(*) FROM facts.%1$I WHERE state IS NOT NULL) FROM facts.%1$I a JOIN facts.%1$I b ON b.state = a.state', source) INTO found;
		all_found := all_found AND by_index AND found;
	END LOOP;
	RETURN all_found;
END $$;
CREATE VIEW facts.lookups AS SELECT tablename AS type, facts.found_by_index(tablename) AS found FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state';
