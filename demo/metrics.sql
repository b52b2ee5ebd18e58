-- metrics.sql: every metric of doc/index for two quarters, grouped by what it tells: business performance, user adoption, customer perception.
--
--   psql -d DATABASE -v index=../doc/index -f metrics.sql      (after sample.sql and CREATE EXTENSION crm_metrics)
--
-- A file in metrics/ is a family: a function FAMILY_metrics(period) with one row per metric and one headline number in it; the recipes say
-- more.  Names and categories come from the index, so a metric without an entry there has no category.

\if :{?index}
\else
  \set index '../doc/index'
\endif
\set lines `cat :'index'/*.tsv`

SET client_min_messages = warning;
\ir metrics/period.sql
\ir metrics/customers.sql
\ir metrics/value.sql
\ir metrics/sales.sql
\ir metrics/marketing.sql
\ir metrics/service.sql
\ir metrics/perception.sql
\ir metrics/team.sql
\ir metrics/data_quality.sql

DROP TABLE IF EXISTS metric_index, scorecard;
CREATE TABLE metric_index AS
SELECT row_number() OVER (ORDER BY left(field[1], 1), substring(field[1] FROM '[0-9]+')::int, field[1]) AS place, field[2] AS name, field[4] AS category
FROM string_to_table(:'lines', E'\n') AS line, string_to_array(line, E'\t') AS field;

-- Quarters of UTC.  This is one statement of a hundred small queries: compiling it would take longer than it runs.
SET jit = off;
CREATE TABLE scorecard AS
WITH quarter AS (
    SELECT tstzrange(b[1], b[2]) AS previous, tstzrange(b[2], b[3]) AS current FROM boundaries('2026-01-01', '2026-07-01', '3 months', 'UTC') AS b
), number AS (
    SELECT which, m.* FROM quarter, LATERAL (VALUES ('previous', previous), ('current', current)) AS q (which, period),
    LATERAL (SELECT * FROM customers_metrics(period) UNION ALL SELECT * FROM value_metrics(period) UNION ALL SELECT * FROM sales_metrics(period) UNION ALL
             SELECT * FROM marketing_metrics(period) UNION ALL SELECT * FROM service_metrics(period) UNION ALL SELECT * FROM perception_metrics(period) UNION ALL
             SELECT * FROM team_metrics(period) UNION ALL SELECT * FROM data_quality_metrics(period)) AS m
)
SELECT category, place, metric, unit, min(value) FILTER (WHERE which = 'previous') AS previous, min(value) FILTER (WHERE which = 'current') AS current
FROM number LEFT JOIN metric_index ON name = metric
GROUP BY category, place, metric, unit;

-- Fractions are shown as percent, counts and large numbers without decimals.
CREATE OR REPLACE TEMP VIEW scorecard_lines AS
SELECT category, place, metric, regexp_replace(unit, '^fraction', '%') AS unit, round(by * previous, digits) AS previous, round(by * current, digits) AS current,
       round(100 * growth_rate(previous, current), 1) AS "change %"
FROM scorecard, LATERAL (SELECT CASE WHEN unit LIKE 'fraction%' THEN 100 ELSE 1 END AS by) AS shown,
     LATERAL (SELECT CASE WHEN greatest(abs(by * previous), abs(by * current)) >= 1000 OR previous % 1 = 0 AND current % 1 = 0 THEN 0 ELSE 2 END AS digits) AS rounded;

\echo '=== Scorecard: business performance, first and second quarter of 2026'
SELECT metric, previous, current, unit, "change %" FROM scorecard_lines WHERE category = 'business performance' ORDER BY place;
\echo '=== Scorecard: user adoption'
SELECT metric, previous, current, unit, "change %" FROM scorecard_lines WHERE category = 'user adoption' ORDER BY place;
\echo '=== Scorecard: customer perception'
SELECT metric, previous, current, unit, "change %" FROM scorecard_lines WHERE category = 'customer perception' ORDER BY place;
