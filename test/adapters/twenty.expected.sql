-- 16 checks, worked by hand from the rows of twenty.sql; the last two digits of an id are its number.
-- Won: 1 and 4; lost: 2; 5 is deleted.
SELECT same('deals', string_agg(right(id::text, 1), ' ' ORDER BY id), '1 2 3 4') FROM deals;
SELECT same('win rate 2 of 3', round(win_rate(is_won), 4)::text, '0.6667') FROM deals;
SELECT same('win rate by value 4000.50 of 4500.50', round(win_rate(is_won, amount), 4)::text, '0.8889') FROM deals;
SELECT same('amounts', string_agg(round(amount, 2)::text, ' ' ORDER BY id), '1000.50 500.00 3000.00') FROM deals;
SELECT same('sales cycle', string_agg((closed_at - created_at)::text, ', ' ORDER BY id), '30 days, 00:00:00') FROM deals WHERE is_won;
SELECT same('owners', string_agg(right(owner_id::text, 1), ' ' ORDER BY id), '1 2 2 2') FROM deals;
-- New 4, 6 and 4; Screening 10 and one that goes on; Proposal 16.
SELECT same('stage ' || stage, format('%s visits, mean %s', visits, mean_time), expected)
FROM (SELECT pipeline_agg(deal_id, stage, entered_at) AS s FROM stage_history) p, stages(s)
FULL JOIN (VALUES ('NEW', '3 visits, mean 4 days 16:00:00'), ('SCREENING', '2 visits, mean 10 days'), ('PROPOSAL', '1 visits, mean 16 days'), ('CUSTOMER', '2 visits, mean '),
                  ('LOST', '1 visits, mean ')) e (stage, expected) USING (stage);
SELECT same('the number breaks ties', current_stage(stage_agg(stage, entered_at, id)), 'CUSTOMER') FROM stage_history WHERE right(deal_id::text, 1) = '1';
SELECT same('users', string_agg(format('%s %s', name, (last_seen_at AT TIME ZONE 'UTC')::date), ', ' ORDER BY id), 'Ann A 2026-01-31, Bob 2026-01-14') FROM users;
SELECT same('contacts', string_agg(concat_ws(' ', name, right(account_id::text, 3), email, right(created_by::text, 1)), ', ' ORDER BY id), 'Carol C 901 carol@acme.example 1, Eve 902') FROM contacts;
SELECT same('touches', string_agg(format('%s %s %s by %s', right(contact_id::text, 3), channel, action, right(user_id::text, 1)), ', ' ORDER BY touched_at),
            '101 email sent by 1, 101 email replied by 1, 101 meeting held by 2') FROM touches;
SELECT same('what Twenty does not have', (SELECT count(*) FROM tickets)::text, '0');
