-- One state per group of ten rows, for each type of state, from :rows / 4 rows in all: what a table per day and team holds.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE events AS SELECT i, i / 10 AS g, pick(i, :rows / 40)::bigint AS entity, pick(i + 3, 11) AS score, (pick(i + 7, 100000) / 100.0)::numeric(10,2) AS amount, timestamptz '2024-01-01Z' + i * interval '1 minute' AS at,
	('{New,Qualified,Meeting,Proposal,Won}'::text[])[1 + pick(i + 5, 5)] AS stage FROM generate_series(0, :rows / 4 - 1) i;
CREATE UNLOGGED TABLE counts AS SELECT g, count(*) FILTER (WHERE score >= 9) AS promoters, count(*) FILTER (WHERE score <= 6) AS detractors, count(*) AS n, sum(amount) AS amount, sum(amount) FILTER (WHERE score > 5) AS won FROM events GROUP BY g;
CREATE UNLOGGED TABLE few AS SELECT * FROM events WHERE i < :rows / 20;
CREATE UNLOGGED TABLE survey_states AS SELECT g, nps_agg(score) AS s, rate_agg(score > 5, amount) AS r FROM events GROUP BY g;
CREATE UNLOGGED TABLE small_states AS SELECT g, duration_agg(score * interval '1 hour') AS duration, survival_agg(score * interval '1 hour', amount > 100) AS survival, mrr_agg(amount, score, false) AS mrr,
	churn_agg(at, at + interval '30 days', '[2024-02-01Z,2024-03-01Z)') AS churn, churn_series_agg(at, at + interval '30 days', boundaries('2024-01-01', '2025-01-01', '1 month', 'UTC')) AS series FROM few GROUP BY g;
CREATE UNLOGGED TABLE keyed_states AS SELECT g, ltv_agg(entity, amount) AS ltv, funnel_agg(entity, 1 + score % 5, at) AS funnel, cohort_agg(entity, at AT TIME ZONE 'UTC', '1 month') AS cohort,
	pipeline_agg(i, stage, at) AS pipeline, mrr_series_agg(i, amount, tstzrange(at, NULL), boundaries('2024-01-01', '2025-01-01', '1 month', 'UTC')) AS series FROM few GROUP BY g;
CREATE UNLOGGED TABLE deal_states AS SELECT entity / 8 AS entity, stage_agg(stage, at) AS stage, active_ranges_agg(at, '1 day') AS active FROM few GROUP BY few.entity;
VACUUM ANALYZE counts; VACUUM ANALYZE survey_states; VACUUM ANALYZE small_states; VACUUM ANALYZE keyed_states; VACUUM ANALYZE deal_states;
