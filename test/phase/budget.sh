# shellcheck shell=bash
phase_budget() {
  phase "instructions per row, and the benchmarks' answers"
  if [ "${CRM_BUDGET:-}" = no ]; then
    skip "instructions per row: CRM_BUDGET=no"
    return
  fi
  count_lines < <(without_server bench/check || [ $? = 3 ] || echo "not ok bench/check ended early")
  check "every aggregate and window function is in a benchmark, and agrees with plain SQL there" without_server bench/run --scale 0.02 --rounds 1 --threads 1 --no-duckdb --no-clickhouse
}
without_server() { env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE "$@"; }
