-- Odoo 16 with crm alone: none of the modules that some views need, and the tracked field in a column of its old name.
CREATE TABLE res_partner (id int PRIMARY KEY, name varchar, commercial_partner_id int, type varchar, email varchar, email_normalized varchar, phone varchar, create_uid int,
                          create_date timestamp);
INSERT INTO res_partner VALUES (3, 'Ann', 3, 'contact', NULL, NULL, NULL, 1, '2025-01-01'), (10, 'Acme', 10, 'contact', NULL, NULL, NULL, 6, '2025-06-01');
CREATE TABLE res_users (id int PRIMARY KEY, partner_id int, share boolean, create_date timestamp);
INSERT INTO res_users VALUES (6, 3, false, '2025-01-01');
CREATE TABLE res_users_log (id int, create_uid int, create_date timestamp);
CREATE TABLE crm_team (id int, name jsonb);
CREATE TABLE crm_team_member (id int, crm_team_id int, user_id int, active boolean);
CREATE TABLE utm_campaign (id int, title jsonb);
CREATE TABLE utm_source (id int, name varchar);
CREATE TABLE crm_stage (id int, name jsonb, is_won boolean);
INSERT INTO crm_stage VALUES (1, '{"en_US": "New"}', false), (4, '{"en_US": "Won"}', true);
CREATE TABLE crm_lead (id int PRIMARY KEY, type varchar, active boolean, probability float8, stage_id int, partner_id int, user_id int, campaign_id int, source_id int,
                       expected_revenue numeric, create_date timestamp, date_conversion timestamp, date_deadline date, date_closed timestamp, date_last_stage_update timestamp);
INSERT INTO crm_lead VALUES (1, 'opportunity', true, 100, 4, 10, 6, NULL, NULL, 10, '2026-01-01', NULL, NULL, NULL, '2026-01-03'), -- imported: never closed by hand
  (2, 'opportunity', true, 10, 1, 10, 6, NULL, NULL, 10, '2026-01-01', NULL, NULL, NULL, '2026-01-01');
CREATE TABLE ir_model_fields (id int, model varchar, name varchar);
INSERT INTO ir_model_fields VALUES (101, 'crm.lead', 'stage_id');
CREATE TABLE mail_message_subtype (id int, internal boolean);
CREATE TABLE mail_activity_type (id int, category varchar);
CREATE TABLE mail_message (id int PRIMARY KEY, model varchar, res_id int, message_type varchar, subtype_id int, mail_activity_type_id int, is_internal boolean, author_id int,
                           date timestamp);
INSERT INTO mail_message VALUES (1, 'crm.lead', 1, 'notification', NULL, NULL, true, 3, '2026-01-03');
CREATE TABLE mail_tracking_value (id int PRIMARY KEY, field int, old_value_integer int, old_value_char varchar, mail_message_id int, create_date timestamp);
INSERT INTO mail_tracking_value VALUES (1, 101, 1, 'New', 1, '2026-01-03');
CREATE TABLE calendar_event (id int, start timestamp, opportunity_id int, user_id int, active boolean);
