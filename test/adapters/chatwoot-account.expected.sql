-- 5 checks, worked by hand from the rows of chatwoot.sql.
SELECT same('conversations', string_agg(id::text, ' ' ORDER BY id), '1 2 3') FROM tickets;
SELECT same('events', count(*)::text, '8') FROM ticket_events;
SELECT same('users', string_agg(name, ' ' ORDER BY id), 'Ann Bob') FROM users;
SELECT same('contacts', string_agg(id::text, ' ' ORDER BY id), '11 12 13') FROM contacts;
SELECT same('messages', count(*)::text, '9') FROM touches;
