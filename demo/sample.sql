-- sample.sql: the CRM of an imaginary company, January 2024 to June 2026, in plain SQL.  Its tables are those of doc/views.sql, with two more.
--
--   psql -d DATABASE -f sample.sql        (an empty database; PostgreSQL 15 or newer; about 845,000 rows)
--
-- Amounts are in euro.
--
-- Every value is a hash of the row's number and of the purpose it is drawn for, not of random(): setseed() only repeats itself as long as
-- the planner calls random() in the same order, a hash gives the same rows with every plan, in parallel and in every version.
-- What real data have and examples often lack is in here: open and re-entered stages, the same stage written twice, two changes at one
-- instant, refunds, customers with several subscriptions, gaps and come-backs, unanswered surveys, duplicate contacts, mistyped addresses, leads
-- that were entered late, abandoned calls.

SET TimeZone = 'UTC';
SET client_min_messages = warning;
BEGIN;
\ir sample/dice.sql
\ir sample/people.sql
\ir sample/marketing.sql
\ir sample/pipeline.sql
\ir sample/revenue.sql
\ir sample/conversations.sql
\ir sample/support.sql
\ir sample/surveys.sql
\ir sample/keys.sql
DROP FUNCTION sample_leaving, sample_office_hours, sample_between, sample_days, sample_phrase, sample_word, sample_normal, sample_random;
COMMIT;
ANALYZE;
