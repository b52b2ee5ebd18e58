-- How long each visit to a stage lasted, on the rows of a history table.

\each T=timestamptz,timestamp,date S=time,time,date
\function stage_duration(stage anyelement, entered_at @T@, as_of @T@ DEFAULT NULL) interval stage_duration_@S@ nullable window
  Length of the visit to a stage on the first row of the visit, NULL on its other rows; the last visit is open until as_of. OVER (PARTITION BY deal ORDER BY entered_at, id).
\end
