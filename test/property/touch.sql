-- Attribution: each model by its formula, over the touches not later than the conversion, and their sum. Episodes: pauses counted.
INSERT INTO property.claim SELECT 'attribution_weight', format($q$
	WITH r AS (SELECT r.c, r.i, r.at, CASE WHEN property.pick(10, c, 0, 'converted') > 0 THEN k.base + (property.pick(k.spread + 4, c, 0, 'converted when') - 1) * k.unit END AS converted,
			nullif(property.pick(4, c, i, 'milestone'), 3) = 0 AS milestone, (1 + property.pick(9, c, 0, 'half')) * k.unit AS half,
			property.one_of('{first,last,linear,position,time_decay,u_shaped,w_shaped,full_path}'::text[], c, 0, 'model') AS model
		FROM property.rows r JOIN (SELECT c, base, spread, unit FROM property.cases) k USING (c) WHERE days = %2$L),
	path AS (SELECT *, row_number() OVER (w ORDER BY at, i) AS n, row_number() OVER (w ORDER BY at DESC, i DESC) AS from_end, count(*) OVER w AS touches, max(at) OVER w AS latest FROM r WHERE at <= converted WINDOW w AS (PARTITION BY c)),
	marked AS (SELECT *, n = 1 OR coalesce(milestone, false) AND model <> 'position' OR from_end = 1 AND model IN ('full_path', 'position') AS key, 2::float8 ^ greatest(- property.length(at, latest) / property.length(half), -1000)::float8 AS decay,
			CASE model WHEN 'position' THEN 0.8 WHEN 'u_shaped' THEN 0.8 ELSE 0.9 END AS part FROM path),
	weight AS (SELECT *, CASE model WHEN 'first' THEN (n = 1)::int WHEN 'last' THEN (from_end = 1)::int WHEN 'linear' THEN 1.0::float8 / touches WHEN 'time_decay' THEN decay / sum(decay) OVER (PARTITION BY c)
			ELSE CASE WHEN count(*) FILTER (WHERE key) OVER (PARTITION BY c) = touches THEN 1.0 / touches WHEN key THEN part / count(*) FILTER (WHERE key) OVER (PARTITION BY c) ELSE (1 - part) / count(*) FILTER (WHERE NOT key) OVER (PARTITION BY c) END END AS share FROM marked)
	SELECT c, jsonb_build_array(jsonb_build_array(CASE WHEN count(x) > 0 AND abs(sum(x) - 1) > 1e-12 AND bool_or(at <= converted) THEN 'sums to ' || sum(x) END, jsonb_agg(x = 0 ORDER BY i)), jsonb_agg(CASE WHEN x > 1e-290 THEN x END ORDER BY i)) AS got,
		jsonb_build_array(jsonb_build_array(NULL, jsonb_agg(CASE WHEN r.at IS NOT NULL AND r.converted IS NOT NULL THEN coalesce(share, 0) = 0 END ORDER BY i)), jsonb_agg(CASE WHEN share > 1e-290 THEN share END ORDER BY i)) AS answer
	FROM (SELECT *, attribution_weight(at::%1$s, converted::%1$s, model, milestone, half) OVER (PARTITION BY c ORDER BY at, i) AS x FROM r) r LEFT JOIN (SELECT c, i, share FROM weight) w USING (c, i) GROUP BY c$q$, type, type = 'date')
FROM unnest('{date,timestamp,timestamptz}'::text[]) type;

INSERT INTO property.claim SELECT 'episode', format($q$
	SELECT c, jsonb_build_array(e) AS got, jsonb_build_array(CASE WHEN at IS NOT NULL THEN 1 + count(*) FILTER (WHERE at - before > gap) OVER (PARTITION BY c, customer ORDER BY at, i) END) AS answer
	FROM (SELECT r.c, customer, i, at, gap, episode(at::%s, gap) OVER w AS e, lag(at) OVER w AS before FROM property.rows r JOIN (SELECT c, gap FROM property.cases) k USING (c) WHERE days = %L
		WINDOW w AS (PARTITION BY r.c, customer ORDER BY at, i)) x$q$, type, type = 'date')
FROM unnest('{date,timestamp,timestamptz}'::text[]) type;
