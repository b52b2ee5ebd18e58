-- HubSpot as Fivetran lands it: bigint ids, strings, timestamps with time zone, double precision for numbers.
CREATE TABLE owner (owner_id bigint, email text, first_name text, last_name text, active_user_id bigint, created_at timestamptz);
INSERT INTO owner VALUES (71, 'ann@we.example', 'Ann', 'A', 1, '2025-01-01Z'), (72, 'bob@we.example', NULL, NULL, NULL, '2025-01-01Z');
CREATE TABLE team (id bigint, name text, _fivetran_deleted boolean);
INSERT INTO team VALUES (1, 'Sales', false), (2, 'Closed team', true), (3, 'Key accounts', false);
CREATE TABLE owner_team (owner_id bigint, team_id bigint, is_team_primary boolean, _fivetran_deleted boolean);
INSERT INTO owner_team VALUES (71, 3, false, false), (71, 1, true, false), (72, 2, true, false);
CREATE TABLE contact (id bigint, property_associatedcompanyid float8, property_firstname text, property_lastname text, property_email text, property_phone text,
                      property_createdate timestamptz, property_hs_analytics_source text, _fivetran_deleted boolean);
INSERT INTO contact VALUES (101, 901, 'Carol', 'C', 'Carol@acme.example', '+1 555 10', '2026-01-01 08:00Z', 'ORGANIC_SEARCH', false),
  (102, 902, 'Eve', NULL, 'eve@delta.example', NULL, '2026-01-02 08:00Z', 'OFFLINE', false), (103, NULL, NULL, NULL, 'frank@zeta.example', NULL, '2026-01-03 08:00Z', 'PAID_SEARCH', false),
  (104, 901, 'Merged', NULL, 'carol@acme.example', NULL, '2026-01-01 08:00Z', 'OFFLINE', true);
CREATE TABLE email_campaign (id bigint, name text, subject text, sub_type text);
INSERT INTO email_campaign VALUES (501, NULL, 'Spring is here', 'BATCH');
CREATE TABLE email_event (id text, type text, created timestamptz, recipient text, email_campaign_id bigint, filtered_event boolean);
INSERT INTO email_event VALUES ('e1', 'SENT', '2026-01-05 06:00Z', 'carol@acme.example', 501, false), ('e2', 'DELIVERED', '2026-01-05 06:01Z', 'carol@acme.example', 501, false),
  ('e3', 'OPEN', '2026-01-05 06:02Z', 'carol@acme.example', 501, true), -- by a machine
  ('e4', 'OPEN', '2026-01-05 07:00Z', 'carol@acme.example', 501, false), ('e5', 'STATUSCHANGE', '2026-01-04 06:00Z', 'eve@delta.example', NULL, NULL),
  ('e6', 'STATUSCHANGE', '2026-01-06 06:00Z', 'eve@delta.example', NULL, NULL), ('e7', 'STATUSCHANGE', '2026-01-04 06:00Z', 'frank@zeta.example', NULL, NULL),
  ('e8', 'STATUSCHANGE', '2026-01-07 06:00Z', 'frank@zeta.example', NULL, NULL);
CREATE TABLE email_event_status_change (id text, portal_subscription_status text);
INSERT INTO email_event_status_change VALUES ('e5', 'SUBSCRIBED'), ('e6', 'UNSUBSCRIBED'), ('e7', 'UNSUBSCRIBED'), ('e8', 'SUBSCRIBED'); -- frank came back

CREATE TABLE deal_pipeline_stage (stage_id text, pipeline_id text, label text, probability float8, is_closed boolean, closed_won boolean, _fivetran_deleted boolean);
INSERT INTO deal_pipeline_stage VALUES ('appointmentscheduled', 'default', 'Appointment', 0.2, false, false, false), ('contractsent', 'default', 'Contract', 0.9, false, false, false),
  ('closedwon', 'default', 'Closed won', 1, true, true, false), ('closedlost', 'default', 'Closed lost', 0, true, true, false), -- closed_won says closed
  ('9567448', '77', 'Trial', 0.5, false, false, true), ('9567449', '77', 'Signed', 1, true, true, false);
CREATE TABLE deal (deal_id bigint, deal_pipeline_id text, deal_pipeline_stage_id text, owner_id bigint, property_amount float8, property_createdate timestamptz,
                   property_closedate timestamptz, is_deleted boolean, _fivetran_deleted boolean);
INSERT INTO deal VALUES
  (1, 'default', 'closedwon', 71, 1000, '2026-01-01 09:00Z', '2026-01-30 09:00Z', false, false),
  (2, 'default', 'closedlost', 71, 500, '2026-01-02 10:00Z', '2026-01-20 10:00Z', false, false),
  (3, '77', '9567448', 72, 800, '2026-01-10 12:00Z', '2026-03-01 12:00Z', NULL, false),
  (4, '77', '9567449', 72, 3000, '2026-01-05 00:00Z', '2026-01-01 00:00Z', NULL, false), -- no history; the close date was set back before the deal began
  (5, 'default', 'closedwon', 72, 9999, '2026-01-01 09:00Z', '2026-01-30 09:00Z', true, false),
  (6, 'default', 'closedwon', 72, 9999, '2026-01-01 09:00Z', '2026-01-30 09:00Z', false, false); -- merged into 1
CREATE TABLE merged_deal (deal_id bigint, merged_deal_id bigint);
INSERT INTO merged_deal VALUES (1, 6);
CREATE TABLE deal_stage (deal_id bigint, value text, date_entered timestamptz, source text, _fivetran_start timestamptz, _fivetran_end timestamptz, _fivetran_active boolean);
INSERT INTO deal_stage
SELECT deal, stage, at, 'CRM_UI', at, NULL, NULL FROM (VALUES
  (1, 'appointmentscheduled', timestamptz '2026-01-01 09:00Z'), (1, 'contractsent', '2026-01-11 09:00Z'), (1, 'closedwon', '2026-01-31 09:00Z'),
  (2, 'appointmentscheduled', '2026-01-02 10:00Z'), (2, 'closedlost', '2026-01-08 10:00Z'),
  (3, 'old', '2026-01-10 12:00Z'), (3, '9567448', '2026-01-14 12:00Z'), (5, 'closedwon', '2026-01-01 09:00Z')) h (deal, stage, at);
CREATE TABLE deal_company (deal_id bigint, company_id bigint, type_id int, category text);
INSERT INTO deal_company VALUES (1, 900, 341, 'HUBSPOT_DEFINED'), (1, 901, 341, 'HUBSPOT_DEFINED'), (1, 901, 5, 'HUBSPOT_DEFINED'), -- 5: primary
  (2, 902, 341, 'HUBSPOT_DEFINED'), (4, 902, 5, 'HUBSPOT_DEFINED'), (4, 902, 341, 'HUBSPOT_DEFINED');
CREATE TABLE deal_contact (deal_id bigint, contact_id bigint, type_id int, category text);
INSERT INTO deal_contact VALUES (1, 101, 3, 'HUBSPOT_DEFINED'), (1, 101, 12, 'USER_DEFINED'), (4, 102, 3, 'HUBSPOT_DEFINED');
CREATE TABLE engagement_email (engagement_id bigint, property_hubspot_owner_id bigint, property_hs_timestamp timestamptz, property_hs_email_direction text, _fivetran_deleted boolean);
INSERT INTO engagement_email VALUES (1, 71, '2026-01-04 09:00Z', 'EMAIL', false), (2, 71, '2026-01-04 15:00Z', 'INCOMING_EMAIL', false), (3, 71, '2026-01-04 16:00Z', 'EMAIL', true);
CREATE TABLE engagement_call (engagement_id bigint, property_hubspot_owner_id bigint, property_hs_timestamp timestamptz, property_hs_call_direction text, property_hs_call_status text,
                              property_hs_call_duration float8, _fivetran_deleted boolean);
INSERT INTO engagement_call VALUES (4, 71, '2026-01-06 09:00Z', 'OUTBOUND', 'COMPLETED', 90000, false), (5, 72, '2026-01-06 10:00Z', 'INBOUND', 'MISSED', NULL, false);
CREATE TABLE engagement_meeting (engagement_id bigint, property_hubspot_owner_id bigint, property_hs_timestamp timestamptz, property_hs_meeting_outcome text, _fivetran_deleted boolean);
INSERT INTO engagement_meeting VALUES (6, 71, '2026-01-10 13:00Z', 'COMPLETED', false), (7, 71, '2026-01-11 13:00Z', 'CANCELED', false);
CREATE TABLE engagement_contact (engagement_id bigint, contact_id bigint, category text);
INSERT INTO engagement_contact VALUES (1, 101, 'HUBSPOT_DEFINED'), (2, 101, 'HUBSPOT_DEFINED'), (4, 101, 'HUBSPOT_DEFINED'), (4, 101, 'USER_DEFINED'),
  (6, 101, 'HUBSPOT_DEFINED'), (6, 102, 'HUBSPOT_DEFINED');
CREATE TABLE engagement_deal (engagement_id bigint, deal_id bigint, category text);
INSERT INTO engagement_deal VALUES (4, 1, 'HUBSPOT_DEFINED'), (6, 1, 'HUBSPOT_DEFINED');
CREATE TABLE line_item (id bigint, property_name text, property_quantity float8, property_amount float8, property_hs_cost_of_goods_sold float8, property_recurringbillingfrequency text,
                        property_hs_mrr float8, property_hs_recurring_billing_start_date date, property_hs_recurring_billing_end_date date, _fivetran_deleted boolean);
INSERT INTO line_item VALUES (11, 'Setup', 2, 400, 50, NULL, NULL, NULL, NULL, false), (12, 'Licence', 1, 600, 0, 'monthly', 50, '2026-02-01', NULL, false),
  (13, 'Licence', 1, 3000, 0, 'annually', 250, '2026-01-10', '2026-03-15', false), (14, 'Lost', 1, 500, 0, 'monthly', 40, '2026-02-01', NULL, false),
  (15, 'Removed', 1, 700, 0, NULL, NULL, NULL, NULL, true);
CREATE TABLE line_item_deal (line_item_id bigint, deal_id bigint);
INSERT INTO line_item_deal VALUES (11, 1), (12, 1), (13, 4), (14, 2), (15, 1);
CREATE TABLE ticket_pipeline_stage (stage_id text, pipeline_id text, label text, ticket_state text, is_closed boolean, _fivetran_deleted boolean);
INSERT INTO ticket_pipeline_stage VALUES ('1', '0', 'New', 'OPEN', false, false), ('2', '0', 'Waiting on contact', 'OPEN', false, false), ('3', '0', 'Waiting on us', 'OPEN', NULL, false),
  ('4', '0', 'Closed', 'CLOSED', true, false);
CREATE TABLE ticket (id bigint, property_createdate timestamptz, property_closed_date timestamptz, property_first_agent_reply_date timestamptz, property_hs_pipeline text,
                     property_hs_pipeline_stage text, property_hs_ticket_category text, property_hs_ticket_priority text, property_source_type text, property_hubspot_owner_id bigint,
                     is_deleted boolean, _fivetran_deleted boolean);
INSERT INTO ticket VALUES (1, '2026-01-05 08:00Z', '2026-01-06 08:00Z', '2026-01-05 10:00Z', '0', '4', 'PRODUCT_ISSUE', 'HIGH', 'EMAIL', 71, false, false),
  (2, '2026-01-05 12:00Z', '2026-01-06 00:00Z', NULL, '0', '3', NULL, NULL, 'CHAT', 72, false, false), -- opened again
  (3, '2026-01-07 08:00Z', '2026-01-07 20:00Z', NULL, '0', '4', NULL, 'LOW', 'FORM', NULL, NULL, false), (4, '2026-01-07 08:00Z', '2026-01-07 20:00Z', NULL, '0', '4', NULL, NULL, NULL, NULL, true, false);
CREATE TABLE ticket_company (ticket_id bigint, company_id bigint, category text);
INSERT INTO ticket_company VALUES (1, 901, 'HUBSPOT_DEFINED');
CREATE TABLE ticket_contact (ticket_id bigint, contact_id bigint, category text);
INSERT INTO ticket_contact VALUES (1, 101, 'HUBSPOT_DEFINED'), (1, 101, 'USER_DEFINED');
CREATE TABLE ticket_property_history (ticket_id bigint, name text, value text, timestamp_instant timestamptz, _fivetran_start timestamptz);
INSERT INTO ticket_property_history SELECT 2, name, value, at, at FROM (VALUES ('hs_pipeline_stage', '1', timestamptz '2026-01-05 12:00Z'), ('subject', 'x', '2026-01-05 13:00Z'),
  ('hs_pipeline_stage', '2', '2026-01-05 14:00Z'), ('hs_pipeline_stage', '4', '2026-01-06 00:00Z'), ('hs_pipeline_stage', '3', '2026-01-07 00:00Z')) h (name, value, at);
