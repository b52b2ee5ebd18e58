-- Customers by the quarter of their first order: the share of them who order again so many quarters later.  Whole quarters only.
SELECT to_char(cohort, 'YYYY "Q"Q')  AS cohort,
       period_number                 AS quarters_later,
       customers,
       round(retention, 4)           AS retention
FROM (SELECT cohort_agg(customer, ordered_at AT TIME ZONE 'UTC', '3 months') AS c FROM orders WHERE amount > 0) AS one, cohorts(c)
WHERE cohort + (period_number + 1) * interval '3 months' <= '2026-07-01'
ORDER BY cohort, period_number;
