# shellcheck shell=bash
# States in tables and materialized views through pg_dump and a binary copy; the suite again in the restored database.
phase_restored() {
  phase "dumped and restored"
  psql -X -q -c 'CREATE DATABASE original' -c 'CREATE DATABASE restored'
  psql -X -q -v ON_ERROR_STOP=1 -d original -c 'CREATE EXTENSION crm_metrics' -f test/lib/facts.sql -f test/lib/lifecycle.sql >/dev/null
  check "pg_dump and restore" dump_and_restore
  check "stored states are the same" same_in_both states
  check "materialized views are the same" same_in_both views
  check "binary COPY of every state type" binary_copy
  psql -X -q -d restored -c 'DROP SCHEMA facts CASCADE' 2>/dev/null
  regress restored REGRESS="$(tests_of_one_plan)" EXTRA_REGRESS_OPTS=--use-existing CONTRIB_TESTDB=restored
}
dump_and_restore() { pg_dump -d original -f "$CLUSTER_DIR/dump.sql" && psql -X -q -v ON_ERROR_STOP=1 -d restored -f "$CLUSTER_DIR/dump.sql"; }
same_in_both() {
  local query="SELECT * FROM facts.digest_of_$1 ORDER BY 1"
  diff <(psql -X -A -d original -c "$query") <(psql -X -A -d restored -c "$query") && psql -X -At -d original -c "$query" | grep -q .
}
binary_copy() {
  local type
  for type in $(psql -X -At -d original -c "SELECT tablename FROM pg_tables WHERE schemaname = 'facts' AND tablename LIKE '%\_state'"); do
    psql -X -q -d original -c "COPY facts.$type TO STDOUT (FORMAT binary)" >"$CLUSTER_DIR/$type"
    psql -X -q -d restored -c "TRUNCATE facts.$type" && psql -X -q -d restored -c "COPY facts.$type FROM STDIN (FORMAT binary)" <"$CLUSTER_DIR/$type"
  done
  same_in_both states
}
