-- Recurring revenue at the end of each quarter, in euro a month.
SELECT to_char(lower(period), 'YYYY "Q"Q') AS quarter, ending_mrr(state) AS value
FROM periods((SELECT mrr_series_agg(customer, mrr, tstzrange(started_at, ended_at), boundaries('2024-07-01', '2026-07-01', '3 months', 'UTC')) FROM subscriptions))
ORDER BY quarter;
