-- One call of everything a line, to be made again and again: every aggregate over 1,000 groups, every function of stored states, the others by themselves.
\ir ../lib/lines.sql
SELECT format('SELECT count(x) FROM (SELECT %s AS x FROM %s GROUP BY %s) s', call, source, CASE WHEN source = 'facts.rows' THEN 'id % 1000' ELSE 'piece, part' END)
FROM facts.queries WHERE aggregate::text NOT LIKE '%(stage_agg_state%' OR source <> 'facts.rows' ORDER BY aggregate::text;
-- A thousand calls each.
SELECT format('SELECT count(x) FROM (SELECT %s(%s) AS x FROM facts.%s, generate_series(1, 5)) s', p.oid::regproc, CASE p.pronargs WHEN 1 THEN 'state' ELSE 'state, state' END, p.proargtypes[0]::regtype)
FROM facts.members p WHERE p.prokind = 'f' AND p.prorettype <> 'internal'::regtype AND proname NOT LIKE '%\_final'
	AND (p.pronargs = 1 OR p.pronargs = 2 AND p.proargtypes[1] = p.proargtypes[0]) AND EXISTS (SELECT FROM facts.queries JOIN pg_aggregate ON aggfnoid = aggregate WHERE aggtranstype = p.proargtypes[0]) ORDER BY p.oid::regproc::text;
SELECT format('SELECT count(state::text::%s) FROM facts.%1$s', state) FROM (SELECT DISTINCT aggtranstype::regtype AS state FROM facts.queries JOIN pg_aggregate ON aggfnoid = aggregate) s ORDER BY 1;
SELECT query FROM (VALUES
	($$SELECT count(x) FROM (SELECT episode(started_at, '1 day') OVER (PARTITION BY customer ORDER BY started_at) AS x FROM facts.rows WHERE started_at IS NOT NULL) s$$),
	($$SELECT count(x) FROM (SELECT attribution_weight(started_at, timestamp '2027-01-01', 'linear') OVER (PARTITION BY customer ORDER BY started_at) AS x FROM facts.rows) s$$),
	($$SELECT count(x) FROM (SELECT stage_duration(stage, started_at) OVER (PARTITION BY customer ORDER BY started_at) AS x FROM facts.rows) s$$),
	($$SELECT count(x) FROM (SELECT nps(score) OVER (ORDER BY id ROWS 20 PRECEDING) AS x FROM facts.rows) s$$),
	($$SELECT count(business_hours(tstzrange(started_at, started_at + interval '3 days'), '09:00', '17:00', 'Europe/Berlin')) FROM facts.rows$$),
	($$SELECT count(boundaries(started_at::date, (started_at + interval '1 year')::date, '1 month', 'Europe/Berlin')) FROM facts.rows$$)) x (query);
-- Errors, too, give back what they had.
SELECT $$DO 'BEGIN FOR i IN 1..200 LOOP BEGIN PERFORM ''{"version": 9}''::ltv_agg_state; EXCEPTION WHEN data_exception THEN END; BEGIN PERFORM sum_distinct_on(g, g + s) FROM generate_series(1, 99) g, generate_series(1, 2) s; EXCEPTION WHEN cardinality_violation THEN END; END LOOP; END'$$;
