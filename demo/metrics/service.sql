-- service.sql: cases and calls; the formulas are those of doc/recipes/service.md.

CREATE OR REPLACE FUNCTION case_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH solved AS (
    SELECT kind, solved_at - opened_at AS took FROM tickets WHERE solved_at <@ period
), opened AS (
    SELECT first_response_at - opened_at AS reply,
           CASE WHEN solved_at <= due_at THEN true WHEN coalesce(solved_at, upper(period)) > due_at THEN false END AS kept,
           CASE WHEN solved_at IS NOT NULL THEN (solved_at AT TIME ZONE 'UTC')::date = (opened_at AT TIME ZONE 'UTC')::date
                WHEN (upper(period) AT TIME ZONE 'UTC')::date > (opened_at AT TIME ZONE 'UTC')::date THEN false END AS same_day
    FROM tickets WHERE opened_at <@ period
), change AS (
    SELECT ticket_id, status IN ('solved', 'closed') AS done, changed_at, lag(status IN ('solved', 'closed')) OVER (PARTITION BY ticket_id ORDER BY changed_at, id) AS was_done
    FROM ticket_events
), finished AS (
    SELECT coalesce(bool_or(was_done AND NOT done), false) AS reopened FROM change GROUP BY ticket_id HAVING min(changed_at) FILTER (WHERE done) <@ period
)
SELECT 'Cases handled', count(*), 'cases solved' FROM solved UNION ALL
SELECT 'Average time to resolution', in_hours(mean(duration_agg(took))), 'hours' FROM solved UNION ALL
SELECT 'Complaint time to resolution', in_hours(mean(duration_agg(took) FILTER (WHERE kind = 'complaint'))), 'hours' FROM solved UNION ALL
SELECT 'Cases closed the same day', rate(same_day), 'fraction' FROM opened UNION ALL
SELECT 'SLA compliance', rate(kept), 'fraction' FROM opened UNION ALL
SELECT 'First reply time', in_hours(mean(duration_agg(reply))), 'hours' FROM opened UNION ALL
SELECT 'Reopened cases', rate(reopened), 'fraction' FROM finished
$$;

CREATE OR REPLACE FUNCTION call_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH offered AS (
    SELECT outcome = 'answered' AS answered, wait_time <= interval '20 seconds' AS soon, outcome = 'abandoned' AS abandoned,
           CASE WHEN outcome = 'answered' THEN talk_time + coalesce(hold_time, '0') + coalesce(wrap_time, '0') END AS handling
    FROM calls WHERE direction = 'inbound' AND started_at <@ period
)
SELECT 'Service calls per day', count(*) / ((upper(period) AT TIME ZONE 'UTC')::date - (lower(period) AT TIME ZONE 'UTC')::date)::numeric, 'calls a day' FROM offered UNION ALL
SELECT 'Abandonment rate', rate(abandoned), 'fraction' FROM offered UNION ALL
SELECT 'Service level', rate(answered AND soon) FILTER (WHERE soon IS NOT NULL), 'fraction within 20 seconds' FROM offered UNION ALL
SELECT 'Average handling time', 3600 * in_hours(mean(duration_agg(handling))), 'seconds' FROM offered
$$;

-- Calls of one contact without a pause of more than 7 days are one issue; one younger than that at the end is not decided.
CREATE OR REPLACE FUNCTION issue_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH call AS (
    SELECT id, contact_id, started_at, episode(started_at, interval '168 hours') OVER (PARTITION BY contact_id ORDER BY started_at) AS issue
    FROM calls WHERE direction = 'inbound' AND outcome = 'answered' AND contact_id IS NOT NULL AND started_at < upper(period)
), position AS (
    SELECT started_at, row_number() OVER (PARTITION BY contact_id, issue ORDER BY started_at, id) AS n FROM call
), issue AS (
    SELECT min(started_at) AS first_at, count(*) AS contacts FROM call GROUP BY contact_id, issue
)
SELECT 'First contact resolution', rate(contacts = 1), 'fraction' FROM issue WHERE first_at <@ period AND first_at < upper(period) - interval '168 hours' UNION ALL
SELECT 'Customer callbacks', count(*), 'repeat calls' FROM position WHERE n > 1 AND started_at <@ period
$$;

CREATE OR REPLACE FUNCTION service_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM case_metrics(period) UNION ALL
SELECT * FROM call_metrics(period) UNION ALL
SELECT * FROM issue_metrics(period)
$$;
