-- Recurring revenue: what each month won and lost, in euro a month.  One row of subscriptions is one contract of a customer.
SELECT to_char(lower(period), 'YYYY-MM')         AS month,
       new_mrr(state)                            AS new,
       expansion_mrr(state)                      AS expansion,
       reactivation_mrr(state)                   AS reactivation,
       contraction_mrr(state)                    AS contraction,
       churned_mrr(state)                        AS churned,
       ending_mrr(state) - starting_mrr(state)   AS net,
       ending_mrr(state)                         AS ending
FROM periods((SELECT mrr_series_agg(customer, mrr, tstzrange(started_at, ended_at), boundaries('2025-01-01', '2026-07-01', '1 month', 'UTC'))
              FROM subscriptions))
ORDER BY month;
