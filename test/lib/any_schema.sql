-- After facts.sql, with the extension in the schema `schema` (a psql variable) and that on the search path: every aggregate, function,
-- operator and cast, once with its name alone, once with the schema before its name and no search path.
-- The answers, errors too, must be the same: facts.differing lists those that are not.
CREATE TABLE facts.answers (call text, source text, place text, named text, qualified text);

-- A value for an argument that is not a state; any will do that most functions accept.
CREATE FUNCTION facts.value(type text, name text) RETURNS text LANGUAGE sql AS $$
	SELECT CASE
		WHEN type LIKE '%multirange' THEN format('%s(%s(''2026-01-01'', ''2026-03-01''))', type, replace(type, 'multirange', 'range'))
		WHEN type LIKE '%range' THEN format('%s(''2026-01-05'', ''2026-03-01'')', type)
		WHEN type IN ('date', 'timestamp without time zone', 'timestamp with time zone') THEN format('''2026-02-03''::%s', type)
		WHEN type IN ('date[]', 'timestamp without time zone[]', 'timestamp with time zone[]') THEN format('''{2026-02-01,2026-03-01}''::%s', type)
		WHEN type = 'time without time zone' THEN CASE name WHEN 'opens' THEN '''09:00''::time' ELSE '''17:00''::time' END
		WHEN type = 'interval' THEN '''3 days''::interval'
		WHEN type = 'double precision' THEN CASE WHEN name = 'lifespan' THEN '2.5::float8' ELSE '0.5::float8' END
		WHEN type = 'text' THEN CASE name WHEN 'tz' THEN '''UTC''' WHEN 'method' THEN '''start''' WHEN 'model' THEN '''linear''' ELSE '''stage 1''' END || '::text'
		WHEN type = 'anyelement' THEN '''stage 1''::text'
		WHEN type = 'text[]' THEN '''{stage 1,stage 2}''::text[]'
		WHEN type = 'boolean' THEN 'true'
		WHEN type IN ('smallint', 'integer', 'bigint', 'numeric') THEN format('%s::%s', CASE WHEN name = 'scale_max' THEN 12 ELSE 2 END, type)
		WHEN type = 'integer[]' THEN '''{1,2,3}''::int[]'
		WHEN type = 'uuid' THEN '''00000000-0000-0000-0000-000000000001''::uuid'
	END
$$;

-- What to ask, with @ where the schema goes. Functions of cstring and internal are those of the types, which the casts from text call.
-- A transition function begins with no state.
CREATE FUNCTION facts.argument_of(function facts.members, n bigint, type text) RETURNS text LANGUAGE sql AS $$
	SELECT CASE
		WHEN type NOT LIKE '%\_state' THEN facts.value(type, function.proargnames[n])
		WHEN n > 1 AND type <> function.proargtypes[0]::regtype::text THEN format('(SELECT s.state FROM facts.%s s ORDER BY state::text LIMIT 1)', type)
		WHEN function.proname ~ '_(add|drop)_|_(add|drop)$' THEN 'NULL::@' || type
		ELSE 'state' END
$$;
CREATE VIEW facts.calls AS
SELECT regexp_replace(regexp_replace(call, '^\w+', '@\&'), '::(\w+_state)\M', '::@\1', 'g') AS call, source FROM facts.queries
UNION ALL
SELECT format('@%I(%s)%s', m.proname, a.list, CASE WHEN m.prokind = 'w' THEN ' OVER ()' END), 'facts.' || coalesce(a.state, 'rate_agg_state')
FROM facts.members m CROSS JOIN LATERAL (SELECT string_agg(facts.argument_of(m, n, t::regtype::text), ', ' ORDER BY n) AS list,
		min(t::regtype::text) FILTER (WHERE n = 1 AND t::regtype::text LIKE '%\_state') AS state FROM unnest(m.proargtypes) WITH ORDINALITY x(t, n)) a
WHERE m.prokind <> 'a' AND NOT m.proargtypes::oid[] && ARRAY['cstring'::regtype::oid, 'internal'::regtype]
UNION ALL
SELECT format(call, tablename), 'facts.' || tablename FROM pg_tables, unnest(ARRAY['(state::text::@%s)::text', 'state::jsonb', 'count(DISTINCT state)',
	'bool_and(state OPERATOR(@=) state)', 'bool_or(state OPERATOR(@<>) state)', 'bool_or(state OPERATOR(@<) state)', 'bool_or(state OPERATOR(@>) state)',
	'bool_and(state OPERATOR(@<=) state)', 'bool_and(state OPERATOR(@>=) state)']) call
WHERE schemaname = 'facts' AND tablename LIKE '%\_state';

-- What a call answers under the search path that the caller has set.
CREATE FUNCTION facts.answer(call text, source text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	EXECUTE format('SELECT string_agg(answer::text, '';'') FROM (SELECT %s AS answer FROM %s) x', call,
		CASE source WHEN 'facts.rows' THEN source ELSE format('(SELECT state FROM %s WHERE part = 0 AND piece < 10 ORDER BY piece) s', source) END) INTO r;
	RETURN r;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION facts.answer_without_path(call text, source text) RETURNS text LANGUAGE sql SET search_path = '' AS $$ SELECT facts.answer(call, source) $$;

-- Keeps the calls as text: the view needs the search path.
CREATE TABLE facts.asked AS SELECT DISTINCT call, source FROM facts.calls;
CREATE FUNCTION facts.ask_all(schema text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('search_path', quote_ident(schema), true);
	INSERT INTO facts.answers SELECT call, source, schema, facts.answer(replace(call, '@', ''), source),
		facts.answer_without_path(replace(call, '@', quote_ident(schema) || '.'), source) FROM facts.asked;
END $$;
SELECT facts.ask_all(:'schema');
-- SQLSTATEs of class 42 are names that were not found; those of a function that did not like its arguments are answers.
CREATE VIEW facts.differing AS SELECT call, source, array_agg(place) AS places, array_agg(DISTINCT answer) AS answers
	FROM facts.answers, unnest(ARRAY[coalesce(named, 'null'), coalesce(qualified, 'null')]) answer
	GROUP BY call, source HAVING call IS NULL OR count(DISTINCT answer) <> 1 OR min(answer) ~ '^(42|XX|0A)\w{3} ';
