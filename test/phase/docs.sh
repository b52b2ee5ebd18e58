# shellcheck shell=bash
phase_docs() {
  phase "every example, link and list of the documentation"
  local file
  for file in README.md doc/*.md doc/*/*.md; do
    if grep -q '^```sql$' "$file"; then check "$file" test/lib/doctest "$file"; fi
  done
  check "every link leads somewhere" test/lib/links README.md SECURITY.md CHANGELOG.md doc/*.md doc/*/*.md
  check "doc/metrics.md is made of the lists in doc/index" doc/index/build --check
  check_reference
  check "every section of the recipes stands in a list of doc/index, and no other" diff <(recipe_sections) <(indexed_sections)
}
# FILE.md#anchor, without the sections that hold the rows of the examples.
recipe_sections() {
  local file
  for file in doc/recipes/*.md; do
    sed -n '/^## Data/d;s/^## //p' "$file" | tr '[:upper:]' '[:lower:]' | sed "s/[^a-z0-9 _-]//g;s/ /-/g;s|^|recipes/${file##*/}#|"
  done | sort
}
indexed_sections() { cut -f 7 doc/index/*.tsv | sort -u; }

check_reference() {
  check "every page of the reference has the same sections in the same order" test/lib/reference_form doc/reference/*.md
  check "every public function stands in an example of the reference" every_function_in_examples
}
# Prints the public functions that no example of the reference calls.
every_function_in_examples() {
  local public missing
  public=$(psql -X -q -At -v ON_ERROR_STOP=1 -d postgres -c BEGIN -c 'CREATE EXTENSION IF NOT EXISTS crm_metrics' -f test/lib/public_functions.sql -c ROLLBACK) || return
  [ -n "$public" ] || { echo "the extension has no public function?"; return 1; }
  missing=$(LC_ALL=C comm -23 <(LC_ALL=C sort <<<"$public") <(called_in_examples | LC_ALL=C sort -u))
  [ -z "$missing" ] || { echo "$missing"; return 1; }
}
called_in_examples() {
  awk '/^```sql$/ { inside = 1; next } /^```$/ { inside = 0 } inside' doc/reference/*.md | grep -oE '[A-Za-z0-9_]+\(' | tr -d '('
}
