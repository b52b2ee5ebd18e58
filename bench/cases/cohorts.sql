-- :rows * 0.1 orders of a tenth as many customers over two years, in no order, with the index that SQL would like best.
CREATE FUNCTION pick(seed bigint, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ((hashint8(seed) & 2147483647) % n)::int';
CREATE UNLOGGED TABLE orders AS SELECT pick(i, :rows / 100)::bigint AS customer, (pick(i + 7, 100000) / 100.0)::numeric(10,2) AS amount, timestamp '2023-01-01' + pick(i + 9, 63072000) * interval '1 second' AS ordered
	FROM generate_series(1, :rows / 10) i;
CREATE INDEX orders_customer ON orders (customer, ordered) INCLUDE (amount);
VACUUM ANALYZE orders;
