# shellcheck shell=bash
# Sourced, after packages.sh and cluster.sh.  The extension compiled with other flags, in a copy of the sources: the checkout stays as it is.
#
#   copy_sources TOP               the sources of TOP as they are now, in $COPY, a directory of ours
#   stage_copy COMPILE LINK        builds $COPY with these flags for the compiler and the linker and installs it below $STAGE
#   load_phases                    defines the phases of test/run, for the current directory
#
# CRM_COPY=DIR keeps the copy in DIR, so that the next run compiles only what has changed; a directory for each command that does this.

copy_sources() {
  make_work_dir
  COPY=${CRM_COPY:-$CLUSTER_DIR/copy}
  mkdir -p "$COPY"
  find "$COPY" -type f ! -name '*.o' ! -name '*.d' ! -name .built-for -delete
  # Of a checkout what git knows or would add; of an unpacked archive all but what a build leaves.
  if git -C "$1" rev-parse --git-dir >/dev/null 2>&1; then
    (cd "$1" && git ls-files -z --cached --others --exclude-standard --deduplicate | while IFS= read -r -d '' f; do
      [ ! -e "$f" ] || printf '%s\0' "$f"
    done | tar -c --null -T -) | tar -x --no-same-owner -C "$COPY"
  else
    tar -c -C "$1" --exclude=./.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' --exclude='*.d' --exclude=.built-for --exclude=build --exclude=results . |
      tar -x --no-same-owner -C "$COPY"
  fi
}

# The flags come last, so that they win.  No bitcode: JIT would inline functions without them.
stage_copy() {
  local log=$CLUSTER_DIR/build.log
  # shellcheck disable=SC2034  # cluster.sh reads it
  STAGE=$CLUSTER_DIR/stage
  # shellcheck disable=SC2016  # make expands them
  if ! (umask 022 && make -s -j "$(nproc)" -C "$COPY" install with_llvm=no DESTDIR="$STAGE" PG_CONFIG="$PG_CONFIG" \
    PG_CXXFLAGS='$(DIALECT) $(WARNINGS) -MMD -MP '"$1" SHLIB_LINK='-Wl,--version-script=src/pg/exports.map '"$2") >"$log" 2>&1; then
    cat "$log" >&2
    fail "crm_metrics did not build with $1"
  fi
}

load_phases() {
  local file
  for file in test/phase/*.sh; do
    # shellcheck source=/dev/null
    . "$file"
  done
}
