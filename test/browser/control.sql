-- control.sql: numbers of the dashboard once more, from demo/sample.sql by plain SQL, without any function of crm_metrics.  Prints a JSON object:
-- each number with how far the page may be from it (the page rounds; its percentiles are within 1 %).
SET TimeZone = 'UTC';
CREATE TEMP TABLE control (name text, value numeric, tolerance numeric);

-- Active at an instant: begun before it and not ended before it.
CREATE TEMP TABLE account_mrr AS
SELECT customer, sum(mrr) FILTER (WHERE started_at < '2026-04-01' AND (ended_at IS NULL OR ended_at >= '2026-04-01')) AS april,
       sum(mrr) FILTER (WHERE started_at < '2026-07-01' AND (ended_at IS NULL OR ended_at >= '2026-07-01')) AS july
FROM subscriptions GROUP BY customer;
INSERT INTO control
SELECT name, value, tolerance
FROM (SELECT sum(july) AS mrr, 100 * sum(coalesce(july, 0)) FILTER (WHERE april > 0) / sum(april) AS retention,
             100.0 * count(*) FILTER (WHERE april > 0 AND july IS NULL) / count(april) AS churn FROM account_mrr) AS quarter,
LATERAL (VALUES ('mrr', mrr, 0), ('mrr_last_month', mrr, 0), ('retention', retention, 0.006), ('churn', churn, 0.006)) AS v (name, value, tolerance);

INSERT INTO control SELECT 'nps', 100 * (avg((score >= 9)::int) - avg((score <= 6)::int)), 0.006 FROM surveys WHERE kind = 'nps' AND answered_at >= '2026-04-01';
INSERT INTO control SELECT 'nps_answers', count(score), 0 FROM surveys WHERE kind = 'nps';
INSERT INTO control SELECT 'csat', 100 * avg((score >= 4)::int), 0.006 FROM surveys WHERE kind = 'csat' AND answered_at >= '2026-04-01';
INSERT INTO control SELECT 'win_rate', 100 * avg(is_won::int), 0.006 FROM deals WHERE closed_at >= '2026-04-01';
INSERT INTO control
SELECT 'cycle', days, 0.01 * days
FROM (SELECT (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - created_at)) / 86400)::numeric AS days
      FROM deals WHERE is_won AND closed_at >= '2026-04-01') AS won;
INSERT INTO control
SELECT 'solved_in_time', 100.0 * count(*) FILTER (WHERE solved_at <= due_at) / count(*), 0.006 FROM tickets WHERE due_at >= '2026-04-01' AND due_at < '2026-07-01';

-- Visits: from the first of equal rows to the next other stage.
CREATE TEMP TABLE visit AS
SELECT deal_id, stage, lead(entered_at) OVER (PARTITION BY deal_id ORDER BY entered_at, id) - entered_at AS duration
FROM (SELECT *, lag(stage) OVER (PARTITION BY deal_id ORDER BY entered_at, id) AS stage_before FROM stage_history) AS h
WHERE stage IS DISTINCT FROM stage_before;
INSERT INTO control SELECT 'finished_visits', count(duration), 0 FROM visit;
INSERT INTO control SELECT 'days_in_proposal', extract(epoch FROM avg(duration)) / 86400, 0.006 FROM visit WHERE stage = 'proposal';

-- The earliest way through the stages from every start.
INSERT INTO control
SELECT name, value, 0
FROM (SELECT count(DISTINCT s.deal_id) AS started, count(DISTINCT s.deal_id) FILTER (WHERE five.t <= s.entered_at + interval '4320 hours') AS won
      FROM stage_history s JOIN deals d ON d.id = s.deal_id AND s.stage = 'prospecting' AND d.created_at >= '2025-01-01' AND d.created_at < '2026-01-01',
      LATERAL (SELECT min(entered_at) AS t FROM stage_history h WHERE h.deal_id = d.id AND h.stage = 'qualification' AND h.entered_at >= s.entered_at) AS two,
      LATERAL (SELECT min(entered_at) AS t FROM stage_history h WHERE h.deal_id = d.id AND h.stage = 'proposal' AND h.entered_at >= two.t) AS three,
      LATERAL (SELECT min(entered_at) AS t FROM stage_history h WHERE h.deal_id = d.id AND h.stage = 'negotiation' AND h.entered_at >= three.t) AS four,
      LATERAL (SELECT min(entered_at) AS t FROM stage_history h WHERE h.deal_id = d.id AND h.stage = 'won' AND h.entered_at >= four.t) AS five) AS way,
LATERAL (VALUES ('funnel_start', started), ('funnel_won', won)) AS v (name, value);

INSERT INTO control
SELECT name, value, 0
FROM (SELECT count(*) AS came, count(*) FILTER (WHERE EXISTS (SELECT FROM orders o WHERE o.customer = f.customer AND amount > 0
                                                              AND ordered_at >= '2024-04-01' AND ordered_at < '2024-07-01')) AS again
      FROM (SELECT customer, min(ordered_at) AS at FROM orders WHERE amount > 0 GROUP BY customer) AS f WHERE at < '2024-04-01') AS cohort,
LATERAL (VALUES ('first_cohort', came), ('second_cell', again)) AS v (name, value);

-- The first end that no other contract of the customer covers; then the product of the shares that stayed.
CREATE TEMP TABLE stay AS
SELECT customer, segment, left_at IS NOT NULL AS gone,
       floor(extract(epoch FROM coalesce(left_at, '2026-07-01') - (SELECT min(started_at) FROM subscriptions s WHERE s.customer = c.customer)) / 86400)::int AS days
FROM (SELECT DISTINCT customer FROM subscriptions) AS c JOIN accounts ON accounts.id = customer,
LATERAL (SELECT min(ended_at) AS left_at FROM subscriptions s
         WHERE s.customer = c.customer AND NOT EXISTS (SELECT FROM subscriptions o WHERE o.customer = c.customer AND o.started_at <= s.ended_at
                                                                                    AND (o.ended_at IS NULL OR o.ended_at > s.ended_at))) AS ending;
INSERT INTO control SELECT 'customers_left', count(*) FILTER (WHERE gone), 0 FROM stay;
INSERT INTO control
SELECT 'small_after_a_year', exp(sum(ln(1 - gone::numeric / at_risk))), 0.0001
FROM (SELECT days, count(*) FILTER (WHERE gone) AS gone, sum(count(*)) OVER (ORDER BY days DESC) AS at_risk FROM stay WHERE segment = 'small' GROUP BY days) AS day
WHERE days <= 365;

SELECT json_object_agg(name, json_build_array(value, tolerance)) FROM control;
