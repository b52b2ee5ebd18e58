-- The stage history of one deal.

\state stage_agg_state
  Stage history of one deal: every distinct (time, stage, tiebreak) row, from which visits are derived.
\rollup stage_agg_state
  Merges stored pieces of the history of one deal into one state.

\each T=timestamptz,timestamp,date S=time,time,date
\aggregate stage_agg(stage text, entered_at @T@) stage_agg_state state=stage_agg_state add=stage_add_@S@ final=stage_agg_state_final space=512
  State of the stage history of one deal (GROUP BY deal), rows in any order; read it with duration_in(), visits(), stage_timeline() and others.
\aggregate stage_agg(stage text, entered_at @T@, tiebreak bigint) stage_agg_state state=stage_agg_state add=stage_add_tied_@S@ final=stage_agg_state_final space=512
  State of the stage history of one deal (GROUP BY deal), rows in any order; rows of one instant are ordered by tiebreak.
\end

\function duration_in(stage_agg_state, stage text, as_of timestamptz DEFAULT NULL) interval stage_duration_in nullable
  Time spent in a stage, all visits together; an open visit counts until as_of, not at all if that is NULL.
\function first_duration_in(stage_agg_state, stage text, as_of timestamptz DEFAULT NULL) interval stage_first_duration_in nullable
  Length of the first visit to a stage; an open visit counts until as_of.
\function latest_duration_in(stage_agg_state, stage text, as_of timestamptz DEFAULT NULL) interval stage_latest_duration_in nullable
  Length of the latest visit to a stage; an open visit counts until as_of.
\function visits(stage_agg_state, stage text) bigint stage_visits
  Number of visits to a stage, open ones included.
\function current_stage(stage_agg_state) text stage_current_stage
  The stage of the last visit.
\function time_in_current_stage(stage_agg_state, as_of timestamptz) interval stage_time_in_current_stage nullable
  Time from the start of the last visit to as_of; NULL if as_of is NULL or earlier.
\function first_entered(stage_agg_state, stage text) timestamptz stage_first_entered
  When the first visit to a stage began.
\function last_entered(stage_agg_state, stage text) timestamptz stage_last_entered
  When the latest visit to a stage began.
\function last_exited(stage_agg_state, stage text) timestamptz stage_last_exited
  When a stage was last left, also if the deal is in it again.
\function reached(stage_agg_state, stage text) boolean stage_reached
  Whether a stage was ever visited.
\function reached_in_order(stage_agg_state, stages text[]) int stage_reached_in_order
  How many of the stages, from the first on, were reached in the order given; other rows may lie between.
\function stage_timeline(stage_agg_state) TABLE(stage text, entered_at timestamptz, exited_at timestamptz, duration interval) stage_stage_timeline rows=10
  The visits in order; the last one has no end and no duration.
