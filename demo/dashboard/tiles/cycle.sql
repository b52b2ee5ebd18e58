-- Sales cycle: median days from the creation to the win of the deals won in each quarter.
SELECT to_char(date_trunc('quarter', closed_at), 'YYYY "Q"Q') AS quarter, round(in_days(median(duration_agg(closed_at - created_at))), 2) AS value
FROM deals
WHERE is_won AND closed_at >= '2024-07-01'
GROUP BY quarter ORDER BY quarter;
