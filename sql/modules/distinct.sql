-- Sums over distinct keys, for amounts that a join repeats.

\state distinct_agg_state
  One value per key: what sum_distinct_on() and avg_distinct_on() keep while they run.
\rollup distinct_agg_state
  Merges states of values by key into one; a key with different values is an error.

\each K=bigint,uuid,text
\aggregate sum_distinct_on(key @K@, value numeric) numeric state=distinct_agg_state add=distinct_add_@K@ final=distinct_sum_final space=4096
  Exact sum of the values of distinct keys: one value per key, however many rows repeat it; two different values for a key are an error.
\aggregate avg_distinct_on(key @K@, value numeric) numeric state=distinct_agg_state add=distinct_add_@K@ final=distinct_avg_final space=4096
  Mean of the values of distinct keys: their exact sum divided by the number of keys.
\end

\function distinct_sum_final(distinct_agg_state) numeric distinct_sum
  Final function of sum_distinct_on(): sum of one value per key.
\function distinct_avg_final(distinct_agg_state) numeric distinct_avg
  Final function of avg_distinct_on(): the sum divided by the number of keys.
