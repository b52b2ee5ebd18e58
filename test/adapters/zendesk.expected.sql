-- 20 checks, worked by hand from the rows of zendesk.sql.
-- Last answers: good, bad, good; ticket 3 did not answer, ticket 5 is deleted.  2 of 3.
SELECT same('csat', round(csat(score), 2)::text, '66.67') FROM surveys;
SELECT same('answered 3 of 4', round(rate(answered_at IS NOT NULL), 2)::text, '0.75') FROM surveys;
SELECT same('survey of ticket 1', format('%s %s %s', sent_at AT TIME ZONE 'UTC', answered_at AT TIME ZONE 'UTC', reason), '2026-01-07 08:00:00 2026-01-07 10:00:00 fine after all')
FROM surveys WHERE ticket_id = 1;
SELECT same('tickets', string_agg(id::text, ' ' ORDER BY id), '1 2 3 4') FROM tickets;
-- 24, 12 (the second time) and 6 hours.
SELECT same('resolution time', mean(duration_agg(solved_at - opened_at))::text, '14:00:00') FROM tickets;
SELECT same('closed', (closed_at AT TIME ZONE 'UTC')::text, '2026-01-10 08:00:00') FROM tickets WHERE closed_at IS NOT NULL;
-- 1: 2 hours, 2 replies; 3: the agent's own opening is no reply; 4: the requester is an agent.
SELECT same('first response', string_agg(format('%s %s %s', id, first_response_at - opened_at, agent_replies), ', ' ORDER BY id), '1 02:00:00 2, 2  0, 3 04:00:00 1, 4 03:00:00 1') FROM tickets;
SELECT same('status of ' || ticket_id, string_agg(status, ' ' ORDER BY id), max(expected))
FROM ticket_events JOIN (VALUES (1, 'new open pending solved closed'), (2, 'new solved open'), (3, 'open solved open solved'), (4, 'new open solved')) e (ticket_id, expected) USING (ticket_id)
GROUP BY ticket_id;
-- Ticket 1: new 1 hour, open 1, pending 22, solved 96.  Ticket 2: new 12, solved 24.  3: open 4 and 7, solved 1.  4: new 0, open 6.
SELECT same('time ' || stage, total_time::text, expected)
FROM (SELECT pipeline_agg(ticket_id, status, changed_at) AS s FROM ticket_events) p, stages(s)
JOIN (VALUES ('new', '13:00:00'), ('open', '18:00:00'), ('pending', '22:00:00'), ('solved', '5 days 01:00:00')) e (stage, expected) USING (stage);
SELECT same('users', string_agg(format('%s %s', name, coalesce(team, '-')), ', ' ORDER BY id), 'Ann Support, Bob -') FROM users;
SELECT same('contacts', string_agg(format('%s %s', name, coalesce(account_id::text, '-')), ', ' ORDER BY id), 'Carol 901, Eve 902') FROM contacts;
SELECT same('touches of ticket 1', string_agg(action || CASE WHEN is_automated THEN ' automatically' ELSE '' END, ', ' ORDER BY touched_at),
            'replied, sent, replied, sent automatically, sent') FROM touches WHERE id < 107;
SELECT same('an agent who asks', string_agg(action, ', ' ORDER BY touched_at), 'replied, replied, sent') FROM touches WHERE id BETWEEN 110 AND 112;
SELECT same('what Support does not have', (SELECT count(*) FROM deals)::text, '0');
