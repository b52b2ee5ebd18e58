-- What doc/scale-out.md says about single forms of queries: refused when rows may not be fetched, or equal to local ones.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SET citus.coordinator_aggregation_strategy = 'disabled';
CREATE TEMP TABLE form (what text, refused text, query text);
INSERT INTO form VALUES
	('an aggregate beside one that has no parts', 'unsupported aggregate function', 'SELECT nps(a31), string_agg(id::text, NULL) FROM %s'),
	('ORDER BY in the call', 'unsupported aggregate function', 'SELECT nps(a31 ORDER BY id) FROM %s'),
	('ORDER BY in the call, grouped by the distribution column', NULL, 'SELECT entity, nps(a31 ORDER BY id) FROM %s GROUP BY 1'),
	('DISTINCT', 'unsupported aggregate function|cannot', 'SELECT nps(DISTINCT a31) FROM %s'),
	('DISTINCT in a subquery', NULL, 'SELECT nps(a31) FROM (SELECT DISTINCT entity, a31 FROM %s) s'),
	('GROUPING SETS', 'could not run distributed query with GROUPING SETS', 'SELECT id %% 2, id %% 3, nps(a31) FROM %s GROUP BY GROUPING SETS (1, 2)'),
	('an accessor that returns rows, in the SELECT list', 'set-valued function', 'SELECT score_counts(nps_agg(a31)) FROM %s'),
	('an accessor that returns rows, after FROM', NULL, 'SELECT c.* FROM (SELECT nps_agg(a31) AS s FROM %s) x, score_counts(s) c'),
	('several accessors of one state', NULL, 'SELECT nps(s), promoters(s), nps_margin(s) FROM (SELECT nps_agg(a31) AS s FROM %s) x'),
	('a value of each entity, and a metric of these', NULL, 'SELECT p.* FROM (SELECT pipeline_agg(d) AS s FROM (SELECT entity, stage_agg(a33, a35) AS d FROM %s GROUP BY 1) e) x, stages(s) p'),
	('a window over partitions of another column', NULL, 'SELECT id, episode(a35, interval ''20 days'') OVER (PARTITION BY site ORDER BY a35, id) FROM %s');
SELECT format('%s - %s: %s', CASE WHEN CASE WHEN refused IS NULL THEN there = here ELSE there ~ refused END THEN 'ok' ELSE 'not ok' END, what, CASE WHEN refused IS NOT NULL OR there <> here THEN left(there, 150) ELSE 'equal' END)
FROM form, LATERAL (SELECT facts.rows_of(format(query, 'far.wide')) AS there, facts.rows_of(format(query, 'facts.wide')) AS here) x;
SELECT format('%s - such a window is computed on the coordinator', CASE WHEN string_agg(line, E'\n') ~ '^WindowAgg' THEN 'ok' ELSE 'not ok' END) FROM form, facts.plan(format(query, 'far.wide')) line WHERE what LIKE 'a window%';
