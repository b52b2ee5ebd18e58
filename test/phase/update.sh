# shellcheck shell=bash
# ALTER EXTENSION UPDATE must leave what CREATE EXTENSION of the same version makes, and keep what is stored.
# From every released version (sql/frozen, doc/releasing.md) to the working one, and from that to a later one made up here.
phase_update() {
  phase "updated from an older version"
  local script current
  current=$(sed -n "s/^default_version = '\(.*\)'/\1/p" crm_metrics.control)
  for script in sql/frozen/crm_metrics--*.sql; do
    [ -f "$script" ] || continue
    script=${script%.sql}
    update_from "${script##*--}" "$current" "$STAGE"
    stage_extension .
  done
  if [ -z "$(stage_settings 2>/dev/null)" ]; then
    skip "to a later version: this server takes extensions from one directory only"
    return
  fi
  check "a later version builds" build_later "$current"
  update_from "$current" next "$CLUSTER_DIR/later"
  check "an update script that forgets something is found out" forgetting_is_found "$current"
}

build_later() {
  local copy=$CLUSTER_DIR/later_source
  mkdir -p "$copy" && find . -mindepth 1 -maxdepth 1 -not -name .git -exec cp -a -t "$copy" {} + && test/update/prepare "$copy" &&
    make -s -C "$copy" -j "$(nproc)" install DESTDIR="$CLUSTER_DIR/later" PG_CONFIG="$PG_CONFIG" &&
    cp "sql/crm_metrics--$1.sql" "$CLUSTER_DIR/later$("$PG_CONFIG" --sharedir)/extension/"
}

# update_from OLD NEW STAGE: the scripts of both are below STAGE, or the old one is frozen: that is put there after the new one was used,
# because until the next version is begun both have one name.
update_from() {
  local old=$1 new=$2 PGOPTIONS name="from $1 to $2"
  PGOPTIONS=$(stage_options "$3")
  export PGOPTIONS
  psql -X -q -c 'DROP DATABASE IF EXISTS updated' -c 'CREATE DATABASE updated' -c 'DROP DATABASE IF EXISTS fresh' -c 'CREATE DATABASE fresh' 2>/dev/null
  check "$name: fresh" psql -X -q -v ON_ERROR_STOP=1 -d fresh -c "CREATE EXTENSION crm_metrics VERSION '$new'"
  catalogue fresh >"$CLUSTER_DIR/fresh" || true
  if [ -f "sql/frozen/crm_metrics--$old.sql" ]; then cp "sql/frozen/crm_metrics--$old.sql" "$3$("$PG_CONFIG" --sharedir)/extension/"; fi
  check "$name: stored states of $old" psql -X -q -v ON_ERROR_STOP=1 -d updated -c "CREATE EXTENSION crm_metrics VERSION '$old'" -f test/lib/facts.sql -f test/lib/lifecycle.sql
  stored >"$CLUSTER_DIR/stored" || true
  check "$name: ALTER EXTENSION UPDATE" psql -X -q -v ON_ERROR_STOP=1 -d updated -c "ALTER EXTENSION crm_metrics UPDATE TO '$new'"
  check "$name: the catalogues say the same as of a fresh $new" same_catalogue
  check "$name: stored states are read as before" states_are_kept
  export -n PGOPTIONS
}

# The settings of cluster_start for another STAGE, as words of PGOPTIONS, where a space or backslash of a path needs a backslash.
stage_options() {
  local line value
  while read -r line; do
    value=${line#* = \'}
    value=${value%\'}
    value=${value//\\/\\\\}
    printf -- '-c %s=%s ' "${line%% = *}" "${value// /\\ }"
  done < <(STAGE=$1 stage_settings)
}
catalogue() { psql -X -qAt -v ON_ERROR_STOP=1 -d "$1" -f test/lib/catalogue.sql; }
same_catalogue() { [ "$(wc -l <"$CLUSTER_DIR/fresh")" -gt 3000 ] && diff <(catalogue updated) "$CLUSTER_DIR/fresh"; }
stored() { psql -X -qAt -d updated -c 'SELECT * FROM facts.digest_of_states UNION ALL SELECT * FROM facts.digest_of_views ORDER BY 1'; }
states_are_kept() { [ -s "$CLUSTER_DIR/stored" ] && diff "$CLUSTER_DIR/stored" <(stored) && refresh_views && diff "$CLUSTER_DIR/stored" <(stored); }
refresh_views() {
  psql -X -qAt -d updated -c "SELECT format('REFRESH MATERIALIZED VIEW facts.%I;', matviewname) FROM pg_matviews WHERE schemaname = 'facts'" |
    psql -X -q -v ON_ERROR_STOP=1 -d updated
}

# Each sed command spoils the update script of the later version.
forgetting_is_found() {
  local spoil script PGOPTIONS
  script=$CLUSTER_DIR/later$("$PG_CONFIG" --sharedir)/extension/crm_metrics--$1--next.sql
  PGOPTIONS=$(stage_options "$CLUSTER_DIR/later")
  export PGOPTIONS
  cp "$script" "$CLUSTER_DIR/good.sql"
  psql -X -q -c 'CREATE DATABASE older' && psql -X -q -d older -c "CREATE EXTENSION crm_metrics VERSION '$1'"
  while IFS= read -r spoil; do
    sed "$spoil" "$CLUSTER_DIR/good.sql" >"$script"
    ! cmp -s "$script" "$CLUSTER_DIR/good.sql" || { echo "$spoil changes nothing"; return 1; }
    psql -X -q -c 'DROP DATABASE updated' -c 'CREATE DATABASE updated TEMPLATE older'
    psql -X -q -v ON_ERROR_STOP=1 -d updated -c "ALTER EXTENSION crm_metrics UPDATE TO 'next'" || { echo "$spoil: does not run"; return 1; }
    ! same_catalogue >/dev/null || { echo "$spoil: not found"; return 1; }
  done <<'END'
/^COMMENT ON FUNCTION roi/d
/^COMMENT ON OPERATOR <=/d
/^DROP FUNCTION/d
s/DEFAULT 0.9)/DEFAULT 0.95)/
/^CREATE CAST/d; /^COMMENT ON CAST/d
s/, HASHES, MERGES//
s/PARALLEL = SAFE/PARALLEL = RESTRICTED/
/spread_agg_state_hash_extended.*IMMUTABLE/s/IMMUTABLE/STABLE/
s/, OPERATOR 5 >//
s/, FUNCTION 2 spread_agg_state_hash_extended([^)]*)//
s/STORAGE = extended/STORAGE = main/
END
  cp "$CLUSTER_DIR/good.sql" "$script"
}
