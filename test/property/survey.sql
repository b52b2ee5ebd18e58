-- Surveys: the answers, counted.
CREATE VIEW property.answer AS
SELECT c, kind, low, high, score, 1 + property.pick(high - low + 1, c, 0, 'boxes') AS boxes FROM property.rows,
	LATERAL (VALUES ('nps', 0, 10, nps_score), ('csat', 1, 5, csat_score), ('ces', 1, 7, ces_score), ('survey', scale_min, scale_max, scale_score)) a (kind, low, high, score)
WHERE i > 0 AND score IS NOT NULL;
CREATE TABLE property.truth_of_surveys AS
SELECT c, kind, jsonb_build_array(jsonb_build_array(CASE WHEN is_nps THEN jsonb_build_array(100 * (p - d) / n::numeric, p, n - p - d, d) END, csat, ces, n, sum / n::numeric,
		(SELECT count(*) FROM unnest(answers) a WHERE a > high - boxes) / n::numeric, (SELECT count(*) FROM unnest(answers) a WHERE a < low + boxes) / n::numeric,
		(SELECT jsonb_agg(jsonb_build_array(s, (SELECT count(*) FROM unnest(answers) a WHERE a = s)) ORDER BY s) FROM generate_series(low, high) s)),
	jsonb_build_array(CASE WHEN is_nps THEN 100 * z * sqrt((((p + d) * n - (p - d) ^ 2) / n ^ 3)::float8) END)) AS state,
	jsonb_build_array(100 * (p - d) / n::numeric) AS nps, jsonb_build_array(csat) AS csat, jsonb_build_array(ces) AS ces
FROM (SELECT c, kind, low, high, boxes, low < 2 AND high = 10 AS is_nps, array_agg(score) AS answers, count(*) AS n, sum(score), count(*) FILTER (WHERE score >= 9) AS p, count(*) FILTER (WHERE score <= 6) AS d,
		100 * count(*) FILTER (WHERE score > high - 2) / count(*)::numeric AS csat, 100 * count(*) FILTER (WHERE 2 * score > low + high) / count(*)::numeric AS ces
	FROM property.answer GROUP BY c, kind, low, high, boxes) r
JOIN (SELECT c, z FROM property.cases) k USING (c);
CREATE FUNCTION property.read(s survey_agg_state, low int, high int, k property.cases) RETURNS jsonb LANGUAGE sql RETURN
jsonb_build_array(jsonb_build_array(CASE WHEN low < 2 AND high = 10 THEN jsonb_build_array(nps(s), promoters(s), passives(s), detractors(s)) END, csat(s), ces(s), num_responses(s), mean(s),
		top_box(s, 1 + property.pick(high - low + 1, k.c, 0, 'boxes')), bottom_box(s, 1 + property.pick(high - low + 1, k.c, 0, 'boxes')),
		(SELECT jsonb_agg(jsonb_build_array(score, responses)) FROM score_counts(s))),
	jsonb_build_array(CASE WHEN low < 2 AND high = 10 THEN nps_margin(s, k.confidence) END));
SELECT format('CREATE TABLE property.truth_of_%1$s_agg AS SELECT c, state AS answer FROM property.truth_of_surveys WHERE kind = %1$L', kind) FROM unnest('{nps,csat,ces,survey}'::text[]) kind \gexec
SELECT format('CREATE TABLE property.truth_of_%1$s AS SELECT c, %1$s AS answer FROM property.truth_of_surveys WHERE kind = %1$L', kind) FROM unnest('{nps,csat,ces}'::text[]) kind \gexec
INSERT INTO property.oracle VALUES
	('nps', 'score', 'property.truth_of_nps', 'jsonb_build_array(s)'), ('csat', 'score', 'property.truth_of_csat', 'jsonb_build_array(s)'), ('ces', 'score', 'property.truth_of_ces', 'jsonb_build_array(s)'),
	('nps_agg', 'score', 'property.truth_of_nps_agg', 'property.read(s, 0, 10, k)'), ('csat_agg', 'score', 'property.truth_of_csat_agg', 'property.read(s, 1, 5, k)'),
	('ces_agg', 'score', 'property.truth_of_ces_agg', 'property.read(s, 1, 7, k)'), ('survey_agg', 'score, scale_min, scale_max', 'property.truth_of_survey_agg', 'property.read(s, k.scale_min, k.scale_max, k)');
INSERT INTO property.claim VALUES ('nps_from_counts', $$
	SELECT c, jsonb_build_array(nps_from_counts(p, q, d)) AS got, jsonb_build_array(CASE WHEN p + q + d > 0 THEN 100 * (p - d) / (p + q + d)::numeric END) AS answer
	FROM property.cases, LATERAL (SELECT property.pick(amounts * 300 + 1, c, 0, 'p')::bigint, property.pick(amounts * 300 + 1, c, 0, 'q')::bigint, property.pick(amounts * 300 + 1, c, 0, 'd')::bigint) x (p, q, d)$$);
