-- salesforce.sql: the views of doc/views.sql over Salesforce as Fivetran lands it in PostgreSQL.  Read salesforce.md first.
--
--   psql -v source=salesforce -c 'SET search_path = metrics' -f salesforce.sql DATABASE
--
-- The views go to the current schema; source (default: salesforce) is the schema of Fivetran's tables.  With -v orders_from_deals=1 the
-- purchases are the products of won opportunities instead of activated orders.
\if :{?source}
\else
\set source salesforce
\endif
\if :{?orders_from_deals}
\else
\set orders_from_deals 0
\endif

-- A table in history mode keeps every version of a row; the present one is marked.
WITH c AS (SELECT table_name AS t FROM information_schema.columns WHERE table_schema = :'source' AND column_name = '_fivetran_active')
SELECT CASE WHEN EXISTS (SELECT FROM c WHERE t = 'opportunity') THEN 'o._fivetran_active' ELSE 'true' END AS present_opportunity,
       CASE WHEN EXISTS (SELECT FROM c WHERE t = 'contact') THEN 'c._fivetran_active' ELSE 'true' END AS present_contact,
       CASE WHEN EXISTS (SELECT FROM c WHERE t = 'lead') THEN 'l._fivetran_active' ELSE 'true' END AS present_lead \gset

-- People; not portal users, guests and the system itself.
CREATE VIEW users AS
SELECT u.id::text AS id, u.name::text AS name, r.name::text AS team,
       NULL::text AS region,                -- territories are objects of their own
       NULL::timestamptz AS hired_at,       -- not in Salesforce
       u.last_login_date AS last_seen_at,
       NULL::numeric AS monthly_cost,       -- not in Salesforce
       NULL::numeric AS quota               -- ForecastingQuota, where forecasts are used
FROM :"source"."user" u LEFT JOIN :"source".user_role r ON r.id = u.user_role_id AND NOT coalesce(r._fivetran_deleted, false)
WHERE u.user_type = 'Standard' AND NOT coalesce(u._fivetran_deleted, false);

-- Contacts, and the leads that have not become one: both are people, in two tables.
CREATE VIEW contacts AS
SELECT p.id::text AS id, p.account_id::text AS account_id, p.name::text AS name, p.email::text AS email, p.phone::text AS phone, p.created_date AS created_at,
       (SELECT u.id FROM users u WHERE u.id = p.created_by_id) AS created_by,
       NULL::timestamptz AS subscribed_at, NULL::timestamptz AS unsubscribed_at -- has_opted_out_of_email has no time
FROM (SELECT c.id, c.account_id, c.name, c.email, c.phone, c.created_date, c.created_by_id FROM :"source".contact c
      WHERE NOT coalesce(c.is_deleted, false) AND :present_contact
      UNION ALL
      SELECT l.id, NULL, l.name, l.email, l.phone, l.created_date, l.created_by_id FROM :"source".lead l
      WHERE NOT coalesce(l.is_deleted, false) AND NOT coalesce(l.is_converted, false) AND :present_lead) p;

CREATE VIEW campaigns AS
SELECT c.id::text AS id, c.name::text AS name, lower(c.type) AS channel,
       NULL::text AS purpose,
       c.actual_cost::numeric AS cost, c.start_date::timestamp AT TIME ZONE 'UTC' AS starts_at,
       (c.end_date + 1)::timestamp AT TIME ZONE 'UTC' AS ends_at -- end_date is the last day
FROM :"source".campaign c
WHERE NOT coalesce(c.is_deleted, false);

-- Converted means that an opportunity came of it: a lead can be converted to an account and a contact alone.  converted_date has no time.
CREATE VIEW leads AS
SELECT l.id::text AS id, coalesce(l.converted_contact_id, l.id)::text AS contact_id,
       m.campaign_id::text AS campaign_id,  -- the first one
       lower(l.lead_source) AS source,
       NULL::int AS score,                  -- no standard field
       l.created_date AS created_at,
       CASE WHEN l.is_converted AND l.converted_opportunity_id IS NOT NULL
            THEN greatest(l.converted_date::timestamp AT TIME ZONE 'UTC', l.created_date) END AS converted_at
FROM :"source".lead l
LEFT JOIN (SELECT DISTINCT ON (m.lead_id) m.lead_id, m.campaign_id FROM :"source".campaign_member m
           WHERE NOT coalesce(m.is_deleted, false) ORDER BY m.lead_id, m.created_date, m.id) m ON m.lead_id = l.id
WHERE NOT coalesce(l.is_deleted, false) AND :present_lead;

-- close_date is a promise while the deal is open, and has no time of day afterwards.  The history knows when the deal came to its present
-- stage for good (no other stage follows), and what was promised last before that.
CREATE VIEW deals AS
SELECT o.id::text AS id, o.account_id::text AS account_id, r.contact_id::text AS contact_id, o.owner_id::text AS owner_id, o.amount::numeric AS amount,
       o.created_date AS created_at,
       coalesce(CASE WHEN o.is_closed THEN p.promised END, o.close_date)::timestamp AT TIME ZONE 'UTC' AS expected_close_at,
       CASE WHEN o.is_closed THEN coalesce(p.entered_at, greatest(o.close_date::timestamp AT TIME ZONE 'UTC', o.created_date)) END AS closed_at,
       CASE WHEN o.is_closed THEN o.is_won END AS is_won
FROM :"source".opportunity o
LEFT JOIN (SELECT DISTINCT ON (r.opportunity_id) r.opportunity_id, r.contact_id FROM :"source".opportunity_contact_role r
           WHERE r.is_primary AND NOT coalesce(r.is_deleted, false) ORDER BY r.opportunity_id, r.id) r ON r.opportunity_id = o.id
LEFT JOIN (SELECT h.opportunity_id, min(h.created_date) FILTER (WHERE NOT h.another_follows) AS entered_at,
                  (array_agg(h.close_date ORDER BY h.created_date DESC, h.id COLLATE "C" DESC) FILTER (WHERE h.another_follows))[1] AS promised
           FROM (SELECT h.opportunity_id, h.id, h.created_date, h.close_date,
                        bool_or(h.stage_name <> o.stage_name) OVER (PARTITION BY h.opportunity_id ORDER BY h.created_date DESC, h.id COLLATE "C" DESC) AS another_follows
                 FROM :"source".opportunity_history h JOIN :"source".opportunity o ON o.id = h.opportunity_id AND :present_opportunity
                 WHERE NOT coalesce(h.is_deleted, false)) h
           GROUP BY h.opportunity_id) p ON p.opportunity_id = o.id
WHERE NOT coalesce(o.is_deleted, false) AND :present_opportunity;

-- The history has a row for every change of amount, probability or close date as well: only those that change the stage.
CREATE VIEW stage_history AS
SELECT row_number() OVER (PARTITION BY h.deal_id ORDER BY h.entered_at, h.history_id COLLATE "C") AS id, h.deal_id, h.stage, h.entered_at
FROM (SELECT h.id AS history_id, o.id::text AS deal_id, h.stage_name::text AS stage, h.created_date AS entered_at,
             lag(h.stage_name) OVER (PARTITION BY h.opportunity_id ORDER BY h.created_date, h.id COLLATE "C") AS stage_before
      FROM :"source".opportunity_history h
      JOIN :"source".opportunity o ON o.id = h.opportunity_id AND NOT coalesce(o.is_deleted, false) AND :present_opportunity
      WHERE NOT coalesce(h.is_deleted, false)) h
WHERE h.stage IS DISTINCT FROM h.stage_before;

-- Finished tasks, meetings (one row per meeting, not per guest) and answers to campaigns.  who_id is a contact or a lead, what_id anything.
CREATE VIEW touches AS
SELECT t.id::text AS id, coalesce(l.converted_contact_id, t.who_id)::text AS contact_id, o.id::text AS deal_id, NULL::text AS campaign_id,
       (SELECT u.id FROM users u WHERE u.id = t.owner_id) AS user_id, -- the owner may be a queue
       k.channel, CASE k.channel WHEN 'email' THEN 'sent' ELSE 'held' END AS action, false AS is_automated,
       coalesce(t.completed_date_time, t.activity_date::timestamp AT TIME ZONE 'UTC', t.created_date) AS touched_at
FROM :"source".task t
CROSS JOIN LATERAL (SELECT lower(CASE WHEN t.task_subtype IN ('Email', 'Call') THEN t.task_subtype ELSE t.type END) AS channel) k
LEFT JOIN :"source".lead l ON l.id = t.who_id AND :present_lead
LEFT JOIN :"source".opportunity o ON o.id = t.what_id AND :present_opportunity
WHERE t.is_closed AND NOT coalesce(t.is_deleted, false) AND k.channel IN ('email', 'call', 'meeting')
UNION ALL
SELECT e.id::text, coalesce(l.converted_contact_id, e.who_id)::text, o.id::text, NULL, (SELECT u.id FROM users u WHERE u.id = e.owner_id), 'meeting', 'held', false,
       coalesce(e.start_date_time, e.activity_date_time)
FROM :"source".event e
LEFT JOIN :"source".lead l ON l.id = e.who_id AND :present_lead
LEFT JOIN :"source".opportunity o ON o.id = e.what_id AND :present_opportunity
WHERE NOT coalesce(e.is_deleted, false) AND NOT coalesce(e.is_child, false)
UNION ALL
SELECT m.id::text, coalesce(m.contact_id, l.converted_contact_id, m.lead_id)::text, NULL, m.campaign_id::text, NULL, coalesce(lower(c.type), 'campaign'), 'replied', false,
       greatest(m.first_responded_date::timestamp AT TIME ZONE 'UTC', m.created_date)
FROM :"source".campaign_member m
JOIN :"source".campaign c ON c.id = m.campaign_id
LEFT JOIN :"source".lead l ON l.id = m.lead_id AND :present_lead
WHERE m.has_responded AND NOT coalesce(m.is_deleted, false);

-- Logged calls.  When they began is known only from when they were logged and how long they took.
CREATE VIEW calls AS
SELECT t.id::text AS id, (SELECT u.id FROM users u WHERE u.id = t.owner_id) AS user_id, coalesce(l.converted_contact_id, t.who_id)::text AS contact_id,
       o.id::text AS deal_id, CASE WHEN lower(t.call_type) IN ('inbound', 'outbound') THEN lower(t.call_type) END AS direction,
       coalesce(t.completed_date_time, t.created_date) - coalesce(d.talk_time, '0') AS started_at,
       CASE WHEN d.talk_time > '0' THEN 'answered' END AS outcome, -- call_disposition is free text
       NULL::interval AS wait_time, d.talk_time, NULL::interval AS hold_time, NULL::interval AS wrap_time
FROM :"source".task t
CROSS JOIN LATERAL (SELECT make_interval(secs => t.call_duration_in_seconds) AS talk_time) d
LEFT JOIN :"source".lead l ON l.id = t.who_id AND :present_lead
LEFT JOIN :"source".opportunity o ON o.id = t.what_id AND :present_opportunity
WHERE t.task_subtype = 'Call' AND t.is_closed AND NOT coalesce(t.is_deleted, false);

CREATE VIEW orders AS
\if :orders_from_deals
SELECT i.id::text AS id, d.account_id AS customer, p.family::text AS product_line, i.total_price::numeric AS amount,
       NULL::numeric AS cost, d.closed_at AS ordered_at -- products have prices, no costs
FROM :"source".opportunity_line_item i
JOIN deals d ON d.id = i.opportunity_id AND d.is_won
LEFT JOIN :"source".product_2 p ON p.id = i.product_2_id
WHERE NOT coalesce(i.is_deleted, false)
\else
-- Activated orders; a reduction order has negative quantities.
SELECT i.id::text AS id, o.account_id::text AS customer, p.family::text AS product_line, i.total_price::numeric AS amount,
       NULL::numeric AS cost, o.activated_date AS ordered_at -- products have prices, no costs
FROM :"source".order_item i
JOIN :"source"."order" o ON o.id = i.order_id AND o.activated_date IS NOT NULL AND NOT coalesce(o.is_deleted, false)
LEFT JOIN :"source".product_2 p ON p.id = i.product_2_id
WHERE NOT coalesce(i.is_deleted, false)
\endif
;

-- Contracts that were activated: one row per term.  end_date is the last day of the term.
CREATE VIEW subscriptions AS
SELECT c.id::text AS id, c.account_id::text AS customer,
       NULL::text AS plan, NULL::numeric AS mrr, -- a contract has no products and no value of its own
       c.start_date::timestamp AT TIME ZONE 'UTC' AS started_at, (c.end_date + 1)::timestamp AT TIME ZONE 'UTC' AS ended_at,
       (c.end_date + 1)::timestamp AT TIME ZONE 'UTC' AS renewal_due_at,
       NULL::boolean AS renewed,            -- the next term is a contract of its own
       NULL::text AS cancel_reason
FROM :"source".contract c
WHERE c.activated_date IS NOT NULL AND NOT coalesce(c.is_deleted, false);

CREATE VIEW tickets AS
SELECT c.id::text AS id, c.account_id::text AS account_id, c.contact_id::text AS contact_id, (SELECT u.id FROM users u WHERE u.id = c.owner_id) AS agent_id,
       lower(c.type) AS kind, lower(c.origin) AS channel, lower(c.priority) AS priority, c.created_date AS opened_at, m.first_response_at,
       NULL::timestamptz AS due_at,         -- milestones of entitlements are objects of their own
       CASE WHEN c.is_closed THEN c.closed_date END AS solved_at, CASE WHEN c.is_closed THEN c.closed_date END AS closed_at,
       coalesce(m.agent_replies, 0) AS agent_replies
FROM :"source"."case" c
LEFT JOIN (SELECT e.parent_id, min(e.message_date) AS first_response_at, count(*)::int AS agent_replies FROM :"source".email_message e
           WHERE NOT e.incoming AND NOT coalesce(e.is_deleted, false) GROUP BY e.parent_id) m ON m.parent_id = c.id
WHERE NOT coalesce(c.is_deleted, false);    -- a merged case is a deleted one

-- Needs field history tracking of the status.  The first status is the old value of the first change.
CREATE VIEW ticket_events AS
SELECT row_number() OVER (PARTITION BY e.ticket_id ORDER BY e.changed_at, e.history_id COLLATE "C" NULLS FIRST) AS id, e.ticket_id,
       CASE WHEN s.is_closed THEN 'solved' WHEN e.status = 'New' THEN 'new' WHEN e.status = 'On Hold' THEN 'pending' ELSE 'open' END AS status, e.changed_at
FROM (SELECT NULL::text AS history_id, c.id::text AS ticket_id, c.created_date AS changed_at,
             coalesce(h.old_value, c.status) AS status
      FROM :"source"."case" c
      LEFT JOIN (SELECT DISTINCT ON (h.case_id) h.case_id, h.old_value FROM :"source".case_history h
                 WHERE h.field = 'Status' AND NOT coalesce(h.is_deleted, false) ORDER BY h.case_id, h.created_date, h.id COLLATE "C") h ON h.case_id = c.id
      WHERE NOT coalesce(c.is_deleted, false)
      UNION ALL
      SELECT h.id, c.id, h.created_date, h.new_value
      FROM :"source".case_history h JOIN :"source"."case" c ON c.id = h.case_id AND NOT coalesce(c.is_deleted, false)
      WHERE h.field = 'Status' AND NOT coalesce(h.is_deleted, false)) e
LEFT JOIN :"source".case_status s ON s.api_name = e.status;

-- Surveys are a product of their own (Feedback Management).
CREATE VIEW surveys AS
SELECT NULL::text AS id, NULL::text AS kind, NULL::text AS account_id, NULL::text AS contact_id, NULL::text AS user_id, NULL::text AS ticket_id,
       NULL::timestamptz AS sent_at, NULL::timestamptz AS answered_at, NULL::int AS score, NULL::text AS reason
WHERE false;
