# shellcheck shell=bash
# In a schema of any name, with and without a search path, moved to another one.
phase_schema() {
  phase "in any schema, without a search path"
  psql -X -q -c 'CREATE DATABASE anywhere' -c 'CREATE DATABASE elsewhere'
  check "installed into a schema whose name needs quotes" fill_any_schema
  check "everything answers by its qualified name, search_path = ''" nothing_differs 'Metrics of CRM' 500
  psql -X -qAt -d anywhere -c 'SELECT * FROM facts.digest_of_states UNION ALL SELECT * FROM facts.digest_of_views ORDER BY 1' >"$CLUSTER_DIR/before" || true
  check "ALTER EXTENSION SET SCHEMA" psql -X -q -v ON_ERROR_STOP=1 -d anywhere -c 'CREATE SCHEMA moved' -c 'ALTER EXTENSION crm_metrics SET SCHEMA moved' \
    -c "SELECT facts.ask_all('moved')" -c 'DROP SCHEMA "Metrics of CRM"'
  check "everything answers as before it moved" nothing_differs moved 1000
  check "stored states and views are as before it moved" same_digests anywhere
  check "moved, dumped, restored (search_path = '')" moved_and_restored
  check "stored states and views are as before the dump" same_digests elsewhere
}
fill_any_schema() {
  psql -X -q -v ON_ERROR_STOP=1 -d anywhere -c 'CREATE SCHEMA "Metrics of CRM"' -c 'CREATE EXTENSION crm_metrics SCHEMA "Metrics of CRM"' &&
    PGOPTIONS='-c search_path="Metrics\ of\ CRM",public' psql -X -q -v ON_ERROR_STOP=1 -d anywhere -v schema='Metrics of CRM' \
      -f test/lib/facts.sql -f test/lib/lifecycle.sql -f test/lib/any_schema.sql
}
# nothing_differs SCHEMA LEAST: the answers are there, not mostly NULL, and equal.
nothing_differs() {
  local differing
  differing=$(psql -X -At -d anywhere -c 'SELECT * FROM facts.differing') || return 1
  echo "$differing"
  [ -z "$differing" ] && psql -X -At -v schema="$1" -v least="$2" -d anywhere \
    <<<"SELECT count(*) >= :least AND bool_or(place = :'schema') AND avg((named IS NULL OR named ~ '^\w{5} ')::int) < 0.1 FROM facts.answers" | grep -x t
}
# REFRESH once more: the views must still be computed alike.
same_digests() {
  psql -X -qAt -d "$1" -c "SELECT format('REFRESH MATERIALIZED VIEW CONCURRENTLY facts.%I;', matviewname) FROM pg_matviews WHERE schemaname = 'facts'" |
    psql -X -q -v ON_ERROR_STOP=1 -d "$1" &&
    diff "$CLUSTER_DIR/before" <(psql -X -qAt -d "$1" -c 'SELECT * FROM facts.digest_of_states UNION ALL SELECT * FROM facts.digest_of_views ORDER BY 1') && [ -s "$CLUSTER_DIR/before" ]
}
moved_and_restored() {
  pg_dump -d anywhere -f "$CLUSTER_DIR/moved.sql" && grep -q "set_config('search_path', '', false)" "$CLUSTER_DIR/moved.sql" &&
    psql -X -q -v ON_ERROR_STOP=1 -d elsewhere -f "$CLUSTER_DIR/moved.sql" && psql -X -At -d elsewhere -c "SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'crm_metrics'" | grep -x moved
}
