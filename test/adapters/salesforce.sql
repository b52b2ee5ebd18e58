-- Salesforce as Fivetran lands it: strings, timestamps with time zone, dates, double precision for money; opportunity in history mode.
CREATE TABLE user_role (id text, name text, _fivetran_deleted boolean);
INSERT INTO user_role VALUES ('00E1', 'Field sales', false), ('00E2', 'Old role', true);
CREATE TABLE "user" (id text, name text, user_role_id text, user_type text, is_active boolean, last_login_date timestamptz, _fivetran_deleted boolean);
INSERT INTO "user" VALUES ('0051', 'Ann', '00E1', 'Standard', true, '2026-01-31 07:00Z', false), ('0052', 'Bob', '00E2', 'Standard', false, NULL, false),
  ('0053', 'Robot', NULL, 'AutomatedProcess', true, NULL, false), ('0054', 'Gone', NULL, 'Standard', true, NULL, true);
CREATE TABLE contact (id text, account_id text, name text, email text, phone text, created_date timestamptz, created_by_id text, is_deleted boolean,
                      has_opted_out_of_email boolean);
INSERT INTO contact VALUES ('0031', '0011', 'Carol', 'carol@acme.example', '+1 555 10', '2025-06-01 08:00Z', '0051', false, false),
  ('0032', '0012', 'Eve', 'eve@delta.example', NULL, '2026-01-10 12:00Z', '0053', false, true), ('0033', '0011', 'Merged away', NULL, NULL, '2025-06-01 08:00Z', '0051', true, false);
CREATE TABLE lead (id text, name text, email text, phone text, lead_source text, created_date timestamptz, created_by_id text, is_converted boolean, converted_date date,
                   converted_contact_id text, converted_opportunity_id text, is_deleted boolean);
INSERT INTO lead VALUES
  ('00Q1', 'Eve', 'eve@delta.example', NULL, 'Web', '2026-01-02 12:00Z', '0053', true, '2026-01-10', '0032', '0063', false),
  ('00Q2', 'Frank', 'frank@zeta.example', NULL, 'Web', '2026-01-03 12:00Z', '0053', false, NULL, NULL, NULL, false),
  ('00Q3', 'Carol', NULL, NULL, 'Event', '2026-01-04 12:00Z', '0051', true, '2026-01-04', '0031', NULL, false), -- to a contact alone
  ('00Q4', 'Gina', NULL, NULL, 'Event', '2026-01-05 12:00Z', '0051', true, '2026-01-05', NULL, '0062', false),  -- the same day: converted at midnight would be before
  ('00Q5', 'Deleted', NULL, NULL, 'Event', '2026-01-05 12:00Z', '0051', false, NULL, NULL, NULL, true);
CREATE TABLE campaign (id text, name text, type text, actual_cost float8, start_date date, end_date date, is_deleted boolean);
INSERT INTO campaign VALUES ('7011', 'Spring', 'Webinar', 500, '2026-01-01', '2026-01-31', false);
CREATE TABLE campaign_member (id text, campaign_id text, lead_id text, contact_id text, has_responded boolean, first_responded_date date, created_date timestamptz, is_deleted boolean);
INSERT INTO campaign_member VALUES ('00v1', '7011', '00Q1', '0032', true, '2026-01-02', '2026-01-02 12:00Z', false),
  ('00v2', '7011', '00Q2', NULL, false, NULL, '2026-01-03 12:00Z', false);
CREATE TABLE opportunity (id text, account_id text, owner_id text, amount float8, stage_name text, is_closed boolean, is_won boolean, created_date timestamptz, close_date date,
                          is_deleted boolean, _fivetran_active boolean, _fivetran_start timestamptz, _fivetran_end timestamptz);
INSERT INTO opportunity
SELECT id, account, owner, amount, stage, closed, won, created, due, deleted, active, NULL, NULL FROM (VALUES
  ('0061', '0011', '0051', 1000, 'Prospecting', false, false, timestamptz '2026-01-01 09:00Z', date '2026-01-20', false, false), -- an older version of the row
  ('0061', '0011', '0051', 1200, 'Closed Won', true, true, '2026-01-01 09:00Z', '2026-01-31', false, true),
  ('0062', '0012', '0052', 800, 'Closed Lost', true, false, '2026-01-05 12:00Z', '2026-01-05', false, true), -- no history; closed on the day it was made
  ('0063', '0012', '0051', 500, 'Proposal', false, false, '2026-01-10 12:00Z', '2026-03-01', false, true),
  ('0064', '0012', '0051', 9999, 'Closed Won', true, true, '2026-01-01 09:00Z', '2026-01-31', true, true),   -- in the recycle bin
  ('0065', '0011', '0051', 2000, 'Closed Won', true, true, '2026-01-01 00:00Z', '2026-01-21', false, true)) o -- won, opened again, won again
  (id, account, owner, amount, stage, closed, won, created, due, deleted, active);
CREATE TABLE opportunity_history (id text, opportunity_id text, stage_name text, amount float8, close_date date, created_date timestamptz, is_deleted boolean);
INSERT INTO opportunity_history
SELECT '0081' || i, deal, stage, amount, due, at, false FROM (VALUES
  (10, '0061', 'Prospecting', 1000, date '2026-01-20', timestamptz '2026-01-01 09:00Z'), (11, '0061', 'Proposal', 1000, '2026-01-20', '2026-01-11 09:00Z'),
  (12, '0061', 'Proposal', 1200, '2026-01-25', '2026-01-15 09:00Z'),  -- amount and date changed, not the stage
  (13, '0061', 'Closed Won', 1200, '2026-01-31', '2026-01-31 09:00Z'),
  (14, '0063', 'Prospecting', 500, '2026-03-01', '2026-01-10 12:00Z'), (15, '0063', 'Proposal', 500, '2026-03-01', '2026-01-14 12:00Z'),
  (16, '0064', 'Prospecting', 9999, '2026-01-31', '2026-01-01 09:00Z'),
  (17, '0065', 'Prospecting', 2000, '2026-01-10', '2026-01-01 00:00Z'), (18, '0065', 'Closed Won', 2000, '2026-01-10', '2026-01-07 00:00Z'),
  (19, '0065', 'Proposal', 2000, '2026-01-18', '2026-01-09 00:00Z'), (20, '0065', 'Closed Won', 2000, '2026-01-21', '2026-01-21 00:00Z'),
  (21, '0065', 'Closed Won', 2000, '2026-01-21', '2026-01-22 00:00Z')) h (i, deal, stage, amount, due, at);
CREATE TABLE opportunity_contact_role (id text, opportunity_id text, contact_id text, is_primary boolean, is_deleted boolean);
INSERT INTO opportunity_contact_role VALUES ('00K1', '0061', '0031', true, false), ('00K2', '0061', '0032', false, false);
CREATE TABLE task (id text, owner_id text, who_id text, what_id text, type text, task_subtype text, call_type text, call_duration_in_seconds int, is_closed boolean, is_deleted boolean,
                   activity_date date, created_date timestamptz, completed_date_time timestamptz);
INSERT INTO task VALUES
  ('00T1', '0051', '0031', '0061', 'Call', 'Call', 'Outbound', 300, true, false, '2026-01-05', '2026-01-05 10:05Z', '2026-01-05 10:05Z'),
  ('00T2', '0051', '00Q1', NULL, NULL, 'Email', NULL, NULL, true, false, '2026-01-04', '2026-01-04 08:00Z', '2026-01-04 08:00Z'), -- to a lead that became a contact
  ('00T3', '00G1', '0031', NULL, 'Other', 'Task', NULL, NULL, true, false, '2026-01-04', '2026-01-04 08:00Z', NULL), ('00T4', '0051', '0031', NULL, 'Call', 'Call', NULL, NULL, false, false, '2026-02-04', '2026-01-04 08:00Z', NULL);
CREATE TABLE event (id text, owner_id text, who_id text, what_id text, type text, start_date_time timestamptz, activity_date_time timestamptz, is_child boolean, is_deleted boolean);
INSERT INTO event VALUES ('00U1', '0051', '0031', '0061', 'Meeting', '2026-01-12 13:00Z', '2026-01-12 13:00Z', false, false),
  ('00U2', '0052', '0031', '0061', 'Meeting', '2026-01-12 13:00Z', '2026-01-12 13:00Z', true, false); -- the same one in a guest's calendar
CREATE TABLE product_2 (id text, name text, family text);
INSERT INTO product_2 VALUES ('01t1', 'Licence', 'Software');
CREATE TABLE opportunity_line_item (id text, opportunity_id text, product_2_id text, total_price float8, is_deleted boolean);
CREATE TABLE "order" (id text, account_id text, status text, activated_date timestamptz, created_date timestamptz, is_deleted boolean);
INSERT INTO "order" VALUES ('8011', '0011', 'Activated', '2026-02-01 10:00Z', '2026-01-31 10:00Z', false), ('8012', '0012', 'Activated', '2026-02-02 10:00Z', '2026-02-02 10:00Z', false),
  ('8013', '0012', 'Draft', NULL, '2026-02-03 10:00Z', false), ('8014', '0011', 'Activated', '2026-02-05 10:00Z', '2026-02-05 10:00Z', false);
CREATE TABLE order_item (id text, order_id text, product_2_id text, quantity float8, unit_price float8, total_price float8, is_deleted boolean);
INSERT INTO order_item VALUES ('8021', '8011', '01t1', 2, 100.1, 200.2, false), ('8022', '8012', '01t1', 1, 150, 150, false), ('8023', '8013', '01t1', 1, 5000, 5000, false),
  ('8024', '8014', '01t1', -1, 50.2, -50.2, false); -- a reduction
CREATE TABLE contract (id text, account_id text, status text, start_date date, end_date date, contract_term int, activated_date timestamptz, is_deleted boolean);
INSERT INTO contract VALUES ('8001', '0011', 'Activated', '2025-01-01', '2025-12-31', 12, '2025-01-01 10:00Z', false), ('8002', '0011', 'Activated', '2026-01-01', '2026-12-31', 12, '2025-12-20 10:00Z', false),
  ('8003', '0012', 'Activated', '2025-02-01', '2026-01-31', 12, '2025-02-01 10:00Z', false), ('8004', '0012', 'Draft', '2026-02-01', '2027-01-31', 12, NULL, false);
CREATE TABLE case_status (id text, api_name text, master_label text, is_closed boolean);
INSERT INTO case_status VALUES ('01J1', 'New', 'New', false), ('01J2', 'Working', 'Working', false), ('01J3', 'Closed', 'Closed', true);
CREATE TABLE "case" (id text, account_id text, contact_id text, owner_id text, type text, origin text, priority text, status text, is_closed boolean, created_date timestamptz,
                     closed_date timestamptz, is_deleted boolean);
INSERT INTO "case" VALUES ('5001', '0011', '0031', '0051', 'Problem', 'Email', 'High', 'Closed', true, '2026-01-05 08:00Z', '2026-01-06 08:00Z', false),
  ('5002', '0012', '0032', '00G1', NULL, 'Phone', 'Low', 'Working', false, '2026-01-05 12:00Z', NULL, false), ('5003', '0012', '0032', '0052', NULL, 'Web', 'Low', 'Closed', true, '2026-01-07 08:00Z', '2026-01-07 20:00Z', false),
  ('5004', '0012', '0032', '0052', NULL, 'Web', 'Low', 'Closed', true, '2026-01-07 08:00Z', '2026-01-07 09:00Z', true);
CREATE TABLE case_history (id text, case_id text, field text, old_value text, new_value text, created_date timestamptz, is_deleted boolean);
INSERT INTO case_history VALUES ('0171', '5002', 'created', NULL, NULL, '2026-01-05 12:00Z', false), ('0172', '5002', 'Status', 'New', 'Closed', '2026-01-06 00:00Z', false),
  ('0173', '5002', 'ownerAssignment', '0052', '00G1', '2026-01-06 10:00Z', false), ('0174', '5002', 'Status', 'Closed', 'Working', '2026-01-07 00:00Z', false);
CREATE TABLE email_message (id text, parent_id text, incoming boolean, message_date timestamptz, is_deleted boolean);
INSERT INTO email_message VALUES ('02s1', '5001', true, '2026-01-05 08:00Z', false), ('02s2', '5001', false, '2026-01-05 10:00Z', false), ('02s3', '5001', false, '2026-01-06 07:00Z', false);
