-- customers.sql: who stays, who leaves, and what that does to revenue; the formulas are those of doc/recipes/customers.md.

CREATE OR REPLACE FUNCTION churn_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH customers AS (
    SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active FROM subscriptions
    WHERE started_at IS NOT NULL AND mrr IS DISTINCT FROM 0 GROUP BY customer
), churn AS (
    SELECT churn_agg(active, period) AS state FROM customers
), retention AS (
    SELECT state, (customers_at_start(state) - churned_customers(state))::numeric AS retained FROM churn
), letters AS (
    SELECT sum(cost) AS cost FROM campaigns WHERE purpose = 'retention' AND starts_at <@ period
)
SELECT 'Customer churn rate', churn_rate(state), 'fraction' FROM churn UNION ALL
SELECT 'Customer retention rate', retention_rate(state), 'fraction' FROM churn UNION ALL
SELECT 'Retained customers', retained, 'customers' FROM retention UNION ALL
SELECT 'New customers', new_customers(state), 'customers' FROM churn UNION ALL
SELECT 'Customer retention cost', cost / nullif(retained, 0), 'EUR per customer' FROM retention, letters UNION ALL
SELECT 'Renewal rate', renewal_rate(renewed), 'fraction' FROM subscriptions WHERE renewal_due_at <@ period
$$;

-- Nobody cancels a shop: who has not bought for 90 days is gone.
CREATE OR REPLACE FUNCTION purchase_retention_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH buyers AS (
    SELECT customer, active_ranges(ordered_at, interval '90 days') AS active FROM orders WHERE amount > 0 AND ordered_at < upper(period) GROUP BY customer
), cells AS (
    SELECT cohort, period_number AS month, customers
    FROM cohorts((SELECT cohort_agg(customer, ordered_at AT TIME ZONE 'UTC', '1 month') FROM orders WHERE amount > 0 AND ordered_at < upper(period)))
    WHERE period_number <= 1 AND (cohort + interval '1 month') AT TIME ZONE 'UTC' <@ period
)
SELECT 'Churn by inactivity', churn_rate(active, period), 'fraction' FROM buyers UNION ALL
SELECT 'Cohort retention', sum(customers) FILTER (WHERE month = 1) / sum(customers) FILTER (WHERE month = 0), 'fraction in the month after the first' FROM cells
$$;

-- Of the subscription that ended last, the reason; of all who have ever come, the time, 730 days at most.
CREATE OR REPLACE FUNCTION leaving_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH last AS (
    SELECT DISTINCT ON (customer) customer, ended_at, cancel_reason FROM subscriptions
    WHERE started_at < upper(period) AND mrr IS DISTINCT FROM 0 ORDER BY customer, ended_at DESC NULLS FIRST, id DESC
), reason AS (
    SELECT count(*) AS customers FROM last WHERE ended_at <@ period AND cancel_reason IS NOT NULL GROUP BY cancel_reason
), stay AS (
    SELECT min(started_at) AS began, max(coalesce(ended_at, 'infinity')) AS ended FROM subscriptions
    WHERE started_at < upper(period) AND mrr IS DISTINCT FROM 0 GROUP BY customer
)
SELECT 'Churn-reason share', max(customers) / sum(customers), 'fraction, commonest reason' FROM reason UNION ALL
SELECT 'Average customer lifespan', in_days(restricted_mean(survival_agg(least(ended, upper(period)) - began, ended < upper(period)), '730 days')),
       'days of the first 730' FROM stay
$$;

CREATE OR REPLACE FUNCTION recurring_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH mrr AS (
    SELECT state FROM periods((
        SELECT mrr_series_agg(customer, mrr, tstzrange(started_at, ended_at), ARRAY[lower(recurring_metrics.period), upper(recurring_metrics.period)])
        FROM subscriptions WHERE started_at IS NOT NULL))
)
SELECT 'MRR movements', ending_mrr(state), 'EUR a month, at the end' FROM mrr UNION ALL
SELECT 'Net and gross revenue retention', net_revenue_retention(state), 'fraction, net' FROM mrr UNION ALL
SELECT 'Quick ratio', quick_ratio(state), 'won per lost' FROM mrr
$$;

CREATE OR REPLACE FUNCTION customers_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM churn_metrics(period) UNION ALL
SELECT * FROM purchase_retention_metrics(period) UNION ALL
SELECT * FROM leaving_metrics(period) UNION ALL
SELECT * FROM recurring_metrics(period)
$$;
