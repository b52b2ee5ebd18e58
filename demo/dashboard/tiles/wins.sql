-- Win rate of the deals that were decided in each quarter, with the half width of its 95 % interval (Wilson).
SELECT to_char(date_trunc('quarter', closed_at), 'YYYY "Q"Q') AS quarter, round(100 * win_rate(is_won), 2) AS value,
       round(50 * (rate_high(rate_agg(is_won)) - rate_low(rate_agg(is_won))), 2) AS margin
FROM deals
WHERE closed_at >= '2024-07-01'
GROUP BY quarter ORDER BY quarter;
