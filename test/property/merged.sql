-- An aggregate computed in 1 to 16 parts that are merged in a random tree, in random order, is the aggregate of the whole, byte for byte.
-- Parts are what workers exchange (any rows, states not finished) or what tables keep (finished or not; disjoint customers where a state
-- needs that). Between the steps a state travels as it is, as text, as JSON, or in binary.
CREATE FUNCTION property.travel(type regtype, how text) RETURNS text LANGUAGE sql RETURN
format('CASE %s WHEN 0 THEN s::text::%s WHEN 1 THEN s::jsonb::text::%2$s ELSE s END', how, type);

-- COPY uses the send and receive functions of the states.
CREATE FUNCTION property.send_and_receive() RETURNS void LANGUAGE plpgsql AS $$
DECLARE file text := current_setting('data_directory') || '/property';
BEGIN
	EXECUTE format('COPY (SELECT * FROM piece WHERE binary_form) TO %L (FORMAT binary)', file);
	DELETE FROM piece WHERE binary_form;
	EXECUTE format('COPY piece FROM %L (FORMAT binary)', file);
END $$;

CREATE FUNCTION property.merged(a property.aggregates, workers boolean) RETURNS property.finding LANGUAGE plpgsql AS $$
DECLARE f property.finding; part text := CASE WHEN a.entity AND NOT workers THEN 'entity_part' ELSE 'part' END;
BEGIN
	EXECUTE format('CREATE TEMP TABLE piece ON COMMIT DROP AS SELECT c, %1$s AS part, property.pick(4, c, %1$s, ''binary'') = 0 AS binary_form,
			CASE WHEN %2$s THEN property.unfinished(%3$s) FILTER (WHERE i > 0) ELSE property.finished(%3$s) FILTER (WHERE i > 0) END AS s
		FROM %4$s GROUP BY c, %1$s', part, CASE WHEN workers THEN 'true' ELSE format('property.pick(3, c, %s, ''unfinished'') = 0', part) END, a.arguments, property.rows_of(a));
	PERFORM property.send_and_receive();
	EXECUTE format($q$
		SELECT count(*), min(c) FILTER (WHERE whole IS DISTINCT FROM merged)
		FROM (SELECT c, %1$s AS whole FROM %2$s GROUP BY c) w
		FULL JOIN (SELECT c, %3$s AS merged FROM
			(SELECT c, node, %4$s(%5$s ORDER BY property.pick(1000000, c, part, 'order 2')) AS s FROM
				(SELECT c, node AS part, property.pick(1 + property.pick(16, c, 0, 'nodes 2'), c, node, 'node 2') AS node, %4$s(%6$s ORDER BY property.pick(1000000, c, part, 'order 1')) AS s FROM
					(SELECT c, part, property.pick(1 + property.pick(16, c, 0, 'nodes 1'), c, part, 'node 1') AS node, s FROM piece) leaf
				GROUP BY c, node) branch
			GROUP BY c, node) root
		GROUP BY c) m USING (c) $q$,
		property.image(a.result, format('%s(%s) FILTER (WHERE i > 0)', a.aggregate::regproc, a.arguments)), property.rows_of(a),
		property.image(a.result, format('%s(%s(s ORDER BY property.pick(1000000, c, node, ''order 3'')))', a.final, CASE WHEN workers THEN 'property.combined' ELSE 'rollup' END)),
		CASE WHEN workers THEN 'property.combined' ELSE 'rollup' END,
		property.travel(a.state, 'property.pick(4, c, part, ''travel 2'')'), property.travel(a.state, 'property.pick(4, c, part, ''travel 1'')')) INTO f.cases, f.wrong;
	DROP TABLE piece;
	RETURN f;
END $$;

CREATE FUNCTION property.check_merged(a property.aggregates) RETURNS property.finding LANGUAGE plpgsql AS $$
DECLARE f property.finding; g property.finding;
BEGIN
	EXECUTE format('CREATE AGGREGATE property.unfinished(%s) (SFUNC = %s, STYPE = %s)', a.signature, a.step, a.state);
	EXECUTE format('CREATE AGGREGATE property.finished(%s) (SFUNC = %s, STYPE = %s, FINALFUNC = %3$s_final)', a.signature, a.step, a.state);
	EXECUTE format('CREATE AGGREGATE property.combined(%s) (SFUNC = %s, STYPE = %1$s)', a.state, a.merge);
	f := property.merged(a, true);
	g := property.merged(a, false);
	EXECUTE format('DROP AGGREGATE property.unfinished(%s), property.finished(%1$s), property.combined(%2$s)', a.signature, a.state);
	f.details := CASE WHEN f.wrong IS NOT NULL THEN 'parts of workers' WHEN g.wrong IS NOT NULL THEN 'stored parts' END;
	f.wrong := coalesce(f.wrong, g.wrong);
	f.cases := least(f.cases, g.cases);
	RETURN f;
END $$;
