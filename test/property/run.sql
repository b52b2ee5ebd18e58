-- Random data against oracles: test/phase/property.sh runs it. psql variables: seed, cases (of each
-- aggregate), each_form (or of each form of it), public (names of functions), only (a pattern of checks). Prints ok or not ok lines.
\ir ../lib/lines.sql
SET timezone = 'UTC';
SET jit = off;
SET work_mem = '64MB';
SET max_parallel_workers_per_gather = 0;
\o /dev/null
\ir rows.sql
\ir aggregates.sql
\ir merged.sql
\ir frames.sql
\ir truth.sql

\ir survey.sql
\ir rate.sql
\ir churn.sql
\ir ltv.sql
\ir mrr.sql
\ir duration.sql
\ir survival.sql
\ir stage.sql
\ir pipeline.sql
\ir funnel.sql
\ir cohort.sql
\ir touch.sql
\ir plain.sql
ANALYZE;
\o

-- Nothing without an oracle: aggregates by their arguments; other functions by their name in what reads a state or is compared.
SELECT format('not ok - no values for the arguments of %s: %s', aggregate, names) FROM property.aggregates WHERE arguments IS NULL;
SELECT format('not ok - no oracle for %s (%s)', aggregate, names) FROM property.aggregates a
WHERE name <> 'rollup' AND 1 <> (SELECT count(*) FROM property.oracle o WHERE o.name = a.name AND o.names = a.names AND a.aggregate::text ~ o.types);
CREATE VIEW property.used AS SELECT reading AS text FROM property.oracle UNION ALL SELECT query FROM property.claim
	UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'property'::regnamespace AND prokind = 'f';
SELECT format('not ok - no oracle for %s()', name) FROM unnest(string_to_array(:'public', ',')) x (name)
WHERE NOT EXISTS (SELECT FROM property.aggregates a WHERE a.name = x.name) AND NOT EXISTS (SELECT FROM property.used WHERE text ~ format('[^.[:alnum:]_]%s\(', name));

-- A line for each name of an aggregate: all its forms. A failure names the first case that is wrong; its rows depend on its number and the
-- seed alone.
CREATE FUNCTION property.report(what text, subject text, forms text[], shared boolean, checks text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE f property.finding; n int; total bigint := 0; wrong int := 0;
BEGIN
	FOR n IN 1 .. cardinality(checks) LOOP
		BEGIN
			EXECUTE checks[n] INTO f;
		EXCEPTION WHEN OTHERS THEN f := (0, 0, format('%s %s', SQLSTATE, SQLERRM));
		END;
		total := CASE WHEN shared THEN total + f.cases ELSE least(f.cases, CASE WHEN n > 1 THEN total END) END;
		IF f.wrong IS NOT NULL THEN
			RETURN NEXT format('not ok - %s: %s; seed %s, case %s: %s', forms[n], what, property.seed(), f.wrong, left(f.details, 3000));
			wrong := wrong + 1;
		END IF;
	END LOOP;
	IF total < property.wanted() - 2 * cardinality(forms) AND wrong = 0 THEN
		RETURN NEXT format('not ok - %s: %s; seed %s, only %s cases', subject, what, property.seed(), total);
	ELSIF wrong = 0 THEN
		RETURN NEXT format('ok - %s%s: %s, %s cases%s', subject, ' (' || nullif(cardinality(forms), 1) || ' forms)', what, total, CASE WHEN cardinality(forms) > 1 AND NOT shared THEN ' each' END);
	END IF;
END $$;
SELECT format('SELECT property.report(%L, %L, %L, property.shared(), %L)', what, name, array_agg(aggregate::text ORDER BY aggregate::text), array_agg(format('SELECT (property.check_%s(a)).* FROM property.aggregates a WHERE aggregate = %L::regprocedure', kind, aggregate) ORDER BY aggregate::text))
FROM property.aggregates, (VALUES (1, 'merged', 'split into parts and merged'), (2, 'values', 'as plain SQL finds it'), (3, 'frames', 'window frames')) k (n, kind, what)
WHERE (kind <> 'values' OR name <> 'rollup') AND (kind || ' ' || name) ~ :'only' GROUP BY n, what, name ORDER BY n, name \gexec
SELECT format('SELECT property.report(''as plain SQL finds it'', %L, %L, false, %L)', name, array_agg(name), array_agg(format('SELECT (property.compared(%L)).*', query) ORDER BY query))
FROM property.claim WHERE ('values ' || name) ~ :'only' GROUP BY name ORDER BY name \gexec
