-- Funnels: every start of an entity followed step by step, as its definition says it.
CREATE TABLE property.event AS SELECT c, customer, step, at, within FROM property.rows WHERE i > 0 AND customer IS NOT NULL AND step > 0 AND at IS NOT NULL;
CREATE INDEX ON property.event (c, customer, step, at);
ANALYZE property.event;
CREATE FUNCTION property.funnel(limited boolean) RETURNS TABLE (c int, answer jsonb) LANGUAGE sql AS $$
	WITH RECURSIVE way AS (
		SELECT DISTINCT c, customer, at AS start, 1 AS step, at, CASE WHEN limited THEN at + within END AS last FROM property.event WHERE step = 1
		UNION ALL SELECT c, customer, start, w.step + 1, next, last FROM way w, LATERAL
			(SELECT min(e.at) AS next FROM property.event e WHERE e.c = w.c AND e.customer = w.customer AND e.step = w.step + 1 AND e.at >= w.at AND (last IS NULL OR e.at <= last)) n WHERE next IS NOT NULL),
	start AS (SELECT DISTINCT ON (c, customer) c, customer, start FROM way ORDER BY c, customer, step DESC, start),
	reached AS (SELECT c, step, property.length(start, at) AS t FROM way JOIN start USING (c, customer, start)),
	steps AS (SELECT c, step, count(t) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY t::float8)::numeric AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY t::float8)::numeric AS p90
		FROM (SELECT c, generate_series(1, max(step)) AS step FROM property.event GROUP BY c) s LEFT JOIN reached USING (c, step) GROUP BY c, step)
	SELECT c, jsonb_build_array(jsonb_agg(jsonb_build_array(step, n, n / nullif(first, 0)::numeric, n / nullif(before, 0)::numeric) ORDER BY step), NULL,
		jsonb_agg(property.bounds(median) ORDER BY step) || jsonb_agg(property.bounds(p90) ORDER BY step))
	FROM (SELECT *, first_value(n) OVER w AS first, lag(n) OVER w AS before FROM steps WINDOW w AS (PARTITION BY c ORDER BY step)) x GROUP BY c
$$;
CREATE TABLE property.truth_of_funnel AS SELECT * FROM property.funnel(false);
CREATE TABLE property.truth_of_funnel_within AS SELECT * FROM property.funnel(true);
CREATE FUNCTION property.read(s funnel_agg_state) RETURNS jsonb LANGUAGE sql RETURN
(SELECT jsonb_build_array(jsonb_agg(jsonb_build_array(step, entities, conversion_from_start, conversion_from_previous)), NULL, jsonb_agg(property.us(median_time)) || jsonb_agg(property.us(p90_time))) FROM funnel(s));
INSERT INTO property.oracle VALUES ('funnel_agg', 'entity, step, seen_at', 'property.truth_of_funnel', 'property.read(s)'), ('funnel_agg', 'entity, step, seen_at, within', 'property.truth_of_funnel_within', 'property.read(s)');
