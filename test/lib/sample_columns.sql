-- sample_columns.sql: compares the tables of demo/sample.sql, loaded into this database, with those of doc/views.sql.  Prints what is wrong:
-- a column that is missing, that has another type or that is NULL in every row; then how many there are.  Columns more are no fault.
CREATE SCHEMA contract;
SET search_path = contract;
\ir ../../doc/views.sql
SET search_path = public;

CREATE TEMP TABLE wrong (place text, fault text);
CREATE TEMP VIEW promised AS
SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'contract';

INSERT INTO wrong
SELECT p.table_name || '.' || p.column_name, coalesce(s.data_type || ' instead of ' || p.data_type, 'missing')
FROM promised p LEFT JOIN information_schema.columns s
  ON s.table_schema = 'public' AND s.table_name = p.table_name AND s.column_name = p.column_name
WHERE s.data_type IS DISTINCT FROM p.data_type;

INSERT INTO wrong SELECT 'doc/views.sql', 'has no columns' WHERE NOT EXISTS (SELECT FROM promised);

SELECT format('INSERT INTO wrong SELECT %L, %L WHERE NOT EXISTS (SELECT FROM %I WHERE %I IS NOT NULL)',
              p.table_name || '.' || p.column_name, 'NULL in every row', p.table_name, p.column_name)
FROM promised p JOIN information_schema.columns s
  ON s.table_schema = 'public' AND s.table_name = p.table_name AND s.column_name = p.column_name
\gexec

SELECT place || ': ' || fault FROM wrong ORDER BY place;
SELECT 'wrong: ' || count(*) FROM wrong;
