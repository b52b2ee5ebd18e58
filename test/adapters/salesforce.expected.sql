-- 26 checks, worked by hand from the rows of salesforce.sql.
-- Closed: 0061 and 0065 won, 0062 lost; 0064 is deleted.
SELECT same('win rate 2 of 3', round(win_rate(is_won), 4)::text, '0.6667') FROM deals;
SELECT same('win rate by value 3200 of 4000', round(win_rate(is_won, amount), 4)::text, '0.8000') FROM deals;
SELECT same('one row per deal', string_agg(id, ' ' ORDER BY id), '0061 0062 0063 0065') FROM deals;
-- 0061: 30 days; 0065: won for good on 21 January, 20 days.
SELECT same('sales cycle', mean(duration_agg(closed_at - created_at))::text, '25 days') FROM deals WHERE is_won;
SELECT same('closed on the day it was made', (closed_at - created_at)::text, '00:00:00') FROM deals WHERE id = '0062';
-- What was promised before it closed: the 25th; open deals: the present promise.
SELECT same('promised', string_agg(to_char(expected_close_at AT TIME ZONE 'UTC', 'MM-DD HH24'), ' ' ORDER BY id), '01-25 00 01-05 00 03-01 00 01-18 00') FROM deals;
SELECT same('primary contact', contact_id, '0031') FROM deals WHERE id = '0061';
-- Prospecting 10, 4, 6; Proposal 20, 12 and one still there; Closed Won of 0065 2 days, and two still there.
SELECT same('stage ' || stage, format('%s visits, mean %s', visits, mean_time), expected)
FROM (SELECT pipeline_agg(deal_id, stage, entered_at) AS s FROM stage_history) p, stages(s)
FULL JOIN (VALUES ('Prospecting', '3 visits, mean 6 days 16:00:00'), ('Proposal', '3 visits, mean 16 days'), ('Closed Won', '3 visits, mean 2 days')) e (stage, expected) USING (stage);
SELECT same('only changes of the stage', count(*)::text, '9') FROM stage_history;
SELECT same('the number breaks ties', current_stage(stage_agg(stage, entered_at, id)), 'Closed Won') FROM stage_history WHERE deal_id = '0065';
-- Two of four became a deal.
SELECT same('conversion of leads', conversion_rate(converted_at IS NOT NULL)::numeric(3, 2)::text, '0.50') FROM leads;
SELECT same('time to convert', string_agg((converted_at - created_at)::text, ', ' ORDER BY id), '7 days 12:00:00, 00:00:00') FROM leads WHERE converted_at IS NOT NULL;
SELECT same('users', string_agg(format('%s %s', name, coalesce(team, '-')), ', ' ORDER BY id), 'Ann Field sales, Bob -') FROM users;
SELECT same('people', string_agg(format('%s %s', id, coalesce(created_by, '-')), ', ' ORDER BY id), '0031 0051, 0032 -, 00Q2 -') FROM contacts;
SELECT same('campaign', format('%s %s %s', channel, cost, ends_at AT TIME ZONE 'UTC'), 'webinar 500 2026-02-01 00:00:00') FROM campaigns;
SELECT same('touches', string_agg(format('%s %s %s', contact_id, channel, action), ', ' ORDER BY touched_at),
            '0032 webinar replied, 0032 email sent, 0031 call held, 0031 meeting held') FROM touches;
SELECT same('call', format('%s %s %s %s', direction, (started_at AT TIME ZONE 'UTC'), outcome, talk_time), 'outbound 2026-01-05 10:00:00 answered 00:05:00') FROM calls;
-- (200.20 - 50.20) for 0011 and 150 for 0012.
SELECT same('lifetime value', round(ltv(customer, amount), 2)::text, '150.00') FROM orders;
-- 0011 goes on without a gap; the last term of 0012 is over at the end of 31 January, which is an end in February.
SELECT same('churn of ' || month, round(churn_rate(active, tstzrange(month, month + interval '1 month')), 2)::text, expected)
FROM (SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active FROM subscriptions GROUP BY customer) s,
     (VALUES (timestamptz '2026-01-01Z', '0.00'), ('2026-02-01Z', '0.50')) m (month, expected)
GROUP BY month, expected;
-- 24 and 12 hours; 5002 was opened again.
SELECT same('resolution time', mean(duration_agg(solved_at - opened_at))::text, '18:00:00') FROM tickets;
SELECT same('first response', format('%s, %s replies', first_response_at - opened_at, agent_replies), '02:00:00, 2 replies') FROM tickets WHERE id = '5001';
SELECT same('a queue is no agent', agent_id, NULL) FROM tickets WHERE id = '5002';
SELECT same('status', string_agg(status, ' ' ORDER BY id), 'new solved open') FROM ticket_events WHERE ticket_id = '5002';
