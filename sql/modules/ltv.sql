-- Lifetime value of customers.

\state ltv_agg_state
  Purchases: exact revenue, and how many purchases each customer made.
\rollup ltv_agg_state
  Merges stored lifetime value states into one; exact also when the same customers occur in several.

\each K=bigint,uuid,text
\aggregate ltv(customer @K@, amount numeric) numeric state=ltv_agg_state add=ltv_add_@K@ drop=ltv_drop_@K@ final=ltv_final space=4096
  Realised lifetime value: revenue per customer with a purchase, in the unit of amount; negative amounts are refunds.
\aggregate ltv(customer @K@, amount numeric, lifespan float8) numeric state=ltv_agg_state add=ltv_add_life_@K@ drop=ltv_drop_life_@K@ final=ltv_final space=4096
  Lifetime value from the purchases of one period: revenue per customer times lifespan, which is a number of such periods.
\aggregate ltv_agg(customer @K@, amount numeric) ltv_agg_state state=ltv_agg_state add=ltv_add_@K@ drop=ltv_drop_@K@ final=ltv_agg_state_final space=4096
  State of purchases, to store, roll up and read with ltv(), revenue(), average_purchase_value() and others.
\end

\function ltv_final(ltv_agg_state) numeric ltv_final
  Final function of ltv(): revenue times the lifespan of the aggregate, or 1, per customer.
\function ltv(ltv_agg_state, lifespan float8 DEFAULT 1, gross_margin float8 DEFAULT 1) numeric ltv_ltv
  Lifetime value: revenue * lifespan * gross_margin / customers; lifespan in periods like the one aggregated, margin 0..1.
\function ltv_from_churn(arpa numeric, churn_rate float8, gross_margin float8 DEFAULT 1) numeric ltv_ltv_from_churn
  Lifetime value of a subscription: average revenue per account * gross_margin / churn_rate of the same period; NULL at churn 0.
\function revenue(ltv_agg_state) numeric ltv_revenue
  Exact sum of all amounts, refunds included.
\function num_customers(ltv_agg_state) bigint ltv_num_customers
  Number of distinct customers with at least one purchase.
\function num_purchases(ltv_agg_state) bigint ltv_num_purchases
  Number of purchases: rows whose amount is not negative.
\function average_purchase_value(ltv_agg_state) numeric ltv_average_purchase_value
  Revenue per purchase, in the unit of amount.
\function purchase_frequency(ltv_agg_state) numeric ltv_purchase_frequency
  Purchases per customer.
\function average_customer_value(ltv_agg_state) numeric ltv_average_customer_value
  Revenue per customer, in the unit of amount.
