-- Durations: percentile_cont, and counts of what lies surely within a target.
CREATE TABLE property.truth_of_duration_agg AS
SELECT c, jsonb_build_array(jsonb_build_array(round(sum / n), min, max, sum, n, target >= max, target < min), NULL,
	jsonb_build_array(property.bounds(median::numeric), property.bounds(percentiles[array_position('{0,0.1,0.25,0.5,0.9,0.99,1}'::float8[], fraction)]::numeric),
		jsonb_build_array((SELECT count(*) FROM unnest(lengths) l WHERE l <= target * 0.99 - 1) / n::numeric, (SELECT count(*) FROM unnest(lengths) l WHERE l <= target * 1.01 + 1) / n::numeric))) AS answer
FROM (SELECT c, array_agg(l) AS lengths, count(*) AS n, sum(l), min(l), max(l), percentile_cont(0.5) WITHIN GROUP (ORDER BY l::float8) AS median,
		percentile_cont('{0,0.1,0.25,0.5,0.9,0.99,1}'::float8[]) WITHIN GROUP (ORDER BY l::float8) AS percentiles
	FROM property.rows, property.length(duration) l WHERE i > 0 AND duration IS NOT NULL GROUP BY c) d
JOIN (SELECT c, fraction, property.length(target) AS target FROM property.cases) k USING (c);
INSERT INTO property.oracle VALUES ('duration_agg', 'duration', 'property.truth_of_duration_agg', $$
	jsonb_build_array(jsonb_build_array(property.us(mean(s)), property.us(min_duration(s)), property.us(max_duration(s)), property.us(total(s)), num_values(s), share_within(s, k.target) = 1, share_within(s, k.target) = 0),
		NULL, jsonb_build_array(property.us(median(s)), property.us(percentile(s, k.fraction)), share_within(s, k.target)))$$);
