-- After facts.sql. Every argument of every aggregate as a column of one table, facts.wide, so that no argument is computed
-- where the rows are: another node may have another time zone, and a foreign server takes only what it can compute, too.
-- Parameters, the same in every row, stay literals, as they are written in practice.
CREATE FUNCTION facts.is_parameter(expression text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'SELECT ' || expression;
	RETURN true;
EXCEPTION WHEN undefined_column THEN
	RETURN false;
END $$;
CREATE TABLE facts.arguments AS
SELECT m.oid AS aggregate, n, x.expression, CASE WHEN facts.is_parameter(x.expression) THEN x.expression ELSE 'a' || dense_rank() OVER (ORDER BY facts.is_parameter(x.expression), x.expression) END AS name
FROM facts.members m, generate_series(1, m.pronargs) n, facts.argument(m.proname, m.proargnames[n], m.proargtypes[n - 1]) x (expression)
WHERE m.prokind = 'a' AND m.proname <> 'rollup';
DO $$
BEGIN
	EXECUTE format('CREATE TABLE facts.wide AS SELECT id, coalesce(customer, 0) AS entity, (coalesce(customer, 0) %% 3)::int AS site, %s FROM facts.rows',
		(SELECT string_agg(DISTINCT format('%s AS %s', expression, name), ', ') FROM facts.arguments WHERE name <> expression));
END $$;
ALTER TABLE facts.wide ADD PRIMARY KEY (entity, id);
-- As facts.queries; some aggregates need all rows of an entity together when their states are rolled up, and site keeps them so.
CREATE TABLE facts.wide_queries AS
SELECT q.aggregate, q.result, a.aggtranstype::regtype AS state, CASE WHEN q.call = 'rollup(state)' THEN q.call
		ELSE (SELECT format('%I(%s)', m.proname, string_agg(name, ', ' ORDER BY n)) FROM facts.arguments x WHERE x.aggregate = q.aggregate) END AS call,
	CASE WHEN q.call = 'rollup(state)' THEN split_part(q.source, '.', 2) ELSE 'wide' END AS source
FROM facts.queries q JOIN pg_aggregate a ON a.aggfnoid = q.aggregate JOIN facts.members m ON m.oid = q.aggregate;
-- What reads a state: every function of the extension whose first argument is one, but for those that are part of an
-- aggregate, an operator, a cast or a type.
CREATE VIEW facts.accessors AS
SELECT p.oid::regprocedure AS accessor, p.proname, p.proargtypes, p.proargtypes[0]::regtype AS state, p.proretset, p.prorettype::regtype AS result
FROM facts.members m JOIN pg_proc p USING (oid)
WHERE p.prokind = 'f' AND p.proargtypes[0] IN (SELECT state FROM facts.wide_queries)
	AND NOT EXISTS (SELECT 1 FROM pg_aggregate WHERE p.oid IN (aggtransfn, aggcombinefn, aggminvtransfn) OR p.oid = aggfinalfn AND p.proname LIKE '%\_final')
	AND NOT EXISTS (SELECT 1 FROM pg_type WHERE p.oid IN (typoutput, typsend)) AND NOT EXISTS (SELECT 1 FROM pg_operator WHERE p.oid = oprcode)
	AND NOT EXISTS (SELECT 1 FROM pg_amproc WHERE p.oid = amproc) AND NOT EXISTS (SELECT 1 FROM pg_cast WHERE p.oid = castfunc);
