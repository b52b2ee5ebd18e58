-- defaults: 4 3
-- :rows stage changes of :rows / 4 deals with text stages, interleaved in time order; half as many funnel steps, half as many orders of
-- :rows / 20 customers; :rows / 20 customers with a start and maybe an end.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE history AS SELECT pick(i, :rows / 4)::bigint AS deal, ('{New,Qualified,Meeting,Proposal,Negotiation,Won,Lost,Nurture}'::text[])[1 + pick(i + 7, 8)] AS stage,
	timestamptz '2024-01-01' + i * interval '15 seconds' AS at FROM generate_series(1, :rows) i;
CREATE UNLOGGED TABLE steps AS SELECT pick(i, :rows / 14)::bigint AS visitor, 1 + pick(i + 7, 5) AS step, timestamptz '2024-01-01' + i * interval '2 seconds' AS at FROM generate_series(1, :rows / 2) i;
CREATE UNLOGGED TABLE orders AS SELECT pick(i, :rows / 20)::bigint AS customer, pick(i + 7, 100000) / 100.0::numeric(10,2) AS amount, timestamp '2023-01-01' + pick(i + 9, 63072000) * interval '1 second' AS at
	FROM generate_series(1, :rows / 2) i;
ALTER TABLE orders ALTER amount TYPE numeric(10,2);
CREATE UNLOGGED TABLE customers AS SELECT i AS customer, timestamptz '2020-06-01' + pick(i, 1600) * interval '1 day' AS started_at,
	CASE WHEN pick(i + 7, 3) > 0 THEN timestamptz '2020-06-01' + (pick(i, 1600) + pick(i + 9, 900)) * interval '1 day' END AS ended_at FROM generate_series(1, :rows / 20) i;
VACUUM ANALYZE history; VACUUM ANALYZE steps; VACUUM ANALYZE orders; VACUUM ANALYZE customers;

CREATE VIEW visits AS SELECT deal, stage, lead(at) OVER (PARTITION BY deal ORDER BY at) - at AS length FROM history;
