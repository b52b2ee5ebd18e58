-- Random cases. A case is a group of 0 to 60 rows with settings of its own (units of time, number of customers, share of NULLs, kind of
-- amounts), so that all cases of an aggregate are one query with GROUP BY c. Everything follows from the seed and the number of the case.
-- Odd cases have times to the microsecond, even ones whole days, for the functions that take dates.
CREATE SCHEMA property;
CREATE FUNCTION property.seed() RETURNS bigint IMMUTABLE LANGUAGE sql RETURN :seed;
CREATE FUNCTION property.wanted() RETURNS int IMMUTABLE LANGUAGE sql RETURN :cases;
-- Whether the forms of an aggregate (types of keys and of times) share the cases, or each of them has all.
CREATE FUNCTION property.shared() RETURNS boolean IMMUTABLE LANGUAGE sql RETURN NOT :each_form;

-- A number 0 .. bound - 1, of a case, a row in it and the name of what it is for.
CREATE FUNCTION property.pick(bound bigint, c bigint, i bigint, what text) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN ((hashint8extended(c * 1000 + i, hashtextextended(what, :seed)) & 9223372036854775807) % bound)::int;
CREATE FUNCTION property.one_of(list anyarray, c bigint, i bigint, what text) RETURNS anyelement IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$ SELECT list[1 + property.pick(cardinality(list), c, i, what)] $$;

CREATE TABLE property.cases AS
SELECT *, tsrange(base + start * unit, base + (start + 1 + property.pick(spread, c, 0, 'length')) * unit) AS period,
	ARRAY(SELECT base + b * unit FROM (SELECT DISTINCT property.pick(spread + 4, c, m, 'boundary') - 2 AS b FROM generate_series(1, 1 + property.pick(7, c, 0, 'boundaries')) m
		UNION SELECT spread + 2) b ORDER BY b) AS boundaries,
	CASE WHEN property.pick(3, c, 0, 'as_of') > 0 THEN base + (property.pick(spread + 6, c, 0, 'as_of when') - 3) * unit END AS as_of,
	CASE WHEN property.pick(3, c, 0, 'within') > 0 THEN property.pick(spread + 2, c, 0, 'within how long') * unit END AS within,
	(1 + property.pick(spread, c, 0, 'inactive')) * unit AS inactive_after,
	property.pick(spread + 2, c, 0, 'target') * unit AS target,
	property.pick(5, c, 0, 'gap') * unit AS gap
FROM (
	SELECT c, c % 2 = 0 AS days,
		CASE WHEN r < 6 THEN 0 WHEN r < 14 THEN 1 WHEN r < 22 THEN 2 WHEN r < 70 THEN 3 + property.pick(10, c, 0, 'rows') WHEN r < 95 THEN 13 + property.pick(18, c, 0, 'rows') ELSE 31 + property.pick(30, c, 0, 'rows') END AS n,
		CASE WHEN c % 2 = 0 THEN property.one_of('{1 day,7 days,31 days}'::interval[], c, 0, 'unit')
			ELSE property.one_of('{1 microsecond,1 second,1 hour,1 day,17 minutes 23.000456 seconds,3 days 00:00:00.000001}'::interval[], c, 0, 'unit') END AS unit,
		property.one_of(ARRAY['2026-01-15', '2026-01-15', '2024-02-29', '1999-12-31', '0001-12-25 BC', '1600-02-29', '9000-01-01']::timestamp[], c, 0, 'base') AS base,
		property.one_of('{1,2,5,20,300}'::int[], c, 0, 'spread') AS spread,
		property.one_of('{1,2,4,12}'::int[], c, 0, 'customers') AS customers, property.pick(4, c, 0, 'odd keys') = 0 AS odd_keys,
		property.one_of('{1,2,3,6}'::int[], c, 0, 'stages') AS stages, property.one_of('{1,2,3,4,64}'::int[], c, 0, 'steps') AS steps,
		property.one_of('{0,0,10,60}'::int[], c, 0, 'nulls') AS nulls, property.one_of('{0,10,50,50,90,100}'::int[], c, 0, 'true') AS often_true,
		property.pick(7, c, 0, 'kind of amounts') AS amounts,
		property.one_of('{0,0,1,1,0,5,0,99,37}'::int[], c, 0, 'scale') AS scale_min, property.one_of('{10,5,10,7,100,6,1,100,38}'::int[], c, 0, 'scale') AS scale_max,
		property.one_of('{0.9,0.95,0.99}'::float8[], c, 0, 'confidence') AS confidence, property.one_of('{1.6448536269514722,1.9599639845400545,2.5758293035489004}'::float8[], c, 0, 'confidence') AS z,
		property.one_of('{0,1,2.5,0.1,0.0003,33.3,1e20}'::float8[], c, 0, 'lifespan') AS lifespan, property.one_of('{0,1,0.6,0.333}'::float8[], c, 0, 'margin') AS margin,
		property.one_of('{1 month,3 months,1 year,7 months,7 days,1 day,28 days,10 days}'::interval[], c, 0, 'width') AS width,
		property.one_of('{0,0.1,0.25,0.5,0.9,0.99,1}'::float8[], c, 0, 'fraction') AS fraction,
		property.pick(7, c, 0, 'start') - 2 AS start, 1 + property.pick(16, c, 0, 'parts') AS parts
	FROM (SELECT c::int, property.pick(100, c, 0, 'size') AS r FROM generate_series(1, 2 * :cases) c) c) k;
ALTER TABLE property.cases ADD PRIMARY KEY (c);

-- An amount of the kind that the case has: small integers, cents, mixed scales, many digits, negative ones, hardly anything but 0.
CREATE FUNCTION property.amount(kind int, c bigint, i bigint, what text) RETURNS numeric IMMUTABLE PARALLEL SAFE LANGUAGE sql RETURN
CASE kind WHEN 0 THEN property.pick(10, c, i, what) WHEN 1 THEN property.pick(100000, c, i, what)::numeric / 100
	WHEN 2 THEN round(property.pick(1000000, c, i, what) / 7.0, property.pick(12, c, i, what || ' scale'))
	WHEN 3 THEN property.pick(1000000, c, i, what) * 12345678901234567890.123 * property.pick(2, c, i, what || ' zero')
	WHEN 4 THEN (property.pick(2000, c, i, what) - 700)::numeric / 100 WHEN 5 THEN property.one_of('{0,0.00,1,-1,-0.5}'::numeric[], c, i, what)
	ELSE property.one_of('{9999999999999999.99,-9999999999999999.99,0.0000000000000001,99999999999999999999999999999999999999,1e30,-3}'::numeric[], c, i, what) END;
-- Bounds of a range, in every spelling; of days only the one that they are kept in.
CREATE FUNCTION property.span(k property.cases, i bigint, what text) RETURNS tsrange IMMUTABLE PARALLEL SAFE LANGUAGE sql RETURN
CASE WHEN property.pick(25, k.c, i, what || ' empty') = 0 THEN 'empty'::tsrange ELSE tsrange(
	CASE property.pick(20, k.c, i, what || ' lower') WHEN 0 THEN NULL WHEN 1 THEN '-infinity' ELSE k.base + (property.pick(k.spread + 6, k.c, i, what) - 3) * k.unit END,
	CASE property.pick(8, k.c, i, what || ' upper') WHEN 0 THEN NULL WHEN 1 THEN 'infinity' ELSE k.base + (property.pick(k.spread + 6, k.c, i, what) - 3 + property.pick(k.spread + 1, k.c, i, what || ' length')) * k.unit END,
	CASE WHEN k.days THEN '[)' ELSE property.one_of('{[),(],[],()}'::text[], k.c, i, what || ' bounds') END) END;

-- Row 0 of every case is left out by the FILTER of every call, so a case of no rows is a group, too. part and entity_part: where the row
-- is when it is aggregated in parts, the latter all rows of a customer together. place: the order of window frames, with ties.
CREATE TABLE property.rows AS
SELECT k.c, k.days, i, property.pick(k.parts, k.c, i, 'part') AS part, property.pick(k.parts, k.c, coalesce(r.customer % 100, 0), 'entity part') AS entity_part,
	nullif(property.pick(1 + k.n * 2 / 3, k.c, i, 'place'), 3) AS place,
	CASE WHEN property.pick(100, k.c, i, 'score known') >= k.nulls THEN property.pick(11, k.c, i, 'score') END AS nps_score, CASE WHEN property.pick(100, k.c, i, 'score known') >= k.nulls THEN 1 + property.pick(5, k.c, i, 'csat') END AS csat_score,
	CASE WHEN property.pick(100, k.c, i, 'score known') >= k.nulls THEN 1 + property.pick(7, k.c, i, 'ces') END AS ces_score, k.scale_min, k.scale_max,
	CASE WHEN property.pick(100, k.c, i, 'score known') >= k.nulls THEN k.scale_min + property.pick(k.scale_max - k.scale_min + 1, k.c, i, 'scaled') END AS scale_score,
	CASE WHEN property.pick(100, k.c, i, 'hit known') >= k.nulls THEN property.pick(100, k.c, i, 'hit') < k.often_true END AS hit,
	CASE WHEN property.pick(100, k.c, i, 'amount known') >= k.nulls THEN property.amount(k.amounts, k.c, i, 'amount') END AS amount,
	r.customer, CASE WHEN property.pick(100, k.c, i, 'value known') >= k.nulls THEN property.amount(k.amounts, k.c, r.customer % 100, 'value') * property.one_of('{1,1.000,1.00000000}'::numeric[], k.c, i, 'value scale') END AS value,
	CASE WHEN property.pick(100, k.c, i, 'at known') >= k.nulls THEN k.base + property.pick(k.spread, k.c, i, 'at') * k.unit END AS at,
	CASE WHEN property.pick(100, k.c, i, 'stage known') >= k.nulls THEN (ARRAY['New', 'Won', 'won', '', 'Ångström', 'the stage with the name of more than fifteen bytes'])[1 + property.pick(k.stages, k.c, i, 'stage')] END AS stage,
	nullif(property.pick(3, k.c, i, 'tiebreak'), 0)::bigint AS tiebreak,
	CASE WHEN property.pick(100, k.c, i, 'step known') >= k.nulls THEN CASE WHEN k.steps = 64 AND property.pick(4, k.c, i, 'odd step') = 0 THEN 64 ELSE property.pick(least(k.steps, 5) + 1, k.c, i, 'step') END END AS step,
	CASE WHEN property.pick(100, k.c, i, 'duration known') >= k.nulls THEN property.pick(k.spread, k.c, i, 'duration') * k.unit + make_interval(hours => 24 * property.pick(2, k.c, i, 'a day of hours')) END AS duration,
	CASE WHEN property.pick(100, k.c, i, 'at known') >= k.nulls THEN k.base + (property.pick(k.spread + 6, k.c, i, 'started') - 3) * k.unit END AS started_at,
	CASE property.pick(5, k.c, i, 'ended') WHEN 0 THEN NULL WHEN 1 THEN 'infinity' ELSE
		k.base + (property.pick(k.spread + 6, k.c, i, 'started') - 3 + property.pick(k.spread + 1, k.c, i, 'lasted')) * k.unit END AS ended_at,
	CASE WHEN property.pick(100, k.c, i, 'active known') >= k.nulls THEN property.span(k, i, 'span 1') END AS span,
	CASE WHEN property.pick(100, k.c, i, 'active known') >= k.nulls THEN (SELECT range_agg(property.span(k, i, 'span ' || m)) FROM generate_series(1, 1 + property.pick(4, k.c, i, 'spans')) m) END AS active,
	CASE WHEN property.pick(100, k.c, i, 'before known') >= k.nulls THEN abs(property.amount(k.amounts, k.c, i, 'before')) * property.pick(2, k.c, i, 'no before') END AS mrr_before,
	CASE WHEN property.pick(100, k.c, i, 'after known') >= k.nulls THEN CASE property.pick(4, k.c, i, 'changed') WHEN 0 THEN 0 WHEN 1 THEN abs(property.amount(k.amounts, k.c, i, 'after')) ELSE abs(property.amount(k.amounts, k.c, i, 'before')) END END AS mrr_after,
	CASE WHEN property.pick(100, k.c, i, 'active known') >= k.nulls THEN property.pick(2, k.c, i, 'previously') = 0 END AS previously_active,
	k.period, k.boundaries, k.as_of, k.within, k.width, k.inactive_after, k.lifespan
FROM property.cases k, generate_series(0, k.n) i, LATERAL (SELECT property.pick(k.customers, k.c, i, 'customer')) n (number),
	LATERAL (SELECT CASE WHEN property.pick(100, k.c, i, 'customer known') >= k.nulls / 2 THEN
		CASE WHEN k.odd_keys AND number < 3 THEN ('{-9223372036854775808,9223372036854775807,0}'::bigint[])[number + 1] ELSE 1 + number END END) r (customer);
CREATE UNIQUE INDEX ON property.rows (c, i);
ANALYZE property.cases, property.rows;
