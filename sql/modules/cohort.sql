-- Cohorts: customers by the period of their first activity.

\state cohort_agg_state
  Customers, and their revenue, by the period of their first activity and the periods since.
\rollup cohort_agg_state
  Merges stored cohort states of disjoint customers into one.

\each K=bigint,uuid,text
\aggregate cohort_agg(customer @K@, seen_at timestamp, width interval) cohort_agg_state state=cohort_agg_state add=cohort_add_@K@ final=cohort_agg_state_final space=1024
  State of customers by the period of their first activity, rows in any order; seen_at is local wall time, width whole months or days. Read it with cohorts().
\aggregate cohort_agg(customer @K@, amount numeric, seen_at timestamp, width interval) cohort_agg_state state=cohort_agg_state add=cohort_add_amount_@K@ final=cohort_agg_state_final space=1024
  State of customers and their revenue by the period of their first activity; seen_at is local wall time, width whole months or days. Read it with cohorts().
\end

\function cohorts(cohort_agg_state) TABLE(cohort timestamp, period_number int, customers bigint, retention numeric, revenue numeric, revenue_retention numeric) cohort_cohorts rows=200
  One row per cohort and period in which any of its customers was active: customers, their share of the cohort, 0..1, revenue and its ratio to the first period's.
