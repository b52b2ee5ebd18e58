-- Promises that hold for every object of the extension, in the style of core's opr_sanity. Each query lists violations.
CREATE TEMP VIEW members AS SELECT d.classid, d.objid, p.* FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
	LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
WHERE d.refclassid = 'pg_extension'::regclass AND e.extname = 'crm_metrics' AND d.deptype = 'e';
SELECT count(*) > 300 AS found_them FROM members;

-- Nothing depends on a setting or the clock, and everything may run in a worker.
SELECT oid::regprocedure AS not_immutable_or_not_parallel_safe FROM members WHERE classid = 'pg_proc'::regclass AND (provolatile <> 'i' OR proparallel <> 's');
SELECT oid::regprocedure AS has_settings_or_owner_rights FROM members WHERE classid = 'pg_proc'::regclass AND (proconfig IS NOT NULL OR prosecdef);
SELECT oid::regprocedure AS not_c FROM members WHERE classid = 'pg_proc'::regclass AND prokind <> 'a' AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c');

-- Every aggregate can be computed in part: a state type of our own, a combine function, no initial value, a final function
-- that only reads.
CREATE TEMP VIEW aggregates AS SELECT a.*, m.proname, m.prorettype FROM pg_aggregate a JOIN members m ON m.oid = a.aggfnoid;
SELECT aggfnoid AS not_mergeable FROM aggregates WHERE aggcombinefn = 0 OR agginitval IS NOT NULL OR aggfinalfn = 0 OR aggfinalmodify <> 'r' OR aggfinalextra
	OR aggserialfn <> 0 OR aggkind <> 'n';
SELECT aggfnoid AS state_is_not_ours FROM aggregates a JOIN pg_type t ON t.oid = a.aggtranstype
	WHERE t.typtype = 'p' OR t.typname NOT LIKE '%\_agg\_state' OR NOT EXISTS (SELECT 1 FROM members WHERE classid = 'pg_type'::regclass AND objid = t.oid);
SELECT aggfnoid AS moving_form_differs FROM aggregates WHERE aggmtransfn <> 0
	AND (aggmtranstype <> aggtranstype OR aggmfinalfn <> aggfinalfn OR aggmtransfn <> aggtransfn OR aggminvtransfn = 0 OR aggmfinalmodify <> 'r');
SELECT DISTINCT f.oid::regprocedure AS strict_support_function FROM aggregates a JOIN pg_proc f ON f.oid IN (a.aggtransfn, a.aggcombinefn, a.aggminvtransfn) WHERE f.proisstrict;
-- Concrete argument types (Citus compares them), and no name that Citus takes for its own.
SELECT aggfnoid AS polymorphic FROM aggregates a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE p.provariadic <> 0
	OR EXISTS (SELECT 1 FROM unnest(p.proargtypes) t JOIN pg_type y ON y.oid = t WHERE y.typtype = 'p') OR p.pronargs = 0;
SELECT aggfnoid AS reserved_name FROM aggregates WHERE proname LIKE 'tdigest%' OR proname IN ('avg', 'min', 'max', 'sum', 'count', 'array_agg', 'jsonb_agg',
	'jsonb_object_agg', 'json_agg', 'json_object_agg', 'bit_and', 'bit_or', 'bool_and', 'bool_or', 'every', 'any_value', 'hll_add_agg', 'hll_union_agg',
	'topn_add_agg', 'topn_union_agg');
-- The three faces: each state has exactly one rollup.
SELECT t.typname AS without_rollup FROM members m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid AND t.typcategory <> 'A'
	WHERE 1 <> (SELECT count(*) FROM aggregates a WHERE a.proname = 'rollup' AND a.aggtranstype = t.oid AND a.prorettype = t.oid);

-- Types: aligned and storable, text and binary form, a btree and a hash operator class, a cast to jsonb.
SELECT t.typname AS incomplete FROM members m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid WHERE t.typcategory <> 'A'
	AND NOT (t.typalign = 'd' AND t.typstorage = 'x' AND t.typlen = -1 AND t.typreceive <> 0 AND t.typsend <> 0
		AND 2 = (SELECT count(*) FROM pg_opclass c WHERE c.opcintype = t.oid AND c.opcdefault)
		AND 'e' = (SELECT castcontext FROM pg_cast WHERE castsource = t.oid AND casttarget = 'jsonb'::regtype)) ORDER BY 1;

-- Everything has a comment. Array types, and the operators inside operator families, have none to give.
SELECT pg_describe_object(classid, objid, 0) AS without_comment FROM members m
	WHERE obj_description(objid, classid::regclass::text) IS NULL
	AND NOT (classid = 'pg_type'::regclass AND EXISTS (SELECT 1 FROM pg_type WHERE oid = objid AND typcategory = 'A')) ORDER BY 1;
-- Windowed and set-returning functions say so; nobody lacks EXECUTE.
SELECT oid::regprocedure AS not_executable FROM members WHERE classid = 'pg_proc'::regclass AND NOT has_function_privilege('public', oid, 'EXECUTE');

-- What a trusted, relocatable extension may do: no object outside its schema, no table of its own.
SELECT pg_describe_object(classid, objid, 0) AS unexpected FROM members WHERE classid NOT IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass,
	'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass) ORDER BY 1;
SELECT extrelocatable FROM pg_extension WHERE extname = 'crm_metrics';
CREATE SCHEMA elsewhere;
ALTER EXTENSION crm_metrics SET SCHEMA elsewhere;
SET search_path = '';
SELECT round(elsewhere.nps(s), 4) AS nps FROM pg_catalog.unnest(ARRAY[10, 9, 0]) s;
RESET search_path;
ALTER EXTENSION crm_metrics SET SCHEMA public;
DROP SCHEMA elsewhere;
