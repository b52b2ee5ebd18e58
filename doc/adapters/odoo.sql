-- odoo.sql: the views of doc/views.sql over Odoo's own database, 16 to 19.  Read odoo.md first.
--
--   psql -v source=public -c 'SET search_path = metrics' -f odoo.sql DATABASE
--
-- The views go to the current schema; source (default: public) is the schema of Odoo's tables.
\if :{?source}
\else
\set source public
\endif

-- What differs between versions and installed modules: where the tracked field is named (field_id since 17), where list members are (a table
-- of its own since 17), whether order lines know their cost (sale_margin) and which modules are there.
WITH c AS (SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = :'source')
SELECT CASE WHEN bool_or((t, c) = ('mail_tracking_value', 'field_id')) THEN 'field_id' ELSE 'field' END AS tracked,
       CASE WHEN bool_or((t, c) = ('mailing_subscription', 'opt_out')) THEN 'mailing_subscription' ELSE 'mailing_contact_list_rel' END AS members,
       CASE WHEN bool_or((t, c) = ('mailing_subscription', 'opt_out')) THEN 'opt_out_datetime' ELSE 'unsubscription_date' END AS opted_out,
       CASE WHEN bool_or((t, c) = ('sale_order_line', 'purchase_price')) THEN 'l.purchase_price * l.product_uom_qty' ELSE 'NULL::numeric' END AS line_cost,
       bool_or(t = 'mailing_trace') AS has_mailing, bool_or(t = 'sale_order_line') AS has_sale, bool_or(t = 'rating_rating') AS has_rating,
       bool_or((t, c) = ('helpdesk_ticket', 'closed_date')) AS has_helpdesk
FROM c \gset

CREATE VIEW users AS
SELECT u.id, p.name::text AS name,
       (SELECT coalesce(to_jsonb(t.name) ->> 'en_US', to_jsonb(t.name) #>> '{}') -- a translated name is jsonb since 16
        FROM :"source".crm_team_member m JOIN :"source".crm_team t ON t.id = m.crm_team_id
        WHERE m.user_id = u.id AND m.active ORDER BY m.id LIMIT 1) AS team,
       NULL::text AS region,                -- teams have none
       NULL::timestamptz AS hired_at,       -- res_users.create_date is when the login was made; HR has the contract
       (SELECT max(g.create_date) AT TIME ZONE 'UTC' FROM :"source".res_users_log g WHERE g.create_uid = u.id) AS last_seen_at, -- last login
       NULL::numeric AS monthly_cost,       -- not in CRM
       NULL::numeric AS quota               -- crm_team.invoiced_target is per team
FROM :"source".res_users u JOIN :"source".res_partner p ON p.id = u.partner_id
WHERE NOT coalesce(u.share, false);         -- portal and public users are customers

CREATE VIEW contacts AS
SELECT p.id, p.commercial_partner_id AS account_id, p.name::text AS name, p.email::text AS email, p.phone::text AS phone,
       p.create_date AT TIME ZONE 'UTC' AS created_at,
       (SELECT u.id FROM :"source".res_users u WHERE u.id = p.create_uid AND u.id <> 1 AND NOT coalesce(u.share, false)) AS created_by, -- 1: OdooBot
\if :has_mailing
       s.subscribed_at AT TIME ZONE 'UTC' AS subscribed_at,
       least(s.unsubscribed_at, (SELECT min(b.create_date) FROM :"source".mail_blacklist b WHERE b.email = p.email_normalized AND b.active))
         AT TIME ZONE 'UTC' AS unsubscribed_at
\else
       NULL::timestamptz AS subscribed_at, NULL::timestamptz AS unsubscribed_at -- needs mass_mailing
\endif
FROM :"source".res_partner p
\if :has_mailing
-- A list member is no partner; the normalized address is what they share.  Left only when no list is left.
LEFT JOIN (SELECT c.email_normalized, min(m.create_date) AS subscribed_at, CASE WHEN bool_and(m.opt_out) THEN max(m.:"opted_out") END AS unsubscribed_at
           FROM :"source".mailing_contact c JOIN :"source".:"members" m ON m.contact_id = c.id
           GROUP BY c.email_normalized) s ON s.email_normalized = p.email_normalized
\endif
WHERE coalesce(p.type, 'contact') = 'contact' -- not their delivery and invoice addresses
  AND NOT EXISTS (SELECT FROM :"source".res_users u WHERE u.partner_id = p.id AND NOT coalesce(u.share, false));

CREATE VIEW campaigns AS
SELECT c.id, coalesce(to_jsonb(c.title) ->> 'en_US', to_jsonb(c.title) #>> '{}') AS name,
       NULL::text AS channel,               -- the medium belongs to each lead: crm_lead.medium_id
       NULL::text AS purpose,
       NULL::numeric AS cost,
       NULL::timestamptz AS starts_at, NULL::timestamptz AS ends_at -- a campaign has no dates
FROM :"source".utm_campaign c;

-- Everything that is or was a lead; an opportunity made directly has no date_conversion.
CREATE VIEW leads AS
SELECT l.id, l.partner_id AS contact_id, l.campaign_id, coalesce(to_jsonb(s.name) ->> 'en_US', to_jsonb(s.name) #>> '{}') AS source,
       NULL::int AS score,                  -- automated_probability is set to 100 or 0 when the deal closes: it knows the outcome
       l.create_date AT TIME ZONE 'UTC' AS created_at, l.date_conversion AT TIME ZONE 'UTC' AS converted_at
FROM :"source".crm_lead l LEFT JOIN :"source".utm_source s ON s.id = l.source_id
WHERE l.type = 'lead' OR l.date_conversion IS NOT NULL;

-- Won: in a won stage with probability 100.  Lost: archived with probability 0.  Archived with another probability is put aside, not lost:
-- Odoo does not show it, so it is not here.
CREATE VIEW deals AS
SELECT l.id, p.commercial_partner_id AS account_id, l.partner_id AS contact_id, l.user_id AS owner_id, l.expected_revenue AS amount,
       coalesce(l.date_conversion, l.create_date) AT TIME ZONE 'UTC' AS created_at,
       l.date_deadline::timestamp AT TIME ZONE 'UTC' AS expected_close_at,
       CASE WHEN o.is_won IS NOT NULL THEN coalesce(l.date_closed, l.date_last_stage_update) AT TIME ZONE 'UTC' END AS closed_at,
       o.is_won
FROM :"source".crm_lead l
LEFT JOIN :"source".crm_stage s ON s.id = l.stage_id
LEFT JOIN :"source".res_partner p ON p.id = l.partner_id
CROSS JOIN LATERAL (SELECT CASE WHEN s.is_won AND l.probability = 100 THEN true WHEN NOT l.active AND l.probability = 0 THEN false END AS is_won) o
WHERE l.type = 'opportunity' AND (l.active OR o.is_won IS NOT NULL);

-- A tracking row holds the old stage, so the stage that a deal enters is the old one of the next row, or the present one; this is how Odoo
-- counts the days in a stage, too.  The first visit begins with the deal.
CREATE VIEW stage_history AS
SELECT row_number() OVER (PARTITION BY h.deal_id ORDER BY h.entered_at, h.id) AS id, h.deal_id,
       coalesce(to_jsonb(s.name) ->> 'en_US', to_jsonb(s.name) #>> '{}', h.stage_name) AS stage, h.entered_at AT TIME ZONE 'UTC' AS entered_at
FROM (SELECT e.id, e.deal_id, e.entered_at,
             CASE WHEN lead(e.id) OVER w IS NULL THEN e.present_stage ELSE lead(e.old_stage) OVER w END AS stage_id,
             lead(e.old_name) OVER w AS stage_name -- of a stage that was deleted since
      FROM (SELECT 0 AS id, l.id AS deal_id, coalesce(l.date_conversion, l.create_date) AS entered_at, NULL::int AS old_stage, NULL::text AS old_name,
                   l.stage_id AS present_stage
            FROM deals d JOIN :"source".crm_lead l ON l.id = d.id
            UNION ALL
            SELECT v.id, l.id, v.create_date, v.old_value_integer, v.old_value_char, l.stage_id
            FROM :"source".mail_tracking_value v
            JOIN :"source".mail_message m ON m.id = v.mail_message_id AND m.model = 'crm.lead'
            JOIN :"source".crm_lead l ON l.id = m.res_id AND v.create_date >= coalesce(l.date_conversion, l.create_date)
            JOIN deals d ON d.id = l.id
            JOIN :"source".ir_model_fields f ON f.id = v.:"tracked" AND f.model = 'crm.lead' AND f.name = 'stage_id') e
      WINDOW w AS (PARTITION BY e.deal_id ORDER BY e.id)) h
LEFT JOIN :"source".crm_stage s ON s.id = h.stage_id;

CREATE VIEW touches AS
-- The chatter of leads and opportunities: what we wrote (comment; auto_comment: a rule), what came in (email), calls that were marked done.
SELECT 'message ' || m.id AS id,
       CASE WHEN u.id IS NULL THEN coalesce(m.author_id, l.partner_id) ELSE l.partner_id END AS contact_id,
       CASE WHEN l.type = 'opportunity' THEN l.id END AS deal_id, l.campaign_id, u.id AS user_id,
       CASE WHEN a.category = 'phonecall' THEN 'call' ELSE 'email' END AS channel,
       CASE WHEN a.category = 'phonecall' THEN 'held' WHEN u.id IS NULL THEN 'replied' ELSE 'sent' END AS action,
       m.message_type = 'auto_comment' AS is_automated, m.date AT TIME ZONE 'UTC' AS touched_at
FROM :"source".mail_message m
JOIN :"source".crm_lead l ON l.id = m.res_id AND m.model = 'crm.lead'
LEFT JOIN :"source".res_users u ON u.partner_id = m.author_id AND NOT coalesce(u.share, false)
LEFT JOIN :"source".mail_message_subtype t ON t.id = m.subtype_id
LEFT JOIN :"source".mail_activity_type a ON a.id = m.mail_activity_type_id
WHERE CASE WHEN m.mail_activity_type_id IS NOT NULL THEN a.category = 'phonecall'
           ELSE m.message_type IN ('email', 'comment', 'auto_comment') AND NOT coalesce(m.is_internal, false) AND NOT coalesce(t.internal, false) END
UNION ALL
-- Meetings.  Those to come are in it too: a recipe looks at a span of time.
SELECT 'meeting ' || e.id, l.partner_id, CASE WHEN l.type = 'opportunity' THEN l.id END, l.campaign_id, e.user_id, 'meeting', 'held', false,
       e.start AT TIME ZONE 'UTC'
FROM :"source".calendar_event e JOIN :"source".crm_lead l ON l.id = e.opportunity_id
WHERE e.active
\if :has_mailing
UNION ALL
-- Mailings: one trace per mail, with the last time of each kind of event.
SELECT 'trace ' || t.id || ' ' || v.action,
       CASE t.model WHEN 'res.partner' THEN t.res_id WHEN 'crm.lead' THEN l.partner_id ELSE p.id END,
       CASE WHEN l.type = 'opportunity' THEN l.id END, t.campaign_id, g.user_id, CASE t.trace_type WHEN 'mail' THEN 'email' ELSE t.trace_type END, v.action,
       false, v.touched_at AT TIME ZONE 'UTC'
FROM :"source".mailing_trace t
LEFT JOIN :"source".mailing_mailing g ON g.id = t.mass_mailing_id
LEFT JOIN :"source".crm_lead l ON l.id = t.res_id AND t.model = 'crm.lead'
LEFT JOIN (SELECT p.email_normalized, min(p.id) AS id FROM :"source".res_partner p GROUP BY p.email_normalized) p ON p.email_normalized = t.email
CROSS JOIN LATERAL (VALUES ('sent', t.sent_datetime),
                           ('delivered', CASE WHEN t.trace_status IN ('sent', 'open', 'reply') THEN t.sent_datetime END),
                           ('bounced', CASE t.trace_status WHEN 'bounce' THEN coalesce(t.write_date, t.sent_datetime) END), -- has no time of its own
                           ('opened', t.open_datetime), ('clicked', t.links_click_datetime), ('replied', t.reply_datetime)) v (action, touched_at)
WHERE v.touched_at IS NOT NULL
\endif
;

-- Telephone calls with their times are in Odoo Enterprise, whose source is not public.
CREATE VIEW calls AS
SELECT NULL::int AS id, NULL::int AS user_id, NULL::int AS contact_id, NULL::int AS deal_id, NULL::text AS direction, NULL::timestamptz AS started_at,
       NULL::text AS outcome, NULL::interval AS wait_time, NULL::interval AS talk_time, NULL::interval AS hold_time, NULL::interval AS wrap_time
WHERE false;

-- Confirmed order lines and posted credit notes, without tax, in the company's currency.
CREATE VIEW orders AS
\if :has_sale
SELECT l.id, p.commercial_partner_id AS customer, coalesce(to_jsonb(c.name) ->> 'en_US', to_jsonb(c.name) #>> '{}') AS product_line,
       l.price_subtotal / coalesce(nullif(o.currency_rate, 0), 1)::numeric AS amount, -- the rate is units of the order's currency per unit of the company's
       (:line_cost) / coalesce(nullif(o.currency_rate, 0), 1)::numeric AS cost,
       o.date_order AT TIME ZONE 'UTC' AS ordered_at
FROM :"source".sale_order_line l
JOIN :"source".sale_order o ON o.id = l.order_id AND o.state IN ('sale', 'done')
JOIN :"source".res_partner p ON p.id = o.partner_id
LEFT JOIN :"source".product_product v ON v.id = l.product_id
LEFT JOIN :"source".product_template t ON t.id = v.product_tmpl_id
LEFT JOIN :"source".product_category c ON c.id = t.categ_id
WHERE l.display_type IS NULL AND NOT coalesce(l.is_downpayment, false) -- neither headings nor advance payments
UNION ALL
SELECT -m.id, m.commercial_partner_id, NULL, m.amount_untaxed_signed, NULL, m.invoice_date::timestamp AT TIME ZONE 'UTC'
FROM :"source".account_move m
WHERE m.move_type = 'out_refund' AND m.state = 'posted'
\else
SELECT NULL::int AS id, NULL::int AS customer, NULL::text AS product_line, NULL::numeric AS amount, NULL::numeric AS cost, NULL::timestamptz AS ordered_at
WHERE false -- needs sale
\endif
;

-- Subscriptions are in Odoo Enterprise, whose source is not public.
CREATE VIEW subscriptions AS
SELECT NULL::int AS id, NULL::int AS customer, NULL::text AS plan, NULL::numeric AS mrr, NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at,
       NULL::timestamptz AS renewal_due_at, NULL::boolean AS renewed, NULL::text AS cancel_reason
WHERE false;

-- The public helpdesk is OCA's helpdesk_mgmt; that of Odoo Enterprise is not public.
CREATE VIEW tickets AS
\if :has_helpdesk
SELECT t.id, p.commercial_partner_id AS account_id, t.partner_id AS contact_id, t.user_id AS agent_id,
       coalesce(to_jsonb(k.name) ->> 'en_US', to_jsonb(k.name) #>> '{}') AS kind,
       lower(coalesce(to_jsonb(c.name) ->> 'en_US', to_jsonb(c.name) #>> '{}')) AS channel,
       CASE t.priority WHEN '0' THEN 'low' WHEN '1' THEN 'medium' WHEN '2' THEN 'high' WHEN '3' THEN 'very high' END AS priority,
       t.create_date AT TIME ZONE 'UTC' AS opened_at, r.first_response_at AT TIME ZONE 'UTC' AS first_response_at,
       NULL::timestamptz AS due_at,         -- service levels are a module of their own (helpdesk_mgmt_sla)
       CASE WHEN s.closed THEN t.closed_date AT TIME ZONE 'UTC' END AS solved_at, -- closed_date stays when a ticket is opened again
       CASE WHEN s.closed THEN t.closed_date AT TIME ZONE 'UTC' END AS closed_at,
       r.agent_replies
FROM :"source".helpdesk_ticket t
LEFT JOIN :"source".res_partner p ON p.id = t.partner_id
LEFT JOIN :"source".helpdesk_ticket_stage s ON s.id = t.stage_id
LEFT JOIN :"source".helpdesk_ticket_category k ON k.id = t.category_id
LEFT JOIN :"source".helpdesk_ticket_channel c ON c.id = t.channel_id
CROSS JOIN LATERAL (SELECT min(m.date) AS first_response_at, count(*)::int AS agent_replies
                    FROM :"source".mail_message m
                    JOIN :"source".res_users u ON u.partner_id = m.author_id AND NOT coalesce(u.share, false)
                    LEFT JOIN :"source".mail_message_subtype y ON y.id = m.subtype_id
                    WHERE m.model = 'helpdesk.ticket' AND m.res_id = t.id AND m.message_type IN ('comment', 'email')
                      AND NOT coalesce(m.is_internal, false) AND NOT coalesce(y.internal, false)) r
WHERE t.active
\else
SELECT NULL::int AS id, NULL::int AS account_id, NULL::int AS contact_id, NULL::int AS agent_id, NULL::text AS kind, NULL::text AS channel,
       NULL::text AS priority, NULL::timestamptz AS opened_at, NULL::timestamptz AS first_response_at, NULL::timestamptz AS due_at,
       NULL::timestamptz AS solved_at, NULL::timestamptz AS closed_at, NULL::int AS agent_replies
WHERE false
\endif
;

-- As stage_history; a stage is 'solved' when it is marked closed, 'new' when it is marked unattended.
CREATE VIEW ticket_events AS
\if :has_helpdesk
SELECT row_number() OVER (PARTITION BY h.ticket_id ORDER BY h.changed_at, h.id) AS id, h.ticket_id,
       CASE WHEN s.closed THEN 'solved' WHEN s.unattended THEN 'new' ELSE 'open' END AS status, h.changed_at AT TIME ZONE 'UTC' AS changed_at
FROM (SELECT e.id, e.ticket_id, e.changed_at, CASE WHEN lead(e.id) OVER w IS NULL THEN e.present_stage ELSE lead(e.old_stage) OVER w END AS stage_id
      FROM (SELECT 0 AS id, t.id AS ticket_id, t.create_date AS changed_at, NULL::int AS old_stage, t.stage_id AS present_stage
            FROM :"source".helpdesk_ticket t WHERE t.active
            UNION ALL
            SELECT v.id, t.id, v.create_date, v.old_value_integer, t.stage_id
            FROM :"source".mail_tracking_value v
            JOIN :"source".mail_message m ON m.id = v.mail_message_id AND m.model = 'helpdesk.ticket'
            JOIN :"source".helpdesk_ticket t ON t.id = m.res_id AND t.active
            JOIN :"source".ir_model_fields f ON f.id = v.:"tracked" AND f.model = 'helpdesk.ticket' AND f.name = 'stage_id') e
      WINDOW w AS (PARTITION BY e.ticket_id ORDER BY e.id)) h
LEFT JOIN :"source".helpdesk_ticket_stage s ON s.id = h.stage_id
\else
SELECT NULL::bigint AS id, NULL::int AS ticket_id, NULL::text AS status, NULL::timestamptz AS changed_at WHERE false
\endif
;

-- Smileys and stars: 1 to 5.  Stars that visitors of the web shop give to products are no survey.
CREATE VIEW surveys AS
\if :has_rating
SELECT r.id, 'csat'::text AS kind, p.commercial_partner_id AS account_id, r.partner_id AS contact_id, NULL::int AS user_id,
       CASE WHEN r.res_model = 'helpdesk.ticket' THEN r.res_id END AS ticket_id, r.create_date AT TIME ZONE 'UTC' AS sent_at,
       CASE WHEN a.answered THEN r.write_date AT TIME ZONE 'UTC' END AS answered_at, CASE WHEN a.answered THEN r.rating::int END AS score,
       r.feedback::text AS reason
FROM :"source".rating_rating r
LEFT JOIN :"source".res_partner p ON p.id = r.partner_id
CROSS JOIN LATERAL (SELECT r.consumed AND r.rating >= 1 AS answered) a -- 0: not rated
WHERE r.res_model NOT IN ('product.template', 'slide.channel')
\else
SELECT NULL::int AS id, NULL::text AS kind, NULL::int AS account_id, NULL::int AS contact_id, NULL::int AS user_id, NULL::int AS ticket_id,
       NULL::timestamptz AS sent_at, NULL::timestamptz AS answered_at, NULL::int AS score, NULL::text AS reason
WHERE false -- needs rating
\endif
;
