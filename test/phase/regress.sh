# shellcheck shell=bash
phase_regress() {
  phase "pg_regress, serial"
  regress serial
}
# The tests but those that go through all plans themselves, for half of the time: they have nothing to gain from another setting.
tests_of_one_plan() { basename -s .sql -a test/sql/*.sql | grep -vxE 'plans|partial' | paste -sd ' '; }
# regress NAME [VARIABLE=VALUE...]: the pg_regress suite with make variables; one line per test.
regress() {
  local name=$1 log=$CLUSTER_DIR/regress.log status=0
  shift
  make -s installcheck PG_CONFIG="$PG_CONFIG" "$@" >"$log" 2>&1 || status=$?
  sed -nE "s/^test ([a-z_0-9]+) +\.\.\. ok.*/ok \1 ($name)/p; s/^test ([a-z_0-9]+) +\.\.\. FAILED.*/not ok \1 ($name)/p;
    s/^ok [0-9]+ +- ([a-z_0-9]+).*/ok \1 ($name)/p; s/^not ok [0-9]+ +- ([a-z_0-9]+).*/not ok \1 ($name)/p" "$log" >"$log.lines"
  count_lines <"$log.lines"
  if [ "$status" != 0 ]; then
    cat "$log" regression.diffs 2>/dev/null || true
    grep -q '^not ok' "$log.lines" || miss "pg_regress ($name)"
  fi
}
