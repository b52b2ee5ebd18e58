-- hubspot.sql: the views of doc/views.sql over HubSpot as Fivetran lands it in PostgreSQL.  Read hubspot.md first.
--
--   psql -v source=hubspot -c 'SET search_path = metrics' -f hubspot.sql DATABASE
--
-- The views go to the current schema; source (default: hubspot) is the schema of Fivetran's tables.
\if :{?source}
\else
\set source hubspot
\endif
-- What differs between connectors: how deleted rows are marked, and which tables are there.
WITH c AS (SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = :'source')
SELECT CASE WHEN bool_or((t, c) = ('deal', '_fivetran_deleted')) THEN 'd._fivetran_deleted' ELSE 'false' END AS deal_deleted,
       CASE WHEN bool_or((t, c) = ('deal', 'is_deleted')) THEN 'd.is_deleted' ELSE 'false' END AS deal_was_deleted,
       CASE WHEN bool_or((t, c) = ('ticket', '_fivetran_deleted')) THEN 't._fivetran_deleted' ELSE 'false' END AS ticket_deleted,
       CASE WHEN bool_or((t, c) = ('ticket', 'is_deleted')) THEN 't.is_deleted' ELSE 'false' END AS ticket_was_deleted,
       bool_or(t = 'line_item') AND bool_or(t = 'line_item_deal') AS has_line_items, bool_or(t = 'merged_deal') AS has_merged_deals
FROM c \gset

-- Records belong to owners; a user who owns nothing is not here.
CREATE VIEW users AS
SELECT o.owner_id::bigint AS id, coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''), o.email)::text AS name,
       (SELECT t.name::text FROM :"source".owner_team m JOIN :"source".team t ON t.id = m.team_id AND NOT coalesce(t._fivetran_deleted, false)
        WHERE m.owner_id = o.owner_id AND NOT coalesce(m._fivetran_deleted, false) ORDER BY m.is_team_primary DESC NULLS LAST, t.id LIMIT 1) AS team,
       NULL::text AS region, NULL::timestamptz AS hired_at, NULL::timestamptz AS last_seen_at, -- not in HubSpot
       NULL::numeric AS monthly_cost,       -- not in HubSpot
       NULL::numeric AS quota               -- goals are records of their own
FROM :"source".owner o;

-- A subscription is to all mail or none here: the last change of the status says which.
CREATE VIEW contacts AS
SELECT c.id::bigint AS id, c.property_associatedcompanyid::bigint AS account_id, nullif(concat_ws(' ', c.property_firstname, c.property_lastname), '')::text AS name,
       c.property_email::text AS email, c.property_phone::text AS phone, c.property_createdate AS created_at,
       NULL::bigint AS created_by,          -- property_hs_created_by_user_id is a user, not an owner
       s.subscribed_at, CASE WHEN s.status = 'UNSUBSCRIBED' THEN s.changed_at END AS unsubscribed_at
FROM :"source".contact c
LEFT JOIN (SELECT lower(e.recipient) AS email, min(e.created) FILTER (WHERE h.portal_subscription_status = 'SUBSCRIBED') AS subscribed_at, max(e.created) AS changed_at,
                  (array_agg(h.portal_subscription_status ORDER BY e.created DESC))[1] AS status
           FROM :"source".email_event e JOIN :"source".email_event_status_change h ON h.id = e.id
           WHERE h.portal_subscription_status IN ('SUBSCRIBED', 'UNSUBSCRIBED') GROUP BY 1) s ON s.email = lower(c.property_email)
WHERE NOT coalesce(c._fivetran_deleted, false); -- a merged contact is a deleted one

CREATE VIEW campaigns AS
SELECT c.id::bigint AS id, coalesce(c.name, c.subject)::text AS name, 'email'::text AS channel,
       NULL::text AS purpose, NULL::numeric AS cost, NULL::timestamptz AS starts_at, NULL::timestamptz AS ends_at -- not in email_campaign
FROM :"source".email_campaign c;

-- Deals that count: not deleted, not merged into another one.  A stage is closed or not; which of the closed ones are won is said by their
-- probability (the column closed_won, which older connectors have instead of is_closed, means closed as well).
CREATE VIEW deals AS
SELECT d.deal_id::bigint AS id, a.company_id::bigint AS account_id, c.contact_id::bigint AS contact_id, d.owner_id::bigint AS owner_id, d.property_amount::numeric AS amount, d.property_createdate AS created_at,
       CASE WHEN NOT s.is_closed THEN d.property_closedate END AS expected_close_at, -- overwritten when the deal closes
       CASE WHEN s.is_closed THEN coalesce(h.entered_at, greatest(d.property_closedate, d.property_createdate)) END AS closed_at,
       CASE WHEN s.is_closed THEN s.probability = 1 END AS is_won
FROM :"source".deal d
LEFT JOIN LATERAL (SELECT coalesce((to_jsonb(p) ->> 'is_closed')::boolean, (to_jsonb(p) ->> 'closed_won')::boolean, false) AS is_closed, p.probability FROM :"source".deal_pipeline_stage p
                   WHERE p.stage_id = d.deal_pipeline_stage_id AND p.pipeline_id = d.deal_pipeline_id) s ON true
LEFT JOIN (SELECT h.deal_id, h.value, max(h.date_entered) AS entered_at FROM :"source".deal_stage h GROUP BY h.deal_id, h.value) h
  ON (h.deal_id, h.value) = (d.deal_id, d.deal_pipeline_stage_id)
LEFT JOIN (SELECT DISTINCT ON (a.deal_id) a.deal_id, a.company_id FROM :"source".deal_company a -- a row for every label; 5 is the primary company
           ORDER BY a.deal_id, a.type_id = 5 DESC NULLS LAST, a.company_id) a ON a.deal_id = d.deal_id
LEFT JOIN (SELECT c.deal_id, min(c.contact_id) AS contact_id FROM :"source".deal_contact c GROUP BY c.deal_id) c ON c.deal_id = d.deal_id
WHERE NOT coalesce(:deal_deleted, false) AND NOT coalesce(:deal_was_deleted, false)
\if :has_merged_deals
  AND NOT EXISTS (SELECT FROM :"source".merged_deal m WHERE m.merged_deal_id = d.deal_id)
\endif
;

-- value is the id of a stage: a word in the first pipeline, digits in others, a string always.  Deleted stages keep their label.
CREATE VIEW stage_history AS
SELECT row_number() OVER (PARTITION BY h.deal_id ORDER BY h.date_entered, h._fivetran_start) AS id, d.id AS deal_id, coalesce(s.label, h.value)::text AS stage,
       h.date_entered AS entered_at
FROM :"source".deal_stage h
JOIN deals d ON d.id = h.deal_id
LEFT JOIN LATERAL (SELECT p.label FROM :"source".deal_pipeline_stage p WHERE p.stage_id = h.value ORDER BY p._fivetran_deleted NULLS FIRST LIMIT 1) s ON true;

-- Contacts are leads, too; converted with the first deal that came after them.
CREATE VIEW leads AS
SELECT c.id::bigint AS id, c.id::bigint AS contact_id,
       NULL::bigint AS campaign_id,         -- hs_analytics_source_data_... are words
       lower(c.property_hs_analytics_source) AS source,
       NULL::int AS score,                  -- scores are properties that each account defines
       c.property_createdate AS created_at, f.converted_at
FROM :"source".contact c
LEFT JOIN (SELECT c.id, min(d.created_at) AS converted_at
           FROM :"source".contact c JOIN :"source".deal_contact a ON a.contact_id = c.id JOIN deals d ON d.id = a.deal_id AND d.created_at >= c.property_createdate
           GROUP BY c.id) f ON f.id = c.id
WHERE NOT coalesce(c._fivetran_deleted, false);

-- Marketing mail (filtered_event: opened by a machine), and what sellers did, once for every contact that took part.
CREATE VIEW touches AS
SELECT 'event ' || e.id AS id, c.id::bigint AS contact_id, NULL::bigint AS deal_id, e.email_campaign_id::bigint AS campaign_id, NULL::bigint AS user_id,
       'email'::text AS channel, v.action,
       NULL::boolean AS is_automated,       -- nothing says it
       e.created AS touched_at
FROM :"source".email_event e
JOIN (VALUES ('SENT', 'sent'), ('DELIVERED', 'delivered'), ('BOUNCE', 'bounced'), ('OPEN', 'opened'), ('CLICK', 'clicked')) v (type, action) ON v.type = e.type
LEFT JOIN (SELECT lower(c.property_email) AS email, min(c.id) AS id FROM :"source".contact c WHERE NOT coalesce(c._fivetran_deleted, false) GROUP BY 1) c
  ON c.email = lower(e.recipient)
WHERE NOT coalesce(e.filtered_event, false)
UNION ALL
SELECT format('engagement %s %s', g.id, a.contact_id), a.contact_id::bigint,
       d.deal_id::bigint, NULL, g.owner_id::bigint, g.channel, g.action, false, g.touched_at
FROM (SELECT e.engagement_id AS id, e.property_hubspot_owner_id AS owner_id, 'email' AS channel,
             CASE e.property_hs_email_direction WHEN 'INCOMING_EMAIL' THEN 'replied' ELSE 'sent' END AS action, e.property_hs_timestamp AS touched_at
      FROM :"source".engagement_email e WHERE NOT coalesce(e._fivetran_deleted, false)
      UNION ALL
      SELECT e.engagement_id, e.property_hubspot_owner_id, 'call', 'held', e.property_hs_timestamp
      FROM :"source".engagement_call e WHERE e.property_hs_call_status = 'COMPLETED' AND NOT coalesce(e._fivetran_deleted, false)
      UNION ALL
      SELECT e.engagement_id, e.property_hubspot_owner_id, 'meeting', 'held', e.property_hs_timestamp
      FROM :"source".engagement_meeting e
      WHERE coalesce(e.property_hs_meeting_outcome, '') NOT IN ('CANCELED', 'NO_SHOW', 'RESCHEDULED') AND NOT coalesce(e._fivetran_deleted, false)) g
LEFT JOIN (SELECT DISTINCT engagement_id, contact_id FROM :"source".engagement_contact) a ON a.engagement_id = g.id
LEFT JOIN (SELECT engagement_id, min(deal_id) AS deal_id FROM :"source".engagement_deal GROUP BY engagement_id) d ON d.engagement_id = g.id;

CREATE VIEW calls AS
SELECT c.engagement_id::bigint AS id, c.property_hubspot_owner_id::bigint AS user_id,
       a.contact_id::bigint AS contact_id, d.deal_id::bigint AS deal_id, lower(c.property_hs_call_direction) AS direction, c.property_hs_timestamp AS started_at,
       CASE c.property_hs_call_status WHEN 'COMPLETED' THEN 'answered' WHEN 'NO_ANSWER' THEN 'no answer' WHEN 'BUSY' THEN 'busy'
            WHEN 'MISSED' THEN 'abandoned' END AS outcome,
       NULL::interval AS wait_time,         -- not in HubSpot
       CASE WHEN c.property_hs_call_status = 'COMPLETED' THEN c.property_hs_call_duration::numeric * interval '1 millisecond' END AS talk_time,
       NULL::interval AS hold_time, NULL::interval AS wrap_time
FROM :"source".engagement_call c
LEFT JOIN (SELECT engagement_id, min(contact_id) AS contact_id FROM :"source".engagement_contact GROUP BY engagement_id) a ON a.engagement_id = c.engagement_id
LEFT JOIN (SELECT engagement_id, min(deal_id) AS deal_id FROM :"source".engagement_deal GROUP BY engagement_id) d ON d.engagement_id = c.engagement_id
WHERE NOT coalesce(c._fivetran_deleted, false);

-- What was sold: the line items of won deals, or the deals themselves where line items are not synchronized.
CREATE VIEW orders AS
\if :has_line_items
SELECT i.id::bigint AS id, d.account_id AS customer, i.property_name::text AS product_line, i.property_amount::numeric AS amount,
       (i.property_hs_cost_of_goods_sold * i.property_quantity)::numeric AS cost, d.closed_at AS ordered_at
FROM :"source".line_item i
JOIN :"source".line_item_deal a ON a.line_item_id = i.id
JOIN deals d ON d.id = a.deal_id AND d.is_won
WHERE NOT coalesce(i._fivetran_deleted, false)
\else
SELECT d.id, d.account_id AS customer, NULL::text AS product_line, d.amount, NULL::numeric AS cost, d.closed_at AS ordered_at
FROM deals d WHERE d.is_won
\endif
;

-- Line items with a billing frequency.
CREATE VIEW subscriptions AS
\if :has_line_items
SELECT i.id::bigint AS id, d.account_id AS customer, i.property_name::text AS plan, i.property_hs_mrr::numeric AS mrr,
       coalesce(i.property_hs_recurring_billing_start_date::timestamp AT TIME ZONE 'UTC', d.closed_at) AS started_at,
       i.property_hs_recurring_billing_end_date::timestamp AT TIME ZONE 'UTC' AS ended_at,
       i.property_hs_recurring_billing_end_date::timestamp AT TIME ZONE 'UTC' AS renewal_due_at,
       NULL::boolean AS renewed,            -- a renewal is another deal
       NULL::text AS cancel_reason
FROM :"source".line_item i
JOIN :"source".line_item_deal a ON a.line_item_id = i.id
JOIN deals d ON d.id = a.deal_id AND d.is_won
WHERE i.property_recurringbillingfrequency IS NOT NULL AND NOT coalesce(i._fivetran_deleted, false)
\else
SELECT NULL::bigint AS id, NULL::bigint AS customer, NULL::text AS plan, NULL::numeric AS mrr, NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at,
       NULL::timestamptz AS renewal_due_at, NULL::boolean AS renewed, NULL::text AS cancel_reason
WHERE false
\endif
;

CREATE VIEW tickets AS
SELECT t.id::bigint AS id, a.company_id::bigint AS account_id, c.contact_id::bigint AS contact_id, t.property_hubspot_owner_id::bigint AS agent_id,
       lower(t.property_hs_ticket_category) AS kind, lower(t.property_source_type) AS channel, lower(t.property_hs_ticket_priority) AS priority,
       t.property_createdate AS opened_at, t.property_first_agent_reply_date AS first_response_at,
       NULL::timestamptz AS due_at,         -- service levels differ between accounts
       CASE WHEN s.is_closed THEN t.property_closed_date END AS solved_at, CASE WHEN s.is_closed THEN t.property_closed_date END AS closed_at,
       NULL::int AS agent_replies           -- conversations are not synchronized
FROM :"source".ticket t
LEFT JOIN LATERAL (SELECT coalesce(p.is_closed, p.ticket_state = 'CLOSED', false) AS is_closed FROM :"source".ticket_pipeline_stage p
                   WHERE p.stage_id = t.property_hs_pipeline_stage AND p.pipeline_id = t.property_hs_pipeline) s ON true
LEFT JOIN (SELECT ticket_id, min(company_id) AS company_id FROM :"source".ticket_company GROUP BY ticket_id) a ON a.ticket_id = t.id
LEFT JOIN (SELECT ticket_id, min(contact_id) AS contact_id FROM :"source".ticket_contact GROUP BY ticket_id) c ON c.ticket_id = t.id
WHERE NOT coalesce(:ticket_deleted, false) AND NOT coalesce(:ticket_was_deleted, false);

CREATE VIEW ticket_events AS
SELECT row_number() OVER (PARTITION BY h.ticket_id ORDER BY h.timestamp_instant, h._fivetran_start) AS id, t.id AS ticket_id,
       CASE WHEN coalesce(s.is_closed, s.ticket_state = 'CLOSED', false) THEN 'solved' WHEN lower(s.label) = 'new' THEN 'new'
            WHEN lower(s.label) = 'waiting on contact' THEN 'pending' ELSE 'open' END AS status, h.timestamp_instant AS changed_at
FROM :"source".ticket_property_history h
JOIN tickets t ON t.id = h.ticket_id
LEFT JOIN LATERAL (SELECT p.is_closed, p.ticket_state, p.label FROM :"source".ticket_pipeline_stage p
                   WHERE p.stage_id = h.value ORDER BY p._fivetran_deleted NULLS FIRST LIMIT 1) s ON true
WHERE h.name = 'hs_pipeline_stage';

-- Answers to surveys are not among Fivetran's tables.
CREATE VIEW surveys AS
SELECT NULL::bigint AS id, NULL::text AS kind, NULL::bigint AS account_id, NULL::bigint AS contact_id, NULL::bigint AS user_id, NULL::bigint AS ticket_id,
       NULL::timestamptz AS sent_at, NULL::timestamptz AS answered_at, NULL::int AS score, NULL::text AS reason
WHERE false;
