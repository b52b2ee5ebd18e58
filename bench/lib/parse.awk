# parse.awk   Reads case files (bench/cases/CASE.queries, .duckdb, .clickhouse) and prints one line per query, with tabs between:
#   question, table whose rows are counted, tolerance, engine, kind, with index, compared, name, query
# and one line "table", engine, name, statement for each table of another engine.  A line that begins with a blank continues the one before.
function trim(s) { gsub(/^[ \t]+|[ \t]+$/, "", s); return s }
function flush(   kind, name, query, i, j) {
  if (line == "") return
  if (line ~ /^=/) {
    i = split(substr(line, 2), part, "|")
    question = trim(part[1])
    if (i > 1) table[question] = trim(part[2])
    if (i > 2) tolerance[question] = trim(part[3])
    if (!(question in table)) die("question \"" question "\" is not in the case's .queries")
  } else {
    i = index(line, "|"); kind = trim(substr(line, 1, i - 1))
    query = substr(line, i + 1); j = index(query, "|"); name = trim(substr(query, 1, j - 1))
    query = trim(substr(query, j + 1)); gsub(/[ \t]+/, " ", query)
    if (!i || !j || query == "") die("not \"kind | name | query\": " line)
    if (kind == "table") print "table", engine, name, query
    else {
      if (kind !~ /^(floor|sql|ours)(\+index)?~?$/ && kind !~ /^(duckdb|clickhouse)~?$/) die("unknown kind " kind)
      print question, table[question], (question in tolerance ? tolerance[question] : "1e-9"), engine, gensub_kind(kind), (kind ~ /\+index/), (kind !~ /~/), name, query
    }
  }
  line = ""
}
function gensub_kind(kind) { sub(/[+~].*/, "", kind); return kind }
function die(text) { print FILENAME ": " text > "/dev/stderr"; failed = 1; exit 1 }
BEGIN { OFS = "\t" }
FNR == 1 { flush(); engine = FILENAME; sub(/.*\./, "", engine); if (engine == "queries") engine = "postgres" }
/^#/ || /^[ \t]*$/ { next }
/^[ \t]/ { line = line " " trim($0); next }
{ flush(); line = $0 }
END { if (!failed) flush(); exit failed }
