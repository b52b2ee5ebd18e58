# shellcheck shell=bash
phase_foreign() {
  phase "other engines and hostile bytes"
  local copy=$CLUSTER_DIR/foreign
  cp -r test/foreign "$copy"
  if ! make -s -C "$copy" install DESTDIR="$STAGE" PG_CONFIG="$PG_CONFIG" >"$copy.log" 2>&1; then
    cat "$copy.log"
    miss "the test module"
    return
  fi
  psql -X -q -c 'CREATE DATABASE foreign_engine' && psql -X -q -d foreign_engine -c 'CREATE EXTENSION crm_metrics'
  count_lines < <(psql -X -d foreign_engine -f test/foreign/foreign.sql 2>&1 || echo "not ok foreign.sql ended early")
}
