-- After facts.sql and the module foreign.so (foreign.sql): stored states with every byte changed, given to the receive functions, and with
-- every character changed, given to the input functions.  Refused with the SQLSTATE for it, or read as another valid state, which everything
-- that takes a state of that type must then bear: accessors, rollup, comparison, transitions (test/generator calls them).
\ir ../generator/values.sql
\ir ../generator/calls.sql
CREATE TEMP VIEW state_type AS SELECT DISTINCT aggtranstype::regtype AS type FROM facts.members m JOIN pg_aggregate a ON a.aggfnoid = m.oid;
SELECT format('CREATE TABLE %s (v %s); CREATE UNIQUE INDEX ON %1$s (md5(v::text));', odd.made(type), type) FROM state_type \gexec

-- What becomes of a byte, or of all that follows: any bit turned, the ends of a byte, of a varint and of a sign, the largest count, bytes
-- more, bytes fewer.
CREATE FUNCTION facts.mutants(bytes bytea, i int) RETURNS SETOF bytea LANGUAGE sql IMMUTABLE AS $$
	SELECT set_byte(bytes, i, v % 256) FROM unnest(ARRAY[0, 1, 63, 64, 127, 128, 255, get_byte(bytes, i) + 1]) v
	UNION SELECT set_byte(bytes, i, get_byte(bytes, i) # (1 << bit)) FROM generate_series(0, 7) bit
	UNION SELECT overlay(bytes PLACING v FROM i + 1 FOR 1) FROM unnest(ARRAY['\x', '\x0000', '\x8080', '\xffffffffffffffffff01', '\xfeffffffffffffffff01', '\x8000', '\x7ff0000000000000'::bytea]) v
	UNION SELECT substring(bytes FROM 1 FOR i)
	EXCEPT SELECT bytes
$$;
CREATE FUNCTION facts.text_mutants(original text, i int) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
	SELECT left(original, i - 1) || c || substr(original, i + 1) FROM unnest(ARRAY['', '"', '{', '}', '[', ']', ',', ':', '\', '-', '0', '9', 'e', '.', ' ', 'é', '99999999999999999999', 'null',
		'1e5', '\u0000', '\ud800', '\u0041', repeat('[', 100000), E'\n']) c
	UNION SELECT left(original, i - 1)
$$;

-- The answer of the receive function to bytes, as text, must be read alike by the input function, and be received again when it is sent.
CREATE TYPE facts.fate AS (tried int, accepted int, wrong text);
CREATE FUNCTION facts.bear(type regtype, answer text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE again text; received text;
BEGIN
	EXECUTE format('SELECT s::text, facts.bytes($2, %s_send(s)) FROM (SELECT $1::%s AS s) x', type, type) USING answer, type INTO again, received;
	EXECUTE format('INSERT INTO %s SELECT $1::%s ON CONFLICT DO NOTHING', odd.made(type), type) USING answer;
	RETURN CASE WHEN again <> answer OR received <> answer THEN format('%s read back as %s, received as %s', answer, again, received) END;
END $$;
CREATE FUNCTION facts.receive(type regtype) RETURNS facts.fate LANGUAGE plpgsql AS $$
DECLARE fate facts.fate := (0, 0, NULL); bytes bytea; mutant bytea; answer text;
BEGIN
	FOR bytes IN EXECUTE format('SELECT %1$s_send(state) FROM facts.%1$s ORDER BY length(%1$s_send(state)), state::text LIMIT 3', type) LOOP
		FOR mutant IN SELECT facts.mutants(bytes, i) FROM generate_series(0, least(length(bytes) - 1, 250)) i LOOP
			fate.tried := fate.tried + 1;
			BEGIN
				answer := facts.bytes(type, mutant);
				fate.accepted := fate.accepted + 1;
				fate.wrong := coalesce(facts.bear(type, answer), fate.wrong);
			EXCEPTION WHEN invalid_binary_representation THEN
				IF answer IS NOT NULL THEN fate.wrong := format('%s: %s', SQLERRM, answer); END IF;
			WHEN OTHERS THEN fate.wrong := format('%s %s, for %s', SQLSTATE, SQLERRM, mutant);
			END;
			answer := NULL;
		END LOOP;
	END LOOP;
	RETURN fate;
END $$;
CREATE FUNCTION facts.read(type regtype) RETURNS facts.fate LANGUAGE plpgsql AS $$
DECLARE fate facts.fate := (0, 0, NULL); original text; mutant text; answer text;
BEGIN
	FOR original IN EXECUTE format('SELECT state::text FROM facts.%1$s ORDER BY length(state::text), state::text LIMIT 2', type) LOOP
		FOR mutant IN SELECT facts.text_mutants(original, i) FROM generate_series(1, least(length(original), 250)) i LOOP
			fate.tried := fate.tried + 1;
			BEGIN
				EXECUTE format('SELECT ($1::%s)::text', type) USING mutant INTO answer;
				fate.accepted := fate.accepted + 1;
				fate.wrong := coalesce(facts.bear(type, answer), fate.wrong);
			EXCEPTION WHEN invalid_text_representation THEN
				IF answer IS NOT NULL THEN fate.wrong := format('%s: %s', SQLERRM, answer); END IF;
			WHEN OTHERS THEN fate.wrong := format('%s %s, for %s', SQLSTATE, SQLERRM, left(mutant, 1000));
			END;
			answer := NULL;
		END LOOP;
	END LOOP;
	RETURN fate;
END $$;
SELECT format('%s - %s: %s mutated binary images, %s of them valid%s', CASE WHEN (f).wrong IS NULL AND (f).tried > 100 THEN 'ok' ELSE 'not ok' END, type, (f).tried, (f).accepted, ' ' || (f).wrong)
FROM (SELECT type, facts.receive(type) AS f FROM state_type OFFSET 0) x ORDER BY type::text;
SELECT format('%s - %s: %s mutated texts, %s of them valid%s', CASE WHEN (f).wrong IS NULL AND (f).tried > 100 THEN 'ok' ELSE 'not ok' END, type, (f).tried, (f).accepted, ' ' || (f).wrong)
FROM (SELECT type, facts.read(type) AS f FROM state_type OFFSET 0) x ORDER BY type::text;

-- The mutants in the place of states that were made, and every function that takes one.
DO $$ BEGIN
	PERFORM odd.make_values(t, n) FROM (SELECT DISTINCT t, n FROM odd.function f, unnest(f.arguments, f.names) x (t, n)) x;
	PERFORM odd.choose_states(type, 90) FROM state_type;
	PERFORM odd.drive(f, 270) FROM odd.function f WHERE f.arguments[1] IN (SELECT type FROM state_type);
END $$;
SELECT format('%s - %s: %s functions called in %s ways with mutants%s', CASE WHEN count(wrong) = 0 AND max(slowest) < '1 s' AND sum(answered) > 0 THEN 'ok' ELSE 'not ok' END, type, count(*), sum(tried),
	string_agg(format(E'\n%s: %s', function::regproc, coalesce(wrong, 'took ' || slowest)), '' ORDER BY function) FILTER (WHERE wrong IS NOT NULL OR slowest >= '1 s'))
FROM odd.outcome JOIN state_type ON type = arguments[1] GROUP BY type ORDER BY type::text;
