-- additive.sql: which states may be merged over what, tried out on 4,000 rows; ../scheduled.md shows the result.  Rows and entities by
-- arithmetic: 40 days, 211 entities, each of them on many days and in both segments.

CREATE TABLE facts AS
SELECT i AS id, date '2026-01-01' + i * 7 % 40 AS day, i * 31 % 211 AS entity, i * 53 % 2 AS segment, i * 37 % 11 AS score, i % 3 = 0 AS hit,
	(i * 7907 % 10000)::numeric / 100 AS amount, timestamptz '2026-01-01Z' + i * 7 % 40 * interval '1 day' + i % 1440 * interval '1 minute' AS at,
	i * 17 % 5 AS step, 'stage ' || i * 13 % 4 AS stage, i * 29 % 977 * interval '13 minutes' AS lasted
FROM generate_series(1, 4000) i;

-- What churn reads, one row per entity: with `segment`, the entity's activity in that segment (shared), and beside it that of the whole
-- entity, counted in the segment of its id (disjoint).
CREATE TABLE activity AS
SELECT entity, segment, range_agg(tstzrange(at, at + interval '3 days')) AS active FROM facts GROUP BY entity, segment;
CREATE TABLE activity_of_all AS
SELECT entity, entity & 1 AS segment, range_agg(tstzrange(at, at + interval '3 days')) AS active FROM facts GROUP BY entity;

-- Is the merger of the states of parts, byte for byte, the state of the whole?  Both are queries; those of parts have a column s.
CREATE FUNCTION is_sum(parts text, whole text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	same boolean;
BEGIN
	EXECUTE format('SELECT (SELECT rollup(s) FROM (%s) p) = (%s)', parts, whole) INTO same;
	RETURN same;
END $$;

-- The same for one call over all facts, split by an expression.
CREATE FUNCTION is_sum(call text, split text, whole text) RETURNS boolean LANGUAGE sql AS $$
	SELECT is_sum(format('SELECT %s AS s FROM facts GROUP BY %s', call, split), format('SELECT %s FROM facts', whole))
$$;

-- Aggregates without their final function: what parallel workers exchange, all rows still in it.
CREATE AGGREGATE cohort_rows(bigint, timestamp, interval) (SFUNC = cohort_add_bigint, STYPE = cohort_agg_state);
