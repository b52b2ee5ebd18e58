-- Deals created in 2025: how many came through the stages in this order within 180 days.  All of them have had their 180 days by 1 July 2026.
WITH step (name, number) AS (
    SELECT * FROM unnest(ARRAY['prospecting', 'qualification', 'proposal', 'negotiation', 'won']) WITH ORDINALITY
)
SELECT name AS stage, entities                              AS deals,
       round(conversion_from_start, 4)                      AS from_start,
       round(conversion_from_previous, 4)                   AS from_previous,
       round(extract(epoch FROM median_time) / 86400, 1)    AS median_days
FROM (SELECT funnel_agg(deal_id, number::int, entered_at, '180 days') AS f
      FROM stage_history JOIN deals ON deals.id = deal_id JOIN step ON name = stage
      WHERE created_at >= '2025-01-01' AND created_at < '2026-01-01') AS one,
     funnel(f) JOIN step ON number = funnel.step
ORDER BY number;
