-- Groups, partitions and states with short headers, for every aggregate of the extension: whatever way partial states take
-- (hashed, sorted, through workers, partitions or tables), the result has the bytes of the serial one.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set facts :test_dir '/lib/facts.sql'
\set ECHO none
\i :session
\i :facts
\set ECHO all

-- The rows, and each table of stored states, once more in partitions, in groups (g) of a few rows and a large one.
CREATE FUNCTION facts.grouped(source text, columns text, copies int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE n int;
BEGIN
	EXECUTE format('CREATE TABLE facts.grouped_%1$s (LIKE facts.%1$s, g bigint) PARTITION BY LIST (part)', source);
	FOR n IN 0 .. 2 LOOP
		EXECUTE format('CREATE TABLE facts.part_%2$s_of_%1$s PARTITION OF facts.grouped_%1$s FOR VALUES IN (%2$s)', source, n);
	END LOOP;
	EXECUTE format('INSERT INTO facts.grouped_%1$s SELECT *, least(row_number() OVER (ORDER BY %2$s) %% 1000, 20) FROM (SELECT x.* FROM facts.%1$s x, generate_series(1, %3$s)) x', source, columns, copies);
	EXECUTE format('ANALYZE facts.grouped_%s', source);
END $$;
SELECT count(facts.grouped(tablename::text, 'part, piece', 5)) > 10 AS state_types FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state';
SELECT facts.grouped('rows', 'id', 1);

-- Aggregates with one state type share a query, unless they would share their states as well (turn): then only one of them
-- would be combined. The answer of each is the digest of the bytes of all its groups.
CREATE TABLE facts.questions AS SELECT replace(source, 'facts.', 'facts.grouped_') AS source, array_agg(aggregate::text ORDER BY aggregate::text) AS aggregates,
	string_agg(facts.image(call, result), ', ' ORDER BY aggregate::text) AS images
FROM (SELECT q.*, aggtranstype, row_number() OVER (PARTITION BY aggtransfn, substring(call FROM '\(.*') ORDER BY aggregate::text) AS turn
	FROM facts.queries q JOIN pg_aggregate ON aggfnoid = aggregate) q GROUP BY source, aggtranstype, turn;
SELECT sum(cardinality(aggregates)) = (SELECT count(*) FROM facts.queries) AS all_of_them FROM facts.questions;
CREATE TABLE facts.answers (plan text, aggregate text, has_form boolean, parts int, groups bigint, answer text);
CREATE FUNCTION facts.ask(plan text, key text, form text, slowly boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q record; query text; answers jsonb;
BEGIN
	FOR q IN SELECT * FROM facts.questions LOOP
		query := format('SELECT %s AS key, facts.parts(1), ARRAY[%s] AS images FROM %s GROUP BY 1', key, q.images, CASE WHEN slowly THEN facts.slowly(q.source) ELSE q.source END);
		-- A query of its own: INSERT .. SELECT would not be parallel.
		EXECUTE format('SELECT jsonb_agg(x) FROM (%s) x', query) INTO answers;
		INSERT INTO facts.answers SELECT ask.plan, q.aggregates[n], pg_temp.plan_has(query, form), max((x->'parts')::int), count(*), md5(string_agg(concat(x->'key', image), NULL ORDER BY x->'key'))
		FROM jsonb_array_elements(answers) x, jsonb_array_elements_text(x->'images') WITH ORDINALITY u(image, n) GROUP BY n;
	END LOOP;
END $$;
SET max_parallel_workers_per_gather = 0;
SELECT facts.ask('groups, serial', 'g', '^ *HashAggregate');
SELECT facts.ask('partitions, serial', 'part', '^ *HashAggregate');
SET enable_hashagg = off;
SELECT facts.ask('groups, serial and sorted', 'g', '^ *GroupAggregate');
SET enable_hashagg = on; SET enable_partitionwise_aggregate = on;
SELECT facts.ask('groups, partition-wise', 'g', 'Partial HashAggregate');
SELECT facts.ask('partitions, each by itself', 'part', '^ +-> +HashAggregate');
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET cpu_operator_cost = 1;
SELECT facts.ask('groups, parallel and partition-wise', 'g', 'Partial HashAggregate', true);
SET enable_partitionwise_aggregate = off; SET parallel_leader_participation = off;
SELECT facts.ask('groups, parallel', 'g', 'Partial HashAggregate', true);
SET enable_hashagg = off;
SELECT facts.ask('groups, parallel and sorted', 'g', 'Partial GroupAggregate', true);
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET cpu_operator_cost;
RESET enable_hashagg; RESET enable_partitionwise_aggregate; RESET parallel_leader_participation;
SELECT plan, count(*) = (SELECT count(*) FROM facts.queries) AS all_of_them, count(*) FILTER (WHERE NOT has_form) AS other_plan, max(parts) > 1 AS in_parts, min(groups), count(answer) - count(*) AS missing
FROM facts.answers GROUP BY plan ORDER BY plan;
SELECT aggregate AS differs, split_part(plan, ',', 1) AS grouped FROM facts.answers GROUP BY 1, 2 HAVING count(DISTINCT answer) <> 1 ORDER BY 1;

-- States as a table stores them: short ones with a header of one byte, long ones outside of the row. The combine and final functions
-- of each aggregate make the whole of them, in any order; its transition functions take them as they take fresh ones.
CREATE TABLE facts.tables (aggregate regprocedure, short bigint, long bigint, same boolean, steps bigint, steps_differ bigint);
CREATE FUNCTION facts.through_a_table(aggregate regprocedure, result regtype, call text, source text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE a pg_aggregate := (SELECT x FROM pg_aggregate x WHERE aggfnoid = aggregate); state regtype := a.aggtranstype;
	arguments text := substring(call FROM '^[^(]*\((.*)\)$'); whole text; again text; upside_down text; large text; step text; steps bigint; wrong bigint;
BEGIN
	EXECUTE format('CREATE AGGREGATE facts.unfinished(%s) (SFUNC = %s, STYPE = %s)', pg_get_function_identity_arguments(aggregate), a.aggtransfn, state);
	EXECUTE format('CREATE AGGREGATE facts.finish(%s) (SFUNC = %s, STYPE = %1$s, FINALFUNC = %3$s)', state, a.aggcombinefn, a.aggfinalfn);
	EXECUTE format('CREATE TEMP TABLE piece AS SELECT id %% 400 AS pg, facts.unfinished(%s) AS piece FROM %s GROUP BY 1 UNION ALL SELECT -1 - id %% 3, facts.unfinished(%1$s) FROM %2$s GROUP BY 1', arguments, source);
	EXECUTE format('SELECT %s FROM %s', facts.image(call, result), source) INTO whole;
	EXECUTE format('SELECT %s, %s, %s FROM piece', facts.image('facts.finish(piece ORDER BY pg) FILTER (WHERE pg >= 0)', result),
		facts.image('facts.finish(piece ORDER BY pg DESC) FILTER (WHERE pg >= 0)', result), facts.image('facts.finish(piece) FILTER (WHERE pg < 0)', result)) INTO again, upside_down, large;
	steps := 0; wrong := 0;
	FOREACH step IN ARRAY array_remove(ARRAY[a.aggtransfn::regproc::text, nullif(a.aggminvtransfn::regproc::text, '-')], NULL) LOOP
		EXECUTE format('SELECT $1 + count(*), $2 + count(*) FILTER (WHERE stored IS DISTINCT FROM fresh) FROM (SELECT %s AS stored, %s AS fresh FROM %s JOIN piece ON pg = id %% 400 WHERE pg < 100) x',
			facts.image(format('%s(piece, %s)', step, arguments), state), facts.image(format('%s(piece::text::%s, %s)', step, state, arguments), state), source) INTO steps, wrong USING steps, wrong;
	END LOOP;
	EXECUTE 'INSERT INTO facts.tables SELECT $1, count(*) FILTER (WHERE pg_column_size(piece) < 127), count(*) FILTER (WHERE pg_column_size(piece) > 2100), $2, $3, $4 FROM piece'
		USING aggregate, whole IS NOT NULL AND (whole, whole, whole) IS NOT DISTINCT FROM (again, upside_down, large), steps, wrong;
	EXECUTE format('DROP AGGREGATE facts.unfinished(%s), facts.finish(%s)', pg_get_function_identity_arguments(aggregate), state);
	DROP TABLE piece;
END $$;
SELECT count(facts.through_a_table(aggregate, result, call, source)) = count(*) AS tried
FROM (SELECT aggregate, result, call, CASE WHEN call = 'rollup(state)' THEN format('(SELECT row_number() OVER (ORDER BY part, piece) AS id, state FROM %s) s', source) ELSE source END AS source FROM facts.queries) q;
SELECT count(*) = (SELECT count(*) FROM facts.queries) AS all_of_them, sum(short) > 10000 AS short_ones, sum(long) > 30 AS long_ones FROM facts.tables;
SELECT aggregate AS differs, same, steps_differ FROM facts.tables WHERE NOT same OR steps_differ <> 0 OR steps < 80 ORDER BY 1::text;
SELECT aggtranstype::regtype AS never_short FROM facts.tables t JOIN pg_aggregate ON aggfnoid = t.aggregate GROUP BY 1 HAVING sum(short) = 0 ORDER BY 1;
DROP SCHEMA facts CASCADE;
