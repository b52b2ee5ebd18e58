-- 16 checks, worked by hand from the rows of chatwoot.sql, all accounts together.
-- 2, 5, 4: two of three are satisfied.
SELECT same('csat', round(csat(score), 2)::text, '66.67') FROM surveys;
SELECT same('answered 3 of 4', round(rate(answered_at IS NOT NULL), 2)::text, '0.75') FROM surveys;
SELECT same('survey', format('%s %s %s', sent_at AT TIME ZONE 'UTC', answered_at AT TIME ZONE 'UTC', reason), '2026-01-05 20:00:00 2026-01-05 21:00:00 not solved') FROM surveys WHERE score = 2;
-- 1: 24 hours (the second time), 3: 12 hours; 2 is open, 4 is another account's: 24.
SELECT same('resolution time', mean(duration_agg(solved_at - opened_at))::text, '18:00:00') FROM tickets WHERE id < 4;
SELECT same('first response', format('%s, %s replies', first_response_at - opened_at, agent_replies), '02:00:00, 2 replies') FROM tickets WHERE id = 1;
SELECT same('tickets', string_agg(concat_ws(' ', id, account_id, channel, kind, priority), ', ' ORDER BY id), '1 Acme email fault high, 2 Acme chat, 3 13 social low, 4 14 email') FROM tickets;
SELECT same('due', string_agg((due_at - opened_at)::text, ' '), '1 day') FROM tickets;
SELECT same('status of ' || ticket_id, string_agg(status, ' ' ORDER BY id), max(expected))
FROM ticket_events JOIN (VALUES (1, 'new solved open solved'), (2, 'new solved open'), (3, 'new'), (4, 'new solved')) e (ticket_id, expected) USING (ticket_id) GROUP BY ticket_id;
-- Solved until it was opened again: 2 hours (by a message) and 24 hours (by an event).
SELECT same('time solved', total_time::text, '1 day 02:00:00')
FROM (SELECT pipeline_agg(ticket_id, status, changed_at) AS s FROM ticket_events) p, stages(s) WHERE stage = 'solved';
SELECT same('users', string_agg(format('%s %s %s', name, coalesce(team, '-'), coalesce((last_seen_at AT TIME ZONE 'UTC')::text, '-')), ', ' ORDER BY id),
            'Ann support 2026-01-31 07:00:00, Bob - -, Zoe - -') FROM users;
SELECT same('customers', string_agg(format('%s %s', name, account_id), ', ' ORDER BY id), 'Carol C Acme, Dave Acme, quiet-lake-7 13, Theirs 14') FROM contacts;
SELECT same('touches of conversation 1', string_agg(concat_ws(' ', action, user_id, CASE WHEN is_automated THEN 'automatically' END), ', ' ORDER BY id),
            'replied, sent 1, sent automatically, replied, sent 2, sent automatically') FROM touches WHERE id < 110;
SELECT same('campaign', format('%s %s %s', t.campaign_id, c.channel, t.is_automated), '1 chat t') FROM touches t JOIN campaigns c ON c.id = t.campaign_id WHERE t.id = 110;
