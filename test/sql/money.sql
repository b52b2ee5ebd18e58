-- Exact sums of money against numeric itself. Weights and amounts are read from and written to the stored form of numeric,
-- so here is every form of it: short and long headers, all positions of the base-10000 digit groups, every kind of zero,
-- the largest and the smallest numbers. "Equal" is always equality of the text: value and display scale.
\getenv test_dir PG_ABS_SRCDIR
\set session :test_dir '/lib/session.sql'
\set ECHO none
\i :session
\set ECHO all

---- 1. One number at a time ----

CREATE TEMP TABLE forms (id int GENERATED ALWAYS AS IDENTITY, kind text, x numeric);
-- Powers of ten and their neighbours: every place of a group, past the short header (10000^63, 10000^-64) on both sides.
INSERT INTO forms (kind, x) SELECT 'power', (d || 'e' || k)::numeric FROM generate_series(-300, 300) k, unnest('{1,9,5.05,9999.9999}'::text[]) d;
INSERT INTO forms (kind, x) SELECT 'nines', (repeat('9', k) || '.' || repeat('9', k % 9 + 1))::numeric FROM generate_series(1, 300) k;
INSERT INTO forms (kind, x) SELECT 'fraction', ('0.' || repeat('0', k) || d)::numeric FROM generate_series(0, 200) k, unnest('{1,9,10,99,12345,9999999999999999}'::text[]) d;
-- Patterns of full and empty groups, shifted by 0 to 7 places, with 0 to 3 trailing zeros.
INSERT INTO forms (kind, x) SELECT 'pattern', (d || repeat('0', before) || '.' || repeat('0', behind) || d || repeat('0', after))::numeric
FROM unnest('{1,9,10,99,100,999,1000,9999,10000,10001,99999999,100000000,1000100010001,999900009999,1234567890123456,12345678901234567}'::text[]) d,
     generate_series(0, 7) before, generate_series(0, 7) behind, generate_series(0, 3) after;
-- Any digits: 1 to 64 of them before and behind the point.
INSERT INTO forms (kind, x) SELECT 'digits', (left(a, i % 64 + 1) || CASE WHEN i % 5 > 0 THEN '.' || left(b, i * 7 % 64 + 1) ELSE '' END)::numeric
FROM generate_series(1, 1500) i, LATERAL (SELECT translate(md5(i::text) || md5(i || 'a'), 'abcdef', '012345') AS a, translate(md5(i || 'b') || md5(i || 'c'), 'abcdef', '999000') AS b) t;
-- Zeros of every display scale up to the short header's 63 and beyond; round numbers with as many decimals.
INSERT INTO forms (kind, x) SELECT 'zero', round(0, k) FROM (SELECT generate_series(0, 70) UNION ALL SELECT unnest('{100,1000,16383}'::int[])) s(k);
INSERT INTO forms (kind, x) SELECT 'trailing zeros', round(n, k) FROM generate_series(0, 70) k, unnest('{1,10000,20000000000000000,12.5}'::numeric[]) n;
-- The ends of numeric.
INSERT INTO forms (kind, x) SELECT 'huge', (d || 'e' || k)::numeric FROM unnest('{1,9,9.9999}'::text[]) d, unnest('{1000,4095,4096,32767,32768,65535,131068,131069,131070,131071}'::int[]) k;
INSERT INTO forms (kind, x) SELECT 'tiny', (d || 'e-' || k)::numeric FROM unnest('{1,9}'::text[]) d, unnest('{1000,4095,4096,16380,16381,16382,16383}'::int[]) k;
INSERT INTO forms (kind, x) VALUES ('whole range', (repeat('9', 131072) || '.' || repeat('9', 16383))::numeric), ('whole range', '1e131071'::numeric + '1e-16383'::numeric), ('-0.00', '-0.00');
-- As stored: short varlena headers, and the long ones compressed or out of line. hit_weight and total_weight agree, a false row weighs as much.
SELECT kind, count(*), count(*) FILTER (WHERE t = x::text AND h = x::text AND t2 = x::text AND o = '0') AS equal
FROM (SELECT kind, x, total_weight(s)::text AS t, hit_weight(s)::text AS h, hit_weight(f)::text AS o, total_weight(f)::text AS t2
      FROM (SELECT kind, x, rate_agg(true, x) AS s, rate_agg(false, x) AS f FROM forms GROUP BY id, kind, x) a) b
GROUP BY kind ORDER BY kind;
CREATE TEMP TABLE out_of_line (id int, x numeric);
ALTER TABLE out_of_line ALTER x SET STORAGE EXTERNAL;
INSERT INTO out_of_line SELECT id, x FROM forms WHERE pg_column_size(x * 1) > 2000;
SELECT count(*) AS out_of_line, bool_and(t = x::text) AS equal FROM (SELECT x, total_weight(rate_agg(true, x))::text AS t FROM out_of_line GROUP BY id, x) a;
-- As results of an expression, and next to another number.
SELECT count(*) AS expressions, bool_and(t = (x + 1)::text AND two = (x + 0.00001)::text) AS equal
FROM (SELECT x, total_weight(rate_agg(true, x + 1))::text AS t, (SELECT total_weight(rate_agg(v > 1, v)) FROM (VALUES (x), (0.00001)) w(v))::text AS two FROM forms WHERE kind NOT IN ('huge', 'whole range') GROUP BY id, x) a;
-- Through text and jsonb.
SELECT count(*) AS states, bool_and(s::text::rate_agg_state = s AND s::jsonb::text::rate_agg_state = s AND total_weight(s::text::rate_agg_state)::text = t) AS round_trip
FROM (SELECT rate_agg(true, x) AS s, x::text AS t FROM forms GROUP BY id, x) a;
-- Negative amounts have the same forms: revenue of one customer's refunds (and one purchase of nothing).
SELECT count(*) AS refunds, bool_and(revenue(s)::text = t AND s::text::ltv_agg_state = s) AS equal
FROM (SELECT ltv_agg(1, v) AS s, sum(v)::text AS t FROM (SELECT id, -x FROM forms UNION ALL SELECT id, 0 FROM forms) w(id, v) GROUP BY id) a;

---- 2. Many numbers ----

CREATE FUNCTION pg_temp.sums(query text) RETURNS TABLE (rows bigint, digits int, equal boolean, rate_equal boolean) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'SELECT count(x), length(trunc(sum(x))::text), total_weight(rate_agg(i % 3 = 0, x))::text = sum(x)::text
		AND hit_weight(rate_agg(i % 3 = 0, x))::text = coalesce(sum(x) FILTER (WHERE i % 3 = 0), 0)::text,
		rate(i % 3 = 0, x) IS NOT DISTINCT FROM coalesce(sum(x) FILTER (WHERE i % 3 = 0), 0) / nullif(sum(x), 0) FROM (' || query || ') q';
END $$;
-- Beyond 64 and 128 bits; carries through all digits; limbs that overflow many times.
SELECT what, s.* FROM (VALUES
	(1, 'carry', $$SELECT * FROM (VALUES (0, 9999999999999999.9999), (1, 0.0001)) v(i, x)$$),
	(2, 'long carry', $$SELECT * FROM (VALUES (0, (repeat('9', 400) || '.' || repeat('9', 80))::numeric), (1, ('1e-80')::numeric)) v(i, x)$$),
	(3, '64 bits', 'SELECT i, 9223372036854775807.99 AS x FROM generate_series(1, 5000) i'),
	(4, '128 bits', 'SELECT i, 340282366920938463463374607431768211455.5 AS x FROM generate_series(1, 5000) i'),
	(5, 'full limbs', 'SELECT i, 9999999999999999 AS x FROM generate_series(1, 20000) i'),
	(6, 'full fractions', 'SELECT i, 0.9999999999999999 AS x FROM generate_series(1, 20000) i'),
	(7, 'wide full limbs', $$SELECT i, (repeat('9', 64) || '.' || repeat('9', 32))::numeric AS x FROM generate_series(1, 5000) i$$),
	(8, 'money', 'SELECT i, round((i::bigint * 7919 % 1000003)::numeric / 7, 2) AS x FROM generate_series(1, 20000) i'),
	(9, 'mixed scales', 'SELECT i, round((i::bigint * 7919 % 1000003)::numeric / 7, i % 19) AS x FROM generate_series(1, 5000) i'),
	(10, 'one wide among narrow', $$SELECT i, CASE i WHEN 2500 THEN '1e500'::numeric WHEN 4000 THEN '1e-500' WHEN 77 THEN NULL ELSE i END AS x FROM generate_series(1, 5000) i$$),
	(11, 'all forms but the huge', $$SELECT id AS i, x FROM forms WHERE kind NOT IN ('huge', 'whole range')$$),
	(12, 'all forms, backwards', $$SELECT id AS i, x FROM (SELECT * FROM forms ORDER BY id DESC) f WHERE kind <> 'whole range' AND NOT (kind = 'huge' AND x >= '9e131071')$$),
	(13, 'zeros', 'SELECT i, round(0, i % 5) AS x FROM generate_series(1, 10) i')) v(i, what, query), pg_temp.sums(query) s ORDER BY i;
-- A running total: every prefix of the narrower forms.
SELECT count(*) AS prefixes, bool_and(total_weight(s)::text = t) AS equal
FROM (SELECT rate_agg(id % 2 = 0, x) OVER w AS s, (sum(x) OVER w)::text AS t FROM forms WHERE id % 3 = 0 AND kind IN ('pattern', 'digits', 'zero', 'trailing zeros') WINDOW w AS (ORDER BY id)) a;

---- 3. Sliding frames ----

-- What has left the frame is gone: value and scale are those of sum() over the same rows, by window and by asking again.
CREATE TEMP TABLE line AS SELECT (row_number() OVER (ORDER BY md5(id::text)))::int AS n, CASE WHEN id % 10 > 0 THEN x END AS x FROM forms WHERE kind NOT IN ('huge', 'whole range', 'tiny') AND id % 2 = 0;
SELECT count(*) > 2000 AS enough, bool_and(t IS NOT DISTINCT FROM u) AS as_sum
FROM (SELECT total_weight(rate_agg(true, x) OVER w)::text AS t, (sum(x) OVER w)::text AS u FROM line WINDOW w AS (ORDER BY n ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING)) a;
SELECT count(*) AS rows, bool_and(t IS NOT DISTINCT FROM u) AS asked_again
FROM (SELECT n, total_weight(rate_agg(n % 2 = 0, x) OVER (ORDER BY n ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING))::text AS t FROM line) a, LATERAL (SELECT sum(x)::text AS u FROM line b WHERE b.n BETWEEN a.n - 2 AND a.n - 1) c WHERE n <= 500;
-- A long frame of full limbs, growing and shrinking: additions and removals overflow limbs both ways.
SELECT count(*) AS rows, bool_and(t = u) AS equal, max(length(u)) AS longest
FROM (SELECT total_weight(rate_agg(true, x) OVER w)::text AS t, (sum(x) OVER w)::text AS u
      FROM (SELECT i, (CASE WHEN i BETWEEN 2000 AND 4000 THEN 9999999999999999.9999999999999999 ELSE 0.0000000000000001 END)::numeric(40, 16) AS x FROM generate_series(1, 6000) i) a WINDOW w AS (ORDER BY i ROWS 1500 PRECEDING)) b;
-- Refunds and purchases that cancel: the sum passes through zero and changes sign.
SELECT count(*) AS prefixes, bool_and(revenue(s)::text = t) AS equal, count(*) FILTER (WHERE t ~ '^-') > 100 AS negative, count(*) FILTER (WHERE t ~ '^0[.]?0*$') > 100 AS zero
FROM (SELECT ltv_agg(1, v) OVER w AS s, (sum(v) OVER w)::text AS t
      FROM (SELECT i, CASE i % 4 WHEN 0 THEN 0 WHEN 1 THEN -y WHEN 2 THEN y ELSE 0.01 * (i % 8 - 5) END AS v FROM generate_series(0, 2000) i, LATERAL (SELECT (1 + i / 4)::numeric * 99999999.99 AS y) b) c WINDOW w AS (ORDER BY i)) d;

---- 4. Rollup ----

SELECT k AS pieces, bool_and(total_weight(m)::text = (SELECT sum(x)::text FROM line) AND m = w AND m::text = w::text) AS equal
FROM (SELECT rate_agg(n % 3 = 0, x) AS w FROM line) whole, generate_series(1, 7) k, LATERAL (
	SELECT rollup(p ORDER BY i) AS up, rollup(p ORDER BY i DESC) AS down FROM (SELECT n * 31 % 101 % k AS i, rate_agg(n % 3 = 0, x) AS p FROM line GROUP BY 1) q) r, LATERAL (VALUES (up), (down)) v(m) GROUP BY k ORDER BY k;
SELECT total_weight(rollup(s))::text = (SELECT sum(x)::text FROM forms WHERE kind IN ('huge', 'tiny') AND x < '9e131071') AS huge_and_tiny FROM (SELECT rate_agg(id % 2 = 0, x) AS s FROM forms WHERE kind IN ('huge', 'tiny') AND x < '9e131071' GROUP BY id) a;
-- 3000 states, every second one through text, of sums that are full.
SELECT total_weight(rollup(s))::text = 3000 * 7 * 9999999999999999.9999 || '' AS many_full
FROM (SELECT CASE WHEN g % 2 = 0 THEN s ELSE s::text::rate_agg_state END AS s FROM (SELECT g, rate_agg(i > 3, 9999999999999999.9999) AS s FROM generate_series(1, 3000) g, generate_series(1, 7) i GROUP BY g) a) b;

---- 5. Refused ----

SELECT q, pg_temp.sqlstate_of('SELECT ' || q) AS sqlstate FROM unnest(ARRAY[
	$$rate(true, 'NaN')$$, $$rate_agg(false, 'Infinity')$$, $$rate_agg(false, '-Infinity')$$, $$win_rate(x > 1, x) FROM (VALUES (1::numeric), ('NaN')) v(x)$$,
	$$rate(true, x) OVER (ORDER BY x ROWS 1 PRECEDING) FROM (VALUES (1::numeric), (2), ('NaN')) v(x)$$,
	$$rate(true, -0.0001)$$, $$rate_agg(false, '-1e131071')$$, $$rate_agg(false, '-1e-16383')$$]) WITH ORDINALITY v(q, i) ORDER BY i;
-- A total that numeric cannot hold is an error here as in sum(); one below it is not. No state writes a text that it would not read.
SELECT pg_temp.sqlstate_of('SELECT sum(x)' || f) AS sum, pg_temp.sqlstate_of('SELECT total_weight(rate_agg(true, x))' || f) AS total, pg_temp.sqlstate_of('SELECT rate(true, x)' || f) AS rate,
       pg_temp.sqlstate_of('SELECT rate_agg(true, x)::text::rate_agg_state' || f) IN ('22003', 'no error') AS state, pg_temp.sqlstate_of('SELECT total_weight(rate_agg(true, x - 1))' || f) AS below
FROM (VALUES (' FROM (VALUES (9e131071), (1e131071)) v(x)')) w(f);
