# shellcheck shell=bash
phase_docs() {
  phase "every example, link and list of the documentation"
  local file
  for file in README.md doc/*.md doc/*/*.md; do
    if grep -q '^```sql$' "$file"; then check "$file" test/lib/doctest "$file"; fi
  done
  check "every link leads somewhere" test/lib/links README.md CHANGELOG.md doc/*.md doc/*/*.md
  check "doc/metrics.md is made of the lists in doc/index" doc/index/build --check
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
