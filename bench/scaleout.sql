-- :rows rows of :rows / 20 customers, in the order of their time, each of them an answer, an order, a step, a change of stage; site splits the
-- customers in three.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE TABLE fact AS SELECT customer, (customer % 3)::int AS site, pick(i + 3, 11) AS score, pick(i + 5, 8) < 3 AS won, pick(i + 7, 1000000)::numeric / 100 AS amount,
	pick(i + 11, 500000) * interval '1 second' AS lasted, ('{New,Qualified,Meeting,Proposal,Negotiation,Won,Lost,Nurture}'::text[])[1 + pick(i + 13, 8)] AS stage,
	1 + pick(i + 17, 5) AS step, timestamptz '2025-01-01Z' + i * interval '10 seconds' AS at, timestamp '2025-01-01' + i * interval '10 seconds' AS utc
FROM generate_series(1, :rows) i, LATERAL (SELECT pick(i, :rows / 20)::bigint AS customer) c;
ANALYZE fact;
CREATE TABLE call (n serial, aggregate regprocedure, name text, arguments text);
INSERT INTO call (aggregate, name, arguments) SELECT aggregate, split_part(aggregate::text, '(', 1), arguments FROM (VALUES
	('nps_agg(int)'::regprocedure, 'score'), ('rate_agg(boolean, numeric)', 'won, amount'), ('duration_agg(interval)', 'lasted'), ('ltv_agg(bigint, numeric)', 'customer, amount'),
	('pipeline_agg(bigint, text, timestamptz)', 'customer, stage, at'), ('funnel_agg(bigint, int, timestamptz, interval)', 'customer, step, at, interval ''14 days'''),
	('cohort_agg(bigint, numeric, timestamp, interval)', 'customer, amount, utc, interval ''1 month''')) c (aggregate, arguments);
-- Without its final function an aggregate returns what the parts of a query exchange; without its combine function it has no parts.
SELECT format('CREATE AGGREGATE part_%s (%s) (SFUNC = %s, STYPE = %s)', name, pg_get_function_identity_arguments(aggregate), aggtransfn, aggtranstype::regtype),
	format('CREATE AGGREGATE rows_%s (%s) (SFUNC = %s, STYPE = %s, FINALFUNC = %s)', name, pg_get_function_identity_arguments(aggregate), aggtransfn, aggtranstype::regtype, aggfinalfn)
FROM call JOIN pg_aggregate ON aggfnoid = aggregate ORDER BY n \gexec
