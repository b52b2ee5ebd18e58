-- Values against oracles in plain SQL, which use no function of the extension. An answer is a jsonb array of up to three: what must be
-- equal, double precision numbers that must agree within 1e-12 of their size, and numbers whose oracle is a pair of bounds.

-- How an aggregate (its name, the names of its arguments, and a pattern of their types where these tell forms apart) is read, s being its
-- result and k the case; and the table (c, answer) of what must come out, NULL or no row where the result is NULL.
CREATE TABLE property.oracle (name text, names text, truth regclass, reading text, types text DEFAULT '');
-- The same for other functions: a query (c, got, answer).
CREATE TABLE property.claim (name text, query text);

-- plpgsql, because a function of SQL that is not inlined takes ten times as long.
CREATE FUNCTION property.same(got jsonb, answer jsonb) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE kind int; n int; a jsonb := coalesce(answer, '[null]'); g jsonb := coalesce(got, '[null]'); x jsonb; y jsonb;
BEGIN
	IF g = a THEN RETURN true; END IF;
	IF g->0 <> a->0 OR jsonb_array_length(g) <> jsonb_array_length(a) THEN RETURN false; END IF;
	FOR kind IN 1 .. jsonb_array_length(g) - 1 LOOP
		IF g->kind = a->kind THEN CONTINUE; END IF;
		IF jsonb_array_length(g->kind) <> jsonb_array_length(a->kind) THEN RETURN false; END IF;
		FOR n IN 0 .. jsonb_array_length(g->kind) - 1 LOOP
			x := g->kind->n; y := a->kind->n;
			IF x = y THEN CONTINUE; END IF;
			IF x = 'null' OR y = 'null' THEN RETURN false; END IF;
			IF kind = 1 AND abs(x::numeric - y::numeric) > 1e-12 * greatest(abs(x::numeric), abs(y::numeric)) THEN RETURN false; END IF;
			IF kind = 2 AND (x::numeric BETWEEN (y->0)::numeric AND (y->1)::numeric) IS NOT TRUE THEN RETURN false; END IF;
		END LOOP;
	END LOOP;
	RETURN true;
END $$;

-- Microseconds of an interval, which must be written as whole 24-hour days and a time.
CREATE FUNCTION property.us(i interval) RETURNS numeric IMMUTABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
	IF extract(year FROM i) <> 0 OR extract(month FROM i) <> 0 OR abs(extract(hour FROM i)) >= 24 OR extract(day FROM i) * extract(epoch FROM i) < 0 THEN RAISE 'the interval % is not of days and a time', i; END IF;
	RETURN extract(epoch FROM i) * 1000000;
END $$;
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
	EXECUTE format('CREATE TEMP TABLE compared ON COMMIT DROP AS SELECT c, got, answer, property.same(got, answer) AS same FROM (%s OFFSET 0) q', query);
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
