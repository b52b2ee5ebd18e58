# shellcheck shell=bash
# Sourced, by root.  Small Debian systems in directories, each with one major of PostgreSQL, made from the archive that this machine's own
# apt reads.  Nothing of them is installed on the machine.
#
#   debian_mirror                        the URI of that archive, as apt knows it
#   suite_answers MIRROR SUITE           status 0 when the archive has the suite and can be reached
#   chroot_create DIR SUITE ARCH [PINNED]  a minimal system; PINNED: a second suite, of which only PostgreSQL is taken
#   chroot_run DIR CMD...                run CMD in it as root; its mounts and every process it leaves behind end with it
#   chroot_install DIR PACKAGE...        Debian packages; no service is started, no cluster created
#
# CHROOT_PACKAGES=DIR, which has a directory partial/, keeps downloaded packages for the next system.

debian_mirror() {
  # shellcheck disable=SC2016  # apt replaces these
  apt-get indextargets --format '$(CREATED_BY)|$(ORIGIN)|$(LABEL)|$(REPO_URI)' |
    awk -F'|' '$1 == "Packages" && $2 == "Debian" && $3 == "Debian" { sub("/*$", "", $4); print $4; exit }'
}

# Asked through apt, so that a proxy of this machine is respected.
suite_answers() {
  local file status=0
  file=$(mktemp)
  /usr/lib/apt/apt-helper download-file "$1/dists/$2/Release" "$file" >/dev/null 2>&1 || status=1
  rm -f "$file"
  return "$status"
}

chroot_run() {
  local dir=$1
  shift
  # shellcheck disable=SC2016  # the inner shell expands them
  unshare --mount --pid --fork --kill-child --mount-proc="$dir/proc" -- bash -c '
    set -e
    mkdir -p "$0/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"
    if [ -n "$1" ]; then mount --bind "$1" "$0/var/cache/apt/archives"; fi
    exec chroot "$0" "${@:2}"' "$dir" "${CHROOT_PACKAGES:-}" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} "$@" </dev/null
}

# Its callers look at its status, so `set -e` does not work in here.
chroot_create() {
  local dir=$1 suite=$2 arch=$3 pinned=${4:-} mirror script
  mirror=$(debian_mirror)
  script=/usr/share/debootstrap/scripts/$suite
  [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid # a suite newer than this machine's debootstrap
  # An archive behind TLS is read with certificates.
  mkdir -p "$dir" && debootstrap --variant=minbase --arch="$arch" --include=ca-certificates ${CHROOT_PACKAGES:+--cache-dir="$CHROOT_PACKAGES"} "$suite" "$dir" "$mirror" "$script" || return 1
  printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d" && chmod +x "$dir/usr/sbin/policy-rc.d"
  mkdir -p "$dir/etc/postgresql-common" && echo 'create_main_cluster = false' >"$dir/etc/postgresql-common/createcluster.conf"
  # A mirror may be some days behind: then the lists of suites that change daily look expired.  Nothing is flushed: the system is thrown away.
  printf '%s\n' 'Acquire::Check-Valid-Until "false";' 'Dpkg::Options { "--force-unsafe-io"; "--force-confold"; };' \
    'APT::Install-Recommends "false";' >"$dir/etc/apt/apt.conf.d/90throwaway"
  printf 'deb-src %s %s main\n' "$mirror" "$suite" >>"$dir/etc/apt/sources.list"
  if [ -n "$pinned" ]; then pin_suite "$dir" "$mirror" "$pinned"; fi
  chroot_run "$dir" apt-get -q -y update
}

# PostgreSQL from there, everything else from the first suite.
pin_suite() {
  printf '%s %s %s main\n' deb "$2" "$3" deb-src "$2" "$3" >>"$1/etc/apt/sources.list"
  printf 'Package: postgresql* libpq* src:postgresql*\nPin: release a=%s\nPin-Priority: 990\n' "$3" >"$1/etc/apt/preferences.d/postgresql"
}

chroot_install() {
  local dir=$1
  shift
  chroot_run "$dir" apt-get -q -y install "$@" && chroot_run "$dir" apt-get clean
}
