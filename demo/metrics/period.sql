-- period.sql: what the metrics need to know about the period they are asked for.  Days and months are those of UTC, whatever the session's zone.

CREATE OR REPLACE FUNCTION months_of(period tstzrange) RETURNS int LANGUAGE sql IMMUTABLE
RETURN (SELECT 12 * extract(year FROM a) + extract(month FROM a) FROM age(upper(period) AT TIME ZONE 'UTC', lower(period) AT TIME ZONE 'UTC') AS a)::int;

-- As many months, just before.  In a condition on rows write (SELECT period_before(period)), which is worked out once.
CREATE OR REPLACE FUNCTION period_before(period tstzrange) RETURNS tstzrange LANGUAGE sql IMMUTABLE
RETURN tstzrange((lower(period) AT TIME ZONE 'UTC' - make_interval(months => months_of(period))) AT TIME ZONE 'UTC', lower(period));
