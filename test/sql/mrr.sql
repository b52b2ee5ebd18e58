-- mrr_movement, mrr_agg, its rollup and its accessors: worked numbers, everything against plain SQL, sliding frames, plans, the state as a value.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
\pset null '(null)'


---- 1. Worked numbers ----

-- Six customers: one stays, one shrinks, one leaves, one grows, one is new, one returns.
CREATE TEMP TABLE six (customer text, before numeric, after numeric, active boolean);
INSERT INTO six VALUES ('a', 50, 50, true), ('b', 30, 20, true), ('c', 10, 0, true), ('d', 10, 20, true), ('e', 0, 15, false), ('f', NULL, 5, true);
SELECT starting_mrr(s), new_mrr(s), expansion_mrr(s), contraction_mrr(s), churned_mrr(s), reactivation_mrr(s), ending_mrr(s) FROM (SELECT mrr_agg(before, after, active) AS s FROM six) q;
SELECT net_revenue_retention(s), gross_revenue_retention(s), gross_mrr_churn_rate(s), net_mrr_churn_rate(s), net_mrr_churn_rate(s, include_reactivation => true) AS chartmogul, quick_ratio(s) FROM (SELECT mrr_agg(before, after, active) AS s FROM six) q;
-- ChartMogul's: 100 at the start, 10 churned, 10 contraction, 10 expansion: gross 20 %, net 10 %.
SELECT gross_mrr_churn_rate(s) = 0.2 AS gross, net_mrr_churn_rate(s) = 0.1 AS net, ending_mrr(s) FROM (SELECT mrr_agg(b, a, false) AS s FROM (VALUES (10, 0), (60, 50), (30, 40)) v (b, a)) q;
SELECT mrr_agg(before, after, active) FROM six;
-- All seven amounts have the decimals of the most detailed MRR.
SELECT starting_mrr(s), new_mrr(s), churned_mrr(s), ending_mrr(s), quick_ratio(s) FROM (SELECT mrr_agg(b, a, false) AS s FROM (VALUES (10, 0), (0, 12.5), (7.250, 7.25)) v (b, a)) q;

---- 2. NULL, nothing, zero ----

SELECT mrr_agg(before, after, active) AS no_rows, (SELECT rollup(s) FROM (VALUES (NULL::mrr_agg_state), (NULL)) v (s)) AS rollup FROM six WHERE false;
-- A customer without MRR before and after counts and moves nothing.
SELECT mrr_agg(NULL, NULL, NULL) AS nothing, pg_temp.same(mrr_agg(NULL, NULL, NULL), mrr_agg(0, 0, true)) AS null_is_0 FROM (VALUES (1)) v;
SELECT starting_mrr(s), ending_mrr(s), net_revenue_retention(s) AS nrr, gross_revenue_retention(s) AS grr, gross_mrr_churn_rate(s) AS gross, net_mrr_churn_rate(s) AS net, net_mrr_churn_rate(s, true) AS net_too, quick_ratio(s) AS quick FROM (SELECT mrr_agg(0.0, NULL, NULL) AS s) q;
-- Only new customers: nothing to retain, nothing lost. Only losses: the quick ratio is 0.
SELECT new_mrr(s), net_revenue_retention(s) AS nrr, net_mrr_churn_rate(s, true) AS net, quick_ratio(s) AS quick FROM (SELECT mrr_agg(NULL, 7, NULL) AS s) q;
SELECT churned_mrr(s), round(net_revenue_retention(s), 1) AS nrr, round(quick_ratio(s), 1) AS quick FROM (SELECT mrr_agg(7, NULL, NULL) AS s) q;
SELECT starting_mrr(NULL) AS amount, net_mrr_churn_rate(NULL) AS rate, net_mrr_churn_rate(mrr_agg(1, 1, true), NULL) AS unknown FROM six;
-- previously_active is looked at only where there is no MRR before but some after.
SELECT count(DISTINCT s::text) FROM (SELECT a, mrr_agg(before, after, a) AS s FROM six, (VALUES (true), (false), (NULL)) v (a) WHERE before > 0 OR after = 0 GROUP BY a) q;

---- 3. Against plain SQL ----

-- Pseudo-random customers: amounts of 0 to 40 digits and 0 to 20 decimals, ties, every value also NULL.
CREATE TEMP TABLE customers AS SELECT id, id % 8 AS g, b AS before, CASE pg_temp.pick(id + 1, 5) WHEN 0 THEN b WHEN 1 THEN NULL WHEN 2 THEN round(b) WHEN 3 THEN b * 1.10 ELSE a END AS after, nullif(pg_temp.pick(id + 2, 3), 2) = 1 AS active
FROM (SELECT id, CASE pg_temp.pick(id, 9) WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 2 THEN 0.000 WHEN 3 THEN (id * 7907 % 100)::numeric WHEN 4 THEN id * 1e30 + 0.5 WHEN 5 THEN id / 7.0 ELSE (id * 7907 % 10000)::numeric / 100 END AS b, (id * 3571 % 20000)::numeric / 100 AS a FROM generate_series(1, 4000) id) i;
CREATE TEMP VIEW oracle AS SELECT g, count(*) AS n, max(greatest(scale(b), scale(a))) AS digits, sum(b) AS starting, sum(a) FILTER (WHERE b = 0 AND active IS NOT TRUE) AS new, sum(a) FILTER (WHERE b = 0 AND active) AS reactivation, sum(b) FILTER (WHERE a = 0) AS churned,
	sum(a - b) FILTER (WHERE a > b AND b > 0) AS expansion, sum(b - a) FILTER (WHERE a < b AND a > 0) AS contraction, sum(a) AS ending, sum(a) FILTER (WHERE b > 0) AS kept, sum(least(a, b)) AS least
FROM (SELECT id, g, active, coalesce(before, 0) AS b, coalesce(after, 0) AS a FROM customers) c GROUP BY GROUPING SETS ((g), ());
SELECT count(*) AS groups, bool_and(starting_mrr(s)::text = round(starting, digits)::text AND new_mrr(s)::text = round(new, digits)::text AND expansion_mrr(s)::text = round(expansion, digits)::text AND contraction_mrr(s)::text = round(contraction, digits)::text
	AND churned_mrr(s)::text = round(churned, digits)::text AND reactivation_mrr(s)::text = round(reactivation, digits)::text AND ending_mrr(s)::text = round(ending, digits)::text) AS amounts,
	bool_and(abs(net_revenue_retention(s) - kept / starting) < 1e-15 AND abs(gross_revenue_retention(s) - least / starting) < 1e-15 AND abs(gross_mrr_churn_rate(s) - (1 - least / starting)) < 1e-15 AND abs(net_mrr_churn_rate(s) - (1 - kept / starting)) < 1e-15
	AND abs(net_mrr_churn_rate(s, true) - (1 - (kept + reactivation) / starting)) < 1e-15 AND quick_ratio(s) = round(new + expansion + reactivation, digits) / round(contraction + churned, digits)) AS ratios, bool_and((s::jsonb ->> 'customers')::int = n) AS customers
FROM (SELECT g, mrr_agg(before, after, active) AS s FROM customers GROUP BY GROUPING SETS ((g), ())) q JOIN oracle o ON o.g IS NOT DISTINCT FROM q.g;

---- 4. Windows, splits, plans ----

-- A sliding frame equals the aggregate of its rows, while the most detailed amounts come and go, and when it is empty.
SELECT count(*), bool_and(pg_temp.same(a, (SELECT mrr_agg(before, after, active) FROM customers i WHERE i.id BETWEEN o.id - 3 AND o.id + 2))) AS sliding,
	bool_and(pg_temp.same(f, (SELECT mrr_agg(before, after, active) FILTER (WHERE id % 4 < 2) FROM customers i WHERE i.id BETWEEN o.id - 4 AND o.id - 3))) AS filtered, bool_or(f IS NULL) AS some_empty
FROM (SELECT id, mrr_agg(before, after, active) OVER (w ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING) AS a, mrr_agg(before, after, active) FILTER (WHERE id % 4 < 2) OVER (w ROWS BETWEEN 4 PRECEDING AND 3 PRECEDING) AS f FROM customers WINDOW w AS (ORDER BY id)) o WHERE id <= 300;
SELECT bool_and(pg_temp.same(up, whole) AND pg_temp.same(down, whole)) AS any_split FROM (SELECT n, rollup(s ORDER BY g) AS up, rollup(s ORDER BY g DESC) AS down
	FROM (SELECT n, id % n AS g, mrr_agg(before, after, active) AS s FROM customers, generate_series(1, 7) n GROUP BY 1, 2) a GROUP BY 1) c, (SELECT mrr_agg(before, after, active) AS whole FROM customers) w;
SELECT pg_temp.same(mrr_agg(DISTINCT before, after, active), (SELECT mrr_agg(before, after, active) FROM (SELECT DISTINCT before, after, active FROM customers) d)) AS distinct_rows FROM customers;
CREATE TABLE mrr_workers AS SELECT * FROM customers;
CREATE TEMP TABLE serial AS SELECT mrr_agg(before, after, active) AS s FROM mrr_workers;
SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END, 'off', false) AS forced;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
ALTER TABLE mrr_workers SET (parallel_workers = 2);
SELECT pg_temp.plan_has('SELECT mrr_agg(before, after, active) FROM mrr_workers', 'Workers Planned: 2') AS two_workers;
SELECT pg_temp.same(a.s, b.s) AS workers_agree FROM serial a, (SELECT mrr_agg(before, after, active) AS s FROM mrr_workers) b;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;
DROP TABLE mrr_workers;

---- 5. Errors ----

SELECT q, pg_temp.error_of('SELECT mrr_agg(' || q || ')') FROM unnest(ARRAY['-0.01, 1, true', '1, -2, true', 'NULL, ''NaN'', true', '''infinity'', 1, true', '''-infinity'', 1, true', '1, ''infinity'', NULL']) WITH ORDINALITY a (q, n) ORDER BY n;
SELECT q, pg_temp.error_of('SELECT mrr_movement(m) OVER (ORDER BY n) FROM unnest(ARRAY[' || q || ']::numeric[]) WITH ORDINALITY a (m, n)') FROM unnest(ARRAY['-5', '5, -5.00', '''NaN''', '5, ''infinity''', '1, 2, 3']) WITH ORDINALITY a (q, n) ORDER BY n;
SELECT pg_temp.sqlstate_of('SELECT mrr_movement(5)') AS no_over;
-- A sum that numeric cannot hold.
SELECT pg_temp.error_of('SELECT mrr_agg(b, b, true) FROM (SELECT 9.9e131071 AS b FROM generate_series(1, 2)) q'), pg_temp.error_of('SELECT ending_mrr(mrr_agg(b, a, true)) FROM (VALUES (0, 9e131071), (9e131071, 9e131071)) q (b, a)') AS ending;

---- 6. The state as a value ----

SELECT bool_and(pg_temp.same(s, s::text::mrr_agg_state) AND pg_temp.same(s, s::jsonb::text::mrr_agg_state)) AS round_trips, count(DISTINCT s) = count(DISTINCT s::text) AS distinct_states, max(pg_column_size(s)) < 250 AS compact
FROM (SELECT id % 300 AS g, mrr_agg(before, after, active) AS s FROM customers GROUP BY 1) q;
CREATE TEMP TABLE good AS SELECT '{"version": 1, "customers": 5, "scale_rows": 3, "starting": 9.5, "new": 1.0, "expansion": 2.0, "contraction": 3.0, "churned": 4.0, "reactivation": 5.0}'::text AS t;
SELECT t::mrr_agg_state::text = t AS same, ending_mrr(t::mrr_agg_state) FROM good;
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::mrr_agg_state', regexp_replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM good, (VALUES
	(1, '.*$ > '), (2, '"version": 1 > "version": 2'), (3, '"customers": 5 > "customers": 4'), (4, '"customers": 5 > "customers": -5'), (5, '"customers": 5 > "customers": 0'), (6, '"scale_rows": 3 > "scale_rows": 11'),
	(7, '"scale_rows": 3 > "scale_rows": 0'), (8, '9.5 > 9'), (9, '9.5 > 6.5'), (10, '9.5 > 7.0'), (11, '1.0 > -1.0'), (12, '1.0 > 1e0'), (13, '1.0 > NaN'), (14, '1.0 > "1.0"'), (15, '"customers": 5 > "customers": 9223372036854775807'), (16, ', "new": 1.0 > ')) AS c (n, change) ORDER BY n;
SELECT pg_temp.error_of(format('SELECT rollup(%L::mrr_agg_state) FROM generate_series(1, %s)', regexp_replace(t, '"customers": 5', '"customers": 4611686018427387903'), n)) AS too_many FROM good, (VALUES (1), (2)) v (n) ORDER BY n;

---- 7. mrr_movement ----

SELECT month, mrr, mrr_movement(mrr) OVER (ORDER BY month), pg_typeof(mrr_movement(mrr) OVER (ORDER BY month)) FROM (VALUES (1, NULL), (2, 50.0), (3, 50), (4, 0), (5, NULL), (6, 50), (7, 75), (8, 60), (9, 0.00), (10, 0), (11, 1e-20)) v (month, mrr) ORDER BY month;
-- Each partition begins anew; one row, no rows, only NULL; the frame is of no matter.
SELECT customer, string_agg(coalesce(m, '-'), ' ' ORDER BY month) FROM (SELECT customer, month, mrr_movement(mrr) OVER (PARTITION BY customer ORDER BY month) AS m FROM (VALUES ('a', 1, 5), ('a', 2, 0), ('b', 1, 3), ('c', 1, 0), ('c', 2, 3), ('d', 1, NULL)) v (customer, month, mrr)) q GROUP BY customer ORDER BY customer;
SELECT count(*) FROM (SELECT mrr_movement(1) OVER () WHERE false) x;
SELECT bool_and(a IS NOT DISTINCT FROM b) AS frame_irrelevant FROM (SELECT mrr_movement(mrr => before) OVER w AS a, mrr_movement(before) OVER (w ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS b, count(*) OVER w FROM customers WINDOW w AS (PARTITION BY g ORDER BY id)) q;
-- Against lag().
SELECT count(*), count(DISTINCT m) AS words, bool_and(m IS NOT DISTINCT FROM CASE WHEN b = 0 AND a = 0 THEN NULL WHEN b = 0 THEN CASE WHEN ever THEN 'reactivation' ELSE 'new' END WHEN a = 0 THEN 'churn' WHEN a > b THEN 'expansion' WHEN a < b THEN 'contraction' ELSE 'retained' END) AS same
FROM (SELECT m, a, coalesce(lag(a) OVER w, 0) AS b, coalesce(bool_or(a > 0) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS ever FROM (SELECT id, c, coalesce(mrr, 0) AS a, mrr_movement(mrr) OVER (PARTITION BY c ORDER BY id) AS m
	FROM (SELECT id, id % 300 AS c, CASE pg_temp.pick(id, 7) WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 2 THEN 0.0 ELSE pg_temp.pick(id + 9, 3) * 12.5 END AS mrr FROM generate_series(1, 6000) id) x) y WINDOW w AS (PARTITION BY c ORDER BY id)) z;
-- The movements of one month, added up over customers, are the state's sums.
SELECT new_mrr(s) = sum_new AS new, churned_mrr(s) = sum_churned AS churned FROM (SELECT mrr_agg(b, a, m = 'reactivation') AS s, sum(a) FILTER (WHERE m = 'new') AS sum_new, sum(b) FILTER (WHERE m = 'churn') AS sum_churned
	FROM (SELECT id, before AS b, after AS a, mrr_movement(v) OVER (PARTITION BY id ORDER BY n) AS m, n FROM customers, LATERAL (VALUES (1, CASE WHEN active THEN 1 END), (2, before), (3, after)) v (n, v)) q WHERE n = 3) r;
