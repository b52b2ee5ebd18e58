-- Churn and retention of a period, and of each of many: every customer looked at by itself, at both ends of the period and in it.
CREATE FUNCTION property.pieces(lower timestamp, upper timestamp) RETURNS tsmultirange IMMUTABLE LANGUAGE sql RETURN
CASE WHEN lower < upper THEN tsmultirange(tsrange(lower, upper)) ELSE '{}' END;
-- Activity by form of the arguments, as ranges [ ), bounds that touch made one, instants left out.
CREATE TABLE property.activity AS
SELECT c, i, form, a.active FROM property.rows, LATERAL (
	SELECT 'ends', property.pieces(started_at, coalesce(ended_at, 'infinity'))
	UNION ALL SELECT 'range', property.pieces(coalesce(lower(span), '-infinity'), coalesce(upper(span), 'infinity')) WHERE NOT isempty(span)
	UNION ALL SELECT 'multirange', range_agg(property.pieces(coalesce(lower(r), '-infinity'), coalesce(upper(r), 'infinity'))) FROM unnest(active) r) a (form, active)
WHERE i > 0 AND a.active <> '{}';

-- One customer in one period.
CREATE FUNCTION property.fate(active tsmultirange, p0 timestamp, p1 timestamp, OUT at_start bool, OUT new bool, OUT back bool, OUT at_end bool, OUT lasted numeric) IMMUTABLE LANGUAGE sql AS $$
	SELECT bool_or(a < p0 AND b >= p0), min(a) >= p0 AND min(a) < p1, min(a) < p0 AND bool_or(a >= p0 AND a < p1) AND NOT bool_or(a < p0 AND b >= p0),
		bool_or(a < p1 AND b >= p1), sum(CASE WHEN a < p1 AND b > p0 THEN extract(epoch FROM least(b, p1) - greatest(a, p0)) * 1000000 ELSE 0 END)
	FROM (SELECT lower(r), upper(r) FROM unnest(active) r) x (a, b)
$$;
CREATE FUNCTION property.rates(at_start bigint, joined bigint, churned bigint, lost bigint, at_end bigint, lasted numeric, length numeric) RETURNS numeric[] IMMUTABLE LANGUAGE sql RETURN
ARRAY[churned / nullif(at_start, 0)::numeric, lost / nullif(at_start + joined, 0)::numeric, lost / nullif(at_start, 0)::numeric, 2 * lost / nullif(at_start + at_end, 0)::numeric, lost * length / nullif(lasted, 0)];
CREATE FUNCTION property.churn(f text, p0 timestamp, p1 timestamp, at_start bigint, new bigint, back bigint, churned bigint, churned_new bigint, churned_back bigint, at_end bigint, lasted numeric) RETURNS jsonb LANGUAGE sql RETURN
(SELECT jsonb_build_array(p0, p1, at_start, new, back, churned, churned_new, churned_back, at_end, lasted, r[1:4], ARRAY(SELECT 1 - x FROM unnest(r[1:4]) WITH ORDINALITY u (x, n) ORDER BY n), round(r[5], 12), round(1 - r[5], 12))
	FROM property.rates(at_start, new + back, churned, churned + churned_new + churned_back, at_end, lasted, property.length(p0, p1)) r);
CREATE FUNCTION property.read(s churn_agg_state) RETURNS jsonb LANGUAGE sql RETURN
jsonb_build_array(lower(period(s))::timestamp, upper(period(s))::timestamp, customers_at_start(s), new_customers(s), reactivated_customers(s), churned_customers(s), churned_new_customers(s), churned_reactivated_customers(s),
	customers_at_end(s), property.us(customer_time(s)), ARRAY[churn_rate(s), churn_rate(s, 'start_plus_new'), churn_rate(s, 'all_over_start'), churn_rate(s, 'average')],
	ARRAY[retention_rate(s, 'start'), retention_rate(s, 'start_plus_new'), retention_rate(s, 'all_over_start'), retention_rate(s, 'average')], round(churn_rate(s, 'exposure'), 12), round(retention_rate(s, 'exposure'), 12));

CREATE TABLE property.truth_of_churn AS
SELECT c, form, n, property.churn(form, p0, p1, at_start, new, back, churned, churned_new, churned_back, at_end, lasted) AS period, churned / nullif(at_start, 0)::numeric AS rate FROM (
	SELECT c, form, n, p0, p1, count(*) FILTER (WHERE f.at_start) AS at_start, count(*) FILTER (WHERE f.new) AS new, count(*) FILTER (WHERE f.back) AS back, count(*) FILTER (WHERE f.at_start AND NOT f.at_end) AS churned,
		count(*) FILTER (WHERE f.new AND NOT f.at_end) AS churned_new, count(*) FILTER (WHERE f.back AND NOT f.at_end) AS churned_back, count(*) FILTER (WHERE f.at_end) AS at_end, sum(f.lasted) AS lasted
	FROM property.activity JOIN (SELECT c, period, boundaries FROM property.cases) k USING (c), LATERAL (SELECT 0, lower(period), upper(period) UNION ALL SELECT n, boundaries[n], boundaries[n + 1] FROM generate_series(1, cardinality(boundaries) - 1) n) p (n, p0, p1),
		property.fate(active, p0, p1) f
	GROUP BY c, form, n, p0, p1) x;
SELECT format('CREATE TABLE property.truth_of_churn_agg_%1$s AS SELECT c, jsonb_build_array(period) AS answer FROM property.truth_of_churn WHERE form = %1$L AND n = 0;
	CREATE TABLE property.truth_of_churn_rate_%1$s AS SELECT c, jsonb_build_array(rate) AS answer FROM property.truth_of_churn WHERE form = %1$L AND n = 0;
	CREATE TABLE property.truth_of_churn_series_%1$s AS SELECT c, jsonb_build_array(jsonb_agg(period ORDER BY n)) AS answer FROM property.truth_of_churn WHERE form = %1$L AND n > 0 GROUP BY c', form)
FROM unnest('{ends,range,multirange}'::text[]) form \gexec
INSERT INTO property.oracle
SELECT name, replace(names, 'with', settings), format(truth, form)::regclass, reading, types
FROM (VALUES ('churn_agg', 'period', 'property.truth_of_churn_agg_%s', 'jsonb_build_array(property.read(s))'), ('churn_rate', 'period', 'property.truth_of_churn_rate_%s', 'jsonb_build_array(s)'),
		('retention_rate', 'period', 'property.truth_of_churn_rate_%s', 'jsonb_build_array(1 - s)'),
		('churn_series_agg', 'boundaries', 'property.truth_of_churn_series_%s', 'jsonb_build_array((SELECT jsonb_agg(property.read(p.state)) FROM periods(s) p))')) f (name, settings, truth, reading),
	(VALUES ('ends', 'started_at, ended_at, with', ''), ('range', 'active, with', '[(,](date|ts|tstz)range,'), ('multirange', 'active, with', 'multirange,')) g (form, names, types);

-- Activity by events: what range_agg makes of them.
CREATE TABLE property.truth_of_active_ranges AS
SELECT c, jsonb_build_array((SELECT jsonb_agg(jsonb_build_array(lower(r), upper(r))) FROM unnest(active) r)) AS answer
FROM (SELECT c, range_agg(tsrange(at, at + inactive_after)) AS active FROM property.rows WHERE i > 0 AND at IS NOT NULL GROUP BY c) x;
INSERT INTO property.oracle SELECT name, 'seen_at, inactive_after', 'property.truth_of_active_ranges'::regclass,
	format('jsonb_build_array((SELECT jsonb_agg(jsonb_build_array(lower(r)::timestamp, upper(r)::timestamp)) FROM unnest(%s) r))', active)
FROM (VALUES ('active_ranges', 's'), ('active_ranges_agg', 'active_ranges(s)')) v (name, active);
