-- A CRM of some thousand rows by arithmetic, into the tables of doc/views.sql. :from and :to are numbers of rows; nothing repeats.
INSERT INTO users (id, name, region) SELECT i, 'user ' || i, (ARRAY['North', 'South', 'West', NULL])[1 + i % 4] FROM generate_series(:from, :to) i WHERE i <= 20;
INSERT INTO surveys (id, kind, answered_at, score)
SELECT i, (ARRAY['nps', 'csat', 'ces'])[1 + i % 3], timestamptz '2026-01-01Z' + i * 7919::bigint % 129600 * interval '1 minute',
	CASE i % 3 WHEN 0 THEN i * 31 % 11 WHEN 1 THEN 1 + i * 31 % 5 ELSE 1 + i * 31 % 7 END
FROM generate_series(:from, :to) i WHERE i % 10 > 0;
INSERT INTO orders (id, customer, product_line, amount, ordered_at)
SELECT i, i * 7907::bigint % 617, (ARRAY['books', 'games', NULL])[1 + i % 3], i * 104729::bigint % 20000 / 100.0, timestamptz '2025-09-01Z' + i * 6151::bigint % 302400 * interval '1 minute'
FROM generate_series(:from, :to) i;
INSERT INTO deals (id, owner_id, amount, created_at, closed_at, is_won)
SELECT i, i % 20 + 1, 100 + i % 97, at, CASE WHEN i % 5 > 0 THEN at + i * 37 % 60 * interval '1 day' END, CASE WHEN i % 5 > 0 THEN i % 3 = 0 END
FROM generate_series(:from, :to) i, LATERAL (SELECT timestamptz '2026-01-01Z' + i * 331 % 90 * interval '1 day' AS at) a;
-- One to four stages in order, each some hours after the one before.
INSERT INTO stage_history (id, deal_id, stage, entered_at)
SELECT i * 4 + n, i, (ARRAY['Lead', 'Qualified', 'Proposal', 'Won'])[n], timestamptz '2026-01-01Z' + i * 331 % 90 * interval '1 day' + (n * 50 + i * n % 41) * interval '1 hour'
FROM generate_series(:from, :to) i, generate_series(1, 1 + i % 4) n;
INSERT INTO tickets (id, priority, opened_at, due_at, solved_at)
SELECT i, (ARRAY['low', 'high'])[1 + i % 2], at, at + interval '2 days', CASE WHEN i % 7 > 0 THEN at + i * 53 % 100 * interval '1 hour' END
FROM generate_series(:from, :to) i, LATERAL (SELECT timestamptz '2026-01-01Z' + i * 331 % 90 * interval '1 day' AS at) a;
-- Two customers of three have one subscription, the third has two with a gap.
INSERT INTO subscriptions (id, customer, mrr, started_at, ended_at)
SELECT i, i / 4 * 3 + least(i % 4, 2), 10 + i % 13, at, CASE WHEN i % 4 < 3 AND i % 7 > 0 THEN at + (20 + i * 37 % 100) * interval '1 day' END
FROM generate_series(:from, :to) i, LATERAL (SELECT timestamptz '2025-12-01Z' + (i * 331 % 60 + CASE WHEN i % 4 = 3 THEN 200 ELSE 0 END) * interval '1 day' AS at) a;
