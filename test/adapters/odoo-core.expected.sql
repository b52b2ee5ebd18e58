-- 4 checks, worked by hand from the rows of odoo-core.sql.
SELECT same('stages', string_agg(format('%s %s', deal_id, stage), ', ' ORDER BY deal_id, id), '1 New, 1 Won, 2 New') FROM stage_history;
SELECT same('closed when the stage changed', (closed_at AT TIME ZONE 'UTC')::text, '2026-01-03 00:00:00') FROM deals WHERE is_won;
SELECT same('open deals', count(*)::text, '1') FROM deals WHERE closed_at IS NULL AND is_won IS NULL;
SELECT same('what needs other modules is empty', format('%s %s %s %s', (SELECT count(*) FROM orders), (SELECT count(*) FROM surveys), (SELECT count(*) FROM tickets),
                                                        (SELECT count(*) FROM ticket_events)), '0 0 0 0');
