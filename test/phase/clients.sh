# shellcheck shell=bash
# Another server: this one listens to the network.
phase_clients() {
  phase "drivers of BI tools, and a semantic layer"
  if [ "${CRM_CLIENTS:-}" = no ]; then
    skip "clients: CRM_CLIENTS=no"
    return
  fi
  count_lines < <(env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE test/clients/run || echo "not ok test/clients/run ended early")
}
