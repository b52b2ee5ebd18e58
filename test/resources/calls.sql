-- What may take long, one call a line: name, tab, query.  psql variable `all`: 1 = every aggregate, 0 = one of each state.
\ir ../lib/lines.sql
\pset fieldsep '\t'
SELECT name, format('SELECT count(x) FROM (SELECT %s AS x FROM %s) s', call, source) FROM big.call c
WHERE :all = 1 OR source <> 'big.rows' OR name = (SELECT min(name) FROM big.call d WHERE d.state = c.state AND d.source = 'big.rows' AND d.name NOT LIKE '%date%') ORDER BY 1;
-- Of a large state: its forms, and what needs nothing but the state.  Not jsonb: that is PostgreSQL's own reading of a long text, which cannot be cancelled.
CREATE TEMP TABLE large AS SELECT DISTINCT state FROM big.call WHERE :all = 1 OR state::text ~ '^(active_ranges|distinct|ltv|stage|survival)';
SELECT format('CREATE UNLOGGED TABLE IF NOT EXISTS big.%I (LIKE big.%I INCLUDING STORAGE)', state || ' copy', state::text) FROM large \gexec
SELECT format('COPY big.%I TO %L (FORMAT binary)', state::text, current_setting('data_directory') || '/' || state || '.binary') FROM large \gexec
SELECT format('text of %s', state), format('SELECT octet_length(state::text) FROM big.%I', state::text) FROM large;
SELECT format('%s from text', state), format('SELECT (state::text)::%s IS NULL FROM big.%1$I', state::text) FROM large;
SELECT format('%s equals', state), format('SELECT a.state = b.state FROM big.%1$I a, big.%1$I b', state::text) FROM large;
SELECT format('hash of %s', state), format('SELECT %s(state) FROM big.%s', p.oid::regproc, state) FROM large JOIN facts.members p ON proname = state || '_hash';
SELECT format('binary of %s', state), format('COPY big.%I TO %L (FORMAT binary)', state::text, '/dev/null') FROM large;
SELECT format('%s from binary', state), format('COPY big.%I FROM %L (FORMAT binary)', state || ' copy', current_setting('data_directory') || '/' || state || '.binary') FROM large;
SELECT p.oid::regprocedure, format('SELECT count(x) FROM (SELECT %s(state) AS x FROM big.%s) s', p.oid::regproc, state) FROM large JOIN facts.members p ON p.pronargs = 1 AND p.proargtypes[0] = state AND p.prokind = 'f'
WHERE proname !~ '(_(out|send|hash|final|in|recv)|jsonb)$';
SELECT format('transition of %s by hand', state), format('SELECT %s(state, state) IS NULL FROM big.%s', p.oid::regproc, state) FROM large JOIN facts.members p ON proname = state || '_merge';
SELECT format('%s over %s', name, 'one partition'), query FROM (VALUES
	('episode()', $$SELECT count(x) FROM (SELECT episode(started_at, '1 second') OVER (ORDER BY started_at) AS x FROM big.rows) s$$),
	('attribution_weight()', $$SELECT count(x) FROM (SELECT attribution_weight(started_at, timestamp '2027-01-01', 'time_decay') OVER (ORDER BY started_at) AS x FROM big.rows) s$$),
	('stage_duration()', $$SELECT count(x) FROM (SELECT stage_duration(hit::text, started_at) OVER (ORDER BY started_at) AS x FROM big.rows) s$$)) x (name, query);
SELECT name, query FROM (VALUES
	('survival_at() at the end', $$SELECT survival_at(state, '3000000 days') FROM big.survival_agg_state$$),
	('business_hours() over 10,000 years', $$SELECT count(business_hours('[0001-01-01,9999-12-31)', '09:00', '17:00', 'Europe/Berlin')) FROM generate_series(1, 20)$$),
	('boundaries() by day', $$SELECT cardinality(boundaries('0001-01-01', '99999-12-30', '1 day', 'Europe/Berlin'))$$),
	('churn_series_agg() with 100,000 periods', $$SELECT churn_series_agg(started_at, ended_at, b) IS NULL FROM big.rows, (SELECT array_agg(timestamp '2000-01-01' + n * interval '1 hour' ORDER BY n) AS b FROM generate_series(0, 100000) n) x$$),
	('periods() of 100,000 periods', $$SELECT count(p) FROM (SELECT churn_series_agg(started_at, ended_at, b) AS s FROM (SELECT * FROM big.rows LIMIT 1000) r, (SELECT array_agg(timestamp '2000-01-01' + n * interval '1 hour' ORDER BY n) AS b FROM generate_series(0, 100000) n) x) y, periods(s) p$$),
	('mrr_series_agg() of one customer in 10,000 periods', $$SELECT mrr_series_agg(1::bigint, score::numeric, tsrange(started_at, ended_at), b) IS NULL FROM big.rows, (SELECT array_agg(timestamp '2026-01-01' + n * interval '1 hour' ORDER BY n) AS b FROM generate_series(0, 10000) n) x$$),
	('cohort_agg() by day over 10,000 years', $$SELECT count(c) FROM (SELECT cohort_agg(customer, timestamp '0001-01-01' + id % 3000000 * interval '1 day', '1 day') AS s FROM big.rows) x, cohorts(s) c$$)) x (name, query);
