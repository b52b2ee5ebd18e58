# Makes the install script of the SQL modules. Plain SQL passes through; lines that begin with a backslash are short for
# what every state type, function and aggregate of the extension must have, so that none can lack it:
#
#   \state TYPE                                a state type: in/out/send/recv, comparisons, operator classes, cast to
#     comment                                  jsonb, merge, final and rollup
#   \rollup TYPE                               what rollup(TYPE) does, the comment
#     comment
#   \function NAME(ARGS) RESULT SYMBOL [WORD..]  a C function, IMMUTABLE STRICT PARALLEL SAFE; words: nullable (not STRICT),
#     comment                                  window, rows=N, cost=N
#   \aggregate NAME(ARGS) RESULT state=TYPE add=SYMBOL final=FUNCTION [drop=SYMBOL] [space=BYTES]
#     comment                                  its transition functions, declared once per argument list; final is an SQL
#                                              function of TYPE, or TYPE_final
#   \each A=x,y B=p,q ... \end                 the lines between, once per value, with @A@ and @B@ replaced; may be nested
#
# A comment is every indented line that follows. Output order: types, functions, aggregates, so that modules may refer to
# each other without any order among their files.

function fail(message) { printf "%s:%d: %s\n", FILENAME, FNR, message > "/dev/stderr"; failed = 1; exit 1 }
function quoted(text) { gsub(/'/, "''", text); return "'" text "'" }
# a signature without default values, for COMMENT ON
function bare(signature) { gsub(/ DEFAULT ('[^']*'|[^,)]*)/, "", signature); return signature }
# the argument list between the parentheses
function arguments(signature) { sub(/^[^(]*\(/, "", signature); sub(/\)$/, "", signature); return signature }
# "hit boolean, weight numeric" -> "boolean, numeric"
function types_of(args) { gsub(/(^|, )[a-z_]+ /, "&\001", args); gsub(/[a-z_]+ \001/, "", args); return args }
function comment_on(kind, what, text) {
	if (text == "") fail("no comment for " what)
	return "COMMENT ON " kind " " what " IS " quoted(text) ";\n"
}
function c_function(signature, result, symbol, words, text) {
	return "CREATE FUNCTION " signature " RETURNS " result "\n\tAS 'MODULE_PATHNAME', '" symbol "' LANGUAGE C IMMUTABLE PARALLEL SAFE" words ";\n" \
		comment_on("FUNCTION", bare(signature), text)
}
# An operator family is created by name: CREATE OPERATOR CLASS alone would take over a foreign one of that name.
function state(type, text,    f) {
	types = types "CREATE TYPE " type ";\n" \
		c_function(type "_in(cstring)", type, type "_in", " STRICT", "input function of " type) \
		c_function(type "_out(" type ")", "cstring", type "_out", " STRICT", "output function of " type) \
		c_function(type "_recv(internal)", type, type "_recv", " STRICT", "binary input function of " type) \
		c_function(type "_send(" type ")", "bytea", type "_send", " STRICT", "binary output function of " type) \
		"CREATE TYPE " type " (INPUT = " type "_in, OUTPUT = " type "_out, RECEIVE = " type "_recv, SEND = " type "_send,\n" \
		"\tINTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended);\n" \
		comment_on("TYPE", type, text)
	operator(type, "=", "eq", "=", "<>", "eqsel", "eqjoinsel, HASHES, MERGES", "equal")
	operator(type, "<>", "ne", "<>", "=", "neqsel", "neqjoinsel", "not equal")
	operator(type, "<", "lt", ">", ">=", "scalarltsel", "scalarltjoinsel", "less than")
	operator(type, "<=", "le", ">=", ">", "scalarlesel", "scalarlejoinsel", "less than or equal")
	operator(type, ">", "gt", "<", "<=", "scalargtsel", "scalargtjoinsel", "greater than")
	operator(type, ">=", "ge", "<=", "<", "scalargesel", "scalargejoinsel", "greater than or equal")
	functions = functions \
		c_function(type "_cmp(" type ", " type ")", "int", type "_cmp", " STRICT", "btree comparison of " type) \
		c_function(type "_hash(" type ")", "int", type "_hash", " STRICT", "hash of " type) \
		c_function(type "_hash_extended(" type ", bigint)", "bigint", type "_hash_extended", " STRICT", "seeded hash of " type) \
		"CREATE OPERATOR FAMILY " type "_btree_ops USING btree;\nCREATE OPERATOR FAMILY " type "_hash_ops USING hash;\n" \
		"CREATE OPERATOR CLASS " type "_btree_ops DEFAULT FOR TYPE " type " USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,\n" \
		"\tOPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 " type "_cmp(" type ", " type ");\n" \
		comment_on("OPERATOR CLASS", type "_btree_ops USING btree", "order of " type ": total and stable, of no other meaning") \
		comment_on("OPERATOR FAMILY", type "_btree_ops USING btree", "order of " type) \
		"CREATE OPERATOR CLASS " type "_hash_ops DEFAULT FOR TYPE " type " USING hash AS OPERATOR 1 =,\n" \
		"\tFUNCTION 1 " type "_hash(" type "), FUNCTION 2 " type "_hash_extended(" type ", bigint);\n" \
		comment_on("OPERATOR CLASS", type "_hash_ops USING hash", "hash of " type) \
		comment_on("OPERATOR FAMILY", type "_hash_ops USING hash", "hash of " type) \
		c_function("jsonb(" type ")", "jsonb", type "_jsonb", " STRICT", "the content of a " type " as jsonb") \
		"CREATE CAST (" type " AS jsonb) WITH FUNCTION jsonb(" type ");\n" \
		comment_on("CAST", "(" type " AS jsonb)", "the content of a " type) \
		c_function(type "_merge(" type ", " type ")", type, type "_merge", "", "combine function: merges two states of " type) \
		c_function(type "_final(" type ")", type, type "_final", " STRICT", "final function: the canonical " type ", NULL when nothing was counted")
	types_seen[++type_count] = type
}
function declare_rollups(    i, type) {
	for (i = 1; i <= type_count; i++) {
		type = types_seen[i]
		aggregates = aggregates "CREATE AGGREGATE rollup(state " type ") (SFUNC = " type "_merge, STYPE = " type ", COMBINEFUNC = " type "_merge,\n" \
			"\tFINALFUNC = " type "_final, PARALLEL = SAFE);\n" comment_on("AGGREGATE", "rollup(" type ")", rollup[type])
	}
}
function operator(type, name, suffix, commutator, negator, restrict, join, meaning) {
	functions = functions c_function(type "_" suffix "(" type ", " type ")", "boolean", type "_" suffix, " STRICT", meaning) \
		"CREATE OPERATOR " name " (LEFTARG = " type ", RIGHTARG = " type ", FUNCTION = " type "_" suffix ",\n\tCOMMUTATOR = " commutator \
		", NEGATOR = " negator ", RESTRICT = " restrict ", JOIN = " join ");\n" \
		comment_on("OPERATOR", name " (" type ", " type ")", meaning)
}
# split off "NAME(ARGS)": leaves the rest of the line in `rest`
function signature_of(line,    i, depth, c, q) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "'") q = !q
		if (!q && c == "(") depth++
		if (!q && c == ")" && --depth == 0) break
	}
	rest = substr(line, i + 2)
	return substr(line, 1, i)
}
# the result type: one word, SETOF word, or TABLE(...)
function result_of(    r, i) {
	if (rest ~ /^TABLE\(/) {
		r = signature_of(rest)
	} else {
		match(rest, /^(SETOF )?[^ ]+/)
		r = substr(rest, 1, RLENGTH)
		rest = substr(rest, RLENGTH + 2)
	}
	return r
}
function declare_function(line, text,    signature, result, n, word, i, words, symbol) {
	signature = signature_of(line)
	result = result_of()
	n = split(rest, word, " ")
	symbol = word[1]
	words = " STRICT"
	for (i = 2; i <= n; i++)
		if (word[i] == "nullable") words = ""
	for (i = 2; i <= n; i++) {
		if (word[i] == "window") words = words " WINDOW"
		else if (sub(/^rows=/, "", word[i])) words = words " ROWS " word[i]
		else if (sub(/^cost=/, "", word[i])) words = words " COST " word[i]
		else if (word[i] != "nullable") fail("unknown word " word[i])
	}
	functions = functions c_function(signature, result, symbol, words, text)
}
function step(symbol, type, args, meaning,    signature) {
	signature = symbol "(" type ", " args ")"
	if (!(signature in declared)) {
		declared[signature] = 1
		functions = functions c_function(signature, type, symbol, "", meaning)
	}
}
function declare_aggregate(line, text,    name, signature, result, n, word, i, pair, option, body, args) {
	signature = signature_of(line)
	result = result_of()
	n = split(rest, word, " ")
	option["drop"] = option["space"] = ""
	for (i = 1; i <= n; i++) {
		split(word[i], pair, "=")
		option[pair[1]] = pair[2]
	}
	name = signature; sub(/\(.*/, "()", name)
	if (option["state"] == "" || option["add"] == "" || option["final"] == "") fail("state=, add= and final= are needed: " line)
	args = types_of(arguments(signature))
	step(option["add"], option["state"], args, "transition function of " name)
	body = "SFUNC = " option["add"] ", STYPE = " option["state"] ", FINALFUNC = " option["final"] ",\n\tCOMBINEFUNC = " option["state"] "_merge"
	if (option["space"] != "") body = body ", SSPACE = " option["space"]
	if (option["drop"] != "") {
		step(option["drop"], option["state"], args, "inverse transition function of " name)
		body = body ",\n\tMSFUNC = " option["add"] ", MINVFUNC = " option["drop"] ", MSTYPE = " option["state"] ", MFINALFUNC = " option["final"]
		if (option["space"] != "") body = body ", MSSPACE = " option["space"]
	}
	aggregates = aggregates "CREATE AGGREGATE " signature " (" body ", PARALLEL = SAFE);\n" comment_on("AGGREGATE", signature, text)
}
function finish(    d, text) {
	if (directive == "") return
	d = directive; text = comment
	directive = comment = ""
	if (sub(/^\\state /, "", d)) state(d, text)
	else if (sub(/^\\function /, "", d)) declare_function(d, text)
	else if (sub(/^\\aggregate /, "", d)) declare_aggregate(d, text)
	else if (sub(/^\\rollup /, "", d)) rollup[d] = text
	else fail("unknown directive " d)
}
function line_in(line) {
	if (directive != "" && line ~ /^[ \t]/) {
		sub(/^[ \t]+/, "", line)
		comment = comment (comment == "" ? "" : " ") line
		return
	}
	finish()
	if (line ~ /^\\/) directive = line
	else if (line !~ /^(--.*)?$/) functions = functions line "\n"
}
function each_end(    block, vars, n, i, j, m, pair, value, count, name, line, lines, text) {
	block = blocks[depth]; vars = variables[depth]; depth--
	n = split(vars, pair, " ")
	split(pair[1], value, "="); count = split(value[2], value, ",")
	m = split(block, lines, "\n")
	for (i = 1; i <= count; i++)
		for (j = 1; j < m; j++) {
			line = lines[j]
			for (k = 1; k <= n; k++) {
				name = pair[k]; sub(/=.*/, "", name)
				text = pair[k]; sub(/^[^=]*=/, "", text)
				if (split(text, value, ",") != count) fail("lists of different lengths: " vars)
				gsub("@" name "@", value[i], line)
			}
			if (depth > 0) blocks[depth] = blocks[depth] line "\n"
			else line_in(line)
		}
}
/^[ \t]*\\each / { line = $0; sub(/^[ \t]*\\each /, "", line); variables[++depth] = line; blocks[depth] = ""; next }
/^[ \t]*\\end$/ { if (depth == 0) fail("\\end without \\each"); each_end(); next }
depth > 0 { blocks[depth] = blocks[depth] $0 "\n"; next }
{ line_in($0) }
END {
	if (failed) exit 1
	finish()
	declare_rollups()
	print "\\echo Use \"CREATE EXTENSION crm_metrics\" to load this file. \\quit"
	printf "%s%s%s", types, functions, aggregates
}
