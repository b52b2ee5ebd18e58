-- Rows to feed every aggregate of the extension, and for each aggregate a query that does. Tests that must hold for all
-- aggregates read them from the catalogue through facts.queries, so a new metric is tested without being listed; one with
-- an argument name not known here fails until facts.argument() knows it.
CREATE SCHEMA facts;
CREATE TABLE facts.rows (part int, id int, score int, hit boolean, amount numeric, customer bigint, started_at timestamp, ended_at timestamp,
	stage text, tiebreak bigint) PARTITION BY LIST (part);
CREATE TABLE facts.rows_0 PARTITION OF facts.rows FOR VALUES IN (0);
CREATE TABLE facts.rows_1 PARTITION OF facts.rows FOR VALUES IN (1);
CREATE TABLE facts.rows_2 PARTITION OF facts.rows FOR VALUES IN (2);
-- Pseudo-random by arithmetic, the same everywhere: every value also NULL now and then, mixed scales, ties.
INSERT INTO facts.rows
SELECT i % 3, i, nullif(i * 7919 % 12, 11), CASE WHEN i % 13 > 0 THEN i * 31 % 7 < 3 END,
	CASE i % 17 WHEN 0 THEN NULL WHEN 1 THEN i / 7.0 WHEN 2 THEN i * 10000000000000000000 ELSE (i * 7907 % 100000)::numeric / 100 END,
	nullif(i * 104729 % 700, 0), timestamp '2026-01-01' + (i * 6151 % 150) * interval '1 day',
	CASE WHEN i % 5 > 0 THEN timestamp '2026-01-01' + (i * 6151 % 150 + i * 3571 % 90) * interval '1 day' END,
	CASE WHEN i % 19 > 0 THEN 'stage ' || i * 7 % 9 END, nullif(i % 4, 0)
FROM generate_series(1, 3000) i;
ANALYZE facts.rows;

-- An argument of an aggregate, by its name, for its type.
CREATE FUNCTION facts.argument(aggregate name, argument text, type regtype) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE
		WHEN argument = 'score' AND aggregate LIKE 'csat%' THEN format('(1 + score %% 5)::%s', type)
		WHEN argument = 'score' AND aggregate LIKE 'ces%' THEN format('(1 + score %% 7)::%s', type)
		WHEN argument = 'amount' AND type <> 'numeric'::regtype THEN format('(amount %% 1000)::%s', type)
		WHEN argument IN ('score', 'amount', 'started_at', 'ended_at', 'stage', 'tiebreak') THEN format('%s::%s', argument, type)
		WHEN argument = 'scale_min' THEN '0'
		WHEN argument = 'scale_max' THEN '12'
		WHEN argument IN ('hit', 'won', 'converted', 'renewed', 'churned', 'retained', 'observed') THEN 'hit'
		WHEN argument = 'weight' THEN 'amount'
		WHEN argument = 'mrr' THEN 'abs(amount)'
		WHEN argument = 'mrr_before' THEN 'abs(amount)'
		WHEN argument = 'mrr_after' THEN 'abs(amount) * (id % 4) / 2'
		WHEN argument = 'previously_active' THEN 'hit'
		WHEN argument = 'value' THEN $q$CASE WHEN id % 11 > 0 THEN CASE customer % 7 WHEN 0 THEN customer * 10000000000000000000 WHEN 1 THEN customer / 7.0 ELSE (customer * 7907 % 100000)::numeric / 100 END END * CASE WHEN id % 2 = 0 THEN 1.000 ELSE 1 END$q$
		WHEN argument IN ('deal', 'entity', 'key') THEN facts.argument(aggregate, 'customer', type)
		WHEN argument = 'step' THEN 'score % 6'
		WHEN argument = 'within' THEN $q$'40 days'::interval$q$
		WHEN argument = 'width' THEN $q$'1 month'::interval$q$
		WHEN argument = 'as_of' THEN format($q$'2026-05-01'::%s$q$, type)
		WHEN argument = 'state' THEN $q$CASE WHEN stage IS NOT NULL THEN format('{"version": 1, "stages": ["%s"], "rows": [{"at": "2026-01-%sT00:00:00Z", "stage": 0, "tiebreak": null}]}', stage, 10 + id % 20)::stage_agg_state END$q$
		WHEN argument = 'customer' AND type = 'uuid'::regtype THEN 'md5(customer::text)::uuid'
		WHEN argument = 'customer' AND type = 'text'::regtype THEN $q$repeat('x', customer::int % 30) || customer$q$
		WHEN argument = 'customer' THEN 'customer'
		WHEN argument = 'lifespan' THEN '2.5::float8'
		WHEN argument = 'duration' THEN $q$nullif(id * 7919 % 1000, 7) * interval '17 minutes 23.000456 seconds'$q$
		WHEN argument = 'entered_at' THEN format('started_at::%s', type)
		WHEN argument = 'period' THEN format($q$%s('2026-03-01', '2026-04-01')$q$, type)
		WHEN argument = 'boundaries' THEN format($q$'{2026-02-01,2026-03-01,2026-03-15,2026-04-10}'::%s$q$, type)
		WHEN argument = 'seen_at' AND aggregate LIKE 'active_ranges%' THEN format($q$(CASE WHEN id %% 13 < 2 THEN started_at + customer * interval '7 days' END)::%s$q$, type)
		WHEN argument = 'seen_at' THEN format('started_at::%s', type)
		WHEN argument = 'inactive_after' THEN $q$interval '10 days'$q$
		WHEN argument = 'active' AND type::text LIKE '%multirange' THEN
			format($q$%1$s(%2$s(started_at::%3$s, ended_at::%3$s), %2$s((ended_at + interval '20 days')::%3$s, NULL))$q$, type, replace(type::text, 'multirange', 'range'),
				CASE WHEN type::text LIKE 'date%' THEN 'date' ELSE 'timestamp' END)
		WHEN argument = 'active' THEN format('%1$s(started_at::%2$s, ended_at::%2$s)', type, CASE WHEN type::text LIKE 'date%' THEN 'date' ELSE 'timestamp' END)
	END;
END $$;

-- Members of the extension, and its aggregates with a call of each: rollup() reads a table of stored states.
CREATE VIEW facts.members AS
SELECT p.oid, p.proname, p.prokind, p.pronargs, p.proargtypes, p.proargnames, p.prorettype FROM pg_depend d JOIN pg_extension e ON d.refobjid = e.oid
	JOIN pg_proc p ON d.objid = p.oid
WHERE e.extname = 'crm_metrics' AND d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e';
CREATE VIEW facts.queries AS
SELECT m.oid::regprocedure AS aggregate, m.prorettype::regtype AS result,
	CASE WHEN m.proname = 'rollup' THEN 'rollup(state)'
	ELSE format('%I(%s)', m.proname, (SELECT string_agg(facts.argument(m.proname, m.proargnames[n], m.proargtypes[n - 1]), ', ' ORDER BY n)
		FROM generate_series(1, m.pronargs) n)) END AS call,
	CASE WHEN m.proname = 'rollup' THEN format('facts.%s', m.proargtypes[0]::regtype) ELSE 'facts.rows' END AS source
FROM facts.members m WHERE m.prokind = 'a';

-- The bytes of a result, as its type's send function gives them: an expression that differs when anything differs.
CREATE FUNCTION facts.image(call text, type regtype) RETURNS text LANGUAGE sql AS
$$ SELECT format('md5(%s(%s))', typsend, call) FROM pg_type WHERE oid = type $$;

-- The rows of a table, a little slower with each page, so that the second parallel worker finds some left when it has started.
CREATE FUNCTION facts.slowly(source text) RETURNS text LANGUAGE sql AS
$$ SELECT format('(SELECT * FROM %s WHERE CASE WHEN ctid::text LIKE ''%%,1)'' THEN pg_sleep(0.001) IS NOT NULL ELSE true END) s', source) $$;
-- How many parts an aggregate was computed in.
CREATE FUNCTION facts.part(int, int) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE facts.parts(int) (SFUNC = facts.part, STYPE = int, COMBINEFUNC = int4pl, PARALLEL = SAFE);

-- Rows that may be told apart when states are rolled up: those of different entities, where a state needs all rows of one.
CREATE FUNCTION facts.pieces(aggregate regprocedure) RETURNS text LANGUAGE sql AS
$$ SELECT CASE WHEN aggregate::text ~ '^(pipeline_agg|funnel_agg|cohort_agg|mrr_series_agg)' THEN 'customer % 7' ELSE 'id % 7, part' END $$;

-- A table of stored states for each state type: every piece of the rows aggregated by some x_agg, and some as workers exchange
-- them, by the same aggregate without its final function. A state that no x_agg shows is taken from another aggregate of it.
CREATE FUNCTION facts.store_states() RETURNS void LANGUAGE plpgsql AS $$
DECLARE q record;
BEGIN
	FOR q IN SELECT DISTINCT ON (aggtranstype::regtype::text) aggtranstype::regtype AS state, call, aggregate, aggtransfn, pg_get_function_identity_arguments(aggregate) AS arguments FROM facts.queries JOIN pg_aggregate ON aggfnoid = aggregate
			WHERE source = 'facts.rows' ORDER BY aggtranstype::regtype::text, result::text LIKE '%\_state' DESC, aggregate::text LOOP
		EXECUTE format('CREATE AGGREGATE facts.finished(%s) (SFUNC = %s, STYPE = %s, FINALFUNC = %3$s_final)', q.arguments, q.aggtransfn, q.state);
		EXECUTE format('CREATE AGGREGATE facts.unfinished(%s) (SFUNC = %s, STYPE = %s)', q.arguments, q.aggtransfn, q.state);
		EXECUTE format('CREATE TABLE facts.%s AS SELECT id %% 3 AS part, id %% 40 AS piece, %s AS state FROM facts.rows GROUP BY 1, 2', q.state, regexp_replace(q.call, '^\w+', 'facts.finished'));
		EXECUTE format('INSERT INTO facts.%s SELECT part, piece, state FROM (SELECT id %% 3 AS part, 100 + id %% 40 AS piece, %s AS state FROM facts.rows WHERE id <= 200 GROUP BY 1, 2) x WHERE state IS NOT NULL',
			q.state, regexp_replace(q.call, '^\w+', 'facts.unfinished'));
		EXECUTE format('DROP AGGREGATE facts.finished(%s), facts.unfinished(%1$s)', q.arguments);
		EXECUTE format('ANALYZE facts.%s', q.state);
	END LOOP;
END $$;
SELECT facts.store_states();
