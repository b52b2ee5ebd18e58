# From doc/views.sql: one line "view column target" for every column that holds an id, and what it refers to.  Nothing is listed here: a
# column is an id when it is called id, ends in _id, or when its comment names the column it refers to ("users.id", "contacts.account_id").
/^CREATE TABLE / { view = $3; views[view] = 1; next }
/^\);/ { view = ""; next }
view && $2 ~ /^int,?$/ {
  target = ""
  if (match($0, /[a-z]+\.(id|account_id)/)) target = substr($0, RSTART, RLENGTH)
  else if ($1 == "id") target = view ".id"
  else if ($1 == "account_id") target = "contacts.account_id"
  else if ($1 ~ /_id$/) target = substr($1, 1, length($1) - 3) "s.id"
  if (target) { n++; line[n] = view " " $1 " " target }
}
END {
  for (i = 1; i <= n; i++) {
    split(line[i], part, /[ .]/)
    if (!(part[3] in views)) { print "no view for " line[i] > "/dev/stderr"; exit 1 }
    print line[i]
  }
}
