-- truth.sql: numbers of the scorecard once more, from demo/sample.sql by plain SQL, without any function of crm_metrics: a row of `truth` per
-- metric and quarter.  Where the scorecard has a state or a window function, here are EXISTS, lag() and sums.
SET TimeZone = 'UTC';
SET jit = off;
CREATE TEMP TABLE quarter (which text, before timestamptz, a timestamptz, b timestamptz);
INSERT INTO quarter VALUES ('previous', '2025-10-01', '2026-01-01', '2026-04-01'), ('current', '2026-01-01', '2026-04-01', '2026-07-01');
CREATE TEMP TABLE truth (which text, metric text, value numeric);

-- ---------------------------------------------------------------------------------------------------------------- subscriptions
CREATE TEMP TABLE account AS
SELECT which, customer, min(started_at) AS first, sum(mrr) FILTER (WHERE started_at < a AND (ended_at IS NULL OR ended_at >= a)) AS had,
       sum(mrr) FILTER (WHERE started_at < b AND (ended_at IS NULL OR ended_at >= b)) AS has
FROM quarter, subscriptions GROUP BY which, customer;
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, count(had) AS at_start, count(had) FILTER (WHERE has IS NULL) AS lost, count(*) FILTER (WHERE first >= a AND first < b) AS new, avg(had) AS arpa,
             sum(has) AS mrr, sum(has) FILTER (WHERE had > 0) AS kept, sum(had) AS mrr_at_start,
             sum(greatest(coalesce(has, 0) - coalesce(had, 0), 0)) AS won, sum(greatest(coalesce(had, 0) - coalesce(has, 0), 0)) AS dropped,
             count(*) FILTER (WHERE has > had) AS more
      FROM account JOIN quarter USING (which) GROUP BY which) AS t,
LATERAL (VALUES ('Customer churn rate', lost::numeric / at_start), ('Customer retention rate', 1 - lost::numeric / at_start), ('Retained customers', at_start - lost),
                ('New customers', new), ('MRR movements', mrr), ('Net and gross revenue retention', kept / mrr_at_start), ('Quick ratio', won / dropped),
                ('Up-sell ratio', more::numeric / at_start), ('Lifetime value from churn', 0.8 * arpa / (lost::numeric / at_start / 3))) AS v;
INSERT INTO truth SELECT which, 'Renewal rate', avg(renewed::int) FROM quarter, subscriptions WHERE renewal_due_at >= a AND renewal_due_at < b GROUP BY which;

-- Kaplan and Meier: the share that is left after each time, then the area below it (lifespan), or where it reaches a half (time to close).
CREATE TEMP TABLE observed AS
SELECT which, 'lifespan' AS kind, extract(epoch FROM least(ended, b) - began) / 86400 AS days, ended < b AS gone
FROM quarter, LATERAL (SELECT customer, min(started_at) AS began, max(coalesce(ended_at, 'infinity')) AS ended FROM subscriptions WHERE started_at < b GROUP BY customer) AS s
UNION ALL
SELECT which, 'closing', extract(epoch FROM least(closed_at, b) - created_at) / 86400, coalesce(closed_at < b, false) FROM quarter, deals WHERE created_at >= a AND created_at < b;
CREATE TEMP TABLE curve AS
SELECT which, kind, days, exp(sum(ln(1 - left_now / at_risk)) OVER (PARTITION BY which, kind ORDER BY days)) AS share,
       lead(days, 1, 730) OVER (PARTITION BY which, kind ORDER BY days) AS until
FROM (SELECT which, kind, days, count(*) FILTER (WHERE gone) AS left_now, sum(count(*)) OVER (PARTITION BY which, kind ORDER BY days DESC) AS at_risk
      FROM observed GROUP BY which, kind, days) AS times
WHERE left_now > 0 AND left_now < at_risk;
INSERT INTO truth
SELECT which, 'Average customer lifespan', min(days) + sum((least(until, 730) - days) * share) FROM curve WHERE kind = 'lifespan' AND days < 730 GROUP BY which UNION ALL
SELECT which, 'Time to close', min(days) FROM curve WHERE kind = 'closing' AND share <= 0.5 GROUP BY which;

-- ---------------------------------------------------------------------------------------------------------------- orders
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, sum(amount) AS revenue, count(*) FILTER (WHERE amount > 0) AS purchases, count(DISTINCT customer) FILTER (WHERE amount > 0) AS buyers, sum(cost) AS cost,
             (SELECT sum(amount) FROM orders WHERE ordered_at >= before AND ordered_at < a) AS revenue_before
      FROM quarter JOIN orders ON ordered_at >= a AND ordered_at < b GROUP BY which, before, a) AS t,
LATERAL (VALUES ('Customer lifetime value', revenue / buyers * 12 * 0.6), ('Average purchase value', revenue / purchases),
                ('Average purchase frequency', purchases::numeric / buyers), ('Average customer value', revenue / buyers), ('Profit margin', 1 - cost / revenue),
                ('New revenue and sales revenue', revenue), ('Sales growth', revenue / revenue_before - 1)) AS v;

-- Bought in the 90 days before the first instant, and not in those before the last one.
INSERT INTO truth
SELECT which, 'Churn by inactivity', avg((last < b - interval '2160 hours')::int)
FROM (SELECT which, a, b, customer, max(ordered_at) FILTER (WHERE ordered_at < a) AS last_before, max(ordered_at) AS last
      FROM quarter JOIN orders ON amount > 0 AND ordered_at < b GROUP BY which, a, b, customer) AS c
WHERE last_before >= a - interval '2160 hours' GROUP BY which;
INSERT INTO truth
SELECT which, 'Cohort retention', avg(again)
FROM quarter, (SELECT customer, first + interval '1 month' AS next, max((month = first + interval '1 month')::int) AS again
               FROM (SELECT customer, date_trunc('month', ordered_at) AS month, date_trunc('month', min(ordered_at) OVER (PARTITION BY customer)) AS first
                     FROM orders WHERE amount > 0) AS o GROUP BY customer, first) AS c
WHERE next >= a AND next < b GROUP BY which;

-- ---------------------------------------------------------------------------------------------------------------- deals
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, avg(is_won::int) FILTER (WHERE closed_at >= a AND closed_at < b) AS win_rate, avg(amount) FILTER (WHERE won) AS size, sum(amount) FILTER (WHERE won) AS money,
             extract(epoch FROM avg(closed_at - created_at) FILTER (WHERE won)) / 86400 AS cycle,
             count(*) FILTER (WHERE created_at < b AND coalesce(closed_at >= b, true)) AS open,
             sum(amount) FILTER (WHERE created_at < b AND coalesce(closed_at >= b, true)) AS pipeline,
             avg((coalesce(is_won, false) AND coalesce(closed_at < b, false))::int) FILTER (WHERE created_at >= before AND created_at < a) AS close_rate
      FROM quarter, deals, LATERAL (SELECT coalesce(is_won AND closed_at >= a AND closed_at < b, false) AS won) AS w GROUP BY which) AS t,
LATERAL (VALUES ('Win rate', win_rate), ('Average deal size', size), ('Sales cycle length', cycle), ('Open pipeline', pipeline), ('Close rate', close_rate),
                ('Sales velocity', open * size * win_rate / cycle), ('Quota attainment', money / (SELECT sum(quota) FROM users))) AS v;

-- Visits: from the first of equal rows to the next other stage, as far as the end of the quarter.
CREATE TEMP TABLE visit AS
SELECT *, lead(entered_at) OVER (PARTITION BY which, deal_id ORDER BY n) AS left_at
FROM (SELECT which, deal_id, stage, entered_at, row_number() OVER way AS n, lag(stage) OVER way AS stage_before
      FROM quarter JOIN stage_history ON entered_at < b WINDOW way AS (PARTITION BY which, deal_id ORDER BY entered_at, id)) AS h
WHERE stage IS DISTINCT FROM stage_before;
CREATE INDEX ON visit (which, deal_id);
INSERT INTO truth
SELECT which, 'Sales stage duration', max(days)
FROM (SELECT which, avg(extract(epoch FROM left_at - entered_at)) / 86400 AS days
      FROM visit JOIN quarter USING (which) JOIN deals d ON d.id = deal_id AND closed_at >= a AND closed_at < b GROUP BY which, stage) AS mean GROUP BY which;
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, count(*) FILTER (WHERE b - entered_at >= interval '720 hours') AS stalled, count(*) FILTER (WHERE b - entered_at > mean) AS slow
      FROM visit JOIN quarter USING (which) JOIN deals d ON d.id = deal_id AND coalesce(closed_at >= b, true)
      JOIN (SELECT which, stage, avg(left_at - entered_at) AS mean FROM visit GROUP BY which, stage) AS usual USING (which, stage)
      WHERE left_at IS NULL GROUP BY which) AS t, LATERAL (VALUES ('Stalled deals', stalled), ('Slower than average', slow)) AS v;
INSERT INTO truth
SELECT which, 'Pipeline drop-off', avg((five IS NOT NULL)::int)
FROM quarter JOIN deals d ON d.created_at >= before AND d.created_at < a,
LATERAL (SELECT min(n) AS one FROM visit v WHERE v.which = quarter.which AND deal_id = d.id AND stage = 'prospecting') AS s1,
LATERAL (SELECT min(n) AS two FROM visit v WHERE v.which = quarter.which AND deal_id = d.id AND stage = 'qualification' AND n > one) AS s2,
LATERAL (SELECT min(n) AS three FROM visit v WHERE v.which = quarter.which AND deal_id = d.id AND stage = 'proposal' AND n > two) AS s3,
LATERAL (SELECT min(n) AS four FROM visit v WHERE v.which = quarter.which AND deal_id = d.id AND stage = 'negotiation' AND n > three) AS s4,
LATERAL (SELECT min(n) AS five FROM visit v WHERE v.which = quarter.which AND deal_id = d.id AND stage = 'won' AND n > four) AS s5
WHERE one IS NOT NULL GROUP BY which;

-- ---------------------------------------------------------------------------------------------------------------- leads, campaigns
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, count(*) AS leads,
             avg(coalesce(converted_at - created_at <= interval '720 hours', false)::int) FILTER (WHERE created_at <= b - interval '720 hours') AS conversion,
             (SELECT sum(cost) FROM campaigns WHERE purpose = 'acquisition' AND starts_at >= a AND starts_at < b) AS spent,
             count(*) FILTER (WHERE score >= 50 AND created_at >= b - interval '1 month')::numeric AS last_month,
             count(*) FILTER (WHERE score >= 50 AND created_at < b - interval '1 month' AND created_at >= b - interval '2 months') AS month_before
      FROM quarter JOIN leads ON created_at >= a AND created_at < b GROUP BY which, a, b) AS t,
LATERAL (VALUES ('Prospects and leads by source', leads), ('Lead conversion rate', conversion), ('Cost per lead', spent / leads),
                ('Lead velocity rate', last_month / month_before - 1)) AS v;

-- What the account did for a campaign in the 90 days before a deal was won.
CREATE TEMP TABLE path AS
SELECT which, d.id, amount, campaign_id, row_number() OVER (PARTITION BY d.id ORDER BY touched_at, t.id) AS n, count(t.id) OVER (PARTITION BY d.id) AS length
FROM quarter JOIN deals d ON is_won AND closed_at >= a AND closed_at < b
LEFT JOIN (touches t JOIN contacts c ON c.id = contact_id AND campaign_id IS NOT NULL AND NOT is_automated
                                        AND action IN ('clicked', 'replied', 'page view', 'goal', 'held', 'attended'))
  ON c.account_id = d.account_id AND touched_at <= closed_at AND touched_at >= closed_at - interval '2160 hours';
INSERT INTO truth SELECT which, 'Campaign revenue', sum(amount) FILTER (WHERE n = 1 AND length > 0) FROM path GROUP BY which;
INSERT INTO truth
SELECT which, 'Campaign attribution', max(money) / (SELECT sum(amount) FROM path p WHERE n = 1 AND p.which = best.which)
FROM (SELECT which, sum(amount * CASE WHEN length = 1 THEN 1 WHEN length = 2 THEN 0.5 WHEN n IN (1, length) THEN 0.4 ELSE 0.2 / (length - 2) END) AS money
      FROM path WHERE length > 0 GROUP BY which, campaign_id) AS best GROUP BY which;

-- Visits of the site: a pause of more than half an hour begins another one.
CREATE TEMP TABLE site_visit AS
SELECT contact_id, n, min(touched_at) AS began, max(touched_at) AS ended, max((action = 'goal')::int) AS goal
FROM (SELECT *, sum(is_new::int) OVER (PARTITION BY contact_id ORDER BY touched_at, id) AS n
      FROM (SELECT *, coalesce(touched_at - lag(touched_at) OVER (PARTITION BY contact_id ORDER BY touched_at, id) > interval '30 minutes', true) AS is_new
            FROM touches WHERE channel = 'web' AND NOT is_automated) AS hit) AS hits
GROUP BY contact_id, n;
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, avg(goal) AS goal, extract(epoch FROM avg(ended - began)) / 60 AS minutes FROM quarter JOIN site_visit ON began >= a AND began < b GROUP BY which) AS t,
LATERAL (VALUES ('Web goal completion rate', goal), ('Time per website visit', minutes)) AS v;
INSERT INTO truth
SELECT which, 'Email rates', count(DISTINCT (c.campaign_id, c.contact_id)) FILTER (WHERE c.id IS NOT NULL)::numeric / count(DISTINCT (d.campaign_id, d.contact_id))
FROM quarter JOIN touches s ON s.channel = 'email' AND s.action = 'sent' AND s.campaign_id IS NOT NULL AND s.touched_at >= a AND s.touched_at < b
JOIN touches d ON d.campaign_id = s.campaign_id AND d.contact_id = s.contact_id AND d.channel = 'email' AND d.action = 'delivered'
LEFT JOIN touches c ON c.campaign_id = s.campaign_id AND c.contact_id = s.contact_id AND c.channel = 'email' AND c.action = 'clicked' GROUP BY which;

-- ---------------------------------------------------------------------------------------------------------------- service
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, count(*) AS calls, avg((outcome = 'abandoned')::int) AS abandoned, avg((outcome = 'answered' AND wait_time <= '20 seconds')::int) AS soon,
             extract(epoch FROM avg(talk_time + hold_time + wrap_time) FILTER (WHERE outcome = 'answered')) AS handling, extract(epoch FROM b - a) / 86400 AS days
      FROM quarter JOIN calls ON direction = 'inbound' AND started_at >= a AND started_at < b GROUP BY which, a, b) AS t,
LATERAL (VALUES ('Service calls per day', calls / days), ('Abandonment rate', abandoned), ('Service level', soon), ('Average handling time', handling)) AS v;

-- An answered call is the first of its issue if none came in the seven days before it, and the last if none comes in the seven days after.
CREATE TEMP TABLE issue_call AS
SELECT which, a, b, started_at, coalesce(started_at - lag(started_at) OVER w > interval '168 hours', true) AS is_first,
       coalesce(lead(started_at) OVER w - started_at > interval '168 hours', true) AS is_last
FROM quarter JOIN calls ON direction = 'inbound' AND outcome = 'answered' AND started_at < b WINDOW w AS (PARTITION BY which, contact_id ORDER BY started_at);
INSERT INTO truth
SELECT which, 'First contact resolution', avg(is_last::int) FROM issue_call WHERE is_first AND started_at >= a AND started_at < b - interval '168 hours' GROUP BY which UNION ALL
SELECT which, 'Customer callbacks', count(*) FROM issue_call WHERE NOT is_first AND started_at >= a GROUP BY which;

INSERT INTO truth
SELECT which, 'Average time to resolution', extract(epoch FROM avg(solved_at - opened_at)) / 3600
FROM quarter JOIN tickets ON solved_at >= a AND solved_at < b GROUP BY which UNION ALL
SELECT which, 'SLA compliance', (count(*) FILTER (WHERE solved_at <= due_at))::numeric / count(*) FILTER (WHERE solved_at <= due_at OR coalesce(solved_at, b) > due_at)
FROM quarter JOIN tickets ON opened_at >= a AND opened_at < b GROUP BY which;
INSERT INTO truth
SELECT which, 'Reopened cases', avg((last_undone > first_done)::int)
FROM quarter JOIN (SELECT min(changed_at) FILTER (WHERE status IN ('solved', 'closed')) AS first_done,
                          max(changed_at) FILTER (WHERE status NOT IN ('solved', 'closed')) AS last_undone
                   FROM ticket_events GROUP BY ticket_id) AS t ON first_done >= a AND first_done < b
GROUP BY which;

-- ---------------------------------------------------------------------------------------------------------------- perception, team, data
INSERT INTO truth
SELECT which, v.*
FROM (SELECT which, 100 * (avg((score >= 9)::int) FILTER (WHERE kind = 'nps') - avg((score <= 6)::int) FILTER (WHERE kind = 'nps')) AS nps,
             100 * avg((score >= 4)::int) FILTER (WHERE kind = 'csat') AS csat, 100 * avg((score >= 5)::int) FILTER (WHERE kind = 'ces') AS ces,
             100 * (avg((score >= 9)::int) FILTER (WHERE kind = 'enps') - avg((score <= 6)::int) FILTER (WHERE kind = 'enps')) AS enps
      FROM (SELECT *, lead(answered_at) OVER (PARTITION BY which, kind, contact_id ORDER BY answered_at, id) IS NOT NULL AS answered_again
            FROM quarter JOIN surveys ON answered_at >= a AND answered_at < b) AS s
      WHERE NOT (kind = 'nps' AND answered_again) GROUP BY which) AS t,
LATERAL (VALUES ('Net promoter score', nps), ('Customer satisfaction score', csat), ('Customer effort score', ces), ('Employee satisfaction', enps)) AS v;
INSERT INTO truth
SELECT which, 'Stickiness', count(DISTINCT (user_id, touched_at::date)) / (extract(epoch FROM b - a) / 86400) / count(DISTINCT user_id)
FROM quarter JOIN touches ON touched_at >= a AND touched_at < b AND NOT is_automated AND user_id IS NOT NULL GROUP BY which, a, b;
INSERT INTO truth
SELECT which, 'Average workload', ((SELECT count(*) FROM deals WHERE created_at < b AND coalesce(closed_at >= b, true))
                                   + (SELECT count(*) FROM tickets WHERE opened_at < b AND coalesce(solved_at >= b, true)))::numeric / (SELECT count(*) FROM users) FROM quarter;
INSERT INTO truth
SELECT which, 'Duplicates', avg((n > 1)::int)
FROM (SELECT which, row_number() OVER (PARTITION BY which, lower(email) ORDER BY id) AS n FROM quarter JOIN contacts ON email IS NOT NULL AND created_at < b) AS c
GROUP BY which;
