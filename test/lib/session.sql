-- The start of a regression test: settings that no result may depend on, and how errors are shown.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET intervalstyle = 'postgres';
SET client_min_messages = warning;
-- "SQLSTATE | message | hint" of a query that fails. For errors whose words are PostgreSQL's, which differ between its
-- majors, use sqlstate_of.
CREATE FUNCTION pg_temp.error_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	hint text;
BEGIN
	EXECUTE query;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(hint, ''));
END $$;
CREATE FUNCTION pg_temp.sqlstate_of(query text) RETURNS text LANGUAGE sql AS $$ SELECT split_part(pg_temp.error_of(query), ' | ', 1) $$;
-- Whether a line of the query's plan matches.
CREATE FUNCTION pg_temp.plan_has(query text, pattern text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ pattern THEN RETURN true; END IF;
	END LOOP;
	RETURN false;
END $$;
-- The same pseudo-random whole number below n for the same seed, everywhere.
CREATE FUNCTION pg_temp.pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT ((((seed % 1000003 * 2654435761 + 12345) % 4294967296 * 69069 + 1) % 4294967296) / 4096 % n)::int $$;
-- Not only equal: the same bytes. With FROM it is not inlined, so what it is asked about is computed once.
CREATE FUNCTION pg_temp.same(a anyelement, b anyelement) RETURNS boolean LANGUAGE sql AS
$$ SELECT ROW(a)::record *= ROW(b)::record AND a IS NOT DISTINCT FROM b AND a::text IS NOT DISTINCT FROM b::text FROM (VALUES (1)) once $$;
-- Intervals within 1 %, and a microsecond for rounding.
CREATE FUNCTION pg_temp.us(d interval) RETURNS numeric LANGUAGE sql AS $$ SELECT extract(epoch FROM d) * 1000000 $$;
CREATE FUNCTION pg_temp.near(found interval, exact interval) RETURNS boolean LANGUAGE sql AS
$$ SELECT CASE WHEN num_nulls(found, exact) = 0 THEN abs(pg_temp.us(found) - pg_temp.us(exact)) <= 0.01 * pg_temp.us(exact) + 1 ELSE num_nulls(found, exact) = 2 END $$;
