# shellcheck shell=bash
# Sourced, before cluster.sh makes its directory or after.  How a test tells what it has found: lines that begin with "ok - ", "not ok - " or
# "skip - ", and how many there were.
#
#   pass, miss, skip WORDS   one line of each kind
#   phase WORDS              a heading
#   check NAME CMD...        passes when CMD does; its output is shown when it fails
#   count_lines              counts the lines of a program on its standard input
#   report                   the last line; status 1 when something has failed

passed=0 failed=0 skipped=0
pass() { passed=$((passed + 1)); echo "ok - $*"; }
miss() { failed=$((failed + 1)); echo "not ok - $*"; }
skip() { skipped=$((skipped + 1)); echo "skip - $*"; }
phase() { printf '\n== %s (after %s s)\n' "$*" "$SECONDS"; }

check() {
  local name=$1 log=$CLUSTER_DIR/check.log
  shift
  if "$@" >"$log" 2>&1; then pass "$name"; else cat "$log"; miss "$name"; fi
}

# All of the output is passed on.
count_lines() {
  local line
  while IFS= read -r line; do
    case $line in
      'ok '*) passed=$((passed + 1)) ;;
      'not ok '*) failed=$((failed + 1)) ;;
      'skip - '*) skipped=$((skipped + 1)) ;;
    esac
    printf '%s\n' "$line"
  done
}

# The last line.
report() {
  printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" = 0 ]
}
