-- 27 checks, worked by hand from the rows of hubspot.sql.
-- Closed: 1 and 4 won, 2 lost; 5 is deleted, 6 was merged.
SELECT same('deals', string_agg(id::text, ' ' ORDER BY id), '1 2 3 4') FROM deals;
SELECT same('win rate 2 of 3', round(win_rate(is_won), 4)::text, '0.6667') FROM deals;
SELECT same('win rate by value 4000 of 4500', round(win_rate(is_won, amount), 4)::text, '0.8889') FROM deals;
-- 1: when it came to its stage, 30 days; 4: never before it began.
SELECT same('sales cycle', string_agg((closed_at - created_at)::text, ', ' ORDER BY id), '30 days, 00:00:00') FROM deals WHERE is_won;
SELECT same('promised', string_agg(coalesce(to_char(expected_close_at AT TIME ZONE 'UTC', 'MM-DD HH24'), '-'), ' ' ORDER BY id), '- - 03-01 12 -') FROM deals;
SELECT same('primary company', string_agg(coalesce(account_id::text, '-'), ' ' ORDER BY id), '901 902 - 902') FROM deals;
SELECT same('one deal per contact label', contact_id::text, '101') FROM deals WHERE id = 1;
-- Appointment 10 and 6; Contract 20; old 4; the rest goes on.
SELECT same('stage ' || stage, format('%s visits, mean %s', visits, mean_time), expected)
FROM (SELECT pipeline_agg(deal_id, stage, entered_at) AS s FROM stage_history) p, stages(s)
FULL JOIN (VALUES ('Appointment', '2 visits, mean 8 days'), ('Contract', '1 visits, mean 20 days'), ('old', '1 visits, mean 4 days'), ('Trial', '1 visits, mean '),
                  ('Closed won', '1 visits, mean '), ('Closed lost', '1 visits, mean ')) e (stage, expected) USING (stage);
SELECT same('users', string_agg(format('%s %s', name, coalesce(team, '-')), ', ' ORDER BY id), 'Ann A Sales, bob@we.example -') FROM users;
SELECT same('contacts', string_agg(format('%s %s %s', id, coalesce(account_id::text, '-'), coalesce(to_char(unsubscribed_at AT TIME ZONE 'UTC', 'MM-DD HH24'), '-')), ', ' ORDER BY id),
            '101 901 -, 102 902 01-06 06, 103 - -') FROM contacts;
SELECT same('joined the list', string_agg(to_char(subscribed_at AT TIME ZONE 'UTC', 'MM-DD'), ' ' ORDER BY id), '01-04 01-07') FROM contacts;
-- Of three contacts two have a deal.
SELECT same('conversion of leads', round(conversion_rate(converted_at IS NOT NULL), 4)::text, '0.6667') FROM leads;
SELECT same('touches', string_agg(format('%s %s %s', contact_id, channel, action), ', ' ORDER BY touched_at, contact_id),
            '101 email sent, 101 email replied, 101 email sent, 101 email delivered, 101 email opened, 101 call held, 101 meeting held, 102 meeting held') FROM touches;
SELECT same('calls', string_agg(format('%s %s %s', direction, outcome, coalesce(talk_time::text, '-')), ', ' ORDER BY id), 'outbound answered 00:01:30, inbound abandoned -') FROM calls;
-- 400 + 600 for 901 and 3000 for 902; 2 pieces at 50.
SELECT same('lifetime value', round(ltv(customer, amount), 2)::text, '2000.00') FROM orders;
SELECT same('cost', round(sum(cost), 2)::text, '100.00') FROM orders;
-- On 1 March 50 and 250 run; on 1 April only 50.
SELECT same('recurring revenue on ' || day, (SELECT sum(mrr)::text FROM subscriptions WHERE started_at <= at AND (ended_at > at OR ended_at IS NULL)), expected)
FROM (VALUES ('1 March', timestamptz '2026-03-01Z', '300'), ('1 April', '2026-04-01Z', '50')) m (day, at, expected);
SELECT same('churned revenue in March', round(churned_mrr(mrr_agg(b.mrr, coalesce(a.mrr, 0), true)), 2)::text, '250.00')
FROM (SELECT customer, sum(mrr) AS mrr FROM subscriptions WHERE started_at <= '2026-03-01Z' AND (ended_at > '2026-03-01Z' OR ended_at IS NULL) GROUP BY 1) b
LEFT JOIN (SELECT customer, sum(mrr) AS mrr FROM subscriptions WHERE started_at <= '2026-04-01Z' AND (ended_at > '2026-04-01Z' OR ended_at IS NULL) GROUP BY 1) a USING (customer);
-- 24 and 12 hours; ticket 2 was opened again.
SELECT same('resolution time', mean(duration_agg(solved_at - opened_at))::text, '18:00:00') FROM tickets;
SELECT same('first response', (first_response_at - opened_at)::text, '02:00:00') FROM tickets WHERE id = 1;
SELECT same('status', string_agg(status, ' ' ORDER BY id), 'new pending solved open') FROM ticket_events WHERE ticket_id = 2;
