-- Odd values for every type that a function of the extension takes, beside ordinary ones without which nothing would be accepted.
-- odd.values_of(type, argument) is a table (i, v) of each; a type that has none here is a failure (run.sql).
CREATE SCHEMA odd;
CREATE TABLE odd.value (types text[], expressions text[], argument text);
INSERT INTO odd.value VALUES
	('{boolean}', '{NULL,true,false}'),
	('{smallint}', '{NULL,0,1,5,-1,32767,-32768}'),
	('{integer}', '{NULL,0,1,5,10,-1,7,2147483647,-2147483648}'),
	('{bigint}', '{NULL,0,1,3,-1,2147483648,9223372036854775807,-9223372036854775808}'),
	('{numeric}', '{NULL,0,1,2.50,-1,-0.00,0.1,''NaN'',''Infinity'',''-Infinity'',99999999999999999999999999999999999999,1e131071,-9.99e131000,1e-16383,123456789012345678901234567890.000000000000000000000000000001}'),
	('{double precision}', '{NULL,0,''-0'',0.5,1,2.5,10,-1,''NaN'',''Infinity'',''-Infinity'',1e308,-1.7976931348623157e308,5e-324,0.99999999999999989}'),
	('{text}', ARRAY['NULL', '''''', '''a''', '''Z''', '''UTC''', '''"\{}[],:''', 'repeat(''x'', 100000)', 'repeat(''ß'', 255)', '''-infinity''', 'E''\x01\n\t''', '''🐘''']),
	('{uuid}', ARRAY['NULL', '''00000000-0000-0000-0000-000000000000''', '''00000000-0000-0000-0000-000000000001''', '''ffffffff-ffff-ffff-ffff-ffffffffffff''']),
	('{date}', ARRAY['NULL', '''2026-01-31''', '''2026-03-31''', '''0001-01-01 BC''', '''4713-01-01 BC''', '''294276-12-31''', '''294277-01-01''', '''5874897-12-31''', '''infinity''', '''-infinity''']),
	('{timestamp without time zone,timestamp with time zone}', ARRAY['NULL', '''2026-01-31''', '''2026-03-29 01:30:00.000001''', '''2026-10-25 02:30''', '''0001-12-31 23:59:59.999999 BC''',
		'''4714-11-24 00:00:00+00 BC''', '''294276-12-31 23:59:59.999999''', '''infinity''', '''-infinity''']),
	('{time without time zone}', ARRAY['NULL', '''00:00''', '''09:00''', '''17:30''', '''23:59:59.999999''', '''24:00''']),
	('{interval}', ARRAY['NULL', '''0''', '''1 day''', '''-1 day''', '''1 month''', '''1 microsecond''', '''-1 microsecond''', '''36 hours 0.5 seconds''', '''1 month -1 day''', '''178000000 years''',
		'''2147483647 days''', '''-2147483648 days -2562047788:00:54.775807''', '''2562047788:00:54.775807''', '''12 years 3 months 4 days 05:06:07.89''', '''10 years''']),
	('{integer[]}', ARRAY['NULL', '''{}''', '''{1,2,3,4,5}''', '''{1,NULL}''', '''{{1,2},{3,4}}''', '''[5:6]={1,7}''', '''{0}''', '''{2147483647,-2147483648}''', 'array_fill(1, ARRAY[10000])']),
	('{text[]}', ARRAY['NULL', '''{}''', '''{a,Z}''', '''{NULL}''', '''{a,NULL,a}''', '''{{a,b},{c,d}}''', '''[0:1]={Z,a}''', '''{""}''', 'array_fill(repeat(''x'', 1000), ARRAY[100])', 'array_fill(''a''::text, ARRAY[10000])']),
	('{date[],timestamp without time zone[],timestamp with time zone[]}', ARRAY['NULL', '''{}''', '''{2026-01-01}''', '''{2026-01-01,2026-02-01,2026-04-01}''', '''{2026-02-01,2026-01-01}''',
		'''{2026-01-01,NULL}''', '''{2026-01-01,2026-01-01}''', '''{-infinity,infinity}''', '''{2026-01-01,infinity}''', '''{{2026-01-01,2026-02-01},{2026-03-01,2026-04-01}}''', '''[7:8]={2026-01-01,2027-01-01}''',
		'''{"4713-01-01 BC",294276-12-31}''', '(SELECT array_agg(timestamp ''2020-01-01'' + n * interval ''1 day'' ORDER BY n) FROM generate_series(1, 300) n)']),
	('{daterange,tsrange,tstzrange}', ARRAY['NULL', '''empty''', '''[2026-01-01,2026-02-01)''', '''[2026-03-01,2026-04-01]''', '''(2026-01-31,2026-02-28)''', '''(,)''', '''[2026-01-15,)''', '''(,2026-01-15]''',
		'''[-infinity,infinity]''', '''[2026-01-01,infinity)''', '''(-infinity,2026-02-01]''', '''["4713-01-01 BC",294276-12-31)''', '''[2026-01-01,2026-01-01]''', '''["0001-12-31 BC",0001-01-02)''', '''[infinity,)''', '''(,-infinity]''']),
	('{datemultirange,tsmultirange,tstzmultirange}', ARRAY['NULL', '''{}''', '''{[2026-01-01,2026-02-01)}''', '''{(,2026-01-01),[2026-01-20,2026-01-25),[2026-03-01,)}''', '''{(,)}''', '''{[-infinity,infinity]}''',
		'''{[2026-01-01,infinity)}''', '''{["4713-01-01 BC","4712-01-01 BC"),[294276-01-01,294276-12-31)}''',
		'(SELECT format(''{%s}'', string_agg(format(''[%s,%s)'', date ''2020-01-01'' + 2 * n, date ''2020-01-01'' + 2 * n + 1), '','' ORDER BY n)) FROM generate_series(1, 2000) n)']),
	('{json}', ARRAY['NULL', '''{"a": 1}''']);
-- Names that a function knows, and some that it does not.
INSERT INTO odd.value VALUES
	('{text}', ARRAY['NULL', '''UTC''', '''Europe/Berlin''', '''Pacific/Apia''', '''EST5EDT''', '''+14''', '''''', '''Nowhere/City''', '''../../etc/passwd''', 'repeat(''/'', 70)', 'repeat(''x'', 100000)'], 'tz'),
	('{text}', ARRAY['NULL', '''start''', '''start_plus_new''', '''all_over_start''', '''average''', '''exposure''', '''''', '''START''', 'repeat(''x'', 100000)'], 'method'),
	('{text}', ARRAY['NULL', '''first''', '''linear''', '''position''', '''time_decay''', '''u_shaped''', '''full_path''', '''''', '''Linear''', 'repeat(''x'', 100000)'], 'model');
-- What a pseudo-type stands for in turn; the last of them has no equality.
CREATE VIEW odd.stand_in AS SELECT unnest(ARRAY['text', 'integer', 'numeric', 'double precision', 'text[]', 'json'])::regtype AS type;

-- The table of an argument's values: those for its name when there are such, else those of its type.
CREATE FUNCTION odd.values_of(type regtype, name text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT format('odd.%I', type || coalesce((SELECT ' ' || argument FROM odd.value WHERE argument = name AND type::text = ANY (types)), ''))
$$;
CREATE FUNCTION odd.make_values(type regtype, name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE expression text; i int := 0; at text := odd.values_of(type, name);
BEGIN
	EXECUTE format('CREATE TABLE IF NOT EXISTS %s (i int PRIMARY KEY, v %s)', at, type);
	-- A text first: a literal array of dates and a computed one come to the type the same way.
	FOR expression IN SELECT coalesce(x, 'NULL') FROM odd.value, unnest(expressions) x WHERE type::text = ANY (types) AND at = format('odd.%I', concat_ws(' ', type, argument)) LOOP
		EXECUTE format('INSERT INTO %s VALUES (%s, (%s)::text::%s) ON CONFLICT DO NOTHING', at, i, expression, type);
		i := i + 1;
	END LOOP;
END $$;
