# shellcheck shell=bash
phase_lifecycle() {
  phase "installed and removed"
  psql -X -q -c 'CREATE ROLE analyst' -c 'CREATE DATABASE cycle' -c 'GRANT CREATE ON DATABASE cycle TO analyst'
  check "a role without superuser rights installs it (trusted)" psql -X -q -v ON_ERROR_STOP=1 -d cycle -c 'SET ROLE analyst' \
    -c 'CREATE SCHEMA mine' -c 'CREATE EXTENSION crm_metrics SCHEMA mine' -c 'SELECT mine.nps(9)'
  check "DROP EXTENSION leaves nothing behind" leaves_nothing
  local what create
  while IFS='|' read -r what create; do
    check "a foreign $what in the way: not installed, and it stays as it is" not_taken_over "$create"
  done <<'END'
function|CREATE FUNCTION way.nps_from_counts(bigint, bigint, bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1::numeric'
support function|CREATE FUNCTION way.rate_agg_state_in(cstring) RETURNS way.rate_agg_state LANGUAGE internal IMMUTABLE STRICT AS 'int8in'
aggregate|CREATE AGGREGATE way.nps(bigint) (SFUNC = int8pl, STYPE = bigint)
type|CREATE TYPE way.rate_agg_state AS (hits int)
shell type|CREATE TYPE way.rate_agg_state
table|CREATE TABLE way.rate_agg_state (hits int)
operator|CREATE TYPE way.rate_agg_state AS ENUM ('a'); CREATE FUNCTION way.same(way.rate_agg_state, way.rate_agg_state) RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR way.= (LEFTARG = way.rate_agg_state, RIGHTARG = way.rate_agg_state, FUNCTION = way.same)
cast|CREATE TYPE way.rate_agg_state AS (hits int); CREATE CAST (way.rate_agg_state AS jsonb) WITH INOUT
operator class|CREATE OPERATOR CLASS way.rate_agg_state_hash_ops FOR TYPE text USING hash AS OPERATOR 1 =, FUNCTION 1 hashtext(text)
operator family|CREATE OPERATOR FAMILY way.rate_agg_state_btree_ops USING btree
END
}
leaves_nothing() {
  psql -X -q -v ON_ERROR_STOP=1 -d cycle -c 'DROP EXTENSION crm_metrics' &&
    [ "$(psql -X -At -d cycle -c "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'mine'")" = 0 ]
}
# Listed before and after: all of the schema, with comments; casts have none.
objects_in_the_way() {
  psql -X -At -d cycle <<'END'
SELECT pg_describe_object(classid, objid, objsubid), deptype, pg_describe_object(refclassid, refobjid, refobjsubid), obj_description(objid, classid::regclass::text) FROM pg_depend
WHERE deptype = 'e' OR objid >= 16384 OR classid = 'pg_extension'::regclass ORDER BY 1, 2, 3;
END
}
not_taken_over() {
  psql -X -q -v ON_ERROR_STOP=1 -d cycle -c 'DROP SCHEMA IF EXISTS way CASCADE' -c 'CREATE SCHEMA way' -c "$1" || return 1
  objects_in_the_way >"$CLUSTER_DIR/way"
  grep -q 'schema way' "$CLUSTER_DIR/way" || return 1
  if psql -X -q -d cycle -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -c 'CREATE EXTENSION crm_metrics SCHEMA way' 2>"$CLUSTER_DIR/way.error"; then return 1; fi
  grep -E 'ERROR: +42(710|723|P07):' "$CLUSTER_DIR/way.error" || { cat "$CLUSTER_DIR/way.error"; return 1; }
  objects_in_the_way | diff "$CLUSTER_DIR/way" -
}
