-- Churn and retention over consecutive periods, in one pass.

\state churn_series_agg_state
  Customers over consecutive periods: the boundaries, and for each period what churn_agg_state has.
\rollup churn_series_agg_state
  Merges stored series of disjoint customers over the same boundaries into one.

\each T=timestamptz,timestamp,date R=tstzrange,tsrange,daterange M=tstzmultirange,tsmultirange,datemultirange S=time,time,date
\aggregate churn_series_agg(started_at @T@, ended_at @T@, boundaries @T@[]) churn_series_agg_state state=churn_series_agg_state add=churn_series_add_@S@ drop=churn_series_drop_@S@ final=churn_series_agg_state_final space=2048
  Churn of the periods between consecutive boundaries, to store, roll up and read with periods(); one row per customer, ended_at NULL or infinity = still active.
\each A=@R@,@M@
\aggregate churn_series_agg(active @A@, boundaries @T@[]) churn_series_agg_state state=churn_series_agg_state add=churn_series_add_ranges drop=churn_series_drop_ranges final=churn_series_agg_state_final space=2048
  Churn of the periods between consecutive boundaries, to store, roll up and read with periods(); one row per customer with the time it was active.
\end
\end

\function periods(churn_series_agg_state) TABLE(period tstzrange, state churn_agg_state) churn_series_periods rows=24
  The periods in order, each with the state that churn_agg() over that period has.
