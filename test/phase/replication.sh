# shellcheck shell=bash
# Tables of states by logical replication, from a server of its own to this one.
phase_replication() {
  phase "logical replication"
  psql -X -q -c 'CREATE DATABASE received_text' -c 'CREATE DATABASE received_binary'
  count_lines < <(CLUSTER_OPTS='-c wal_level=logical' test/lib/with-server test/replication/run "$PGHOST" 2>&1 || echo "not ok test/replication/run ended early")
}
