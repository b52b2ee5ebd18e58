# shellcheck shell=bash
phase_symbols() {
  phase "the shared library"
  check "exports exactly the functions named in SQL, of this version or a released one" exports_equal_sql
  check "needs nothing of the C++ run time" needs_only_libc
  check "imports nothing that reads a file, the environment, the clock, a setting, the network or a table" asks_nothing_of_outside crm_metrics.so
  check "(that would be seen in a library that does)" sees_what_asks_outside
  check "PostgreSQL's version is asked in one file" version_in_one_file
}
exports_equal_sql() {
  diff <(find sql -name 'crm_metrics--*.sql' -exec sed -n "s/.*'MODULE_PATHNAME', '\([a-z0-9_]*\)'.*/\1/p" {} + | sort -u) \
    <(nm -D --defined-only crm_metrics.so | awk '{ print $3 }' | grep -Ev '^(pg_finfo_|Pg_magic_func)' | sort -u)
}
needs_only_libc() {
  ! nm -D --undefined-only crm_metrics.so | grep -E ' (_Z|__cxa_(throw|begin|guard)|__gxx)' && ! ldd crm_metrics.so | grep -E 'stdc\+\+|libgcc'
}
# Named time zones are the server's own matter: pg_tzset() reads its zone files.
outside='(f?open(at|dir)?(64)?|creat|stat(x|64)?|readlink|mmap|dlopen|(secure_)?getenv|time|times|clock|gettimeofday|clock_gettime|ftime|localtime(_r)?|setlocale|rand(om)?|getrandom|arc4random.*|socket|connect|send(to|msg)?|recv(from|msg)?|fork|exec.*|system|popen|pthread_.*'
outside+='|SPI_.*|AllocateFile|OpenTransientFile|PathNameOpenFile|BasicOpenFile|Get(Config|SystemConf).*|find_option|Get.*Timestamp.*|GetSQL.*|(statement|transaction)_timestamp|clock_timestamp|now|pg_(strong_random|prng_.*)'
outside+='|session_timezone|log_timezone|DateStyle|DateOrder|IntervalStyle|extra_float_digits|work_mem|pg_get_timezone_offset|GetUserId|GetSessionUserId|MyProcPort|MyDatabaseId|DataDir|table_open|heap_.*|index_.*|SearchSysCache.*|nextval.*)'
asks_nothing_of_outside() { ! nm -D --undefined-only "$1" | awk '{ print $NF }' | sed 's/@.*//' | grep -Ex "$outside"; }
sees_what_asks_outside() {
  printf '%s\n' 'extern long time(long *); extern char *getenv(const char *); extern int open(const char *, int, ...); extern const char *GetConfigOption(const char *, int, int);' \
    'long f(void) { return time(0) + *getenv("X") + open("x", 0) + *GetConfigOption("x", 0, 0); }' >"$CLUSTER_DIR/outside.c"
  g++ -x c -w -fno-builtin -shared -fPIC "$CLUSTER_DIR/outside.c" -o "$CLUSTER_DIR/outside.so" && [ "$(asks_nothing_of_outside "$CLUSTER_DIR/outside.so" | wc -l)" = 4 ]
}
version_in_one_file() { [ "$(grep -rl PG_VERSION_NUM src)" = src/pg/compat.hpp ]; }
