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
