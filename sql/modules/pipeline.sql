-- The pipeline: the stage histories of many deals at once.

\state pipeline_agg_state
  Stages of many deals: visits, their durations, and where the deals went.
\rollup pipeline_agg_state
  Merges stored pipeline states of disjoint deals into one.

\each K=bigint,uuid,text
\each T=timestamptz,timestamp,date S=time,time,date
\aggregate pipeline_agg(deal @K@, stage text, entered_at @T@) pipeline_agg_state state=pipeline_agg_state add=pipeline_add_@K@_@S@ final=pipeline_agg_state_final space=1024
  State of the raw stage history of many deals, rows in any order; the last visit of each deal is open and has no length. Read it with stages(), transitions(), percentile().
\aggregate pipeline_agg(deal @K@, stage text, entered_at @T@, as_of @T@) pipeline_agg_state state=pipeline_agg_state add=pipeline_add_until_@K@_@S@ final=pipeline_agg_state_final space=1024
  State of the raw stage history of many deals, rows in any order; the last visit of each deal counts until as_of.
\end
\end
\aggregate pipeline_agg(state stage_agg_state) pipeline_agg_state state=pipeline_agg_state add=pipeline_add_deal final=pipeline_agg_state_final space=1024
  State of many deals from the stage history of each, one row per deal; keeps their tie-breakers.
\aggregate pipeline_agg(state stage_agg_state, as_of timestamptz) pipeline_agg_state state=pipeline_agg_state add=pipeline_add_deal_until final=pipeline_agg_state_final space=1024
  State of many deals from the stage history of each, one row per deal; the last visit of each counts until as_of.

\function stages(pipeline_agg_state) TABLE(stage text, deals bigint, visits bigint, open_visits bigint, total_time interval, mean_time interval, median_time interval, p90_time interval) pipeline_stages rows=10
  One row per stage: deals that were ever there, visits, visits still open, and how long visits lasted; percentiles within 1 %.
\function transitions(pipeline_agg_state) TABLE(from_stage text, to_stage text, moves bigint, share numeric) pipeline_transitions rows=30
  Where deals went from each stage: moves and their share of all visits to from_stage, 0..1; to_stage NULL = still there.
\function percentile(pipeline_agg_state, stage text, fraction float8) interval pipeline_percentile
  The fraction-percentile (0..1) of the visits to a stage, within 1 %.
