-- Twenty's own tables: camelCase names, uuid ids, timestamps with time zone, an enum for the stage, money in millionths.
CREATE FUNCTION u(n int) RETURNS uuid LANGUAGE sql RETURN ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid;
CREATE TYPE opportunity_stage_enum AS ENUM ('NEW', 'SCREENING', 'MEETING', 'PROPOSAL', 'CUSTOMER', 'LOST');
CREATE TABLE "workspaceMember" (id uuid, "nameFirstName" text, "nameLastName" text, "userEmail" text, "deletedAt" timestamptz);
INSERT INTO "workspaceMember" VALUES (u(1), 'Ann', 'A', 'ann@we.example', NULL), (u(2), 'Bob', '', 'bob@we.example', NULL);
CREATE TABLE company (id uuid, name text, "accountOwnerId" uuid, "deletedAt" timestamptz);
INSERT INTO company VALUES (u(901), 'Acme', u(1), NULL), (u(902), 'Delta', u(2), NULL);
CREATE TABLE person (id uuid, "nameFirstName" text, "nameLastName" text, "emailsPrimaryEmail" text, "phonesPrimaryPhoneNumber" text, "companyId" uuid, "createdAt" timestamptz,
                     "createdByWorkspaceMemberId" uuid, "deletedAt" timestamptz);
INSERT INTO person VALUES (u(101), 'Carol', 'C', 'carol@acme.example', '', u(901), '2025-06-01 08:00Z', u(1), NULL), (u(102), 'Eve', '', '', '', u(902), '2025-07-01 08:00Z', NULL, NULL),
  (u(103), 'Gone', '', '', '', NULL, '2025-07-01 08:00Z', NULL, '2025-08-01Z');
CREATE TABLE opportunity (id uuid, name text, "amountAmountMicros" numeric, "amountCurrencyCode" text, "closeDate" timestamptz, stage opportunity_stage_enum, "pointOfContactId" uuid,
                          "companyId" uuid, "createdAt" timestamptz, "updatedAt" timestamptz, "deletedAt" timestamptz);
INSERT INTO opportunity VALUES
  (u(1), 'won', 1000500000, 'EUR', '2026-01-20Z', 'CUSTOMER', u(101), u(901), '2026-01-01 09:00Z', '2026-02-20Z', NULL),
  (u(2), 'lost', 500000000, 'EUR', NULL, 'LOST', u(102), u(902), '2026-01-02 10:00Z', '2026-02-20Z', NULL),
  (u(3), 'open', NULL, NULL, '2026-03-01Z', 'SCREENING', NULL, u(902), '2026-01-10 12:00Z', '2026-02-20Z', NULL),
  (u(4), 'imported as won', 3000000000, 'EUR', NULL, 'CUSTOMER', NULL, u(902), '2026-01-05Z', '2026-02-20Z', NULL),
  (u(5), 'deleted', 9999000000, 'EUR', NULL, 'CUSTOMER', NULL, u(901), '2026-01-05Z', '2026-02-20Z', '2026-02-20Z');
CREATE TABLE "timelineActivity" (id uuid, "happensAt" timestamptz, name text, properties jsonb, "workspaceMemberId" uuid, "targetOpportunityId" uuid, "targetPersonId" uuid,
                                 "createdAt" timestamptz, "deletedAt" timestamptz);
INSERT INTO "timelineActivity"
SELECT u(i), at, name, properties::jsonb, u(who), CASE WHEN deal > 0 THEN u(deal) END, NULL, at, NULL FROM (VALUES
  (1, timestamptz '2026-01-01 09:00Z', 'opportunity.created', '{}', 1, 1),
  (2, '2026-01-05 09:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "SCREENING"}}}', 1, 1),
  (3, '2026-01-07 09:00Z', 'opportunity.updated', '{"diff": {"amount": {"before": {"amountMicros": 1}, "after": {"amountMicros": 2}}}}', 1, 1), -- another field
  (4, '2026-01-15 09:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "SCREENING", "after": "PROPOSAL"}, "name": {"before": "a", "after": "b"}}}', 1, 1),
  (5, '2026-01-16 09:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "PROPOSAL", "after": "PROPOSAL"}}}', 1, 1), -- there and back within ten minutes
  (6, '2026-01-31 09:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "PROPOSAL", "after": "CUSTOMER"}}}', 1, 1),
  (7, '2026-01-08 10:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "LOST"}}}', 2, 2),
  (8, '2026-01-14 12:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "SCREENING"}}}', 2, 3),
  (9, '2026-01-06 00:00Z', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "CUSTOMER"}}}', 2, 5)) t (i, at, name, properties, who, deal);
CREATE TABLE message (id uuid, subject text, "receivedAt" timestamptz, "deletedAt" timestamptz);
INSERT INTO message VALUES (u(1), 'hello', '2026-01-04 09:00Z', NULL), (u(2), 're: hello', '2026-01-04 15:00Z', NULL);
CREATE TABLE "messageParticipant" (id uuid, role text, "messageId" uuid, "personId" uuid, "workspaceMemberId" uuid, "deletedAt" timestamptz);
INSERT INTO "messageParticipant" VALUES (u(1), 'FROM', u(1), NULL, u(1), NULL), (u(2), 'TO', u(1), u(101), NULL, NULL), (u(3), 'CC', u(1), NULL, u(2), NULL),
  (u(4), 'FROM', u(2), u(101), NULL, NULL), (u(5), 'TO', u(2), NULL, u(1), NULL), (u(6), 'TO', u(2), NULL, NULL, NULL); -- 6: an address that is nobody's
CREATE TABLE "calendarEvent" (id uuid, "startsAt" timestamptz, "isCanceled" boolean, "deletedAt" timestamptz);
INSERT INTO "calendarEvent" VALUES (u(1), '2026-01-10 13:00Z', false, NULL), (u(2), '2026-01-11 13:00Z', true, NULL);
CREATE TABLE "calendarEventParticipant" (id uuid, "calendarEventId" uuid, "personId" uuid, "workspaceMemberId" uuid, "isOrganizer" boolean, "responseStatus" text, "deletedAt" timestamptz);
INSERT INTO "calendarEventParticipant" VALUES (u(11), u(1), u(101), NULL, false, 'ACCEPTED', NULL), (u(12), u(1), u(102), NULL, false, 'DECLINED', NULL),
  (u(13), u(1), NULL, u(2), true, 'ACCEPTED', NULL), (u(14), u(2), u(101), NULL, false, 'ACCEPTED', NULL);
