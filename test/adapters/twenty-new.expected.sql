-- 3 checks, worked by hand from the rows of twenty.sql and twenty-new.sql: 3 is in SCREENING, which is lost here.
SELECT same('win rate 2 of 4', round(win_rate(is_won), 2)::text, '0.50') FROM deals;
SELECT same('owners', string_agg(coalesce(right(owner_id::text, 1), '-'), ' ' ORDER BY id), '2 - - -') FROM deals;
SELECT same('closed when it came there', to_char(closed_at AT TIME ZONE 'UTC', 'MM-DD HH24'), '01-14 12') FROM deals WHERE right(id::text, 1) = '3';
