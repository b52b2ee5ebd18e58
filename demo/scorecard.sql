-- scorecard.sql: what crm_metrics says about the company of sample.sql.  Every query stands for itself and can be copied;
-- at the end metrics.sql prints all metrics of two quarters.
--
--   psql -d DATABASE -f sample.sql -f scorecard.sql        (after CREATE EXTENSION crm_metrics)

\set QUIET on
SET TimeZone = 'UTC';
\pset pager off
\pset border 2
\pset linestyle unicode
\pset footer off
\pset null '-'

\echo
\echo '=== Net Promoter Score by quarter, with its margin at 95 % confidence'
SELECT date_trunc('quarter', answered_at)::date AS quarter,
       count(score)                             AS answers,
       round(nps(score), 1)                     AS nps,
       round(nps_margin(nps_agg(score)), 1)     AS "+/-"
FROM surveys
WHERE kind = 'nps' AND answered_at IS NOT NULL
GROUP BY 1 ORDER BY 1;

\echo '=== Surveys of the last twelve months: NPS (-100..100), customer satisfaction and customer effort (percent)'
SELECT coalesce(segment, 'all')                              AS segment,
       round(nps(score)  FILTER (WHERE kind = 'nps'), 1)     AS nps,
       round(csat(score) FILTER (WHERE kind = 'csat'), 1)    AS csat,
       round(ces(score)  FILTER (WHERE kind = 'ces'), 1)     AS ces,
       round(100 * rate(score IS NOT NULL), 1)               AS "answered %"
FROM surveys JOIN accounts ON accounts.id = account_id
WHERE sent_at >= '2025-07-01'
GROUP BY ROLLUP (segment) ORDER BY accounts.segment;

\echo '=== Customer churn and retention by month (one row per customer: the union of all subscriptions)'
WITH customers AS (
    SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active FROM subscriptions GROUP BY customer
), months AS (
    SELECT tstzrange(m, m + interval '1 month') AS month
    FROM generate_series(timestamptz '2025-07-01', '2026-06-01', interval '1 month') m
)
SELECT lower(month)::date                            AS month,
       customers_at_start(churn_agg(active, month))    AS "at start",
       new_customers(churn_agg(active, month))         AS new,
       reactivated_customers(churn_agg(active, month)) AS "came back",
       churned_customers(churn_agg(active, month))     AS churned,
       customers_at_end(churn_agg(active, month))      AS "at end",
       round(100 * churn_rate(active, month), 2)       AS "churn %",
       round(100 * retention_rate(active, month), 2)   AS "retention %"
FROM customers, months
GROUP BY months.month ORDER BY 1;

\echo '=== Churn of the last twelve months by segment, in the usual definitions'
SELECT segment,
       customers_at_start(s)                       AS "at start",
       round(100 * churn_rate(s), 2)               AS "churn %",
       round(100 * churn_rate(s, 'average'), 2)    AS "of average %",
       round(100 * churn_rate(s, 'exposure'), 2)   AS "per customer year %"
FROM (SELECT segment, churn_agg(active, tstzrange('2025-07-01', '2026-07-01')) AS s
      FROM (SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active FROM subscriptions GROUP BY customer) AS c
      JOIN accounts ON accounts.id = customer
      GROUP BY segment) AS by_segment
ORDER BY churn_rate(s) DESC;

\echo '=== Lifetime value by segment: orders of the last twelve months, three years, 60 % gross margin'
SELECT segment,
       num_customers(s)                     AS customers,
       round(average_purchase_value(s), 2)  AS "average purchase",
       round(purchase_frequency(s), 2)      AS "purchases a year",
       round(average_customer_value(s), 2)  AS "value a year",
       round(ltv(s, 3, 0.6), 2)             AS "lifetime value"
FROM (SELECT segment, ltv_agg(customer, amount) AS s
      FROM orders JOIN accounts ON accounts.id = customer
      WHERE ordered_at >= '2025-07-01'
      GROUP BY segment) AS by_segment
ORDER BY ltv(s) DESC;

\echo '=== Lifetime value from churn: subscription revenue per customer and month, 80 % gross margin'
WITH june AS (
    SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active,
           sum(mrr) FILTER (WHERE tstzrange(started_at, ended_at) @> timestamptz '2026-06-01') AS mrr
    FROM subscriptions GROUP BY customer
)
SELECT segment, round(avg(mrr), 2) AS "revenue a month", round(100 * churn_rate(active, tstzrange('2026-04-01', '2026-07-01')) / 3, 2) AS "churn a month %",
       round(ltv_from_churn(avg(mrr), churn_rate(active, tstzrange('2026-04-01', '2026-07-01')) / 3, 0.8), 0) AS "lifetime value"
FROM june JOIN accounts ON accounts.id = customer
GROUP BY segment ORDER BY 4 DESC;

-- One row per row of the history; the days stand on the first row of a visit, the others have NULL.
CREATE TEMP VIEW stage_visits AS
SELECT deal_id, stage,
       extract(epoch FROM stage_duration(stage, entered_at) OVER (PARTITION BY deal_id ORDER BY entered_at, id)) / 86400 AS days
FROM stage_history;

\echo '=== Days in each stage of the pipeline (finished visits)'
SELECT stage, count(*) AS visits, round(avg(days), 1) AS mean, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::numeric, 1) AS median
FROM stage_visits WHERE days IS NOT NULL
GROUP BY stage ORDER BY mean DESC;

SELECT stage AS slowest, round(avg(days), 1) AS slowest_days FROM stage_visits WHERE days IS NOT NULL GROUP BY stage ORDER BY avg(days) DESC LIMIT 1
\gset
\echo 'The slowest stage is' :slowest 'with' :slowest_days 'days on average.'

\echo
\echo '=== Open deals: how long they have been in their stage on 1 July 2026'
SELECT current_stage(s) AS stage, count(*) AS deals, round(sum(amount)) AS amount,
       round(avg(extract(epoch FROM time_in_current_stage(s, '2026-07-01'))) / 86400, 1) AS "days so far"
FROM deals JOIN (SELECT deal_id, stage_agg(stage, entered_at, id) AS s FROM stage_history GROUP BY deal_id) AS h ON deal_id = deals.id
WHERE is_won IS NULL
GROUP BY 1 ORDER BY 4 DESC;

SELECT deal_id AS deal FROM stage_history JOIN deals ON deals.id = deal_id WHERE is_won GROUP BY deal_id ORDER BY count(*) DESC, deal_id LIMIT 1
\gset
\echo '=== The long way of deal' :deal '(its history as one value, read back)'
SELECT t.stage, t.entered_at, t.exited_at, t.duration, visits(s, t.stage) AS "visits in all", duration_in(s, t.stage) AS "time in all"
FROM (SELECT stage_agg(stage, entered_at, id) AS s FROM stage_history WHERE deal_id = :deal) AS one,
     stage_timeline(s) AS t;

\echo '=== Where deals go from each stage (one pass over all histories; the share of all visits to the stage)'
SELECT from_stage AS "from", coalesce(to_stage, '(still there)') AS "to", moves, round(100 * share, 1) AS "share %"
FROM (SELECT pipeline_agg(s) AS p FROM (SELECT stage_agg(stage, entered_at, id) AS s FROM stage_history GROUP BY deal_id) AS per_deal) AS all_deals, transitions(p)
WHERE from_stage IN ('proposal', 'negotiation', 'legal review') ORDER BY from_stage, moves DESC, to_stage;

\echo '=== Funnel: deals that came through the stages in order within 180 days of their first row'
SELECT (ARRAY['prospecting', 'qualification', 'proposal', 'negotiation', 'won'])[step] AS stage, entities AS deals, round(100 * conversion_from_start, 1) AS "of all %",
       round(100 * conversion_from_previous, 1) AS "of previous %", date_trunc('hour', median_time) AS "median time"
FROM (SELECT funnel_agg(deal_id, array_position(ARRAY['prospecting', 'qualification', 'proposal', 'negotiation', 'won'], stage), entered_at, '180 days') AS f
      FROM stage_history) AS one, funnel(f) ORDER BY step;

\echo '=== Cohorts: customers by the quarter of their first order; the share of them who order again, in %, whole quarters only (Berlin time)'
SELECT cohort::date, customers, max(r) FILTER (WHERE n = 1) AS "+1", max(r) FILTER (WHERE n = 2) AS "+2", max(r) FILTER (WHERE n = 3) AS "+3", max(r) FILTER (WHERE n = 4) AS "+4"
FROM (SELECT cohort, max(customers) FILTER (WHERE period_number = 0) OVER (PARTITION BY cohort) AS customers, period_number AS n, round(100 * retention) AS r
      FROM (SELECT cohort_agg(customer, ordered_at AT TIME ZONE 'Europe/Berlin', '3 months') AS c FROM orders WHERE amount > 0) AS one, cohorts(c)
      WHERE cohort + (period_number + 1) * interval '3 months' <= '2026-07-01') AS cells
WHERE cohort >= '2025-01-01' GROUP BY cohort, customers ORDER BY cohort;

\echo '=== Hours to resolution of tickets by priority, and the share within two days'
SELECT priority, num_values(d) AS solved, round(extract(epoch FROM mean(d)) / 3600, 1) AS mean, round(extract(epoch FROM median(d)) / 3600, 1) AS median,
       round(extract(epoch FROM percentile(d, 0.9)) / 3600, 1) AS "90th percentile", round(100 * share_within(d, '2 days'), 1) AS "within 2 days %"
FROM (SELECT priority, duration_agg(solved_at - opened_at) AS d FROM tickets GROUP BY priority) AS by_priority ORDER BY median(d);

\echo '=== Win rate of decided deals with its 95 % interval (Wilson), by number and by amount'
SELECT coalesce(region, segment, 'all')  AS deals,
       trials(s)                         AS decided,
       hits(s)                           AS won,
       round(100 * rate(s), 1)           AS "win rate %",
       round(100 * rate_low(s), 1)       AS low,
       round(100 * rate_high(s), 1)      AS high,
       round(100 * by_amount, 1)         AS "of the money %"
FROM (SELECT region, segment, rate_agg(is_won) AS s, win_rate(is_won, amount) AS by_amount
      FROM deals JOIN users ON users.id = owner_id JOIN accounts ON accounts.id = deals.account_id
      GROUP BY GROUPING SETS ((region), (segment), ())) AS won
ORDER BY region, segment;

\ir metrics.sql
