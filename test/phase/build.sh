# shellcheck shell=bash
# In a copy, so that the checkout's own objects stay.
phase_build() {
  phase "warnings are errors, with each compiler there is"
  local copy=$CLUSTER_DIR/copy clang
  clang=$(sed -n 's/^CLANG = *//p' "$(dirname "$("$PG_CONFIG" --pgxs)")/../Makefile.global")
  mkdir -p "$copy" && tar -c Makefile crm_metrics.control sql src | tar -x -C "$copy"
  check "g++, and bitcode if the server has JIT" make -C "$copy" -j "$(nproc)" WERROR=1 PG_CONFIG="$PG_CONFIG"
  check "every header stands alone" headers_alone
  for clang in ${clang:+"${clang/clang/clang++}"} clang++; do
    command -v "$clang" >/dev/null && break
  done
  if command -v "$clang" >/dev/null; then
    check "$clang" make -C "$copy" -j "$(nproc)" WERROR=1 CXX="$clang" with_llvm=no PG_CONFIG="$PG_CONFIG"
    suite_of_clang "$copy" "$clang"
  else
    skip "clang++: not installed"
  fi
  check "an old server is refused clearly" refuses_old_server
  check "a 32-bit compiler is refused clearly" refuses_32_bits
  case $(clang-format --version 2>/dev/null) in # each major has its own taste
    *' version 14.'*) check "formatted as .clang-format says" clang-format --dry-run -Werror src/*/*.?pp test/unit/*.?pp ;;
    *) skip "formatting: needs clang-format 14" ;;
  esac
}
# The library that clang made takes the place of the other one for a while.
suite_of_clang() {
  if make -s -C "$1" install CXX="$2" with_llvm=no DESTDIR="$STAGE" PG_CONFIG="$PG_CONFIG" WERROR=1 >"$1.log" 2>&1; then
    regress "${2##*/}" REGRESS="$(tests_of_one_plan)"
  else
    cat "$1.log"
    miss "pg_regress ($2)"
  fi
  stage_extension "$top"
}
headers_alone() {
  local header
  for header in src/core/*.hpp; do
    g++ -std=c++20 -fno-exceptions -fno-rtti -fsyntax-only -Wall -Wextra -Werror -Isrc -include "$header" -x c++ /dev/null || return 1
  done
  ! grep -ln 'postgres\.h\|"pg/' src/core/*
}
refuses_old_server() {
  printf '#!/bin/sh\necho PostgreSQL 14.9\n' >"$CLUSTER_DIR/old_config" && chmod +x "$CLUSTER_DIR/old_config"
  ! make PG_CONFIG="$CLUSTER_DIR/old_config" >"$CLUSTER_DIR/old.log" 2>&1 && grep -q 'needs PostgreSQL 15' "$CLUSTER_DIR/old.log"
}
# A compiler that has no 128-bit integers, as those for 32-bit systems: the real one is in test/matrix.
refuses_32_bits() {
  printf '#!/bin/sh\nexec g++ -U__SIZEOF_INT128__ "$@"\n' >"$CLUSTER_DIR/narrow" && chmod +x "$CLUSTER_DIR/narrow"
  ! make CXX="$CLUSTER_DIR/narrow" PG_CONFIG="$PG_CONFIG" >"$CLUSTER_DIR/narrow.log" 2>&1 && grep -q 'needs a 64-bit system' "$CLUSTER_DIR/narrow.log"
}
