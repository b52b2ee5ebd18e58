-- Survival: the product-limit estimate row by row, Greenwood's sum beside it.
CREATE AGGREGATE property.product(float8) (SFUNC = float8mul, STYPE = float8, INITCOND = '1');
CREATE TABLE property.curve AS
SELECT *, CASE WHEN s < 1 AND s > 0 THEN sqrt(g) / abs(ln(s)) END AS spread FROM (
	SELECT *, property.product((n - d)::float8 / n) OVER w AS s, sum(CASE WHEN n > d THEN d::float8 / (n::float8 * (n - d)) END) OVER w AS g FROM (
		SELECT c, t, d, q, sum(d + q) OVER (PARTITION BY c ORDER BY t DESC) AS n FROM (
			SELECT c, property.length(duration) AS t, count(*) FILTER (WHERE hit) AS d, count(*) FILTER (WHERE NOT hit) AS q FROM property.rows WHERE i > 0 AND duration IS NOT NULL AND hit IS NOT NULL GROUP BY 1, 2) counts) risk
	WINDOW w AS (PARTITION BY c ORDER BY t)) curve;
-- The area below a curve until the horizon, NULL where the curve ends earlier above 0.
CREATE TABLE property.truth_of_survival_agg AS
SELECT c, jsonb_build_array(jsonb_agg(jsonb_build_array(t, n, d, q, s = 1, s = 0) ORDER BY t) || jsonb_build_array(min(t) FILTER (WHERE s <= 0.5 + 1e-12)),
	jsonb_agg(s ORDER BY t) || jsonb_agg(CASE WHEN s = 0 THEN NULL ELSE s * sqrt(coalesce(g, 0)) END ORDER BY t) || jsonb_build_array(coalesce((array_agg(s ORDER BY t DESC) FILTER (WHERE t <= target))[1], 1)),
	jsonb_agg(CASE WHEN spread IS NOT NULL THEN jsonb_build_array(s ^ exp(1.9599639845400545 * spread) * (1 - 1e-11), s ^ exp(1.9599639845400545 * spread) * (1 + 1e-11)) END ORDER BY t)
		|| jsonb_agg(CASE WHEN spread IS NOT NULL THEN jsonb_build_array(s ^ exp(-1.9599639845400545 * spread) * (1 - 1e-11), s ^ exp(-1.9599639845400545 * spread) * (1 + 1e-11)) END ORDER BY t)
		|| jsonb_build_array(CASE WHEN target <= max(t) OR min(s) = 0 THEN jsonb_build_array(area * (1 - 1e-12) - 1, area * (1 + 1e-12) + 1) END)) AS answer
FROM (SELECT *, sum(s_before * greatest(least(t, target) - t_before, 0)) OVER (PARTITION BY c) AS area
	FROM (SELECT *, lag(s, 1, 1::float8) OVER w AS s_before, lag(t, 1, 0::numeric) OVER w AS t_before FROM property.curve JOIN (SELECT c, property.length(target) AS target FROM property.cases) k USING (c)
		WINDOW w AS (PARTITION BY c ORDER BY t)) steps) x
GROUP BY c, target, area;
CREATE FUNCTION property.read(s survival_agg_state, target interval) RETURNS jsonb LANGUAGE sql RETURN
(SELECT jsonb_build_array(jsonb_agg(jsonb_build_array(property.us(elapsed), at_risk, events, censored, survival = 1, survival = 0) ORDER BY elapsed) || jsonb_build_array(property.us(median_survival(s))),
	jsonb_agg(survival ORDER BY elapsed) || jsonb_agg(std_error ORDER BY elapsed) || jsonb_build_array(survival_at(s, target)),
	jsonb_agg(lower ORDER BY elapsed) || jsonb_agg(upper ORDER BY elapsed) || jsonb_build_array(property.us(restricted_mean(s, target)))) FROM survival_curve(s));
INSERT INTO property.oracle VALUES ('survival_agg', 'duration, observed', 'property.truth_of_survival_agg', 'property.read(s, k.target)');
