-- summary.sql: keeps summaries up to date; ../scheduled.md explains it.
--
-- A summary is a view summary.NAME_now, the definition, and a table summary.NAME, what is kept.  The first key column is the part: what is
-- computed again as a whole, a day or a bucket of customers.  Triggers queue the parts that rows touch; summary.run() empties the queue.

CREATE SCHEMA summary;

-- What has to be computed again.  Plain appends: with a unique key, ON CONFLICT DO NOTHING could rely on an entry that a run is just taking
-- away, and writers would wait for each other.
CREATE TABLE summary.touched (target name NOT NULL, part text NOT NULL);

-- Parts before raw_from have lost their raw rows and are not computed again.
CREATE TABLE summary.target (target name PRIMARY KEY, raw_from text);

-- Where watermarks of sources without triggers are kept.
CREATE TABLE summary.watermark (target name PRIMARY KEY, seen bigint NOT NULL);

-- The key columns of a summary; the first one is the part.
CREATE FUNCTION summary.key_of(target name) RETURNS name[] LANGUAGE sql STABLE AS $$
	SELECT array_agg(a.attname ORDER BY k.n) FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(attnum, n)
		JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
	WHERE i.indrelid = format('summary.%I', target)::regclass AND i.indisprimary
$$;

-- A list of columns: "a, b", or "t.a, t.b" by the pattern 't.%I'.
CREATE FUNCTION summary.columns(names name[], pattern text DEFAULT '%1$I') RETURNS text LANGUAGE sql STABLE AS $$
	SELECT string_agg(format(pattern, c), ', ' ORDER BY n) FROM unnest(names) WITH ORDINALITY x(c, n)
$$;

-- Which rows: those of the parts in $1 (NULL: all) that still have their raw rows.
CREATE FUNCTION summary.wanted(target name) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT format('($1 IS NULL OR %1$I = ANY ($1::%2$s[])) AND (%3$L IS NULL OR %1$I >= %3$L::%2$s)', a.attname, a.atttypid::regtype, t.raw_from)
	FROM summary.target t JOIN pg_attribute a ON a.attrelid = format('summary.%I', t.target)::regclass AND a.attname = (summary.key_of(t.target))[1]
	WHERE t.target = wanted.target
$$;

-- Computes parts again (NULL: all of them) and returns the number of rows that this has changed, added or removed.
CREATE FUNCTION summary.reload(target name, parts text[] DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql SET datestyle = ISO AS $$
DECLARE
	key name[] := summary.key_of(target);
	other name[] := ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = format('summary.%I', target)::regclass AND attnum > 0
		AND NOT attisdropped AND attname <> ALL (key) ORDER BY attnum);
	changed bigint;
BEGIN
	-- One at a time, readers not disturbed: an older snapshot must not overwrite what a newer one has written.  So the snapshot has to be
	-- taken behind the lock.
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE 'summary.reload() needs the isolation level read committed, not %', current_setting('transaction_isolation')
			USING ERRCODE = 'active_sql_transaction';
	END IF;
	EXECUTE format('LOCK TABLE summary.%I IN SHARE ROW EXCLUSIVE MODE', target);
	EXECUTE format($q$
		WITH wanted AS MATERIALIZED (SELECT * FROM summary.%1$I WHERE %3$s),
		gone AS (DELETE FROM summary.%2$I t WHERE %3$s AND NOT EXISTS (SELECT FROM wanted w WHERE (%5$s) = (%6$s)) RETURNING 1),
		written AS (INSERT INTO summary.%2$I AS t SELECT * FROM wanted
			ON CONFLICT (%4$s) DO UPDATE SET %7$s WHERE (%8$s) IS DISTINCT FROM (%9$s) RETURNING 1)
		SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)$q$,
		target || '_now', target, summary.wanted(target), summary.columns(key), summary.columns(key, 'w.%I'), summary.columns(key, 't.%I'),
		summary.columns(other, '%1$I = excluded.%1$I'), summary.columns(other, 't.%I'), summary.columns(other, 'excluded.%I'))
	INTO changed USING parts;
	RETURN changed;
END $$;

-- Makes the table of a view, with its first content.
CREATE PROCEDURE summary.keep(target name, VARIADIC key name[]) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE summary.%I AS TABLE summary.%I WITH NO DATA', target, target || '_now');
	EXECUTE format('ALTER TABLE summary.%I ADD PRIMARY KEY (%s)', target, summary.columns(key));
	INSERT INTO summary.target VALUES (target);
	PERFORM summary.reload(target);
END $$;

-- The trigger: queues the parts of the rows of a statement, the old ones and the new ones.  Whoever writes the rows needs no right here.
CREATE FUNCTION summary.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET datestyle = ISO AS $$
DECLARE
	source text;
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		INSERT INTO summary.touched VALUES (TG_ARGV[0], '*');
		RETURN NULL;
	END IF;
	FOREACH source IN ARRAY CASE TG_OP WHEN 'INSERT' THEN '{new_rows}' WHEN 'DELETE' THEN '{old_rows}' ELSE '{old_rows,new_rows}' END::text[] LOOP
		EXECUTE format('INSERT INTO summary.touched SELECT DISTINCT $1::name, (%1$s)::text FROM %2$s WHERE (%1$s) IS NOT NULL', TG_ARGV[1], source)
			USING TG_ARGV[0];
	END LOOP;
	RETURN NULL;
END $$;
-- It runs an expression with the rights of its owner, so nobody else may put it on a table.
REVOKE EXECUTE ON FUNCTION summary.note() FROM PUBLIC;

-- Puts the trigger on a table; `part` is an expression of its columns, the same as that of the view.
CREATE PROCEDURE summary.watch(target name, source regclass, part text) LANGUAGE plpgsql AS $$
DECLARE
	event text;
BEGIN
	FOREACH event IN ARRAY '{INSERT,UPDATE,DELETE,TRUNCATE}'::text[] LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION summary.note(%L, %L)',
			format('summary_%s_%s', target, lower(event)), event, source,
			CASE event WHEN 'INSERT' THEN 'REFERENCING NEW TABLE AS new_rows' WHEN 'DELETE' THEN 'REFERENCING OLD TABLE AS old_rows'
				WHEN 'UPDATE' THEN 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows' ELSE '' END, target, part);
	END LOOP;
END $$;

-- Computes what the queue says, for one summary or for all.  A row that is committed meanwhile leaves its entry for the next run.
CREATE FUNCTION summary.run(one name DEFAULT NULL) RETURNS TABLE (target name, parts int, changed bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	item record;
BEGIN
	FOR item IN
		WITH taken AS (DELETE FROM summary.touched WHERE one IS NULL OR target = one RETURNING *)
		SELECT target AS name, array_agg(DISTINCT part) AS list FROM taken GROUP BY 1 ORDER BY 1
	LOOP
		target := item.name;
		parts := cardinality(item.list);
		changed := summary.reload(item.name, CASE WHEN '*' <> ALL (item.list) THEN item.list END);
		RETURN NEXT;
	END LOOP;
END $$;

-- The rows in which a summary and its definition differ; none, when nothing is queued.
CREATE FUNCTION summary.differences(target name) RETURNS TABLE (side text, contents jsonb) LANGUAGE plpgsql SET datestyle = ISO AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH kept AS (SELECT * FROM summary.%1$I WHERE %3$s), computed AS (SELECT * FROM summary.%2$I WHERE %3$s)
		SELECT 'kept', to_jsonb(x) FROM (TABLE kept EXCEPT TABLE computed) x UNION ALL
		SELECT 'computed', to_jsonb(x) FROM (TABLE computed EXCEPT TABLE kept) x$q$, target, target || '_now', summary.wanted(target))
	USING NULL::text[];
END $$;
