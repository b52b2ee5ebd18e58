-- defaults: 10 7
-- :rows survey answers with a team, a score, an amount, a decision.
CREATE UNLOGGED TABLE survey AS SELECT (hashint8(i) & 2147483647) % 11 AS score, (i % 300000)::int AS team,
	((hashint8(i) & 2147483647) % 11)::float8 AS fscore, ((hashint8(i + 7) & 2147483647) % 1000000)::numeric / 100 AS amount,
	(hashint8(i + 3) & 7) < 3 AS won FROM generate_series(1, :rows) i;
VACUUM ANALYZE survey;
