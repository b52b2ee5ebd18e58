-- Cohorts: the period of every row and of the first row of its customer, by date_bin for days and by counting months.
CREATE FUNCTION property.period_number(at timestamp, width interval) RETURNS int IMMUTABLE LANGUAGE sql RETURN
CASE WHEN width <= '28 days' THEN floor((at::date - date '2000-01-03')::numeric / extract(day FROM width))
	ELSE floor(((extract(year FROM at) + CASE WHEN extract(year FROM at) < 0 THEN 1 ELSE 0 END - 2000) * 12 + extract(month FROM at) - 1) / (extract(year FROM width) * 12 + extract(month FROM width))) END;
CREATE FUNCTION property.cohort(money boolean) RETURNS TABLE (c int, answer jsonb) LANGUAGE sql AS $$
	WITH r AS (SELECT c, customer, property.period_number(at, width) AS p, amount, width FROM property.rows WHERE i > 0 AND customer IS NOT NULL AND at IS NOT NULL AND (amount IS NOT NULL OR NOT money)),
	cell AS (SELECT c, first, p - first AS n, width, count(DISTINCT customer) AS customers, sum(amount) AS revenue
		FROM (SELECT *, min(p) OVER (PARTITION BY c, customer) AS first FROM r) x GROUP BY c, first, n, width)
	SELECT c, jsonb_build_array(jsonb_agg(jsonb_build_array(CASE WHEN width <= '28 days' THEN timestamp '2000-01-03' ELSE timestamp '2000-01-01' END + first * width, n, customers, customers / whole::numeric,
		CASE WHEN money THEN jsonb_build_array(revenue::text, revenue / nullif(first_revenue, 0)) END) ORDER BY first, n))
	FROM (SELECT *, first_value(customers) OVER w AS whole, first_value(revenue) OVER w AS first_revenue FROM cell WINDOW w AS (PARTITION BY c, first ORDER BY n)) y GROUP BY c
$$;
CREATE TABLE property.truth_of_cohort AS SELECT * FROM property.cohort(false);
CREATE TABLE property.truth_of_cohort_money AS SELECT * FROM property.cohort(true);
CREATE FUNCTION property.read(s cohort_agg_state, money boolean) RETURNS jsonb LANGUAGE sql RETURN
(SELECT jsonb_build_array(jsonb_agg(jsonb_build_array(cohort, period_number, customers, retention,
	CASE WHEN money THEN jsonb_build_array(revenue::text, revenue_retention) WHEN num_nonnulls(revenue, revenue_retention) > 0 THEN '["not without amounts"]'::jsonb END))) FROM cohorts(s));
INSERT INTO property.oracle VALUES ('cohort_agg', 'customer, seen_at, width', 'property.truth_of_cohort', 'property.read(s, false)'), ('cohort_agg', 'customer, amount, seen_at, width', 'property.truth_of_cohort_money', 'property.read(s, true)');
