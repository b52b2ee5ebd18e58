-- Activity of a customer from its events.

\state active_ranges_agg_state
  Times a customer was seen, as spans between which it was not seen for longer than inactive_after.
\rollup active_ranges_agg_state
  Merges stored pieces of the activity of one customer into one state.

\each T=timestamptz,timestamp,date M=tstzmultirange,tsmultirange,datemultirange S=time,time,date F=active_ranges,active_ranges_final_timestamp,active_ranges_final_date
\aggregate active_ranges(seen_at @T@, inactive_after interval) @M@ state=active_ranges_agg_state add=active_ranges_add_@S@ final=@F@ space=512
  Union of [seen_at, seen_at + inactive_after) over the events of one customer (GROUP BY customer), a day of inactive_after having 24 hours; for churn_rate(), churn_agg() and churn_series_agg().
\aggregate active_ranges_agg(seen_at @T@, inactive_after interval) active_ranges_agg_state state=active_ranges_agg_state add=active_ranges_add_@S@ final=active_ranges_agg_state_final space=512
  State of the activity of one customer (GROUP BY customer), rows in any order; read it with active_ranges().
\end

\function active_ranges(active_ranges_agg_state) tstzmultirange active_ranges_timestamptz
  Union of [seen_at, seen_at + inactive_after) over the events of a state.
\function active_ranges_final_timestamp(active_ranges_agg_state) tsmultirange active_ranges_timestamp
  Final function of active_ranges() over timestamps, which are taken as UTC.
\function active_ranges_final_date(active_ranges_agg_state) datemultirange active_ranges_date
  Final function of active_ranges() over dates; of other times the days in UTC.
