-- :rows * 0.1 customers with a start and maybe an end; as many sightings of a twentieth as many visitors.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE customers AS SELECT i AS customer, timestamptz '2020-06-01Z' + pick(i, 1600) * interval '1 day' AS started,
	CASE WHEN pick(i + 7, 3) > 0 THEN timestamptz '2020-06-01Z' + (1 + pick(i, 1600) + pick(i + 9, 900)) * interval '1 day' END AS ended FROM generate_series(1, :rows / 10) i;
CREATE UNLOGGED TABLE sightings AS SELECT pick(i, :rows / 200)::bigint AS visitor, timestamptz '2024-01-01Z' + pick(i + 9, 63072000) * interval '1 second' AS seen FROM generate_series(1, :rows / 10) i;
CREATE INDEX sightings_visitor ON sightings (visitor, seen);
VACUUM ANALYZE customers; VACUUM ANALYZE sightings;
