-- sample.sql: the rows of the examples in ../scheduled.md, to be loaded after ../views.sql.

INSERT INTO users (id, name, region) VALUES (1, 'Ada', 'North'), (2, 'Bo', 'South');
-- 23:30 UTC on 2 March is half past midnight on 3 March in Berlin.
INSERT INTO surveys (id, kind, answered_at, score) VALUES
	(1, 'nps', '2026-03-02 09:00Z', 10), (2, 'nps', '2026-03-02 10:00Z', 9), (3, 'nps', '2026-03-02 11:00Z', 6), (4, 'nps', '2026-03-02 23:30Z', 8),
	(5, 'nps', '2026-03-03 12:00Z', 9), (6, 'nps', NULL, NULL), (7, 'csat', '2026-03-02 15:00Z', 5), (8, 'csat', '2026-03-03 15:00Z', 2),
	(9, 'nps', '2026-04-01 08:00Z', 3);
INSERT INTO orders (id, customer, product_line, amount, ordered_at) VALUES
	(1, 1, 'books', 20, '2026-03-02 10:00Z'), (2, 2, 'books', 30, '2026-03-02 11:00Z'), (3, 1, 'games', 50, '2026-03-02 12:00Z'),
	(4, 1, 'books', 10, '2026-03-03 10:00Z'), (5, 3, 'books', 25, '2026-03-03 11:00Z'), (6, 2, 'games', 40, '2026-04-04 10:00Z');
INSERT INTO deals (id, owner_id, amount, created_at, closed_at, is_won) VALUES
	(1, 1, 1000, '2026-02-20Z', '2026-03-02 12:00Z', true), (2, 1, 3000, '2026-02-24Z', '2026-03-02 14:00Z', false),
	(3, 2, 2000, '2026-03-01Z', '2026-03-03 09:00Z', true), (4, 2, 500, '2026-03-01Z', NULL, NULL);
INSERT INTO stage_history (id, deal_id, stage, entered_at) VALUES
	(1, 1, 'Lead', '2026-02-20Z'), (2, 1, 'Qualified', '2026-02-22Z'), (3, 1, 'Proposal', '2026-02-26Z'), (4, 1, 'Won', '2026-03-02 12:00Z'),
	(5, 2, 'Lead', '2026-02-24Z'), (6, 2, 'Qualified', '2026-02-25Z'), (7, 3, 'Lead', '2026-03-01Z'), (8, 4, 'Lead', '2026-03-01Z');
INSERT INTO tickets (id, priority, opened_at, due_at, solved_at) VALUES
	(1, 'high', '2026-03-02 08:00Z', '2026-03-02 12:00Z', '2026-03-02 10:00Z'), (2, 'low', '2026-03-02 08:00Z', '2026-03-03 08:00Z', '2026-03-03 20:00Z');
INSERT INTO subscriptions (id, customer, mrr, started_at, ended_at) VALUES
	(1, 1, 100, '2025-11-01Z', NULL), (2, 2, 50, '2026-01-15Z', '2026-03-10Z'), (3, 2, 80, '2026-02-01Z', NULL), (4, 3, 30, '2026-02-10Z', '2026-03-20Z');
