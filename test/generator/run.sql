-- Calls every function and aggregate of the extension with odd arguments: a value or a documented error, within a second; no crash.
-- Prints ok or not ok lines.  psql variable `most`: how many combinations of arguments of each function.
\ir ../lib/lines.sql
SET timezone = 'UTC';
SET statement_timeout = '10min';
\ir values.sql
\ir calls.sql

SELECT format('not ok - no odd values for the type %s, of %s', t, string_agg(DISTINCT f.oid::regprocedure::text, ', '))
FROM odd.function f, unnest(f.arguments) t WHERE t::text NOT LIKE '%\_agg\_state' AND NOT EXISTS (SELECT FROM odd.value WHERE t::text = ANY (types)) GROUP BY t;
DO $$ BEGIN PERFORM odd.make_values(t, n) FROM (SELECT DISTINCT t, n FROM odd.function f, unnest(f.arguments, f.names) x (t, n)) x; END $$;
CREATE TEMP VIEW state_type AS SELECT DISTINCT aggtranstype::regtype AS type FROM odd.function f JOIN pg_aggregate a ON a.aggfnoid = f.oid;
SELECT format('CREATE TABLE %s (v %s); CREATE UNIQUE INDEX ON %1$s (md5(v::text)); INSERT INTO %3$s VALUES (0, NULL);', odd.made(type), type, odd.values_of(type, NULL)) FROM state_type \gexec

-- States come from aggregates, then from support functions called by hand, and then everything reads them.
\set drive 'SELECT format($q$ SELECT odd.drive(f, %s) FROM odd.function f WHERE oid = %s AND stand_in IS NOT DISTINCT FROM %L::regtype $q$, :most, f.oid, f.stand_in) FROM odd.function f'
\o /dev/null
:drive WHERE f.kind = 'a' AND NOT EXISTS (SELECT FROM state_type WHERE type = ANY (f.arguments)) ORDER BY 1 \gexec
SELECT format('SELECT odd.choose_states(%L, 12)', type) FROM state_type \gexec
:drive WHERE f.kind <> 'a' AND f.result::text LIKE '%\_agg\_state' OR f.kind = 'a' AND EXISTS (SELECT FROM state_type WHERE type = ANY (f.arguments)) ORDER BY 1 \gexec
SELECT format('SELECT odd.choose_states(%L, 16)', type) FROM state_type \gexec
:drive WHERE f.kind <> 'a' AND f.result::text NOT LIKE '%\_agg\_state' ORDER BY 1 \gexec
\o

SELECT format('not ok - %s of (%s): %s', function::regproc, array_to_string(arguments, ', '), wrong) FROM odd.outcome WHERE wrong IS NOT NULL ORDER BY 1;
SELECT format('not ok - %s of (%s): a call took %s', function::regproc, array_to_string(arguments, ', '), slowest) FROM odd.outcome WHERE slowest > '1 s' ORDER BY 1;
-- One that nothing was accepted of has not been tested.
SELECT format('not ok - %s of (%s): no answer to any of %s calls (%s)', function::regproc, array_to_string(arguments, ', '), tried, refused) FROM odd.outcome
WHERE answered = 0 AND NOT 'json'::regtype = ANY (arguments) ORDER BY 1;
SELECT format('%s - %s called in %s odd ways: %s answers; refused with %s', CASE WHEN count(*) = count(o.function) AND count(o.wrong) = 0 THEN 'ok' ELSE 'not ok' END,
	count(*) || CASE f.kind WHEN 'a' THEN ' aggregates' WHEN 'w' THEN ' window functions' ELSE ' functions' END, sum(tried), sum(answered),
	(SELECT string_agg(code || ' (' || n || ')', ', ' ORDER BY code) FROM (SELECT e.key AS code, sum(e.value::int) AS n FROM odd.outcome x JOIN pg_proc p ON p.oid = x.function, jsonb_each_text(x.refused) e WHERE p.prokind = f.kind GROUP BY 1) s))
FROM odd.function f LEFT JOIN odd.outcome o ON o.function = f.oid AND o.arguments = f.arguments GROUP BY f.kind ORDER BY f.kind;
