-- :rows * 0.15 stage changes of a quarter as many deals with text stages, interleaved in time order, with the index that SQL would like best.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE history AS SELECT pick(i, :rows * 4 / 100)::bigint AS deal, ('{New,Qualified,Meeting,Proposal,Negotiation,Won,Lost,Nurture}'::text[])[1 + pick(i + 7, 8)] AS stage,
	timestamptz '2024-01-01Z' + i * interval '15 seconds' AS at FROM generate_series(1, :rows * 15 / 100) i;
CREATE INDEX history_deal_at ON history (deal, at) INCLUDE (stage);
CREATE UNLOGGED TABLE tickets AS SELECT opened, opened + make_interval(secs => 60 + exp(3 + pick(i + 9, 1000) / 100.0)::int) AS solved, (pick(i + 11, 4) > 0) AS is_solved
	FROM generate_series(1, :rows * 15 / 100) i, LATERAL (SELECT timestamptz '2024-01-01Z' + i * interval '15 seconds' AS opened) o;
CREATE VIEW visits AS SELECT deal, stage, at, lead(at) OVER (PARTITION BY deal ORDER BY at) AS until
	FROM (SELECT deal, stage, at, lag(stage) OVER (PARTITION BY deal ORDER BY at) AS before FROM history) h WHERE before IS DISTINCT FROM stage;
VACUUM ANALYZE history; VACUUM ANALYZE tickets;
