-- Lifetime value: sums and counts of purchases, customers counted by count(DISTINCT).  Sums of one value per key, by DISTINCT ON.
CREATE TABLE property.truth_of_ltv_agg AS
SELECT c, jsonb_build_array(jsonb_build_array(revenue::text, customers, purchases, revenue / nullif(purchases, 0), purchases / nullif(customers, 0)::numeric, revenue / nullif(customers, 0),
		revenue / nullif(customers, 0), revenue * property.decimal(lifespan) * property.decimal(margin) / nullif(customers, 0))) AS answer,
	jsonb_build_array(revenue / nullif(customers, 0)) AS once, jsonb_build_array(revenue * property.decimal(lifespan) / nullif(customers, 0)) AS for_life
FROM (SELECT c, sum(amount) AS revenue, count(DISTINCT customer) FILTER (WHERE amount >= 0) AS customers, count(*) FILTER (WHERE amount >= 0) AS purchases
	FROM property.rows WHERE i > 0 AND customer IS NOT NULL AND amount IS NOT NULL GROUP BY c) r JOIN (SELECT c, lifespan, margin FROM property.cases) k USING (c);
CREATE TABLE property.truth_of_ltv AS SELECT c, once AS answer FROM property.truth_of_ltv_agg;
CREATE TABLE property.truth_of_ltv_for_life AS SELECT c, for_life AS answer FROM property.truth_of_ltv_agg;
CREATE TABLE property.truth_of_distinct AS
SELECT c, jsonb_build_array(sum::text) AS sum, jsonb_build_array(sum / n) AS avg
FROM (SELECT c, round(sum(v), max(scale)) AS sum, count(*) AS n FROM (SELECT c, customer, min(value) AS v, max(scale(value)) AS scale FROM property.rows WHERE i > 0 AND customer IS NOT NULL AND value IS NOT NULL GROUP BY c, customer) k GROUP BY c) s;
CREATE TABLE property.truth_of_sum_distinct_on AS SELECT c, sum AS answer FROM property.truth_of_distinct;
CREATE TABLE property.truth_of_avg_distinct_on AS SELECT c, avg AS answer FROM property.truth_of_distinct;
INSERT INTO property.oracle VALUES
	('ltv', 'customer, amount', 'property.truth_of_ltv', 'jsonb_build_array(s)'), ('ltv', 'customer, amount, lifespan', 'property.truth_of_ltv_for_life', 'jsonb_build_array(s)'),
	('ltv_agg', 'customer, amount', 'property.truth_of_ltv_agg', 'jsonb_build_array(jsonb_build_array(revenue(s)::text, num_customers(s), num_purchases(s), average_purchase_value(s), purchase_frequency(s), average_customer_value(s), ltv(s), ltv(s, k.lifespan, k.margin)))'),
	('sum_distinct_on', 'key, value', 'property.truth_of_sum_distinct_on', 'jsonb_build_array(s::text)'), ('avg_distinct_on', 'key, value', 'property.truth_of_avg_distinct_on', 'jsonb_build_array(s)');
INSERT INTO property.claim VALUES ('ltv_from_churn', $$
	SELECT c, jsonb_build_array(ltv_from_churn(amount, churn, margin)) AS got, jsonb_build_array(amount * property.decimal(margin) / nullif(property.decimal(churn), 0)) AS answer
	FROM property.cases, LATERAL (SELECT property.amount(amounts, c, 0, 'arpa') AS amount, property.one_of('{0,0.05,1,0.0001,0.333,5e-324}'::float8[], c, 0, 'churn') AS churn) x$$);
