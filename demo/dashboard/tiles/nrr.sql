-- Net revenue retention of each quarter: what the customers of its first day pay at its end, as a share of what they paid at its start.
SELECT to_char(lower(period), 'YYYY "Q"Q') AS quarter, round(100 * net_revenue_retention(state), 2) AS value
FROM periods((SELECT mrr_series_agg(customer, mrr, tstzrange(started_at, ended_at), boundaries('2024-07-01', '2026-07-01', '3 months', 'UTC')) FROM subscriptions))
ORDER BY quarter;
