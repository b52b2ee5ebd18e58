-- team.sql: work, adoption, engagement; the formulas are those of doc/recipes/team.md.

CREATE OR REPLACE FUNCTION adoption_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH done AS (
    SELECT user_id, channel, is_automated, (touched_at AT TIME ZONE 'UTC')::date AS day FROM touches WHERE user_id IS NOT NULL AND touched_at <@ period
), person AS (
    SELECT u.id, count(DISTINCT d.channel) AS channels FROM users u LEFT JOIN done d ON d.user_id = u.id AND d.is_automated IS NOT TRUE GROUP BY u.id
), active AS (
    SELECT DISTINCT user_id, day FROM done WHERE is_automated IS NOT TRUE
), days AS (
    SELECT (upper(period) AT TIME ZONE 'UTC')::date - (lower(period) AT TIME ZONE 'UTC')::date AS n
)
SELECT 'Channels used for work', avg(channels), 'channels per person' FROM person UNION ALL
SELECT 'Workload quality', rate(NOT is_automated), 'fraction by hand' FROM done UNION ALL
SELECT 'Stickiness', count(*)::numeric / (SELECT n FROM days) / nullif(count(DISTINCT user_id), 0), 'fraction' FROM active UNION ALL
SELECT 'Employee satisfaction', nps(score), 'points' FROM surveys WHERE kind = 'enps' AND sent_at <@ period AND answered_at <@ period UNION ALL
-- Only the latest time is kept: for a period that is long over this is how many were seen since.
SELECT 'CRM user adoption', rate(coalesce(last_seen_at >= upper(period) - interval '720 hours', false)), 'fraction' FROM users WHERE hired_at < upper(period)
$$;

CREATE OR REPLACE FUNCTION work_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH work AS (
    SELECT owner_id AS user_id FROM deals WHERE created_at < upper(period) AND (closed_at IS NULL OR closed_at >= upper(period))
    UNION ALL SELECT agent_id FROM tickets WHERE opened_at < upper(period) AND (solved_at IS NULL OR solved_at >= upper(period))
), person AS (
    SELECT u.id, count(w.user_id) AS items FROM users u LEFT JOIN work w ON w.user_id = u.id GROUP BY u.id
), seller AS (
    SELECT u.id, coalesce(sum(d.amount), 0) AS won FROM users u LEFT JOIN deals d ON d.owner_id = u.id AND d.is_won AND d.closed_at <@ period WHERE team = 'sales' GROUP BY u.id
), step AS (
    SELECT expected_close_at AS due_at, closed_at AS done_at FROM deals UNION ALL SELECT due_at, solved_at FROM tickets
), decided AS (
    SELECT CASE WHEN done_at <= due_at THEN true WHEN coalesce(done_at, upper(period)) > due_at THEN false END AS on_time FROM step WHERE due_at <@ period
), customer_touch AS (
    SELECT count(*) AS touches FROM touches WHERE touched_at <@ period AND coalesce(action, '') NOT IN ('sent', 'delivered', 'bounced')
)
SELECT 'Average workload', avg(items), 'open items per person' FROM person UNION ALL
SELECT 'Productivity per rep and team', avg(won), 'EUR won per seller' FROM seller UNION ALL
SELECT 'Steps completed on time', rate(on_time), 'fraction' FROM decided UNION ALL
SELECT 'Engagement by touchpoint', touches, 'touches, all channels' FROM customer_touch
$$;

CREATE OR REPLACE FUNCTION team_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM adoption_metrics(period) UNION ALL
SELECT * FROM work_metrics(period)
$$;
