# shellcheck shell=bash
phase_symbols() {
  phase "the shared library"
  check "exports exactly the functions named in SQL, of this version or a released one" exports_equal_sql
  check "needs nothing of the C++ run time" needs_only_libc
  check "PostgreSQL's version is asked in one file" version_in_one_file
}
exports_equal_sql() {
  diff <(find sql -name 'crm_metrics--*.sql' -exec sed -n "s/.*'MODULE_PATHNAME', '\([a-z0-9_]*\)'.*/\1/p" {} + | sort -u) \
    <(nm -D --defined-only crm_metrics.so | awk '{ print $3 }' | grep -Ev '^(pg_finfo_|Pg_magic_func)' | sort -u)
}
needs_only_libc() {
  ! nm -D --undefined-only crm_metrics.so | grep -E ' (_Z|__cxa_(throw|begin|guard)|__gxx)' && ! ldd crm_metrics.so | grep -E 'stdc\+\+|libgcc'
}
version_in_one_file() { [ "$(grep -rl PG_VERSION_NUM src)" = src/pg/compat.hpp ]; }
