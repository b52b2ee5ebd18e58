-- Rates: shares of yes among yes and no, by count or by weight.

\state rate_agg_state
  Hits and misses, and in a weighted state the exact sums of their weights.
\rollup rate_agg_state
  Merges stored rate states of disjoint rows, all weighted or none, into one.

\each N=rate,win_rate,conversion_rate,renewal_rate A=hit,won,converted,renewed W=weight,amount,weight,weight
\aggregate @N@(@A@ boolean) numeric state=rate_agg_state add=rate_add drop=rate_drop final=rate
  Share of true among true and false, 0..1; NULL means undecided and is skipped.
\end
\each N=rate,win_rate A=hit,won W=weight,amount
\aggregate @N@(@A@ boolean, @W@ numeric) numeric state=rate_agg_state add=rate_add_weight drop=rate_drop_weight final=rate
  Share of true by weight, 0..1: the weights of true over the weights of true and false; rows with a NULL are skipped.
\end
\aggregate rate_agg(hit boolean) rate_agg_state state=rate_agg_state add=rate_add drop=rate_drop final=rate_agg_state_final
  State of hits and misses, to store, roll up and read with rate(), hits(), trials(), rate_low() and rate_high().
\aggregate rate_agg(hit boolean, weight numeric) rate_agg_state state=rate_agg_state add=rate_add_weight drop=rate_drop_weight final=rate_agg_state_final
  State of weighted hits and misses, to store, roll up and read with rate(), hit_weight(), total_weight(), hits() and trials().

\function rate(rate_agg_state) numeric rate_rate
  Share of hits, 0..1: by weight if the state is weighted, else by count.
\function hits(rate_agg_state) bigint rate_hits
  Number of rows that were true.
\function trials(rate_agg_state) bigint rate_trials
  Number of rows that were true or false.
\function hit_weight(rate_agg_state) numeric rate_hit_weight
  Exact sum of the weights of true rows; NULL if the state is not weighted.
\function total_weight(rate_agg_state) numeric rate_total_weight
  Exact sum of the weights of all rows; NULL if the state is not weighted.
\function rate_low(rate_agg_state, confidence float8 DEFAULT 0.95) numeric rate_rate_low
  Lower end of the Wilson score interval of an unweighted rate, 0..1.
\function rate_high(rate_agg_state, confidence float8 DEFAULT 0.95) numeric rate_rate_high
  Upper end of the Wilson score interval of an unweighted rate, 0..1.
