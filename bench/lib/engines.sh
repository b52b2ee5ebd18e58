# shellcheck shell=bash
# Sourced by bench/run.  An engine is a process that answers queries through two pipes: psql, or engine.mjs for DuckDB and ClickHouse.
#   open_engine NAME load|serve, close_engine NAME, close_engines
#   ask NAME WITH-INDEX THREADS FILE QUERY      sets ms and peak (kB above the memory before the query)
declare -A to from engine_pid modules
work=${work:-} top=${top:-} scale=${scale:-} rounds=${rounds:-} duckdb=${duckdb:-} clickhouse=${clickhouse:-} case_dir=${cases_dir:-}

# Which engines there are besides PostgreSQL; says which are left out, and why.
find_engines() {
  if [ "$duckdb" = no ]; then echo "skip - DuckDB: --no-duckdb"; else find_engine duckdb DuckDB; fi
  if [ "$clickhouse" = no ]; then
    echo "skip - ClickHouse: --no-clickhouse"
  elif [ "$clickhouse" = auto ] && ! npm_fetched "$top/bench/clickhouse"; then
    echo "skip - ClickHouse: not fetched yet (546 MB); --clickhouse fetches it"
  else
    find_engine clickhouse ClickHouse
  fi
}

find_engine() {
  if ! command -v node >/dev/null; then
    echo "skip - $2: Node.js is not installed"
  elif modules[$1]=$(npm_modules "$top/bench/$1" 2>"$work/npm.log") && node -e 'require(process.argv[1])' "${modules[$1]}/$(module_of "$1")" 2>"$work/npm.log"; then
    engines+=("$1")
  else
    echo "skip - $2: $(tail -n 1 "$work/npm.log")"
  fi
}
module_of() { if [ "$1" = duckdb ]; then echo @duckdb/node-api; else echo chdb; fi; }

open_engine() {
  local name=$1 in out fd
  local -a command=(node --expose-gc "$top/bench/lib/engine.mjs" "$name" "${modules[$name]:-}" "$work/$name.db" "$2")
  if [ "$name" = postgres ]; then command=(psql -X -q -At -F $'\t' -d bench -v ON_ERROR_STOP=1); fi
  rm -f "$work/$name.in" "$work/$name.out"
  mkfifo "$work/$name.in" "$work/$name.out"
  # Without the other engines' pipes: one that holds their writing ends would keep them from ever reading the end.
  (
    for fd in "${to[@]}" "${from[@]}"; do exec {fd}>&-; done
    exec "${command[@]}" <"$work/$name.in" >"$work/$name.out" 2>"$work/$name.err"
  ) &
  engine_pid[$name]=$!
  exec {in}>"$work/$name.in" {out}<"$work/$name.out"
  to[$name]=$in from[$name]=$out
  if [ "$name" = postgres ]; then open_postgres; fi
}

close_engine() {
  local name=$1 in=${to[$1]} out=${from[$1]}
  exec {in}>&- {out}<&-
  wait "${engine_pid[$name]}" || true
  unset "to[$name]" "from[$name]" "engine_pid[$name]"
}
close_engines() { for name in "${!engine_pid[@]}"; do close_engine "$name"; done; }

# The backend's process id: its memory is looked at from here (not allowed everywhere; then there is no peak).  in_days: our library is
# loaded before the clock runs.
open_postgres() {
  local answer
  printf "SELECT pg_backend_pid() FROM in_days('1 day');\n" >&"${to[postgres]}"
  read -r answer <&"${from[postgres]}"
  backend=$answer
}

ask() {
  local name=$1
  shift
  if [ "$name" = postgres ]; then ask_postgres "$@"; else ask_other "$name" "$@"; fi
}

ask_postgres() {
  local index=$1 threads=$2 file=$3 query=$4 answer on before shared
  if [ "$file" = - ]; then file=/dev/null; fi
  if [ "$index" = 1 ]; then on=on; else on=off; fi
  printf '%s\n' "SET enable_indexscan = $on; SET enable_indexonlyscan = $on; SET enable_bitmapscan = $on; SET max_parallel_workers_per_gather = $((threads - 1));" '\echo ready' >&"${to[postgres]}"
  read -r answer <&"${from[postgres]}" || return 1
  before=$(memory VmRSS) shared=$(memory RssShmem)
  echo 5 2>/dev/null >"/proc/$backend/clear_refs" || before=0
  printf '%s\n' "\\o $file" '\timing on' "$query;" '\timing off' '\o' '\echo @done' >&"${to[postgres]}"
  ms=
  while read -r answer <&"${from[postgres]}"; do
    case $answer in
      'Time: '*) answer=${answer#Time: } ms=${answer%% ms*} ;;
      @done) break ;;
    esac
  done
  [ "${answer:-}" = @done ] && [ -n "$ms" ] || return 1
  # Pages of the buffer cache that the query was the first to touch are not its memory.
  peak=$(($(memory VmHWM) - before - $(memory RssShmem) + shared))
  if ((before == 0 || peak < 0)); then peak=0; fi
}
memory() { awk -v f="$1:" '$1 == f { print $2; found = 1 } END { if (!found) print 0 }' "/proc/$backend/status" 2>/dev/null || echo 0; }

ask_other() {
  local name=$1 threads=$3 file=$4 query=$5 answer
  printf '%s\t%s\t%s\n' "$threads" "$file" "$query" >&"${to[$name]}"
  read -r answer <&"${from[$name]}" || return 1
  case $answer in error*) printf '%s\n' "$answer" >>"$work/$name.err"; return 1 ;; esac
  ms=${answer% *} peak=${answer#* }
}

# All queries of a case, question after question, PostgreSQL's first.
collect_queries() {
  local file engine files=()
  for engine in "${engines[@]}"; do
    file=$case_dir/$1.$engine
    if [ "$engine" = postgres ]; then file=$case_dir/$1.queries; fi
    if [ -f "$file" ]; then files+=("$file"); fi
  done
  awk -f "$top/bench/lib/parse.awk" "${files[@]}" |
    awk -F'\t' '$1 == "table" { print; next } !($1 in at) { at[$1] = ++n } { lines[at[$1]] = lines[at[$1]] $0 "\n" } END { for (i = 1; i <= n; i++) printf "%s", lines[i] }'
}

# The tables of the case, by CSV into the other engines.
load_engines() {
  local engine table statement file _
  for engine in "${engines[@]}"; do
    if [ "$engine" = postgres ]; then continue; fi
    rm -rf "$work/$engine.db"
    open_engine "$engine" load
    while IFS=$'\t' read -r _ _ table statement; do
      file=$work/$table.csv
      if [ ! -f "$file" ]; then psql -X -q -d bench -v ON_ERROR_STOP=1 -c "\\copy (SELECT * FROM $table) TO '$file' CSV HEADER"; fi
      load "$engine" "$statement"
      load "$engine" "$(copy_statement "$engine" "$table" "$file")"
    done < <(awk -F'\t' -v e="$engine" '$1 == "table" && $2 == e' "$work/parsed")
    if [ "$engine" = duckdb ]; then load duckdb CHECKPOINT; fi
    close_engine "$engine"
  done
  rm -f "$work"/*.csv
}
load() { ask "$1" 0 2 - "$2" || { cat "$work/$1.err" >&2; exit 1; }; }
copy_statement() {
  if [ "$1" = duckdb ]; then
    echo "COPY $2 FROM '$3' (FORMAT csv, HEADER)"
  else
    echo "INSERT INTO $2 SELECT * FROM file('$3', CSVWithNames) SETTINGS date_time_input_format = 'best_effort'"
  fi
}

describe_machine() {
  local others=''
  if [ -n "${modules[duckdb]:-}" ]; then others=", DuckDB $(version_in duckdb)"; fi
  if [ -n "${modules[clickhouse]:-}" ]; then others="$others, ClickHouse (chdb $(version_in clickhouse))"; fi
  echo "$(date +%F), PostgreSQL $(psql -X -q -At -c 'SHOW server_version')$others, $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg 2>/dev/null || true), scale $scale, median of $rounds"
}
version_in() { sed -n 's/.*"dependencies": { "[^"]*": "\([^"]*\)".*/\1/p' "$top/bench/$1/package.json"; }
