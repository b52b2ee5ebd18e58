# shellcheck shell=bash
# Random data against plain SQL, merged states and window frames.  CRM_PROPERTY=N: so many random cases of each aggregate (10000 takes a
# quarter of an hour and more), CRM_PROPERTY=no leaves it out.  CRM_SEED=N, or random: which random cases.  CRM_FORMS=each: as many for each
# form of an aggregate (types of keys and times), instead of sharing them out.  CRM_ONLY=PATTERN: only the checks that match, such as
# '^(merged|values|frames) ltv'.  With CRM_KEEP=1 the cases stay in the database property of the server.
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
  count_lines < <(psql -X -d property -v seed="$seed" -v cases="${CRM_PROPERTY:-200}" -v each_form="$([ "${CRM_FORMS:-}" = each ] && echo true || echo false)" \
    -v public="$public" -v only="${CRM_ONLY:-}" -f test/property/run.sql 2>&1 || echo "not ok - the cases of seed $seed ended early")
}
