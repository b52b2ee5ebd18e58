-- Recurring revenue over consecutive periods, from subscriptions.

\state mrr_series_agg_state
  Recurring revenue over consecutive periods: the boundaries, and for each period what mrr_agg_state has.
\rollup mrr_series_agg_state
  Merges stored series of disjoint customers over the same boundaries into one.

\each K=bigint,uuid,text
\each T=timestamptz,timestamp,date R=tstzrange,tsrange,daterange
\aggregate mrr_series_agg(customer @K@, mrr numeric, active @R@, boundaries @T@[]) mrr_series_agg_state state=mrr_series_agg_state add=mrr_series_add_@K@ final=mrr_series_agg_state_final space=2048
  Recurring revenue of the periods between consecutive boundaries, to store, roll up and read with periods(); one row per subscription with the time it was active, in any order.
\end
\end

\function periods(mrr_series_agg_state) TABLE(period tstzrange, state mrr_agg_state) mrr_series_periods rows=24
  The periods in order, each with the state that mrr_agg() of the customers' MRR just before its start and just before its end has.
