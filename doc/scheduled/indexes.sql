-- indexes.sql: for the owner of the tables: a part of crm.sql is found without reading a whole table.

CREATE INDEX ON surveys (((answered_at AT TIME ZONE 'Europe/Berlin')::date));
CREATE INDEX ON deals (((closed_at AT TIME ZONE 'Europe/Berlin')::date));
CREATE INDEX ON tickets (((solved_at AT TIME ZONE 'Europe/Berlin')::date));
CREATE INDEX ON orders (((ordered_at AT TIME ZONE 'Europe/Berlin')::date));
CREATE INDEX ON orders ((customer & 15));
CREATE INDEX ON stage_history ((deal_id & 15));
CREATE INDEX ON subscriptions ((customer & 15));
