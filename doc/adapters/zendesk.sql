-- zendesk.sql: the views of doc/views.sql over Zendesk Support as Fivetran lands it in PostgreSQL.  Read zendesk.md first.
--
--   psql -v source=zendesk -c 'SET search_path = metrics' -f zendesk.sql DATABASE
--
-- The views go to the current schema; source (default: zendesk) is the schema of Fivetran's tables.
\if :{?source}
\else
\set source zendesk
\endif
SELECT CASE WHEN count(*) > 0 THEN 'u.default_group_id' ELSE 'NULL' END AS default_group
FROM information_schema.columns WHERE (table_schema, table_name, column_name) = (:'source', 'user', 'default_group_id') \gset

CREATE VIEW users AS
SELECT u.id::bigint AS id, u.name::text AS name, g.name::text AS team,
       NULL::text AS region, NULL::timestamptz AS hired_at, -- not in Zendesk
       u.last_login_at AS last_seen_at,
       NULL::numeric AS monthly_cost, NULL::numeric AS quota -- not in Zendesk
FROM :"source"."user" u LEFT JOIN :"source"."group" g ON g.id = :default_group AND NOT coalesce(g._fivetran_deleted, false)
WHERE u.role IN ('agent', 'admin');

CREATE VIEW contacts AS
SELECT u.id::bigint AS id, u.organization_id::bigint AS account_id, u.name::text AS name, u.email::text AS email, u.phone::text AS phone, u.created_at,
       NULL::bigint AS created_by,          -- not in Zendesk
       NULL::timestamptz AS subscribed_at, NULL::timestamptz AS unsubscribed_at -- no mailing lists
FROM :"source"."user" u
WHERE u.role NOT IN ('agent', 'admin') AND u.id > 0 AND NOT coalesce(u._fivetran_deleted, false);

-- Support knows no campaigns, leads, deals, orders and subscriptions.
CREATE VIEW campaigns AS
SELECT NULL::bigint AS id, NULL::text AS name, NULL::text AS channel, NULL::text AS purpose, NULL::numeric AS cost, NULL::timestamptz AS starts_at,
       NULL::timestamptz AS ends_at
WHERE false;

CREATE VIEW leads AS
SELECT NULL::bigint AS id, NULL::bigint AS contact_id, NULL::bigint AS campaign_id, NULL::text AS source, NULL::int AS score, NULL::timestamptz AS created_at,
       NULL::timestamptz AS converted_at
WHERE false;

CREATE VIEW deals AS
SELECT NULL::bigint AS id, NULL::bigint AS account_id, NULL::bigint AS contact_id, NULL::bigint AS owner_id, NULL::numeric AS amount, NULL::timestamptz AS created_at,
       NULL::timestamptz AS expected_close_at, NULL::timestamptz AS closed_at, NULL::boolean AS is_won
WHERE false;

CREATE VIEW stage_history AS
SELECT NULL::bigint AS id, NULL::bigint AS deal_id, NULL::text AS stage, NULL::timestamptz AS entered_at WHERE false;

-- Public comments: ours are sent, theirs are replies.  Triggers and automations write as user -1.
CREATE VIEW touches AS
SELECT c.id::bigint AS id, t.requester_id::bigint AS contact_id, NULL::bigint AS deal_id, NULL::bigint AS campaign_id,
       (SELECT u.id FROM users u WHERE u.id = c.user_id AND u.id <> t.requester_id) AS user_id, t.via_channel::text AS channel,
       CASE WHEN c.user_id = t.requester_id OR NOT EXISTS (SELECT FROM users u WHERE u.id = c.user_id) AND c.user_id > 0 THEN 'replied' ELSE 'sent' END AS action,
       c.user_id < 0 AS is_automated, c.created AS touched_at
FROM :"source".ticket_comment c JOIN :"source".ticket t ON t.id = c.ticket_id
WHERE c.public AND NOT coalesce(c._fivetran_deleted, false) AND NOT coalesce(t._fivetran_deleted, false) AND t.status <> 'deleted';

-- Telephone calls are in Zendesk Talk, a product of its own.
CREATE VIEW calls AS
SELECT NULL::bigint AS id, NULL::bigint AS user_id, NULL::bigint AS contact_id, NULL::bigint AS deal_id, NULL::text AS direction, NULL::timestamptz AS started_at,
       NULL::text AS outcome, NULL::interval AS wait_time, NULL::interval AS talk_time, NULL::interval AS hold_time, NULL::interval AS wrap_time
WHERE false;

CREATE VIEW orders AS
SELECT NULL::bigint AS id, NULL::bigint AS customer, NULL::text AS product_line, NULL::numeric AS amount, NULL::numeric AS cost, NULL::timestamptz AS ordered_at
WHERE false;

CREATE VIEW subscriptions AS
SELECT NULL::bigint AS id, NULL::bigint AS customer, NULL::text AS plan, NULL::numeric AS mrr, NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at,
       NULL::timestamptz AS renewal_due_at, NULL::boolean AS renewed, NULL::text AS cancel_reason
WHERE false;

-- Solved for good: the first time after which it was solved or closed all along.  A reply is a public comment of an agent who is not the
-- requester, except the one that the ticket began with.
CREATE VIEW tickets AS
SELECT t.id::bigint AS id, t.organization_id::bigint AS account_id, t.requester_id::bigint AS contact_id, t.assignee_id::bigint AS agent_id,
       t.type::text AS kind, t.via_channel::text AS channel, t.priority::text AS priority, t.created_at AS opened_at, r.first_response_at,
       NULL::timestamptz AS due_at,         -- ticket.due_at is the date of a task; service levels are in the fields of their policies
       CASE WHEN t.status IN ('solved', 'closed') THEN s.solved_at END AS solved_at, CASE t.status WHEN 'closed' THEN s.closed_at END AS closed_at,
       coalesce(r.agent_replies, 0) AS agent_replies
FROM :"source".ticket t
LEFT JOIN (SELECT h.ticket_id, min(h.updated) FILTER (WHERE h.value IN ('solved', 'closed') AND h.updated >= coalesce(h.last_open, '-infinity')) AS solved_at,
                  max(h.updated) FILTER (WHERE h.value = 'closed') AS closed_at
           FROM (SELECT h.ticket_id, h.value, h.updated,
                        max(h.updated) FILTER (WHERE h.value NOT IN ('solved', 'closed')) OVER (PARTITION BY h.ticket_id) AS last_open
                 FROM :"source".ticket_field_history h WHERE h.field_name = 'status') h
           GROUP BY h.ticket_id) s ON s.ticket_id = t.id
LEFT JOIN (SELECT c.ticket_id, min(c.created) AS first_response_at, count(*)::int AS agent_replies
           FROM (SELECT c.ticket_id, c.created, c.user_id, row_number() OVER (PARTITION BY c.ticket_id ORDER BY c.created, c.id) AS n
                 FROM :"source".ticket_comment c WHERE c.public AND NOT coalesce(c._fivetran_deleted, false)) c
           JOIN users u ON u.id = c.user_id
           JOIN :"source".ticket t ON t.id = c.ticket_id AND t.requester_id IS DISTINCT FROM c.user_id
           WHERE c.n > 1 GROUP BY c.ticket_id) r ON r.ticket_id = t.id
WHERE NOT coalesce(t._fivetran_deleted, false) AND t.status <> 'deleted';

CREATE VIEW ticket_events AS
SELECT row_number() OVER (PARTITION BY h.ticket_id ORDER BY h.updated, array_position('{new,open,pending,hold,solved,closed}', h.value::text)) AS id, t.id AS ticket_id,
       CASE h.value WHEN 'hold' THEN 'pending' ELSE h.value::text END AS status, h.updated AS changed_at
FROM :"source".ticket_field_history h JOIN tickets t ON t.id = h.ticket_id
WHERE h.field_name = 'status' AND h.value <> 'deleted';

-- Good or bad, on the scale of csat as 5 or 1: the share of satisfied answers is then Zendesk's own score, good / (good + bad).  One row per
-- ticket that was asked or rated; the last answer counts.
CREATE VIEW surveys AS
SELECT t.id, 'csat'::text AS kind, t.account_id, t.contact_id, NULL::bigint AS user_id, t.id AS ticket_id, coalesce(s.sent_at, s.answered_at) AS sent_at, s.answered_at,
       CASE s.score WHEN 'good' THEN 5 WHEN 'bad' THEN 1 END AS score, CASE WHEN s.score IS NOT NULL THEN s.reason END AS reason
FROM tickets t
JOIN (SELECT h.ticket_id, min(h.updated) FILTER (WHERE h.field_name = 'satisfaction_score' AND h.value = 'offered') AS sent_at,
             max(h.updated) FILTER (WHERE h.field_name = 'satisfaction_score' AND h.value IN ('good', 'bad')) AS answered_at,
             (array_agg(h.value::text ORDER BY h.updated DESC) FILTER (WHERE h.field_name = 'satisfaction_score' AND h.value IN ('good', 'bad')))[1] AS score,
             (array_agg(h.value::text ORDER BY h.updated DESC) FILTER (WHERE h.field_name = 'satisfaction_comment'))[1] AS reason
      FROM :"source".ticket_field_history h WHERE h.field_name IN ('satisfaction_score', 'satisfaction_comment') GROUP BY h.ticket_id) s
  ON s.ticket_id = t.id AND coalesce(s.sent_at, s.answered_at) IS NOT NULL;
