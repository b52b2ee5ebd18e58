# shellcheck shell=bash
# CRM_FUZZ=SECONDS of every target (test/fuzz/run); a short look otherwise, and none without clang.
phase_fuzz() {
  phase "coverage-guided fuzzing of the readers"
  if [ "${CRM_FUZZ:-}" = no ]; then
    skip "fuzzing: CRM_FUZZ=no"
    return
  fi
  count_lines < <(test/fuzz/run "${CRM_FUZZ:-1}" 2>&1 || echo "not ok - fuzzing found something: see above")
}
