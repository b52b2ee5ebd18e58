# shellcheck shell=bash
# Sourced.  need_packages [PACKAGE...] makes sure that everything needed to build and run crm_metrics is on this machine: a PostgreSQL
# server, its development headers, make, g++ and the Debian packages given as arguments.  It exports PG_CONFIG and PGBIN.
# When nothing is missing it only looks (no apt call, no network).
# want_packages PACKAGE...: the same for what only a part needs; it never asks and never gives up.  npm_modules DIR: npm packages.

least_major=15        # oldest PostgreSQL that the extension supports
least_gxx=11          # oldest g++ that knows C++20 well enough

need_packages() {
  local missing=()
  choose_server
  list_missing "$@"
  if ((${#missing[@]})); then
    install_missing
    choose_server
    list_missing "$@"
    ((${#missing[@]} == 0)) || give_up "still missing after the installation: ${missing[*]}"
  fi
  check_server
  check_compiler
  PGBIN=$("$PG_CONFIG" --bindir)
  export PG_CONFIG PGBIN
}

give_up() { printf '%s\n' "$@" >&2; exit 1; }

# The user's PG_CONFIG wins.  Otherwise the newest server that Debian's packages have put here; pg_major stays empty when there is none.
choose_server() {
  pg_major=
  if [ -n "${PG_CONFIG:-}" ] && [ "${pg_chosen:-}" != "$PG_CONFIG" ]; then
    command -v "$PG_CONFIG" >/dev/null || give_up "PG_CONFIG=$PG_CONFIG: no such program"
    return 0
  fi
  pg_major=$(newest_debian_server)
  if [ -n "$pg_major" ]; then
    pg_chosen=/usr/lib/postgresql/$pg_major/bin/pg_config
  elif ! command -v apt-get >/dev/null; then
    pg_chosen=$(command -v pg_config) || give_up "no PostgreSQL found: put its pg_config on the PATH or set PG_CONFIG"
  else
    return 0
  fi
  PG_CONFIG=$pg_chosen
}

newest_debian_server() {
  local server major newest=
  for server in /usr/lib/postgresql/*/bin/postgres; do
    [ -x "$server" ] || continue
    major=${server#/usr/lib/postgresql/}
    major=${major%%/*}
    case $major in *[!0-9]*) continue ;; esac
    if ((major >= least_major && major > ${newest:-0})); then newest=$major; fi
  done
  printf '%s' "$newest"
}

# Fills the caller's array `missing` with Debian package names.
list_missing() {
  missing=()
  local package
  # Server and headers are named together: apt then brings both to the same minor version.
  if needs_debian_server; then missing+=("postgresql-${pg_major:-?}" "postgresql-server-dev-${pg_major:-?}"); fi
  for package in make g++; do
    command -v "$package" >/dev/null || missing+=("$package")
  done
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
}

# Only a server of Debian's packages can be completed by apt; one that came by PG_CONFIG is taken as it is (check_server).
needs_debian_server() {
  [ -n "$pg_major" ] || [ -z "${PG_CONFIG:-}" ] || return 1
  ! has_headers || [ ! -x "/usr/lib/postgresql/$pg_major/bin/initdb" ]
}

has_headers() {
  [ -x "$(command -v "${PG_CONFIG:-}")" ] && [ -f "$("$PG_CONFIG" --pgxs)" ] && [ -f "$("$PG_CONFIG" --includedir-server)/postgres.h" ]
}

# A program of that name will do, too: it may not come from a package.
is_installed() {
  command -v "$1" >/dev/null || [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_missing() {
  command -v apt-get >/dev/null || give_up "missing, and without apt-get they have to be installed by hand: ${missing[*]}"
  local as_root=()
  become_root || give_up "packages are missing; please type" "  $(install_line)"
  export DEBIAN_FRONTEND=noninteractive
  apt_step "reading the package lists" apt-get update -q
  name_default_server
  keep_clusters_ours
  apt_step "installing ${missing[*]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
  hash -r
}

# Sets the caller's array `as_root` to the words that make a command run as root.
become_root() {
  if [ "$(id -u)" = 0 ]; then as_root=(env)
  elif ! command -v sudo >/dev/null; then return 1
  elif sudo -n true 2>/dev/null; then as_root=(sudo -n)
  elif [ -t 0 ]; then as_root=(sudo)
  else return 1
  fi
}

# With no server here the major is the one that this Debian calls `postgresql`; known for sure only after `apt-get update`.
name_default_server() {
  case " ${missing[*]} " in *" postgresql-? "*) ;; *) return 0 ;; esac
  pg_major=$(default_major)
  [ "${pg_major:-0}" -ge "$least_major" ] ||
    give_up "this system offers PostgreSQL ${pg_major:-nothing at all}, but crm_metrics needs $least_major or newer: install one and set PG_CONFIG"
  missing=("${missing[@]/%-\?/-$pg_major}")
}

default_major() { LC_ALL=C apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1; }

# Without package lists the major is not known yet: then the packages that stand for the default one.
install_line() {
  local major names="${missing[*]}"
  major=$(default_major)
  names=${names//postgresql-server-dev-\?/postgresql-server-dev-${major:-all}}
  names=${names//postgresql-\?/postgresql${major:+-$major}}
  echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends $names"
}

# Debian creates and starts a cluster `main` with the first server.  We need none, and a port would be taken for it.  The switch is
# written only where no configuration exists: an existing one is somebody's decision and stays.
keep_clusters_ours() {
  local conf=/etc/postgresql-common/createcluster.conf
  [ ! -e "$conf" ] || return 0
  "${as_root[@]}" mkdir -p "${conf%/*}"
  printf '%s\n' '# Delete this line to have a cluster created with every new server.' 'create_main_cluster = false' |
    "${as_root[@]}" tee "$conf" >/dev/null
}

apt_step() {
  local say=$1 log
  shift
  log=$(mktemp)
  echo "$say"
  # sudo drops the environment, so the variable that keeps apt from asking questions travels as a word of the command.
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    give_up "failed: $*"
  fi
  rm -f "$log"
}

# PG_CONFIG may be anything, so say what exactly is wrong with it.
check_server() {
  local version bin
  version=$("$PG_CONFIG" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  bin=$("$PG_CONFIG" --bindir)
  ((version >= least_major)) || give_up "$PG_CONFIG is of PostgreSQL $version; crm_metrics needs $least_major or newer"
  has_headers || give_up "$PG_CONFIG: its server headers are not installed (no $("$PG_CONFIG" --pgxs))"
  [ -x "$bin/initdb" ] || give_up "$PG_CONFIG: there is no server beside it (no $bin/initdb)"
}

check_compiler() {
  local version
  version=$(g++ -dumpversion)
  ((${version%%.*} >= least_gxx)) || give_up "g++ $version is too old: C++20 needs $least_gxx or newer"
}

# want_packages PACKAGE...: installs them if that is possible without a question; status 1 when one is missing in the end.
want_packages() {
  local missing=() as_root=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  if ! command -v apt-get >/dev/null || ! become_root </dev/null; then return 1; fi
  # stdout belongs to the lines of the tests
  (apt_step "reading the package lists" apt-get update -q &&
    apt_step "installing ${missing[*]}" apt-get install -q -y --no-install-recommends "${missing[@]}") >&2 || return 1
  hash -r
  for package in "${missing[@]}"; do is_installed "$package" || return 1; done
}

npm_cache() { echo "${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/crm_metrics/npm-$(sha256sum "$1/package.json" | cut -c 1-16)"; }
npm_fetched() { [ -d "$(npm_cache "$1")/node_modules" ]; }

# npm_modules DIR: prints where the packages of DIR/package.json are, outside the checkout; fetches them the first time.  Their versions are
# pinned there, and another package.json gets another directory.
npm_modules() {
  local cache work
  cache=$(npm_cache "$1")
  if [ ! -d "$cache/node_modules" ]; then
    command -v npm >/dev/null || { echo "npm is not installed: it fetches the packages of $1/package.json" >&2; return 1; }
    mkdir -p "${cache%/*}" && work=$(mktemp -d "$cache.XXXXXX") && cp "$1/package.json" "$work/"
    if ! (cd "$work" && npm install --no-audit --no-fund --no-package-lock --ignore-scripts --fetch-retries=1 --loglevel=error) >"$work/log" 2>&1; then
      cat "$work/log" >&2
      rm -rf "$work"
      return 1
    fi
    # Somebody else may have been faster; then theirs is as good.
    mv -T "$work" "$cache" 2>/dev/null || rm -rf "$work"
  fi
  echo "$cache/node_modules"
}
