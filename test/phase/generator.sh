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
}
