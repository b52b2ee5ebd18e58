-- 27 checks, worked by hand from the rows of odoo.sql.
-- Closed: 1 and 6 won, 2 lost; 4 was put aside.
SELECT same('win rate 2 of 3', round(win_rate(is_won), 4)::text, '0.6667') FROM deals;
SELECT same('win rate by value 4000 of 4500', round(win_rate(is_won, amount), 4)::text, '0.8889') FROM deals;
SELECT same('deals', string_agg(id::text, ' ' ORDER BY id), '1 2 3 6 8') FROM deals;
-- 30 and 15 days.
SELECT same('sales cycle', mean(duration_agg(closed_at - created_at))::text, '22 days 12:00:00') FROM deals WHERE is_won;
SELECT same('created when converted', (created_at AT TIME ZONE 'UTC')::text, '2026-01-10 12:00:00') FROM deals WHERE id = 3;
SELECT same('promised date', (expected_close_at AT TIME ZONE 'UTC')::text, '2026-01-31 00:00:00') FROM deals WHERE id = 1;
SELECT same('account of a person', account_id::text, '10') FROM deals WHERE id = 1;
-- New 4, 6, 5; Old stage 2; Proposition 16, 10 and 3 still there; Qualified 10, 2 and two still there.
SELECT same('stage ' || stage, format('%s visits, mean %s', visits, mean_time), expected)
FROM (SELECT pipeline_agg(deal_id, stage, entered_at) AS s FROM stage_history) p, stages(s)
FULL JOIN (VALUES ('New', '3 visits, mean 5 days'), ('Old stage', '1 visits, mean 2 days'), ('Proposition', '3 visits, mean 13 days'),
                  ('Qualified', '4 visits, mean 6 days'), ('Won', '2 visits, mean ')) e (stage, expected) USING (stage);
SELECT same('entered in UTC', string_agg(to_char(entered_at AT TIME ZONE 'UTC', 'MM-DD HH24'), ', ' ORDER BY id), '01-01 09, 01-05 09, 01-15 09, 01-31 09')
FROM stage_history WHERE deal_id = 1;
SELECT same('conversion of leads', conversion_rate(converted_at IS NOT NULL)::numeric(3, 2)::text, '0.50') FROM leads;
SELECT same('users', string_agg(format('%s %s', name, coalesce(team, '-')), ', ' ORDER BY id), 'Ann Sales, Bob -') FROM users;
SELECT same('last login', (max(last_seen_at) AT TIME ZONE 'UTC')::text, '2026-01-31 07:00:00') FROM users;
SELECT same('contacts', string_agg(format('%s %s %s', id, coalesce(created_by::text, '-'), (unsubscribed_at AT TIME ZONE 'UTC')::timestamp(0)), ', ' ORDER BY id),
            '1 - , 10 6 2026-01-09 11:00:00, 11 6 , 12 - 2026-01-02 03:00:00, 14 - 2026-01-02 03:00:00') FROM contacts;
SELECT same('campaign', min(name), 'Spring') FROM campaigns;
SELECT same('touches', string_agg(format('%s %s %s', contact_id, channel, action), ', ' ORDER BY touched_at, id),
            '11 email delivered, 11 email sent, 12 email sent, 12 email bounced, 11 email opened, 11 email clicked, '
            '11 email sent, 11 email replied, 11 call held, 11 meeting held') FROM touches;
-- (200 - 50) for Acme and 300 / 2 for Delta.
SELECT same('lifetime value', round(ltv(customer, amount), 2)::text, '150.00') FROM orders;
SELECT same('cost', round(sum(cost), 2)::text, '110.00') FROM orders;
-- Scores 5, 1, 3, 5.
SELECT same('csat', round(csat(score), 2)::text, '50.00') FROM surveys;
SELECT same('asked', count(*)::text, '5') FROM surveys;
-- 24 and 12 hours; ticket 2 was opened again.
SELECT same('resolution time', mean(duration_agg(solved_at - opened_at))::text, '18:00:00') FROM tickets;
SELECT same('first response', format('%s, %s replies', first_response_at - opened_at, agent_replies), '02:00:00, 2 replies') FROM tickets WHERE id = 1;
SELECT same('status', string_agg(status, ' ' ORDER BY id), 'new solved open') FROM ticket_events WHERE ticket_id = 2;
SELECT same('other times', count(*)::text, '0') FROM ticket_events WHERE ticket_id = 2 AND (changed_at AT TIME ZONE 'UTC')::date NOT IN ('2026-01-05', '2026-01-06', '2026-01-07');
