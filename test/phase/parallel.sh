# shellcheck shell=bash
phase_parallel() {
  phase "pg_regress, every query forced through a parallel plan"
  local force=debug_parallel_query
  ((pg_major >= 16)) || force=force_parallel_mode
  PGOPTIONS="-c $force=regress -c parallel_setup_cost=0 -c parallel_tuple_cost=0 -c min_parallel_table_scan_size=0" regress parallel REGRESS="$(tests_of_one_plan)"
}
