-- Days that deals spend in each stage.  A visit ends when the deal enters another stage; rows that repeat a stage do not end it, and
-- visits that are not over have no length yet.
SELECT stage, visits - open_visits                        AS finished,
       open_visits                                        AS still_there,
       round(extract(epoch FROM median_time) / 86400, 2)  AS median,
       round(extract(epoch FROM mean_time) / 86400, 2)    AS mean,
       round(extract(epoch FROM p90_time) / 86400, 2)     AS p90
FROM (SELECT pipeline_agg(history) AS p
      FROM (SELECT stage_agg(stage, entered_at, id) AS history FROM stage_history GROUP BY deal_id) AS deal) AS all_deals,
     stages(p)
WHERE mean_time IS NOT NULL
ORDER BY array_position(ARRAY['prospecting', 'qualification', 'proposal', 'negotiation', 'legal review'], stage);
