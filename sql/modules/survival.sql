-- Survival (Kaplan-Meier): how long things last when some of them are not over yet.

\state survival_agg_state
  Durations that ended with the event, and those censored (not over when last seen): how many of each length, exactly.
\rollup survival_agg_state
  Merges stored durations of disjoint rows into one state.

\aggregate survival_agg(duration interval, observed boolean) survival_agg_state state=survival_agg_state add=survival_add drop=survival_drop final=survival_agg_state_final space=1024
  State of durations, observed being true when the event ended it and false when it was not over yet; read it with survival_at(), median_survival(), restricted_mean(), survival_curve(). A row with NULL is skipped.

\function survival_at(survival_agg_state, elapsed interval) numeric survival_survival_at
  Share 0..1 that lasts longer than elapsed (Kaplan-Meier); after the last time its last value.
\function median_survival(survival_agg_state) interval survival_median_survival
  First time at which at most half are left; NULL when more than half outlast the last time.
\function restricted_mean(survival_agg_state, horizon interval) interval survival_restricted_mean
  Mean duration up to horizon, the area under the survival curve; NULL when some outlast the last time and horizon is later.
\function survival_curve(survival_agg_state) TABLE(elapsed interval, at_risk bigint, events bigint, censored bigint, survival numeric, std_error numeric, lower numeric, upper numeric) survival_survival_curve rows=100
  Kaplan-Meier curve, a row per distinct duration: number at risk just before it, events and censored at it, share 0..1 that outlasts it, its standard error (Greenwood) and 95 % log-log interval.
