-- defaults: 16 3
-- :rows stage changes of :rows / 4 deals with text stages, interleaved: a deal's rows lie within 160,000 others, so that the first n rows
-- look like all of them.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE history AS SELECT i / 4 + pick(i, 40000)::bigint AS deal, ('{New,Qualified,Meeting,Proposal,Negotiation,Won,Lost,Nurture}'::text[])[1 + pick(i + 7, 8)] AS stage,
	timestamptz '2024-01-01' + i * interval '2 seconds' AS at FROM generate_series(1, :rows) i;
VACUUM ANALYZE history;
