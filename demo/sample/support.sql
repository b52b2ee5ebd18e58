-- support.sql: service cases and their way to the solution.

CREATE TEMP TABLE ticket_start ON COMMIT DROP AS
SELECT i AS id, a.id AS account_id, sample_word(i, 'priority', 'low low normal normal normal normal high urgent') AS priority,
       sample_office_hours(sample_between(a.created_at, as_of - interval '72 hours', i, 'opened'), i) AS opened_at
FROM demo_clock, generate_series(1, 26000) i
JOIN accounts a ON a.id = 1 + floor(6000 * sample_random(i, 'ticket of'))::int
WHERE a.created_at < as_of - interval '96 hours';

-- new -> open -> (pending -> open)... -> solved -> closed, or reopened up to two weeks later and once more through open.
CREATE TEMP TABLE ticket_walk ON COMMIT DROP AS
WITH RECURSIVE moves AS (
    SELECT id AS ticket_id, CASE priority WHEN 'urgent' THEN 0.2 WHEN 'high' THEN 0.5 WHEN 'low' THEN 1.6 ELSE 1 END AS slower,
           1 AS step, 'new' AS status, opened_at AS changed_at
    FROM ticket_start
    UNION ALL
    SELECT ticket_id, slower, step + 1,
           CASE status WHEN 'new' THEN 'open'
                       WHEN 'open' THEN CASE WHEN die < 0.35 THEN 'pending' ELSE 'solved' END
                       WHEN 'solved' THEN CASE WHEN die < 0.12 THEN 'reopened' ELSE 'closed' END
                       ELSE 'open' END,
           changed_at + sample_days(exp(0.9 * sample_normal(number, 'ticket time')) *
               CASE status WHEN 'new' THEN 0.12 * slower WHEN 'open' THEN 0.8 * slower WHEN 'pending' THEN 1.5 WHEN 'solved' THEN 3 ELSE 0.2 END)
    FROM moves, LATERAL (SELECT ticket_id * 100 + step AS number, sample_random(ticket_id * 100 + step, 'ticket move') AS die) AS ticket
    WHERE status <> 'closed' AND changed_at < (SELECT as_of FROM demo_clock) AND step < 60
)
SELECT ticket_id, step, status, changed_at FROM moves WHERE changed_at < (SELECT as_of FROM demo_clock);

CREATE TABLE tickets (
    id                int PRIMARY KEY,
    account_id        int NOT NULL,
    contact_id        int NOT NULL,
    agent_id          int NOT NULL,
    kind              text NOT NULL,   -- question, problem, request, complaint
    channel           text NOT NULL,   -- email, phone, chat, web
    priority          text NOT NULL,
    opened_at         timestamptz NOT NULL,
    first_response_at timestamptz,
    due_at            timestamptz NOT NULL,
    solved_at         timestamptz,     -- the last time
    closed_at         timestamptz,
    agent_replies     int NOT NULL
);

-- Every wait for the customer and every solution is an answer, and some take another one.
INSERT INTO tickets
SELECT t.id, account_id, account_id, 49 + floor(16 * sample_random(t.id, 'agent'))::int,
       sample_word(t.id, 'ticket kind', 'question question question problem problem problem request request complaint'),
       sample_word(t.id, 'ticket channel', 'email email email phone phone chat web'), priority, opened_at, first_response_at,
       opened_at + CASE priority WHEN 'urgent' THEN interval '1 day' WHEN 'high' THEN interval '3 days' WHEN 'low' THEN interval '10 days'
                                 ELSE interval '5 days' END,
       solved_at, closed_at, answers + CASE WHEN answers > 0 THEN floor(2.6 * power(sample_random(t.id, 'more replies'), 3))::int ELSE 0 END
FROM ticket_start t
JOIN (SELECT ticket_id, min(changed_at) FILTER (WHERE status = 'open') AS first_response_at, max(changed_at) FILTER (WHERE status = 'solved') AS solved_at,
             max(changed_at) FILTER (WHERE status = 'closed') AS closed_at, count(*) FILTER (WHERE status IN ('pending', 'solved'))::int AS answers
      FROM ticket_walk GROUP BY ticket_id) AS w ON w.ticket_id = t.id;

CREATE TABLE ticket_events (
    id         int PRIMARY KEY,
    ticket_id  int NOT NULL,
    status     text NOT NULL,
    changed_at timestamptz NOT NULL
);

-- Reopened is not a status but a way: from solved back to open.
INSERT INTO ticket_events
SELECT row_number() OVER (ORDER BY changed_at, ticket_id, step), ticket_id, CASE status WHEN 'reopened' THEN 'open' ELSE status END, changed_at
FROM (SELECT *, lag(status) OVER (PARTITION BY ticket_id ORDER BY step) AS status_before FROM ticket_walk) AS moves
WHERE status_before IS DISTINCT FROM 'reopened';
