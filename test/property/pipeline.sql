-- Pipelines: the visits of all deals of a case (stage.sql), counted.
CREATE FUNCTION property.pipeline(how text, with_as_of boolean) RETURNS TABLE (c int, answer jsonb) LANGUAGE sql AS $$
	WITH visit AS (SELECT c, customer, stage, exited IS NULL AS open, property.lasted(entered, exited, CASE WHEN with_as_of THEN as_of END) AS t, lead(stage) OVER (PARTITION BY c, customer ORDER BY turn) AS next FROM property.visits(how)),
	stages AS (SELECT c, jsonb_agg(jsonb_build_array(stage, deals, visits, open, total, round(total / n)) ORDER BY stage) AS exact,
			jsonb_agg(property.bounds(median) ORDER BY stage) || jsonb_agg(property.bounds(p90) ORDER BY stage) || jsonb_agg(property.bounds(percentiles[array_position('{0,0.1,0.25,0.5,0.9,0.99,1}'::float8[], fraction)]::numeric) ORDER BY stage) AS rough
		FROM (SELECT c, stage, count(DISTINCT coalesce(customer::text, '')) AS deals, count(*) AS visits, count(*) FILTER (WHERE open) AS open, sum(t) AS total, nullif(count(t), 0) AS n,
				percentile_cont(0.5) WITHIN GROUP (ORDER BY t::float8)::numeric AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY t::float8)::numeric AS p90,
				percentile_cont('{0,0.1,0.25,0.5,0.9,0.99,1}'::float8[]) WITHIN GROUP (ORDER BY t::float8) AS percentiles FROM visit GROUP BY c, stage) v
			JOIN (SELECT c, fraction FROM property.cases) k USING (c) GROUP BY c),
	transitions AS (SELECT c, jsonb_agg(jsonb_build_array(stage, next, moves, moves / all_moves) ORDER BY stage, next) AS moves
		FROM (SELECT c, stage, next, count(*) AS moves, sum(count(*)) OVER (PARTITION BY c, stage) AS all_moves FROM visit GROUP BY c, stage, next) m GROUP BY c)
	SELECT c, jsonb_build_array(jsonb_build_array(exact, moves), NULL, rough) FROM stages JOIN transitions USING (c)
$$;
CREATE TABLE property.truth_of_pipeline AS SELECT * FROM property.pipeline('raw', false);
CREATE TABLE property.truth_of_pipeline_until AS SELECT * FROM property.pipeline('raw', true);
CREATE TABLE property.truth_of_deals AS SELECT * FROM property.pipeline('tied', false);
CREATE TABLE property.truth_of_deals_until AS SELECT * FROM property.pipeline('tied', true);
CREATE FUNCTION property.read(s pipeline_agg_state, fraction float8) RETURNS jsonb LANGUAGE sql RETURN
(SELECT jsonb_build_array(jsonb_build_array(jsonb_agg(jsonb_build_array(stage, deals, visits, open_visits, property.us(total_time), property.us(mean_time))),
		(SELECT jsonb_agg(jsonb_build_array(from_stage, to_stage, moves, share)) FROM transitions(s))), NULL,
	jsonb_agg(property.us(median_time)) || jsonb_agg(property.us(p90_time)) || jsonb_agg(property.us(percentile(s, stage, fraction)))) FROM stages(s));
INSERT INTO property.oracle VALUES
	('pipeline_agg', 'deal, stage, entered_at', 'property.truth_of_pipeline', 'property.read(s, k.fraction)'), ('pipeline_agg', 'deal, stage, entered_at, as_of', 'property.truth_of_pipeline_until', 'property.read(s, k.fraction)'),
	('pipeline_agg', 'state', 'property.truth_of_deals', 'property.read(s, k.fraction)'), ('pipeline_agg', 'state, as_of', 'property.truth_of_deals_until', 'property.read(s, k.fraction)');
