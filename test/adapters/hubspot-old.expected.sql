-- 4 checks, worked by hand from the rows of hubspot.sql and hubspot-old.sql.
SELECT same('win rate 2 of 3', round(win_rate(is_won), 4)::text, '0.6667') FROM deals;
SELECT same('sold', string_agg(concat_ws(' ', customer, amount), ', ' ORDER BY id), '901 1000, 902 3000') FROM orders;
SELECT same('no line items, no subscriptions', count(*)::text, '0') FROM subscriptions;
SELECT same('tickets', string_agg(id::text, ' ' ORDER BY id), '1 2 3') FROM tickets;
