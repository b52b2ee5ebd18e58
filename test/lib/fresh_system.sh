# shellcheck shell=bash
# Sourced, after packages.sh and chroot.sh.  Fresh Debian systems in directories, for tests that install packages.  Root only.
#
#   chroots_missing SUITE     prints why this machine cannot make them; status 1 when it can
#   new_chroot SUITE DIR      a fresh minimal system in DIR; what went wrong is on stderr
#   in_chroot DIR CMD...      runs CMD in it, in namespaces of its own: mounts and processes end with CMD
#   in_chroot_apt DIR WORD... apt-get in it, never asking
#   begin_chroot_test WHAT SUITE   sets WORK, a directory that is removed in the end; skips WHAT and ends when it cannot be done here
#   step NAME CMD...          one test; as each needs those before, the first failure ends it all
#   end_chroot_test           the last line
#
# The archive is the one that this machine's apt uses.  CRM_CHROOTS=DIR keeps the minimal systems and downloaded packages there, for the
# next run; otherwise they are removed with $WORK.

chroots_missing() {
  [ "$(id -u)" = 0 ] || { echo "needs root"; return; }
  command -v apt-get >/dev/null || { echo "needs Debian's apt"; return; }
  want_packages debootstrap || { echo "debootstrap is not here and cannot be installed"; return; }
  unshare --mount --pid --fork true 2>/dev/null || { echo "this system does not allow new namespaces"; return; }
  [ -n "$(debian_mirror)" ] || { echo "apt here knows no Debian archive"; return; }
  suite_answers "$(debian_mirror)" "$1" || { echo "the Debian archive does not answer, or has no $1"; return; }
  return 1
}

new_chroot() {
  local cache=${CRM_CHROOTS:-$WORK}
  mkdir -p "$cache/packages/partial"
  # The lock is for two runs that share CRM_CHROOTS.
  (flock 9 && { [ -e "$cache/$1/made" ] || make_base "$1" "$cache"; }) 9>"$cache/lock" &&
    rm -rf "$2" && cp -a --reflink=auto "$cache/$1" "$2" && rm "$2/made"
}

make_base() {
  local dir=$2/$1 log=$2/$1.log script=/usr/share/debootstrap/scripts/$1
  [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
  rm -rf "$dir"
  if ! debootstrap --variant=minbase --cache-dir="$2/packages" "$1" "$dir" "$(debian_mirror)" "$script" >"$log" 2>&1; then
    cat "$log" >&2
    return 1
  fi
  # No service starts, and the server's package makes no cluster: tests start what they need.
  printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d" && chmod +x "$dir/usr/sbin/policy-rc.d"
  mkdir -p "$dir/etc/postgresql-common" && echo 'create_main_cluster = false' >"$dir/etc/postgresql-common/createcluster.conf"
  # A mirror may be older than the date to which a suite's list says it is valid; nothing is flushed, the system is thrown away.
  printf '%s\n' 'Acquire::Check-Valid-Until "false";' 'Dpkg::Options { "--force-unsafe-io"; "--force-confold"; };' \
    'APT::Install-Recommends "false";' >"$dir/etc/apt/apt.conf.d/99throwaway"
  touch "$dir/made"
}

# /proc is needed by maintainer scripts, /dev/shm by the server.
in_chroot() {
  local dir=$1
  shift
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child --mount-proc="$dir/proc" -- bash -c '
    set -e
    mkdir -p "$0/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"
    if [ -n "$1" ]; then mount --bind "$1" "$0/var/cache/apt/archives"; fi
    exec chroot "$0" "${@:2}"' \
    "$dir" "${CRM_CHROOTS:+$CRM_CHROOTS/packages}" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}

in_chroot_apt() {
  local dir=$1
  shift
  # apt gives up at once when another one uses the directory of packages.
  (flock 9 && in_chroot "$dir" apt-get -q -y "$@") 9>"${CRM_CHROOTS:-$WORK}/apt.lock"
}

begin_chroot_test() {
  local why
  chroot_steps=0
  if why=$(chroots_missing "$2"); then
    echo "skip - $1: $why"
    printf '\n0 passed, 0 failed, 1 skipped\n'
    exit 0
  fi
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/crm.XXXXXX")
  trap 'rm -rf --one-file-system "$WORK"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  chmod 755 "$WORK"
}

step() {
  local name=$1
  shift
  if "$@" >"$WORK/log" 2>&1; then
    echo "ok - $name"
    chroot_steps=$((chroot_steps + 1))
  else
    tail -n 80 "$WORK/log"
    echo "not ok - $name"
    printf '\n%s passed, 1 failed, 0 skipped\n' "$chroot_steps"
    exit 1
  fi
}

end_chroot_test() { printf '\n%s passed, 0 failed, 0 skipped\n' "$chroot_steps"; }
