-- attribution_weight(touched_at, converted_at, model, milestone, half_life) OVER (PARTITION BY conversion ORDER BY touched_at, id): worked numbers, rules, errors, plain SQL beside it.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
CREATE TEMP TABLE models AS SELECT model, n FROM unnest('{first,last,linear,position,time_decay,u_shaped,w_shaped,full_path}'::text[]) WITH ORDINALITY m (model, n);
\set ECHO all
\pset null '(null)'

---- 1. Worked numbers ----

-- Touches 28, 14, 7 and 0 days before the conversion: 40/20/40; halved per week 1/29, 4/29, 8/29, 16/29.
SELECT model, string_agg(round(w, 6)::text, ' ' ORDER BY days DESC) AS weights, round(sum(w), 12) AS total FROM (SELECT model, n, days, attribution_weight(timestamptz '2024-03-29Z' - days * interval '24 hours', '2024-03-29Z', model)
	OVER (PARTITION BY model ORDER BY days DESC) AS w FROM models, unnest('{28, 14, 7, 0}'::int[]) days) v GROUP BY model, n ORDER BY n;
-- Six touches, milestones on 1, 3 and 5; the last one is the close. Then lengths 1, 2 and 3 without milestones, and only milestones.
SELECT title, model, string_agg(round(w, 4)::text, ' ' ORDER BY day) AS weights FROM (SELECT title, model, n, day, attribution_weight(date '2024-01-01' + day, '2024-02-01', model, milestones && ARRAY[day]) OVER (PARTITION BY title, model ORDER BY day) AS w
	FROM models, (VALUES ('1, 3, 5 of 6', 6, '{1,3,5}'::int[]), ('of 1', 1, '{}'), ('of 2', 2, '{}'), ('of 3', 3, '{}'), ('2 of 3', 3, '{2}'), ('all of 3', 3, '{1,2,3}')) p (title, length, milestones), generate_series(1, length) day) v GROUP BY title, model, n ORDER BY title, n;
-- Revenue by campaign: 900 over three touches.
SELECT campaign, sum(w * 900) AS revenue FROM (SELECT campaign, attribution_weight(at, '2024-01-05', 'position') OVER (ORDER BY at) AS w FROM (VALUES ('ads', date '2024-01-01'), ('mail', '2024-01-02'), ('ads', '2024-01-04')) t (campaign, at)) v GROUP BY 1 ORDER BY 1;
-- A half-life of its own: 1/7, 2/7, 4/7 with three days; half a half-life apart, the ratio is the root of 2.
SELECT round(attribution_weight(at, '2024-01-10', 'time_decay', half_life => '3 days') OVER (ORDER BY at), 6) AS three_days, round(attribution_weight(at, '2024-01-10', 'time_decay', false, '6 days') OVER (ORDER BY at), 6) AS six_days
FROM unnest('{2024-01-01, 2024-01-04, 2024-01-07}'::date[]) at ORDER BY at;

---- 2. Rules ----

-- Later touches get 0, and are neither last nor counted; NULL times get NULL and are not part of the path; a NULL milestone is none.
SELECT model, string_agg(coalesce(round(w, 4)::text, '-'), ' ' ORDER BY id) AS weights FROM (SELECT id, model, n, attribution_weight(at, '2024-01-03', model, milestone) OVER (PARTITION BY model ORDER BY id) AS w
	FROM models, (VALUES (1, NULL, true), (2, date '2024-01-01', NULL), (3, '2024-01-02', true), (4, NULL, NULL), (5, '2024-01-02', false), (6, '2024-01-03', NULL), (7, '2024-01-04', true), (8, '2024-01-05', false), (9, NULL, true)) t (id, at, milestone)) v GROUP BY model, n ORDER BY n;
-- All later: all 0. Not converted: NULL. Only NULL times, one row, no rows.
SELECT attribution_weight(at, '2023-12-31', 'linear') OVER w AS later, attribution_weight(at, NULL, 'linear') OVER w AS not_converted, attribution_weight(NULL::date, '2023-12-31', 'full_path') OVER w AS untouched FROM unnest('{2024-01-01, 2024-01-02}'::date[]) at WINDOW w AS (ORDER BY at);
SELECT attribution_weight(timestamp '2024-01-01', '2024-01-01', 'u_shaped') OVER () AS one, pg_typeof(attribution_weight(timestamp '2024-01-01', '2024-01-01', 'last') OVER ()), (SELECT count(*) FROM (SELECT attribution_weight(now(), now(), 'last') OVER () WHERE false) x) AS no_rows;
-- Ties: one time, shared by all; the order of the window tells which is first and last.
SELECT id, attribution_weight(date '2024-01-01', '2024-01-01', 'first') OVER w AS first, attribution_weight(date '2024-01-01', '2024-01-01', 'last') OVER w AS last, attribution_weight(date '2024-01-01', '2024-01-01', 'time_decay') OVER w AS time_decay FROM generate_series(1, 4) id WINDOW w AS (ORDER BY id) ORDER BY id;
-- Centuries: the last touches keep their share; those before them get a share near 0, and no error. All of time, in microseconds.
SELECT string_agg(round(w, 6)::text, ' ' ORDER BY at) AS weights, sum(w) = 1 AS total FROM (SELECT at, attribution_weight(at, '2024-01-01', 'time_decay', half_life => '1 microsecond') OVER (ORDER BY at) AS w FROM unnest('{4713-11-24 BC, 1000-01-01, 1700-01-01, 1700-01-01 00:00:00.000001}'::timestamp[]) at) v;
SELECT string_agg(round(w, 6)::text, ' ' ORDER BY at) AS weights, round(sum(w), 12) AS total FROM (SELECT at, attribution_weight(at, '294276-12-31', 'time_decay', half_life => '106751991 days') OVER (ORDER BY at) AS w FROM unnest('{4713-11-24 BC, 294276-12-31}'::timestamp[]) at) v;
-- A day is 24 hours whatever the session zone; timestamp is UTC and date is 00:00 UTC, too. The touch of the conversion day counts, with dates.
SET timezone = 'Europe/Berlin';
SELECT at, round(attribution_weight(at, '2024-10-28 00:00', 'time_decay', half_life => '1 day') OVER w, 6) AS elapsed, round(attribution_weight(at::timestamp, '2024-10-28 00:00', 'time_decay', half_life => '1 day') OVER w, 6) AS local,
	round(attribution_weight(at::date, '2024-10-28', 'time_decay', half_life => '24:00') OVER w, 6) AS dates FROM unnest('{2024-10-26 00:00, 2024-10-27 00:00, 2024-10-28 00:00}'::timestamptz[]) at WINDOW w AS (ORDER BY at) ORDER BY at;
SET timezone = 'UTC';
-- The frame is of no matter. Named arguments, beside other window functions; 7 days and 168 hours are the same half-life.
SELECT bool_and(a = b AND a = c AND a = d), count(*) FROM (SELECT attribution_weight(touched_at => at, converted_at => '2024-01-07', model => 'time_decay') OVER w AS a, attribution_weight(at, '2024-01-07', 'time_decay') OVER (w ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS b,
	attribution_weight(at, '2024-01-07', 'time_decay') OVER (w GROUPS BETWEEN UNBOUNDED PRECEDING AND 3 PRECEDING) AS c, attribution_weight(at, '2024-01-07', 'time_decay', NULL, CASE WHEN at > '2024-01-02' THEN interval '168 hours' ELSE '7 days' END) OVER w AS d,
	lag(at) OVER w, count(*) OVER w FROM unnest('{2024-01-01, 2024-01-03, 2024-01-04, 2024-01-07}'::date[]) at WINDOW w AS (ORDER BY at)) v;
-- Partitions may differ in everything.
SELECT p, string_agg(round(w, 3)::text, ' ' ORDER BY at) FROM (SELECT p, at, attribution_weight(at, date '2024-01-03' + p, (ARRAY['linear', 'last', 'time_decay'])[p], false, p * interval '1 day') OVER (PARTITION BY p ORDER BY at) AS w FROM generate_series(1, 3) p, unnest('{2024-01-01, 2024-01-03, 2024-01-05}'::date[]) at) v GROUP BY p ORDER BY p;

---- 3. Errors ----

SELECT q, pg_temp.error_of('SELECT attribution_weight(' || q) FROM unnest(ARRAY[
	'at, ''2024-02-01'', ''linear'') OVER (ORDER BY at DESC) FROM (VALUES (timestamptz ''2024-01-02 03:04:05.000006+02''), (''2024-01-01'')) v (at)',
	'at, ''2024-01-01'', ''linear'') OVER (ORDER BY at DESC) FROM (VALUES (date ''2024-01-03''), (''2024-01-02'')) v (at)',
	'at, NULL, ''linear'') OVER (ORDER BY at DESC) FROM (VALUES (date ''2024-01-03''), (NULL), (''2024-01-02'')) v (at)',
	'at, ''2024-02-01'', ''linear'') OVER (ORDER BY at DESC) FROM (VALUES (date ''2024-01-03''), (''2024-01-02'')) v (at) LIMIT 1',
	'timestamptz ''infinity'', ''2024-02-01'', ''linear'') OVER ()', 'timestamp ''-infinity'', ''2024-02-01'', ''linear'') OVER ()', 'date ''infinity'', NULL, ''linear'') OVER ()',
	'at, ''2024-02-01'', ''linear'') OVER (ORDER BY at) FROM (VALUES (date ''2024-01-03''), (''2024-03-02''), (''infinity'')) v (at)',
	'timestamptz ''2024-01-01'', ''infinity'', ''linear'') OVER ()', 'date ''2024-01-01'', ''-infinity'', ''linear'') OVER ()', 'NULL, timestamp ''infinity'', ''linear'') OVER ()',
	'date ''2024-01-01'', ''2024-02-01'', ''middle'') OVER ()', 'date ''2024-01-01'', ''2024-02-01'', ''Linear'') OVER ()', 'date ''2024-01-01'', ''2024-02-01'', '''') OVER ()', 'NULL::date, NULL, NULL) OVER ()',
	'date ''2024-01-01'', ''2024-02-01'', ''last'', half_life => NULL) OVER ()', 'date ''2024-01-01'', ''2024-02-01'', ''time_decay'', half_life => ''0'') OVER ()', 'date ''2024-01-01'', ''2024-02-01'', ''linear'', half_life => ''-1 day'') OVER ()',
	'date ''2024-01-01'', ''2024-02-01'', ''time_decay'', half_life => ''1 month'') OVER ()', 'NULL::date, NULL, ''last'', half_life => ''1 year'') OVER ()', 'date ''2024-01-01'', ''2024-02-01'', ''time_decay'', half_life => ''2000000000 days'') OVER ()',
	'at, converted, ''linear'') OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', date ''2024-01-07''), (''2024-01-02'', ''2024-01-08'')) v (at, converted)',
	'at, converted, ''linear'') OVER (ORDER BY at) FROM (VALUES (timestamptz ''2024-01-01'', timestamptz ''2024-01-07''), (NULL, NULL)) v (at, converted)',
	'at, converted, ''linear'') OVER (ORDER BY at) FROM (VALUES (timestamp ''2024-01-01'', NULL), (''2024-01-02'', timestamp ''2024-01-08'')) v (at, converted)',
	'at, ''2024-01-01'', model) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', ''linear''), (''2024-01-02'', ''last'')) v (at, model)',
	'at, ''2024-01-01'', model) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', ''linear''), (NULL, NULL)) v (at, model)',
	'at, ''2024-01-01'', model) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', ''linear''), (''2024-01-02'', ''linear '')) v (at, model)',
	'at, ''2024-01-01'', ''last'', false, h) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', interval ''7 days''), (''2024-01-02'', ''6 days'')) v (at, h)',
	'at, NULL, ''last'', false, h) OVER (ORDER BY at) FROM (VALUES (date ''2024-01-01'', interval ''7 days''), (NULL, NULL)) v (at, h)']) WITH ORDINALITY a (q, n) ORDER BY n;
SELECT pg_temp.sqlstate_of('SELECT attribution_weight(date ''2024-01-01'', ''2024-01-01'', ''last'', false, interval ''infinity'') OVER ()') IN ('22008', '22007') AS infinite, pg_temp.sqlstate_of('SELECT attribution_weight(date ''2024-01-01'', ''2024-01-01'', ''last'')') AS no_over,
	pg_temp.sqlstate_of('SELECT attribution_weight(date ''2024-01-01'', ''2024-01-01'', ''last'') FILTER (WHERE true) OVER ()') AS filter, pg_temp.sqlstate_of('SELECT attribution_weight(5, 5, ''last'') OVER ()') AS number;

---- 4. Against plain SQL ----

CREATE TEMP TABLE touches AS SELECT conversion, id, at, timestamptz '2000-01-01' + (conversion % 40) * interval '23:17:45.678901' AS converted_at, nullif(pg_temp.pick(id + 5, 5), 4) = 0 AS milestone
FROM (SELECT conversion, conversion * 1009 + n * 7 AS id, timestamptz '1999-12-25' + pg_temp.pick(conversion * 1009 + n * 7 + 4, 3 + conversion % 60) * interval '17:23:45.678901' AS at FROM generate_series(1, 200) conversion, generate_series(1, 1 + pg_temp.pick(conversion, 24)) n) e;
CREATE TEMP VIEW path AS SELECT *, row_number() OVER w AS i, count(*) OVER (PARTITION BY conversion) AS n, coalesce(milestone, false) OR row_number() OVER w = 1 AS key, power(2::float8, -extract(epoch FROM converted_at - at)::float8 / 259200) AS decay
FROM touches WHERE at <= converted_at WINDOW w AS (PARTITION BY conversion ORDER BY at, id);
CREATE TEMP VIEW oracle AS SELECT conversion, id, model, CASE model WHEN 'first' THEN (i = 1)::int WHEN 'last' THEN (i = n)::int WHEN 'linear' THEN 1.0 / n
	WHEN 'position' THEN CASE WHEN n <= 2 THEN 1.0 / n WHEN i IN (1, n) THEN 0.4 ELSE 0.2 / (n - 2) END WHEN 'time_decay' THEN (decay / sum(decay) OVER c)::numeric
	ELSE CASE WHEN keys = n THEN 1.0 / n WHEN is_key THEN part / keys ELSE (1 - part) / (n - keys) END END AS w
FROM (SELECT *, CASE model WHEN 'u_shaped' THEN 0.8 ELSE 0.9 END AS part, count(*) FILTER (WHERE is_key) OVER (PARTITION BY conversion, model) AS keys FROM (SELECT *, key OR (model = 'full_path' AND i = n) AS is_key FROM path, models m (model, number)) x) y
WINDOW c AS (PARTITION BY conversion, model);
CREATE TEMP VIEW found AS SELECT conversion, id, model, at <= converted_at AS on_path, attribution_weight(at, converted_at, model, milestone, '3 days') OVER w AS w, attribution_weight(at::timestamp, converted_at::timestamp, model, milestone, '72:00') OVER w AS utc
FROM touches, models WINDOW w AS (PARTITION BY conversion, model ORDER BY at, id);
SELECT model, count(*) > 2000 AS many, bool_and(on_path = (o.id IS NOT NULL)) AS same_path, bool_and(abs(f.w - coalesce(o.w, 0)) < 1e-12) AS same, bool_and(f.w = utc) AS same_utc, count(*) FILTER (WHERE NOT on_path) > 200 AS later FROM found f LEFT JOIN oracle o USING (conversion, id, model) GROUP BY model ORDER BY model;
SELECT model, count(*) > 150 AS many, bool_and(abs(total - 1) < 1e-12) AS sum_to_1 FROM (SELECT model, conversion, sum(w) AS total FROM found GROUP BY 1, 2 HAVING bool_or(on_path)) v GROUP BY model ORDER BY model;
-- With dates.
SELECT bool_and(abs(a - b) < 1e-12) AS dates FROM (SELECT attribution_weight(at::date, converted_at::date, model, milestone, '3 days') OVER w AS a, attribution_weight(at::date::timestamp, converted_at::date::timestamp, model, milestone, '3 days') OVER w AS b FROM touches, models WINDOW w AS (PARTITION BY conversion, model ORDER BY at, id)) v;

---- 5. Plans and sizes ----

PREPARE report (text, interval) AS SELECT string_agg(round(w, 4)::text, ' ' ORDER BY at) FROM (SELECT at, attribution_weight(at, '2024-01-04', $1, half_life => $2) OVER (ORDER BY at) AS w FROM unnest('{2024-01-01, 2024-01-03, 2024-01-04}'::date[]) at) v;
SET plan_cache_mode = force_generic_plan;
EXECUTE report ('time_decay', '1 day');
EXECUTE report ('time_decay', '2 days');
EXECUTE report ('position', '1 day');
RESET plan_cache_mode;
-- 200,000 rows in one partition and in 40,000, with little memory: the path is read once.
SET work_mem = '64kB';
SELECT model, round(sum(w), 12) AS total, count(*) FROM (SELECT model, attribution_weight(timestamptz '2020-01-01' + g * interval '1 s', '2020-01-02', model, g % 7 = 0, '1 hour') OVER (PARTITION BY model ORDER BY g) AS w FROM generate_series(1, 200000) g, (VALUES ('linear'), ('time_decay'), ('full_path')) m (model)) v GROUP BY model ORDER BY model;
SELECT round(sum(w), 9) AS total, round(max(w), 9) AS most FROM (SELECT attribution_weight(timestamptz '2020-01-01' + g * interval '1 day', '3000-01-01', 'time_decay') OVER (PARTITION BY g / 5 ORDER BY g) AS w FROM generate_series(0, 199999) g) v;
RESET work_mem;
