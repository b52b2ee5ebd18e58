-- :rows * 0.15 steps of a seventh as many visitors, five steps, interleaved in time order, with the index that SQL would like best.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE steps AS SELECT pick(i, :rows / 50)::bigint AS visitor, 1 + pick(i + 7, 5) AS step, timestamptz '2024-01-01Z' + (i * 110000000.0 / :rows)::int * interval '1 second' AS at
	FROM generate_series(1, :rows * 15 / 100) i;
CREATE INDEX steps_visitor_at ON steps (visitor, at) INCLUDE (step);
VACUUM ANALYZE steps;
