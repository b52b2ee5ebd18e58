-- Churn and retention of customers over a period.

\state churn_agg_state
  Customers over one period: at its start, new, reactivated, churned, and their active time.
\rollup churn_agg_state
  Merges stored churn states of disjoint customers over the same period into one.

\aggregate churn_rate(churned boolean) numeric state=rate_agg_state add=rate_add drop=rate_drop final=rate
  Share of true, 0..1, over one row per customer at risk; NULL is skipped.
\aggregate retention_rate(retained boolean) numeric state=rate_agg_state add=rate_add drop=rate_drop final=rate
  Share of true, 0..1, over one row per customer at risk; NULL is skipped.

\each T=timestamptz,timestamp,date R=tstzrange,tsrange,daterange M=tstzmultirange,tsmultirange,datemultirange S=time,time,date
\aggregate churn_rate(started_at @T@, ended_at @T@, period @R@) numeric state=churn_agg_state add=churn_add_@S@ drop=churn_drop_@S@ final=churn_rate_final
  Customers at the start of the period who left in it, over customers at its start, 0..1; one row per customer, ended_at NULL or infinity = still active.
\aggregate retention_rate(started_at @T@, ended_at @T@, period @R@) numeric state=churn_agg_state add=churn_add_@S@ drop=churn_drop_@S@ final=retention_rate_final
  Exactly 1 - churn_rate(started_at, ended_at, period), 0..1.
\aggregate churn_agg(started_at @T@, ended_at @T@, period @R@) churn_agg_state state=churn_agg_state add=churn_add_@S@ drop=churn_drop_@S@ final=churn_agg_state_final
  State of customers over the period, to store, roll up and read with churn_rate(), customers_at_start() and others; one row per customer.
\each A=@R@,@M@
\aggregate churn_rate(active @A@, period @R@) numeric state=churn_agg_state add=churn_add_ranges drop=churn_drop_ranges final=churn_rate_final
  Customers at the start of the period who left in it, over customers at its start, 0..1; one row per customer with the time it was active.
\aggregate retention_rate(active @A@, period @R@) numeric state=churn_agg_state add=churn_add_ranges drop=churn_drop_ranges final=retention_rate_final
  Exactly 1 - churn_rate(active, period), 0..1.
\aggregate churn_agg(active @A@, period @R@) churn_agg_state state=churn_agg_state add=churn_add_ranges drop=churn_drop_ranges final=churn_agg_state_final
  State of customers over the period, to store, roll up and read with churn_rate(), customers_at_start() and others; one row per customer.
\end
\end

\function churn_rate_final(churn_agg_state) numeric churn_churn_rate
  Final function of churn_rate(): churn by the method 'start'.
\function retention_rate_final(churn_agg_state) numeric churn_retention_rate
  Final function of retention_rate(): 1 - churn by the method 'start'.
\function churn_rate(churn_agg_state, method text DEFAULT 'start') numeric churn_churn_by
  Churn as a fraction; method: 'start', 'start_plus_new', 'all_over_start', 'average' or 'exposure'.
\function retention_rate(churn_agg_state, method text DEFAULT 'start') numeric churn_retention_by
  1 - churn_rate(state, method).
\function customers_at_start(churn_agg_state) bigint churn_customers_at_start
  Customers active just before the period: started before it, not ended before it.
\function new_customers(churn_agg_state) bigint churn_new_customers
  Customers whose first start lies in the period.
\function reactivated_customers(churn_agg_state) bigint churn_reactivated_customers
  Customers active some time before the period, gone at its start, who started again in it.
\function churned_customers(churn_agg_state) bigint churn_churned_customers
  Customers at the start who are not active at the end.
\function churned_new_customers(churn_agg_state) bigint churn_churned_new_customers
  New customers who are not active at the end.
\function churned_reactivated_customers(churn_agg_state) bigint churn_churned_reactivated_customers
  Reactivated customers who are not active at the end.
\function customers_at_end(churn_agg_state) bigint churn_customers_at_end
  Customers active at the end of the period, which is the start of the next one.
\function customer_time(churn_agg_state) interval churn_customer_time
  Active time inside the period, of all customers together.
\function period(churn_agg_state) tstzrange churn_period
  The period [from, to) of a state.
