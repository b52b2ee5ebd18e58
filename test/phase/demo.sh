# shellcheck shell=bash
phase_demo() {
  phase "the demo with its sample CRM"
  check "demo/run" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE demo/run
  check "the sample loads" sample_database
  check "the sample has the columns of doc/views.sql, with values in each" sample_has_views
  check "the scorecard runs" scorecard UTC
  check "a number for every metric of the index, and those that plain SQL finds" scorecard_is_right
  check "the same scorecard in another time zone" scorecard_ignores_zone
}
sample_database() {
  [ "$(psql -X -At -c "SELECT count(*) FROM pg_database WHERE datname = 'sample'")" = 1 ] ||
    { psql -X -q -c 'CREATE DATABASE sample' && psql -X -q -v ON_ERROR_STOP=1 -d sample -f demo/sample.sql; }
}
sample_has_views() {
  psql -X -q -v ON_ERROR_STOP=1 -At -d sample -f test/lib/sample_columns.sql >"$CLUSTER_DIR/columns" || return 1
  finds_nothing "$CLUSTER_DIR/columns"
}
# scorecard ZONE: prints the scorecard with that time zone of the session.
scorecard() {
  psql -X -q -d sample -c 'SET client_min_messages = warning' -c 'CREATE EXTENSION IF NOT EXISTS crm_metrics' &&
    PGTZ=$1 psql -X -q -v ON_ERROR_STOP=1 -v index=doc/index -d sample -f demo/metrics.sql >"$CLUSTER_DIR/scorecard.${1##*/}"
}
scorecard_is_right() {
  psql -X -q -v ON_ERROR_STOP=1 -At -d sample -f test/scorecard/check.sql >"$CLUSTER_DIR/scorecard.wrong" || return 1
  finds_nothing "$CLUSTER_DIR/scorecard.wrong"
}
scorecard_ignores_zone() {
  scorecard Pacific/Auckland && diff "$CLUSTER_DIR/scorecard.UTC" "$CLUSTER_DIR/scorecard.Auckland"
}
finds_nothing() {
  cat "$1"
  [ "$(tail -n 1 "$1")" = "wrong: 0" ]
}
