-- Service level: the share of the cases due in each quarter that were solved by then, with the half width of its 95 % interval (Wilson).
SELECT to_char(date_trunc('quarter', due_at), 'YYYY "Q"Q') AS quarter, round(100 * rate(in_time), 2) AS value,
       round(50 * (rate_high(rate_agg(in_time)) - rate_low(rate_agg(in_time))), 2) AS margin
FROM tickets, LATERAL (SELECT coalesce(solved_at <= due_at, false) AS in_time) AS kept
WHERE due_at >= '2024-07-01' AND due_at < '2026-07-01'
GROUP BY quarter ORDER BY quarter;
