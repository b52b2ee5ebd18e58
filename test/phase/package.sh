# shellcheck shell=bash
# What a release says of itself, and what is in it.  test/package makes and installs the Debian package.
phase_package() {
  phase "the release"
  release_files >"$CLUSTER_DIR/files"
  check "META.json is as PGXN specifies it" no_faults META.json
  check "a wrong META.json is found out" finds_faults
  check "one version in all files, released in all or in none" one_version
  if ! git rev-parse HEAD >/dev/null 2>&1 || [ -n "$(git rev-parse --show-prefix)" ]; then
    skip "make dist: this is not a checkout by git"
    return
  fi
  check "make dist: every file of the last commit, nothing else" dist_is_the_commit
  check "its install script, made without git, is that of the checkout" dist_makes_the_script
  if command -v unzip >/dev/null; then
    check "the zip is the tar" zip_is_the_tar
  else
    skip "the zip is the tar: needs unzip"
  fi
}

# Without git, the files that are there.
release_files() { git ls-files 2>/dev/null || find . -type f -not -path './.git/*' -printf '%P\n'; }

meta_faults() { psql -X -q -At -v ON_ERROR_STOP=1 -v meta="$(cat "$1")" -v files="$(cat "$CLUSTER_DIR/files")" -f test/lib/meta.sql; }
no_faults() {
  local faults
  faults=$(meta_faults "$1") && echo "$faults" && [ -z "$faults" ]
}

# A sed command that spoils META.json, and what has to be said then.
finds_faults() {
  local spoil expected faults count=0
  while IFS='|' read -r spoil expected; do
    sed "$spoil" META.json >"$CLUSTER_DIR/spoilt.json"
    ! cmp -s META.json "$CLUSTER_DIR/spoilt.json" || { echo "$spoil changes nothing"; return 1; }
    faults=$(meta_faults "$CLUSTER_DIR/spoilt.json")
    grep -q -x "$expected.*" <<<"$faults" || { echo "$spoil: expected '$expected', got '$faults'"; return 1; }
    count=$((count + 1))
  done <<'END'
/"maintainer"/d|maintainer is missing
s/"license": "postgresql"/"license": "gnu"/|license
s/"name": "crm_metrics"/"name": "crm metrics"/|name is not a term
s/"version": "[0-9.]*",/"version": "1.0",/|version is not a semantic version
s/\("version": "[0-9]*\)\(.*",\)/\19\2/|provides crm_metrics: version is not that
s/crm_metrics.control/sql\/none.sql/|provides crm_metrics: no file sql/none.sql
/"file"/d|provides crm_metrics: no file
s/"docfile": "/&doc\/no/|provides crm_metrics: no file doc/no
s/"15.0.0"/"15"/|prereqs: PostgreSQL
s/"runtime"/"running"/|prereqs: phase running
s/"requires"/"needs"/|prereqs: relationship needs
s/"release_status": ".*"/"release_status": "new"/|release_status
s/"crm", /"c\/r", /|tags
s/"meta-spec": {"version": "1.0.0"/"meta-spec": {"version": "2.0.0"/|meta-spec
s/"description"/"story"/|unknown key story
END
  [ "$count" = 15 ]
}

# The SQL objects have two numbers (control), a release three.
one_version() {
  local meta changes debian sql
  meta=$(sed -n 's/^   "version": "\(.*\)",$/\1/p' META.json)
  changes=$(sed -n 's/^## \([0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)
  [[ $changes == *.*.* ]] || changes+=.0
  debian=$(sed -nE '1s/^crm-metrics \(([0-9.]+)-[0-9]+\).*/\1/p' debian/changelog)
  sql=$(sed -n "s/^default_version = '\(.*\)'/\1/p" crm_metrics.control)
  echo "META.json $meta, CHANGELOG.md $changes, debian/changelog $debian, control $sql"
  [ -n "$meta" ] && [ "$meta" = "$changes" ] && [ "$meta" = "$debian" ] && [ "${meta%.*}" = "$sql" ] && released_everywhere
}
released_everywhere() {
  local unreleased=0
  ! grep -q '"release_status": "stable"' META.json && unreleased=$((unreleased + 1))
  grep -m 1 '^## ' CHANGELOG.md | grep -q '(unreleased)' && unreleased=$((unreleased + 1))
  head -n 1 debian/changelog | grep -q ' UNRELEASED;' && unreleased=$((unreleased + 1))
  echo "unreleased in $unreleased of 3 files"
  [ "$unreleased" = 0 ] || [ "$unreleased" = 3 ]
}

dist_is_the_commit() {
  mkdir -p "$CLUSTER_DIR/dist" && make -s dist DISTDIR="$CLUSTER_DIR/dist" && tar -xzf "$CLUSTER_DIR"/dist/*.tar.gz -C "$CLUSTER_DIR/dist" &&
    [ -f "$CLUSTER_DIR/dist/crm_metrics-$(sed -n 's/^   "version": "\(.*\)",$/\1/p' META.json)/META.json" ] &&
    diff <(git ls-tree -r --name-only HEAD | LC_ALL=C sort) <(cd "$CLUSTER_DIR"/dist/*/ && find . -type f -printf '%P\n' | LC_ALL=C sort)
}
# Only when the modules are those of the last commit can the scripts be equal.
dist_makes_the_script() {
  local script
  script=sql/crm_metrics--$(sed -n "s/^default_version = '\(.*\)'/\1/p" crm_metrics.control).sql
  make -s -C "$CLUSTER_DIR"/dist/*/ "$script" PG_CONFIG="$PG_CONFIG" && grep -q '^CREATE AGGREGATE nps' "$CLUSTER_DIR"/dist/*/"$script" &&
    { ! git diff --quiet HEAD -- sql || cmp "$script" "$CLUSTER_DIR"/dist/*/"$script"; }
}
zip_is_the_tar() {
  mkdir "$CLUSTER_DIR/zip" && unzip -q "$CLUSTER_DIR"/dist/*.zip -d "$CLUSTER_DIR/zip" && rm -f "$CLUSTER_DIR"/dist/*/sql/crm_metrics--*.sql "$CLUSTER_DIR"/dist/*/.built-for &&
    diff -r "$CLUSTER_DIR"/dist/*/ "$CLUSTER_DIR"/zip/*/
}
