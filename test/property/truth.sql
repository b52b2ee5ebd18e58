-- Values against oracles in plain SQL, which use no function of the extension. An answer is a jsonb array of up to three: what must be
-- equal, double precision numbers that must agree within 1e-12 of their size, and numbers whose oracle is a pair of bounds.

-- How an aggregate (its name, the names of its arguments, and a pattern of their types where these tell forms apart) is read, s being its
-- result and k the case; and the table (c, answer) of what must come out, NULL or no row where the result is NULL.
CREATE TABLE property.oracle (name text, names text, truth regclass, reading text, types text DEFAULT '');
-- The same for other functions: a query (c, got, answer).
CREATE TABLE property.claim (name text, query text);

CREATE FUNCTION property.near(got jsonb, answer jsonb) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN
got IS NOT DISTINCT FROM answer OR jsonb_typeof(got) = 'number' AND jsonb_typeof(answer) = 'number'
	AND abs(got::numeric - answer::numeric) <= 1e-12 * greatest(abs(got::numeric), abs(answer::numeric));
CREATE FUNCTION property.between(got jsonb, bounds jsonb) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN
got IS NOT DISTINCT FROM bounds OR jsonb_typeof(got) = 'number' AND jsonb_typeof(bounds) = 'array' AND got::numeric BETWEEN (bounds->0)::numeric AND (bounds->1)::numeric;
CREATE FUNCTION property.same_list(got jsonb, answer jsonb, by_bounds boolean) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN
jsonb_array_length(got) = jsonb_array_length(answer)
	AND (SELECT bool_and(CASE WHEN by_bounds THEN property.between(g, answer->(n - 1)::int) ELSE property.near(g, answer->(n - 1)::int) END) FROM jsonb_array_elements(got) WITH ORDINALITY x (g, n)) IS NOT FALSE;
CREATE FUNCTION property.same(got jsonb, answer jsonb) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
	SELECT CASE WHEN g = a THEN true WHEN jsonb_array_length(g) <> jsonb_array_length(a) OR g->0 IS DISTINCT FROM a->0 THEN false
		ELSE coalesce(property.same_list(nullif(g->1, 'null'), nullif(a->1, 'null'), false), true) AND coalesce(property.same_list(g->2, a->2, true), true) END
	FROM (SELECT coalesce(got, '[null]') AS g, coalesce(answer, '[null]') AS a) x
$$;

-- Microseconds of an interval, which must be written as whole 24-hour days and a time.
CREATE FUNCTION property.us(i interval) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN
CASE WHEN i IS NULL THEN NULL WHEN i::text <> justify_hours(i)::text OR extract(year FROM i) + extract(month FROM i) <> 0 THEN -1 ELSE extract(epoch FROM i) * 1000000 END;
-- The length of an argument, which may have hours beyond 24.
CREATE FUNCTION property.length(i interval) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN extract(epoch FROM i) * 1000000;
CREATE FUNCTION property.length(a timestamp, b timestamp) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN extract(epoch FROM b - a) * 1000000;
-- A sum is shown with the most decimals of all that was added; a decimal argument is the one that was written.
CREATE FUNCTION property.decimal(f float8) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN f::text::numeric;
-- Percentiles are within 1 % of the exact ones.
CREATE FUNCTION property.bounds(exact numeric) RETURNS jsonb IMMUTABLE LANGUAGE sql RETURN
CASE WHEN exact IS NOT NULL THEN jsonb_build_array(exact * 0.99 - 1, exact * 1.01 + 1) END;

CREATE FUNCTION property.compared(query text) RETURNS property.finding LANGUAGE plpgsql AS $$
DECLARE f property.finding; got jsonb; answer jsonb;
BEGIN
	EXECUTE format('CREATE TEMP TABLE compared ON COMMIT DROP AS SELECT c, got, answer, property.same(got, answer) AS same FROM (%s) q', query);
	SELECT count(DISTINCT q.c), min(q.c) FILTER (WHERE q.same IS NOT TRUE) INTO f.cases, f.wrong FROM compared q;
	SELECT format('%s, not %s', q.got, q.answer) INTO f.details FROM compared q WHERE q.c = f.wrong AND q.same IS NOT TRUE LIMIT 1;
	DROP TABLE compared;
	RETURN f;
END $$;
CREATE FUNCTION property.check_values(a property.aggregates) RETURNS property.finding LANGUAGE plpgsql AS $$
DECLARE o property.oracle;
BEGIN
	SELECT * INTO STRICT o FROM property.oracle x WHERE x.name = a.name AND x.names = a.names AND a.aggregate::text ~ x.types;
	RETURN property.compared(format('SELECT k.c, CASE WHEN s IS NOT NULL THEN %s END AS got, t.answer FROM (SELECT c, %s(%s) FILTER (WHERE i > 0) AS s FROM %s GROUP BY c) a
		JOIN property.cases k USING (c) LEFT JOIN %s t USING (c)', o.reading, a.aggregate::regproc, a.arguments, property.rows_of(a), o.truth));
END $$;
