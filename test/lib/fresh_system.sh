# shellcheck shell=bash
# Sourced, after packages.sh and chroot.sh.  Tests in Debian systems that are as new as after their installation.  Root only.
#
#   chroots_missing SUITE     prints why this machine cannot make them; status 1 when it can
#   new_chroot SUITE DIR      a fresh minimal system in DIR; what went wrong is on stderr
#   chroot_apt DIR WORD...    apt-get in it, never asking
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
  export CHROOT_PACKAGES=$cache/packages
  # The lock is for two runs that share CRM_CHROOTS.
  (flock 9 && { [ -e "$cache/$1/made" ] || make_base "$1" "$cache"; }) 9>"$cache/lock" &&
    rm -rf "$2" && cp -a --reflink=auto "$cache/$1" "$2" && rm "$2/made"
}

make_base() {
  rm -rf "${2:?}/$1"
  chroot_create "$2/$1" "$1" "$(dpkg --print-architecture)" >"$2/$1.log" 2>&1 || { cat "$2/$1.log" >&2; return 1; }
  touch "$2/$1/made"
}

chroot_apt() {
  local dir=$1
  shift
  # apt gives up at once when another one uses the directory of packages.
  (flock 9 && chroot_run "$dir" apt-get -q -y "$@") 9>"${CRM_CHROOTS:-$WORK}/apt.lock"
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
