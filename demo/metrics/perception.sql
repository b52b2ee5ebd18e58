-- perception.sql: what customers say; the formulas are those of doc/recipes/perception.md.

-- One answer per contact, the latest.  A survey of the last 14 days is not decided yet.
CREATE OR REPLACE FUNCTION perception_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH answer AS (
    SELECT kind, contact_id, ticket_id, score, row_number() OVER (PARTITION BY kind, contact_id ORDER BY answered_at DESC, id DESC) AS n
    FROM surveys WHERE score IS NOT NULL AND answered_at <@ period
), sent AS (
    SELECT coalesce(answered_at <= sent_at + interval '336 hours', false) AS answered FROM surveys
    WHERE kind <> 'enps' AND sent_at <@ period AND sent_at + interval '336 hours' <= upper(period)
)
SELECT 'Net promoter score', nps(score), 'points' FROM answer WHERE kind = 'nps' AND (n = 1 OR contact_id IS NULL) UNION ALL
SELECT 'Customer effort score', ces(score), 'percent' FROM answer WHERE kind = 'ces' AND ticket_id IS NOT NULL UNION ALL
SELECT 'Customer satisfaction score', csat(score), 'percent' FROM answer WHERE kind = 'csat' UNION ALL
SELECT 'Survey response rate', rate(answered), 'fraction' FROM sent
$$;
