-- Customer satisfaction after solved cases: the share of answers 4 and 5 on 1..5, with the half width of its 95 % interval (Wilson).
SELECT to_char(date_trunc('quarter', answered_at), 'YYYY "Q"Q') AS quarter, round(csat(score), 2) AS value,
       round(50 * (rate_high(rate_agg(score >= 4)) - rate_low(rate_agg(score >= 4))), 2) AS margin
FROM surveys
WHERE kind = 'csat' AND answered_at >= '2024-07-01'
GROUP BY quarter ORDER BY quarter;
