-- :rows survey answers with a team (about 40 answers each), three scores, an amount, a decision; and the scores in other types, with one of 1,000 offices.
CREATE UNLOGGED TABLE survey AS SELECT (hashint8(i) & 2147483647) % 11 AS score, ((hashint8(i) & 2147483647) % 11)::float8 AS fscore,
	(1 + (hashint8(i + 1) & 2147483647) % 5)::smallint AS satisfaction, (1 + (hashint8(i + 2) & 2147483647) % 7)::smallint AS effort,
	(i % (:rows / 40))::int AS team, ((hashint8(i + 7) & 2147483647) % 1000000)::numeric / 100 AS amount, (hashint8(i + 3) & 7) < 3 AS won
	FROM generate_series(1, :rows) i;
CREATE UNLOGGED TABLE stream AS SELECT i AS id, score FROM (SELECT row_number() OVER () AS i, score FROM survey) s WHERE i <= :rows / 10;
CREATE UNLOGGED TABLE scores AS SELECT score::smallint AS small, score::bigint AS big, team % 1000 AS office FROM survey;
VACUUM ANALYZE scores; VACUUM ANALYZE survey; VACUUM ANALYZE stream;
