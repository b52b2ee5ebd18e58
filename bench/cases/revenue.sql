-- :rows / 20 subscriptions of a quarter as many customers over five years; :rows * 0.2 customers with revenue in two months; :rows / 10 rows
-- of customer, month, revenue; as many touches of a seventh as many deals; :rows / 50 tickets of some days.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE subscriptions AS SELECT pick(i, :rows / 80)::bigint AS customer, (10 + pick(i + 7, 50000) / 100.0)::numeric(10,2) AS mrr, started,
	CASE WHEN pick(i + 9, 3) > 0 THEN started + make_interval(days => 30 + pick(i + 11, 700)) END AS ended
	FROM generate_series(1, :rows / 20) i, LATERAL (SELECT timestamptz '2020-12-01Z' + make_interval(hours => pick(i + 13, 24 * 365 * 5)) AS started) s;
CREATE UNLOGGED TABLE two_months AS SELECT (pick(i, 9000) / 100.0 * (pick(i + 5, 5) > 0)::int)::numeric(10,2) AS before, (pick(i + 7, 9000) / 100.0 * (pick(i + 9, 5) > 0)::int)::numeric(10,2) AS after, pick(i + 11, 3) > 0 AS had FROM generate_series(1, :rows * 2 / 10) i;
CREATE UNLOGGED TABLE months AS SELECT (i / 24)::bigint AS customer, (i % 24)::int AS month, (pick(i / 3, 4) * 10)::numeric(10,2) AS mrr FROM generate_series(1, :rows / 10) i ORDER BY i % 24, i;
CREATE INDEX months_customer ON months (customer, month) INCLUDE (mrr);
CREATE UNLOGGED TABLE touches AS SELECT pick(i, :rows / 70)::bigint AS deal, timestamptz '2024-01-01Z' + i * interval '2 seconds' AS touched FROM generate_series(1, :rows / 10) i;
CREATE INDEX touches_deal ON touches (deal, touched);
CREATE UNLOGGED TABLE tickets AS SELECT opened, opened + make_interval(mins => pick(i + 7, 7 * 1440)) AS solved
	FROM generate_series(1, :rows / 50) i, LATERAL (SELECT timestamptz '2016-01-01Z' + make_interval(mins => pick(i, 9 * 525600)) AS opened) o;
-- What an expert keeps for business hours in SQL: seconds open before each day of ten years, and the hours of the day.
CREATE TABLE calendar AS SELECT day, opens, closes, (sum(extract(epoch FROM coalesce(closes - opens, '0'))) OVER (ORDER BY day) - extract(epoch FROM coalesce(closes - opens, '0')))::float8 AS before
	FROM (SELECT d::date AS day, CASE WHEN works THEN (d + interval '9 hours') AT TIME ZONE 'Europe/Berlin' END AS opens, CASE WHEN works THEN (d + interval '17 hours') AT TIME ZONE 'Europe/Berlin' END AS closes
	FROM generate_series(timestamp '2015-12-30', '2026-01-02', '1 day') d, LATERAL (SELECT extract(isodow FROM d) < 6 AND extract(day FROM d) > 1 AS works) w) c;
CREATE UNIQUE INDEX calendar_day ON calendar (day) INCLUDE (opens, closes, before);
VACUUM ANALYZE subscriptions; VACUUM ANALYZE two_months; VACUUM ANALYZE months; VACUUM ANALYZE touches; VACUUM ANALYZE tickets; VACUUM ANALYZE calendar;
