# shellcheck shell=bash
# The jobs of doc/scheduled.md, on a server of their own: pg_cron has to be preloaded.
phase_schedule() {
  phase "summaries kept up to date by pg_cron"
  local options="-c shared_preload_libraries=pg_cron -c cron.use_background_workers=on"
  if ! has_pg_cron; then
    skip "jobs of pg_cron: postgresql-$pg_major-cron is not here and cannot be installed"
    return
  fi
  count_lines < <(CLUSTER_OPTS=$options test/lib/with-server test/schedule/run 2>&1 || echo "not ok test/schedule/run ended early")
}
has_pg_cron() {
  local library
  library=$("$PG_CONFIG" --pkglibdir)/pg_cron.so
  [ -f "$library" ] || { want_packages "postgresql-$pg_major-cron" && [ -f "$library" ]; }
}

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
  for name in plans lint; do
    PG_ABS_SRCDIR=$1/test psql -X -a -q -d newcomer -f "$1/test/sql/$name.sql" 2>&1 | diff "$1/expected/$name.out" - || return 1
  done
}

phase_demo() {
  phase "the demo with its sample CRM"
  check "demo/run" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE demo/run
}
phase_data() {
  phase "real data against independent references"
  local data=${CRM_DATA:-$top/../shared/data} log=$CLUSTER_DIR/data.log
  if [ ! -d "$data" ]; then
    skip "real data: no $data (set CRM_DATA)"
    return
  fi
  env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE demo/run "$data" >"$log" 2>&1 || { tail -n 40 "$log"; miss "demo/run with real data"; }
  count_lines < <(grep -E '^ *(ok|DIFFERS) ' "$log" | sed -E 's/^ +//; s/^DIFFERS/not ok DIFFERS/')
}

# shellcheck disable=SC2119  # the words after test/run are phases
need_packages
stage_extension "$top"
cluster_start
PATH=$PGBIN:$PATH
for name in "${@:-unit build symbols regress parallel restored lifecycle foreign docs schedule newcomer demo data}"; do
  for one in $name; do "phase_$one"; done
done
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
