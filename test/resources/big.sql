-- After facts.sql: big.rows is like facts.rows with :rows rows, all of them different, so that states have much to keep; big.call has a call of every
-- aggregate over them.  big.made(type) makes the table of that type of state, with one state of all rows.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA big;
CREATE UNLOGGED TABLE big.rows (part int, id bigint, score int, hit boolean, amount numeric, customer bigint, started_at timestamp, ended_at timestamp, stage text, tiebreak bigint);
INSERT INTO big.rows
SELECT i % 3, i, i::bigint * 7919 % 11, i::bigint * 31 % 7 < 3, (i::bigint * 7907 % 10000019)::numeric / 100, i::bigint * 104729 % (:rows / 2),
	timestamp '2026-01-01' + (i::bigint * 6151 % 150) * interval '1 day' + i * interval '7 microseconds',
	timestamp '2026-01-01' + (i::bigint * 6151 % 150 + i::bigint * 3571 % 90 + 1) * interval '1 day' + i * interval '12 microseconds',
	'stage ' || i::bigint * 7 % 9, nullif(i % 40, 0)
FROM generate_series(1, :rows) i;
ANALYZE big.rows;

-- The expressions of facts.queries; the histories that are merged from texts are stored states here.
CREATE VIEW big.call AS
SELECT aggregate::oid AS oid, aggregate::text AS name, replace(call, 'id * 7919 % 1000', 'id * 17') AS call, result, aggtranstype::regtype AS state, CASE WHEN source = 'facts.rows' THEN 'big.rows' ELSE format('big.%I, generate_series(1, 4)', aggtranstype::regtype::text) END AS source
FROM facts.queries JOIN pg_aggregate ON aggfnoid = aggregate
WHERE aggregate::text NOT LIKE '%(stage_agg_state%' OR source <> 'facts.rows';

-- What keeps states of distinct values shows them in no aggregate of the extension.
CREATE AGGREGATE big.distinct_agg(bigint, numeric) (SFUNC = distinct_add_bigint, STYPE = distinct_agg_state, FINALFUNC = distinct_agg_state_final);
-- Not compressed: reading it should take no time of its own.
CREATE PROCEDURE big.make(type regtype) LANGUAGE plpgsql AS $$
DECLARE c text := coalesce((SELECT call FROM big.call WHERE result = type AND source = 'big.rows' ORDER BY name LIKE '%date%', length(name), name LIMIT 1), 'big.distinct_agg(customer, customer / 8.0)');
BEGIN
	EXECUTE format('CREATE UNLOGGED TABLE big.%I (state %s)', type::text, type);
	EXECUTE format('ALTER TABLE big.%I ALTER state SET STORAGE EXTERNAL', type::text);
	EXECUTE format('INSERT INTO big.%I SELECT %s FROM big.rows', type::text, c);
END $$;
SELECT format('CALL big.make(%L)', state) FROM (SELECT DISTINCT state FROM big.call) s ORDER BY state::text \gexec
