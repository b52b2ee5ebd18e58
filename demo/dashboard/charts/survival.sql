-- How long customers stay: the share who are still customers so many days after they came (Kaplan-Meier, 95 % interval), by size of the company.
-- A customer's time is the first unbroken run of contracts; one that is not over on 1 July 2026 is censored there, not ended.
WITH stay AS (
    SELECT customer, (SELECT r FROM unnest(range_agg(tstzrange(started_at, ended_at))) r ORDER BY r LIMIT 1) AS run
    FROM subscriptions GROUP BY customer
), curve AS (
    SELECT segment, survival_agg(date_trunc('day', coalesce(upper(run), '2026-07-01') - lower(run)), upper(run) IS NOT NULL) AS s
    FROM stay JOIN accounts ON accounts.id = customer
    GROUP BY segment
)
SELECT segment, in_days(elapsed)::int AS days, at_risk, events,
       round(survival, 4)             AS survival,
       round(lower, 4)                AS lower,
       round(upper, 4)                AS upper
FROM curve, survival_curve(s)
WHERE events > 0
ORDER BY array_position(ARRAY['enterprise', 'medium', 'small'], segment), days;
