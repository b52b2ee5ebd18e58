-- active_ranges, active_ranges_agg, its rollup; churn by inactivity.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
CREATE SCHEMA active_test;
SET search_path = active_test, public;

-- A gap of exactly inactive_after touches; one microsecond more does not.
SELECT customer, active_ranges(seen_at, '30 days') FROM (VALUES ('ada', timestamptz '2026-01-01'), ('ada', '2026-01-31'), ('ada', '2026-03-02 00:00:00.000001'),
	('bob', '2026-01-01'), ('bob', NULL), ('eve', NULL)) v(customer, seen_at) GROUP BY customer ORDER BY customer;
SELECT active_ranges(timestamp '2026-03-28 12:00', '24:00') AS "timestamp", active_ranges(date '2026-03-28', '1 day') AS date, active_ranges(timestamptz '2026-03-28 12:00', '1 day') AS timestamptz;
-- a day is 24 hours, whatever the session's zone makes of it
SET timezone = 'Europe/Berlin';
SELECT active_ranges(timestamptz '2026-03-28 12:00', '1 day') AS spring;
SET timezone = 'UTC';

-- ---- plain SQL over pseudo-random events: 300 customers, ties, NULLs, three types ----
CREATE TABLE events AS SELECT c AS customer, CASE WHEN c % 40 > 0 AND pg_temp.pick(c * 1000 + n, 15) > 0 THEN
	timestamp '2026-01-01' + pg_temp.pick(c * 7001 + n, 40 + c * 8) * interval '12 hours' + pg_temp.pick(c * 31 + n, 2) * interval '1 microsecond' END AS t
FROM generate_series(1, 300) c, generate_series(1, 80) n WHERE n <= pg_temp.pick(c, 80);
INSERT INTO events SELECT * FROM events WHERE pg_temp.pick(customer * 17 + extract(day FROM t)::int, 9) = 0;
SELECT count(*) > 8000 AS enough, count(*) FILTER (WHERE t IS NULL) > 300 AS nulls, count(t) - count(DISTINCT (customer, t)) > 300 AS ties,
	count(DISTINCT customer) - count(DISTINCT customer) FILTER (WHERE t IS NOT NULL) > 2 AS only_nulls FROM events;
ANALYZE events;
-- range_agg is the definition
SELECT after, count(*), bool_and(a IS NOT DISTINCT FROM r) AS timestamptz, bool_and(b IS NOT DISTINCT FROM s) AS "timestamp", bool_and(c IS NOT DISTINCT FROM d) AS date, max(cardinality) AS most_ranges
FROM (SELECT after, customer, active_ranges(t AT TIME ZONE 'UTC', after) AS a, range_agg(tstzrange(t AT TIME ZONE 'UTC', (t + after) AT TIME ZONE 'UTC')) FILTER (WHERE t IS NOT NULL) AS r,
		active_ranges(t, after) AS b, range_agg(tsrange(t, t + after)) FILTER (WHERE t IS NOT NULL) AS s,
		active_ranges(t::date, days) AS c, range_agg(daterange(t::date, t::date + extract(day FROM days)::int)) FILTER (WHERE t IS NOT NULL) AS d
	FROM events, (VALUES (interval '12 hours', interval '1 day'), ('36 hours', '2 days'), ('9 days 12:00', '10 days')) v(after, days) GROUP BY after, customer) q,
	LATERAL (SELECT count(*) AS cardinality FROM unnest(a)) n GROUP BY after ORDER BY after;
-- the state says the same, in any order of the rows, and merged from any split
CREATE TABLE whole AS SELECT customer, active_ranges_agg(t, '36 hours') AS s, active_ranges(t AT TIME ZONE 'UTC', '36 hours') AS r FROM events GROUP BY customer;
SELECT bool_and(active_ranges(s) IS NOT DISTINCT FROM r) AS accessor, count(*) - count(s) = count(*) - count(r) AS nulls FROM whole;
SELECT bool_and(w.s IS NOT DISTINCT FROM up AND w.s IS NOT DISTINCT FROM down AND w.s::text IS NOT DISTINCT FROM up::text) AS any_order
FROM whole w JOIN (SELECT customer, active_ranges_agg(t, '36 hours' ORDER BY t) AS up, active_ranges_agg(t, '1 day 12:00' ORDER BY t DESC) AS down FROM events GROUP BY customer) o USING (customer);
SELECT n, bool_and(q.up IS NOT DISTINCT FROM s AND q.up::text IS NOT DISTINCT FROM s::text) AS any_split FROM (SELECT n, customer, rollup(piece ORDER BY g) AS up
	FROM (SELECT n, customer, pg_temp.pick(row, n) AS g, active_ranges_agg(t, '36 hours') AS piece FROM (SELECT *, row_number() OVER () AS row FROM events) e, generate_series(2, 8, 3) n GROUP BY 1, 2, 3) p
	GROUP BY 1, 2) q JOIN whole USING (customer) GROUP BY n ORDER BY n;
SELECT bool_and(w IS NOT DISTINCT FROM (SELECT active_ranges(t, '36 hours') FROM (SELECT t FROM events e WHERE e.customer = o.customer) x WHERE x.t <= o.t OR o.t IS NULL)) AS growing_frame
FROM (SELECT customer, t, active_ranges(t, '36 hours') OVER (PARTITION BY customer ORDER BY t) AS w FROM events WHERE customer % 10 = 0) o;
-- many separate ranges, and many rows of few ranges, in no order
SELECT bool_and(active = agg) AS many FROM (SELECT active_ranges(t, '1 hour') AS active, range_agg(tsrange(t, t + interval '1 hour')) AS agg
	FROM (SELECT k, timestamp '2000-01-01' + pg_temp.pick(i, CASE k WHEN 1 THEN 200000 WHEN 2 THEN 5000 ELSE 700 END) * interval '1 hour' AS t FROM generate_series(1, 30000) i, generate_series(1, 3) k) x GROUP BY k) y;

-- ---- serial, parallel, partitions ----
SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END, 'off', false) AS forced;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT active_ranges_agg(t, '36 hours') AS s FROM events WHERE customer <= 50;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
ALTER TABLE events SET (parallel_workers = 2);
SELECT pg_temp.plan_has('SELECT active_ranges_agg(t, ''36 hours'') FROM active_test.events WHERE customer <= 50', 'Workers Planned: 2') AS two_workers;
SELECT active_ranges_agg(t, '36 hours') = (SELECT s FROM serial) AS workers_agree FROM events WHERE customer <= 50;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;
CREATE TABLE parts (LIKE events) PARTITION BY HASH (t);
CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parts SELECT * FROM events WHERE customer <= 50;
SET enable_partitionwise_aggregate = on;
SELECT active_ranges_agg(t, '36 hours') = (SELECT s FROM serial) AS partitions_agree FROM parts;
RESET enable_partitionwise_aggregate;

-- ---- churn by inactivity ----
-- A customer without an event for 30 days has left on the day on which the 30 days are over.
CREATE TABLE orders (customer text, ordered_at date);
INSERT INTO orders VALUES ('ada', '2026-01-05'), ('ada', '2026-01-28'), ('ada', '2026-02-20'), ('ada', '2026-03-15'), ('bob', '2026-01-10'), ('bob', '2026-02-03'),
	('eve', '2025-10-01'), ('eve', '2026-03-20'), ('kim', '2026-02-25');
CREATE VIEW activity AS SELECT customer, active_ranges(ordered_at, '30 days') AS active FROM orders GROUP BY customer;
SELECT * FROM activity ORDER BY customer;
SELECT round(churn_rate(active, '[2026-03-01,2026-04-01)'), 4) AS march FROM activity;
SELECT period, customers_at_start(state) AS at_start, new_customers(state) AS new, reactivated_customers(state) AS back, churned_customers(state) AS churned, customers_at_end(state) AS at_end
FROM (SELECT churn_series_agg(active, '{2026-01-01,2026-02-01,2026-03-01,2026-04-01,2026-05-01}') AS s FROM activity) q, periods(s);

-- ---- NULL, empty, extremes, storage ----
SELECT active_ranges(t, '1 day') AS none, active_ranges_agg(t, '1 day') AS no_state, active_ranges(active_ranges_agg(t, '1 day')) AS no_ranges FROM (VALUES (NULL::timestamptz)) v(t);
SELECT active_ranges(t, '1 day') AS none FROM (SELECT timestamptz '2026-01-01' AS t) v WHERE false;
SELECT active_ranges(t, '106000000 days') AS all_of_time FROM (VALUES (timestamptz '4714-11-24 00:00 BC'), ('0001-01-01')) v(t);
SELECT active_ranges_agg(t, '30 days') AS state FROM (VALUES (date '2026-01-01'), ('2026-01-20'), ('2026-04-01')) v(t);
SELECT bool_and(s = s::text::active_ranges_agg_state AND s = s::jsonb::text::active_ranges_agg_state AND active_ranges_agg_state_send(s) = active_ranges_agg_state_send(s::text::active_ranges_agg_state)) AS round_trips,
	count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states FROM whole;
-- the days of a state of other times
SELECT active_ranges_final_date(active_ranges_agg(t, '1 hour')) AS days FROM (VALUES (timestamp '2026-01-01 10:00'), ('2026-01-02 23:30')) v(t);

-- ---- errors ----
SELECT query, pg_temp.error_of('SELECT active_ranges(' || query || ')') AS error FROM (VALUES
	(1, $$timestamptz '2026-01-01', '0 days'$$), (2, $$timestamptz '2026-01-01', '-1 day'$$), (3, $$timestamptz '2026-01-01', '1 month'$$), (4, $$timestamptz '2026-01-01', '1 month -1 day'$$),
	(5, $$timestamptz '2026-01-01', NULL$$), (6, $$NULL::timestamptz, NULL$$), (7, $$NULL::timestamptz, '0 days'$$), (8, $$date '2026-01-01', '36 hours'$$), (9, $$date '2026-01-01', '1 day -24:00:00'$$),
	(10, $$timestamptz 'infinity', '1 day'$$), (11, $$date '-infinity', '1 day'$$), (12, $$timestamptz '294276-12-31 23:00', '1 hour'$$), (13, $$date '294276-12-31', '1 day'$$),
	(14, $$timestamptz '2026-01-01', '200000000 days'$$), (15, $$t, after) FROM (VALUES (timestamptz '2026-01-01', interval '1 day'), (NULL, '25 hours')) v(t, after$$),
	(16, $$s) FROM (SELECT rollup(s) AS s FROM (SELECT active_ranges_agg(d, (1 + d - date '2026-01-01') * interval '1 day') AS s FROM (VALUES (date '2026-01-01'), ('2026-01-02')) v(d) GROUP BY d ORDER BY d) x) y WHERE (true$$)) v(n, query) ORDER BY n;
SELECT pg_temp.error_of($$SELECT active_ranges(timestamp '294276-12-31 22:59:59.999999', '1 hour')$$) AS just_within;
-- malformed text is refused
CREATE TABLE good AS SELECT '{"version": 1, "inactive_after": 86400000000, "seen": [{"first": "2026-01-01T00:00:00Z", "last": "2026-01-02T00:00:00Z"}, {"first": "2026-01-03T00:00:00.000001Z", "last": "2026-01-05T00:00:00Z"}]}'::text AS t;
SELECT t::active_ranges_agg_state::text = t AS same FROM good;
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::active_ranges_agg_state', regexp_replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM good, (VALUES
	(1, '.*$ > '), (2, '"version": 1 > "version": 2'), (3, '86400000000 > 0'), (4, '86400000000 > -1'), (5, '86400000000 > 86400000001'), (6, '86400000000 > 9223372036854775807'),
	(7, '.000001Z > Z'), (8, '2026-01-02T > 2025-01-02T'), (9, '2026-01-05T > 2026-01-03T'), (10, '"2026-01-05.*?" > "infinity"'), (11, '2026-01-05 > +294276-12-31'), (12, ', "last".*?} > }')) AS c(n, change) ORDER BY n;
DROP SCHEMA active_test CASCADE;
