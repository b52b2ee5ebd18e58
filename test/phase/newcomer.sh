# shellcheck shell=bash
# The metric that doc/architecture.md adds, added as it says.
phase_newcomer() {
  phase "the metric of doc/architecture.md"
  local copy=$CLUSTER_DIR/newcomer
  mkdir -p "$copy"
  tar -c Makefile crm_metrics.control sql src test expected | tar -x -C "$copy"
  awk -v top="$copy" '/^```/ { inside = !inside; file = ""; next }
    inside && / file: / { file = top "/" $NF; print $NF }
    inside && file { print > file }' doc/architecture.md >"$copy/files"
  [ "$(wc -l <"$copy/files")" = 3 ] || miss "three files in doc/architecture.md"
  check "spread builds" make -s -j "$(nproc)" -C "$copy" install WERROR=1 DESTDIR="$STAGE" PG_CONFIG="$PG_CONFIG"
  psql -X -q -c 'CREATE DATABASE newcomer' && psql -X -q -d newcomer -c 'CREATE EXTENSION crm_metrics'
  check "spread is right" spread_is_right "$copy"
  check "the general tests find it" general_tests_find_it "$copy"
  stage_extension "$top"
}
spread_is_right() {
  psql -X -A -t -d newcomer -f "$1/test/sql/spread.sql" 2>&1 | diff - <(printf 't\n|0\n' && echo "psql:$1/test/sql/spread.sql:5: ERROR:  amount -1 is negative" &&
    echo "HINT:  Use FILTER (WHERE amount >= 0).")
}
general_tests_find_it() {
  local name
  for name in plans partial lint; do
    PG_ABS_SRCDIR=$1/test psql -X -a -q -d newcomer -f "$1/test/sql/$name.sql" 2>&1 | diff "$1/expected/$name.out" - || return 1
  done
}
