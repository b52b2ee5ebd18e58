-- Stored states that are refreshed while their backend is killed: a base table, two materialized views of it, a table of roll-ups, and what each must hold.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA crash;
CREATE TABLE crash.deals AS SELECT i AS id, i % 2000 AS customer, i % 60 AS day, (i::bigint * 7919 % 12)::int % 11 AS score, i % 7 < 3 AS won, (i::bigint * 7907 % 100000) / 100.0 AS amount,
	timestamptz '2026-01-01 00:00Z' + i * interval '3 minutes' AS at FROM generate_series(1, 60000) i;
-- Over the same rows, as they were and as they are: what the views held before and what they shall hold.
CREATE VIEW crash.now AS SELECT day, nps_agg(score) AS scores, rate_agg(won, amount) AS won, ltv_agg(customer, amount) AS purchases, survival_agg(at - timestamptz '2025-12-01Z', won) AS lasting FROM crash.deals GROUP BY day;
CREATE MATERIALIZED VIEW crash.daily AS TABLE crash.now;
CREATE MATERIALIZED VIEW crash.daily_unique AS TABLE crash.now;
CREATE UNIQUE INDEX ON crash.daily_unique (day);
CREATE INDEX ON crash.daily (won);
CREATE TABLE crash.weekly (week int PRIMARY KEY, scores survey_agg_state, won rate_agg_state, purchases ltv_agg_state, lasting survival_agg_state);
CREATE VIEW crash.week_now AS SELECT day / 7 AS week, rollup(scores) AS scores, rollup(won) AS won, rollup(purchases) AS purchases, rollup(lasting) AS lasting FROM crash.now GROUP BY 1;
INSERT INTO crash.weekly TABLE crash.week_now;
CREATE TABLE crash.daily_was AS TABLE crash.now;
CREATE TABLE crash.daily_is AS TABLE crash.now;
CREATE TABLE crash.weekly_was AS TABLE crash.week_now;
CREATE TABLE crash.weekly_is AS TABLE crash.week_now;

-- Other rows; what stood there is what was.
CREATE PROCEDURE crash.change(seed int) LANGUAGE plpgsql AS $$
BEGIN
	TRUNCATE crash.daily_was, crash.weekly_was, crash.daily_is, crash.weekly_is;
	INSERT INTO crash.daily_was TABLE crash.now;
	INSERT INTO crash.weekly_was TABLE crash.week_now;
	UPDATE crash.deals SET score = (score + seed) % 11, won = NOT won WHERE id % 5 = seed % 5;
	INSERT INTO crash.daily_is TABLE crash.now;
	INSERT INTO crash.weekly_is TABLE crash.week_now;
END $$;
-- Whether two relations hold the same rows, and every state in them reads back from its text.
CREATE FUNCTION crash.same(one regclass, other regclass) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE result boolean;
BEGIN
	EXECUTE format('SELECT NOT EXISTS (TABLE %s EXCEPT TABLE %s) AND NOT EXISTS (TABLE %2$s EXCEPT TABLE %1$s) AND (SELECT bool_and(scores::text::survey_agg_state = scores AND won::text::rate_agg_state = won
		AND purchases::text::ltv_agg_state = purchases AND lasting::text::survival_agg_state = lasting) FROM %1$s)', one, other) INTO result;
	RETURN result;
END $$;
CREATE FUNCTION crash.wrong() RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(view::text, ', ') FROM (VALUES ('crash.daily'::regclass, 'crash.daily_was'::regclass, 'crash.daily_is'::regclass), ('crash.daily_unique', 'crash.daily_was', 'crash.daily_is'), ('crash.weekly', 'crash.weekly_was', 'crash.weekly_is')) x (view, was, new)
	WHERE NOT crash.same(view, was) AND NOT crash.same(view, new)
$$;
CREATE FUNCTION crash.not_new() RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(view::text, ', ') FROM (VALUES ('crash.daily'::regclass, 'crash.daily_is'::regclass), ('crash.daily_unique', 'crash.daily_is'), ('crash.weekly', 'crash.weekly_is')) x (view, new)
	WHERE NOT crash.same(view, new)
$$;
CREATE PROCEDURE crash.refresh() LANGUAGE plpgsql AS $$
BEGIN
	REFRESH MATERIALIZED VIEW crash.daily;
	COMMIT;
	REFRESH MATERIALIZED VIEW CONCURRENTLY crash.daily_unique;
	COMMIT;
	DELETE FROM crash.weekly;
	INSERT INTO crash.weekly TABLE crash.week_now;
END $$;
