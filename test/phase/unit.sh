# shellcheck shell=bash
phase_unit() {
  phase "core/ under AddressSanitizer and UndefinedBehaviorSanitizer"
  count_lines < <(make -s -k -j "$(nproc)" -C test/unit 2>&1 || echo "not ok unit tests: see above")
}
