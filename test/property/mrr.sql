-- Recurring revenue: each customer's movement between two amounts.
CREATE FUNCTION property.mrr(starting numeric, new numeric, expansion numeric, contraction numeric, churned numeric, back numeric, ending numeric) RETURNS jsonb IMMUTABLE LANGUAGE sql RETURN
jsonb_build_array(ARRAY[starting::text, new::text, expansion::text, contraction::text, churned::text, back::text, ending::text],
	(starting + expansion - contraction - churned) / nullif(starting, 0), (starting - contraction - churned) / nullif(starting, 0), (contraction + churned) / nullif(starting, 0),
	(contraction + churned - expansion) / nullif(starting, 0), (contraction + churned - expansion - back) / nullif(starting, 0), (new + expansion + back) / nullif(contraction + churned, 0));
CREATE FUNCTION property.read(s mrr_agg_state) RETURNS jsonb LANGUAGE sql RETURN
jsonb_build_array(ARRAY[starting_mrr(s)::text, new_mrr(s)::text, expansion_mrr(s)::text, contraction_mrr(s)::text, churned_mrr(s)::text, reactivation_mrr(s)::text, ending_mrr(s)::text],
	net_revenue_retention(s), gross_revenue_retention(s), gross_mrr_churn_rate(s), net_mrr_churn_rate(s), net_mrr_churn_rate(s, true), quick_ratio(s));
-- One customer of each row: b before, a after.
CREATE VIEW property.account AS
SELECT c, 0 AS n, coalesce(mrr_before, 0) AS b, coalesce(mrr_after, 0) AS a, coalesce(previously_active, false) AS earlier, greatest(scale(mrr_before), scale(mrr_after)) AS scale FROM property.rows WHERE i > 0
UNION ALL
SELECT c, n, coalesce(sum(mrr) FILTER (WHERE a < p0 AND b >= p0), 0), coalesce(sum(mrr) FILTER (WHERE a < p1 AND b >= p1), 0), coalesce(bool_or(mrr > 0 AND a < p0), false),
	max(scale(mrr)) FILTER (WHERE a < p0 AND b >= p0 OR a < p1 AND b >= p1)
FROM (SELECT c, customer, boundaries, abs(amount) AS mrr, coalesce(lower(span), '-infinity') AS a, coalesce(upper(span), 'infinity') AS b FROM property.rows WHERE i > 0 AND NOT isempty(span)) s,
	LATERAL (SELECT n, boundaries[n], boundaries[n + 1] FROM generate_series(1, cardinality(boundaries) - 1) n) p (n, p0, p1)
WHERE customer IS NOT NULL AND mrr IS NOT NULL AND a < b GROUP BY c, customer, n, p0, p1;
CREATE TABLE property.truth_of_mrr AS
SELECT c, n, property.mrr(sum(b), sum(CASE WHEN b = 0 AND NOT earlier THEN a ELSE none END), sum(CASE WHEN b > 0 AND a > b THEN a - b ELSE none END), sum(CASE WHEN a > 0 AND a < b THEN b - a ELSE none END),
	sum(CASE WHEN a = 0 THEN b ELSE none END), sum(CASE WHEN b = 0 AND earlier THEN a ELSE none END), sum(a)) AS period
FROM (SELECT c, n, round(a, scale) AS a, round(b, scale) AS b, round(0, scale) AS none, earlier FROM (SELECT c, n, a, b, earlier, coalesce(max(scale) OVER (PARTITION BY c, n), 0) AS scale FROM property.account) x) y GROUP BY c, n;
CREATE TABLE property.truth_of_mrr_agg AS SELECT c, jsonb_build_array(period) AS answer FROM property.truth_of_mrr WHERE n = 0;
CREATE TABLE property.truth_of_mrr_series_agg AS
SELECT c, jsonb_build_array(jsonb_agg(jsonb_build_array(boundaries[n], boundaries[n + 1], period) ORDER BY n)) AS answer FROM property.truth_of_mrr JOIN (SELECT c, boundaries FROM property.cases) k USING (c) WHERE n > 0 GROUP BY c;
INSERT INTO property.oracle VALUES
	('mrr_agg', 'mrr_before, mrr_after, previously_active', 'property.truth_of_mrr_agg', 'jsonb_build_array(property.read(s))'),
	('mrr_series_agg', 'customer, mrr, active, boundaries', 'property.truth_of_mrr_series_agg',
		'jsonb_build_array((SELECT jsonb_agg(jsonb_build_array(lower(p.period)::timestamp, upper(p.period)::timestamp, property.read(p.state))) FROM periods(s) p))');

INSERT INTO property.claim VALUES ('mrr_movement', $$
	SELECT c, jsonb_build_array(m) AS got, jsonb_build_array(CASE WHEN b = 0 AND a = 0 THEN NULL WHEN b = 0 THEN CASE WHEN earlier > 0 THEN 'reactivation' ELSE 'new' END
		WHEN a = 0 THEN 'churn' WHEN a > b THEN 'expansion' WHEN a < b THEN 'contraction' ELSE 'retained' END) AS answer
	FROM (SELECT c, mrr_movement(mrr_after) OVER w AS m, coalesce(mrr_after, 0) AS a, coalesce(lag(mrr_after) OVER w, 0) AS b, coalesce(max(mrr_after) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
		FROM property.rows WINDOW w AS (PARTITION BY c, customer ORDER BY i)) x$$);
