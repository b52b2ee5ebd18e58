# shellcheck shell=bash
# Every function with odd arguments.  CRM_GENERATOR=N: so many combinations of each function's arguments (2000: all pairs of values meet;
# some minutes), CRM_GENERATOR=no leaves it out.
phase_generator() {
  phase "every function with odd arguments"
  if [ "${CRM_GENERATOR:-}" = no ]; then
    skip "odd arguments: CRM_GENERATOR=no"
    return
  fi
  psql -X -q -c 'CREATE DATABASE odd_arguments' && psql -X -q -d odd_arguments -c 'CREATE EXTENSION crm_metrics'
  count_lines < <(psql -X -d odd_arguments -v most="${CRM_GENERATOR:-150}" -f test/generator/run.sql 2>&1 || echo "not ok - the generator ended early: a crash, or a call of more than 10 minutes")
  check "a call that takes long can be cancelled: boundaries()" cancelled "SELECT cardinality(boundaries('4713-01-01 BC', '294276-12-30', '1 day', 'Europe/Berlin'))"
  check "a call that takes long can be cancelled: business_hours()" cancelled "SELECT business_hours('[0001-01-01,9999-12-31)', '09:00', '17:00', 'Europe/Berlin') FROM generate_series(1, 20)"
}
# cancelled QUERY: it would take longer than a second, and ends soon after its timeout.
cancelled() {
  local began=$SECONDS answer
  if answer=$(psql -X -q -d odd_arguments -c "SET statement_timeout = '300ms'" -c "$1" 2>&1 >/dev/null); then return 1; fi
  echo "$answer"
  grep -q 'canceling statement due to statement timeout' <<<"$answer" && ((SECONDS - began <= 3))
}
