-- privileges.sql: the roles of ../scheduled.md; run it as superuser or as the owner of the tables, before summary.sql.  The tables are
-- those behind the views of ../views.sql; summary.sql, crm.sql and cron.sql then run as summary_owner, indexes.sql as the owner of the tables.

-- A job of pg_cron logs in as its role; without a password nobody else does.
CREATE ROLE summary_owner LOGIN;
CREATE ROLE analyst NOLOGIN;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO summary_owner', current_database()); END $$;
GRANT SELECT, TRIGGER ON users, surveys, orders, deals, stage_history, tickets, subscriptions TO summary_owner;

-- Of everything that summary_owner will make, analysts read tables and views.  What holds the keys of customers (order_daily) is taken back
-- one by one: REVOKE SELECT ON summary.order_daily, summary.order_daily_now FROM analyst.
ALTER DEFAULT PRIVILEGES FOR ROLE summary_owner GRANT SELECT ON TABLES TO analyst;
ALTER DEFAULT PRIVILEGES FOR ROLE summary_owner GRANT USAGE ON SCHEMAS TO analyst;
