-- Zendesk Support as Fivetran lands it: bigint ids, strings, timestamps with time zone.
CREATE TABLE "group" (id bigint, name text, _fivetran_deleted boolean);
INSERT INTO "group" VALUES (1, 'Support', false);
CREATE TABLE "user" (id bigint, name text, email text, phone text, role text, organization_id bigint, default_group_id bigint, active boolean, created_at timestamptz,
                     last_login_at timestamptz, _fivetran_deleted boolean);
INSERT INTO "user" VALUES (-1, 'System', NULL, NULL, 'system', NULL, NULL, true, NULL, NULL, false), (11, 'Ann', 'ann@we.example', NULL, 'agent', NULL, 1, true, '2025-01-01Z', '2026-01-31 07:00Z', false),
  (12, 'Bob', 'bob@we.example', NULL, 'admin', NULL, NULL, true, '2025-01-01Z', NULL, false), (21, 'Carol', 'carol@acme.example', '+1 555 10', 'end-user', 901, NULL, true, '2025-06-01 08:00Z', NULL, false),
  (22, 'Eve', 'eve@delta.example', NULL, 'end-user', 902, NULL, true, '2025-07-01 08:00Z', NULL, false), (23, 'Gone', NULL, NULL, 'end-user', 902, NULL, false, '2025-07-01 08:00Z', NULL, true);
CREATE TABLE ticket (id bigint, organization_id bigint, requester_id bigint, submitter_id bigint, assignee_id bigint, group_id bigint, type text, via_channel text, priority text,
                     status text, created_at timestamptz, due_at timestamptz, _fivetran_deleted boolean);
INSERT INTO ticket VALUES (1, 901, 21, 21, 11, 1, 'problem', 'email', 'high', 'closed', '2026-01-05 08:00Z', NULL, false),
  (2, 902, 22, 22, 11, 1, 'question', 'web', 'normal', 'open', '2026-01-05 12:00Z', NULL, false), -- solved, opened again
  (3, 902, 22, 11, 12, 1, 'task', 'email', 'low', 'solved', '2026-01-07 08:00Z', '2026-02-01Z', false), -- written by an agent; solved twice
  (4, NULL, 12, 12, 11, 1, NULL, 'web', NULL, 'solved', '2026-01-08 08:00Z', NULL, false), -- asked by an agent
  (5, 902, 22, 22, 11, 1, NULL, 'email', NULL, 'closed', '2026-01-08 08:00Z', NULL, true), (6, 902, 22, 22, 11, 1, NULL, 'email', NULL, 'deleted', '2026-01-08 08:00Z', NULL, false);
CREATE TABLE ticket_comment (id bigint, ticket_id bigint, user_id bigint, public boolean, created timestamptz, body text, voice_comment boolean, _fivetran_deleted boolean);
INSERT INTO ticket_comment VALUES (101, 1, 21, true, '2026-01-05 08:00Z', 'broken', false, false), (102, 1, 11, false, '2026-01-05 09:00Z', 'note', false, false),
  (103, 1, 11, true, '2026-01-05 10:00Z', 'try this', false, false), (104, 1, 21, true, '2026-01-05 11:00Z', 'thanks', false, false), (105, 1, -1, true, '2026-01-05 12:00Z', 'bump', false, false),
  (106, 1, 12, true, '2026-01-06 07:00Z', 'done', false, false), (107, 3, 11, true, '2026-01-07 08:00Z', 'we saw that', false, false), (108, 3, 22, true, '2026-01-07 09:00Z', 'yes', false, false),
  (109, 3, 12, true, '2026-01-07 12:00Z', 'repaired', false, false), (110, 4, 12, true, '2026-01-08 08:00Z', 'please', false, false), (111, 4, 12, true, '2026-01-08 09:00Z', 'well?', false, false),
  (112, 4, 11, true, '2026-01-08 11:00Z', 'here', false, false), (113, 5, 11, true, '2026-01-08 11:00Z', 'x', false, false);
CREATE TABLE ticket_field_history (ticket_id bigint, field_name text, value text, updated timestamptz, user_id bigint);
INSERT INTO ticket_field_history VALUES
  (1, 'status', 'new', '2026-01-05 08:00Z', 21), (1, 'status', 'open', '2026-01-05 09:00Z', 11), (1, 'status', 'hold', '2026-01-05 10:00Z', 11), (1, 'status', 'solved', '2026-01-06 08:00Z', 12),
  (1, 'status', 'closed', '2026-01-10 08:00Z', -1), (1, 'priority', 'high', '2026-01-05 09:00Z', 11),
  (2, 'status', 'new', '2026-01-05 12:00Z', 22), (2, 'status', 'solved', '2026-01-06 00:00Z', 11), (2, 'status', 'open', '2026-01-07 00:00Z', 22),
  (3, 'status', 'open', '2026-01-07 08:00Z', 11), (3, 'status', 'solved', '2026-01-07 12:00Z', 12), (3, 'status', 'open', '2026-01-07 13:00Z', 22), (3, 'status', 'solved', '2026-01-07 20:00Z', 12),
  (4, 'status', 'new', '2026-01-08 08:00Z', 12), (4, 'status', 'open', '2026-01-08 08:00Z', 12), (4, 'status', 'solved', '2026-01-08 14:00Z', 11), -- two changes at one time
  (5, 'status', 'closed', '2026-01-09Z', 11),
  (1, 'satisfaction_score', 'offered', '2026-01-07 08:00Z', -1), (1, 'satisfaction_score', 'bad', '2026-01-07 09:00Z', 21), (1, 'satisfaction_score', 'good', '2026-01-07 10:00Z', 21),
  (1, 'satisfaction_comment', 'fine after all', '2026-01-07 10:00Z', 21), (2, 'satisfaction_score', 'offered', '2026-01-07 01:00Z', -1), (2, 'satisfaction_score', 'bad', '2026-01-07 02:00Z', 22),
  (3, 'satisfaction_score', 'offered', '2026-01-08 20:00Z', -1), (4, 'satisfaction_score', 'good', '2026-01-09 08:00Z', 12), (5, 'satisfaction_score', 'bad', '2026-01-09 08:00Z', 22);
