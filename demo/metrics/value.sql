-- value.sql: lifetime value, cost, return, growth; the formulas are those of doc/recipes/value.md.
-- A customer stays 12 quarters and leaves a margin of 60 % of what is bought, 80 % of what is subscribed to.

CREATE OR REPLACE FUNCTION purchase_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH bought AS (
    SELECT ltv_agg(customer, amount) AS state, sum(amount) AS revenue, sum(amount) FILTER (WHERE cost IS NOT NULL) AS sales, sum(amount - cost) AS profit
    FROM orders WHERE ordered_at <@ period
), sales AS (
    SELECT coalesce(sum(amount) FILTER (WHERE ordered_at <@ (SELECT period_before(period))), 0) / months_of(period) AS before,
           coalesce(sum(amount) FILTER (WHERE ordered_at <@ period), 0) / months_of(period) AS after
    FROM orders
)
SELECT 'Customer lifetime value', ltv(state, 12, 0.6), 'EUR per customer' FROM bought UNION ALL
SELECT 'Average purchase value', average_purchase_value(state), 'EUR per purchase' FROM bought UNION ALL
SELECT 'Average purchase frequency', purchase_frequency(state), 'purchases per customer' FROM bought UNION ALL
SELECT 'Average customer value', average_customer_value(state), 'EUR per customer' FROM bought UNION ALL
SELECT 'Profit margin', profit / nullif(sales, 0), 'fraction' FROM bought UNION ALL
SELECT 'New revenue and sales revenue', revenue, 'EUR, all sales' FROM bought UNION ALL
SELECT 'Sales growth', growth_rate(before, after), 'fraction' FROM sales
$$;

-- Revenue and churn of a month are those of the customers at the start; the churn is the mean of the period's months.
CREATE OR REPLACE FUNCTION acquisition_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH first AS (
    SELECT customer, min(at) AS at
    FROM (SELECT customer, ordered_at AS at FROM orders WHERE amount >= 0 UNION ALL SELECT customer, started_at FROM subscriptions) AS sold GROUP BY customer
), cost AS (
    SELECT (SELECT coalesce(sum(cost), 0) FROM campaigns WHERE purpose = 'acquisition' AND starts_at <@ period) AS marketing,
           (SELECT coalesce(sum(monthly_cost), 0) * months_of(period) FROM users WHERE team = 'sales') AS selling,
           (SELECT count(*) FROM leads WHERE created_at <@ period) AS leads, (SELECT count(*) FROM first WHERE at <@ period) AS new_customers
), price AS (
    SELECT *, (marketing + selling) / nullif(new_customers, 0) AS cac FROM cost
), customers AS (
    SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active,
           sum(mrr) FILTER (WHERE started_at < lower(period) AND (ended_at IS NULL OR ended_at >= lower(period))) AS mrr
    FROM subscriptions GROUP BY customer
), subscribed AS (
    SELECT avg(mrr) AS arpa, ltv_from_churn(avg(mrr), churn_rate(active, period) / months_of(period), 0.8) AS ltv FROM customers
)
SELECT 'Customer acquisition cost', cac, 'EUR per new customer' FROM price UNION ALL
SELECT 'Cost per lead', marketing / nullif(leads, 0), 'EUR per lead' FROM price UNION ALL
SELECT 'Lifetime value from churn', ltv, 'EUR per customer' FROM subscribed UNION ALL
SELECT 'LTV to CAC', ltv / nullif(cac, 0), 'EUR per EUR spent' FROM subscribed, price UNION ALL
SELECT 'CAC payback', cac / nullif(arpa * 0.8, 0), 'months' FROM subscribed, price
$$;

-- An account belongs to the campaign of its first lead.
CREATE OR REPLACE VIEW campaign_accounts AS
SELECT DISTINCT ON (account_id) account_id, campaign_id FROM leads l JOIN contacts c ON c.id = l.contact_id ORDER BY account_id, l.created_at, l.id;

CREATE OR REPLACE FUNCTION return_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH started AS (
    SELECT k.id, k.cost, coalesce(sum(o.amount - o.cost), 0) AS gain
    FROM campaigns k LEFT JOIN campaign_accounts w ON w.campaign_id = k.id
    LEFT JOIN orders o ON o.customer = w.account_id AND o.ordered_at >= k.starts_at AND o.ordered_at < upper(period)
    WHERE k.starts_at <@ period GROUP BY k.id, k.cost
), flow AS (
    SELECT id, starts_at, starts_at AS at, -cost AS amount FROM campaigns WHERE starts_at < upper(period)
    UNION ALL
    SELECT k.id, k.starts_at, o.ordered_at, o.amount - o.cost
    FROM campaigns k JOIN campaign_accounts w ON w.campaign_id = k.id JOIN orders o ON o.customer = w.account_id AND o.ordered_at >= k.starts_at
), balance AS (
    SELECT id, starts_at, at, sum(amount) OVER running AS balance, bool_or(amount < 0) OVER running AS spent FROM flow WINDOW running AS (PARTITION BY id ORDER BY at)
), break_even AS (
    SELECT id, starts_at, min(at) FILTER (WHERE spent AND balance >= 0) AS at FROM balance GROUP BY id, starts_at
)
SELECT 'Return on investment', roi(sum(gain) FILTER (WHERE cost IS NOT NULL), sum(cost)), 'percent' FROM started UNION ALL
SELECT 'Profit gain', sum(greatest(gain - cost, 0)) FILTER (WHERE cost IS NOT NULL), 'EUR' FROM started UNION ALL
SELECT 'Break-even point', in_days(mean(duration_agg(at - starts_at) FILTER (WHERE at <@ period))), 'days, reached in the period' FROM break_even
$$;

CREATE OR REPLACE FUNCTION deal_value_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH won AS (
    SELECT owner_id, sum(amount) AS amount FROM deals WHERE is_won AND closed_at <@ period GROUP BY owner_id
), seller AS (
    SELECT nullif(quota, 0) AS quota, coalesce(amount, 0) AS won FROM users u LEFT JOIN won w ON w.owner_id = u.id WHERE team = 'sales'
)
SELECT 'Average deal size', avg(amount) FILTER (WHERE amount > 0), 'EUR' FROM deals WHERE is_won AND closed_at <@ period UNION ALL
SELECT 'Quota attainment', sum(won) FILTER (WHERE quota IS NOT NULL) / sum(quota), 'fraction' FROM seller
$$;

-- A working month has 160 hours, mending a record takes a quarter of an hour.
CREATE OR REPLACE FUNCTION saving_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH resolution AS (
    SELECT in_hours(mean(duration_agg(solved_at - opened_at) FILTER (WHERE opened_at <@ (SELECT period_before(period))))) AS before,
           in_hours(mean(duration_agg(solved_at - opened_at) FILTER (WHERE opened_at <@ period))) AS after
    FROM tickets
), contact AS (
    SELECT (SELECT count(*) FROM calls WHERE direction = 'inbound' AND outcome = 'answered' AND started_at <@ period)
           + (SELECT count(*) FROM tickets WHERE channel IS DISTINCT FROM 'phone' AND opened_at <@ period) AS handled
), record AS (
    SELECT count(*) FILTER (WHERE email !~ '^[^@ ]+@[^@ ]+$' OR email IS NULL OR copy > 1) AS wrong
    FROM (SELECT email, row_number() OVER (PARTITION BY lower(email) ORDER BY id) AS copy FROM contacts WHERE created_at < upper(period)) AS c
)
SELECT 'Cost and time savings', growth_rate(before, after), 'fraction, hours per case' FROM resolution UNION ALL
SELECT 'Cost per service contact', sum(monthly_cost) * months_of(period) / nullif((SELECT handled FROM contact), 0), 'EUR per contact'
    FROM users WHERE team = 'support' UNION ALL
SELECT 'Cost of bad data', (SELECT wrong FROM record) * 0.25 * avg(monthly_cost) / 160, 'EUR to mend all' FROM users WHERE team = 'sales'
$$;

CREATE OR REPLACE FUNCTION segment_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH customer AS (
    SELECT customer, max(ordered_at) FILTER (WHERE amount >= 0) AS last, count(*) FILTER (WHERE amount >= 0) AS purchases
    FROM orders WHERE ordered_at < upper(period) GROUP BY customer
), score AS (
    SELECT 1 + 5 * (rank() OVER (ORDER BY last) - 1) / count(*) OVER () AS r, 1 + 5 * (rank() OVER (ORDER BY purchases) - 1) / count(*) OVER () AS f
    FROM customer WHERE purchases > 0
)
SELECT 'RFM segments', count(*) FILTER (WHERE r >= 4 AND f >= 4), 'customers, best segment' FROM score
$$;

CREATE OR REPLACE FUNCTION value_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM purchase_metrics(period) UNION ALL
SELECT * FROM acquisition_metrics(period) UNION ALL
SELECT * FROM return_metrics(period) UNION ALL
SELECT * FROM deal_value_metrics(period) UNION ALL
SELECT * FROM saving_metrics(period) UNION ALL
SELECT * FROM segment_metrics(period)
$$;
