# shellcheck shell=bash
phase_adapters() {
  phase "the views over the tables of each CRM"
  count_lines < <(test/adapters/check 2>&1 || echo "not ok test/adapters/check ended early")
}
