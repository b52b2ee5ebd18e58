-- The data of bench/check, and its queries: "-- count FUNCTION ROWS, FUNCTION ROWS: query".  ROWS is what the count is divided by.
CREATE EXTENSION crm_metrics;
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE TABLE events AS SELECT i AS id, pick(i, 2500)::bigint AS entity, pick(i + 3, 11) AS score, (pick(i + 7, 100000) / 100.0)::numeric(10,2) AS amount, timestamptz '2024-01-01Z' + i * interval '1 hour' AS at,
	('{New,Qualified,Meeting,Proposal,Won}'::text[])[1 + pick(i + 5, 5)] AS stage, pick(i + 11, 2) = 1 AS won, pick(i + 13, 900) * interval '1 hour' AS length FROM generate_series(1, 10000) i;
CREATE TABLE states AS SELECT id / 10 AS g, nps_agg(score) AS survey, rate_agg(won, amount) AS rate, duration_agg(length) AS duration, ltv_agg(entity, amount) AS ltv FROM events GROUP BY 1;
VACUUM ANALYZE;
-- count survey_add_nps_integer 10000: SELECT nps(score) FROM events
-- count rate_add 10000: SELECT rate(won) FROM events
-- count rate_add_weight 10000: SELECT rate(won, amount) FROM events
-- count duration_add 10000: SELECT duration_agg(length) FROM events
-- count survival_add 10000: SELECT survival_agg(length, won) FROM events
-- count ltv_add_bigint 10000: SELECT ltv(entity, amount) FROM events
-- count ltv_add_text 10000: SELECT ltv(entity::text, amount) FROM events
-- count distinct_add_bigint 10000: SELECT sum_distinct_on(entity, entity::numeric) FROM events
-- count churn_add_time 10000: SELECT churn_rate(at, at + length, '[2024-06-01Z,2024-07-01Z)') FROM events
-- count churn_series_add_time 10000: SELECT churn_series_agg(at, at + length, boundaries('2024-01-01', '2025-01-01', '1 month', 'UTC')) FROM events
-- count mrr_add 10000: SELECT mrr_agg(amount, score, won) FROM events
-- count mrr_series_add_bigint 10000, mrr_series_agg_state_final 10000: SELECT mrr_series_agg(entity, amount, tstzrange(at, at + length), boundaries('2024-01-01', '2025-01-01', '1 month', 'UTC')) FROM events
-- count pipeline_add_bigint_time 10000, pipeline_agg_state_final 10000: SELECT pipeline_agg(entity, stage, at) FROM events
-- count funnel_add_within_bigint_time 10000, funnel_agg_state_final 10000: SELECT funnel_agg(entity, 1 + score % 5, at, '30 days') FROM events
-- count cohort_add_bigint 10000, cohort_agg_state_final 10000: SELECT cohort_agg(entity, at AT TIME ZONE 'UTC', '1 month') FROM events
-- count cohort_add_amount_bigint 10000: SELECT cohort_agg(entity, amount, at AT TIME ZONE 'UTC', '1 month') FROM events
-- count stage_add_time 10000: SELECT stage_agg(stage, at) FROM events GROUP BY entity
-- count active_ranges_add_time 10000: SELECT active_ranges(at, '10 days') FROM events GROUP BY entity
-- count stage_duration_time 10000: SELECT stage_duration(stage, at) OVER (PARTITION BY entity ORDER BY at) FROM events
-- count episode_time 10000: SELECT episode(at, '30 days') OVER (PARTITION BY entity ORDER BY at) FROM events
-- count attribution_weight_time 10000: SELECT attribution_weight(at, '2030-01-01Z'::timestamptz, 'position') OVER (PARTITION BY entity ORDER BY at) FROM events
-- count mrr_movement 10000: SELECT mrr_movement(amount) OVER (PARTITION BY entity ORDER BY at) FROM events
-- count business_business_duration 10000: SELECT business_duration(tstzrange(at, at + length), business_hours('[2024-01-01Z, 2027-01-01Z)', '09:00', '17:00', 'Europe/Berlin')) FROM events
-- count survey_agg_state_merge 1001: SELECT rollup(survey) FROM states
-- count rate_agg_state_merge 1001: SELECT rollup(rate) FROM states
-- count duration_agg_state_merge 1001: SELECT rollup(duration) FROM states
-- count ltv_agg_state_merge 1001: SELECT rollup(ltv) FROM states
