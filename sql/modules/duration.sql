-- Durations: mean, percentiles and the share within a target, of any intervals.

\state duration_agg_state
  Durations: their number, sum, minimum and maximum exactly, and how many lie in each logarithmic bucket.
\rollup duration_agg_state
  Merges stored durations of disjoint rows into one state.

\aggregate duration_agg(duration interval) duration_agg_state state=duration_agg_state add=duration_add drop=duration_drop final=duration_agg_state_final space=1024
  State of durations, to store, roll up and read with mean(), median(), percentile(), share_within() and others; NULL is skipped.

\function mean(duration_agg_state) interval duration_mean
  Exact mean duration, rounded to a microsecond.
\function median(duration_agg_state) interval duration_median
  Median duration, within 1 % of percentile_cont(0.5).
\function percentile(duration_agg_state, fraction float8) interval duration_percentile
  Duration at a fraction 0..1 of the ordered values, within 1 % of percentile_cont(fraction); 0 and 1 exactly.
\function min_duration(duration_agg_state) interval duration_min_duration
  Shortest duration, exact.
\function max_duration(duration_agg_state) interval duration_max_duration
  Longest duration, exact.
\function total(duration_agg_state) interval duration_total
  Exact sum of the durations.
\function num_values(duration_agg_state) bigint duration_num_values
  Number of durations.
\function share_within(duration_agg_state, target interval) numeric duration_share_within
  Share of the durations that are at most target, 0..1; only those within 1 % of it can be on the wrong side.
