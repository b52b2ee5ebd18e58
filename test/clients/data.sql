-- The small tables that cases.json asks about, with numbers that can be checked by hand, and what a dashboard stores of them.
-- The role `bi` is what a dashboard should be: it may log in with a password and read.
\set ON_ERROR_STOP on
CREATE EXTENSION crm_metrics;

-- 4 promoters, 2 passives, 3 detractors; North 3, 1, 0 and South 1, 1, 3.
CREATE TABLE answers (region text, answered_on date, score int);
INSERT INTO answers VALUES
  ('North', '2024-03-01', 10), ('North', '2024-03-01', 9), ('North', '2024-03-02', 9), ('North', '2024-03-04', 8), ('North', '2024-03-04', NULL),
  ('South', '2024-03-01', 7), ('South', '2024-03-02', 6), ('South', '2024-03-02', 3), ('South', '2024-03-03', 0), ('South', '2024-03-04', 10);
CREATE MATERIALIZED VIEW daily_answers AS SELECT answered_on, region, nps_agg(score) AS answers FROM answers GROUP BY answered_on, region;

-- 1 won, 2 lost, 1 open.
CREATE TABLE deals (id int, region text, won boolean, amount numeric(12,2), closed_on date);
INSERT INTO deals VALUES (1, 'North', true, 4000.00, '2024-02-10'), (2, 'North', false, 1500.50, '2024-02-20'), (3, 'South', false, 2500.25, '2024-03-05'), (4, 'South', NULL, 900, NULL);

-- March: 4 at the start, 1 leaves, 2 come, 1 of these leaves.
CREATE TABLE customers (id int, region text, started_at date, ended_at date);
INSERT INTO customers VALUES
  (1, 'North', '2026-01-10', NULL), (2, 'South', '2026-01-15', NULL), (3, 'North', '2026-02-01', '2026-03-09'), (4, 'South', '2026-02-20', NULL),
  (5, 'North', '2026-03-05', NULL), (6, 'South', '2026-03-07', '2026-03-20');

-- Discovery 14, 10 and 30 days; Proposal 14, 10 and 7; Negotiation 7, 10 and 18, and deal 3 is still there.
CREATE TABLE deal_history (id bigint, deal int, stage text, entered_at timestamptz);
INSERT INTO deal_history VALUES
  (1, 1, 'Discovery', '2024-01-01'), (2, 2, 'Discovery', '2024-01-03'), (3, 3, 'Discovery', '2024-01-10'), (4, 2, 'Proposal', '2024-01-13'),
  (5, 1, 'Proposal', '2024-01-15'), (6, 1, 'Proposal', '2024-01-21'), (7, 2, 'Negotiation', '2024-01-23'), (8, 1, 'Negotiation', '2024-01-29'),
  (9, 2, 'Closed Won', '2024-02-02'), (10, 1, 'Proposal', '2024-02-05'), (11, 3, 'Negotiation', '2024-02-09'), (12, 1, 'Negotiation', '2024-02-12'),
  (13, 1, 'Closed Lost', '2024-03-01');
CREATE MATERIALIZED VIEW deal_stages AS SELECT deal, stage_agg(stage, entered_at, id) AS history FROM deal_history GROUP BY deal;

-- Of 4 visitors 3 sign up, after 10 minutes each, and 1 buys after 1 day and 2 hours.
CREATE TABLE steps (visitor int, step int, seen_at timestamptz);
INSERT INTO steps VALUES
  (1, 1, '2024-01-01 10:00'), (1, 2, '2024-01-01 10:10'), (1, 3, '2024-01-02 12:00'), (2, 1, '2024-01-02 09:00'), (2, 2, '2024-01-02 09:10'),
  (3, 1, '2024-01-03 08:00'), (3, 2, '2024-01-03 08:10'), (4, 1, '2024-01-05 20:00');

CREATE TABLE orders (customer text, amount numeric(10,2), ordered_at timestamp);
INSERT INTO orders VALUES ('a', 100, '2024-01-05'), ('b', 80, '2024-01-20'), ('a', 50, '2024-01-31'), ('a', 30, '2024-02-29'), ('c', 60, '2024-02-10'), ('c', -15, '2024-03-03');

-- 5, 6+, 7, 7, 9+ and 12 days.
CREATE TABLE lasting (days int, observed boolean);
INSERT INTO lasting VALUES (5, true), (6, false), (7, true), (7, true), (9, false), (12, true);

-- States of every type there is: from the rows that all aggregates are tested with.
\i test/lib/facts.sql
CREATE VIEW state_types AS SELECT DISTINCT result::text AS type FROM facts.queries WHERE result::text LIKE '%\_state';

CREATE ROLE bi LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA facts TO bi;
GRANT SELECT ON ALL TABLES IN SCHEMA public, facts TO bi;
