-- A database for random queries: the extension in a schema of its own, so that its calls can be counted by name; tables with stored states of
-- every type, with odd values of every type of argument, and with some rows of the sample CRM; a role that may only read.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA crm;
CREATE EXTENSION crm_metrics SCHEMA crm;
SET search_path = public, crm;
\ir ../lib/facts.sql
\ir ../generator/values.sql
\ir ../../demo/sample.sql

-- Small tables: a query joins several of them without a condition.
CREATE SCHEMA data;
SELECT format('CREATE TABLE data.%I AS SELECT * FROM %s LIMIT 60', 'crm_' || relname, oid::regclass)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname \gexec
SELECT format('CREATE TABLE data.%I AS SELECT * FROM %s ORDER BY md5(s::text) LIMIT 25', 'stored_' || relname, c.oid::regclass || ' s')
FROM pg_class c WHERE relnamespace = 'facts'::regnamespace AND relkind = 'r' AND relname LIKE '%\_agg\_state' ORDER BY relname \gexec
CREATE TABLE data.facts AS SELECT * FROM facts.rows ORDER BY id LIMIT 100;
-- The arguments of all functions, odd ones.
CREATE FUNCTION pg_temp.odd_values() RETURNS void LANGUAGE plpgsql AS $$
DECLARE t regtype; n text;
BEGIN
	FOR t, n IN SELECT DISTINCT a, names FROM facts.members m JOIN pg_proc p USING (oid), unnest(p.proargtypes::regtype[], p.proargnames[:p.pronargs]) x (a, names)
			WHERE EXISTS (SELECT FROM odd.value WHERE a::text = ANY (types)) LOOP
		PERFORM odd.make_values(t, n);
		EXECUTE format('DELETE FROM %s WHERE length(v::text) > 1000', odd.values_of(t, n));
	END LOOP;
END $$;
SELECT pg_temp.odd_values() \g /dev/null
SELECT format('CREATE TABLE data.%I AS SELECT * FROM %s', 'odd_' || regexp_replace(replace(relname, '[]', ' array'), '\W', '_', 'g'), c.oid::regclass)
FROM pg_class c WHERE relnamespace = 'odd'::regnamespace AND relkind = 'r' AND relname <> 'value' ORDER BY relname \gexec
ANALYZE;

CREATE ROLE random_reader LOGIN;
ALTER ROLE random_reader SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA data, crm TO random_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA data TO random_reader;

-- sqlsmith picks from pg_proc what it calls.  Its own role sees another pg_proc: the functions of the extension, of any kind, and a few that
-- connect them.  A window function is shown as an aggregate, so that it is called with and without OVER; one that returns a set as one that
-- returns a value, which it is in a select list.
CREATE SCHEMA shown;
CREATE VIEW shown.pg_proc AS
SELECT p.oid, p.pronamespace, p.proname, p.prorettype, p.proargtypes, false AS proretset, CASE p.prokind WHEN 'w' THEN 'a' ELSE p.prokind END AS prokind
FROM pg_catalog.pg_proc p
WHERE p.oid IN (SELECT oid FROM facts.members) AND NOT p.proargtypes::oid[] && ARRAY['internal'::regtype::oid, 'cstring'::regtype]
	OR p.pronamespace = 'pg_catalog'::regnamespace AND p.oid::regprocedure::text IN ('daterange(date,date)', 'tsrange(timestamp without time zone,timestamp without time zone)',
		'tstzrange(timestamp with time zone,timestamp with time zone)', 'datemultirange(daterange)', 'tsmultirange(tsrange)', 'tstzmultirange(tstzrange)',
		'md5(text)', 'abs(integer)', 'justify_days(interval)', 'make_interval(integer,integer,integer,integer,integer,integer,double precision)',
		'count(*)', 'min(text)', 'max(text)', 'max(integer)', 'sum(numeric)', 'range_agg(daterange)', 'array_agg(anynonarray)', 'row_number()');
GRANT USAGE ON SCHEMA shown, facts TO random_reader;
GRANT SELECT ON shown.pg_proc TO random_reader;
ALTER ROLE random_reader SET search_path = shown, pg_catalog, data, crm;
-- Operators it reads from pg_catalog itself, those with a result: here not of types that have nothing to do with the extension.
-- (Those of polymorphic types it would mix up; their = stays, NULLIF needs it.)
SET allow_system_table_mods = on;
UPDATE pg_operator SET oprresult = 0 WHERE oprname <> '=' AND ARRAY[oprleft, oprright] && ARRAY['anyenum', 'anyrange', 'anymultirange']::regtype[]::oid[]
	OR ARRAY[oprleft, oprright, oprresult] && ARRAY(SELECT oid FROM pg_type
	WHERE typcategory IN ('G', 'I', 'V') OR typname IN ('money', 'tsvector', 'tsquery', 'jsonb', 'macaddr', 'macaddr8', 'pg_lsn')
	EXCEPT SELECT atttypid FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'data'::regnamespace);
