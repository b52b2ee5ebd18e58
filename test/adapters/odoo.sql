-- Odoo 17 with crm, sale, sale_margin, mass_mailing, rating and helpdesk_mgmt: the columns that the views read, with their types, and the
-- rows that are easily got wrong.  Datetime fields are timestamp without time zone, in UTC.
CREATE TABLE res_partner (id int PRIMARY KEY, name varchar, parent_id int, commercial_partner_id int, type varchar, is_company boolean, active boolean, email varchar,
                          email_normalized varchar, phone varchar, create_uid int, create_date timestamp);
INSERT INTO res_partner VALUES
  (1, 'We',         NULL, 1, 'contact', true, true, NULL, NULL, NULL, 1, '2025-01-01'),
  (3, 'Ann',        NULL, 3, 'contact', false, true, 'ann@we.example', 'ann@we.example', NULL, 1, '2025-01-01'),
  (4, 'Bob',        NULL, 4, 'contact', false, true, 'bob@we.example', 'bob@we.example', NULL, 1, '2025-01-01'),
  (10, 'Acme',      NULL, 10, 'contact', true, true, 'info@acme.example', 'info@acme.example', '+1 555 10', 6, '2025-06-01 08:00'),
  (11, 'Carol',     10, 10, 'contact', false, true, 'Carol@acme.example', 'carol@acme.example', NULL, 6, '2025-06-02 08:00'),
  (12, 'Delta',     NULL, 12, 'contact', true, true, 'eve@delta.example', 'eve@delta.example', NULL, 1, '2025-07-01 08:00'),
  (13, 'Acme dock', 10, 10, 'delivery', false, true, NULL, NULL, NULL, 6, '2025-06-03 08:00'), -- an address, no person
  (14, 'Eve',       12, 12, 'contact', false, true, 'eve@delta.example', 'eve@delta.example', NULL, 9, '2025-07-02 08:00');
CREATE TABLE res_users (id int PRIMARY KEY, partner_id int, login varchar, active boolean, share boolean, create_date timestamp);
INSERT INTO res_users VALUES (6, 3, 'ann', true, false, '2025-01-01'), (7, 4, 'bob', true, false, '2025-01-01'), (9, 14, 'eve', true, true, '2025-07-02'); -- 9: portal
CREATE TABLE res_users_log (id int, create_uid int, create_date timestamp);
INSERT INTO res_users_log VALUES (1, 6, '2026-01-30 07:00'), (2, 6, '2026-01-31 07:00');
CREATE TABLE crm_team (id int, name jsonb);
INSERT INTO crm_team VALUES (1, '{"en_US": "Sales", "fr_FR": "Ventes"}'), (2, '{"en_US": "Key accounts"}');
CREATE TABLE crm_team_member (id int, crm_team_id int, user_id int, active boolean);
INSERT INTO crm_team_member VALUES (1, 2, 6, false), (2, 1, 6, true);

CREATE TABLE utm_campaign (id int, name varchar, title jsonb);
INSERT INTO utm_campaign VALUES (1, 'spring', '{"en_US": "Spring", "fr_FR": "Printemps"}');
CREATE TABLE utm_source (id int, name varchar);
INSERT INTO utm_source VALUES (1, 'Newsletter');
CREATE TABLE crm_stage (id int, name jsonb, sequence int, is_won boolean);
INSERT INTO crm_stage VALUES (1, '{"en_US": "New", "fr_FR": "Nouveau"}', 0, false), (2, '{"en_US": "Qualified"}', 1, false),
  (3, '{"en_US": "Proposition"}', 2, false), (4, '{"en_US": "Won"}', 3, true);
CREATE TABLE crm_lead (id int PRIMARY KEY, name varchar, type varchar, active boolean, probability float8, stage_id int, partner_id int, user_id int, campaign_id int,
                       source_id int, expected_revenue numeric, create_date timestamp, date_conversion timestamp, date_deadline date, date_closed timestamp,
                       date_last_stage_update timestamp);
INSERT INTO crm_lead VALUES
  (1, 'won',           'opportunity', true,  100, 4, 11, 6, 1, 1, 1000, '2026-01-01 09:00', NULL, '2026-01-31', '2026-01-31 09:00', '2026-01-31 09:00'),
  (2, 'lost',          'opportunity', false, 0,   2, 12, 6, NULL, NULL, 500, '2026-01-02 10:00', NULL, NULL, '2026-01-20 10:00', '2026-01-08 10:00'),
  (3, 'was a lead',    'opportunity', true,  35,  3, 14, 7, 1, 1, 800, '2025-12-01 12:00', '2026-01-10 12:00', NULL, NULL, '2026-01-12 12:00'),
  (4, 'put aside',     'opportunity', false, 20,  2, 12, 7, NULL, NULL, 9999, '2026-01-01', NULL, NULL, '2026-01-03', '2026-01-01'),
  (5, 'still a lead',  'lead',        true,  10,  1, 14, NULL, NULL, 1, 0, '2026-01-05 12:00', NULL, NULL, NULL, '2026-01-05 12:00'),
  (6, 'won, archived', 'opportunity', false, 100, 4, 11, 7, NULL, NULL, 3000, '2026-01-01', NULL, NULL, '2026-01-16', '2026-01-16'),
  (8, 'open',          'opportunity', true,  40,  2, 12, 6, NULL, NULL, 700, '2026-01-01', NULL, '2026-03-01', NULL, '2026-01-03');
CREATE TABLE ir_model_fields (id int, model varchar, name varchar);
INSERT INTO ir_model_fields VALUES (101, 'crm.lead', 'stage_id'), (102, 'crm.lead', 'user_id'), (201, 'helpdesk.ticket', 'stage_id');
CREATE TABLE mail_message_subtype (id int, internal boolean);
INSERT INTO mail_message_subtype VALUES (1, false), (2, true); -- discussion, note
CREATE TABLE mail_activity_type (id int, name jsonb, category varchar);
INSERT INTO mail_activity_type VALUES (1, '{"en_US": "Call"}', 'phonecall'), (2, '{"en_US": "To-do"}', 'default');
CREATE TABLE mail_message (id int PRIMARY KEY, model varchar, res_id int, message_type varchar, subtype_id int, mail_activity_type_id int, is_internal boolean,
                           author_id int, date timestamp);
INSERT INTO mail_message
SELECT i, 'crm.lead', deal, 'notification', 2, NULL, true, 3, at
FROM (VALUES (1, 1, timestamp '2026-01-03 09:00'), (2, 1, '2026-01-05 09:00'), (3, 1, '2026-01-15 09:00'), (4, 1, '2026-01-31 09:00'), (5, 2, '2026-01-08 10:00'),
             (6, 3, '2025-12-15'), (7, 3, '2026-01-12 12:00'), (8, 6, '2026-01-06'), (9, 6, '2026-01-16'), (10, 8, '2026-01-03')) m (i, deal, at);
CREATE TABLE mail_tracking_value (id int PRIMARY KEY, field_id int, old_value_integer int, old_value_char varchar, new_value_integer int, new_value_char varchar,
                                  mail_message_id int, create_date timestamp);
INSERT INTO mail_tracking_value VALUES
  (1, 102, 7, 'Bob', 6, 'Ann', 1, '2026-01-03 09:00'), -- another field
  (2, 101, 1, 'New', 2, 'Qualified', 2, '2026-01-05 09:00'), (3, 101, 2, 'Qualified', 3, 'Proposition', 3, '2026-01-15 09:00'),
  (4, 101, 3, 'Proposition', 4, 'Won', 4, '2026-01-31 09:00'), (5, 101, 1, 'New', 2, 'Qualified', 5, '2026-01-08 10:00'),
  (6, 101, 1, 'New', 2, 'Qualified', 6, '2025-12-15'), -- before it became an opportunity
  (7, 101, 2, 'Qualified', 3, 'Proposition', 7, '2026-01-12 12:00'),
  (8, 101, 1, 'New', 2, 'Qualified', 8, '2026-01-06'), (9, 101, 3, 'Proposition', 4, 'Won', 9, '2026-01-16'), -- a change between them was not tracked
  (10, 101, 9, 'Old stage', 2, 'Qualified', 10, '2026-01-03'); -- 9 was deleted since

INSERT INTO mail_message VALUES
  (20, 'crm.lead', 1, 'comment', 1, NULL, false, 3, '2026-01-04 09:00'), (21, 'crm.lead', 1, 'email', 1, NULL, false, 11, '2026-01-04 15:00'),
  (22, 'crm.lead', 1, 'comment', 2, NULL, true, 3, '2026-01-04 16:00'),  -- a note
  (23, 'crm.lead', 1, 'notification', 2, 1, true, 3, '2026-01-06 09:00'), (24, 'crm.lead', 1, 'notification', 2, 2, true, 3, '2026-01-06 10:00');
CREATE TABLE calendar_event (id int, name varchar, start timestamp, opportunity_id int, user_id int, active boolean);
INSERT INTO calendar_event VALUES (1, 'demo', '2026-01-10 13:00', 1, 6, true), (2, 'cancelled', '2026-01-11 13:00', 1, 6, false), (3, 'inside', '2026-01-12', NULL, 6, true);
CREATE TABLE mailing_mailing (id int, user_id int);
INSERT INTO mailing_mailing VALUES (1, 7);
CREATE TABLE mailing_trace (id int, trace_type varchar, trace_status varchar, model varchar, res_id int, email varchar, campaign_id int, mass_mailing_id int,
                            sent_datetime timestamp, open_datetime timestamp, links_click_datetime timestamp, reply_datetime timestamp, write_date timestamp);
INSERT INTO mailing_trace VALUES
  (1, 'mail', 'open', 'res.partner', 11, 'carol@acme.example', 1, 1, '2026-01-01 06:00', '2026-01-01 07:00', '2026-01-01 07:01', NULL, '2026-01-01 07:01'),
  (2, 'mail', 'bounce', 'mailing.contact', 1, 'eve@delta.example', 1, 1, '2026-01-01 06:00', NULL, NULL, NULL, '2026-01-01 06:05'),
  (3, 'mail', 'cancel', 'res.partner', 12, 'eve@delta.example', 1, 1, NULL, NULL, NULL, NULL, '2026-01-01 06:00');
CREATE TABLE mailing_contact (id int, email varchar, email_normalized varchar);
INSERT INTO mailing_contact VALUES (1, 'Carol@acme.example', 'carol@acme.example'), (2, 'info@acme.example', 'info@acme.example');
CREATE TABLE mailing_subscription (id int, contact_id int, list_id int, opt_out boolean, opt_out_datetime timestamp, create_date timestamp);
INSERT INTO mailing_subscription VALUES (1, 1, 1, true, '2026-01-08', '2025-08-01'), (2, 1, 2, false, NULL, '2025-09-01'), -- Carol left one of two lists
  (3, 2, 1, true, '2026-01-09 11:00', '2025-08-01');
CREATE TABLE mail_blacklist (id int, email varchar, active boolean, create_date timestamp);
INSERT INTO mail_blacklist VALUES (1, 'eve@delta.example', true, '2026-01-02 03:00');

CREATE TABLE product_category (id int, name varchar);
INSERT INTO product_category VALUES (1, 'Software');
CREATE TABLE product_template (id int, categ_id int);
INSERT INTO product_template VALUES (1, 1);
CREATE TABLE product_product (id int, product_tmpl_id int);
INSERT INTO product_product VALUES (1, 1);
CREATE TABLE sale_order (id int, state varchar, partner_id int, date_order timestamp, currency_rate numeric);
INSERT INTO sale_order VALUES (1, 'sale', 11, '2026-02-01 10:00', 1.0), (2, 'sale', 14, '2026-02-02 10:00', 2.0), (3, 'draft', 12, '2026-02-03 10:00', 1.0);
CREATE TABLE sale_order_line (id int, order_id int, product_id int, display_type varchar, is_downpayment boolean, product_uom_qty numeric, price_subtotal numeric,
                              purchase_price numeric);
INSERT INTO sale_order_line VALUES (1, 1, NULL, 'line_section', false, 0, 0, 0), (2, 1, 1, NULL, false, 2, 200, 30), (3, 1, 1, NULL, true, 0, 77, 0),
  (4, 2, 1, NULL, NULL, 1, 300, 100), (5, 3, 1, NULL, NULL, 1, 5000, 0);
CREATE TABLE account_move (id int, move_type varchar, state varchar, commercial_partner_id int, invoice_date date, amount_untaxed_signed numeric);
INSERT INTO account_move VALUES (1, 'out_invoice', 'posted', 10, '2026-02-01', 200), (2, 'out_refund', 'posted', 10, '2026-02-05', -50),
  (3, 'out_refund', 'draft', 10, NULL, -20);

CREATE TABLE helpdesk_ticket_stage (id int, name jsonb, closed boolean, unattended boolean);
INSERT INTO helpdesk_ticket_stage VALUES (1, '{"en_US": "New"}', false, true), (2, '{"en_US": "In Progress"}', false, false), (3, '{"en_US": "Done"}', true, false);
CREATE TABLE helpdesk_ticket_category (id int, name jsonb);
INSERT INTO helpdesk_ticket_category VALUES (1, '{"en_US": "Fault"}');
CREATE TABLE helpdesk_ticket_channel (id int, name varchar);
INSERT INTO helpdesk_ticket_channel VALUES (1, 'Email');
CREATE TABLE helpdesk_ticket (id int, partner_id int, user_id int, stage_id int, category_id int, channel_id int, priority varchar, active boolean,
                              create_date timestamp, closed_date timestamp);
INSERT INTO helpdesk_ticket VALUES (1, 11, 7, 3, 1, 1, '1', true, '2026-01-05 08:00', '2026-01-06 08:00'),
  (2, 14, 7, 2, NULL, 1, '3', true, '2026-01-05 12:00', '2026-01-06'), -- opened again: closed_date stays
  (3, 14, 6, 3, 1, NULL, '0', true, '2026-01-07 08:00', '2026-01-07 20:00'), (4, 14, 6, 3, 1, NULL, '0', false, '2026-01-01', '2026-01-02'); -- archived
INSERT INTO mail_message VALUES
  (30, 'helpdesk.ticket', 1, 'comment', 2, NULL, true, 4, '2026-01-05 09:00'), (31, 'helpdesk.ticket', 1, 'email', 1, NULL, false, 11, '2026-01-05 09:30'),
  (32, 'helpdesk.ticket', 1, 'comment', 1, NULL, false, 4, '2026-01-05 10:00'), (33, 'helpdesk.ticket', 1, 'comment', 1, NULL, false, 4, '2026-01-06 07:00'),
  (34, 'helpdesk.ticket', 2, 'notification', 2, NULL, true, 4, '2026-01-06'), (35, 'helpdesk.ticket', 2, 'notification', 2, NULL, true, 4, '2026-01-07');
INSERT INTO mail_tracking_value VALUES (20, 201, 1, 'New', 3, 'Done', 34, '2026-01-06'), (21, 201, 3, 'Done', 2, 'In Progress', 35, '2026-01-07');

CREATE TABLE rating_rating (id int, res_model varchar, res_id int, partner_id int, rating float8, consumed boolean, feedback text, create_date timestamp, write_date timestamp);
INSERT INTO rating_rating VALUES (1, 'helpdesk.ticket', 1, 11, 5, true, 'quick', '2026-01-06 09:00', '2026-01-06 12:00'),
  (2, 'helpdesk.ticket', 2, 14, 1, true, 'came back', '2026-01-06 01:00', '2026-01-06 02:00'), (3, 'helpdesk.ticket', 3, 14, 3, true, NULL, '2026-01-08', '2026-01-08'),
  (4, 'project.task', 8, 11, 0, false, NULL, '2026-01-09', '2026-01-09'), (5, 'product.template', 1, 11, 5, true, NULL, '2026-01-09', '2026-01-09'), -- a shop's stars
  (6, 'discuss.channel', 4, 12, 5, true, NULL, '2026-01-10', '2026-01-10');
