-- Funnels: entities through ordered steps.

\state funnel_agg_state
  Entities by the steps they reached in order, and the times they took.
\rollup funnel_agg_state
  Merges stored funnel states of disjoint entities into one.

\each K=bigint,uuid,text
\each T=timestamptz,timestamp,date S=time,time,date
\aggregate funnel_agg(entity @K@, step int, seen_at @T@) funnel_agg_state state=funnel_agg_state add=funnel_add_@K@_@S@ final=funnel_agg_state_final space=1024
  State of how far each entity came through steps 1..64 in order, rows in any order; step NULL or 0 = no step. Read it with funnel().
\aggregate funnel_agg(entity @K@, step int, seen_at @T@, within interval) funnel_agg_state state=funnel_agg_state add=funnel_add_within_@K@_@S@ final=funnel_agg_state_final space=1024
  State of how far each entity came through steps 1..64 in order, each step at most within after the first; NULL = no limit.
\end
\end

\function funnel(funnel_agg_state) TABLE(step int, entities bigint, conversion_from_start numeric, conversion_from_previous numeric, median_time interval, p90_time interval) funnel_funnel rows=10
  One row per step: entities that came that far, their share of those who started and of those at the step before, 0..1, and the time since the start; percentiles within 1 %.
