# compare.awk -v tolerance=T A B   Prints the first cell in which two results differ by more than T (numbers relatively, other text at all).
function number(s) { return s ~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/ }
function abs(x) { return x < 0 ? -x : x }
function same(a, b,   size) {
  if (a == b) return 1
  if (!number(a) || !number(b)) return 0
  size = abs(a) > abs(b) ? abs(a) : abs(b)
  return abs(a - b) <= tolerance * (size > 1 ? size : 1)
}
BEGIN { FS = "\t" }
NR == FNR { want[FNR] = $0; wanted = FNR; next }
{ rows = FNR }
found == "" {
  n = split(want[FNR], a, "\t")
  if (n != NF) { found = "row " FNR ": " n " and " NF " columns"; next }
  for (i = 1; i <= NF; i++) if (!same(a[i], $i)) { found = "row " FNR ", column " i ": " a[i] " and " $i; next }
}
END {
  if (found == "" && rows + 0 != wanted + 0) found = wanted + 0 " and " rows + 0 " rows"
  if (found != "") { print found; exit 1 }
}
