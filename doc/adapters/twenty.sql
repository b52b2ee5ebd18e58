-- twenty.sql: the views of doc/views.sql over Twenty's own database.  Read twenty.md first.
--
--   psql -v source=workspace_abc -v won=CUSTOMER -v lost=LOST -c 'SET search_path = metrics' -f twenty.sql DATABASE
--
-- The views go to the current schema.  source is the schema of the workspace (default: the first one called workspace_...), won and lost are
-- the stages that close a deal, several of them with commas between (default: CUSTOMER, which is there from the start, and LOST, which is not).
\if :{?source}
\else
SELECT nspname AS source FROM pg_namespace WHERE nspname LIKE 'workspace\_%' ORDER BY nspname LIMIT 1 \gset
\endif
\if :{?won}
\else
\set won CUSTOMER
\endif
\if :{?lost}
\else
\set lost LOST
\endif

-- Newer versions have owners of deals, and another name for what an activity is about.
WITH c AS (SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = :'source')
SELECT CASE WHEN bool_or((t, c) = ('opportunity', 'ownerId')) THEN 'o."ownerId"' ELSE 'c."accountOwnerId"' END AS owner,
       CASE WHEN bool_or((t, c) = ('timelineActivity', 'targetOpportunityId')) THEN 'targetOpportunityId' ELSE 'opportunityId' END AS target
FROM c \gset

CREATE VIEW users AS
SELECT m.id, nullif(concat_ws(' ', nullif(m."nameFirstName", ''), nullif(m."nameLastName", '')), '')::text AS name,
       NULL::text AS team, NULL::text AS region, NULL::timestamptz AS hired_at, -- not in Twenty
       t.last_seen_at,                      -- last change made
       NULL::numeric AS monthly_cost, NULL::numeric AS quota -- not in Twenty
FROM :"source"."workspaceMember" m
LEFT JOIN (SELECT "workspaceMemberId" AS id, max("happensAt") AS last_seen_at FROM :"source"."timelineActivity" GROUP BY 1) t ON t.id = m.id;

CREATE VIEW contacts AS
SELECT p.id, p."companyId" AS account_id, nullif(concat_ws(' ', nullif(p."nameFirstName", ''), nullif(p."nameLastName", '')), '')::text AS name,
       nullif(p."emailsPrimaryEmail", '')::text AS email, nullif(p."phonesPrimaryPhoneNumber", '')::text AS phone, p."createdAt" AS created_at,
       p."createdByWorkspaceMemberId" AS created_by,
       NULL::timestamptz AS subscribed_at, NULL::timestamptz AS unsubscribed_at -- no mailing lists
FROM :"source".person p
WHERE p."deletedAt" IS NULL;

CREATE VIEW campaigns AS
SELECT NULL::uuid AS id, NULL::text AS name, NULL::text AS channel, NULL::text AS purpose, NULL::numeric AS cost, NULL::timestamptz AS starts_at, NULL::timestamptz AS ends_at
WHERE false;

CREATE VIEW leads AS
SELECT NULL::uuid AS id, NULL::uuid AS contact_id, NULL::uuid AS campaign_id, NULL::text AS source, NULL::int AS score, NULL::timestamptz AS created_at,
       NULL::timestamptz AS converted_at
WHERE false;

-- The first stage is what the first change was from, or the present one; then one row per change.  The difference that an activity keeps is
-- {"stage": {"before": ..., "after": ...}}; changes by one person within ten minutes are put together into one.
CREATE VIEW stage_history AS
SELECT row_number() OVER (PARTITION BY h.deal_id ORDER BY h.n, h.entered_at, h.activity_id) AS id, h.deal_id, h.stage, h.entered_at
FROM (SELECT 0 AS n, NULL::uuid AS activity_id, o.id AS deal_id, o."createdAt" AS entered_at,
             coalesce(t.stage, o.stage::text) AS stage
      FROM :"source".opportunity o
      LEFT JOIN (SELECT DISTINCT ON (t.:"target") t.:"target" AS id, t.properties #>> '{diff,stage,before}' AS stage FROM :"source"."timelineActivity" t
                 WHERE t.properties #> '{diff,stage}' IS NOT NULL AND t."deletedAt" IS NULL ORDER BY t.:"target", t."happensAt", t.id) t ON t.id = o.id
      WHERE o."deletedAt" IS NULL
      UNION ALL
      SELECT 1, t.id, o.id, t."happensAt", t.properties #>> '{diff,stage,after}'
      FROM :"source"."timelineActivity" t JOIN :"source".opportunity o ON o.id = t.:"target" AND o."deletedAt" IS NULL
      WHERE t."deletedAt" IS NULL AND t.properties #>> '{diff,stage,after}' IS DISTINCT FROM t.properties #>> '{diff,stage,before}') h;

-- Amounts are stored in millionths.  No deal is won or lost as such: its stage says so, and it closed when it came there.
CREATE VIEW deals AS
SELECT o.id, o."companyId" AS account_id, o."pointOfContactId" AS contact_id, :owner AS owner_id, o."amountAmountMicros"::numeric * 0.000001 AS amount,
       o."createdAt" AS created_at, o."closeDate" AS expected_close_at,
       CASE WHEN w.is_won IS NOT NULL THEN coalesce(h.entered_at, o."createdAt") END AS closed_at, w.is_won
FROM :"source".opportunity o
LEFT JOIN :"source".company c ON c.id = o."companyId"
LEFT JOIN (SELECT deal_id, stage, max(entered_at) AS entered_at FROM stage_history GROUP BY deal_id, stage) h ON (h.deal_id, h.stage) = (o.id, o.stage::text)
CROSS JOIN LATERAL (SELECT CASE WHEN o.stage::text = ANY (string_to_array(:'won', ',')) THEN true
                                WHEN o.stage::text = ANY (string_to_array(:'lost', ',')) THEN false END AS is_won) w
WHERE o."deletedAt" IS NULL;

-- Mail and meetings that were synchronized, once for every person outside that took part.
CREATE VIEW touches AS
SELECT p.id, p."personId" AS contact_id, NULL::uuid AS deal_id, NULL::uuid AS campaign_id, -- mail is not about a deal
       f.user_id, 'email'::text AS channel, CASE upper(p.role::text) WHEN 'FROM' THEN 'replied' ELSE 'sent' END AS action,
       NULL::boolean AS is_automated,       -- nothing says it
       m."receivedAt" AS touched_at
FROM :"source"."messageParticipant" p JOIN :"source".message m ON m.id = p."messageId" AND m."deletedAt" IS NULL
LEFT JOIN (SELECT DISTINCT ON (f."messageId") f."messageId" AS id, f."workspaceMemberId" AS user_id FROM :"source"."messageParticipant" f
           WHERE f."workspaceMemberId" IS NOT NULL ORDER BY f."messageId", upper(f.role::text) = 'FROM' DESC, f.id) f ON f.id = m.id
WHERE p."personId" IS NOT NULL AND p."deletedAt" IS NULL
UNION ALL
SELECT p.id, p."personId", NULL, NULL, f.user_id, 'meeting', 'held', false, e."startsAt"
FROM :"source"."calendarEventParticipant" p JOIN :"source"."calendarEvent" e ON e.id = p."calendarEventId" AND e."deletedAt" IS NULL AND NOT e."isCanceled"
LEFT JOIN (SELECT DISTINCT ON (f."calendarEventId") f."calendarEventId" AS id, f."workspaceMemberId" AS user_id FROM :"source"."calendarEventParticipant" f
           WHERE f."workspaceMemberId" IS NOT NULL ORDER BY f."calendarEventId", f."isOrganizer" DESC NULLS LAST, f.id) f ON f.id = e.id
WHERE p."personId" IS NOT NULL AND p."deletedAt" IS NULL AND upper(p."responseStatus"::text) IS DISTINCT FROM 'DECLINED';

-- No telephone, no orders, no subscriptions, no tickets, no surveys.
CREATE VIEW calls AS
SELECT NULL::uuid AS id, NULL::uuid AS user_id, NULL::uuid AS contact_id, NULL::uuid AS deal_id, NULL::text AS direction, NULL::timestamptz AS started_at,
       NULL::text AS outcome, NULL::interval AS wait_time, NULL::interval AS talk_time, NULL::interval AS hold_time, NULL::interval AS wrap_time
WHERE false;

CREATE VIEW orders AS
SELECT NULL::uuid AS id, NULL::uuid AS customer, NULL::text AS product_line, NULL::numeric AS amount, NULL::numeric AS cost, NULL::timestamptz AS ordered_at WHERE false;

CREATE VIEW subscriptions AS
SELECT NULL::uuid AS id, NULL::uuid AS customer, NULL::text AS plan, NULL::numeric AS mrr, NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at,
       NULL::timestamptz AS renewal_due_at, NULL::boolean AS renewed, NULL::text AS cancel_reason
WHERE false;

CREATE VIEW tickets AS
SELECT NULL::uuid AS id, NULL::uuid AS account_id, NULL::uuid AS contact_id, NULL::uuid AS agent_id, NULL::text AS kind, NULL::text AS channel, NULL::text AS priority,
       NULL::timestamptz AS opened_at, NULL::timestamptz AS first_response_at, NULL::timestamptz AS due_at, NULL::timestamptz AS solved_at,
       NULL::timestamptz AS closed_at, NULL::int AS agent_replies
WHERE false;

CREATE VIEW ticket_events AS
SELECT NULL::bigint AS id, NULL::uuid AS ticket_id, NULL::text AS status, NULL::timestamptz AS changed_at WHERE false;

CREATE VIEW surveys AS
SELECT NULL::uuid AS id, NULL::text AS kind, NULL::uuid AS account_id, NULL::uuid AS contact_id, NULL::uuid AS user_id, NULL::uuid AS ticket_id,
       NULL::timestamptz AS sent_at, NULL::timestamptz AS answered_at, NULL::int AS score, NULL::text AS reason
WHERE false;
