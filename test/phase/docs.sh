# shellcheck shell=bash
phase_docs() {
  phase "every example of the documentation"
  local file
  for file in README.md doc/*.md doc/*/*.md; do
    if grep -q '^```sql$' "$file"; then check "$file" test/lib/doctest "$file"; fi
  done
}
