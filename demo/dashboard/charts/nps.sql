-- Net promoter score of each quarter's answers, with the half width of its 95 % interval in points.
SELECT to_char(date_trunc('quarter', answered_at), 'YYYY "Q"Q') AS quarter,
       num_responses(nps_agg(score))                            AS answers,
       round(nps(score), 2)                                     AS nps,
       round(nps_margin(nps_agg(score)), 2)                     AS margin
FROM surveys
WHERE kind = 'nps' AND answered_at IS NOT NULL
GROUP BY quarter ORDER BY quarter;
