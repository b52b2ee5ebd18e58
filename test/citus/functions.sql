-- Functions of the tests, on the coordinator alone.
-- All rows of a query in a fixed order, long ones as a digest; an error with the query, which makes it differ from every other.
CREATE FUNCTION facts.rows_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r record; lines text[]; answer text;
BEGIN
	FOR r IN EXECUTE query LOOP
		lines := lines || r::text;
	END LOOP;
	SELECT string_agg(line, ' ' ORDER BY line) INTO answer FROM unnest(lines) line;
	RETURN CASE WHEN length(answer) > 200 THEN format('%s rows %s', cardinality(lines), md5(answer)) ELSE answer END;
EXCEPTION WHEN OTHERS THEN
	RETURN format('%s in %s', SQLERRM, query);
END $$;
CREATE FUNCTION facts.one(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	EXECUTE query INTO r;
	RETURN r;
END $$;
CREATE FUNCTION facts.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query;
END $$;
-- A form of query for an aggregate: 1 the bytes of its result, 2 its table, 3 those under FILTER, 4 those over a window,
-- 5 those of a rollup, 6 the bare call.
CREATE FUNCTION facts.fill(form text, q facts.wide_queries) RETURNS text LANGUAGE sql AS $$
	SELECT format(form, facts.image(q.call, q.result), q.source, facts.image(q.call || ' FILTER (WHERE id % 3 = 0)', q.result),
		facts.image(q.call || ' OVER (PARTITION BY entity ORDER BY id)', q.result), facts.image('rollup(state)', q.result), q.call)
$$;
