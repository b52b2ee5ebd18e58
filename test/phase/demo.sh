# shellcheck shell=bash
phase_demo() {
  phase "the demo with its sample CRM"
  check "demo/run" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE demo/run
  check "the sample loads" sample_database
  check "the sample has the columns of doc/views.sql, with values in each" sample_has_views
}
sample_database() {
  [ "$(psql -X -At -c "SELECT count(*) FROM pg_database WHERE datname = 'sample'")" = 1 ] ||
    { psql -X -q -c 'CREATE DATABASE sample' && psql -X -q -v ON_ERROR_STOP=1 -d sample -f demo/sample.sql; }
}
sample_has_views() {
  psql -X -q -v ON_ERROR_STOP=1 -At -d sample -f test/lib/sample_columns.sql >"$CLUSTER_DIR/columns" || return 1
  cat "$CLUSTER_DIR/columns"
  [ "$(tail -n 1 "$CLUSTER_DIR/columns")" = "wrong: 0" ]
}
