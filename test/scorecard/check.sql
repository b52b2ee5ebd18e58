-- check.sql: the scorecard (demo/metrics.sql, loaded into this database) against the index and against truth.sql.  Prints what is wrong:
-- a metric of the index without a number, a number without an entry in the index, a number that plain SQL does not find; then how many.
\ir truth.sql
CREATE TEMP TABLE wrong (place text, fault text);

INSERT INTO wrong
SELECT name, 'not in the scorecard of both quarters' FROM metric_index LEFT JOIN scorecard ON metric = name
WHERE name NOT IN ('Reason for the score', 'Three categories of metrics', 'Report schedule', 'Reports per stakeholder') AND (previous IS NULL OR current IS NULL);
INSERT INTO wrong SELECT metric, 'not in the index' FROM scorecard WHERE category IS NULL;
INSERT INTO wrong SELECT metric, 'more than one row' FROM scorecard GROUP BY metric HAVING count(*) > 1;
INSERT INTO wrong SELECT metric, 'not one of the three categories: ' || category FROM scorecard
WHERE category NOT IN ('business performance', 'user adoption', 'customer perception');
INSERT INTO wrong SELECT 'the index', 'has fewer than 90 metrics' WHERE (SELECT count(*) FROM metric_index) < 90;

INSERT INTO wrong
SELECT t.metric || ', ' || t.which, format('%s, by plain SQL %s', shown, t.value)
FROM truth t LEFT JOIN scorecard s USING (metric), LATERAL (SELECT CASE t.which WHEN 'previous' THEN previous ELSE current END AS shown) AS v
WHERE (abs(shown - t.value) <= 0.0000001 * greatest(1, abs(t.value))) IS NOT TRUE;
INSERT INTO wrong SELECT 'truth.sql', 'has fewer than 100 numbers' WHERE (SELECT count(*) FROM truth) < 100;

SELECT place || ': ' || fault FROM wrong ORDER BY place;
SELECT 'wrong: ' || count(*) FROM wrong;
