# shellcheck shell=bash
# Random data against oracles.  CRM_PROPERTY=N: so many cases for each aggregate (10000: some minutes), CRM_PROPERTY=no leaves it out.
# CRM_SEED=N, or random: which random data; CRM_ONLY=REGEX: only the checks that match, such as '^values ltv'.
phase_property() {
  local seed=${CRM_SEED:-1} public
  if [ "$seed" = random ]; then seed=$((RANDOM * 32768 + RANDOM)); fi
  phase "random data against plain SQL, seed $seed"
  if [ "${CRM_PROPERTY:-}" = no ]; then
    skip "random data: CRM_PROPERTY=no"
    return
  fi
  psql -X -q -c 'CREATE DATABASE property' && psql -X -q -d property -c 'CREATE EXTENSION crm_metrics'
  public=$(psql -X -q -At -d property -f test/lib/public_functions.sql | paste -sd, -)
  count_lines < <(psql -X -d property -v seed="$seed" -v cases="${CRM_PROPERTY:-300}" -v public="$public" -v only="${CRM_ONLY:-}" -f test/property/run.sql 2>&1 ||
    echo "not ok - the cases of seed $seed ended early")
}
