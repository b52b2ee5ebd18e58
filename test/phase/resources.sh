# shellcheck shell=bash
# What a query may use: long calls can be cancelled, memory that ends is a clean error, no memory grows, a killed backend loses nothing.  On a server of its
# own: its backends are killed.  CRM_RESOURCES=long: millions of rows, states beyond 1 GB, more of everything (half an hour); no: leaves it out.
phase_resources() {
  phase "cancelling, memory, a killed backend"
  if [ "${CRM_RESOURCES:-}" = no ]; then
    skip "resources: CRM_RESOURCES=no"
    return
  fi
  local options='-c jit=off -c autovacuum=off -c max_parallel_workers_per_gather=0 -c max_wal_size=4GB -c max_connections=150'
  count_lines < <(CLUSTER_OPTS=$options test/lib/with-server test/resources/run 2>&1 || echo "not ok - test/resources/run ended early")
  if [ "${CRM_RESOURCES:-}" = long ]; then
    count_lines < <(test/load 1200 100 2>&1 || echo "not ok - test/load")
  else
    count_lines < <(test/load 6 20 2>&1 || echo "not ok - test/load")
  fi
}
