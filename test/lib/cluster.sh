# shellcheck shell=bash
# Sourced, after need_packages (packages.sh).  A throw-away PostgreSQL in a temporary directory that nothing else can see: its own data, its
# own socket, no TCP port.  No installed cluster is read, started or changed, and several of these can run at once.
#
#   stage_extension TOP   build the checkout TOP and install it below $STAGE, a directory of ours (nothing is installed on the machine)
#   cluster_start         start a server that takes the extension from $STAGE (unset or empty: from where extensions usually are);
#                         settings in CLUSTER_OPTS: an array of name=value, or a string "-c name=value -c name=value";
#                         SERVER_PROGRAM: a program that becomes the server when it is called with the server's arguments
#   cluster_stop          stop it and remove everything; also happens on EXIT, INT and TERM
#
# As root the server runs as the user postgres (CLUSTER_OWNER names another): PostgreSQL refuses to run as root.  That user may not be able
# to read the checkout, so load files with psql's \copy, never with COPY FROM 'file'.  CRM_KEEP=1 leaves the server running.

# The directory of everything temporary.  A socket's path has at most 107 bytes and the server's user must get in, hence the fallback.
make_work_dir() {
  [ -z "${CLUSTER_DIR:-}" ] || return 0
  trap cluster_stop EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  CLUSTER_DIR=$(mktemp -d "${TMPDIR:-/tmp}/crm.XXXXXX")
  prepare_work_dir
  if [ ${#CLUSTER_DIR} -gt 80 ] || ! as_server test -w "$CLUSTER_DIR"; then
    rm -rf "$CLUSTER_DIR"
    CLUSTER_DIR=$(mktemp -d /tmp/crm.XXXXXX)
    prepare_work_dir
  fi
}

prepare_work_dir() {
  chmod 755 "$CLUSTER_DIR"
  if [ "$(id -u)" = 0 ]; then
    id "${CLUSTER_OWNER:=postgres}" >/dev/null 2>&1 || fail "as root the server needs a user to run as: create postgres or set CLUSTER_OWNER"
    chown "$CLUSTER_OWNER" "$CLUSTER_DIR"
  fi
}

fail() { printf '%s\n' "$@" >&2; exit 1; }

# cd: a user who may not enter the current directory would make every program complain.
as_server() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser -u "$CLUSTER_OWNER" -- "$@")
  else
    "$@"
  fi
}

stage_extension() {
  make_work_dir
  STAGE=$CLUSTER_DIR/stage
  local log=$CLUSTER_DIR/build.log top
  top=$(cd "$1" && pwd)
  # The lock keeps two builds out of one directory.
  if ! (umask 022 && flock "$top" make -s -j "$(nproc)" -C "$top" install DESTDIR="$STAGE" PG_CONFIG="$PG_CONFIG") >"$log" 2>&1; then
    cat "$log" >&2
    explain_ownership "$top"
    fail "crm_metrics did not build"
  fi
}

# The usual reason when a build worked yesterday: it was root's, today it is an ordinary user's.
explain_ownership() {
  local locked
  locked=$(find "$1" -not -path '*/.git/*' \( -type d -o -name '*.o' -o -name '*.bc' -o -name '*.so' -o -name '*.d' \) ! -writable -print -quit)
  [ -n "$locked" ] || return 0
  echo "$(id -un) cannot write to $locked (owner: $(stat -c %U "$locked")): remove what another user has built there (make clean as that user), or copy the checkout" >&2
}

cluster_start() {
  make_work_dir
  pg_major=$("$PG_CONFIG" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  PGBIN=${PGBIN:-$("$PG_CONFIG" --bindir)}
  create_cluster
  cluster_settings | as_server tee -a "$CLUSTER_DIR/data/postgresql.conf" >/dev/null
  as_server "$PGBIN/pg_ctl" -D "$CLUSTER_DIR/data" -l "$CLUSTER_DIR/log" ${SERVER_PROGRAM:+-p "$SERVER_PROGRAM"} -s -w start >/dev/null 2>&1 || server_failed
  point_clients_here
}

server_failed() {
  as_server cat "$CLUSTER_DIR/log" >&2 || true
  fail "the throw-away server did not start"
}

create_cluster() {
  local locale=C log=$CLUSTER_DIR/initdb.log
  if locale -a 2>/dev/null | grep -ix 'C\.utf-\?8' >/dev/null; then locale=C.UTF-8; fi
  as_server "$PGBIN/initdb" -D "$CLUSTER_DIR/data" -U postgres -A trust -E UTF8 --locale="$locale" -N --no-instructions >"$log" 2>&1 ||
    { cat "$log" >&2; fail "initdb failed"; }
}

# Later lines win, so the caller's settings come last.
cluster_settings() {
  echo "# throw-away cluster"
  setting listen_addresses ''
  setting port 5432
  setting unix_socket_directories "$CLUSTER_DIR"
  setting fsync off
  setting TimeZone UTC
  setting log_timezone UTC
  stage_settings
  local line
  while read -r line; do
    if [ -n "$line" ]; then setting "$(trim "${line%%=*}")" "$(trim "${line#*=}")"; fi
  done < <(printf '%s\n' "${CLUSTER_OPTS[@]:-}" | sed -E 's/(^|[[:space:]])-c[[:space:]]*/\n/g')
}

trim() { sed -E "s/^[[:space:]]+|[[:space:]]+\$//g; s/^'(.*)'\$/\\1/" <<<"$1"; }

setting() { printf "%s = '%s'\n" "$1" "${2//\'/\'\'}"; }

# Where the server looks for the extension.  PostgreSQL 18 has a setting for it; before that only Debian's build has one.
stage_settings() {
  [ -n "${STAGE:-}" ] || return 0
  local share
  share=$("$PG_CONFIG" --sharedir)
  as_server test -r "$STAGE$share/extension" || fail "the server's user cannot read $STAGE$share/extension"
  if ((pg_major >= 18)); then
    setting extension_control_path "$STAGE$share:\$system"
  elif as_server "$PGBIN/postgres" -C extension_destdir -D "$CLUSTER_DIR/data" >/dev/null 2>&1; then
    setting extension_destdir "$STAGE"
  elif [ -f "$share/extension/crm_metrics.control" ]; then
    echo "this PostgreSQL $pg_major cannot take an extension from another directory: using the crm_metrics installed in it" >&2
    return 0
  else
    fail "this PostgreSQL $pg_major cannot take an extension from another directory (it is not Debian's build and older than 18)." \
      "Install crm_metrics into it and try again:  make install PG_CONFIG=$PG_CONFIG"
  fi
  setting dynamic_library_path "$STAGE$("$PG_CONFIG" --pkglibdir):\$libdir"
}

# Nothing of the caller's environment may lead a client to another server or change how it talks to this one.
point_clients_here() {
  local name
  for name in "${!PG@}"; do
    case $name in PG_CONFIG | PGBIN) ;; *) unset "$name" ;; esac
  done
  export PGHOST=$CLUSTER_DIR PGPORT=5432 PGUSER=postgres PGDATABASE=postgres CLUSTER_LOG=$CLUSTER_DIR/log
}

cluster_stop() {
  local status=$?
  trap - EXIT HUP INT TERM
  [ -n "${CLUSTER_DIR:-}" ] || return "$status"
  if [ "${CRM_KEEP:-}" = 1 ] && [ -e "$CLUSTER_DIR/data/postmaster.pid" ]; then
    echo "The server is still running.  To stop it and remove its files:  $(stop_line)"
  else
    if [ -e "$CLUSTER_DIR/data/postmaster.pid" ]; then as_server "$PGBIN/pg_ctl" -D "$CLUSTER_DIR/data" -m immediate -s -w stop >/dev/null 2>&1 || true; fi
    rm -rf "$CLUSTER_DIR"
    case ${STAGE:-} in "$CLUSTER_DIR"/*) STAGE= ;; esac
  fi
  CLUSTER_DIR=
  return "$status"
}

# The command to type later, by the same user.
stop_line() {
  local as=
  if [ "$(id -u)" = 0 ]; then as="cd / && runuser -u $CLUSTER_OWNER -- "; fi
  echo "($as$PGBIN/pg_ctl -D $CLUSTER_DIR/data -m immediate stop); rm -rf $CLUSTER_DIR"
}
