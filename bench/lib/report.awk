# report.awk   The samples of bench/run (case, question, kind, name, threads, rows, ms, peak kB) as a table, and as CSV when csv names a file.
function sort_numbers(a, n,   i, j, x) {
  for (i = 2; i <= n; i++) { x = a[i]; for (j = i - 1; j >= 1 && a[j] > x; j--) a[j + 1] = a[j]; a[j + 1] = x }
}
function quoted(s) { gsub(/"/, "\"\"", s); return "\"" s "\"" }
function ratio(a, b) { return b > 0 ? sprintf("%.2f", a / b) : "" }
function best_of(kind, q, t,   b) { b = best[kind, q, t]; return b == "" ? 0 : b }
BEGIN { FS = "\t" }
{
  q = $1 SUBSEP $2; id = q SUBSEP $3 SUBSEP $4 SUBSEP $5
  if (!(id in count)) { order[++n] = id; if (!(q in seen)) { seen[q] = 1; questions[++m] = q } }
  values[id, ++count[id]] = $7 + 0; rows[id] = $6; rows_of[q] = $6
  if ($8 != "") peak[id] = $8
}
END {
  for (i = 1; i <= n; i++) {
    id = order[i]; k = count[id]
    for (j = 1; j <= k; j++) a[j] = values[id, j]
    sort_numbers(a, k)
    median[id] = k % 2 ? a[(k + 1) / 2] : (a[k / 2] + a[k / 2 + 1]) / 2
    low[id] = a[1]; high[id] = a[k]
    split(id, part, SUBSEP); key = part[3] SUBSEP part[1] SUBSEP part[2] SUBSEP part[5]
    if (best[key] == "" || median[id] < best[key]) { best[key] = median[id]; best_id[key] = id }
    if (part[3] == "floor") floor[part[1], part[2]] = median[id]
  }
  for (i = 1; i <= m; i++) print_question(questions[i])
  if (csv != "") write_csv()
}
function print_question(q,   i, id, part, sql, key, star) {
  split(q, part, SUBSEP)
  printf "\n%s: %s (%d rows)\n", part[1], part[2], rows_of[q]
  printf "  %-10s %-46s %2s %9s %9s %9s %11s %8s %8s %9s\n", "", "", "n", "ms", "min", "max", "rows/s", "to SQL", "to floor", "peak MB"
  for (i = 1; i <= n; i++) {
    id = order[i]
    if (index(id, q SUBSEP) != 1) continue
    split(id, part, SUBSEP)
    key = "sql" SUBSEP q SUBSEP part[5]
    star = best_id[key] == id ? "*" : ""
    printf "  %-10s %-46s %2d %9.1f %9.1f %9.1f %11d %8s %8s %9s\n", part[3] star, part[4], part[5], median[id], low[id], high[id],
      rows[id] / median[id] * 1000, part[3] == "floor" ? "" : ratio(median[id], best[key]), part[5] == 1 ? ratio(median[id], floor[part[1], part[2]]) : "", (id in peak) ? sprintf("%.1f", peak[id] / 1024) : ""
  }
}
function write_csv(   i, id, part) {
  for (i = 1; i <= n; i++) {
    id = order[i]; split(id, part, SUBSEP)
    line = day "," part[1] "," quoted(part[2]) "," part[3] "," quoted(part[4]) "," part[5] "," rows[id] "," median[id] "," low[id] "," high[id] "," sprintf("%d", rows[id] / median[id] * 1000) "," peak[id] "," load
    print line >> csv
  }
}
