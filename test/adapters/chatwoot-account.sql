-- options: -v account=1
-- One account of two.
\ir chatwoot.sql
