-- Customer churn of each quarter: the share of the customers of its first day who are none at its end.  Several contracts are one customer.
SELECT to_char(lower(period), 'YYYY "Q"Q') AS quarter, round(100 * churn_rate(state), 2) AS value
FROM periods((SELECT churn_series_agg(active, boundaries('2024-07-01', '2026-07-01', '3 months', 'UTC'))
              FROM (SELECT range_agg(tstzrange(started_at, ended_at)) AS active FROM subscriptions GROUP BY customer) AS customer))
ORDER BY quarter;
