-- Rates: rows that are true among those that are true or false, by number and by weight; Wilson's interval by its formula.
CREATE TABLE property.truth_of_rate AS
SELECT c, jsonb_build_array(h / n::numeric) AS answer, jsonb_build_array(jsonb_build_array(h / n::numeric, h, n, NULL, NULL),
	jsonb_build_array(CASE WHEN h = 0 THEN 0 ELSE middle - half END, CASE WHEN h = n THEN 1 ELSE middle + half END)) AS state
FROM (SELECT c, count(*) FILTER (WHERE hit) AS h, count(*) AS n FROM property.rows WHERE i > 0 AND hit IS NOT NULL GROUP BY c) r
	JOIN (SELECT c, z FROM property.cases) k USING (c),
	LATERAL (SELECT h::float8 / n AS p) x, LATERAL (SELECT (p + z * z / (2 * n)) / (1 + z * z / n) AS middle, z * sqrt(p * (1 - p) / n + z * z / (4.0::float8 * n * n)) / (1 + z * z / n) AS half) y;
CREATE TABLE property.truth_of_rate_agg AS SELECT c, state AS answer FROM property.truth_of_rate;
CREATE TABLE property.truth_of_weighted_rate AS
SELECT c, jsonb_build_array(h / nullif(n, 0)) AS answer, jsonb_build_array(jsonb_build_array(h / nullif(n, 0), hits, trials, h::text, n::text)) AS state
FROM (SELECT c, count(*) FILTER (WHERE hit) AS hits, count(*) AS trials, coalesce(sum(abs(amount)) FILTER (WHERE hit), 0) AS h, sum(abs(amount)) AS n
	FROM property.rows WHERE i > 0 AND hit IS NOT NULL AND amount IS NOT NULL GROUP BY c) r;
CREATE TABLE property.truth_of_weighted_rate_agg AS SELECT c, state AS answer FROM property.truth_of_weighted_rate;
INSERT INTO property.oracle SELECT name, names, 'property.truth_of_rate'::regclass, 'jsonb_build_array(s)', '(boolean)'
FROM (VALUES ('rate', 'hit'), ('win_rate', 'won'), ('conversion_rate', 'converted'), ('renewal_rate', 'renewed'), ('churn_rate', 'churned'), ('retention_rate', 'retained')) v (name, names);
INSERT INTO property.oracle VALUES
	('rate_agg', 'hit', 'property.truth_of_rate_agg', 'jsonb_build_array(jsonb_build_array(rate(s), hits(s), trials(s), hit_weight(s), total_weight(s)), jsonb_build_array(rate_low(s, k.confidence), rate_high(s, k.confidence)))'),
	('rate', 'hit, weight', 'property.truth_of_weighted_rate', 'jsonb_build_array(s)'), ('win_rate', 'won, amount', 'property.truth_of_weighted_rate', 'jsonb_build_array(s)'),
	('rate_agg', 'hit, weight', 'property.truth_of_weighted_rate_agg', 'jsonb_build_array(jsonb_build_array(rate(s), hits(s), trials(s), hit_weight(s)::text, total_weight(s)::text))');
