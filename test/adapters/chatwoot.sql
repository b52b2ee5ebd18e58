-- Chatwoot's own tables: timestamps without time zone, in UTC; numbers for roles, kinds and statuses.  Account 2 belongs to somebody else.
CREATE TABLE accounts (id int, name varchar);
INSERT INTO accounts VALUES (1, 'We'), (2, 'Others');
CREATE TABLE users (id int, name varchar, email varchar, current_sign_in_at timestamp, created_at timestamp);
INSERT INTO users VALUES (1, 'Ann', 'ann@we.example', '2026-01-30 07:00', '2025-01-01'), (2, 'Bob', 'bob@we.example', NULL, '2025-01-01'), (3, 'Zoe', 'zoe@others.example', NULL, '2025-01-01');
CREATE TABLE account_users (id bigint, account_id bigint, user_id bigint, role int, active_at timestamp);
INSERT INTO account_users VALUES (1, 1, 1, 0, '2026-01-31 07:00'), (2, 1, 2, 1, NULL), (3, 2, 3, 1, NULL);
CREATE TABLE teams (id bigint, name varchar, account_id bigint);
INSERT INTO teams VALUES (1, 'support', 1);
CREATE TABLE team_members (id bigint, team_id bigint, user_id bigint);
INSERT INTO team_members VALUES (1, 1, 1);
CREATE TABLE inboxes (id int, account_id int, name varchar, channel_type varchar);
INSERT INTO inboxes VALUES (1, 1, 'mail', 'Channel::Email'), (2, 1, 'site', 'Channel::WebWidget'), (3, 1, 'page', 'Channel::FacebookPage'), (4, 2, 'theirs', 'Channel::Email');
CREATE TABLE contacts (id int, name varchar, middle_name varchar, last_name varchar, email varchar, phone_number varchar, account_id int, additional_attributes jsonb, contact_type int,
                       created_at timestamp);
INSERT INTO contacts VALUES (11, 'Carol', '', 'C', 'carol@acme.example', '+155510', 1, '{"company_name": "Acme"}', 0, '2025-06-01 08:00'),
  (12, 'Dave', '', '', 'dave@acme.example', NULL, 1, '{"company_name": "Acme"}', 0, '2025-06-02 08:00'), (13, 'quiet-lake-7', '', '', NULL, NULL, 1, '{}', 0, '2025-06-03 08:00'), -- a visitor
  (14, 'Theirs', '', '', NULL, NULL, 2, '{}', 0, '2025-06-03 08:00');
CREATE TABLE campaigns (id bigint, title varchar, account_id bigint, inbox_id bigint, campaign_type int, scheduled_at timestamp);
INSERT INTO campaigns VALUES (1, 'Welcome', 1, 2, 0, NULL);
CREATE TABLE sla_policies (id bigint, resolution_time_threshold float8, only_during_business_hours boolean);
INSERT INTO sla_policies VALUES (1, 86400, false), (2, 3600, true);
CREATE TABLE conversations (id int, account_id int, inbox_id int, status int, assignee_id int, contact_id bigint, campaign_id bigint, sla_policy_id bigint, priority int,
                            cached_label_list text, first_reply_created_at timestamp, last_activity_at timestamp, created_at timestamp);
INSERT INTO conversations VALUES
  (1, 1, 1, 1, 1, 11, NULL, 1, 2, 'fault, urgent', '2026-01-05 10:00', '2026-01-10 08:00', '2026-01-05 08:00'), -- resolved twice, opened again by the contact between
  (2, 1, 2, 0, 2, 12, 1, 2, NULL, NULL, NULL, '2026-01-07', '2026-01-05 12:00'),                                -- resolved, opened again by an agent
  (3, 1, 3, 1, NULL, 13, NULL, NULL, 0, '', NULL, '2026-01-07 20:00', '2026-01-07 08:00'),                       -- resolved before there were events
  (4, 2, 4, 1, 3, 14, NULL, NULL, NULL, NULL, NULL, '2026-01-07', '2026-01-01');
CREATE TABLE messages (id int, account_id int, inbox_id int, conversation_id int, message_type int, content_type int, private boolean, sender_type varchar, sender_id bigint,
                       additional_attributes jsonb, created_at timestamp);
INSERT INTO messages VALUES
  (101, 1, 1, 1, 0, 0, false, 'Contact', 11, '{}', '2026-01-05 08:00'), (102, 1, 1, 1, 1, 0, true, 'User', 1, '{}', '2026-01-05 09:00'), -- a private note
  (103, 1, 1, 1, 1, 0, false, 'User', 1, '{}', '2026-01-05 10:00'), (104, 1, 1, 1, 2, 0, false, NULL, NULL, '{}', '2026-01-05 20:00'), -- activity
  (105, 1, 1, 1, 3, 9, false, NULL, NULL, '{}', '2026-01-05 20:00'), (106, 1, 1, 1, 0, 0, false, 'Contact', 11, '{}', '2026-01-05 22:00'),
  (107, 1, 1, 1, 1, 0, false, 'User', 2, '{}', '2026-01-06 07:00'), (108, 1, 1, 1, 3, 9, false, NULL, NULL, '{}', '2026-01-06 08:00'),
  (110, 1, 2, 2, 1, 0, false, 'AgentBot', 5, '{"campaign_id": 1}', '2026-01-05 12:00'), (111, 1, 2, 2, 3, 9, false, NULL, NULL, '{}', '2026-01-06 00:00'),
  (112, 1, 3, 3, 3, 9, false, NULL, NULL, '{}', '2026-01-07 20:00'), (113, 2, 4, 4, 0, 0, false, 'Contact', 14, '{}', '2026-01-01');
CREATE TABLE reporting_events (id bigint, name varchar, value float8, value_in_business_hours float8, account_id int, inbox_id int, user_id int, conversation_id int,
                               event_start_time timestamp, event_end_time timestamp, created_at timestamp);
INSERT INTO reporting_events
SELECT id, name, value, value, account, NULL, NULL, conversation, NULL, at, at FROM (VALUES
  (1, 'first_response', 7200, 1, 1, timestamp '2026-01-05 10:00'), (2, 'conversation_resolved', 43200, 1, 1, '2026-01-05 20:00'), (3, 'conversation_resolved', 86400, 1, 1, '2026-01-06 08:00'),
  (4, 'conversation_opened', 0, 1, 2, '2026-01-05 12:00'), (5, 'conversation_resolved', 43200, 1, 2, '2026-01-06 00:00'), (6, 'conversation_opened', 86400, 1, 2, '2026-01-07 00:00'),
  (7, 'conversation_resolved', 1, 2, 4, '2026-01-02')) e (id, name, value, account, conversation, at);
CREATE TABLE csat_survey_responses (id bigint, account_id bigint, conversation_id bigint, message_id bigint, rating int, feedback_message text, contact_id bigint, created_at timestamp);
INSERT INTO csat_survey_responses VALUES (1, 1, 1, 105, 2, 'not solved', 11, '2026-01-05 21:00'), (2, 1, 1, 108, 5, '', 11, '2026-01-06 09:00'), (3, 1, 2, 111, 4, NULL, 12, '2026-01-06 01:00');
