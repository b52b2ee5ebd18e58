-- An older connector: closed_won instead of is_closed, is_deleted or _fivetran_deleted, no merged deals and no line items.
\ir hubspot.sql
DELETE FROM deal WHERE deal_id = 6;
DELETE FROM deal WHERE is_deleted;
DROP TABLE merged_deal, line_item, line_item_deal;
ALTER TABLE deal DROP COLUMN is_deleted;
ALTER TABLE ticket DROP COLUMN _fivetran_deleted;
ALTER TABLE deal_pipeline_stage DROP COLUMN is_closed;
