-- roi(), growth_rate(), sales_velocity(), in_days(), in_hours().
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all

-- Worked numbers.
SELECT roi(75000, 12000) AS roi, roi(75000, 12000) = 525 AS same, roi(0, 12000) AS lost_all, roi(12000, 12000) AS break_even, roi(-500, 1000) AS worse, roi(5, 0) AS no_cost, roi(10.5, 3) AS thirds;
SELECT growth_rate(100, 120) AS growth, growth_rate(105, 130) AS a_fourth_up, growth_rate(-50, 25) AS from_a_loss, growth_rate(-50, -75) AS deeper, growth_rate(0, 5) AS from_nothing, growth_rate(5, 0) AS to_nothing;
SELECT round(sales_velocity(40, 25000, 0.25, '90 days'), 2) AS a, round(sales_velocity(18, 42000, 0.24, '78 days'), 2) AS b, sales_velocity(40, 25000, 0.25, '90 days') AS digits,
	sales_velocity(10, 100, 0.1, '12:00') AS half_a_day, sales_velocity(2.5, 100, 1, '1 day') AS weighted_count, sales_velocity(3, -10, 1, '1 day') AS refunds;
SELECT sales_velocity(0, 25000, 0.25, '90 days') = 0 AS none_open, sales_velocity(40, 25000, 0, '90 days') = 0 AS none_won, sales_velocity(40, 25000, 0.25, '0 days') AS no_cycle,
	sales_velocity(40, 25000, 0.25, '1 day -24:00') AS no_time;
SELECT in_days('14 days 06:00') AS days, in_hours('14 days 06:00') AS hours, in_days('8 hours') AS a_third, in_hours('00:00:00.000001') AS microsecond, in_days('-36 hours') AS negative,
	in_days('1 day -24:00') AS nothing, in_hours('90 minutes') AS one_and_a_half;
SELECT in_days('2147483647 days 24:00') AS most_days, in_hours('-2147483648 days') AS least, in_days('2562047788:00:54.775807') AS longest_time;

-- One numeric division each, over pseudo-random amounts of mixed signs and scales.
CREATE TABLE amounts AS SELECT (pg_temp.pick(n, 1000000) - 500000) / 10.0 ^ pg_temp.pick(n + 1, 4) AS a, (pg_temp.pick(n + 2, 900) - 300)::numeric AS b,
	pg_temp.pick(n + 3, 1001)::numeric / 1000 AS rate, make_interval(days => pg_temp.pick(n + 4, 400), secs => pg_temp.pick(n + 5, 86400)) AS time FROM generate_series(1, 2000) n;
SELECT count(*), bool_and(growth_rate(a, b) IS NOT DISTINCT FROM (b - a) / abs(nullif(a, 0))) AS growth, bool_and(growth_rate(b, a) IS NOT DISTINCT FROM (a - b) / abs(nullif(b, 0))) AS back,
	bool_and(roi(a, abs(b)) IS NOT DISTINCT FROM (a - abs(b)) * 100 / nullif(abs(b), 0)) AS roi,
	bool_and(abs(sales_velocity(abs(b), a, rate::float8, time) - abs(b) * a * rate / (extract(epoch FROM time) / 86400)) <= 1e-9 * abs(a * b)) AS velocity,
	bool_and(in_days(time) = extract(epoch FROM time) / 86400) AS days, bool_and(in_hours(time) = extract(epoch FROM time) / 3600) AS hours
FROM amounts WHERE time > '0';
-- the shortest decimal of a factor: 0.1 is a tenth
SELECT sales_velocity(3, 1, 0.1::float8, '1 day') = 0.3 AS exact;
-- a day has 24 hours whatever the session zone; a difference of timestamps over a change of clocks is what elapsed
SET timezone = 'Europe/Berlin';
SELECT in_hours(timestamptz '2026-03-30' - timestamptz '2026-03-29') AS short_sunday, in_days('1 day') AS day;
SET timezone = 'UTC';

SELECT roi(NULL, 1) AS a, roi(1, NULL) AS b, growth_rate(NULL, 1) AS c, growth_rate(1, NULL) AS d, sales_velocity(NULL, 1, 1, '1 day') AS e, sales_velocity(1, NULL, 1, '1 day') AS f,
	sales_velocity(1, 1, NULL, '1 day') AS g, sales_velocity(1, 1, 1, NULL) AS h, in_days(NULL) AS i, in_hours(NULL) AS j;
-- huge and tiny amounts
SELECT roi(1e200, 1e100) = 1e102 - 100 AS huge, growth_rate(1e-100, 3e-100) = 2 AS tiny;

SELECT call, pg_temp.error_of('SELECT ' || call) AS error FROM (VALUES
	(1, $$roi(1, -1)$$), (2, $$roi('NaN', 1)$$), (3, $$roi(1, 'NaN')$$), (4, $$roi('infinity', 1)$$), (5, $$roi(1, '-infinity')$$), (6, $$roi('NaN', 0)$$),
	(7, $$growth_rate('NaN', 1)$$), (8, $$growth_rate(0, 'infinity')$$), (9, $$growth_rate('-infinity', 1)$$),
	(10, $$sales_velocity(-1, 1, 1, '1 day')$$), (11, $$sales_velocity('NaN', 1, 1, '1 day')$$), (12, $$sales_velocity(1, 'infinity', 1, '1 day')$$),
	(13, $$sales_velocity(1, 1, 1.5, '1 day')$$), (14, $$sales_velocity(1, 1, -0.1, '1 day')$$), (15, $$sales_velocity(1, 1, 'NaN', '1 day')$$), (16, $$sales_velocity(1, 1, 'infinity', '1 day')$$),
	(17, $$sales_velocity(1, 1, 1, '-1 day')$$), (18, $$sales_velocity(1, 1, 1, '1 month')$$), (19, $$sales_velocity(1, 1, 1.5, '0 days')$$), (20, $$sales_velocity(1, 1, 1, '1 day -25:00')$$),
	(21, $$in_days('1 month')$$), (22, $$in_hours('1 year -360 days')$$), (23, $$in_hours('-1 month')$$)) v(n, call) ORDER BY n;
-- PostgreSQL 17 and later have infinite intervals; before, the word is refused.
SELECT DISTINCT pg_temp.sqlstate_of(format('SELECT %s', call)) IN ('22008', '22007') AS infinite FROM unnest(ARRAY[$$in_days('infinity')$$, $$in_hours('-infinity')$$, $$sales_velocity(1, 1, 1, 'infinity')$$]) call;
SELECT DISTINCT provolatile, proisstrict, proparallel FROM pg_proc WHERE proname IN ('roi', 'growth_rate', 'sales_velocity', 'in_days', 'in_hours');
