# shellcheck shell=bash
# Sourced.  One psql session that stays, so that its backend can be looked at:
#   session_start; ask "SQL" prints what it answers; backend: its process id; anonymous: its own memory in kB; session_end;
#   peak_begin (fails where the kernel does not let us); peak: the most memory of its own since then, in kB
#   session_lost: the end of one whose backend was killed
session_start() {
  coproc SESSION { exec psql -X -q -A -t 2>&1; }
  to_session=${SESSION[1]} from_session=${SESSION[0]} session=$SESSION_PID
  backend=$(ask 'SELECT pg_backend_pid()')
}
ask() {
  local line
  printf '%s\n;\n\\echo -- that was all\n' "$1" >&"$to_session"
  while IFS= read -r line <&"$from_session"; do
    if [ "$line" = '-- that was all' ]; then return; fi
    printf '%s\n' "$line"
  done
  echo 'the session has ended'
}
anonymous() { awk '$1 == "RssAnon:" { print $2 }' "/proc/$backend/status"; }
peak_begin() { echo 5 >"/proc/$backend/clear_refs"; }
peak() { awk '$1 == "VmHWM:" { all = $2 } $1 == "RssShmem:" || $1 == "RssFile:" { shared += $2 } END { print all - shared }' "/proc/$backend/status"; }
session_end() {
  printf '\\q\n' >&"$to_session"
  wait "$session" 2>/dev/null || true
}
# An idle psql does not notice that it has lost its server: it must see the end of its input.
session_lost() {
  exec {to_session}>&-
  wait "$session" 2>/dev/null || true
}
