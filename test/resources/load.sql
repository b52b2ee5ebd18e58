-- The tables of test/load: deals come in all the time; states by day in a materialized view and by part of the customers in a table; reports read both.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA load;
CREATE TABLE load.deals (id bigint GENERATED ALWAYS AS IDENTITY, customer bigint, at timestamptz, stage text, score int, won boolean, amount numeric);
CREATE INDEX ON load.deals (at);
CREATE INDEX ON load.deals ((customer % 16));
CREATE VIEW load.daily_now AS
SELECT (at AT TIME ZONE 'UTC')::date AS day, nps_agg(score) AS scores, rate_agg(won, amount) AS won, ltv_agg(customer, amount) AS purchases, duration_agg(at - timestamptz '2026-01-01Z') AS since FROM load.deals GROUP BY 1;
CREATE VIEW load.part_now AS
SELECT customer % 16 AS part, pipeline_agg(customer, stage, at) AS pipeline, cohort_agg(customer, amount, at AT TIME ZONE 'UTC', '1 week') AS cohorts,
	funnel_agg(customer, CASE stage WHEN 'new' THEN 1 WHEN 'offer' THEN 2 WHEN 'won' THEN 3 END, at) AS funnel FROM load.deals GROUP BY 1;
INSERT INTO load.deals (customer, at, stage, score, won, amount)
SELECT i % 997, timestamptz '2026-01-01Z' + i % 8000 * interval '11 minutes', (ARRAY['new', 'offer', 'won'])[1 + i % 3], i % 11, i % 7 < 3, i % 5000 / 100.0 FROM generate_series(1, 10000) i;
CREATE MATERIALIZED VIEW load.daily AS TABLE load.daily_now;
CREATE UNIQUE INDEX ON load.daily (day);
CREATE TABLE load.part (part bigint PRIMARY KEY, pipeline pipeline_agg_state, cohorts cohort_agg_state, funnel funnel_agg_state);
INSERT INTO load.part TABLE load.part_now;
ANALYZE;
