-- Names of the functions of the extension that are called by users: members that no aggregate, type, operator, cast, operator
-- class or operator family of it is made of.
SELECT DISTINCT p.proname FROM pg_extension e
JOIN pg_depend member ON member.refclassid = 'pg_extension'::regclass AND member.refobjid = e.oid AND member.deptype = 'e' AND member.classid = 'pg_proc'::regclass
JOIN pg_proc p ON p.oid = member.objid
WHERE e.extname = 'crm_metrics' AND (p.prokind IN ('a', 'w') OR NOT EXISTS (
	SELECT FROM pg_depend use WHERE use.refclassid = 'pg_proc'::regclass AND use.refobjid = p.oid
		AND use.classid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass, 'pg_cast'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_amproc'::regclass)))
ORDER BY 1;
