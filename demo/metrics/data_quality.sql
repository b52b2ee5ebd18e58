-- data_quality.sql: how far the data can be trusted, and what has changed; the formulas are those of doc/recipes/data_quality.md.

CREATE OR REPLACE FUNCTION record_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH contact AS (
    SELECT nullif(btrim(email), '') AS email, nullif(btrim(phone), '') AS phone, created_by, created_at <@ period AS is_new FROM contacts WHERE created_at < upper(period)
), span AS (
    SELECT created_at AS began_at, closed_at AS ended_at FROM deals
    UNION ALL SELECT created_at, converted_at FROM leads
    UNION ALL SELECT opened_at, first_response_at FROM tickets
    UNION ALL SELECT opened_at, solved_at FROM tickets
    UNION ALL SELECT started_at, ended_at FROM subscriptions
)
SELECT 'Duplicates', 1 - count(DISTINCT lower(email)) / nullif(count(email), 0)::numeric, 'fraction' FROM contact UNION ALL
SELECT 'Wrong customer data', rate(email ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$'), 'fraction valid' FROM contact UNION ALL
SELECT 'Completeness', (rate(phone IS NOT NULL) + rate(email IS NOT NULL)) / 2, 'fraction filled, new contacts' FROM contact WHERE is_new UNION ALL
SELECT 'Error traceability', rate(created_by IS NOT NULL), 'fraction with a known author' FROM contact UNION ALL
SELECT 'Wrong sources', rate(btrim(source) <> ALL ('{email,search,webinar,social,referral,website}')), 'fraction' FROM leads
    WHERE created_at <@ period AND btrim(source) <> '' UNION ALL
SELECT 'Negative durations', count(*) FILTER (WHERE ended_at < began_at), 'rows' FROM span WHERE began_at <@ period
$$;

-- Against the period before: what an order brings, and how many leads become a deal within 30 days.
CREATE OR REPLACE FUNCTION change_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH bought AS (
    SELECT avg(amount) FILTER (WHERE ordered_at <@ (SELECT period_before(period))) AS before, avg(amount) FILTER (WHERE ordered_at <@ period) AS after FROM orders
), lead AS (
    SELECT created_at, coalesce(converted_at <= created_at + interval '720 hours', false) AS converted FROM leads WHERE created_at + interval '720 hours' <= upper(period)
), conversion AS (
    SELECT rate(converted) FILTER (WHERE created_at <@ (SELECT period_before(period))) AS before, rate(converted) FILTER (WHERE created_at <@ period) AS after FROM lead
)
SELECT 'Two-period comparison', growth_rate(before, after), 'fraction, order value' FROM bought UNION ALL
SELECT 'Uplift', growth_rate(before, after), 'fraction, lead conversion' FROM conversion
$$;

CREATE OR REPLACE FUNCTION data_quality_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM record_metrics(period) UNION ALL
SELECT * FROM change_metrics(period)
$$;
