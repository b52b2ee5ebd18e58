-- surveys.sql: what customers and our own people answered when they were asked.

CREATE TABLE surveys (
    id          int PRIMARY KEY,
    kind        text NOT NULL,      -- nps, enps: 0..10, csat: 1..5, ces: 1..7
    account_id  int,
    contact_id  int,
    user_id     int,                -- enps: who was asked; then account and contact are NULL
    ticket_id   int,                -- csat and ces: asked when this ticket was solved
    sent_at     timestamptz NOT NULL,
    answered_at timestamptz,
    score       int,                -- NULL: not answered
    reason      text
);

-- Every quarter each account is asked whether it would recommend us, and our own people whether they would; after a solved ticket, how it
-- went.  Big customers are happier, all of them a little more every quarter, and one in forty is simply angry.
INSERT INTO surveys
SELECT row_number() OVER (ORDER BY sent_at, kind, account_id, user_id), kind, account_id, account_id, user_id, ticket_id, sent_at,
       CASE WHEN answered THEN answered_at END, CASE WHEN answered THEN score END,
       CASE WHEN answered AND sample_random(number, 'says why') < 0.4
            THEN sample_phrase(number, 'reason', CASE WHEN kind = 'enps' AND score > 7 THEN 'good colleagues, interesting work, fair pay'
                                                      WHEN kind = 'enps' THEN 'too much work, unclear goals, pay, old tools'
                                                      WHEN score > (lowest + highest) * 0.7 THEN 'easy to use, helpful people, good value, reliable, fast answers'
                                                      ELSE 'too expensive, slow answers, missing functions, hard to use, not reliable' END) END
FROM demo_clock, (
    SELECT 'nps' AS kind, a.id AS account_id, NULL::int AS user_id, NULL::int AS ticket_id, a.id::bigint * 100 + quarter AS number,
           first_day + (3 * quarter || ' months')::interval + sample_days(7 + 10 * sample_random(a.id * 100 + quarter, 'sent')) AS sent_at,
           0 AS lowest, 10 AS highest, 0.38 AS answering,
           8.05 + 0.1 * quarter + happier + 0.9 * sample_normal(a.id, 'attitude') + 1.5 * sample_normal(a.id * 100 + quarter, 'mood') AS opinion
    FROM demo_clock, accounts a, generate_series(0, 9) quarter,
    LATERAL (SELECT CASE a.segment WHEN 'small' THEN -0.15 WHEN 'medium' THEN 0.15 ELSE 0.45 END AS happier) AS size
    WHERE a.created_at < first_day + (3 * quarter || ' months')::interval
    UNION ALL
    SELECT 'enps', NULL, u.id, NULL, -(u.id * 100 + quarter), first_day + (3 * quarter || ' months')::interval + interval '30 days 9 hours', 0, 10, 0.8,
           7.6 + 0.08 * quarter + 1.1 * sample_normal(u.id, 'attitude at work') + 1.3 * sample_normal(u.id * 100 + quarter, 'mood at work')
    FROM demo_clock, users u, generate_series(0, 9) quarter
    UNION ALL
    SELECT question, account_id, NULL, id, 1000000 + id, solved_at + interval '1 hour', 1, CASE question WHEN 'csat' THEN 5 ELSE 7 END, 0.38,
           CASE question WHEN 'csat' THEN 4.0 + 0.03 * age + 0.9 * mood ELSE 5.3 + 0.04 * age + 1.2 * mood END
           - CASE WHEN solved_at - opened_at > interval '120 hours' THEN 0.6 ELSE 0 END
    FROM demo_clock, tickets, LATERAL (SELECT CASE id % 2 WHEN 0 THEN 'csat' ELSE 'ces' END AS question, sample_normal(id, 'ticket mood') AS mood,
                                              extract(epoch FROM solved_at - first_day)::float8 / 86400 / 91 AS age) AS drawn
    WHERE solved_at < as_of - interval '1 hour'
) AS asked,
LATERAL (SELECT sent_at + sample_days(0.02 + 2 * power(sample_random(number, 'answer time'), 3)) AS answered_at) AS moment,
LATERAL (SELECT sample_random(number, 'answers') < answering AND answered_at < as_of AS answered,
                CASE WHEN sample_random(number, 'angry') < 0.025 THEN lowest ELSE greatest(lowest, least(highest, round(opinion))) END AS score) AS response;
