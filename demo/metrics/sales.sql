-- sales.sql: deals, stages, leads and what sellers do; the formulas are those of doc/recipes/sales.md.
-- Deals that need time to close are those of the period before: they have had theirs.

CREATE OR REPLACE FUNCTION deal_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH facts AS (
    SELECT count(*) FILTER (WHERE open) AS open, sum(amount) FILTER (WHERE open) AS open_amount, avg(amount) FILTER (WHERE is_won AND closed_at <@ period) AS deal_value,
           win_rate(is_won) FILTER (WHERE closed_at <@ period) AS win_rate, mean(duration_agg(closed_at - created_at) FILTER (WHERE is_won AND closed_at <@ period)) AS cycle
    FROM deals, LATERAL (SELECT created_at < upper(period) AND (closed_at IS NULL OR closed_at >= upper(period)) AS open) AS o
), ages AS (
    SELECT least(closed_at, upper(period)) - created_at AS age, coalesce(closed_at < upper(period), false) AS closed FROM deals WHERE created_at <@ period
), forecast AS (
    SELECT coalesce(closed_at < upper(period) AND is_won, false) AS won FROM deals
    WHERE created_at < lower(period) AND (closed_at IS NULL OR closed_at >= lower(period)) AND expected_close_at <@ period
)
SELECT 'Win rate', win_rate, 'fraction' FROM facts UNION ALL
SELECT 'Sales cycle length', in_days(cycle), 'days' FROM facts UNION ALL
SELECT 'Open pipeline', open_amount, 'EUR, at the end' FROM facts UNION ALL
SELECT 'Sales velocity', sales_velocity(open, deal_value, win_rate, cycle), 'EUR a day' FROM facts UNION ALL
SELECT 'Time to close', in_days(median_survival(survival_agg(age, closed))), 'days, median' FROM ages UNION ALL
SELECT 'Forecast outcome', rate(won), 'fraction won' FROM forecast UNION ALL
SELECT 'Close rate', rate(coalesce(is_won AND closed_at < upper(period), false)), 'fraction' FROM deals WHERE created_at <@ (SELECT period_before(period))
$$;

-- One state per deal: its way through the stages as far as it was known at an instant.
CREATE OR REPLACE FUNCTION deal_ways(as_of timestamptz) RETURNS TABLE (deal_id int, s stage_agg_state) LANGUAGE sql STABLE AS $$
SELECT deal_id, stage_agg(stage, entered_at, id) FROM stage_history WHERE entered_at < as_of GROUP BY deal_id
$$;

CREATE OR REPLACE FUNCTION stage_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH way AS (
    SELECT created_at, closed_at, s, '{prospecting,qualification,proposal,negotiation,won}'::text[] AS path FROM deals JOIN deal_ways(upper(period)) ON deal_id = id
)
SELECT 'Sales stage duration', max(in_days(mean_time)), 'days, slowest stage' FROM stages((SELECT pipeline_agg(s) FROM way WHERE closed_at <@ period)) UNION ALL
SELECT 'Pipeline drop-off', rate(reached_in_order(s, path) >= 5) FILTER (WHERE reached_in_order(s, path) >= 1), 'fraction, first to last stage'
    FROM way WHERE created_at <@ (SELECT period_before(period))
$$;

-- Alerts: open deals without a move for 30 days, or for longer than visits to that stage usually take.
CREATE OR REPLACE FUNCTION stalled_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH way AS (
    SELECT deal_id, s FROM deal_ways(upper(period))
), usual AS (
    SELECT stage, avg(duration) AS mean FROM way, stage_timeline(s) GROUP BY stage
), open AS (
    SELECT current_stage(s) AS stage, coalesce(time_in_current_stage(s, upper(period)), upper(period) - created_at) AS idle
    FROM deals LEFT JOIN way ON deal_id = id WHERE created_at < upper(period) AND (closed_at IS NULL OR closed_at >= upper(period))
), stalled AS (
    SELECT coalesce(stage, '(none)') AS stage, count(*) AS deals FROM open WHERE idle >= interval '30 days' GROUP BY 1
)
SELECT 'Stalled deals', coalesce(sum(deals), 0), 'deals' FROM stalled UNION ALL
SELECT 'What stalled deals share', max(deals) / sum(deals), 'fraction in the commonest stage' FROM stalled UNION ALL
SELECT 'Slower than average', count(*) FILTER (WHERE idle > mean), 'deals' FROM open JOIN usual USING (stage)
$$;

CREATE OR REPLACE FUNCTION lead_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH lead AS (
    SELECT *, upper(period) - created_at >= interval '30 days' AS old_enough, coalesce(converted_at - created_at <= interval '30 days', false) AS converted
    FROM leads WHERE created_at <@ period
), qualified AS (
    SELECT count(*) FILTER (WHERE month = last - interval '1 month') AS before, count(*) FILTER (WHERE month = last) AS after
    FROM leads, LATERAL (SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS month, upper(period) AT TIME ZONE 'UTC' - interval '1 month' AS last) AS m
    WHERE score >= 50
)
SELECT 'Prospects and leads by source', count(*), 'leads, all sources' FROM lead UNION ALL
SELECT 'Lead conversion rate', conversion_rate(converted) FILTER (WHERE old_enough), 'fraction' FROM lead UNION ALL
SELECT 'Lead quality', conversion_rate(converted) FILTER (WHERE old_enough AND score >= 75), 'fraction converted, score from 75' FROM lead UNION ALL
SELECT 'Lead velocity rate', growth_rate(before, after), 'fraction, last month' FROM qualified
$$;

CREATE OR REPLACE FUNCTION activity_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
WITH seller AS (
    SELECT id FROM users WHERE team = 'sales'
), made AS (
    SELECT count(*) AS calls FROM calls WHERE direction = 'outbound' AND started_at <@ period AND user_id IN (SELECT id FROM seller)
), won AS (
    SELECT count(*)::numeric AS deals FROM deals WHERE is_won AND closed_at <@ period AND owner_id IN (SELECT id FROM seller)
), did AS (
    SELECT count(*) FILTER (WHERE channel = 'quote' AND action = 'sent') AS proposals,
           count(*) FILTER (WHERE channel = 'email' AND action = 'sent' AND is_automated IS NOT TRUE OR channel = 'meeting' AND action = 'held') AS written_or_met
    FROM touches WHERE touched_at <@ period AND user_id IN (SELECT id FROM seller)
), open AS (
    SELECT d.id, count(c.started_at) AS calls FROM deals d LEFT JOIN calls c ON c.deal_id = d.id AND direction = 'outbound' AND started_at <@ period
    WHERE created_at < upper(period) AND (closed_at IS NULL OR closed_at >= lower(period)) GROUP BY d.id
), closed AS (
    SELECT d.id, count(t.touched_at) AS touchpoints FROM deals d
    LEFT JOIN touches t ON t.deal_id = d.id AND t.touched_at < d.closed_at AND coalesce(t.action, '') NOT IN ('delivered', 'bounced', 'opened', 'clicked')
    WHERE d.closed_at <@ period GROUP BY d.id
)
SELECT 'Sales calls made', calls, 'calls' FROM made UNION ALL
SELECT 'Proposals given', proposals, 'proposals' FROM did UNION ALL
SELECT 'Emails and meetings', written_or_met, 'emails and meetings' FROM did UNION ALL
SELECT 'Calls per deal', sum(calls) / nullif(count(*), 0), 'calls per deal' FROM open UNION ALL
SELECT 'Sales per call', deals / nullif(calls, 0), 'deals won per call' FROM won, made UNION ALL
SELECT 'Touchpoints per deal', avg(touchpoints), 'touchpoints per deal' FROM closed
$$;

CREATE OR REPLACE FUNCTION sales_metrics(period tstzrange) RETURNS TABLE (metric text, value numeric, unit text) LANGUAGE sql STABLE AS $$
SELECT * FROM deal_metrics(period) UNION ALL
SELECT * FROM stage_metrics(period) UNION ALL
SELECT * FROM stalled_metrics(period) UNION ALL
SELECT * FROM lead_metrics(period) UNION ALL
SELECT * FROM activity_metrics(period)
$$;
