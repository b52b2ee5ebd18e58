-- Episodes: rows of one customer that follow each other without a long pause.

\each T=timestamptz,timestamp,date S=time,time,date
\function episode(seen_at @T@, gap interval) bigint episode_@S@ nullable window
  Number of the episode, from 1 on: a new one starts when seen_at is more than gap after the row before. OVER (PARTITION BY customer ORDER BY seen_at).
\end
