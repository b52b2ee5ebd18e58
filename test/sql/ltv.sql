-- ltv, ltv_agg, its rollup and its accessors, ltv_from_churn.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all
CREATE SCHEMA ltv_test;
SET search_path = ltv_test, public;

-- the same pseudo-random numbers everywhere
CREATE FUNCTION rnd(seed text, below int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
  SELECT (('x' || substr(md5(seed), 1, 8))::bit(32)::bigint % below)::int $$;

-- ---- published numbers ----

-- 4 customers buy 3 times for 75 each in a year and stay 2.5 years: 75 * 3 * 2.5 = 562.5, with a margin of 60 % 337.5
CREATE VIEW year AS SELECT 1 + g % 4 AS customer, 75 AS amount FROM generate_series(0, 11) g;
SELECT average_purchase_value(s) = 75 AS apv, purchase_frequency(s) = 3 AS apf, average_customer_value(s) = 225 AS acv, ltv(s) = 225 AS one_year, ltv(s, 2.5) = 562.5 AS life,
  ltv(s, 2.5, 0.6) = 337.5 AS margin, ltv(s, gross_margin => 0.6) = 135 AS margin_of_a_year, num_customers(s), num_purchases(s), revenue(s)
  FROM (SELECT ltv_agg(customer, amount) AS s FROM year) q;
SELECT ltv(customer, amount) = 225 AS realised, ltv(customer, amount, 2.5) = 562.5 AS life, ltv(customer, amount, 912.5) = 205312.5 AS lifespan_in_days_is_wrong FROM year;
-- the mean of the customers' means is 55
SELECT average_purchase_value(s) = 32.5 AS apv, purchase_frequency(s) = 2 AS apf, average_customer_value(s) = 65 AS acv
  FROM (SELECT ltv_agg(customer, amount) AS s FROM (VALUES (1, 10), (1, 10), (1, 10), (2, 100)) AS v(customer, amount)) q;
SELECT ltv_from_churn(100, 0.05) = 2000 AS chartmogul, round(ltv_from_churn(50, 0.03, 0.7), 2) AS with_margin, ltv_from_churn(100, 0) AS no_churn,
  ltv_from_churn(100, 1) = 100 AS all_leave, ltv_from_churn(arpa => -8, churn_rate => 0.5, gross_margin => 0) = 0 AS no_margin,
  ltv_from_churn(NULL, 0.5) AS null_arpa, ltv_from_churn(1, NULL) AS null_churn, ltv_from_churn(1, 1, NULL) AS null_margin;

-- ---- plain SQL over random purchases: NULL, refunds, zeros, scales 0 to 30, three types of keys, 12 groups ----
CREATE TABLE sales AS SELECT id, g, n, n - 20 AS b, CASE WHEN n > 0 THEN md5(n::text)::uuid END AS u,
  CASE n % 6 WHEN 0 THEN n::text WHEN 1 THEN rpad('k' || n, 15, '-') WHEN 2 THEN rpad('k' || n, 16, '-') WHEN 3 THEN repeat('long ', 60) || n WHEN 4 THEN 'ä€😀' || n
    ELSE CASE WHEN n = 5 THEN '' ELSE E'"\\\t' || n END END AS t,
  CASE rnd(id || 'a', 12) WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 2 THEN 0.000 WHEN 3 THEN -12.5 WHEN 4 THEN rnd(id || 'x', 999) * 1e30 WHEN 5 THEN -rnd(id || 'x', 999) / 1e29::numeric
    ELSE round(rnd(id || 'x', 99999) / 1e3, rnd(id || 's', 5)) END AS amount
  FROM (SELECT id, rnd(id || 'g', 12) AS g, nullif(rnd(id || 'n', 40), 7) AS n FROM generate_series(1, 3000) id) q;
CREATE INDEX ON sales (id);
CREATE FUNCTION facts(s ltv_agg_state) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT row(revenue(s), num_purchases(s), num_customers(s), average_purchase_value(s), purchase_frequency(s), average_customer_value(s), ltv(s), ltv(s, 2.5), ltv(s, 2.5, 0.3))::text $$;
CREATE VIEW truth AS SELECT g, row(r, p, c, r / nullif(p, 0), p::numeric / nullif(c, 0), r / nullif(c, 0), r / nullif(c, 0), r * 2.5 / nullif(c, 0), r * 2.5 * 0.3 / nullif(c, 0))::text AS facts,
  r / nullif(c, 0) AS ltv, r * 12.25 / nullif(c, 0) AS ltv_life FROM (SELECT g, sum(amount) AS r, count(*) FILTER (WHERE amount >= 0) AS p,
    count(DISTINCT n) FILTER (WHERE amount >= 0) AS c FROM sales WHERE n IS NOT NULL AND amount IS NOT NULL GROUP BY GROUPING SETS ((g), ())) q;
SELECT count(*) AS groups, bool_and(facts(ltv_b) = facts) AS bigint, bool_and(facts(ltv_u) = facts) AS uuid, bool_and(facts(ltv_t) = facts) AS text,
  bool_and(one_b = ltv AND one_u = ltv AND one_t = ltv) AS one_step, bool_and(life_b = ltv_life AND life_u = ltv_life AND life_t = ltv_life) AS lifespan
  FROM (SELECT g, ltv_agg(b, amount) AS ltv_b, ltv_agg(u, amount) AS ltv_u, ltv_agg(t, amount) AS ltv_t, ltv(b, amount) AS one_b, ltv(u, amount) AS one_u, ltv(t, amount) AS one_t,
      ltv(b, amount, 12.25) AS life_b, ltv(u, amount, 12.25) AS life_u, ltv(t, amount, 12.25) AS life_t
    FROM (SELECT id, g, n, b, nullif(u, NULL) AS u, t, amount FROM sales WHERE n > 0 OR n IS NULL UNION ALL
      SELECT id, g, n, b, '00000000-0000-0000-0000-000000000000', t, amount FROM sales WHERE n = 0) s GROUP BY GROUPING SETS ((g), ())) a JOIN truth t ON t.g IS NOT DISTINCT FROM a.g;

-- ---- purchases and refunds ----
-- a zero is a purchase (of a free sample), a refund is none; who only returned goods is no customer of the period
SELECT note, revenue(s), num_purchases(s), num_customers(s), round(average_purchase_value(s), 2) AS apv, round(purchase_frequency(s), 2) AS apf, round(average_customer_value(s), 2) AS acv,
  round(ltv(s), 2) AS ltv FROM (SELECT n, note, ltv_agg(customer, amount) AS s FROM (VALUES
    (1, 'refund of one of two', 1, 10.00), (1, 'refund of one of two', 1, 30), (1, 'refund of one of two', 1, -10), (2, 'refund to another', 1, 10), (2, 'refund to another', 2, -4),
    (3, 'only refunds', 1, -4.50), (4, 'only zeros', 1, 0.000), (4, 'only zeros', 1, 0), (5, 'more refunded than bought', 1, 5), (5, 'more refunded than bought', 1, -8),
    (6, 'one row', 1, 7), (7, 'one row that counts', NULL, 100.1234), (7, 'one row that counts', 1, NULL), (7, 'one row that counts', 1, 7.1)) AS v(n, note, customer, amount)
  GROUP BY n, note) q ORDER BY n;
SELECT ltv(1, -5) AS only_refunds, ltv(1, -5, 3) AS with_lifespan, ltv(c, a) AS nothing, ltv(c, a, 3) AS nothing_for_life, ltv_agg(c, a) AS no_state
  FROM (VALUES (NULL::int, 5), (1, NULL)) AS v(c, a);
SELECT ltv(c, a), ltv(c, a, 2), ltv_agg(c, a), revenue(ltv_agg(c, a)), num_customers(rollup(NULL::ltv_agg_state)) FROM (SELECT 1 AS c, 2 AS a) v WHERE false;
SELECT ltv(NULL::ltv_agg_state), ltv(s, NULL) AS null_lifespan, ltv(s, 1, NULL) AS null_margin, purchase_frequency(NULL) FROM (SELECT ltv_agg(1, 2) AS s) q;
-- money is exact, with the decimals that sum() shows; a factor is its shortest decimal
SELECT revenue(ltv_agg(1, a)) AS revenue, revenue(ltv_agg(1, a))::text = sum(a)::text AS as_sum FROM (VALUES (0.1), (0.2), (-0.30), (1e20), (-1e20)) AS v(a);
SELECT ltv(1, 100, 0.1) = 10 AS tenth, ltv(1, 3, 1e-7) = 3e-7 AS tiny, ltv(1, 2, 1e22) = 2e22 AS large, ltv(ltv_agg(1, 10), 0) = 0 AS lifespan_0, ltv(ltv_agg(1, 10), 7, 0) = 0 AS margin_0,
  ltv(ltv_agg(1, 10), '-0') = 0 AS lifespan_minus_0;
SELECT ltv(1, a, l) = 0 AS both_zeros FROM (VALUES (5, '0'::float8), (5, '-0')) AS v(a, l);

-- ---- keys ----
SELECT num_customers(ltv_agg(k, 1)) AS smallint FROM (VALUES (1::smallint), ('-32768'), (1)) AS v(k);
SELECT num_customers(ltv_agg(k, 1)) AS bigint, ltv_agg(k, 1) FROM (VALUES (9223372036854775807), (-9223372036854775808), (0), (-1), (0)) AS v(k);
SELECT num_customers(ltv_agg(k, 1)) AS uuid, ltv_agg(k, 1) FROM (VALUES (uuid '00000000-0000-0000-0000-000000000000'), ('ffffffff-ffff-ffff-ffff-ffffffffffff'),
  ('00000000-0000-0000-0000-000000000000'), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')) AS v(k);
SELECT num_customers(ltv_agg(k, 1)) AS text, ltv_agg(k, 1) FROM (VALUES (''), ('a'), ('A'), ('a '), (''), ('b'), (' a'), ('ä'), (U&'a\0308'), ('15 bytes of name'::varchar(15)), ('"\' || chr(9))) AS v(k);
-- bytes decide, also behind the 15th; blanks at the end of a char(n) do not count, as everywhere
SELECT n, num_customers(ltv_agg(k, 1)) = count(DISTINCT k) AS same FROM (VALUES (14), (15), (16), (17), (255), (256), (70000)) AS v(n),
  LATERAL (VALUES (repeat('x', n)), (repeat('x', n - 1)), (repeat('x', n - 1) || 'y'), ('y' || repeat('x', n - 1)), (repeat('x', n) || ' '), (repeat('x', n))) AS w(k) GROUP BY n ORDER BY n;
SELECT num_customers(ltv_agg(k, 1)) AS bpchar FROM (VALUES ('ab'::char(20)), ('ab'::char(3))) AS v(k);
-- a text in the form of a digest is a text like any other
SELECT num_customers(rollup(s)), bool_and(s = s::text::ltv_agg_state) AS round_trips
  FROM (SELECT ltv_agg(k, 1) AS s FROM (VALUES (repeat('x', 16)), ('#' || repeat('0', 30)), ('#0123'), ('#')) AS v(k) GROUP BY k) q;
SELECT pg_temp.sqlstate_of('SELECT ltv(1.5, 2)') AS numeric_key, pg_temp.sqlstate_of('SELECT ltv(true, 2)') AS boolean_key, pg_temp.sqlstate_of('SELECT ltv(NULL, NULL)') AS untyped_null,
  pg_temp.sqlstate_of('SELECT ltv(1, ''2.50'', 3)') AS amount_literal, pg_temp.sqlstate_of('SELECT ltv(''x''::varchar, 2)') AS varchar_key, pg_temp.sqlstate_of('SELECT ltv(1, 2::float8)') AS float_amount;

-- ---- errors ----
SELECT pg_temp.error_of('SELECT ' || e) FROM (VALUES
  (1, $$ltv(1, 'NaN')$$), (2, $$ltv(1, 'infinity', 2)$$), (3, $$ltv_agg('x', '-infinity')$$),
  (4, $$ltv(1, 5, -2)$$), (5, $$ltv(1, 5, NULL)$$), (6, $$ltv(NULL::int, NULL, -2.5)$$), (7, $$ltv(NULL::uuid, 5, NULL)$$),
  (8, $$ltv(ltv_agg(1, 5), -0.5)$$), (9, $$ltv(ltv_agg(1, 5), 1, 1.25)$$), (10, $$ltv(ltv_agg(1, 5), 1, -0.25)$$), (11, $$ltv(ltv_agg(1, -5), -1)$$),
  (12, $$ltv_from_churn(100, 1.5)$$), (13, $$ltv_from_churn(100, -0.1)$$), (14, $$ltv_from_churn(100, 0, 60)$$),
  (15, $$rollup(s ORDER BY s::text LIKE '%uuid%') FROM (SELECT ltv_agg(1, 5) AS s UNION ALL SELECT ltv_agg(uuid '00000000-0000-0000-0000-000000000000', 5)) q$$),
  (16, $$rollup(s ORDER BY s::text LIKE '%bigint%') FROM (SELECT ltv_agg('1', -5) AS s UNION ALL SELECT ltv_agg(1, -5)) q$$)) AS v(n, e) ORDER BY n;
-- these must show the offending value and a remedy, too
SELECT e, split_part(c, ' | ', 1) AS sqlstate, split_part(c, ' | ', 2) LIKE '%' || shown || '%' AS shows_it, c LIKE '% | % | %' AS remedy FROM (SELECT n, e, shown, pg_temp.error_of('SELECT ' || e) AS c FROM (VALUES
  (1, $$ltv(1, 5, 'NaN')$$, 'NaN'), (2, $$ltv(1, 5, 'infinity')$$, 'infinit'), (3, $$ltv(ltv_agg(1, 5), 'NaN')$$, 'NaN'), (4, $$ltv(ltv_agg(1, 5), 1, 'NaN')$$, 'NaN'),
  (5, $$ltv(ltv_agg(1, 5), 1, '-infinity')$$, 'infinit'), (6, $$ltv_from_churn('NaN', 0.5)$$, 'NaN'), (7, $$ltv_from_churn('infinity', 0)$$, 'infinit'), (8, $$ltv_from_churn(1, 'NaN')$$, 'NaN'),
  (9, $$ltv_from_churn(1, 1, 'NaN')$$, 'NaN'), (10, $$ltv(ltv_agg(1, 5), 1, 1.0000000001)$$, '1.0000000001'),
  (11, $$ltv(1, 5, l) FROM (VALUES (2.25), (2.75)) AS v(l)$$, '2.75'),
  (12, $$ltv(c, 5, l) FROM (VALUES (1, 2.25), (NULL, 2.75)) AS v(c, l)$$, '2.75'), (13, $$ltv(c, 5, l) FROM (VALUES (NULL::int, 2.25), (1, 2.75)) AS v(c, l)$$, '2.75')) AS v(n, e, shown)) q ORDER BY n;

-- ---- extremes ----
-- more digits than anybody needs: exact; sums that numeric cannot hold are refused, not cut
SELECT revenue(s) = sum AND scale(revenue(s)) = 16383 AS exact, s = s::text::ltv_agg_state AND s = s::jsonb::text::ltv_agg_state AS round_trips
  FROM (SELECT ltv_agg(1, a) AS s, sum(a) FROM (VALUES (('1' || repeat('0', 131071))::numeric), (('0.' || repeat('0', 16382) || '1')::numeric)) AS v(a)) q;
SELECT split_part(pg_temp.error_of('SELECT ltv_agg(1, (''9'' || repeat(''9'', 131071))::numeric) FROM generate_series(1, 2)'), ' | ', 1) IN ('22003', 'no error') AS state,
  pg_temp.sqlstate_of('SELECT ltv(1, (''9'' || repeat(''9'', 131071))::numeric) FROM generate_series(1, 2)') AS result;
-- one customer has at most 2^32 - 1 purchases in a state; refunds do not wrap around either
CREATE FUNCTION full_state(refunds bigint, purchases bigint) RETURNS ltv_agg_state LANGUAGE sql AS $$
  SELECT format('{"version": 1, "revenue": {"sum": 0, "scale_rows": 1}, "refunds": %s, "lifespan": null, "purchases": {"bigint": [[1, %s]]}}', refunds, purchases)::ltv_agg_state $$;
SELECT num_purchases(full_state(0, 4294967295)), pg_temp.error_of('SELECT rollup(ltv_test.full_state(0, 4294967295)) FROM generate_series(1, 2)');
SELECT pg_temp.error_of('SELECT rollup(ltv_test.full_state(9223372036854775806, 1)) FROM generate_series(1, 2)') <> 'no error' AS refused;

-- ---- FILTER, DISTINCT, windows ----
SELECT ltv(b, amount) FILTER (WHERE g = 3) = (SELECT ltv FROM truth WHERE g = 3) AS filtered, ltv(DISTINCT c, a) = 5 AS distinct_rows
  FROM sales, LATERAL (VALUES (1, 5.00)) AS v(c, a);
-- a lifespan per group
SELECT count(*), bool_and(round(a.ltv, 10) = round(t.ltv * (g * 0.5 + 1), 10)) AS by_group FROM (SELECT g, ltv(t, amount, g * 0.5 + 1) FROM sales GROUP BY g) a JOIN truth t USING (g);
-- sliding frames over NULLs, refunds and mixed scales, some without any purchase, against the aggregate of the same rows
SELECT bool_and(a IS NOT DISTINCT FROM (SELECT ltv_agg(t, amount) FROM sales i WHERE i.id BETWEEN o.id - 3 AND o.id + 2)
    AND a::text IS NOT DISTINCT FROM (SELECT ltv_agg(t, amount)::text FROM sales i WHERE i.id BETWEEN o.id - 3 AND o.id + 2)) AS text,
  bool_and(b IS NOT DISTINCT FROM (SELECT ltv_agg(b, amount) FILTER (WHERE id % 5 < 2) FROM sales i WHERE i.id BETWEEN o.id - 4 AND o.id - 3)) AS bigint,
  bool_and(u IS NOT DISTINCT FROM (SELECT ltv(u, amount, 2.5) FROM sales i WHERE i.id BETWEEN o.id AND o.id + 3)) AS uuid_lifespan,
  bool_and(one IS NOT DISTINCT FROM (SELECT ltv(b, amount) FROM sales i WHERE i.id BETWEEN o.id AND o.id + 1)) AS one_step, bool_or(b IS NULL) AS some_empty, bool_or(one IS NULL) AS some_null
  FROM (SELECT id, ltv_agg(t, amount) OVER (w ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING) AS a, ltv(u, amount, 2.5) OVER (w ROWS BETWEEN CURRENT ROW AND 3 FOLLOWING) AS u,
    ltv(b, amount) OVER (w ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS one, ltv_agg(b, amount) FILTER (WHERE id % 5 < 2) OVER (w ROWS BETWEEN 4 PRECEDING AND 3 PRECEDING) AS b
    FROM sales WINDOW w AS (ORDER BY id)) o WHERE id <= 150;
-- many keys come and go: frames of 700 rows slide over 9,000 rows of 500 customers, every 250th frame is checked
CREATE TABLE stream AS SELECT id, rnd(id || 'c', 500)::bigint * 4096 AS b, CASE WHEN id % 2 = 0 THEN 'customer number ' ELSE '' END || rnd(id || 'c', 500) AS t, rnd(id || 'a', 100) / 10.0 AS amount
  FROM generate_series(1, 9000) id;
SELECT count(*), bool_and(b = (SELECT ltv_agg(b, amount) FROM stream i WHERE i.id BETWEEN o.id - 699 AND o.id)) AS bigint,
  bool_and(t = (SELECT ltv_agg(t, amount) FROM stream i WHERE i.id BETWEEN o.id - 699 AND o.id)) AS text,
  bool_and(n = (SELECT count(DISTINCT b) FROM stream i WHERE i.id BETWEEN o.id - 699 AND o.id)) AS customers
  FROM (SELECT id, CASE WHEN id % 250 = 0 THEN ltv_agg(b, amount) OVER w END AS b, CASE WHEN id % 250 = 0 THEN ltv_agg(t, amount) OVER w END AS t, num_customers(ltv_agg(b, amount) OVER w) AS n
    FROM stream WINDOW w AS (ORDER BY id ROWS 699 PRECEDING)) o WHERE id % 250 = 0;
SELECT bool_and(w = ltv) AS partitions FROM (SELECT g, ltv(b, amount) OVER (PARTITION BY g) AS w FROM sales) a JOIN truth USING (g);
-- a large table of keys: 50,000 customers, g % 3 = 0 in both halves: 50,000 + 16,666 purchases of 0.01
SELECT num_customers(rollup(s)) AS customers, num_purchases(rollup(s)) AS purchases, revenue(rollup(s)), sum(num_customers(s)) AS of_both_halves,
  purchase_frequency(rollup(s)) = sum(num_purchases(s)) / 50000 AS frequency FROM (SELECT half, ltv_agg(g * 1000003::bigint, 0.01) AS s
    FROM generate_series(1, 50000) g, (VALUES (0), (1)) AS h(half) WHERE g % 3 = 0 OR g % 2 = half GROUP BY half) q;

-- ---- splits, workers, partitions ----
-- customers occur in several pieces
SELECT bool_and(up = b AND down = b AND up::text = b::text AND down::text = b::text) AS bigint, bool_and(upt = t AND downt = t AND upt::text = t::text) AS text, bool_and(upu = u AND upu::text = u::text) AS uuid
  FROM (SELECT n, rollup(b ORDER BY p) AS up, rollup(b ORDER BY p DESC) AS down, rollup(t ORDER BY p) AS upt, rollup(t ORDER BY p DESC) AS downt, rollup(u ORDER BY p DESC) AS upu
    FROM (SELECT n, id % n AS p, ltv_agg(b, amount) AS b, ltv_agg(t, amount) AS t, ltv_agg(u, amount) AS u FROM (SELECT id, b, t, u, amount FROM sales) s, generate_series(1, 7) n GROUP BY 1, 2) a GROUP BY n) r,
    (SELECT ltv_agg(b, amount) AS b, ltv_agg(t, amount) AS t, ltv_agg(u, amount) AS u FROM sales) whole;
SELECT rollup(s) = (SELECT ltv_agg(1, 5)) AS nulls_do_not_matter FROM (SELECT ltv_agg(1, 5) AS s UNION ALL SELECT ltv_agg(NULL::text, 5) UNION ALL SELECT NULL) q;
CREATE TABLE parts (LIKE sales) PARTITION BY HASH (id);
CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parts SELECT * FROM sales;
SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END, 'off', false) AS forced;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT ltv_agg(b, amount) AS b, ltv_agg(t, amount) AS t, ltv_agg(u, amount) AS u, ltv(b, amount, 2.5) AS l FROM sales;
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
ALTER TABLE sales SET (parallel_workers = 2);
SELECT pg_temp.plan_has('SELECT ltv_agg(b, amount), ltv(b, amount, 2.5) FROM ltv_test.sales', 'Workers Planned: 2') AS two_workers;
CREATE TABLE parallel AS SELECT ltv_agg(b, amount) AS b, ltv_agg(t, amount) AS t, ltv_agg(u, amount) AS u, ltv(b, amount, 2.5) AS l FROM sales;
SELECT s.b = p.b AND s.t = p.t AND s.u = p.u AND s.b::text = p.b::text AND s.l = p.l AS workers_agree FROM serial s, parallel p;
SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT ltv_agg(b, amount) FROM ltv_test.parts', 'Partial .*Aggregate') AS by_partition;
SELECT s.b = p.b AND s.t = p.t AND s.u = p.u AND s.l = p.l AS partitions_agree
  FROM serial s, (SELECT ltv_agg(b, amount) AS b, ltv_agg(t, amount) AS t, ltv_agg(u, amount) AS u, ltv(b, amount, 2.5) AS l FROM parts) p;
RESET max_parallel_workers_per_gather; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET parallel_leader_participation;
RESET enable_partitionwise_aggregate;

-- ---- storage, text, jsonb ----
CREATE TABLE stored AS SELECT g, n, ltv_agg(b, amount) AS b, ltv_agg(t, amount) AS t, ltv_agg(u, amount) AS u FROM sales GROUP BY g, n;
SELECT bool_and(b = b::text::ltv_agg_state AND b = b::jsonb::text::ltv_agg_state AND b::text = b::text::ltv_agg_state::text) AS bigint,
  bool_and(t = t::text::ltv_agg_state AND t = t::jsonb::text::ltv_agg_state) AS text, bool_and(u = u::text::ltv_agg_state AND u = u::jsonb::text::ltv_agg_state) AS uuid,
  count(DISTINCT t) = count(DISTINCT t::text) AS distinct_states FROM stored;
SELECT bool_and(facts(s) = facts) AS from_storage FROM (SELECT g, rollup(b) AS s FROM stored GROUP BY g) a JOIN truth USING (g);
CREATE MATERIALIZED VIEW by_group AS SELECT g, ltv_agg(t, amount) AS s FROM sales GROUP BY g;
CREATE UNIQUE INDEX ON by_group (g);
UPDATE sales SET amount = amount + 1 WHERE g = 3;
REFRESH MATERIALIZED VIEW CONCURRENTLY by_group;
SELECT bool_and(facts(v.s) = t.facts) AS refreshed FROM by_group v JOIN truth t USING (g);

-- malformed text is refused
CREATE TABLE good AS SELECT '{"version": 1, "revenue": {"sum": 12.50, "scale_rows": 2}, "refunds": 1, "lifespan": null, "purchases": {"text": [["a", 1], ["b", 2]]}}'::text AS t;
SELECT facts(t::ltv_agg_state), t::ltv_agg_state::text = t AS same FROM good;
SELECT change, pg_temp.sqlstate_of(format('SELECT %L::ltv_agg_state', replace(t, split_part(change, ' > ', 1), split_part(change, ' > ', 2)))) FROM good, (VALUES
  (1, '{"version" > '), (2, ']]}} > ]]'), (3, ']]}} > ]]}} x'), (4, '"version": 1 > "version": 0'), (5, '"version": 1 > "version": 256'), (6, '"refunds": 1,  > '), (7, '"refunds": 1 > "refunds": -1'),
  (8, '"refunds": 1 > "refunds": 9223372036854775807'), (9, '"refunds": 1 > "refunds": 1, "refunds": 1'), (10, '"refunds > "returns'), (11, '12.50 > NaN'), (12, '12.50 > 1e5'), (13, '12.50 > 12.'),
  (14, '12.50 > .5'), (15, '12.50 > "12.50"'), (16, '"scale_rows": 2 > "scale_rows": 0'), (17, '"scale_rows": 2 > "scale_rows": -1'), (18, '"scale_rows": 2 > "scale_rows": 5'),
  (19, 'null > -1'), (20, 'null > NaN'), (21, 'null > 1e999'), (22, 'null > "2"'), (23, '"text" > "bigint"'), (24, '"text" > "none"'), (25, '"text" > "numeric"'), (26, '"text" > "uuid"'),
  (27, '["a", 1] > ["a", 0]'), (28, '["a", 1] > ["a", -1]'), (29, '["a", 1] > ["a", 4294967296]'), (30, '["a", 1] > ["b", 1]'), (31, '["a", 1] > ["c", 1]'), (32, '["a", 1] > ["aaaaaaaaaaaaaaaa", 1]'),
  (33, '["a", 1] > ["#00000000000000000000000000000g", 1]'), (34, '["a", 1] > ["\u0000", 1]'), (35, '["a", 1] > ["a"]'), (36, '["a", 1] > ["a", 1, 1]'), (37, '["a", 1] > {}'),
  (38, '{"text": [["a", 1], ["b", 2]]} > {}'), (39, '{"text": [["a", 1], ["b", 2]]} > {"text": []}'), (40, '"b", 2]] > "b", 2]], "uuid": []')) AS c(n, change) ORDER BY n;
-- a number with more digits than numeric has
SELECT pg_temp.sqlstate_of(format('SELECT %L::ltv_agg_state', replace(t, '12.50', repeat('9', 200000)))) AS huge FROM good;

DROP SCHEMA ltv_test CASCADE;
