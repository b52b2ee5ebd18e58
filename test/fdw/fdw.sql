-- Every aggregate and every accessor of the extension over postgres_fdw: what is computed on the other server, what is
-- fetched from it, and that the bytes are those of local tables. Prints ok or not ok lines.
\ir ../lib/lines.sql
-- The other session has settings of its own; nothing may depend on them. (Not datestyle: postgres_fdw sends constants in the
-- local style and reads them there in ISO style.)
SET timezone = 'Asia/Tokyo';
SET intervalstyle = 'iso_8601';

-- The lines of a plan, and how many rows its foreign scans fetched.
CREATE FUNCTION facts.plan(query text, options text DEFAULT 'VERBOSE, COSTS OFF') RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('EXPLAIN (%s) %s', options, query);
END $$;
CREATE FUNCTION facts.fetched(query text) RETURNS TABLE (scans bigint, rows numeric) LANGUAGE sql AS
$$ SELECT count(*), sum(substring(line FROM 'actual rows=([0-9.]+)')::numeric) FROM facts.plan(query, 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF') line WHERE line ~ 'Foreign Scan' $$;
-- Whether the one thing that the plan does is to send a query with this word in it.
CREATE FUNCTION facts.is_shipped(query text, word text) RETURNS boolean LANGUAGE sql AS
$$ SELECT count(*) FILTER (WHERE line ~ 'Remote SQL: ') = 1 AND bool_or(line ~ ('Remote SQL: .*' || word)) AND NOT bool_or(line ~ '^ *(-> *)?(\w+ )?\w*(Aggregate|WindowAgg|Append|Function Scan|ProjectSet)|Filter: ') FROM facts.plan(query) line $$;
CREATE FUNCTION facts.answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
	EXECUTE format('SELECT string_agg(x::text, NULL ORDER BY x::text) FROM (%s) x', query) INTO r;
	RETURN r;
END $$;
CREATE FUNCTION facts.report(what text, good bigint, n bigint, bad text) RETURNS text LANGUAGE sql AS
$$ SELECT format('%s - %s of %s %s%s', CASE WHEN good = n AND n > 0 THEN 'ok' ELSE 'not ok' END, good, n, what, ': ' || bad) $$;

-- Every aggregate is computed there, whatever stands around it.
CREATE TABLE facts.shipped AS
SELECT what, aggregate, facts.is_shipped(format(form, call, 'far.' || source), format('public\.%s\(', split_part(call, '(', 1))) AS shipped,
	facts.answer(format(form, image, 'far.' || source)) AS far, facts.answer(format(form, image, 'facts.' || replace(source, 'whole', 'wide'))) AS near
FROM (SELECT aggregate, call, facts.image(call, result) AS image, replace(source, 'wide', 'whole') AS source FROM facts.wide_queries) q,
	(VALUES ('aggregates', 'SELECT %s FROM %s'), ('aggregates of groups', 'SELECT %3$s %% 5, %1$s FROM %2$s GROUP BY 1'),
	('aggregates under HAVING, of rows that WHERE picks', 'SELECT %3$s %% 50, %1$s FROM %2$s WHERE %3$s > 30 GROUP BY 1 HAVING count(*) > 2')) f (what, f),
	LATERAL (SELECT replace(f, '%3$s', CASE WHEN source = 'whole' THEN 'id' ELSE 'piece' END) AS form) g;
SELECT facts.report(what || ' are computed there', count(*) FILTER (WHERE shipped), count(*), string_agg(aggregate::text, ', ') FILTER (WHERE shipped IS NOT TRUE)) FROM facts.shipped GROUP BY what ORDER BY what;
SELECT facts.report(what || ' have the bytes of local ones', count(*) FILTER (WHERE far = near), count(*), string_agg(aggregate::text, ', ') FILTER (WHERE (far = near) IS NOT TRUE)) FROM facts.shipped GROUP BY what ORDER BY what;
SELECT facts.report('aggregates with FILTER are computed there, with equal bytes', count(*) FILTER (WHERE good), count(*), string_agg(aggregate::text, ', ') FILTER (WHERE good IS NOT TRUE))
FROM facts.wide_queries, LATERAL (SELECT facts.is_shipped(format('SELECT %s FILTER (WHERE id > 1000) FROM far.whole', call), 'FILTER') AND
	facts.answer(format('SELECT %s FROM far.whole', facts.image(call || ' FILTER (WHERE id > 1000)', result))) = facts.answer(format('SELECT %s FROM facts.wide', facts.image(call || ' FILTER (WHERE id > 1000)', result))) AS good) g
WHERE source = 'wide';
SELECT facts.report('aggregates stay here where the server lacks the option, with equal bytes', count(*) FILTER (WHERE good), count(*), string_agg(aggregate::text, ', ') FILTER (WHERE good IS NOT TRUE))
FROM facts.wide_queries, LATERAL (SELECT NOT facts.is_shipped(format('SELECT %s FROM bare.wide', call), '') AND
	facts.answer(format('SELECT %s FROM bare.wide', facts.image(call, result))) = facts.answer(format('SELECT %s FROM facts.wide', facts.image(call, result))) AS good) g
WHERE source = 'wide';

-- Accessors: as a condition on stored states, and over an aggregate.
CREATE VIEW facts.accessor_calls AS
SELECT accessor, proname, state, format('%I(%%s%s)', proname, (SELECT string_agg(', ' || quote_ident(typname), '' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY a (type, n) JOIN pg_type t ON t.oid = type WHERE n > 1)) AS call
FROM facts.accessors WHERE NOT proretset;
-- (Rates without weights have no sum of them.)
SELECT facts.report('accessors are conditions there, with equal rows', count(*) FILTER (WHERE good), count(*), string_agg(accessor::text, ', ') FILTER (WHERE good IS NOT TRUE)) AS report,
	facts.report('of them have rows', count(*) FILTER (WHERE near IS NOT NULL OR state = 'rate_agg_state'::regtype), count(*), string_agg(accessor::text, ', ') FILTER (WHERE near IS NULL AND state <> 'rate_agg_state'::regtype)) AS rows
FROM (SELECT *, shipped AND far IS NOT DISTINCT FROM near AS good FROM (SELECT accessor, state, facts.is_shipped(format(form, 'far'), format('WHERE .*public\.%s\(', proname)) AS shipped, facts.answer(format(form, 'far')) AS far, facts.answer(format(form, 'facts')) AS near
	FROM facts.accessor_calls, LATERAL (SELECT format('SELECT part, piece FROM %%s.%s_arguments WHERE %s IS NOT NULL', state, format(call, 'state')) AS form) f) y) x \gset check_
\echo :check_report
\echo :check_rows
SELECT facts.report('accessors are computed there over rollup(), with equal values', count(*) FILTER (WHERE shipped AND far = near), count(*), string_agg(accessor::text, ', ') FILTER (WHERE (shipped AND far = near) IS NOT TRUE))
FROM (SELECT accessor, facts.is_shipped(format(form, 'far'), format('public\.%s\(public\.rollup\(', proname)) AS shipped, facts.answer(format(form, 'far')) AS far, facts.answer(format(form, 'facts')) AS near
	FROM facts.accessor_calls, LATERAL (SELECT format('SELECT piece %%%% 4, %s FROM %%s.%s_arguments GROUP BY piece %%%% 4, float8, int4, bool, text, _text, "interval", "timestamptz"', format(call, 'rollup(state)'), state) AS form) f) x;

-- What doc/scale-out.md says about single forms.
SELECT format('%s - %s: computed %s, with equal bytes', CASE WHEN facts.is_shipped(format(query, 'far', 'whole'), '') = there AND facts.answer(format(query, 'far', 'whole')) = facts.answer(format(query, 'facts', 'wide')) THEN 'ok' ELSE 'not ok' END,
	what, CASE WHEN there THEN 'there' ELSE 'here' END)
FROM (VALUES ('DISTINCT', true, 'SELECT nps(DISTINCT id % 10) FROM %s.%s'),
	('ORDER BY in an aggregate', true, 'SELECT nps(id % 10 ORDER BY entity) FROM %s.%s'),
	('an accessor with a text from a column', true, 'SELECT count(*) FROM %s.stage_agg_state_arguments WHERE visits(state, text) > 1'),
	('an accessor with a literal text', false, 'SELECT count(*) FROM %s.stage_agg_state WHERE visits(state, ''stage 1'') > 1'),
	('an accessor with a literal interval', true, 'SELECT count(*) FROM %s.duration_agg_state WHERE share_within(state, ''1 hour'') > 0'),
	('an accessor that returns rows', false, 'SELECT piece, c.* FROM %s.survey_agg_state, score_counts(state) c'),
	('a window function', false, 'SELECT id, episode(timestamptz ''2026-01-01Z'' + id * interval ''1 day'', interval ''1 day'') OVER (PARTITION BY entity ORDER BY id) FROM %s.%s'),
	('GROUPING SETS', false, 'SELECT site, id % 5 AS five, nps(id % 10) FROM %s.%s GROUP BY GROUPING SETS (1, 2)')) f (what, there, form),
	LATERAL (SELECT replace(replace(form, '% 10', '%% 10'), '% 5', '%% 5') AS query) q;

-- Rows on three servers. In two steps, each computes a state and sends that.
SET enable_partitionwise_aggregate = on;
SELECT facts.report('states computed on three servers and rolled up here: three rows fetched, the bytes of one local aggregate', count(*) FILTER (WHERE good), count(*), string_agg(aggregate::text, ', ') FILTER (WHERE good IS NOT TRUE))
FROM (SELECT aggregate, (SELECT count(*) = 3 FROM facts.plan(q) line WHERE line ~ format('Remote SQL: .*public\.%s\(', split_part(call, '(', 1))) AND f.scans = 3 AND f.rows = 3
	AND facts.answer(replace(q, 'rollup(s)', facts.image('rollup(s)', result))) = facts.answer(format('SELECT %s FROM facts.wide', facts.image(call, result))) AS good
	FROM facts.wide_queries, LATERAL (SELECT format('SELECT rollup(s) FROM (SELECT site, %s AS s FROM far.wide GROUP BY site) z', call)) x (q), facts.fetched(q) f
	WHERE source = 'wide' AND result = state) x;
-- In one step, states do not travel: the rows do.
SELECT facts.report('aggregates over three servers in one step: all rows fetched, equal bytes', count(*) FILTER (WHERE good), count(*), string_agg(aggregate::text, ', ') FILTER (WHERE good IS NOT TRUE))
FROM (SELECT aggregate, f.scans = 3 AND f.rows = (SELECT count(*) FROM facts.wide)
	AND facts.answer(replace(q, call, facts.image(call, result))) = facts.answer(format('SELECT %s FROM facts.wide', facts.image(call, result))) AS good
	FROM facts.wide_queries, LATERAL (SELECT format('SELECT %s FROM far.wide', call)) x (q), facts.fetched(q) f WHERE source = 'wide') x;
