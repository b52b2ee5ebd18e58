# shellcheck shell=bash
# Citus comes from its own packages or sources: what the server does not offer is not installed for the tests.
phase_citus() {
  phase "a Citus cluster"
  if [ "$(psql -X -At -c "SELECT count(*) FROM pg_available_extensions WHERE name = 'citus'")" = 0 ]; then
    skip "a Citus cluster: this server has no extension citus"
    return
  fi
  count_lines < <(test/citus/run 2>&1 || echo "not ok test/citus/run ended early")
}
