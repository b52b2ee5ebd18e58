-- 3 checks, worked by hand from the rows of salesforce.sql and salesforce-deals.sql.
SELECT same('one row per deal', string_agg(id, ' ' ORDER BY id), '0061 0062 0063 0065') FROM deals;
SELECT same('sold', string_agg(concat_ws(' ', customer, amount, to_char(ordered_at AT TIME ZONE 'UTC', 'MM-DD')), ', ' ORDER BY id), '0011 700 01-31, 0011 500 01-31, 0011 2000 01-21') FROM orders;
SELECT same('lifetime value', round(ltv(customer, amount), 2)::text, '3200.00') FROM orders;
