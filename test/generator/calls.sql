-- After values.sql: odd.drive(function) calls a function with combinations of its values, each in a subtransaction of its own.
\set QUIET on

-- Which value each argument has: all combinations when they are at most `most`, else so many of an array in which every pair of values
-- of two arguments meets. p is prime, so (a + k b) mod p takes every pair of residues for two different k.
CREATE FUNCTION odd.combinations(counts int[], most int) RETURNS SETOF int[] LANGUAGE plpgsql AS $$
DECLARE n int := cardinality(counts); product numeric := 1; p int := greatest(2, n - 1); m int; c int;
BEGIN
	FOREACH c IN ARRAY counts LOOP product := product * c; p := greatest(p, c); END LOOP;
	IF product <= most THEN
		FOR m IN 0 .. product::int - 1 LOOP
			RETURN NEXT (SELECT array_agg(m / (SELECT coalesce(exp(sum(ln(x))), 1)::numeric::int FROM unnest(counts[:k - 1]) x) % counts[k] ORDER BY k) FROM generate_series(1, n) k);
		END LOOP;
		RETURN;
	END IF;
	WHILE EXISTS (SELECT FROM generate_series(2, sqrt(p)::int) d WHERE p % d = 0) LOOP p := p + 1; END LOOP;
	RETURN QUERY SELECT (SELECT array_agg(CASE WHEN k = n THEN b ELSE (a + k * b) % p END % counts[k] ORDER BY k) FROM generate_series(1, n) k)
		FROM generate_series(0, p - 1) a, generate_series(0, p - 1) b ORDER BY hashint4(a * p + b) LIMIT most;
END $$;

-- Every function of the extension that SQL can call, with a type for each argument.
CREATE VIEW odd.function AS
SELECT p.oid, p.prokind AS kind, p.proretset AS returns_set, p.prorettype::regtype AS result, s.type AS stand_in,
	ARRAY(SELECT CASE WHEN t = 'anyelement'::regtype THEN s.type ELSE t::regtype END FROM unnest(p.proargtypes) WITH ORDINALITY x(t, n) ORDER BY n) AS arguments, p.proargnames[:p.pronargs] AS names
FROM pg_depend d JOIN pg_extension e ON d.refobjid = e.oid JOIN pg_proc p ON d.objid = p.oid
	LEFT JOIN odd.stand_in s ON 'anyelement'::regtype = ANY (p.proargtypes)
WHERE e.extname = 'crm_metrics' AND d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
	AND NOT p.proargtypes::oid[] && ARRAY['cstring'::regtype::oid, 'internal'::regtype];

CREATE TABLE odd.outcome (function oid, arguments regtype[], tried int, answered int, refused jsonb, message jsonb, slowest interval, wrong text);
-- States that calls have made, by type.
CREATE FUNCTION odd.made(type regtype) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT format('odd.%I', 'made ' || type::text) $$;

-- The ways to call, as statements that put one thing into `answer`; r is a row of arguments, b the last one that was accepted.
CREATE FUNCTION odd.ways(f odd.function) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	list text := (SELECT string_agg('a' || n, ', ' ORDER BY n) FROM generate_series(1, cardinality(f.arguments)) n);
	r text := 'r.' || replace(list, ', ', ', r.'); b text := 'b.' || replace(list, ', ', ', b.');
	call text := f.oid::regproc || '(' || list || ')';
	one text := format('(VALUES (1, %s)) x (i, %s)', r, list);
	rows text := format('(VALUES (1, %s), (2, %s), (3, %1$s), (4, %1$s), (5, %2$s)) x (i, %3$s)', b, r, list);
	a pg_aggregate;
BEGIN
	IF f.kind = 'a' THEN
		SELECT * INTO a FROM pg_aggregate WHERE aggfnoid = f.oid;
		RETURN ARRAY[format('SELECT %s INTO answer FROM %s', call, one), format('SELECT %s INTO answer FROM %s', call, rows),
			format('SELECT w INTO answer FROM (SELECT %s OVER (ORDER BY i ROWS 1 PRECEDING) AS w FROM %s) w', call, rows),
			format('SELECT %s FILTER (WHERE i > 9) INTO answer FROM %s', call, rows)]
			-- the state before it is finished; what was added taken away again: an empty state
			|| format('SELECT %s(NULL, %s) INTO state FROM %s', a.aggtransfn, list, one) || CASE WHEN a.aggminvtransfn <> 0 THEN ARRAY[format('SELECT %s(%s(NULL, %s), %3$s) INTO state FROM %4$s', a.aggminvtransfn, a.aggtransfn, list, one)] END;
	ELSIF f.kind = 'w' THEN
		RETURN ARRAY[format('SELECT w INTO answer FROM (SELECT %s OVER () AS w FROM %s) w', call, one),
			format('SELECT w INTO answer FROM (SELECT %s OVER (ORDER BY i) AS w FROM %s) w', call, rows),
			format('SELECT w INTO answer FROM (SELECT %s OVER (ORDER BY i DESC ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS w FROM %s) w', call, rows)];
	ELSIF f.returns_set THEN
		RETURN ARRAY[format('SELECT count(x) INTO count FROM %s(%s) x', f.oid::regproc, r)];
	END IF;
	RETURN ARRAY[format('answer := %s(%s)%s', f.oid::regproc, r, CASE WHEN f.result = 'cstring'::regtype THEN '::text' END)];
END $$;

-- Calls too large to be made here: an array of a gigabyte is what this one is asked for.
CREATE FUNCTION odd.too_much(function regproc) RETURNS text LANGUAGE sql AS
$$ SELECT CASE WHEN function::text = 'boundaries' THEN 'isfinite(a1.v) AND isfinite(a2.v) AND a2.v - a1.v > 4000000 AND a3.v < interval ''20 days''' ELSE 'false' END $$;

-- Fills odd.outcome. A state that comes out must read back from its text as the same; it is kept for odd.choose_states().
CREATE FUNCTION odd.drive(f odd.function, most int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	state_type regtype := CASE WHEN f.kind = 'a' THEN (SELECT aggtranstype FROM pg_aggregate WHERE aggfnoid = f.oid) WHEN f.result::text LIKE '%\_agg\_state' THEN f.result END;
	tables text[] := ARRAY(SELECT odd.values_of(t, n) FROM unnest(f.arguments, f.names) WITH ORDINALITY x (t, n, i) ORDER BY i);
	counts int[]; c int; t text; attempts text := ''; way text;
BEGIN
	FOREACH t IN ARRAY tables LOOP
		EXECUTE format('SELECT count(*) FROM %s', t) INTO c;
		counts := counts || c;
	END LOOP;
	FOREACH way IN ARRAY odd.ways(f) LOOP
		attempts := attempts || format($way$
		o.tried := o.tried + 1;
		began := clock_timestamp();
		BEGIN
			answer := NULL; count := 0; state := NULL;
			%s;
			o.slowest := greatest(o.slowest, clock_timestamp() - began - CASE WHEN pg_column_size(answer) > 1000000 THEN '10 s' ELSE '0' END::interval);
			o.answered := o.answered + (answer IS NOT NULL OR state IS NOT NULL OR count > 0)::int;
			accepted := true;
			%s
		EXCEPTION WHEN OTHERS THEN
			o.slowest := greatest(o.slowest, clock_timestamp() - began);
			o.refused := o.refused || jsonb_build_object(SQLSTATE, coalesce((o.refused ->> SQLSTATE)::int, 0) + 1);
			o.message := jsonb_build_object(SQLSTATE, format('%%s, for %%s', left(SQLERRM, 200), left(r::text, 300))) || o.message;
			IF NOT odd.documented(SQLSTATE) THEN o.wrong := format('%%s %%s, for %%s', SQLSTATE, SQLERRM, left(r::text, 300)); END IF;
		END;
		$way$, way, CASE WHEN state_type IS NOT NULL THEN format('state := coalesce(state, %s);
			IF state IS NOT NULL THEN
				IF state::text::%s <> state THEN o.wrong := format(''reads its own text otherwise: %%s'', left(state::text, 1000)); END IF;
				INSERT INTO %s VALUES (state) ON CONFLICT DO NOTHING;
			END IF;', CASE WHEN f.result = state_type THEN 'answer' ELSE 'NULL' END, state_type, odd.made(state_type)) END);
	END LOOP;
	EXECUTE format($f$
		CREATE OR REPLACE FUNCTION pg_temp.attempt() RETURNS SETOF odd.outcome LANGUAGE plpgsql AS $attempt$
		DECLARE o odd.outcome; r record; b record; answer %s; state %s; count bigint; accepted boolean; began timestamptz;
		BEGIN
			o.tried := 0; o.answered := 0; o.refused := '{}'; o.message := '{}'; o.slowest := '0';
			FOR r IN SELECT %s FROM odd.combinations(%L, %s) k JOIN %s WHERE (%s) IS NOT TRUE LOOP
				IF b IS NULL THEN b := r; END IF;
				accepted := false;
				%s
				IF accepted THEN b := r; END IF;
			END LOOP;
			RETURN NEXT o;
		END $attempt$ $f$, CASE WHEN f.returns_set OR f.result = 'cstring'::regtype THEN 'text' ELSE f.result::text END, coalesce(state_type::text, 'text'),
		(SELECT string_agg(format('a%s.v AS a%1$s', n), ', ' ORDER BY n) FROM generate_series(1, cardinality(counts)) n), counts, most,
		(SELECT string_agg(format('%s a%s ON a%2$s.i = k[%2$s]', tables[n], n), ' JOIN ' ORDER BY n) FROM generate_series(1, cardinality(counts)) n),
		odd.too_much(f.oid), attempts);
	INSERT INTO odd.outcome SELECT f.oid, f.arguments, tried, answered, refused, message, slowest, wrong FROM pg_temp.attempt();
END $$;

-- Errors that the reference documents: data exceptions, an argument that cannot be true, a type without equality, a limit.
CREATE FUNCTION odd.documented(code text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT code LIKE '22___' OR code IN ('21000', '42883', '54000') $$;

-- Values of a state type: NULL, the shortest and the longest states that were made, and others by chance.
CREATE FUNCTION odd.choose_states(type regtype, number int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$
		INSERT INTO %1$s SELECT row_number() OVER (ORDER BY v::text), v FROM (
			(SELECT v FROM %2$s ORDER BY length(v::text), v::text LIMIT %3$s) UNION (SELECT v FROM %2$s ORDER BY length(v::text) DESC, v::text LIMIT 2)
			UNION (SELECT v FROM %2$s ORDER BY md5(v::text) LIMIT %4$s)) x
		ON CONFLICT (i) DO UPDATE SET v = EXCLUDED.v $q$, odd.values_of(type, NULL), odd.made(type), number / 3, number - 2 - number / 3);
END $$;
