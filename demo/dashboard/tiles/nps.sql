-- Net promoter score of each quarter's answers, with the half width of its 95 % interval.
SELECT to_char(date_trunc('quarter', answered_at), 'YYYY "Q"Q') AS quarter, round(nps(score), 2) AS value, round(nps_margin(nps_agg(score)), 2) AS margin
FROM surveys
WHERE kind = 'nps' AND answered_at >= '2024-07-01'
GROUP BY quarter ORDER BY quarter;
