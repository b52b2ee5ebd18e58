-- cohort_agg, its rollup and cohorts(): worked numbers, widths against the calendar, everything against plain SQL, plans, and the state as a value.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'

-- Cohorts in one line: start, period: customers and revenue.
CREATE FUNCTION pg_temp.line(s cohort_agg_state) RETURNS text LANGUAGE sql AS
	$$ SELECT string_agg(to_char(cohort, 'YYYY-MM-DD') || ' ' || period_number || ': ' || customers || coalesce(' ' || revenue, ''), ', ' ORDER BY cohort, period_number) FROM cohorts(s) $$;

---- 1. Worked numbers

-- January: a and b bought first, for 100 + 50 and 80; a came back in February (twice: one customer) and April, b in April. February: c, refunded in March, which is activity, too.
CREATE TEMP TABLE purchases (customer text, at timestamp, amount numeric);
INSERT INTO purchases VALUES ('a', '2024-01-05', 100), ('b', '2024-01-20 12:00', 80.0), ('a', '2024-01-31 23:59:59.999999', 50), ('a', '2024-02-01', 20.50), ('a', '2024-02-29', 9.5), ('c', '2024-02-10', 60), ('c', '2024-03-03', -15.00), ('a', '2024-04-30', 46), ('b', '2024-04-01', 0),
	('b', NULL, 1000), (NULL, '2024-01-01', 1000);
SELECT cohort, period_number, customers, round(retention, 4) AS retention, revenue, revenue_retention FROM cohorts((SELECT cohort_agg(customer, at, '1 month') FROM purchases));
SELECT cohort, period_number, customers, round(retention, 4) AS retention, revenue, round(revenue_retention, 4) AS revenue_retention FROM cohorts((SELECT cohort_agg(customer, amount, at, '1 month') FROM purchases));
-- A NULL amount skips the row: d came in January, but bought first in February.
SELECT pg_temp.line(cohort_agg('d'::text, amount, at, '1 month')) AS money, pg_temp.line(cohort_agg('d'::text, at, '1 month')) AS without FROM (VALUES (NULL::numeric, timestamp '2024-01-10'), (5, '2024-02-10'), (NULL, '2024-03-10')) v (amount, at);
-- Nothing to divide by: the first period's revenue is 0, with refunds or without; it may be negative.
SELECT customer, period_number, revenue, revenue_retention FROM (SELECT customer, cohort_agg(customer, amount, at, '1 year') AS s FROM (VALUES (1, 10, timestamp '2023-01-10'), (1, -10.0, '2023-05-01'), (1, 7, '2024-01-01'), (2, 0.00, '2023-01-01'), (2, 3, '2025-01-01'), (3, -4, '2023-06-01'), (3, 2, '2024-06-01')) v (customer, amount, at) GROUP BY customer) d, cohorts(s) ORDER BY customer, period_number;
-- revenue is sum() to the letter; so are the ratios the quotients.
SELECT revenue, retention, revenue_retention FROM cohorts((SELECT cohort_agg(1, amount, at, '1 month') FROM (VALUES (3::numeric, timestamp '2024-01-01'), (1.000, '2024-02-01'), (0.00000, '2024-03-01'), (-0.5, '2024-04-01'), (1e40, '2024-05-01')) v (amount, at)));

---- 2. Widths

-- Period starts equal date_trunc() or date_bin() from Monday 2000-01-03 and arithmetic on months; times of 1582 to 2420, many in the first and last microsecond of a day.
CREATE TEMP TABLE times AS SELECT at FROM generate_series(1, 1500) i, LATERAL (SELECT timestamp '2000-01-01' + (pg_temp.pick(i, 306000) - 152600) * interval '1 day' + (i % 3 - 1) * interval '1 microsecond' + (i % 4 / 3) * interval '11:22:33.44' AS at) t
	UNION ALL SELECT timestamp '2000-01-01' + d * interval '1 day' + u * interval '1 microsecond' FROM generate_series(-400, 400) d, generate_series(-1, 0) u;
CREATE TEMP TABLE widths (width interval, months int, days int);
INSERT INTO widths SELECT make_interval(months => m), m, NULL FROM unnest('{1, 3, 12, 5, 6, 60, 100}'::int[]) m UNION ALL SELECT make_interval(days => d), NULL, d FROM unnest('{7, 1, 10, 14, 30, 28, 365, 3000}'::int[]) d;
CREATE FUNCTION pg_temp.start(at timestamp, months int, days int) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN months IS NOT NULL THEN
	timestamp '2000-01-01' + floor(((extract(year FROM at) - 2000) * 12 + extract(month FROM at) - 1) / months) * months * interval '1 month' ELSE date_bin(days * interval '1 day', at, '0001-01-01'::timestamp + ((date '2000-01-03' - date '0001-01-01') % days) * interval '1 day') END $$;
-- By the text of the width: as intervals, 1 month equals 30 days.
CREATE TEMP TABLE started AS SELECT width::text AS name, at, (cohorts(cohort_agg(1, at, width))).cohort AS cohort FROM times, widths WHERE (extract(day FROM at)::int + extract(year FROM at)::int) % 3 = coalesce(months, days) % 3 GROUP BY widths.width, months, days, at;
SELECT name, count(*) > 800 AS enough, count(*) FILTER (WHERE cohort IS DISTINCT FROM pg_temp.start(at, months, days)) AS wrong, count(*) FILTER (WHERE cohort IS DISTINCT FROM date_trunc(CASE name WHEN '1 mon' THEN 'month' WHEN '3 mons' THEN 'quarter' WHEN '1 year' THEN 'year' WHEN '7 days' THEN 'week' WHEN '1 day' THEN 'day' END, at)) AS not_date_trunc
FROM started JOIN widths ON width::text = name GROUP BY name ORDER BY min(months), min(days);
-- The period number is the number of widths between.
SELECT pg_temp.line(cohort_agg(1, at, '1 month')) AS months, pg_temp.line(cohort_agg(1, at, '3 months')) AS quarters, pg_temp.line(cohort_agg(1, at, '7 days')) AS weeks, pg_temp.line(cohort_agg(1, at, '1 day')) AS days, pg_temp.line(cohort_agg(1, at, '10 years')) AS decades FROM (VALUES (timestamp '1999-12-26 23:59:59.999999'), ('1999-12-27'), ('2000-01-02'), ('2024-02-29 12:00')) v (at);
-- How a width is written does not matter: a year is 12 months, a week 7 days.
SELECT pg_temp.same(cohort_agg(customer, at, '1 year'), cohort_agg(customer, at, '12 months')) AS year, pg_temp.same(cohort_agg(customer, at, '1 week'), cohort_agg(customer, at, '7 days')) AS week FROM purchases;
-- The ends of time: what begins before it has no start to show.
SELECT cohort, period_number FROM cohorts((SELECT cohort_agg(1, at, '1 day') FROM (VALUES (timestamp '4714-11-24 BC'), ('294276-12-31 23:59:59.999999')) v (at)));
SELECT pg_temp.error_of($$SELECT cohorts(cohort_agg(1, timestamp '4714-11-24 BC', '1 month'))$$), pg_temp.error_of($$SELECT cohorts(cohort_agg(1, timestamp '1999-01-01', '2147483647 months'))$$), (SELECT cohort FROM cohorts((SELECT cohort_agg(1, timestamp '2030-01-01', '2147483647 months')))) AS long, (SELECT cohort FROM cohorts((SELECT cohort_agg(1, timestamp '294276-12-31', '2147483647 days')))) AS long_days;

---- 3. NULL, nothing, types

SELECT cohort_agg(1, NULL, '1 day') AS no_time, cohort_agg(NULL::uuid, timestamp '2024-01-01', '1 day') AS no_customer, cohort_agg(1, NULL, timestamp '2024-01-01', '1 day') AS no_amount, cohort_agg(NULL::text, 1, timestamp '2024-01-01', '1 day') AS nobody, (SELECT cohort_agg(customer, at, '1 day') FROM purchases WHERE false) AS no_row, (SELECT cohort_agg(customer, amount, at, '1 day') FROM purchases WHERE false) AS no_row_either, (SELECT rollup(s) FROM (VALUES (NULL::cohort_agg_state), (NULL)) v (s)) AS rollup;
SELECT (SELECT count(*) FROM cohorts(NULL)) AS of_null, (SELECT count(*) FROM cohorts((SELECT cohort_agg(customer, at, '1 day') FROM purchases WHERE false))) AS of_nothing;
SELECT count(DISTINCT line) AS answers, min(line) AS line FROM (SELECT unnest(ARRAY[pg_temp.line(cohort_agg(ascii(customer), amount, at, '1 month')), pg_temp.line(cohort_agg(ascii(customer)::smallint, amount, at, '1 month')), pg_temp.line(cohort_agg(-ascii(customer)::bigint, amount, at, '1 month')), pg_temp.line(cohort_agg(md5(customer)::uuid, amount, at, '1 month')),
	pg_temp.line(cohort_agg(customer, amount, at, '1 month')), pg_temp.line(cohort_agg(customer::varchar, amount, at, '1 month')), pg_temp.line(cohort_agg('a name of more than fifteen bytes ' || customer, amount, at, '1 month'))]) AS line FROM purchases) d;
SELECT count(DISTINCT line) AS answers, min(line) AS line FROM (SELECT unnest(ARRAY[pg_temp.line(cohort_agg(ascii(customer), at, '1 month')), pg_temp.line(cohort_agg(ascii(customer)::smallint, at, '1 month')), pg_temp.line(cohort_agg(md5(customer)::uuid, at, '1 month')), pg_temp.line(cohort_agg(customer, at, '1 month')), pg_temp.line(cohort_agg(customer::varchar, at, '1 month')),
	pg_temp.line(cohort_agg('a name of more than fifteen bytes ' || customer, at, '1 month'))]) AS line FROM purchases) d;
SELECT pg_temp.same(cohort_agg(1, 2, at, '1 month'), cohort_agg(1, 2::numeric, at, '1 month')) AS integer_amount, pg_temp.same(cohort_agg(1, date(at), '1 month'), cohort_agg(1, date(at)::timestamp, '1 month')) AS date FROM purchases;
-- Wall time of a zone, whatever the session's: 23:30 in London on 31 December is January in Berlin.
SET timezone = 'Asia/Tokyo';
SELECT pg_temp.line(cohort_agg(1, ordered_at AT TIME ZONE 'Europe/Berlin', '1 month')) AS berlin, pg_temp.line(cohort_agg(1, ordered_at AT TIME ZONE 'Europe/London', '1 month')) AS london FROM (VALUES (timestamptz '2023-12-31 23:30Z'), ('2024-06-30 22:15Z')) v (ordered_at);
SET timezone = 'UTC';

---- 4. Errors

SELECT q, pg_temp.error_of('SELECT ' || q) AS error FROM unnest(ARRAY[$$cohort_agg(1, timestamp '2024-01-01', NULL)$$, $$cohort_agg(1, 5, timestamp '2024-01-01', NULL)$$, $$cohort_agg(1, NULL, timestamp '2024-01-01', NULL)$$, $$cohort_agg(1, timestamp '2024-01-01', '0')$$, $$cohort_agg(1, timestamp '2024-01-01', '-1 month')$$, $$cohort_agg(1, timestamp '2024-01-01', '-7 days')$$, $$cohort_agg(1, timestamp '2024-01-01', '1 month 1 day')$$,
	$$cohort_agg(1, timestamp '2024-01-01', '1 month -1 day')$$, $$cohort_agg(1, timestamp '2024-01-01', '24 hours')$$, $$cohort_agg(1, timestamp '2024-01-01', '1 day 00:00:01')$$, $$cohort_agg(1, timestamp '2024-01-01', '1 year -1 second')$$, $$cohort_agg(NULL::text, NULL, '36 hours')$$,
	$$cohort_agg(1, at, w) FROM (VALUES (timestamp '2024-01-01', interval '1 month'), ('2024-01-01', '30 days')) v (at, w)$$, $$cohort_agg(1, at, w) FROM (VALUES (timestamp '2024-01-01', interval '1 month'), (NULL, '2 months')) v (at, w)$$, $$cohort_agg(1, 5, at, w) FROM (VALUES (NULL, interval '1 day'), (timestamp '2024-01-01', '7 days')) v (at, w)$$,
	$$cohort_agg(1, timestamp 'infinity', '1 day')$$, $$cohort_agg(1, 5, timestamp '-infinity', '1 month')$$, $$cohort_agg(1, 'NaN', timestamp '2024-01-01', '1 day')$$, $$cohort_agg(1, 'infinity', timestamp '2024-01-01', '1 day')$$, $$cohort_agg(1, '-infinity', timestamp '2024-01-01', '1 day')$$,
	$$rollup(s ORDER BY s::text) FROM (SELECT cohort_agg(1, timestamp '2024-01-01', '1 day') AS s UNION ALL SELECT cohort_agg(2, 5, timestamp '2024-01-01', '1 day')) d$$, $$rollup(s ORDER BY s::text) FROM (SELECT cohort_agg(1, timestamp '2024-01-01', '1 day') AS s UNION ALL SELECT cohort_agg(2, timestamp '2024-01-01', '1 month')) d$$,
	$$rollup(s ORDER BY s::text) FROM (SELECT cohort_agg(1, timestamp '2024-01-01', '1 day') AS s UNION ALL SELECT cohort_agg('2'::text, timestamp '2024-01-01', '1 day')) d$$, $$rollup(s ORDER BY s::text) FROM (SELECT cohort_agg(md5('')::uuid, 5, timestamp '2024-01-01', '1 day') AS s UNION ALL SELECT cohort_agg(2, 5, timestamp '2024-01-01', '1 day')) d$$]) WITH ORDINALITY v (q, i) ORDER BY i;
-- The session's zone must not decide: no timestamptz.
SELECT pg_temp.sqlstate_of($$SELECT cohort_agg(1, timestamptz '2024-01-01', '1 day')$$) AS timestamptz, pg_temp.sqlstate_of($$SELECT cohort_agg(1, 5, timestamptz '2024-01-01', '1 day')$$) AS with_amount, pg_temp.sqlstate_of($$SELECT cohort_agg(1.5, timestamp '2024-01-01', '1 day')$$) AS numeric_key;
-- An infinite time of nobody is not looked at, nor what FILTER leaves out.
SELECT cohort_agg(NULL::int, timestamp 'infinity', '1 day') AS nobody, pg_temp.line(cohort_agg(1, at, '1 day') FILTER (WHERE isfinite(at))) AS filtered FROM (VALUES (timestamp 'infinity'), ('2024-01-01')) v (at);

---- 5. Everything against plain SQL: the usual two steps

-- 8,000 purchases of 400 customers in 30 months: NULLs, ties, negative amounts, scales of 0 to 30, amounts beyond 34 digits and those at which the short form of a sum ends.
CREATE TEMP TABLE facts AS SELECT i AS id, i % 5 AS g, nullif(c, 77) AS customer, CASE WHEN pg_temp.pick(i * 3 + 1, 17) > 0 THEN timestamp '1998-11-20 23:59:59.5' + (c + pg_temp.pick(i * 5 + 2, 520)) * interval '1 day' + i % 7 * interval '0.5 seconds' END AS at,
	CASE pg_temp.pick(i * 7 + 3, 23) WHEN 0 THEN NULL WHEN 1 THEN i * 1e30 WHEN 2 THEN -i / 7.0 WHEN 3 THEN i * 1e-28 WHEN 4 THEN i * 10::numeric ^ 90 + i / 3.0 WHEN 5 THEN (i % 5 - 2) * 99999999999999999999999999999999.99 WHEN 6 THEN 12345678901234567890123456.00000000 WHEN 7 THEN -i WHEN 8 THEN 0.000 WHEN 9 THEN 0
		ELSE round((i * 7919 % 100000) / 100.0, i % 4) END AS amount
FROM (SELECT i, pg_temp.pick(i, 400) AS c FROM generate_series(1, 8000) i) d;
SELECT count(*) FILTER (WHERE num_nulls(customer, at, amount) > 0) > 500 AS many_nulls, count(*) FILTER (WHERE amount < 0) > 500 AS many_negative, count(*) FILTER (WHERE abs(amount) > 1e34) > 200 AS many_large, count(*) FILTER (WHERE scale(amount) > 16) > 200 AS many_decimals, count(DISTINCT scale(amount)) > 5 AS scales FROM facts;
CREATE FUNCTION pg_temp.oracle(with_amount boolean, months int, days int) RETURNS TABLE (cohort timestamp, period_number int, customers bigint, retention text, revenue text, revenue_retention text) LANGUAGE sql AS $$
	WITH active AS (SELECT customer, pg_temp.start(at, months, days) AS period, amount FROM facts WHERE customer IS NOT NULL AND at IS NOT NULL AND (amount IS NOT NULL OR NOT with_amount)),
	first AS (SELECT customer, min(period) AS cohort FROM active GROUP BY customer),
	cell AS (SELECT cohort, period, count(DISTINCT customer) AS customers, CASE WHEN with_amount THEN sum(amount) END AS revenue FROM active JOIN first USING (customer) GROUP BY cohort, period)
	SELECT cohort, CASE WHEN days IS NOT NULL THEN extract(day FROM period - cohort) / days ELSE ((extract(year FROM period) - extract(year FROM cohort)) * 12 + extract(month FROM period) - extract(month FROM cohort)) / months END::int,
		customers, (customers::numeric / first_value(customers) OVER w)::text, revenue::text, (revenue / nullif(first_value(revenue) OVER w, 0))::text FROM cell WINDOW w AS (PARTITION BY cohort ORDER BY period) $$;
CREATE TEMP TABLE answers AS SELECT width, months, days, true AS with_amount, cohort_agg(customer, amount, at, width) AS s FROM facts, widths WHERE coalesce(days, 7) IN (7, 1, 10, 3000) AND coalesce(months, 1) IN (1, 3, 12) GROUP BY width, months, days
	UNION ALL SELECT width, months, days, false, cohort_agg(customer, at, width) FROM facts, widths WHERE coalesce(days, 7) IN (7, 1, 10, 3000) AND coalesce(months, 1) IN (1, 3, 12) GROUP BY width, months, days;
WITH found AS (SELECT width, with_amount, cohort, period_number, customers, retention::text, revenue::text, revenue_retention::text FROM answers, cohorts(s)), wanted AS (SELECT width, with_amount, o.* FROM answers, pg_temp.oracle(with_amount, months, days) o)
SELECT width, with_amount, count(*) AS cells, count(*) FILTER (WHERE f.customers IS DISTINCT FROM w.customers) AS customers, count(*) FILTER (WHERE f.retention IS DISTINCT FROM w.retention) AS retention,
	count(*) FILTER (WHERE f.revenue IS DISTINCT FROM w.revenue) AS revenue, count(*) FILTER (WHERE f.revenue_retention IS DISTINCT FROM w.revenue_retention) AS revenue_retention FROM found f FULL JOIN wanted w USING (width, with_amount, cohort, period_number) GROUP BY width, with_amount ORDER BY width, with_amount;
-- Cells come in order.
SELECT bool_and(cohort > before OR (cohort = before AND period_number > number) OR before IS NULL) AS ordered FROM (SELECT n, cohort, period_number, lag(cohort) OVER (ORDER BY n) AS before, lag(period_number) OVER (ORDER BY n) AS number FROM answers, cohorts(s) WITH ORDINALITY c (cohort, period_number, customers, retention, revenue, revenue_retention, n) WHERE width = '7 days' AND with_amount) d;

---- 6. More rows than the buffer holds: 60,000 of 9,000 customers, 60,000 of one customer

CREATE TABLE cohort_many WITH (parallel_workers = 2) AS SELECT i AS id, i % 3 AS part, pg_temp.pick(i, 9000) - 4500 AS customer, CASE i % 11 WHEN 0 THEN i * 1e40 WHEN 1 THEN -i / 3.0 WHEN 2 THEN 99999999999999999999999999999999.99 ELSE i % 1000 / 10.0 END AS amount, timestamp '2022-01-01' + pg_temp.pick(i * 5 + 2, 900) * interval '1 day' AS at FROM generate_series(1, 60000) i;
CREATE TABLE cohort_one WITH (parallel_workers = 2) AS SELECT id, 7 AS customer, amount, date_trunc('year', at) + id % 40 * interval '1 day' AS at FROM cohort_many;
CREATE TABLE cohort_parts (LIKE cohort_many) PARTITION BY LIST (part);
CREATE TABLE cohort_parts_0 PARTITION OF cohort_parts FOR VALUES IN (0);
CREATE TABLE cohort_parts_1 PARTITION OF cohort_parts FOR VALUES IN (1);
CREATE TABLE cohort_parts_2 PARTITION OF cohort_parts FOR VALUES IN (2);
INSERT INTO cohort_parts TABLE cohort_many;
ANALYZE cohort_many, cohort_one, cohort_parts;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE whole AS SELECT cohort_agg(customer, at, '7 days') AS s, cohort_agg(customer, amount, at, '1 month') AS money, cohort_agg(md5(customer::text)::uuid, amount, at, '1 month') AS uuid, cohort_agg('customer number ' || customer, amount, at, '1 month') AS text FROM cohort_many;
CREATE TEMP TABLE one AS SELECT cohort_agg(customer, at, '7 days') AS s, cohort_agg(customer, amount, at, '1 month') AS money FROM cohort_one;
ALTER TABLE facts RENAME TO facts_5;
CREATE VIEW pg_temp.facts AS SELECT customer, at, amount FROM cohort_many;
SELECT name, count(*) > 300 AS many, bool_and(ROW(c.customers, c.retention::text, c.revenue::text, c.revenue_retention::text) IS NOT DISTINCT FROM ROW(o.customers, o.retention, o.revenue, o.revenue_retention)) AS same FROM (SELECT 'weeks' AS name, c.* FROM whole, cohorts(s) c UNION ALL SELECT 'months with money', c.* FROM whole, cohorts(money) c) c
	FULL JOIN (SELECT 'weeks' AS name, o.* FROM pg_temp.oracle(false, NULL, 7) o UNION ALL SELECT 'months with money', o.* FROM pg_temp.oracle(true, 1, NULL) o) o USING (name, cohort, period_number) GROUP BY name ORDER BY name;
CREATE OR REPLACE VIEW pg_temp.facts AS SELECT customer, at, amount FROM cohort_one;
SELECT name, count(*) AS cells, bool_and(ROW(c.customers, c.retention::text, c.revenue::text, c.revenue_retention::text) IS NOT DISTINCT FROM ROW(o.customers, o.retention, o.revenue, o.revenue_retention)) AS same FROM (SELECT 'weeks' AS name, c.* FROM one, cohorts(s) c UNION ALL SELECT 'months with money', c.* FROM one, cohorts(money) c) c
	FULL JOIN (SELECT 'weeks' AS name, o.* FROM pg_temp.oracle(false, NULL, 7) o UNION ALL SELECT 'months with money', o.* FROM pg_temp.oracle(true, 1, NULL) o) o USING (name, cohort, period_number) GROUP BY name ORDER BY name;
-- Keys of every type count the same; only their names differ.
SELECT replace(uuid::text, '"uuid"', '"bigint"') = money::text AS uuid, replace(text::text, '"text"', '"bigint"') = money::text AS text, pg_column_size(s) < 20 * (SELECT count(*) FROM cohorts(s)) AS small FROM whole;
-- Many large amounts of one customer and period add up beyond any whole number of the machine.
SELECT revenue = sum AS large, period_number FROM (SELECT cohort_agg(1, a, timestamp '2024-01-05', '1 month') AS s, sum(a) AS sum FROM (SELECT 99999999999999999999999999999999.99 AS a FROM generate_series(1, 20000)) v) d, cohorts(s);

---- 7. Parallel and partition-wise plans, splits by customer: the same bytes

SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT bool_and(pg_temp.plan_has(q, 'Partial .*Aggregate') AND pg_temp.plan_has(q, 'Gather')) AS partial FROM (VALUES ('SELECT cohort_agg(customer, at, ''7 days'') FROM cohort_many'), ('SELECT cohort_agg(customer, amount, at, ''1 month'') FROM cohort_one'), ('SELECT customer % 5, cohort_agg(customer, amount, at, ''1 month'') FROM cohort_many GROUP BY 1')) v (q);
CREATE TEMP TABLE parallel AS SELECT cohort_agg(customer, at, '7 days') AS s, cohort_agg(customer, amount, at, '1 month') AS money, cohort_agg('customer number ' || customer, amount, at, '1 month') AS text FROM cohort_many;
CREATE TEMP TABLE parallel_one AS SELECT cohort_agg(customer, at, '7 days') AS s, cohort_agg(customer, amount, at, '1 month') AS money FROM cohort_one;
CREATE TEMP TABLE parallel_grouped AS SELECT customer % 5 AS g, cohort_agg(customer, amount, at, '1 month') AS s FROM cohort_many GROUP BY 1;
SET max_parallel_workers_per_gather = 0;
SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT cohort_agg(customer, at, ''7 days'') FROM cohort_parts', 'Partial Aggregate') AS partial;
CREATE TEMP TABLE partwise AS SELECT cohort_agg(customer, at, '7 days') AS s, cohort_agg(customer, amount, at, '1 month') AS money, cohort_agg('customer number ' || customer, amount, at, '1 month') AS text FROM cohort_parts;
RESET enable_partitionwise_aggregate;
SELECT name, pg_temp.same(p.s, whole.s) AS plain, pg_temp.same(p.money, whole.money) AS money, pg_temp.same(p.text, whole.text) AS text FROM (SELECT 'parallel' AS name, * FROM parallel UNION ALL SELECT 'partition-wise', * FROM partwise) p, whole ORDER BY name;
SELECT pg_temp.same(p.s, o.s) AS plain, pg_temp.same(p.money, o.money) AS money FROM parallel_one p, one o;
SELECT bool_and(pg_temp.same(p.s, g.s)) AS grouped FROM parallel_grouped p JOIN (SELECT customer % 5 AS g, cohort_agg(customer, amount, at, '1 month') AS s FROM cohort_many GROUP BY 1) g USING (g);
SELECT pg_temp.same(whole.s, b.s) AS backwards, pg_temp.same(whole.money, b.money) AS money FROM whole, (SELECT cohort_agg(customer, at, '7 days') AS s, cohort_agg(customer, amount, at, '1 month') AS money FROM (SELECT * FROM cohort_many ORDER BY id DESC) d) b;
-- Any split by customer, in any order and nesting.
CREATE TEMP TABLE piece AS SELECT k, part, cohort_agg(customer, amount, at, '1 month') AS s FROM generate_series(2, 5) k, LATERAL (SELECT customer, amount, at, (customer + 5000) % (k * k) AS part FROM cohort_many) m GROUP BY k, part;
SELECT k, pg_temp.same(rollup(s ORDER BY part), money) AS forth, pg_temp.same(rollup(s ORDER BY part DESC), money) AS back, pg_temp.same(rollup(s ORDER BY s), money) AS sorted FROM piece, (SELECT money FROM whole) w GROUP BY k, money ORDER BY k;
SELECT k, pg_temp.same(rollup(s), money) AS nested FROM (SELECT k, part % 3, rollup(s) AS s FROM (SELECT k, part, rollup(s) AS s FROM (TABLE piece UNION ALL SELECT k, 0, NULL FROM piece) a GROUP BY k, part) b GROUP BY k, part % 3) c, (SELECT money FROM whole) w GROUP BY k, money ORDER BY k;

---- 8. FILTER, DISTINCT, GROUPING SETS, windows

CREATE TEMP TABLE little AS SELECT row_number() OVER (ORDER BY id) AS id, g, customer % 9 AS customer, at, amount FROM facts_5 WHERE id % 25 = 7;
SELECT pg_temp.same((SELECT cohort_agg(customer, amount, at, '1 month') FILTER (WHERE amount > 5) FROM facts_5), (SELECT cohort_agg(customer, amount, at, '1 month') FROM facts_5 WHERE amount > 5)) AS filter,
	pg_temp.same(cohort_agg(DISTINCT customer, at, '1 month'), cohort_agg(customer, at, '1 month')) AS distinct, pg_temp.same(cohort_agg(DISTINCT customer, amount, at, '1 month'), (SELECT cohort_agg(customer, amount, at, '1 month') FROM (SELECT DISTINCT customer, amount, at FROM facts_5) d)) AS distinct_amounts, pg_temp.same(cohort_agg(customer, amount, at, '1 month' ORDER BY amount), cohort_agg(customer, amount, at, '1 month')) AS ordered FROM facts_5;
SELECT grouping, count(*), bool_and(pg_temp.same(s, wanted)) AS same FROM (SELECT grouping(g, customer), g, customer, cohort_agg(customer, amount, at, '1 month') AS s FROM little GROUP BY GROUPING SETS ((g, customer), (g), ())) a,
	LATERAL (SELECT cohort_agg(customer, amount, at, '1 month') AS wanted FROM little l WHERE (grouping = 3 OR l.g = a.g) AND (grouping > 0 OR l.customer IS NOT DISTINCT FROM a.customer)) w GROUP BY grouping ORDER BY grouping;
SELECT count(*) > 200 AS enough, bool_and(pg_temp.same(grow, (SELECT cohort_agg(customer, amount, at, '1 month') FROM little b WHERE b.id <= a.id))) AS growing, bool_and(pg_temp.same(slide, (SELECT cohort_agg(customer, at, '7 days') FROM little b WHERE b.id BETWEEN a.id - 30 AND a.id + 1))) AS sliding,
	bool_and(pg_temp.same(behind, (SELECT cohort_agg(customer, amount, at, '1 month') FROM little b WHERE b.id BETWEEN a.id - 9 AND a.id - 5))) AS behind, bool_and(line IS NOT DISTINCT FROM pg_temp.line(grow)) AS accessor
FROM (SELECT id, cohort_agg(customer, amount, at, '1 month') OVER (ORDER BY id) AS grow, cohort_agg(customer, at, '7 days') OVER (ORDER BY id ROWS BETWEEN 30 PRECEDING AND 1 FOLLOWING) AS slide, cohort_agg(customer, amount, at, '1 month') OVER (ORDER BY id ROWS BETWEEN 9 PRECEDING AND 5 PRECEDING) AS behind,
	pg_temp.line(cohort_agg(customer, amount, at, '1 month') OVER (ORDER BY id)) AS line FROM little) a;
SELECT bool_and(pg_temp.same(r, (SELECT rollup(s) FROM piece b WHERE k = 5 AND b.part BETWEEN a.part - 2 AND a.part))) AS rollup FROM (SELECT part, rollup(s) OVER (ORDER BY part ROWS 2 PRECEDING) AS r FROM piece WHERE k = 5) a;

---- 9. The state as a value

-- What the aggregate returns is finished: its customers are counted. The content is readable.
SELECT cohort_agg(customer, amount, at, '1 month') AS state FROM purchases WHERE customer <> 'c';
-- The transition function makes unfinished ones, as workers do; merge takes both kinds, final finishes.
CREATE TEMP TABLE unfinished AS SELECT name, s FROM (VALUES ('bigint', cohort_add_amount_bigint(cohort_add_amount_bigint(cohort_add_amount_bigint(NULL, -1, 2.50, '2024-03-03', '1 month'), 9223372036854775807, -7, '2024-01-01', '1 month'), -1, 1, '2024-01-31', '1 month')), ('days', cohort_add_bigint(cohort_add_bigint(NULL, 5, '2000-01-03', '7 days'), 5, '2000-01-02', '7 days')), ('uuid', cohort_add_amount_uuid(NULL, md5('')::uuid, 1e40, '0044-03-15 BC', '1 year')),
	('text', cohort_add_text(cohort_add_text(NULL, 'a "name" of more than fifteen bytes', '2024-01-01', '1 day'), E'tab\t', '2024-01-02', '1 day')), ('large', cohort_add_amount_text(cohort_add_amount_text(NULL, 'x', 99999999999999999999999999999999.99, '2024-01-01', '1 day'), 'x', -0.00, '2024-01-01', '1 day')), ('skipped', cohort_add_text(NULL, NULL, '2024-01-01', '1 day'))) v (name, s);
SELECT name, s AS state FROM unfinished ORDER BY name;
SELECT name, pg_temp.line(s) AS read, pg_temp.line(cohort_agg_state_final(s)) IS NOT DISTINCT FROM pg_temp.line(s) AS finished, pg_temp.same(cohort_agg_state_final(cohort_agg_state_merge(s, NULL)), cohort_agg_state_final(s)) AS merged, pg_temp.same(cohort_agg_state_final(s), (SELECT rollup(s) FROM (SELECT s) d)) AS rollup FROM unfinished ORDER BY name;
-- A customer in two unfinished pieces is one; in two finished ones it is two.
SELECT pg_temp.line(cohort_agg_state_final(cohort_agg_state_merge(a, b))) AS unfinished, pg_temp.line(cohort_agg_state_final(cohort_agg_state_merge(b, a))) AS other_way, pg_temp.line(cohort_agg_state_merge(cohort_agg_state_final(a), cohort_agg_state_final(b))) AS finished
FROM (SELECT cohort_add_amount_bigint(NULL, 1, 5, '2024-01-01', '1 month') AS a, cohort_add_amount_bigint(cohort_add_amount_bigint(NULL, 1, 2.0, '2024-02-01', '1 month'), 1, 3, '2024-01-01', '1 month') AS b) d;
-- Long unfinished states, 20,000 rows each, made by the transition function.
-- What a transition called by hand returns is in the form that is stored, not in that of processes of one query.
SELECT pg_column_size(a) = pg_column_size(a::text::cohort_agg_state) AS count, pg_column_size(b) = pg_column_size(b::text::cohort_agg_state) AS amounts
FROM (SELECT cohort_add_bigint(cohort_add_bigint(NULL, 1, '2024-02-01', '1 month'), 2, '2024-01-01', '1 month') AS a, cohort_add_amount_bigint(cohort_add_amount_bigint(NULL, 1, 2.0, '2024-02-01', '1 month'), 1, 3, '2024-01-01', '1 month') AS b) d;
CREATE AGGREGATE pg_temp.unfinished(bigint, numeric, timestamp, interval) (SFUNC = cohort_add_amount_bigint, STYPE = cohort_agg_state);
CREATE TEMP TABLE long AS SELECT part, pg_temp.unfinished(customer, amount, at, '1 month') AS s FROM cohort_many GROUP BY part;
SELECT pg_temp.same(cohort_agg_state_final(cohort_agg_state_merge(cohort_agg_state_merge(a.s, b.s), c.s)), whole.money) AS merged, pg_temp.same(cohort_agg_state_final(cohort_agg_state_merge(c.s, cohort_agg_state_merge(a.s::text::cohort_agg_state, b.s))), whole.money) AS through_text FROM long a, long b, long c, whole WHERE (a.part, b.part, c.part) = (0, 1, 2);
-- Text, jsonb, binary copy, storage in a table; equality, order and hash agree with the text.
CREATE TABLE cohort_kept AS SELECT row_number() OVER () AS n, s FROM (SELECT s FROM unfinished UNION ALL SELECT s FROM long WHERE part = 1 UNION ALL SELECT s FROM whole UNION ALL SELECT text FROM whole UNION ALL SELECT s FROM answers WHERE width >= '7 days' UNION ALL SELECT cohort_agg_state_final(s) FROM unfinished UNION ALL SELECT NULL
	UNION ALL SELECT cohort_agg(customer, amount, at, '1 month') FROM little GROUP BY customer UNION ALL SELECT cohort_agg(customer, at, '1 month') FROM little GROUP BY customer) d;
CREATE TABLE cohort_copied (LIKE cohort_kept);
-- Equal in every form; the stored bytes may differ as long as rows are being collected.
CREATE FUNCTION pg_temp.alike(a cohort_agg_state, b cohort_agg_state) RETURNS boolean LANGUAGE sql AS
	$$ SELECT a IS NOT DISTINCT FROM b AND a::text IS NOT DISTINCT FROM b::text AND cohort_agg_state_send(a) IS NOT DISTINCT FROM cohort_agg_state_send(b) AND cohort_agg_state_hash(a) IS NOT DISTINCT FROM cohort_agg_state_hash(b) AND (pg_temp.same(a, b) OR a <> cohort_agg_state_final(a)) FROM (VALUES (1)) once $$;
\getenv build_dir PG_ABS_BUILDDIR
\cd :build_dir
\copy cohort_kept TO 'results/cohort.copy' (FORMAT binary)
\copy cohort_copied FROM 'results/cohort.copy' (FORMAT binary)
SELECT count(*) > 30 AS states, bool_and(pg_temp.alike(c.s, k.s)) AS copied, bool_and(pg_temp.alike(k.s::text::cohort_agg_state, k.s)) AS text, bool_and(CASE WHEN length(k.s::text) < 10000 THEN pg_temp.alike(k.s::jsonb::text::cohort_agg_state, k.s) END) AS jsonb FROM cohort_kept k JOIN cohort_copied c USING (n);
SELECT count(DISTINCT s) = count(DISTINCT s::text) AS distinct, (SELECT count(*) FROM (SELECT s FROM cohort_kept WHERE s IS NOT NULL GROUP BY s) g) = count(DISTINCT s::text) AS grouped, bool_and(s = s AND s <= s AND NOT s < s AND NOT s <> s) AS itself FROM cohort_kept;
SELECT count(*) FILTER (WHERE (a.s = b.s) <> (a.s::text = b.s::text) OR (a.s <> b.s) = (a.s = b.s) OR (a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int <> 1 OR (a.s <= b.s) <> (a.s < b.s OR a.s = b.s) OR (a.s >= b.s) <> (a.s > b.s OR a.s = b.s) OR (a.s < b.s) <> (b.s > a.s)) AS wrong FROM cohort_kept a, cohort_kept b WHERE greatest(pg_column_size(a.s), pg_column_size(b.s)) < 2000;
DROP TABLE cohort_many, cohort_one, cohort_parts, cohort_kept, cohort_copied CASCADE;

---- 10. Malformed text

CREATE FUNCTION pg_temp.parse(input text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM cohorts(input::cohort_agg_state);
	RETURN CASE WHEN input::cohort_agg_state::text::cohort_agg_state = input::cohort_agg_state THEN 'accepted' ELSE 'not the same' END;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
-- % stands for the start of a good state, $ for a good cell with its end left open, # for a good empty rest.
SELECT pg_temp.parse(replace(replace(replace(input, '%', '"version": 1, "customers": "bigint", "width": {"months": 1, "days": 0}, "money": false'), '$', '{"cohort": 288, "period": 0, "customers": 2, "revenue": null}'), '#', '"activity": {}')) AS result, input FROM unnest(ARRAY[
	'{%, "cells": [$], #}', ' { # , "cells" : [$],% } ', '{%, "cells": [], #}', '{%, "cells": [$, {"cohort": 288, "period": 4, "customers": 1, "revenue": null}], "activity": {"bigint": [[1, 300, 0, 0, 0]]}}', '', 'null', '{}', '{%}', '{%, "cells": [$]}', '{%, "cells": [$], #} x', '{%, "cells": [$], #', '{%, "cells": [$], #, "more": 1}', '{%, "cells": [$, $], #}',
	'{%, "cells": [{"cohort": 288, "period": 1, "customers": 2, "revenue": null}], #}', '{%, "cells": [$, {"cohort": 288, "period": 1, "customers": 3, "revenue": null}], #}', '{%, "cells": [$, {"cohort": 288, "period": -1, "customers": 1, "revenue": null}], #}', '{%, "cells": [$, {"cohort": 287, "period": 0, "customers": 1, "revenue": null}], #}', '{%, "cells": [{"cohort": 288, "period": 0, "customers": 0, "revenue": null}], #}',
	'{%, "cells": [{"cohort": 288, "period": 0, "customers": 1, "revenue": {"sum": 5, "scale_rows": 1}}], #}', '{%, "cells": [{"cohort": 3507312, "period": 0, "customers": 1, "revenue": null}], #}', '{%, "cells": [{"cohort": 3507323, "period": 0, "customers": 1, "revenue": null}], #}', '{%, "cells": [{"cohort": 3507324, "period": 0, "customers": 1, "revenue": null}], #}', '{%, "cells": [{"cohort": 2000000000, "period": 0, "customers": 1, "revenue": null}], #}', '{%, "cells": [$, {"cohort": 288, "period": 4294967295, "customers": 1, "revenue": null}], #}', '{%, "cells": [{"cohort": -80546, "period": 0, "customers": 1, "revenue": null}], #}', '{%, "cells": [{"cohort": -80547, "period": 0, "customers": 1, "revenue": null}], #}',
	'{%, "cells": [$], "activity": {"bigint": []}}', '{%, "cells": [$], "activity": {"uuid": [["d41d8cd98f00b204e9800998ecf8427e", 1, 0, 0, 0]]}}', '{%, "cells": [], "activity": {"bigint": [[1, 3507324, 0, 0, 0]]}}', '{%, "cells": [], "activity": {"bigint": [[1, 5, 0, 0, 0], [1, 5, 0, 0, 0]]}}', '{%, "cells": [], "activity": {"bigint": [[2, 5, 0, 0, 0], [1, 5, 0, 0, 0]]}}', '{%, "cells": [], "activity": {"bigint": [[1, 5, 0, 1, -1]]}}', '{%, "cells": [], "activity": {"bigint": [[1, 5, 0, 0, 10000000000000000]]}}',
	'{"version": 2, "customers": "bigint", "width": {"months": 1, "days": 0}, "money": false, "cells": [$], #}', '{"version": 1, "customers": "bigint", "width": {"months": 0, "days": 0}, "money": false, "cells": [$], #}', '{"version": 1, "customers": "bigint", "width": {"months": 1, "days": 7}, "money": false, "cells": [$], #}', '{"version": 1, "customers": "bigint", "width": {"months": -1, "days": 0}, "money": false, "cells": [$], #}', '{"version": 1, "customers": "bigint", "width": {"months": 1, "days": 0}, "money": true, "cells": [$], #}',
	'{"version": 1, "customers": "bigint", "width": {"months": 1, "days": 0}, "money": true, "cells": [{"cohort": 288, "period": 0, "customers": 2, "revenue": {"sum": 5.00, "scale_rows": 1}}], #}', '{"version": 1, "customers": "bigint", "width": {"months": 1, "days": 0}, "money": true, "cells": [{"cohort": 288, "period": 0, "customers": 2, "revenue": {"sum": 5.00, "scale_rows": 2}}], #}', repeat('[', 100), repeat('{"cells": ', 50)]) WITH ORDINALITY a (input, n) ORDER BY n;
SELECT pg_temp.error_of($$SELECT '{"version": 1}'::cohort_agg_state$$);
-- Every proper prefix of a text is refused; every change of one character, of every other one here, is refused or means another state that round-trips.
WITH good AS (SELECT cohort_agg_state_merge(cohort_agg('a "b"'::text, 7.50, at, '7 days'), cohort_add_amount_text(NULL, 'c', -1e40, '0044-03-15 BC', '7 days'))::text AS t FROM (VALUES (timestamp '2024-01-01'), ('2024-03-01')) v (at))
SELECT (SELECT string_agg(DISTINCT pg_temp.parse(left(t, n)), ' ') FROM generate_series(0, length(t) - 1) n) AS prefixes, (SELECT string_agg(DISTINCT p, ' ' ORDER BY p) FROM generate_series(1, length(t), 2) n, unnest(ARRAY['0', '9', '-', '"', '}']) c, LATERAL (SELECT pg_temp.parse(overlay(t PLACING c FROM n FOR 1)) AS p) q) AS changes FROM good;
