-- people.sql: the people of the company, the companies that buy from it, and the people there.

CREATE TABLE users (
    id           int PRIMARY KEY,
    name         text NOT NULL,
    team         text NOT NULL,
    region       text NOT NULL,
    hired_at     timestamptz NOT NULL,
    last_seen_at timestamptz,           -- NULL: never used the CRM
    monthly_cost numeric(10, 2) NOT NULL,
    quota        numeric(12, 2)         -- money to be won in a quarter; NULL: does not sell
);

INSERT INTO users
SELECT i,
       sample_word(i, 'first name', 'Ana Ben Chloe David Elif Finn Grace Hugo Ines Jonas Kira Leo Mara Nils Olga Paul Rosa Sven Tara Yusuf') || ' ' ||
       sample_word(i, 'last name', 'Adler Baker Costa Duval Evans Fischer Garcia Hansen Ito Jansen Kowalski Lopez Meyer Novak Okafor Petrov Rossi Smith'),
       CASE WHEN i <= 48 THEN 'sales' ELSE 'support' END,
       (ARRAY['North', 'South', 'East', 'West'])[1 + i % 4],
       timestamptz '2020-01-06 08:00+00' + sample_days(floor(1400 * sample_random(i, 'hired'))),
       CASE WHEN die >= 0.04 THEN as_of - sample_days(CASE WHEN die < 0.14 THEN 30 + 150 * sample_random(i, 'away')
                                                           ELSE 0.3 + 3 * power(sample_random(i, 'away'), 3) END) END,
       round((CASE WHEN i <= 48 THEN 6900 ELSE 4700 END * exp(0.15 * sample_normal(i, 'cost')))::numeric, -1),
       CASE WHEN i <= 48 THEN round((95000 * exp(0.2 * sample_normal(i, 'quota')))::numeric, -3) END
FROM demo_clock, generate_series(1, 64) i, LATERAL (SELECT sample_random(i, 'uses the CRM') AS die) AS use;

CREATE TABLE accounts (
    id         int PRIMARY KEY,
    name       text NOT NULL,
    segment    text NOT NULL,       -- small, medium, enterprise
    industry   text NOT NULL,
    country    text NOT NULL,
    owner_id   int NOT NULL,
    created_at timestamptz NOT NULL
);

-- 2741 has no factor in common with 6000, so every combination of the three words comes exactly once.  Every seventh account moved here from
-- an older system in the first days.
INSERT INTO accounts
SELECT i,
       tree[1 + k % 30] || ' ' || trade[1 + k / 30 % 25] || ' ' || form[1 + k / 750],
       sample_word(i, 'segment', 'small small small small small small small medium medium enterprise'),
       sample_word(i, 'industry', 'manufacturing manufacturing retail retail software health finance logistics education media'),
       sample_word(i, 'country', 'DE DE DE US US US GB GB FR FR NL ES IT SE PL'),
       1 + floor(48 * sample_random(i, 'owner'))::int,
       sample_office_hours(first_day + sample_days(CASE WHEN i % 7 = 0 THEN 10 * sample_random(i, 'account moved')
                                                        ELSE (days - 4) * power(sample_random(i, 'account created'), 0.8) END), i)
FROM demo_clock, generate_series(1, 6000) i, LATERAL (SELECT i * 2741 % 6000 AS k) AS shuffled,
LATERAL (SELECT string_to_array('Alder Amber Aspen Birch Cedar Cobalt Copper Coral Delta Falcon Fjord Granite Harbor Hazel Indigo Jade Juniper Lark ' ||
                                'Linden Maple Meadow Mistral Onyx Opal Orchid Pine Quartz River Sable Willow', ' ') AS tree,
                string_to_array('Analytics Bakery Brewing Chemicals Clinics Couriers Dental Energy Farms Foods Furniture Glass Hotels Instruments Labs ' ||
                                'Logistics Media Metals Optics Packaging Paper Robotics Software Textiles Tools', ' ') AS trade,
                string_to_array('AB AG BV GmbH Inc Ltd SA Srl', ' ') AS form) AS words;

CREATE TABLE contacts (
    id              int PRIMARY KEY,
    account_id      int NOT NULL,
    name            text NOT NULL,
    email           text,
    phone           text,
    created_at      timestamptz NOT NULL,
    created_by      int,            -- users.id; NULL: came in by a form
    subscribed_at   timestamptz,    -- joined the mailing list; NULL: never
    unsubscribed_at timestamptz
);

-- Contact i <= 6000 is the main contact of account i; the others belong to any account.
INSERT INTO contacts
SELECT i, a.id, first_name || ' ' || last_name,
       CASE WHEN sample_random(i, 'e-mail known') < 0.93
            THEN lower(first_name || '.' || last_name) || i || CASE WHEN sample_random(i, 'mistyped') < 0.008 THEN '' ELSE '@' END
                 || lower(replace(a.name, ' ', '-')) || '.example' END,
       CASE WHEN sample_random(i, 'phone known') < 0.81
            THEN dial || ' 555 ' || to_char(floor(1e6 * sample_random(i, 'phone')), 'FM000 000') END,
       known_at, CASE WHEN sample_random(i, 'by hand') < 0.55 THEN a.owner_id END,
       joined_at, CASE WHEN sample_random(i, 'leaves list') < 0.16 THEN sample_between(joined_at, as_of, i, 'left list') END
FROM demo_clock, generate_series(1, 14400) i
JOIN accounts a ON a.id = CASE WHEN i <= 6000 THEN i ELSE 1 + floor(6000 * sample_random(i, 'contact of'))::int END,
LATERAL (SELECT sample_word(i, 'contact first',
                            'Alex Bianca Carlos Diana Emil Fatima George Hana Igor Julia Kofi Lena Marco Nora Omar Petra Rita Tess Uma Zoe') AS first_name,
                sample_word(i, 'contact last',
                            'Abbott Berg Castro Dietrich Eriksen Ferrari Green Ivanov Jones Keller Lambert Moreau Olsen Perez Romano Turner Zhang') AS last_name,
                CASE a.country WHEN 'DE' THEN '+49' WHEN 'US' THEN '+1' WHEN 'GB' THEN '+44' WHEN 'FR' THEN '+33' WHEN 'NL' THEN '+31'
                               WHEN 'ES' THEN '+34' WHEN 'IT' THEN '+39' WHEN 'SE' THEN '+46' ELSE '+48' END AS dial) AS named,
LATERAL (SELECT CASE WHEN i <= 6000 THEN a.created_at ELSE sample_between(a.created_at, as_of, i, 'contact created') END AS known_at) AS moment,
LATERAL (SELECT CASE WHEN sample_random(i, 'subscribes to mail') < 0.6
                     THEN least(known_at + sample_days(40 * power(sample_random(i, 'joined list'), 3)), as_of) END AS joined_at) AS list;

-- Duplicates, as imports make them: the same person again, the address in another case or missing, the number without blanks.
INSERT INTO contacts (id, account_id, name, email, phone, created_at, created_by)
SELECT 14400 + i, c.account_id, upper(c.name), CASE WHEN i % 5 > 0 THEN upper(c.email) END, CASE WHEN i % 3 > 0 THEN replace(c.phone, ' ', '') END,
       sample_between(c.created_at, as_of, i, 'imported'), c.created_by
FROM demo_clock, generate_series(1, 600) i
JOIN contacts c ON c.id = 1 + floor(14400 * sample_random(i, 'duplicate of'))::int;
