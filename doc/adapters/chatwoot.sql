-- chatwoot.sql: the views of doc/views.sql over Chatwoot's own database.  Read chatwoot.md first.
--
--   psql -v source=public -v account=1 -c 'SET search_path = metrics' -f chatwoot.sql DATABASE
--
-- The views go to the current schema, which cannot be that of Chatwoot: it has tables users, contacts and campaigns.  source (default: public)
-- is the schema of its tables, account the number of one account; without it all accounts of the installation are taken together.
\if :{?source}
\else
\set source public
\endif
\if :{?account}
\set accounts :account
\else
\set accounts 'SELECT id FROM ' :"source" .accounts
\endif

-- The kind of an inbox in the words of doc/views.sql: Channel::Email is email, Channel::Whatsapp whatsapp, ...
\set channel 'CASE WHEN i.channel_type = ''Channel::WebWidget'' THEN ''chat'' WHEN i.channel_type = ''Channel::TwilioSms'' THEN ''sms'' WHEN i.channel_type = ''Channel::Voice'' THEN ''phone'' WHEN i.channel_type IN (''Channel::FacebookPage'', ''Channel::Instagram'', ''Channel::TwitterProfile'', ''Channel::Telegram'', ''Channel::Line'') THEN ''social'' ELSE lower(replace(i.channel_type, ''Channel::'', '''')) END'

CREATE VIEW users AS
SELECT u.id::bigint AS id, u.name::text AS name,
       (SELECT t.name::text FROM :"source".team_members m JOIN :"source".teams t ON t.id = m.team_id WHERE m.user_id = u.id ORDER BY m.id LIMIT 1) AS team,
       NULL::text AS region, NULL::timestamptz AS hired_at, -- not in Chatwoot
       greatest(u.current_sign_in_at, a.active_at) AT TIME ZONE 'UTC' AS last_seen_at,
       NULL::numeric AS monthly_cost, NULL::numeric AS quota -- not in Chatwoot
FROM :"source".users u
JOIN (SELECT user_id, max(active_at) AS active_at FROM :"source".account_users WHERE account_id IN (:accounts) GROUP BY user_id) a ON a.user_id = u.id;

-- contacts.account_id is the account of the installation, that is us; the customer is the company that the contact names, or the contact.
CREATE VIEW contacts AS
SELECT c.id::bigint AS id, coalesce(nullif(c.additional_attributes ->> 'company_name', ''), c.id::text) AS account_id,
       nullif(concat_ws(' ', nullif(c.name, ''), nullif(c.middle_name, ''), nullif(c.last_name, '')), '')::text AS name, nullif(c.email, '')::text AS email,
       nullif(c.phone_number, '')::text AS phone, c.created_at AT TIME ZONE 'UTC' AS created_at,
       NULL::bigint AS created_by,          -- not in Chatwoot
       NULL::timestamptz AS subscribed_at, NULL::timestamptz AS unsubscribed_at -- no mailing lists
FROM :"source".contacts c
WHERE c.account_id IN (:accounts);

CREATE VIEW campaigns AS
SELECT c.id::bigint AS id, c.title::text AS name,
       :channel AS channel,
       NULL::text AS purpose, NULL::numeric AS cost, -- not in Chatwoot
       c.scheduled_at AT TIME ZONE 'UTC' AS starts_at, NULL::timestamptz AS ends_at -- an ongoing campaign has neither
FROM :"source".campaigns c LEFT JOIN :"source".inboxes i ON i.id = c.inbox_id
WHERE c.account_id IN (:accounts);

-- No pipeline and no money.
CREATE VIEW leads AS
SELECT NULL::bigint AS id, NULL::bigint AS contact_id, NULL::bigint AS campaign_id, NULL::text AS source, NULL::int AS score, NULL::timestamptz AS created_at,
       NULL::timestamptz AS converted_at
WHERE false;

CREATE VIEW deals AS
SELECT NULL::bigint AS id, NULL::text AS account_id, NULL::bigint AS contact_id, NULL::bigint AS owner_id, NULL::numeric AS amount, NULL::timestamptz AS created_at,
       NULL::timestamptz AS expected_close_at, NULL::timestamptz AS closed_at, NULL::boolean AS is_won
WHERE false;

CREATE VIEW stage_history AS
SELECT NULL::bigint AS id, NULL::bigint AS deal_id, NULL::text AS stage, NULL::timestamptz AS entered_at WHERE false;

-- Messages that the contact sees: 0 came in, 1 went out, 3 is a template (a greeting, a survey); 2 is a note of the system.
CREATE VIEW touches AS
SELECT m.id::bigint AS id, c.contact_id::bigint AS contact_id, NULL::bigint AS deal_id,
       coalesce((m.additional_attributes ->> 'campaign_id')::bigint, c.campaign_id) AS campaign_id,
       CASE WHEN m.message_type = 1 AND m.sender_type = 'User' THEN m.sender_id::bigint END AS user_id,
       :channel AS channel,
       CASE m.message_type WHEN 0 THEN 'replied' ELSE 'sent' END AS action, m.message_type <> 0 AND m.sender_type IS DISTINCT FROM 'User' AS is_automated,
       m.created_at AT TIME ZONE 'UTC' AS touched_at
FROM :"source".messages m
JOIN :"source".conversations c ON c.id = m.conversation_id
LEFT JOIN :"source".inboxes i ON i.id = m.inbox_id
WHERE m.account_id IN (:accounts) AND m.message_type IN (0, 1, 3) AND NOT m.private;

CREATE VIEW calls AS
SELECT NULL::bigint AS id, NULL::bigint AS user_id, NULL::bigint AS contact_id, NULL::bigint AS deal_id, NULL::text AS direction, NULL::timestamptz AS started_at,
       NULL::text AS outcome, NULL::interval AS wait_time, NULL::interval AS talk_time, NULL::interval AS hold_time, NULL::interval AS wrap_time
WHERE false;

CREATE VIEW orders AS
SELECT NULL::bigint AS id, NULL::text AS customer, NULL::text AS product_line, NULL::numeric AS amount, NULL::numeric AS cost, NULL::timestamptz AS ordered_at
WHERE false;

CREATE VIEW subscriptions AS
SELECT NULL::bigint AS id, NULL::text AS customer, NULL::text AS plan, NULL::numeric AS mrr, NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at,
       NULL::timestamptz AS renewal_due_at, NULL::boolean AS renewed, NULL::text AS cancel_reason
WHERE false;

-- A conversation has a status and no history: when it was resolved is in the reporting events, one for each time.  The last one counts, and
-- only while it is resolved (1).
CREATE VIEW tickets AS
SELECT c.id::bigint AS id, p.account_id, c.contact_id::bigint AS contact_id, c.assignee_id::bigint AS agent_id,
       nullif(split_part(c.cached_label_list, ',', 1), '') AS kind, -- the first label
       :channel AS channel,
       CASE c.priority WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'urgent' END AS priority,
       c.created_at AT TIME ZONE 'UTC' AS opened_at, c.first_reply_created_at AT TIME ZONE 'UTC' AS first_response_at,
       CASE WHEN NOT s.only_during_business_hours THEN (c.created_at + make_interval(secs => s.resolution_time_threshold)) AT TIME ZONE 'UTC' END AS due_at,
       d.solved_at, d.solved_at AS closed_at, r.agent_replies
FROM :"source".conversations c
LEFT JOIN contacts p ON p.id = c.contact_id
LEFT JOIN :"source".inboxes i ON i.id = c.inbox_id
LEFT JOIN :"source".sla_policies s ON s.id = c.sla_policy_id
CROSS JOIN LATERAL (SELECT count(*)::int AS agent_replies FROM :"source".messages m
                    WHERE m.conversation_id = c.id AND m.message_type = 1 AND m.sender_type = 'User' AND NOT m.private) r
CROSS JOIN LATERAL (SELECT CASE WHEN c.status = 1 THEN
                      coalesce((SELECT max(e.event_end_time) FROM :"source".reporting_events e WHERE e.conversation_id = c.id AND e.name = 'conversation_resolved'),
                               c.last_activity_at) AT TIME ZONE 'UTC' END AS solved_at) d
WHERE c.account_id IN (:accounts);

-- What can be known of the status: begun, each time resolved, each time opened again.  The last is an event in newer versions (with a value;
-- the first opening has 0); without one it is the first message of the contact afterwards, which opens a conversation again.
CREATE VIEW ticket_events AS
SELECT row_number() OVER (PARTITION BY v.ticket_id ORDER BY v.changed_at, v.n) AS id, v.ticket_id, v.status, v.changed_at AT TIME ZONE 'UTC' AS changed_at
FROM (SELECT c.id::bigint AS ticket_id, 0 AS n, 'new'::text AS status, c.created_at AS changed_at
      FROM :"source".conversations c WHERE c.account_id IN (:accounts)
      UNION ALL
      SELECT e.conversation_id, v.n, v.status, v.changed_at
      FROM (SELECT e.conversation_id, e.event_end_time AS resolved_at, lead(e.event_end_time) OVER (PARTITION BY e.conversation_id ORDER BY e.event_end_time, e.id) AS next_at
            FROM :"source".reporting_events e WHERE e.account_id IN (:accounts) AND e.name = 'conversation_resolved') e
      CROSS JOIN LATERAL (VALUES (1, 'solved', e.resolved_at), (2, 'open', coalesce(
        (SELECT min(o.event_end_time) FROM :"source".reporting_events o
         WHERE o.conversation_id = e.conversation_id AND o.name = 'conversation_opened' AND o.value > 0
           AND o.event_end_time >= e.resolved_at AND o.event_end_time < coalesce(e.next_at, 'infinity')),
        (SELECT min(m.created_at) FROM :"source".messages m
         WHERE m.conversation_id = e.conversation_id AND m.message_type = 0 AND m.created_at > e.resolved_at AND m.created_at < coalesce(e.next_at, 'infinity'))))
      ) v (n, status, changed_at)
      WHERE v.changed_at IS NOT NULL) v;

-- The question is a message of content type 9; the answer 1 to 5.
CREATE VIEW surveys AS
SELECT m.id::bigint AS id, 'csat'::text AS kind, t.account_id, t.contact_id, NULL::bigint AS user_id, t.id AS ticket_id, m.created_at AT TIME ZONE 'UTC' AS sent_at,
       r.created_at AT TIME ZONE 'UTC' AS answered_at, r.rating AS score, nullif(r.feedback_message, '')::text AS reason
FROM :"source".messages m
JOIN tickets t ON t.id = m.conversation_id
LEFT JOIN :"source".csat_survey_responses r ON r.message_id = m.id
WHERE m.content_type = 9;
