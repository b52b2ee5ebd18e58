-- marketing.sql: campaigns, attribution, web, mail, cross-selling; the formulas are those of doc/recipes/marketing.md.

-- A response is what the person did, to attend a webinar included; it counts for the account.
CREATE OR REPLACE VIEW campaign_responses AS
SELECT t.id, t.campaign_id, t.contact_id, c.account_id, t.touched_at FROM touches t LEFT JOIN contacts c ON c.id = t.contact_id
WHERE t.campaign_id IS NOT NULL AND t.is_automated IS NOT TRUE AND t.action IN ('clicked', 'replied', 'page view', 'goal', 'held', 'attended');

CREATE OR REPLACE FUNCTION campaign_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH running AS (
    SELECT id FROM campaigns WHERE starts_at IS NOT NULL AND tstzrange(starts_at, ends_at, '[]') && period
), reached AS (
    SELECT DISTINCT campaign_id, contact_id FROM touches WHERE action = 'delivered' AND touched_at <@ period AND campaign_id IN (SELECT id FROM running)
), responded AS (
    SELECT DISTINCT campaign_id, contact_id FROM campaign_responses WHERE touched_at <@ period
), purchase AS (
    SELECT DISTINCT o.id FROM campaign_responses r JOIN orders o ON o.customer = r.account_id
    WHERE o.amount > 0 AND o.ordered_at <@ period AND o.ordered_at >= r.touched_at AND o.ordered_at - r.touched_at <= interval '30 days'
)
SELECT 'Campaigns', count(*), 'campaigns running' FROM running UNION ALL
SELECT 'Campaign responses', rate(s.contact_id IS NOT NULL), 'fraction of the contacts reached'
    FROM reached r LEFT JOIN responded s ON s.campaign_id = r.campaign_id AND s.contact_id = r.contact_id UNION ALL
SELECT 'Campaign purchases', count(*), 'purchases' FROM purchase UNION ALL
SELECT 'Customer referrals', count(*), 'leads' FROM leads WHERE source = 'referral' AND created_at <@ period
$$;

-- What is won is divided among the responses of the account in the 90 days before; 'position' gives the first and the last 40 % each.
CREATE OR REPLACE FUNCTION attribution_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH first AS (
    SELECT customer, min(ordered_at) AS at FROM orders WHERE amount > 0 GROUP BY customer
), conversion AS (
    SELECT 'deal' AS kind, id, account_id, amount, closed_at AS at FROM deals WHERE is_won AND closed_at <@ period
    UNION ALL SELECT 'customer', customer, customer, NULL, at FROM first WHERE at <@ period
), share AS (
    SELECT kind, amount, campaign_id, coalesce(attribution_weight(touched_at, at, 'linear') OVER path, 1) AS linear,
           coalesce(attribution_weight(touched_at, at, 'position') OVER path, 1) AS position
    FROM conversion v LEFT JOIN campaign_responses r ON r.account_id = v.account_id AND r.touched_at <= v.at AND v.at - r.touched_at <= interval '90 days'
    WINDOW path AS (PARTITION BY kind, v.id ORDER BY touched_at, r.id)
), campaign AS (
    SELECT campaign_id, sum(position * amount) AS revenue FROM share WHERE kind = 'deal' GROUP BY campaign_id
)
SELECT 'Campaign revenue', sum(linear * amount) FILTER (WHERE campaign_id IS NOT NULL), 'EUR' FROM share WHERE kind = 'deal' UNION ALL
SELECT 'New customers by campaign', sum(linear) FILTER (WHERE campaign_id IS NOT NULL), 'customers' FROM share WHERE kind = 'customer' UNION ALL
SELECT 'Campaign attribution', max(revenue) FILTER (WHERE campaign_id IS NOT NULL) / sum(revenue), 'fraction of the revenue, best campaign' FROM campaign
$$;

-- A visit ends when nothing happens for more than 30 minutes, and belongs to the period in which it began.
CREATE OR REPLACE FUNCTION web_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH hit AS (
    SELECT contact_id, action, touched_at, episode(touched_at, interval '30 minutes') OVER (PARTITION BY contact_id ORDER BY touched_at, id) AS visit
    FROM touches WHERE channel = 'web' AND contact_id IS NOT NULL AND is_automated IS NOT TRUE
), visit AS (
    SELECT max(touched_at) - min(touched_at) AS length, bool_or(action = 'goal') AS goal FROM hit GROUP BY contact_id, visit HAVING min(touched_at) <@ period
)
SELECT 'Page views', count(*), 'views' FROM touches
    WHERE channel = 'web' AND action = 'page view' AND is_automated IS NOT TRUE AND touched_at <@ period UNION ALL
SELECT 'Web goal completion rate', rate(goal), 'fraction of the visits' FROM visit UNION ALL
SELECT 'Time per website visit', 60 * in_hours(mean(duration_agg(length))), 'minutes' FROM visit
$$;

CREATE OR REPLACE FUNCTION mail_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH address AS (
    SELECT min(subscribed_at) AS joined_at, CASE WHEN bool_and(unsubscribed_at IS NOT NULL) THEN max(unsubscribed_at) END AS left_at
    FROM contacts WHERE subscribed_at IS NOT NULL AND email IS NOT NULL GROUP BY lower(trim(email))
), list AS (
    SELECT count(*) FILTER (WHERE joined_at < lower(period) AND (left_at IS NULL OR left_at >= lower(period))) AS at_start,
           count(*) FILTER (WHERE joined_at < upper(period) AND (left_at IS NULL OR left_at >= upper(period))) AS at_end FROM address
), mail AS (
    SELECT bool_or(action = 'delivered') AS delivered, bool_or(action = 'clicked' AND is_automated IS NOT TRUE) AS clicked
    FROM touches WHERE channel = 'email' AND campaign_id IS NOT NULL GROUP BY campaign_id, contact_id HAVING min(touched_at) FILTER (WHERE action = 'sent') <@ period
)
SELECT 'Email list growth rate', growth_rate(at_start, at_end), 'fraction' FROM list UNION ALL
SELECT 'Email rates', rate(clicked) FILTER (WHERE delivered), 'fraction clicked of delivered' FROM mail
$$;

CREATE OR REPLACE FUNCTION selling_more_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH line AS (
    SELECT customer, product_line FROM orders WHERE ordered_at < upper(period) GROUP BY customer, product_line HAVING sum(amount) > 0
), buyer AS (
    SELECT count(product_line) AS lines FROM line GROUP BY customer
), subscriber AS (
    SELECT sum(mrr) FILTER (WHERE started_at < lower(period) AND (ended_at IS NULL OR ended_at >= lower(period))) AS before,
           sum(mrr) FILTER (WHERE started_at < upper(period) AND (ended_at IS NULL OR ended_at >= upper(period))) AS after
    FROM subscriptions GROUP BY customer
)
SELECT 'Cross-sell ratio', rate(lines >= 2), 'fraction' FROM buyer UNION ALL
SELECT 'Up-sell ratio', rate(coalesce(after, 0) > before), 'fraction' FROM subscriber WHERE before > 0
$$;

CREATE OR REPLACE FUNCTION marketing_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM campaign_metrics(period) UNION ALL
SELECT * FROM attribution_metrics(period) UNION ALL
SELECT * FROM web_metrics(period) UNION ALL
SELECT * FROM mail_metrics(period) UNION ALL
SELECT * FROM selling_more_metrics(period)
$$;
