# shellcheck shell=bash
# The page, its marks and its numbers in a real browser, at two widths, in light and dark.
phase_dashboard() {
  phase "the dashboard"
  local page=$CLUSTER_DIR/dashboard.html control=$CLUSTER_DIR/control.json log=$CLUSTER_DIR/dashboard.log modules
  if ! want_packages npm chromium fonts-inter; then
    skip "dashboard: npm, chromium or fonts-inter is not here and cannot be installed"
    return
  fi
  if ! { npm_modules demo/dashboard && modules=$(npm_modules test/browser); } >"$log" 2>&1; then
    skip "dashboard: npm cannot fetch its packages: $(head -n 1 "$log")"
    return
  fi
  check "demo/run --dashboard" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE demo/run --dashboard "$page"
  check "the sample loads" sample_database
  check "plain SQL finds the numbers" psql -X -q -At -v ON_ERROR_STOP=1 -d sample -f test/browser/control.sql -o "$control"
  count_lines < <(timeout 180 env CHROMIUM="$(command -v chromium)" node test/browser/look.mjs "$modules" "$page" "$control" "$CLUSTER_DIR" 2>&1 ||
    echo "not ok the look at the page ended early")
  if [ -n "${CRM_PICTURE:-}" ]; then save_picture "$CLUSTER_DIR/1400.png" "$CRM_PICTURE"; fi
}
# A picture for the documentation has few colours: a palette makes it a third as large.
save_picture() {
  want_packages pngquant && mkdir -p "$(dirname "$2")" && pngquant --force --speed 1 --strip --output "$2" 256 "$1"
}
