-- What is wrong with META.json, one line a fault, after the PGXN meta specification 1.0.0.  psql variables: `meta`, the text of the file;
-- `files`, the paths in the distribution, one a line.
CREATE TEMP TABLE meta AS SELECT :'meta'::json::jsonb AS m;
CREATE TEMP TABLE file AS SELECT unnest(string_to_array(:'files', E'\n')) AS path;

-- A string of at least one character; a Term; a Version (semver.org 2.0.0); a Version Range.
CREATE FUNCTION pg_temp.is_text(v jsonb) RETURNS boolean LANGUAGE sql AS $$ SELECT coalesce(jsonb_typeof(v) = 'string' AND v #>> '{}' <> '', false) $$;
CREATE FUNCTION pg_temp.is_term(v jsonb) RETURNS boolean LANGUAGE sql AS $$ SELECT pg_temp.is_text(v) AND (v #>> '{}') ~ '^[^/\\[:space:][:cntrl:]]{2,}$' $$;
CREATE FUNCTION pg_temp.is_version(v jsonb) RETURNS boolean LANGUAGE sql AS $$
	SELECT pg_temp.is_text(v) AND (v #>> '{}') ~ ('^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)'
		'(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$')
$$;
CREATE FUNCTION pg_temp.is_range(v jsonb) RETURNS boolean LANGUAGE sql AS $$
	SELECT v = '0' OR v = '"0"' OR pg_temp.is_text(v) AND
		(SELECT bool_and(pg_temp.is_version(to_jsonb(regexp_replace(part, '^(==|!=|<=?|>=?)\s*', '')))) FROM regexp_split_to_table(v #>> '{}', ',\s*') part)
$$;
-- The members of an object, none when it is something else; likewise the elements of an array.
CREATE FUNCTION pg_temp.members(v jsonb) RETURNS TABLE(key text, value jsonb) LANGUAGE sql AS
$$ SELECT e.key, e.value FROM jsonb_each(CASE WHEN jsonb_typeof(v) = 'object' THEN v ELSE '{}' END) e $$;
CREATE FUNCTION pg_temp.elements(v jsonb) RETURNS SETOF jsonb LANGUAGE sql AS
$$ SELECT jsonb_array_elements(CASE WHEN jsonb_typeof(v) = 'array' THEN v ELSE '[]' END) $$;
-- Keys that an object may have besides its own ones, which begin with x_.
CREATE FUNCTION pg_temp.strange_keys(v jsonb, VARIADIC known text[]) RETURNS SETOF text LANGUAGE sql AS
$$ SELECT key FROM pg_temp.members(v) WHERE key <> ALL (known) AND key !~* '^x_.' $$;

-- Required fields.
SELECT name || ' is missing or empty' FROM meta, unnest(ARRAY['abstract', 'maintainer', 'license', 'provides', 'name', 'version', 'meta-spec']) name
	WHERE coalesce(m -> name, 'null') IN ('null', '""', '{}', '[]') ORDER BY 1;
SELECT 'unknown key ' || k FROM meta, pg_temp.strange_keys(m, 'abstract', 'maintainer', 'license', 'provides', 'name', 'version', 'meta-spec', 'description',
	'generated_by', 'no_index', 'prereqs', 'release_status', 'resources', 'tags') k ORDER BY 1;
SELECT 'name is not a term' FROM meta WHERE NOT pg_temp.is_term(m -> 'name');
SELECT 'version is not a semantic version' FROM meta WHERE NOT pg_temp.is_version(m -> 'version');
SELECT name || ' is not a string' FROM meta, unnest(ARRAY['abstract', 'description', 'generated_by']) name WHERE m ? name AND NOT pg_temp.is_text(m -> name);
SELECT 'maintainer is not a string or a list of strings' FROM meta WHERE NOT pg_temp.is_text(m -> 'maintainer')
	AND NOT coalesce((SELECT bool_and(pg_temp.is_text(e)) FROM pg_temp.elements(m -> 'maintainer') e), false);
SELECT 'meta-spec' FROM meta WHERE NOT coalesce(m #>> '{meta-spec,version}' ~ '^1\.0\.\d+$', false)
	OR m #>> '{meta-spec,url}' NOT IN ('http://pgxn.org/meta/spec.txt', 'https://pgxn.org/meta/spec.txt')
	OR EXISTS (SELECT FROM pg_temp.strange_keys(m -> 'meta-spec', 'version', 'url'));

-- A well-known license, a list of them, or names with links.
CREATE FUNCTION pg_temp.is_license(v jsonb) RETURNS boolean LANGUAGE sql AS $$
	SELECT v <@ '["agpl_3", "apache_1_1", "apache_2_0", "artistic_1", "artistic_2", "bsd", "freebsd", "gfdl_1_2", "gfdl_1_3", "gpl_1", "gpl_2", "gpl_3",
		"lgpl_2_1", "lgpl_3_0", "mit", "mozilla_1_0", "mozilla_1_1", "openssl", "perl_5", "postgresql", "qpl_1_0", "ssleay", "sun", "zlib", "open_source",
		"restricted", "unrestricted", "unknown"]' OR jsonb_typeof(v) = 'object' AND NOT EXISTS (SELECT FROM pg_temp.members(v) x WHERE x.value #>> '{}' !~ '^[a-z]+://.')
$$;
SELECT 'license' FROM meta WHERE NOT coalesce(pg_temp.is_license(m -> 'license'), false);

-- Extensions: each has a file and a version; both files are in the distribution; the first is that of an extension of this name.
SELECT format('provides: %s is not a term', key) FROM meta, pg_temp.members(m -> 'provides') WHERE NOT pg_temp.is_term(to_jsonb(key));
SELECT format('provides %s: unknown key %s', key, k) FROM meta, pg_temp.members(m -> 'provides'), pg_temp.strange_keys(value, 'file', 'version', 'abstract', 'docfile') k;
SELECT format('provides %s: version is not a semantic version', key) FROM meta, pg_temp.members(m -> 'provides') WHERE NOT pg_temp.is_version(value -> 'version');
SELECT format('provides %s: version is not that of the distribution', key) FROM meta, pg_temp.members(m -> 'provides') WHERE value -> 'version' <> m -> 'version';
SELECT format('provides %s: abstract is not a string', key) FROM meta, pg_temp.members(m -> 'provides') WHERE value ? 'abstract' AND NOT pg_temp.is_text(value -> 'abstract');
SELECT format('provides %s: no file %s', key, value ->> name) FROM meta, pg_temp.members(m -> 'provides'), unnest(ARRAY['file', 'docfile']) name
	WHERE (name = 'file' OR value ? name) AND NOT EXISTS (SELECT FROM file WHERE path = value ->> name);

SELECT 'release_status' FROM meta WHERE m ? 'release_status' AND NOT m -> 'release_status' <@ '["stable", "testing", "unstable"]';
SELECT 'tags' FROM meta WHERE m ? 'tags' AND (coalesce(jsonb_typeof(m -> 'tags') <> 'array' OR m -> 'tags' = '[]', true)
	OR EXISTS (SELECT FROM pg_temp.elements(m -> 'tags') e WHERE NOT (pg_temp.is_text(e) AND (e #>> '{}') ~ '^[^/\\[:cntrl:]]{2,255}$')));
SELECT format('prereqs: phase %s', k) FROM meta, pg_temp.strange_keys(m -> 'prereqs', 'configure', 'build', 'test', 'runtime', 'develop') k;
SELECT format('prereqs: relationship %s', k) FROM meta, pg_temp.members(m -> 'prereqs') phase,
	pg_temp.strange_keys(phase.value, 'requires', 'recommends', 'suggests', 'conflicts') k;
SELECT format('prereqs: %s %s', needed.key, needed.value) FROM meta, pg_temp.members(m -> 'prereqs') phase, pg_temp.members(phase.value) relation,
	pg_temp.members(relation.value) needed WHERE NOT pg_temp.is_term(to_jsonb(needed.key)) OR NOT pg_temp.is_range(needed.value);
