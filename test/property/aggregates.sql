-- Every aggregate of the catalogue with a call of it over the random rows: a new one is found without being listed. One with an argument
-- that is not known here fails until property.argument() knows it.
CREATE FUNCTION property.name(customer bigint) RETURNS text IMMUTABLE LANGUAGE sql RETURN repeat('x', abs(customer % 30)::int) || customer;
CREATE FUNCTION property.argument(aggregate name, argument text, type regtype) RETURNS text LANGUAGE sql RETURN
CASE
	WHEN argument = 'score' THEN CASE aggregate WHEN 'survey_agg' THEN 'scale' ELSE substring(aggregate FROM '^[^_]*') END || '_score::' || type
	WHEN argument IN ('hit', 'won', 'converted', 'renewed', 'churned', 'retained', 'observed') THEN 'hit'
	WHEN argument = 'weight' OR argument = 'amount' AND aggregate = 'win_rate' OR argument = 'mrr' THEN 'abs(amount)'
	WHEN argument IN ('customer', 'deal', 'entity', 'key') THEN
		CASE type WHEN 'uuid'::regtype THEN 'md5(customer::text)::uuid' WHEN 'text'::regtype THEN 'property.name(customer)' ELSE 'customer' END
	WHEN argument IN ('seen_at', 'entered_at') THEN 'at::' || type
	WHEN argument IN ('period', 'boundaries', 'as_of', 'started_at', 'ended_at') THEN format('%s::text::%s', argument, type)
	WHEN argument = 'active' THEN CASE WHEN type::text LIKE '%multirange' THEN 'active' ELSE 'span' END || '::text::' || type
	WHEN argument IN ('scale_min', 'scale_max', 'amount', 'value', 'stage', 'tiebreak', 'step', 'duration', 'within', 'width', 'inactive_after', 'lifespan',
		'mrr_before', 'mrr_after', 'previously_active', 'state') THEN argument
END;

-- entity: stored states of it may not share a customer. days: it takes dates. source: where its arguments come from.
CREATE TABLE property.aggregates AS
SELECT p.oid::regprocedure AS aggregate, p.proname AS name, p.prorettype::regtype AS result, a.aggtranstype::regtype AS state, a.aggtransfn AS step, a.aggcombinefn AS merge, a.aggfinalfn AS final,
	pg_get_function_identity_arguments(p.oid) AS signature, x.names, x.arguments, x.days,
	x.names ~ '^(deal|entity|customer)\M' AND p.proname IN ('pipeline_agg', 'funnel_agg', 'cohort_agg', 'mrr_series_agg') AS entity,
	count(*) OVER (PARTITION BY p.proname) AS forms, row_number() OVER (PARTITION BY p.proname ORDER BY p.oid::regprocedure::text) - 1 AS form,
	CASE WHEN p.proname = 'rollup' THEN 'property.' || a.aggtranstype::regtype WHEN x.names ~ '^state' THEN 'property.deals' ELSE 'property.rows' END AS source
FROM pg_depend d JOIN pg_extension e ON d.refobjid = e.oid JOIN pg_proc p ON d.objid = p.oid JOIN pg_aggregate a ON a.aggfnoid = p.oid,
	LATERAL (SELECT string_agg(name, ', ' ORDER BY n) AS names, CASE WHEN count(call) = p.pronargs THEN string_agg(call, ', ' ORDER BY n) END AS arguments, bool_or(type::text LIKE 'date%') AS days
		FROM generate_series(1, p.pronargs) n, LATERAL (SELECT p.proargnames[n] AS name, p.proargtypes[n - 1]::regtype AS type) y, property.argument(p.proname, name, type) call) x
WHERE e.extname = 'crm_metrics' AND d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e';

-- The rows of pipeline_agg(stage_agg_state): a state for each deal.
CREATE TABLE property.deals AS
SELECT c, days, (dense_rank() OVER (PARTITION BY c ORDER BY customer))::int * (i > 0)::int AS i, part, part AS entity_part, place, state, as_of FROM (
	SELECT c, days, customer, min(i) AS i, min(part) AS part, min(place) AS place, stage_agg(stage, at::timestamptz, tiebreak) AS state, min(as_of) AS as_of
	FROM property.rows WHERE i > 0 GROUP BY c, days, customer) d
UNION ALL SELECT c, days, 0, 0, 0, 0, NULL, as_of FROM property.rows WHERE i = 0;
CREATE UNIQUE INDEX ON property.deals (c, i);
ANALYZE property.deals;

-- The bytes of a result; differ when anything differs.
CREATE FUNCTION property.image(result regtype, call text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT format('%s(%s)', typsend, call) FROM pg_type WHERE oid = result $$;
CREATE FUNCTION property.rows_of(a property.aggregates) RETURNS text LANGUAGE sql STABLE RETURN
format('%s WHERE days = %L', a.source, a.days) || CASE WHEN property.shared() THEN format(' AND c / 2 %% %s = %s', a.forms, a.form) ELSE '' END;
-- What a check of an aggregate has found: cases, the first one that is wrong, and what is wrong with it.
CREATE TYPE property.finding AS (cases bigint, wrong int, details text);
