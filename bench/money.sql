-- defaults: 2 5
-- :rows orders of :rows / 10 customers, repeated by a join as reports repeat them (campaigns, :rows / 10 of them); :rows / 2 subscriptions of
-- :rows / 8 customers over five years; :rows / 2 tickets of some days; :rows / 10 customers in two months.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE orders AS SELECT pick(i, :rows / 10)::bigint AS customer, 'customer number ' || pick(i, :rows / 10) AS name,
	(pick(i + 7, 100000) / 100.0)::numeric(10,2) AS amount, pick(i + 7, 5) > 0 AS won FROM generate_series(1, :rows) i;
CREATE UNLOGGED TABLE campaigns AS SELECT pick(i, :rows / 10)::bigint AS campaign, (pick(pick(i, :rows / 10) + 7, 100000) / 100.0)::numeric(10,2) AS cost FROM generate_series(1, :rows) i;
CREATE UNLOGGED TABLE subscriptions AS SELECT pick(i, :rows / 8)::bigint AS customer, (10 + pick(i + 7, 50000) / 100.0)::numeric(10,2) AS mrr, started_at,
	CASE WHEN pick(i + 9, 3) > 0 THEN started_at + make_interval(days => 30 + pick(i + 11, 700)) END AS ended_at
	FROM generate_series(1, :rows / 2) i, LATERAL (SELECT timestamptz '2020-12-01Z' + make_interval(hours => pick(i + 13, 24 * 365 * 5)) AS started_at) s;
CREATE UNLOGGED TABLE months AS SELECT i AS customer, (pick(i, 9000) / 100.0)::numeric(10,2) AS before, (pick(i + 7, 9000) / 100.0)::numeric(10,2) AS after FROM generate_series(1, :rows) i;
CREATE UNLOGGED TABLE touches AS SELECT pick(i, :rows / 14)::bigint AS deal, timestamptz '2024-01-01Z' + i * interval '2 seconds' AS at FROM generate_series(1, :rows / 2) i;
CREATE UNLOGGED TABLE tickets AS SELECT opened, opened + make_interval(mins => pick(i + 7, 7 * 1440)) AS solved
	FROM generate_series(1, :rows / 2) i, LATERAL (SELECT timestamptz '2016-01-01Z' + make_interval(mins => pick(i, 9 * 525600)) AS opened) o;
VACUUM ANALYZE orders; VACUUM ANALYZE campaigns; VACUUM ANALYZE subscriptions; VACUUM ANALYZE months; VACUUM ANALYZE touches; VACUUM ANALYZE tickets;
