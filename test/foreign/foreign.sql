-- Other engines: every aggregate driven the way Citus does it, and hostile bytes given to every state type. Needs the
-- module foreign.so (test/foreign/Makefile); test/run builds it. Prints ok or not ok lines.
\ir ../lib/lines.sql
SET timezone = 'UTC';
\i test/lib/facts.sql
CREATE FUNCTION facts.step(internal, oid, text, VARIADIC "any") RETURNS internal AS 'foreign', 'foreign_step' LANGUAGE C;
CREATE FUNCTION facts.final(internal) RETURNS text AS 'foreign', 'foreign_final' LANGUAGE C;
CREATE FUNCTION facts.bytes(oid, bytea) RETURNS text AS 'foreign', 'foreign_bytes' LANGUAGE C STRICT;
CREATE AGGREGATE facts.foreign_agg(oid, text, VARIADIC "any") (SFUNC = facts.step, STYPE = internal, FINALFUNC = facts.final);

CREATE FUNCTION facts.drive(call text, source text, aggregate regprocedure, mode text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE same boolean;
BEGIN
	EXECUTE format('SELECT facts.foreign_agg(%s, %L, %s) = (%s)::text FROM %s',
		aggregate::oid, mode, substring(call FROM '^[^(]*\((.*)\)$'), call,
		CASE WHEN mode = 'step text' THEN format('(SELECT * FROM %s LIMIT 150) x', source) ELSE source END) INTO same;
	RETURN same;
END $$;
SELECT format('%s - %s of %s aggregates: %s%s', CASE WHEN bool_and(same) THEN 'ok' ELSE 'not ok' END, count(*) FILTER (WHERE same), count(*), what,
	' ' || string_agg(aggregate::text, ', ') FILTER (WHERE same IS NOT TRUE))
FROM (VALUES ('text', 'states shipped as text'), ('binary', 'states shipped in binary'), ('step text', 'states kept as text between rows')) m (mode, what),
	facts.queries q, facts.drive(q.call, q.source, q.aggregate, m.mode) AS same
GROUP BY what ORDER BY what;

-- Support functions are SQL functions that anybody may call, with any state and any row, also to take away what was never
-- added: a value or an error of ours, never a crash.
CREATE FUNCTION facts.misuse(support regproc, type regtype, call text) RETURNS TABLE (tried int, wrong text) LANGUAGE plpgsql AS $$
DECLARE id int; arguments text := substring(call FROM '^[^(]*\((.*)\)$'); answer text;
BEGIN
	tried := 0;
	FOR id IN SELECT r.id FROM facts.rows r ORDER BY r.id LIMIT 40 LOOP
		tried := tried + 1;
		BEGIN
			EXECUTE format('SELECT (%s(s.state, %s))::text FROM (SELECT state FROM facts.%s ORDER BY state OFFSET %s LIMIT 1) s, facts.rows WHERE id = %s', support,
				CASE WHEN arguments = 'state' THEN 's.state' ELSE arguments END, type, id % 40, id) INTO answer;
			EXECUTE format('SELECT (%s(NULL, %s))::text FROM (SELECT state FROM facts.%s ORDER BY state OFFSET %s LIMIT 1) s, facts.rows WHERE id = %s', support,
				CASE WHEN arguments = 'state' THEN 's.state' ELSE arguments END, type, id % 40, id) INTO answer;
		EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range OR datetime_field_overflow OR invalid_binary_representation THEN NULL;
		WHEN OTHERS THEN wrong := SQLSTATE || ' ' || SQLERRM;
		END;
	END LOOP;
	RETURN NEXT;
END $$;
SELECT format('%s - %s support functions called in %s odd ways%s', CASE WHEN count(wrong) = 0 AND count(*) > 50 THEN 'ok' ELSE 'not ok' END, count(*), sum(tried), ' ' || string_agg(support || ': ' || wrong, ', '))
FROM (SELECT DISTINCT ON (f) f::regproc AS support, a.aggtranstype::regtype AS type, q.call FROM facts.queries q JOIN pg_aggregate a ON a.aggfnoid = q.aggregate,
	unnest(ARRAY[a.aggtransfn, a.aggcombinefn, a.aggminvtransfn]) f WHERE f <> 0 AND (f <> a.aggcombinefn OR q.call = 'rollup(state)')) s,
	facts.misuse(support, type, call);

\ir mutants.sql
DROP SCHEMA facts CASCADE;
DROP SCHEMA odd CASCADE;
