-- For each state type a view of states, with what accessors take besides a state, a column for each type. Two of the stored
-- states would answer many accessors with NULL or an error: a survey that has a net promoter score and deals with finished
-- visits take their place.
CREATE FUNCTION facts.telling(type regtype) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT format('(SELECT part, id %% 40 AS piece, %s AS state FROM facts.rows GROUP BY 1, 2)', call)
		FROM (VALUES ('survey', 'nps_agg(score)'), ('pipeline', 'pipeline_agg(customer % 5, stage, started_at)')) v (name, call)
		WHERE type::text = name || '_agg_state'), format('facts.%s', type))
$$;
DO $$
DECLARE t regtype;
BEGIN
	FOR t IN SELECT DISTINCT state FROM facts.wide_queries LOOP
		EXECUTE format('CREATE VIEW facts.%1$s_arguments AS SELECT part, piece, state, 0.5::float8 AS float8, 1 AS int4, true AS bool, %2$L::text AS text, %3$L::text[] AS _text,
			interval %4$L AS "interval", timestamptz %5$L AS "timestamptz" FROM %6$s s', t, CASE WHEN t::text = 'churn_agg_state' THEN 'average' ELSE 'stage 1' END,
			'{stage 1,stage 2}', '20 days', '2026-06-01Z', facts.telling(t));
	END LOOP;
END $$;
