# shellcheck shell=bash
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
