# shellcheck shell=bash
phase_lifecycle() {
  phase "installed and removed"
  psql -X -q -c 'CREATE ROLE analyst' -c 'CREATE DATABASE cycle' -c 'GRANT CREATE ON DATABASE cycle TO analyst'
  check "a role without superuser rights installs it (trusted)" psql -X -q -v ON_ERROR_STOP=1 -d cycle -c 'SET ROLE analyst' \
    -c 'CREATE SCHEMA mine' -c 'CREATE EXTENSION crm_metrics SCHEMA mine' -c 'SELECT mine.nps(9)'
  check "DROP EXTENSION leaves nothing behind" leaves_nothing
  check "a foreign object in the way is not taken over" not_taken_over
}
leaves_nothing() {
  psql -X -q -v ON_ERROR_STOP=1 -d cycle -c 'DROP EXTENSION crm_metrics' &&
    [ "$(psql -X -At -d cycle -c "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'mine'")" = 0 ]
}
not_taken_over() {
  psql -X -q -d cycle -c "CREATE FUNCTION public.nps_from_counts(bigint, bigint, bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1::numeric'"
  ! psql -X -q -v ON_ERROR_STOP=1 -d cycle -c 'CREATE EXTENSION crm_metrics SCHEMA public'
}
