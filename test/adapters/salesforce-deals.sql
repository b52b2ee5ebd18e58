-- options: -v orders_from_deals=1
-- Without history mode; purchases are the products of won opportunities.
\ir salesforce.sql
DELETE FROM opportunity WHERE NOT _fivetran_active;
ALTER TABLE opportunity DROP COLUMN _fivetran_active, DROP COLUMN _fivetran_start, DROP COLUMN _fivetran_end;
INSERT INTO opportunity_line_item VALUES ('00k1', '0061', '01t1', 700, false), ('00k2', '0061', '01t1', 500, false), ('00k3', '0062', '01t1', 800, false), -- 0062 was lost
  ('00k4', '0065', '01t1', 2000, false), ('00k5', '0065', '01t1', 99, true);
