-- The views in schema crm against doc/views.sql, which is loaded as empty tables in schema plain; reference: what references.awk read there.
CREATE FUNCTION say(what text, differences text) RETURNS text LANGUAGE sql
RETURN CASE WHEN differences IS NULL THEN 'ok - ' || what ELSE 'not ok - ' || what || ': ' || differences END;

CREATE FUNCTION same(what text, got text, expected text) RETURNS text LANGUAGE sql
RETURN say(what, CASE WHEN got IS DISTINCT FROM expected THEN format('%s instead of %s', coalesce(got, 'NULL'), coalesce(expected, 'NULL')) END);

CREATE VIEW columns AS
SELECT nspname AS place, relname AS view, attnum, attname AS name, format_type(atttypid, NULL) AS type
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
WHERE (nspname, relkind) IN (('plain', 'r'), ('crm', 'v')) AND attnum > 0 AND NOT attisdropped;

-- A view that is missing shows as one without columns; one that doc/views.sql does not have is reported too.
SELECT say(format('%s views with the columns of doc/views.sql in their order', count(p)),
           string_agg(format('%s has %s instead of %s', view, coalesce(c, 'nothing'), coalesce(p, 'nothing')), '; ') FILTER (WHERE p IS DISTINCT FROM c))
FROM (SELECT view, string_agg(name, ' ' ORDER BY attnum) FILTER (WHERE place = 'plain') AS p,
             string_agg(name, ' ' ORDER BY attnum) FILTER (WHERE place = 'crm') AS c
      FROM columns GROUP BY view) v;

-- The types are those of doc/views.sql, except that an id may be of any of the types that it allows.
SELECT say('types', string_agg(format('%s.%s is %s', p.view, p.name, coalesce(c.type, 'missing')), ', '))
FROM columns p LEFT JOIN columns c ON c.place = 'crm' AND (c.view, c.name) = (p.view, p.name)
LEFT JOIN reference r ON (r.view, r.name) = (p.view, p.name)
WHERE p.place = 'plain' AND CASE WHEN r.target IS NULL THEN c.type = p.type ELSE c.type IN ('integer', 'bigint', 'uuid', 'text') END IS NOT TRUE;

-- An id has one type, wherever it is referred to.
SELECT say('an id has one type wherever it is referred to', string_agg(difference, '; '))
FROM (SELECT string_agg(format('%s.%s is %s', r.view, r.name, c.type), ', ') AS difference
      FROM reference r JOIN columns c ON c.place = 'crm' AND (c.view, c.name) = (r.view, r.name)
      GROUP BY r.target HAVING count(DISTINCT c.type) > 1) d;

-- Rows of one instant are put in order by a number.
SELECT say('a number orders the rows of one instant', string_agg(view || '.id is ' || type, ', '))
FROM columns WHERE place = 'crm' AND view IN ('stage_history', 'ticket_events') AND name = 'id' AND type NOT IN ('integer', 'bigint');
