-- Recurring revenue: what a customer's MRR did from month to month, and what that of all customers did over a period.

\function mrr_movement(mrr numeric) text mrr_movement nullable window
  What MRR did since the row before: new, expansion, contraction, churn, reactivation, retained, or NULL without MRR before and now. OVER (PARTITION BY customer ORDER BY month), a row per month.

\state mrr_agg_state
  Customers, and the exact sums of their recurring revenue at the start of a period and of what changed until its end.
\rollup mrr_agg_state
  Merges stored states of disjoint customers over one period into one.
\aggregate mrr_agg(mrr_before numeric, mrr_after numeric, previously_active boolean) mrr_agg_state state=mrr_agg_state add=mrr_add drop=mrr_drop final=mrr_agg_state_final space=512
  State of recurring revenue over a period, one row per customer, NULL is 0; previously_active: had MRR some time before the start, so that coming back is not new.

\function starting_mrr(mrr_agg_state) numeric mrr_starting_mrr
  Exact sum of the MRR at the start, in the unit of MRR.
\function new_mrr(mrr_agg_state) numeric mrr_new_mrr
  Exact MRR of customers who never had any before.
\function expansion_mrr(mrr_agg_state) numeric mrr_expansion_mrr
  Exact increase of MRR of customers who had some at the start.
\function contraction_mrr(mrr_agg_state) numeric mrr_contraction_mrr
  Exact decrease of MRR of customers who keep some, as a positive number.
\function churned_mrr(mrr_agg_state) numeric mrr_churned_mrr
  Exact MRR at the start of customers who have none at the end, as a positive number.
\function reactivation_mrr(mrr_agg_state) numeric mrr_reactivation_mrr
  Exact MRR of customers who had none at the start but some before it.
\function ending_mrr(mrr_agg_state) numeric mrr_ending_mrr
  Exact sum of the MRR at the end: starting + new + expansion + reactivation - contraction - churned.
\function net_revenue_retention(mrr_agg_state) numeric mrr_net_revenue_retention
  MRR at the end over MRR at the start, of customers who had some at the start: (starting + expansion - contraction - churned) / starting; may exceed 1.
\function gross_revenue_retention(mrr_agg_state) numeric mrr_gross_revenue_retention
  The same without expansion, 0..1: (starting - contraction - churned) / starting.
\function gross_mrr_churn_rate(mrr_agg_state) numeric mrr_gross_mrr_churn_rate
  (contraction + churned) / starting, 0..1: 1 - gross revenue retention.
\function net_mrr_churn_rate(mrr_agg_state, include_reactivation boolean DEFAULT false) numeric mrr_net_mrr_churn_rate
  (contraction + churned - expansion) / starting, negative when more is won than lost; optionally less reactivation, too.
\function quick_ratio(mrr_agg_state) numeric mrr_quick_ratio
  (new + expansion + reactivation) / (contraction + churned): MRR won for each unit lost; NULL without losses.
