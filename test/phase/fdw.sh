# shellcheck shell=bash
# Foreign servers that are databases of the same server: far_0 to far_2 have the rows of some entities each, near has all.
phase_fdw() {
  phase "foreign servers"
  if [ "$(psql -X -At -c "SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'")" = 0 ]; then
    skip "foreign servers: this server has no postgres_fdw"
    return
  fi
  local site
  psql -X -q -c 'CREATE DATABASE near' &&
    psql -X -q -v ON_ERROR_STOP=1 -d near -c 'CREATE EXTENSION crm_metrics' -f test/lib/facts.sql -f test/lib/columns.sql -f test/fdw/views.sql >/dev/null
  for site in 0 1 2; do
    psql -X -q -c "CREATE DATABASE far_$site TEMPLATE near" && psql -X -q -d "far_$site" -c "DELETE FROM facts.wide WHERE site <> $site"
  done
  psql -X -q -v ON_ERROR_STOP=1 -d near -v socket="$PGHOST" -v port="$PGPORT" -f test/fdw/servers.sql
  count_lines < <(psql -X -d near -f test/fdw/fdw.sql 2>&1 || echo "not ok fdw.sql ended early")
}
