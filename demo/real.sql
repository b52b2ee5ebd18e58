-- real.sql: what crm_metrics says about published data, and whether that is what has been published about them.
--
--   psql -d DATABASE -v dir=DIR -f real.sql        (after CREATE EXTENSION crm_metrics)
--
-- DIR holds any of these files, each as its publisher gives it; what is not there is left out:
--   crm_sales/sales_pipeline.csv       CRM sales opportunities of a computer hardware company (Maven Analytics)
--   telco/Telco-Customer-Churn.csv     customers of a telephone company (IBM sample data)
--   cdnow/CDNOW_master.txt.gz          orders of a music shop 1997-98 (Fader and Hardie)
--   mrr/                               subscription_periods.csv and expected_mrr_full.csv, 121 subscriptions and what the dbt MRR playbook makes of them
--   helpdesk/helpdesk.csv              event log of an Italian help desk (4TU.ResearchData)
--   nps/nps_garden_retail_cc0.csv      survey of garden centre customers (CC0)
--   survival/                          aml.csv and anderson.csv, remissions of leukaemia (Miller 1997; Freireich et al. 1963), and what R's
--                                      survfit() makes of them and of the telephone customers, km_*.csv
--   business_hours/expected.json       schedules, and what four libraries for business time say about them

\set QUIET on
SET TimeZone = 'UTC';
SET client_min_messages = warning;
\pset pager off
\pset border 2
\pset linestyle unicode
\pset footer off
\pset null '-'
-- \copy takes no variables, so go there.
\cd :dir
\set have_sales `test -r crm_sales/sales_pipeline.csv && echo on || echo off`
\set have_telco `test -r telco/Telco-Customer-Churn.csv && echo on || echo off`
\set have_cdnow `test -r cdnow/CDNOW_master.txt.gz && echo on || echo off`
\set have_mrr `test -r mrr/subscription_periods.csv -a -r mrr/expected_mrr_full.csv && echo on || echo off`
\set have_helpdesk `test -r helpdesk/helpdesk.csv && echo on || echo off`
\set have_nps `test -r nps/nps_garden_retail_cc0.csv && echo on || echo off`
\set have_survival `test -r survival/aml.csv -a -r survival/anderson.csv -a -r survival/km_aml.csv && echo on || echo off`
\set have_hours `test -r business_hours/expected.json && echo on || echo off`

-- The numbers that are compared at the end.
CREATE TEMP TABLE headline (number int GENERATED ALWAYS AS IDENTITY, what text, ours text, published text);

\echo
\if :have_sales
CREATE TABLE opportunities (opportunity_id text, sales_agent text, product text, account text, deal_stage text, engage_date date, close_date date, close_value numeric);
\copy opportunities FROM 'crm_sales/sales_pipeline.csv' WITH (FORMAT csv, HEADER)

-- Won and Lost are decided; Engaging and Prospecting are open.
CREATE VIEW decisions AS
SELECT *, CASE deal_stage WHEN 'Won' THEN true WHEN 'Lost' THEN false END AS is_won FROM opportunities;

\echo '=== Sales opportunities: win rate with its 95 % interval, by product'
SELECT coalesce(product, 'all') AS product, trials(s) AS decided, hits(s) AS won, round(100 * rate(s), 2) AS "win rate %",
       round(100 * rate_low(s), 2) AS low, round(100 * rate_high(s), 2) AS high, amount AS "won amount", days AS "days to win"
FROM (SELECT product, rate_agg(is_won) AS s, sum(close_value) FILTER (WHERE is_won) AS amount, round(avg(close_date - engage_date) FILTER (WHERE is_won), 2) AS days
      FROM decisions GROUP BY ROLLUP (product)) AS by_product
ORDER BY by_product.product;

-- 4,238 won and 2,473 lost of 8,800; $10,005,534 won in 51.78 days on average: the dataset's own dashboard.
INSERT INTO headline (what, ours, published)
SELECT 'sales: win rate', round(100 * win_rate(is_won), 2) || ' %', '63.15 %' FROM decisions UNION ALL
SELECT 'sales: decided and won', trials(rate_agg(is_won)) || ' / ' || hits(rate_agg(is_won)), '6711 / 4238' FROM decisions UNION ALL
SELECT 'sales: won amount', '$' || hit_weight(rate_agg(is_won, close_value)), '$10005534' FROM decisions;
\else
\echo 'skipped: no crm_sales/sales_pipeline.csv in' :dir
\echo
\endif

\if :have_telco
CREATE TABLE telco (
    customer_id text, gender text, senior_citizen text, partner text, dependents text, tenure int, phone_service text, multiple_lines text,
    internet_service text, online_security text, online_backup text, device_protection text, tech_support text, streaming_tv text,
    streaming_movies text, contract text, paperless_billing text, payment_method text,
    monthly_charges numeric, total_charges text, churn text
);
\copy telco FROM 'telco/Telco-Customer-Churn.csv' WITH (FORMAT csv, HEADER)

\echo '=== Telephone customers: churn of one month by contract'
SELECT coalesce(contract, 'all') AS contract, count(*) AS customers, round(100 * churn_rate(churn = 'Yes'), 3) AS "churn %",
       round(100 * retention_rate(churn = 'No'), 3) AS "retention %", round(100 * rate(churn = 'Yes', monthly_charges), 2) AS "revenue churn %"
FROM telco GROUP BY ROLLUP (contract) ORDER BY telco.contract;

-- 1,869 of 7,043 churned (26.54 %): IBM's description of the sample.
INSERT INTO headline (what, ours, published)
SELECT 'telephone: churn', round(100 * churn_rate(churn = 'Yes'), 3) || ' %', '26.537 %' FROM telco UNION ALL
SELECT 'telephone: churn, month to month', round(100 * churn_rate(churn = 'Yes'), 2) || ' %', '42.71 %' FROM telco WHERE contract = 'Month-to-month' UNION ALL
SELECT 'telephone: revenue churn', round(100 * rate(churn = 'Yes', monthly_charges), 2) || ' %', '30.50 %' FROM telco;
\else
\echo 'skipped: no telco/Telco-Customer-Churn.csv in' :dir
\echo
\endif

\if :have_cdnow
-- The columns stand between blanks: customer, day, CDs, dollars; the first line names them.
CREATE TEMP TABLE lines (line text);
\copy lines FROM PROGRAM 'gzip -dc cdnow/CDNOW_master.txt.gz'

CREATE TABLE cdnow AS
SELECT part[1] AS customer, to_date(part[2], 'YYYYMMDD') AS ordered_on, part[3]::int AS cds, part[4]::numeric AS amount
FROM lines, regexp_split_to_array(btrim(line, E' \r'), '\s+') AS part
WHERE part[1] ~ '^\d+$';

\echo '=== Music shop: lifetime value by the month of the first order (revenue until June 1998)'
SELECT coalesce(to_char(month, 'YYYY-MM'), 'all') AS "first order", num_customers(s) AS customers, num_purchases(s) AS purchases, revenue(s) AS revenue,
       round(average_purchase_value(s), 2) AS "average purchase", round(purchase_frequency(s), 2) AS frequency, round(ltv(s), 2) AS "value of a customer"
FROM (SELECT month, ltv_agg(customer, amount) AS s
      FROM cdnow JOIN (SELECT customer, date_trunc('month', min(ordered_on)) AS month FROM cdnow GROUP BY customer) AS first_order USING (customer)
      GROUP BY ROLLUP (month)) AS by_month
ORDER BY month;

-- 69,659 orders of 23,570 customers, $2,500,315.63: Fader and Hardie, "Forecasting repeat sales at CDNOW".
INSERT INTO headline (what, ours, published)
SELECT 'music shop: revenue', '$' || revenue(ltv_agg(customer, amount)), '$2500315.63' FROM cdnow UNION ALL
SELECT 'music shop: customers', num_customers(ltv_agg(customer, amount))::text, '23570' FROM cdnow UNION ALL
SELECT 'music shop: value of a customer', '$' || round(ltv(customer, amount), 2), '$106.08' FROM cdnow;

\echo '=== Music shop: customers who come back, and what they spend, by the month of the first order'
CREATE TABLE cdnow_cohorts AS SELECT c.* FROM (SELECT cohort_agg(customer, amount, ordered_on, '1 month') AS s FROM cdnow) AS orders, cohorts(s) AS c;
SELECT to_char(cohort, 'YYYY-MM') AS "first order", max(customers) FILTER (WHERE period_number = 0) AS customers,
       round(100 * max(retention) FILTER (WHERE period_number = 1), 2) AS "month 1 %", round(100 * max(retention) FILTER (WHERE period_number = 2), 2) AS "month 2 %",
       round(100 * max(retention) FILTER (WHERE period_number = 3), 2) AS "month 3 %", round(100 * max(retention) FILTER (WHERE period_number = 6), 2) AS "month 6 %",
       round(100 * max(retention) FILTER (WHERE period_number = 12), 2) AS "month 12 %", round(100 * max(revenue_retention) FILTER (WHERE period_number = 12), 2) AS "revenue month 12 %"
FROM cdnow_cohorts GROUP BY cohort ORDER BY cohort;

-- All customers of these data bought first in 1997-01 to 1997-03, and the orders end in June 1998.  The reference is the usual query:
-- the first order of each customer, joined back to the orders.
CREATE TABLE cdnow_reference AS
WITH first_order AS (SELECT customer, date_trunc('month', min(ordered_on)) AS cohort FROM cdnow GROUP BY customer),
     cell AS (SELECT cohort, extract(year FROM age(date_trunc('month', ordered_on), cohort)) * 12 + extract(month FROM age(date_trunc('month', ordered_on), cohort)) AS period_number,
                     count(DISTINCT customer) AS customers, sum(amount) AS revenue
              FROM cdnow JOIN first_order USING (customer) GROUP BY 1, 2)
SELECT *, customers::numeric / first_value(customers) OVER w AS retention, revenue / first_value(revenue) OVER w AS revenue_retention
FROM cell WINDOW w AS (PARTITION BY cohort ORDER BY period_number);

INSERT INTO headline (what, ours, published)
SELECT 'music shop: cohorts', string_agg(to_char(cohort, 'YYYY-MM') || ' ' || customers, ', ' ORDER BY cohort),
       (SELECT string_agg(to_char(cohort, 'YYYY-MM') || ' ' || customers, ', ' ORDER BY cohort) FROM cdnow_reference WHERE period_number = 0)
FROM cdnow_cohorts WHERE period_number = 0 UNION ALL
SELECT 'music shop: cells equal to plain SQL', count(*) FILTER (WHERE (o.customers, o.revenue, o.retention, o.revenue_retention) = (r.customers, r.revenue, r.retention, r.revenue_retention))::text,
       (SELECT count(*) FROM cdnow_reference)::text
FROM cdnow_cohorts AS o FULL JOIN cdnow_reference AS r ON o.cohort = r.cohort AND o.period_number = r.period_number UNION ALL
SELECT 'music shop: revenue of all cells', '$' || sum(revenue), '$2500315.63' FROM cdnow_cohorts;
\else
\echo 'skipped: no cdnow/CDNOW_master.txt.gz in' :dir
\echo
\endif

\if :have_mrr
CREATE TABLE subscription (subscription_id int, customer_id bigint, start_date date, end_date date, monthly_amount numeric);
\copy subscription FROM 'mrr/subscription_periods.csv' WITH (FORMAT csv, HEADER)
CREATE TABLE playbook (date_month date, customer_id bigint, mrr numeric, mrr_change numeric, change_category text, renewal_amount numeric, active_subscriptions int);
\copy playbook FROM 'mrr/expected_mrr_full.csv' WITH (FORMAT csv, HEADER)
CREATE VIEW mrr_months AS SELECT ARRAY(SELECT generate_series(timestamp '2017-09-01', '2020-03-01', '1 month')::date) AS months;

\echo '=== Subscriptions: recurring revenue by quarter'
SELECT to_char(lower(period), 'YYYY "Q"Q') AS quarter, starting_mrr(state) AS starting, new_mrr(state) AS new, expansion_mrr(state) AS expansion, contraction_mrr(state) AS contraction,
       churned_mrr(state) AS churned, reactivation_mrr(state) AS reactivation, ending_mrr(state) AS ending,
       round(100 * net_revenue_retention(state), 1) AS "NRR %", round(100 * gross_revenue_retention(state), 1) AS "GRR %", round(quick_ratio(state), 2) AS "quick ratio"
FROM periods((SELECT mrr_series_agg(customer_id, monthly_amount, daterange(start_date, end_date), ARRAY(SELECT generate_series(timestamp '2017-10-01', '2020-01-01', '3 months')::date)) FROM subscription));

-- Every customer and month must be as the playbook has it; it has no row for months before a customer's first and after its last.
INSERT INTO headline (what, ours, published)
SELECT 'subscriptions: customers and months', count(*) FILTER (WHERE (ours.mrr, ours.change, ours.category) = (coalesce(p.mrr, 0), coalesce(p.mrr_change, 0), coalesce(p.change_category, ''))) || ' right', count(*) || ' right'
FROM (SELECT customer_id, lower(period)::date AS date_month, ending_mrr(state) AS mrr, ending_mrr(state) - starting_mrr(state) AS change,
             concat(CASE WHEN new_mrr(state) > 0 THEN 'new' END, CASE WHEN expansion_mrr(state) > 0 THEN 'upgrade' END, CASE WHEN contraction_mrr(state) > 0 THEN 'downgrade' END,
                    CASE WHEN churned_mrr(state) > 0 THEN 'churn' END, CASE WHEN reactivation_mrr(state) > 0 THEN 'reactivation' END) AS category
      FROM (SELECT customer_id, mrr_series_agg(customer_id, monthly_amount, daterange(start_date, end_date), months) AS s FROM subscription, mrr_months GROUP BY customer_id) AS customer, periods(s)) AS ours
     FULL JOIN playbook AS p USING (customer_id, date_month);
INSERT INTO headline (what, ours, published)
SELECT 'subscriptions: months', count(*) FILTER (WHERE (ending_mrr(state), new_mrr(state), expansion_mrr(state), contraction_mrr(state), churned_mrr(state), reactivation_mrr(state)) = (p.mrr, p.new, p.up, p.down, p.churn, p.back)) || ' right', '30 right'
FROM periods((SELECT mrr_series_agg(customer_id, monthly_amount, daterange(start_date, end_date), months) FROM subscription, mrr_months)),
     LATERAL (SELECT coalesce(sum(mrr), 0) AS mrr, coalesce(sum(mrr_change) FILTER (WHERE change_category = 'new'), 0) AS new, coalesce(sum(mrr_change) FILTER (WHERE change_category = 'upgrade'), 0) AS up,
                     coalesce(-sum(mrr_change) FILTER (WHERE change_category = 'downgrade'), 0) AS down, coalesce(-sum(mrr_change) FILTER (WHERE change_category = 'churn'), 0) AS churn,
                     coalesce(sum(mrr_change) FILTER (WHERE change_category = 'reactivation'), 0) AS back FROM playbook WHERE date_month = lower(period)::date) AS p;
INSERT INTO headline (what, ours, published)
SELECT 'subscriptions: movements', count(*) FILTER (WHERE ours = CASE change_category WHEN 'upgrade' THEN 'expansion' WHEN 'downgrade' THEN 'contraction' ELSE coalesce(change_category, CASE WHEN mrr > 0 THEN 'retained' ELSE '' END) END) || ' right', count(*) || ' right'
FROM (SELECT *, coalesce(mrr_movement(mrr) OVER (PARTITION BY customer_id ORDER BY date_month), '') AS ours FROM playbook) AS movements;
\else
\echo 'skipped: no mrr/subscription_periods.csv in' :dir
\echo
\endif

\if :have_helpdesk
CREATE TABLE helpdesk (case_id text, seq int, activity text, at timestamptz, resource text, seriousness text, service_level text, workgroup text);
\copy helpdesk FROM 'helpdesk/helpdesk.csv' WITH (FORMAT csv, HEADER)

-- The log repeats an activity from row to row: those rows are one visit.  Many rows of a case have one instant, seq is their order.
CREATE VIEW helpdesk_visits AS
SELECT case_id, activity, stage_duration(activity, at) OVER (PARTITION BY case_id ORDER BY at, seq) AS duration FROM helpdesk;

\echo '=== Help desk: visits of each stage and how long they took'
SELECT activity AS stage, count(*) AS visits, round(avg(extract(epoch FROM duration)) / 86400, 2) AS "mean days",
       round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM duration) / 86400))::numeric, 2) AS "median days"
FROM helpdesk_visits WHERE duration IS NOT NULL
GROUP BY activity ORDER BY count(*) DESC;

-- A case ends with its last event; with that as as_of the last visit has a length, too, and a case's visits add up to the case: 4,580 cases
-- of 40.86 days in the literature.  The other figures were computed from the same log by another program.
INSERT INTO headline (what, ours, published)
SELECT 'help desk: mean days of a case', round(extract(epoch FROM sum(duration)) / 86400 / count(DISTINCT case_id), 2)::text, '40.86'
FROM (SELECT case_id, stage_duration(activity, at, last_at) OVER (PARTITION BY case_id ORDER BY at, seq) AS duration
      FROM (SELECT *, max(at) OVER (PARTITION BY case_id) AS last_at FROM helpdesk) AS events) AS visits UNION ALL
SELECT 'help desk: visits of Assign seriousness', count(duration)::text, '4499' FROM helpdesk_visits WHERE activity = 'Assign seriousness' UNION ALL
SELECT 'help desk: its mean in seconds', round(avg(extract(epoch FROM duration)), 1)::text, '350753.7'
FROM helpdesk_visits WHERE activity = 'Assign seriousness' UNION ALL
SELECT 'help desk: the same with stage_agg', sum(visits(s, 'Assign seriousness'))::text, '4499'
FROM (SELECT stage_agg(activity, at, seq) AS s FROM helpdesk GROUP BY case_id) AS cases;

-- pipeline_agg over all cases at once, against plain SQL: rows that repeat the activity before them are dropped, what is left are visits.
-- Two levels keep seq as the order of rows of one instant; the raw form has only the names to go by, and so has the SQL beside it.
CREATE TEMP TABLE pipelines AS
SELECT 'two levels' AS form, pipeline_agg(s) AS s FROM (SELECT stage_agg(activity, at, seq) AS s FROM helpdesk GROUP BY case_id) AS cases UNION ALL
SELECT 'raw', pipeline_agg(case_id, activity, at) FROM helpdesk;

CREATE TEMP TABLE plain_visits AS
SELECT form, case_id, activity, lead(activity) OVER later AS next, lead(at) OVER later - at AS duration
FROM (SELECT *, lag(activity) OVER (PARTITION BY form, case_id ORDER BY at, tie, activity COLLATE "C") AS before
      FROM (SELECT 'two levels' AS form, case_id, activity, at, seq AS tie FROM helpdesk UNION ALL SELECT 'raw', case_id, activity, at, 0 FROM helpdesk) AS events) AS rows
WHERE before IS DISTINCT FROM activity
WINDOW later AS (PARTITION BY form, case_id ORDER BY at, tie, activity COLLATE "C");

CREATE TEMP TABLE plain_stages AS
SELECT form, activity AS stage, count(DISTINCT case_id) AS cases, count(*) AS n, count(*) FILTER (WHERE next IS NULL) AS open, sum(extract(epoch FROM duration)) AS total,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM duration)::float8))::numeric AS median,
       (percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM duration)::float8))::numeric AS p90
FROM plain_visits GROUP BY form, activity;

\echo '=== Help desk: pipeline of all cases'
SELECT stage, deals AS cases, visits, open_visits AS "still there", round(extract(epoch FROM mean_time) / 86400, 2) AS "mean days",
       round(extract(epoch FROM median_time) / 86400, 2) AS "median days", round(extract(epoch FROM p90_time) / 86400, 2) AS "p90 days"
FROM pipelines, stages(s) WHERE form = 'two levels'
ORDER BY visits DESC;

-- Every activity of either side, and every move, must be on the other side, too.
INSERT INTO headline (what, ours, published)
SELECT 'help desk: activities, ' || form, count(*) FILTER (WHERE same) || ' right', count(*) || ' right'
FROM (SELECT form, coalesce((deals, visits, open_visits, extract(epoch FROM total_time)) IS NOT DISTINCT FROM (plain.cases, plain.n, plain.open, plain.total), false)
             AND coalesce(abs(extract(epoch FROM median_time) - plain.median) <= 0.01 * plain.median, plain.median IS NULL AND median_time IS NULL)
             AND coalesce(abs(extract(epoch FROM p90_time) - plain.p90) <= 0.01 * plain.p90, plain.p90 IS NULL AND p90_time IS NULL) AS same
      FROM (SELECT form, o.* FROM pipelines, stages(s) AS o) AS ours FULL JOIN plain_stages AS plain USING (form, stage)) AS compared
GROUP BY form ORDER BY form DESC;
INSERT INTO headline (what, ours, published)
SELECT 'help desk: moves, ' || form, count(*) FILTER (WHERE moves = n) || ' right', count(*) || ' right'
FROM (SELECT form, from_stage AS activity, coalesce(to_stage, '-') AS next, moves FROM pipelines, transitions(s)) AS ours
     FULL JOIN (SELECT form, activity, coalesce(next, '-') AS next, count(*) AS n FROM plain_visits GROUP BY 1, 2, 3) AS plain USING (form, activity, next)
GROUP BY form ORDER BY form DESC;
\else
\echo 'skipped: no helpdesk/helpdesk.csv in' :dir
\echo
\endif

\if :have_nps
CREATE TABLE garden (row_number int, id int, score int, satisfaction int, intention int, t int);
\copy garden FROM 'nps/nps_garden_retail_cc0.csv' WITH (FORMAT csv, HEADER)

\echo '=== Garden centre: Net Promoter Score'
SELECT asked, num_responses(s) AS answers, promoters(s), passives(s), detractors(s), round(nps(s), 1) AS nps, round(nps_margin(s), 1) AS "+/-", round(mean(s), 2) AS mean
FROM (SELECT count(*) AS asked, nps_agg(score) AS s FROM garden) AS survey;

-- NPS 53.4 of 13,954 questionnaires, 342 of them without a score: published with the survey.
INSERT INTO headline (what, ours, published)
SELECT 'garden centre: NPS', round(nps(score), 1)::text, '53.4' FROM garden UNION ALL
SELECT 'garden centre: without a score', (count(*) - num_responses(nps_agg(score)))::text, '342' FROM garden;
\else
\echo 'skipped: no nps/nps_garden_retail_cc0.csv in' :dir
\echo
\endif

\if :have_survival
CREATE TEMP TABLE aml (time int, status int, x text);
\copy aml FROM 'survival/aml.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE anderson (t int, status int, sex int, log_wbc numeric, rx int);
\copy anderson FROM 'survival/anderson.csv' WITH (FORMAT csv, HEADER, DELIMITER ' ')
CREATE TEMP TABLE km (dataset text, part text, time int, n_risk bigint, n_event bigint, n_censor bigint, surv numeric, std_err numeric, cumhaz numeric, lower_plain numeric, upper_plain numeric,
                      lower_log numeric, upper_log numeric, lower numeric, upper numeric);
\copy km FROM PROGRAM 'tail -q -n +2 survival/km_*.csv' WITH (FORMAT csv, NULL 'NA')

-- The unit of time (weeks, months) is written as days.
CREATE TABLE lifetimes AS
SELECT dataset, part, time * interval '1 day' AS duration, ended
FROM (SELECT 'aml' AS dataset, x AS part, time, status = 1 AS ended FROM aml UNION ALL SELECT 'aml_all', 'all', time, status = 1 FROM aml UNION ALL
      SELECT 'anderson', rx::text, t, status = 1 FROM anderson UNION ALL SELECT 'anderson_all', 'all', t, status = 1 FROM anderson) AS x;
\if :have_telco
INSERT INTO lifetimes SELECT 'telco_contract_all', 'all', tenure * interval '1 day', churn = 'Yes' FROM telco;
\endif
CREATE TABLE survivals AS SELECT dataset, part, survival_agg(duration, ended) AS s, max(duration) AS last FROM lifetimes GROUP BY dataset, part;

\echo '=== Survival (one day stands for a week or a month)'
SELECT dataset, part, max(at_risk) AS number, sum(events) AS events, median_survival(s) AS median, date_trunc('minute', restricted_mean(s, last)) AS "mean to the last time", round(survival_at(s, last), 4) AS "then left"
FROM survivals, survival_curve(s) GROUP BY dataset, part, s, last ORDER BY dataset, part;

-- Medians and curve of the treated (part 0) as published by Freireich et al.; every point, error and log-log bound as R has it.
INSERT INTO headline (what, ours, published)
SELECT 'survival: medians, maintained or not', string_agg(extract(day FROM median_survival(s))::text, ' / ' ORDER BY part), '31 / 23' FROM survivals WHERE dataset = 'aml' UNION ALL
SELECT 'survival: medians, 6-MP and placebo', string_agg(extract(day FROM median_survival(s))::text, ' / ' ORDER BY part), '23 / 8' FROM survivals WHERE dataset = 'anderson' UNION ALL
SELECT 'survival: 6-MP', string_agg(round(survival, 4)::text, ' ' ORDER BY elapsed), '0.8571 0.8067 0.7529 0.6902 0.6275 0.5378 0.4482'
FROM survivals, survival_curve(s) WHERE dataset = 'anderson' AND part = '0' AND events > 0 UNION ALL
SELECT 'survival: as R has it, ' || dataset, count(*) FILTER (WHERE same) || ' right', count(*) || ' right'
FROM (SELECT dataset, (at_risk, events, censored) IS NOT DISTINCT FROM (n_risk, n_event, n_censor) AND abs(survival - surv) <= 1e-9
             AND coalesce(abs(std_error - std_err) <= 1e-9, std_error IS NULL AND std_err IS NULL)
             AND coalesce(abs(c.lower - km.lower) <= 1e-9, c.lower IS NULL AND km.lower IS NULL) AND coalesce(abs(c.upper - km.upper) <= 1e-9, c.upper IS NULL AND km.upper IS NULL) AS same
      FROM (SELECT dataset, part, extract(day FROM elapsed) AS time, c.* FROM survivals, survival_curve(s) AS c) AS c
           FULL JOIN (SELECT * FROM km WHERE dataset IN (SELECT dataset FROM survivals)) AS km USING (dataset, part, time)) AS compared
GROUP BY dataset ORDER BY 1;
\else
\echo 'skipped: no survival/aml.csv, anderson.csv, km_aml.csv in' :dir
\echo
\endif

\if :have_hours
\set document `cat business_hours/expected.json`
CREATE TEMP TABLE schedules AS
SELECT name, s ->> 'tz' AS tz, s -> 'hours' AS hours, s -> 'overrides' AS overrides,
       ARRAY(SELECT jsonb_array_elements_text(s -> 'holidays')::date UNION SELECT jsonb_object_keys(s -> 'overrides')::date) AS not_as_usual
FROM jsonb_each(:'document'::jsonb -> 'schedules') AS each (name, s);

-- A calendar is the union of its shifts: those of each weekday, and those of single days that have their own.
CREATE TEMP TABLE calendars AS
SELECT name, tz, range_agg(open) AS open
FROM (SELECT name, tz, business_hours('[1990-01-01, 2022-01-01)', (shift ->> 0)::time, (shift ->> 1)::time, tz, ARRAY[weekday::int], not_as_usual) AS open
      FROM schedules, jsonb_each(hours) AS day (weekday, shifts), jsonb_array_elements(shifts) AS shift UNION ALL
      SELECT name, tz, business_hours(tstzrange(date::timestamp AT TIME ZONE tz, (date::date + 1)::timestamp AT TIME ZONE tz), (shift ->> 0)::time, (shift ->> 1)::time, tz, '{1,2,3,4,5,6,7}')
      FROM schedules, jsonb_each(overrides) AS day (date, shifts), jsonb_array_elements(shifts) AS shift) AS shifts
GROUP BY name, tz;

-- A library may take spans backwards: the same time with a minus.
CREATE TEMP TABLE durations AS
SELECT name, tz, (v ->> 'expected_seconds')::numeric AS expected,
       sign(extract(epoch FROM until - since)) * extract(epoch FROM business_duration(tstzrange(least(since, until), greatest(since, until)), open)) AS seconds
FROM jsonb_array_elements(:'document'::jsonb -> 'duration_vectors') AS v, LATERAL (SELECT (v ->> 'from')::timestamptz AS since, (v ->> 'to')::timestamptz AS until) AS span
     JOIN calendars ON true WHERE name = v ->> 'schedule';

-- So much business time later: within the first piece that completes it, counted back from its end.
CREATE TEMP TABLE due_times AS
SELECT name, tz, (v ->> 'expected')::timestamptz AS expected,
       (SELECT min(upper(piece) - done + needed) FROM (SELECT piece, sum(upper(piece) - lower(piece)) OVER (ORDER BY piece) AS done
                                                       FROM unnest(open * tstzmultirange(tstzrange(since, since + interval '90 days'))) AS piece) AS pieces WHERE done >= needed) AS due
FROM jsonb_array_elements(:'document'::jsonb -> 'add_vectors') AS v,
     LATERAL (SELECT (v ->> 'start')::timestamptz AS since, make_interval(secs => (v ->> 'add_seconds')::float8) AS needed) AS start
     JOIN calendars ON true WHERE name = v ->> 'schedule';

\echo '=== Business hours: the schedules, and answers equal to those of the libraries'
SELECT name AS schedule, tz AS "time zone", (SELECT count(*) FROM unnest(open)) AS pieces, d.n AS durations, d.equal, a.n AS "due times", a.equal
FROM calendars, LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE seconds = expected) AS equal FROM durations AS d WHERE d.name = calendars.name) AS d,
     LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE due = expected) AS equal FROM due_times AS t WHERE t.name = calendars.name) AS a
ORDER BY name;

INSERT INTO headline (what, ours, published)
SELECT 'business hours: durations', count(*) FILTER (WHERE seconds = expected) || ' equal', jsonb_array_length(:'document'::jsonb -> 'duration_vectors') || ' equal' FROM durations UNION ALL
SELECT 'business hours: due times', count(*) FILTER (WHERE due = expected) || ' equal', jsonb_array_length(:'document'::jsonb -> 'add_vectors') || ' equal' FROM due_times;
\else
\echo 'skipped: no business_hours/expected.json in' :dir
\echo
\endif

\echo '=== Against the published numbers'
\pset format unaligned
\pset tuples_only on
SELECT format('%-8s %-42s %s', CASE WHEN ours = published THEN 'ok' ELSE 'DIFFERS' END, what, coalesce(ours, 'nothing'))
       || CASE WHEN ours = published THEN '' ELSE ', published: ' || published END
FROM headline ORDER BY number;
\pset tuples_only off
\pset format aligned

\set VERBOSITY terse
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM headline) THEN
        RAISE EXCEPTION 'none of the known files was found';
    ELSIF EXISTS (SELECT FROM headline WHERE ours IS DISTINCT FROM published) THEN
        RAISE EXCEPTION 'numbers differ from the published ones';
    END IF;
END
$$;
