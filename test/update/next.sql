\echo Use "ALTER EXTENSION crm_metrics UPDATE" to load this file. \quit
-- changed
COMMENT ON FUNCTION roi(numeric, numeric) IS 'Return on investment, explained better.';
CREATE OR REPLACE FUNCTION rate_low(rate_agg_state, confidence float8 DEFAULT 0.9) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rate_rate_low' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
-- dropped
DROP FUNCTION in_hours(interval);
-- added
CREATE TYPE spread_agg_state;
CREATE FUNCTION spread_agg_state_in(cstring) RETURNS spread_agg_state
	AS 'MODULE_PATHNAME', 'spread_agg_state_in' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_in(cstring) IS 'input function of spread_agg_state';
CREATE FUNCTION spread_agg_state_out(spread_agg_state) RETURNS cstring
	AS 'MODULE_PATHNAME', 'spread_agg_state_out' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_out(spread_agg_state) IS 'output function of spread_agg_state';
CREATE FUNCTION spread_agg_state_recv(internal) RETURNS spread_agg_state
	AS 'MODULE_PATHNAME', 'spread_agg_state_recv' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_recv(internal) IS 'binary input function of spread_agg_state';
CREATE FUNCTION spread_agg_state_send(spread_agg_state) RETURNS bytea
	AS 'MODULE_PATHNAME', 'spread_agg_state_send' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_send(spread_agg_state) IS 'binary output function of spread_agg_state';
CREATE TYPE spread_agg_state (INPUT = spread_agg_state_in, OUTPUT = spread_agg_state_out, RECEIVE = spread_agg_state_recv, SEND = spread_agg_state_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended);
COMMENT ON TYPE spread_agg_state IS 'Number of amounts, the smallest and the largest.';
CREATE FUNCTION spread_agg_state_eq(spread_agg_state, spread_agg_state) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spread_agg_state_eq' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_eq(spread_agg_state, spread_agg_state) IS 'equal';
CREATE OPERATOR = (LEFTARG = spread_agg_state, RIGHTARG = spread_agg_state, FUNCTION = spread_agg_state_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (spread_agg_state, spread_agg_state) IS 'equal';
CREATE FUNCTION spread_agg_state_ne(spread_agg_state, spread_agg_state) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spread_agg_state_ne' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_ne(spread_agg_state, spread_agg_state) IS 'not equal';
CREATE OPERATOR <> (LEFTARG = spread_agg_state, RIGHTARG = spread_agg_state, FUNCTION = spread_agg_state_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (spread_agg_state, spread_agg_state) IS 'not equal';
CREATE FUNCTION spread_agg_state_lt(spread_agg_state, spread_agg_state) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spread_agg_state_lt' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_lt(spread_agg_state, spread_agg_state) IS 'less than';
CREATE OPERATOR < (LEFTARG = spread_agg_state, RIGHTARG = spread_agg_state, FUNCTION = spread_agg_state_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (spread_agg_state, spread_agg_state) IS 'less than';
CREATE FUNCTION spread_agg_state_le(spread_agg_state, spread_agg_state) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spread_agg_state_le' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_le(spread_agg_state, spread_agg_state) IS 'less than or equal';
CREATE OPERATOR <= (LEFTARG = spread_agg_state, RIGHTARG = spread_agg_state, FUNCTION = spread_agg_state_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (spread_agg_state, spread_agg_state) IS 'less than or equal';
CREATE FUNCTION spread_agg_state_gt(spread_agg_state, spread_agg_state) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spread_agg_state_gt' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_gt(spread_agg_state, spread_agg_state) IS 'greater than';
CREATE OPERATOR > (LEFTARG = spread_agg_state, RIGHTARG = spread_agg_state, FUNCTION = spread_agg_state_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (spread_agg_state, spread_agg_state) IS 'greater than';
CREATE FUNCTION spread_agg_state_ge(spread_agg_state, spread_agg_state) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spread_agg_state_ge' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_ge(spread_agg_state, spread_agg_state) IS 'greater than or equal';
CREATE OPERATOR >= (LEFTARG = spread_agg_state, RIGHTARG = spread_agg_state, FUNCTION = spread_agg_state_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (spread_agg_state, spread_agg_state) IS 'greater than or equal';
CREATE FUNCTION spread_agg_state_cmp(spread_agg_state, spread_agg_state) RETURNS int
	AS 'MODULE_PATHNAME', 'spread_agg_state_cmp' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_cmp(spread_agg_state, spread_agg_state) IS 'btree comparison of spread_agg_state';
CREATE FUNCTION spread_agg_state_hash(spread_agg_state) RETURNS int
	AS 'MODULE_PATHNAME', 'spread_agg_state_hash' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_hash(spread_agg_state) IS 'hash of spread_agg_state';
CREATE FUNCTION spread_agg_state_hash_extended(spread_agg_state, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'spread_agg_state_hash_extended' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_hash_extended(spread_agg_state, bigint) IS 'seeded hash of spread_agg_state';
CREATE OPERATOR CLASS spread_agg_state_btree_ops DEFAULT FOR TYPE spread_agg_state USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,
	OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 spread_agg_state_cmp(spread_agg_state, spread_agg_state);
COMMENT ON OPERATOR CLASS spread_agg_state_btree_ops USING btree IS 'order of spread_agg_state: total and stable, of no other meaning';
COMMENT ON OPERATOR FAMILY spread_agg_state_btree_ops USING btree IS 'order of spread_agg_state';
CREATE OPERATOR CLASS spread_agg_state_hash_ops DEFAULT FOR TYPE spread_agg_state USING hash AS OPERATOR 1 =,
	FUNCTION 1 spread_agg_state_hash(spread_agg_state), FUNCTION 2 spread_agg_state_hash_extended(spread_agg_state, bigint);
COMMENT ON OPERATOR CLASS spread_agg_state_hash_ops USING hash IS 'hash of spread_agg_state';
COMMENT ON OPERATOR FAMILY spread_agg_state_hash_ops USING hash IS 'hash of spread_agg_state';
CREATE FUNCTION jsonb(spread_agg_state) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'spread_agg_state_jsonb' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION jsonb(spread_agg_state) IS 'the content of a spread_agg_state as jsonb';
CREATE CAST (spread_agg_state AS jsonb) WITH FUNCTION jsonb(spread_agg_state);
COMMENT ON CAST (spread_agg_state AS jsonb) IS 'the content of a spread_agg_state';
CREATE FUNCTION spread_agg_state_merge(spread_agg_state, spread_agg_state) RETURNS spread_agg_state
	AS 'MODULE_PATHNAME', 'spread_agg_state_merge' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spread_agg_state_merge(spread_agg_state, spread_agg_state) IS 'combine function: merges two states of spread_agg_state';
CREATE FUNCTION spread_agg_state_final(spread_agg_state) RETURNS spread_agg_state
	AS 'MODULE_PATHNAME', 'spread_agg_state_final' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread_agg_state_final(spread_agg_state) IS 'final function: the canonical spread_agg_state, NULL when nothing was counted';
CREATE FUNCTION spread_add(spread_agg_state, bigint) RETURNS spread_agg_state
	AS 'MODULE_PATHNAME', 'spread_add' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spread_add(spread_agg_state, bigint) IS 'transition function of spread()';
CREATE FUNCTION spread(spread_agg_state) RETURNS bigint
	AS 'MODULE_PATHNAME', 'spread_spread' LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT;
COMMENT ON FUNCTION spread(spread_agg_state) IS 'Largest minus smallest amount of a state.';
CREATE AGGREGATE spread(amount bigint) (SFUNC = spread_add, STYPE = spread_agg_state, FINALFUNC = spread,
	COMBINEFUNC = spread_agg_state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE spread(amount bigint) IS 'Largest minus smallest amount, in the unit of amount; NULL is skipped.';
CREATE AGGREGATE spread_agg(amount bigint) (SFUNC = spread_add, STYPE = spread_agg_state, FINALFUNC = spread_agg_state_final,
	COMBINEFUNC = spread_agg_state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE spread_agg(amount bigint) IS 'State of amounts, to store, roll up and read with spread().';
CREATE AGGREGATE rollup(state spread_agg_state) (SFUNC = spread_agg_state_merge, STYPE = spread_agg_state, COMBINEFUNC = spread_agg_state_merge,
	FINALFUNC = spread_agg_state_final, PARALLEL = SAFE);
COMMENT ON AGGREGATE rollup(spread_agg_state) IS 'Merges stored spreads into one.';
