-- An aggregate over a window frame is the aggregate of the rows in the frame, byte for byte: also where rows leave it one by one.
CREATE TABLE property.frames AS
SELECT row_number() OVER (ORDER BY property.pick(1000000, n, 0, 'frame')) - 1 AS n, format('%s BETWEEN %s AND %s%s', unit, b, e, x) AS frame
FROM (SELECT row_number() OVER (ORDER BY unit, b.place, b.text, e.place, e.text, x.text) AS n, * FROM unnest('{ROWS,RANGE,GROUPS}'::text[]) unit,
	(VALUES (0, 'UNBOUNDED PRECEDING'), (1, '4 PRECEDING'), (1, '1 PRECEDING'), (2, 'CURRENT ROW'), (3, '0 FOLLOWING'), (3, '2 FOLLOWING')) b (place, text),
	(VALUES (1, '3 PRECEDING'), (1, '0 PRECEDING'), (2, 'CURRENT ROW'), (3, '1 FOLLOWING'), (3, '5 FOLLOWING'), (4, 'UNBOUNDED FOLLOWING')) e (place, text),
	unnest('{""," EXCLUDE CURRENT ROW"," EXCLUDE GROUP"," EXCLUDE TIES"}'::text[]) x (text)
WHERE b.place <= e.place) f (n, unit, from_place, b, to_place, e, x);

-- Each case has one of some frames, chosen for the aggregate by its name; so many cases that they have enough rows.
CREATE TABLE property.framed AS SELECT c FROM (SELECT c, days, sum(n) OVER (PARTITION BY days ORDER BY c) - n AS before FROM property.cases) k WHERE before < property.wanted() * CASE WHEN property.shared() THEN 3 ELSE 1.1 END;

CREATE FUNCTION property.check_frames(a property.aggregates) RETURNS property.finding LANGUAGE plpgsql AS $$
DECLARE f property.finding; g property.finding; spec record; choices int := CASE WHEN property.shared() THEN ceil(12.0 / a.forms) ELSE 12 END;
BEGIN
	f.cases := 0;
	FOR spec IN SELECT row_number() OVER (ORDER BY n) - 1 AS turn, frame FROM property.frames
		WHERE (n + property.pick(1000, hashtext(a.aggregate::text), 0, 'frames')) % (SELECT count(*) FROM property.frames) < choices LOOP
		EXECUTE format($q$
			WITH framed AS MATERIALIZED (SELECT c, i, %1$s AS slid, array_agg(i) OVER w AS frame
				FROM %2$s AND i > 0 AND property.pick(%8$s, c, 0, 'frame') = %3$s AND (c IN (SELECT c FROM property.framed) OR %7$L = 'property.deals') WINDOW w AS (PARTITION BY c ORDER BY place %4$s))
			SELECT count(*), min(c) FILTER (WHERE slid IS DISTINCT FROM fresh) FROM (SELECT f_c AS c, slid, %5$s AS fresh FROM
				(SELECT f.c AS f_c, f.i AS f_i, slid, r.* FROM framed f LEFT JOIN unnest(frame) n (m) ON true LEFT JOIN %6$s r ON r.c = f.c AND r.i = n.m) x GROUP BY f_c, f_i, slid) y $q$,
			property.image(a.result, format('%s(%s) OVER w', a.aggregate::regproc, a.arguments)), property.rows_of(a), spec.turn, spec.frame,
			property.image(a.result, format('%s(%s) FILTER (WHERE i IS NOT NULL)', a.aggregate::regproc, a.arguments)), a.source, a.source, choices) INTO g.cases, g.wrong;
		f.cases := f.cases + g.cases;
		IF g.wrong IS NOT NULL AND f.wrong IS NULL THEN f.wrong := g.wrong; f.details := spec.frame; END IF;
	END LOOP;
	RETURN f;
END $$;

-- States for rollup() to slide over: one of every row, by some aggregate of their type.
CREATE FUNCTION property.store_states(a property.aggregates) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE AGGREGATE property.finished(%s) (SFUNC = %s, STYPE = %s, FINALFUNC = %3$s_final)', a.signature, a.step, a.state);
	EXECUTE format('CREATE TABLE property.%s AS SELECT c, false AS days, i, part, part AS entity_part, place, property.finished(%s) AS state FROM %s GROUP BY c, i, part, place', a.state, a.arguments, 'property.rows WHERE NOT days');
	EXECUTE format('CREATE UNIQUE INDEX ON property.%s (c, i)', a.state);
	EXECUTE format('ANALYZE property.%s', a.state);
	EXECUTE format('DROP AGGREGATE property.finished(%s)', a.signature);
END $$;
SELECT property.store_states(a) FROM (SELECT DISTINCT ON (state::text) * FROM property.aggregates WHERE NOT days AND source = 'property.rows' ORDER BY state::text, aggregate::text DESC) a;
