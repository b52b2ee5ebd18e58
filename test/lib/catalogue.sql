-- All that the catalogues say of the extension's objects, one line each, without numbers that differ between databases: two databases in
-- which the extension is the same print the same.
CREATE TEMP VIEW member AS SELECT d.classid, d.objid FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_extension'::regclass AND e.extname = 'crm_metrics' AND d.deptype = 'e';
-- Rows of families belong to no extension themselves.
CREATE TEMP VIEW family AS SELECT f.oid, format('%s using %s', opfname, amname) AS name FROM member JOIN pg_opfamily f ON classid = 'pg_opfamily'::regclass AND objid = f.oid
	JOIN pg_am a ON a.oid = opfmethod;
SELECT line FROM (
	SELECT format('extension %s', to_jsonb(e) - 'oid' - 'extowner' - 'extnamespace') AS line FROM pg_extension e WHERE extname = 'crm_metrics'
	UNION ALL SELECT format('object %s, comment: %s', pg_describe_object(classid, objid, 0), obj_description(objid, classid::regclass::text)) FROM member
	UNION ALL SELECT format('%s depends on %s (%s)', pg_describe_object(d.classid, d.objid, d.objsubid), pg_describe_object(refclassid, refobjid, refobjsubid), deptype)
		FROM pg_depend d JOIN member USING (classid, objid)
	UNION ALL SELECT format('function %s(%s) returns %s %s', objid::regproc, pg_get_function_arguments(objid), pg_get_function_result(objid),
			to_jsonb(p) - '{oid,pronamespace,proowner,prolang,provariadic,prorettype,proargtypes,proallargtypes,proargdefaults,prosqlbody}'::text[])
		FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid
	UNION ALL SELECT format('aggregate %s of %s, %s: %s', objid::regprocedure, aggtranstype::regtype, aggmtranstype::regtype,
			to_jsonb(a) - '{aggfnoid,aggtranstype,aggmtranstype,aggsortop}'::text[])
		FROM member JOIN pg_aggregate a ON classid = 'pg_proc'::regclass AND objid = a.aggfnoid
	UNION ALL SELECT format('type %s of %s: %s', objid::regtype, nullif(typelem, 0)::regtype,
			to_jsonb(t) - '{oid,typnamespace,typowner,typrelid,typelem,typarray,typbasetype,typcollation}'::text[])
		FROM member JOIN pg_type t ON classid = 'pg_type'::regclass AND objid = t.oid
	UNION ALL SELECT format('operator %s, commutator %s, negator %s, result %s: %s', objid::regoperator, oprcom::regoperator, oprnegate::regoperator, oprresult::regtype,
			to_jsonb(o) - '{oid,oprnamespace,oprowner,oprleft,oprright,oprresult,oprcom,oprnegate}'::text[])
		FROM member JOIN pg_operator o ON classid = 'pg_operator'::regclass AND objid = o.oid
	UNION ALL SELECT format('operator class %s of %s in %s, default %s, key %s', opcname, opcintype::regtype, family.name, opcdefault, nullif(opckeytype, 0)::regtype)
		FROM member JOIN pg_opclass c ON classid = 'pg_opclass'::regclass AND objid = c.oid JOIN family ON family.oid = opcfamily
	UNION ALL SELECT format('family %s, operator %s %s %s, %s %s', name, amopstrategy, amoppurpose, amopopr::regoperator, amoplefttype::regtype, amoprighttype::regtype)
		FROM family JOIN pg_amop ON amopfamily = family.oid
	UNION ALL SELECT format('family %s, function %s %s, %s %s', name, amprocnum, amproc::regprocedure, amproclefttype::regtype, amprocrighttype::regtype)
		FROM family JOIN pg_amproc ON amprocfamily = family.oid
	UNION ALL SELECT format('cast %s to %s with %s, %s %s', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod)
		FROM member JOIN pg_cast c ON classid = 'pg_cast'::regclass AND objid = c.oid
) x ORDER BY line COLLATE "C";
