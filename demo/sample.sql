-- sample.sql: the CRM of an imaginary company, January 2024 to June 2026, in plain SQL.
--
--   psql -d DATABASE -f sample.sql        (an empty database; PostgreSQL 15 or newer; about 680,000 rows)
--
-- Every value is a hash of the row's number and of the purpose it is drawn for, not of random(): setseed() only repeats itself as long as
-- the planner calls random() in the same order, a hash gives the same rows with every plan, in parallel and in every version.
-- What real data have and examples often lack is in here: open and re-entered stages, the same stage written twice, two changes at one
-- instant, refunds, customers with several subscriptions, gaps and come-backs, unanswered surveys, duplicate contacts.

SET TimeZone = 'UTC';
SET client_min_messages = warning;
BEGIN;

-- ---------------------------------------------------------------------------------------------------------------- the dice

-- 0 <= x < 1
CREATE FUNCTION sample_random(id bigint, purpose text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(id, hashtext(purpose)) & 9007199254740991) / 9007199254740992::float8;

-- mean 0, standard deviation 1 (Box and Muller)
CREATE FUNCTION sample_normal(id bigint, purpose text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sqrt(-2 * ln(1 - sample_random(id, purpose))) * cosd(360 * sample_random(id, purpose || ' angle'));

-- one of the words; a word that stands there twice comes twice as often
CREATE FUNCTION sample_word(id bigint, purpose text, words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (string_to_array(words, ' '))[1 + floor(sample_random(id, purpose) * (1 + length(words) - length(replace(words, ' ', ''))))::int];

-- a length of time in whole seconds
CREATE FUNCTION sample_days(days float8) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN make_interval(secs => round(days * 86400));

-- an instant between two others
CREATE FUNCTION sample_between(earliest timestamptz, latest timestamptz, id bigint, purpose text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN earliest + make_interval(secs => round(extract(epoch FROM latest - earliest)::float8 * sample_random(id, purpose)));

-- the same day, or the Monday after a weekend, between 8:00 and 18:00 UTC
CREATE FUNCTION sample_office_hours(at timestamptz, id bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN date_trunc('day', at) + sample_days((ARRAY[0, 0, 0, 0, 0, 2, 1])[extract(isodow FROM at)::int]
                                           + (8 + 10 * sample_random(id, 'office hour')) / 24);

-- Everything is seen from this instant: what ends later has not ended yet.
CREATE TABLE demo_clock AS
SELECT timestamptz '2024-01-01 00:00+00' AS first_day, timestamptz '2026-07-01 00:00+00' AS as_of, 912 AS days;

-- ---------------------------------------------------------------------------------------------------------------- people and companies

CREATE TABLE users (
    id       int PRIMARY KEY,
    name     text NOT NULL,
    team     text NOT NULL,
    region   text NOT NULL,
    hired_at timestamptz NOT NULL
);

INSERT INTO users
SELECT i,
       sample_word(i, 'first name', 'Ana Ben Chloe David Elif Finn Grace Hugo Ines Jonas Kira Leo Mara Nils Olga Paul Rosa Sven Tara Yusuf') || ' ' ||
       sample_word(i, 'last name', 'Adler Baker Costa Duval Evans Fischer Garcia Hansen Ito Jansen Kowalski Lopez Meyer Novak Okafor Petrov Rossi Smith'),
       CASE WHEN i <= 48 THEN 'sales' ELSE 'support' END,
       (ARRAY['North', 'South', 'East', 'West'])[1 + i % 4],
       timestamptz '2020-01-06 08:00+00' + sample_days(floor(1400 * sample_random(i, 'hired')))
FROM generate_series(1, 64) i;

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
    id         int PRIMARY KEY,
    account_id int NOT NULL,
    name       text NOT NULL,
    email      text,
    created_at timestamptz NOT NULL
);

-- Contact i <= 6000 is the main contact of account i; the others belong to any account.
INSERT INTO contacts
SELECT i, a.id, first_name || ' ' || last_name,
       CASE WHEN sample_random(i, 'e-mail known') < 0.93
            THEN lower(first_name || '.' || last_name) || i || '@' || lower(replace(a.name, ' ', '-')) || '.example' END,
       CASE WHEN i <= 6000 THEN a.created_at ELSE sample_between(a.created_at, as_of, i, 'contact created') END
FROM demo_clock, generate_series(1, 14400) i
JOIN accounts a ON a.id = CASE WHEN i <= 6000 THEN i ELSE 1 + floor(6000 * sample_random(i, 'contact of'))::int END,
LATERAL (SELECT sample_word(i, 'contact first',
                            'Alex Bianca Carlos Diana Emil Fatima George Hana Igor Julia Kofi Lena Marco Nora Omar Petra Rita Tess Uma Zoe') AS first_name,
                sample_word(i, 'contact last',
                            'Abbott Berg Castro Dietrich Eriksen Ferrari Green Ivanov Jones Keller Lambert Moreau Olsen Perez Romano Turner Zhang') AS last_name) AS named;

-- Duplicates, as imports make them: the same person again, the address in another case or missing.
INSERT INTO contacts
SELECT 14400 + i, c.account_id, upper(c.name), CASE WHEN i % 5 > 0 THEN upper(c.email) END,  sample_between(c.created_at, as_of, i, 'imported')
FROM demo_clock, generate_series(1, 600) i
JOIN contacts c ON c.id = 1 + floor(14400 * sample_random(i, 'duplicate of'))::int;

-- ---------------------------------------------------------------------------------------------------------------- marketing

CREATE TABLE campaigns (
    id        int PRIMARY KEY,
    name      text NOT NULL,
    channel   text NOT NULL,
    budget    numeric(12, 2) NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL
);

-- Two a month.
INSERT INTO campaigns
SELECT i, initcap(channel) || ' ' || to_char(starts_at, 'YYYY-MM') || CASE WHEN i % 2 = 0 THEN ' B' ELSE ' A' END, channel,
       round((3000 * exp(0.7 * sample_normal(i, 'budget')))::numeric, -2), starts_at, starts_at + sample_days(14 + floor(30 * sample_random(i, 'campaign length')))
FROM demo_clock, generate_series(1, 60) i,
LATERAL (SELECT sample_word(i, 'campaign channel', 'email email webinar search search social event') AS channel,
                first_day + ((i - 1) / 2 || ' months')::interval AS starts_at) AS drawn;

CREATE TABLE leads (
    id           int PRIMARY KEY,
    contact_id   int NOT NULL,
    campaign_id  int,               -- NULL: came by itself
    source       text NOT NULL,
    score        int NOT NULL,      -- 0..100
    created_at   timestamptz NOT NULL,
    converted_at timestamptz        -- NULL: not converted, or not yet
);

-- A lead converts more often the higher its score and if somebody recommended us.
INSERT INTO leads
SELECT i, c.id, CASE WHEN source IN ('email', 'webinar', 'search') THEN 1 + 2 * floor(30 * age / days)::int + i % 2 END, source, score, arrived_at,
       CASE WHEN sample_random(i, 'converts') < 0.03 + 0.30 * power(score / 100.0, 2) + CASE source WHEN 'referral' THEN 0.12 ELSE 0 END
             AND converted_at < as_of THEN converted_at END
FROM demo_clock, generate_series(1, 36000) i
JOIN contacts c ON c.id = 1 + floor(15000 * sample_random(i, 'lead contact'))::int,
LATERAL (SELECT sample_word(i, 'source', 'email email email search search webinar social referral website website') AS source,
                round(100 / (1 + exp(-1.1 * sample_normal(i, 'score') + 0.3)))::int AS score,
                (days - 4) * power(sample_random(i, 'lead created'), 0.85) AS age) AS drawn,
LATERAL (SELECT sample_office_hours(first_day + sample_days(age), i) AS arrived_at) AS moment,
LATERAL (SELECT arrived_at + sample_days(11 * exp(0.9 * sample_normal(i, 'lead time'))) AS converted_at) AS finish;

-- ---------------------------------------------------------------------------------------------------------------- the pipeline

CREATE TEMP TABLE deal_start ON COMMIT DROP AS
SELECT i AS id, a.id AS account_id, a.segment,
       CASE WHEN sample_random(i, 'owner moved') < 0.15 THEN 1 + floor(48 * sample_random(i, 'new owner'))::int ELSE a.owner_id END AS owner_id,
       sample_office_hours(first_day + sample_days((days - 4) * power(sample_random(i, 'deal created'), 0.85)), i) AS created_at
FROM demo_clock, generate_series(1, 16000) i
JOIN accounts a ON a.id = 1 + floor(6000 * sample_random(i, 'deal account'))::int;

-- Every deal walks from stage to stage until it is won (6) or lost (7) or the present is reached: mostly one stage forward, sometimes two,
-- sometimes back.  Some sellers lose less than others, big companies take longer and decide against us more often, and only they
-- have a legal review (5).  Two moves in a hundred happen at once: somebody drags a deal through two columns and both get one time.
CREATE TEMP TABLE walk ON COMMIT DROP AS
WITH RECURSIVE moves AS (
    SELECT id AS deal_id, segment, owner_id, 1 AS step, 1 AS stage, created_at AS entered_at FROM deal_start
    UNION ALL
    SELECT deal_id, segment, owner_id, step + 1,
           CASE WHEN die < lose THEN 7
                WHEN die < lose + 0.06 AND stage > 1 THEN stage - 1
                WHEN stage = 4 AND segment = 'small' THEN 6
                WHEN die < lose + 0.14 AND stage < 4 AND NOT (stage = 3 AND segment = 'small') THEN stage + 2
                ELSE stage + 1 END,
           entered_at + sample_days(CASE WHEN sample_random(number, 'at once') < 0.02 THEN 0
                                         ELSE (ARRAY[4, 6, 9, 7, 12])[stage] * slower * exp(0.75 * sample_normal(number, 'stage time')) END)
    FROM moves,
    LATERAL (SELECT deal_id * 100 + step AS number, CASE segment WHEN 'small' THEN 1.2 WHEN 'medium' THEN 1.9 ELSE 3 END AS slower) AS deal,
    LATERAL (SELECT sample_random(number, 'move') AS die,
                    (ARRAY[0.28, 0.24, 0.24, 0.20, 0.08])[stage] * (0.7 + 0.6 * sample_random(owner_id, 'seller')) *
                    CASE segment WHEN 'enterprise' THEN 1.25 ELSE 1 END AS lose) AS chances
    WHERE stage < 6 AND entered_at < (SELECT as_of FROM demo_clock) AND step < 60
)
SELECT deal_id, step, stage, entered_at FROM moves WHERE entered_at < (SELECT as_of FROM demo_clock);

CREATE TABLE deals (
    id         int PRIMARY KEY,
    account_id int NOT NULL,
    contact_id int NOT NULL,
    owner_id   int NOT NULL,
    amount     numeric(12, 2) NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at  timestamptz,
    is_won     boolean              -- NULL: still open
);

INSERT INTO deals
SELECT d.id, d.account_id, d.account_id, d.owner_id,
       round((CASE d.segment WHEN 'small' THEN 2400 WHEN 'medium' THEN 13000 ELSE 62000 END * exp(0.8 * sample_normal(d.id, 'amount')))::numeric, -1),
       d.created_at, closing.entered_at, closing.stage = 6
FROM deal_start d LEFT JOIN walk closing ON closing.deal_id = d.id AND closing.stage >= 6;

CREATE TABLE stage_history (
    id         int PRIMARY KEY,
    deal_id    int NOT NULL,
    stage      text NOT NULL,
    entered_at timestamptz NOT NULL
);

-- Every fifth visit has a second row with the same stage: history tables also get a row when another field is edited.
INSERT INTO stage_history
SELECT row_number() OVER (ORDER BY entered_at, deal_id, step, edit), deal_id,
       (ARRAY['prospecting', 'qualification', 'proposal', 'negotiation', 'legal review', 'won', 'lost'])[stage], entered_at
FROM (
    SELECT deal_id, step, 0 AS edit, stage, entered_at FROM walk
    UNION ALL
    SELECT deal_id, step, 1, stage,
           sample_between(entered_at, coalesce(left_at, as_of), deal_id * 100 + step, 'edit time')
    FROM demo_clock, (SELECT *, lead(entered_at) OVER (PARTITION BY deal_id ORDER BY step) AS left_at FROM walk) AS visit
    WHERE stage < 6 AND sample_random(deal_id * 100 + step, 'edited') < 0.2
) AS changes;

CREATE TABLE touches (
    id          int PRIMARY KEY,
    contact_id  int NOT NULL,
    deal_id     int,
    campaign_id int,
    channel     text NOT NULL,
    touched_at  timestamptz NOT NULL
);

-- Two to thirteen touches per deal, from 45 days before it was created until it closed, and one for most leads.
INSERT INTO touches
SELECT row_number() OVER (ORDER BY touched_at, contact_id, source_row), contact_id, deal_id, campaign_id, channel, touched_at
FROM (
    SELECT d.id * 20 + n AS source_row, d.contact_id, d.id AS deal_id, NULL::int AS campaign_id,
           sample_word(d.id * 20 + n, 'channel', 'email email email call call meeting webinar search social') AS channel,
           sample_between(greatest(d.created_at - sample_days(45), first_day), coalesce(d.closed_at, as_of), d.id * 20 + n, 'touched') AS touched_at
    FROM demo_clock, deals d, generate_series(1, 2 + floor(12 * power(sample_random(d.id, 'touches'), 2))::int) n
    UNION ALL
    SELECT id, contact_id, NULL, campaign_id, source, created_at - sample_days(0.2 * sample_random(id, 'lead touch'))
    FROM leads WHERE source NOT IN ('website', 'referral')
) AS touched;

CREATE TABLE calls (
    id         int PRIMARY KEY,
    user_id    int NOT NULL,
    contact_id int NOT NULL,
    started_at timestamptz NOT NULL,
    outcome    text NOT NULL,
    talk_time  interval             -- NULL: nobody answered
);

INSERT INTO calls
SELECT i, a.owner_id, c.id, sample_office_hours(sample_between(c.created_at, as_of - interval '72 hours', i, 'called'), i),
       outcome, CASE outcome WHEN 'answered' THEN make_interval(secs => round(20 + 150 * exp(0.9 * sample_normal(i, 'talk')))) END
FROM demo_clock, generate_series(1, 60000) i
JOIN contacts c ON c.id = 1 + floor(15000 * sample_random(i, 'called contact'))::int
JOIN accounts a ON a.id = c.account_id,
LATERAL (SELECT sample_word(i, 'outcome', 'answered answered answered answered voicemail voicemail busy unanswered unanswered unanswered') AS outcome) AS drawn
WHERE c.created_at < as_of - interval '96 hours';

-- ---------------------------------------------------------------------------------------------------------------- revenue

CREATE TABLE orders (
    id         int PRIMARY KEY,
    customer   int NOT NULL,        -- accounts.id
    amount     numeric(12, 2) NOT NULL,   -- negative: a refund
    ordered_at timestamptz NOT NULL
);

-- Few customers order very often and most seldom.  A possible order comes true more often in November and December and on working days.
CREATE TEMP TABLE purchase ON COMMIT DROP AS
SELECT a.id AS customer, number, ordered_at,
       round((CASE a.segment WHEN 'small' THEN 55 WHEN 'medium' THEN 160 ELSE 480 END
              * exp(0.4 * sample_normal(a.id, 'usual amount') + 0.8 * sample_normal(number, 'order amount')))::numeric, 2) AS amount
FROM demo_clock, accounts a,
LATERAL (SELECT extract(epoch FROM as_of - a.created_at)::float8 / 86400 AS age) AS life,
generate_series(1, least(600, floor(age / 365 * exp(3.3 + 1.1 * sample_normal(a.id, 'orders a year'))))::int) n,
LATERAL (SELECT a.id::bigint * 1000 + n AS number) AS numbered,
LATERAL (SELECT a.created_at + sample_days(age * sample_random(number, 'ordered')) AS ordered_at) AS moment
WHERE sample_random(a.id, 'orders at all') < 0.7
  AND sample_random(number, 'comes true') < (ARRAY[0.62, 0.58, 0.62, 0.62, 0.64, 0.60, 0.55, 0.50, 0.65, 0.70, 0.85, 1])[extract(month FROM ordered_at)::int]
                                            * (ARRAY[0.9, 0.95, 1, 1, 0.9, 0.35, 0.3])[extract(isodow FROM ordered_at)::int];

-- Three of a hundred are given back within a month, most of them whole.
INSERT INTO orders
SELECT row_number() OVER (ORDER BY ordered_at, customer, number), customer, amount, ordered_at
FROM (
    SELECT customer, number, amount, ordered_at FROM purchase
    UNION ALL
    SELECT customer, number, -CASE WHEN sample_random(number, 'whole') < 0.7 THEN amount ELSE round(amount * 0.4, 2) END,
           ordered_at + sample_days(1 + 29 * sample_random(number, 'returned'))
    FROM purchase WHERE sample_random(number, 'refund') < 0.03
) AS booked, demo_clock
WHERE ordered_at < as_of;

-- The months in which a customer of the segment may leave, each with the share that does: more in January, when budgets are new.
CREATE TEMP TABLE leaving ON COMMIT DROP AS
SELECT segment, month, first_day + (month || ' months')::interval AS starts_at,
       share * (ARRAY[1.5, 1.2, 1, 1, 1, 0.9, 0.8, 0.7, 1, 1, 0.9, 0.8])[1 + month % 12] AS share
FROM demo_clock, generate_series(0, 29) month, (VALUES ('small', 0.032), ('medium', 0.015), ('enterprise', 0.007)) AS monthly (segment, share);

-- When a customer who came at some instant leaves: in the first month whose draw says so, or never.
CREATE FUNCTION sample_leaving(customer int, stay int, which text, since timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT starts_at + sample_days(28 * sample_random(customer * 10 + stay, 'last day'))
    FROM leaving
    WHERE segment = which AND starts_at > since AND sample_random(customer * 1000 + stay * 100 + month, 'leaves') < share
    ORDER BY month LIMIT 1
$$;

-- The times in which a customer was one, up to three: after leaving, three of ten come back some months later.
CREATE TEMP TABLE membership ON COMMIT DROP AS
WITH RECURSIVE stay AS (
    SELECT a.id AS customer, a.segment, 1 AS number, started_at, sample_leaving(a.id, 1, a.segment, started_at) AS ended_at
    FROM accounts a, LATERAL (SELECT a.created_at + sample_days(20 * sample_random(a.id, 'first subscription')) AS started_at) AS begin
    WHERE sample_random(a.id, 'subscribes') < 0.8
    UNION ALL
    SELECT customer, segment, number + 1, back_at, sample_leaving(customer, number + 1, segment, back_at)
    FROM stay, LATERAL (SELECT ended_at + sample_days(20 + 120 * sample_random(customer * 10 + number, 'gap')) AS back_at) AS again
    WHERE back_at IS NOT NULL AND number < 3 AND sample_random(customer * 10 + number, 'comes back') < 0.3
)
SELECT stay.* FROM stay, demo_clock WHERE started_at < as_of;

CREATE TABLE subscriptions (
    id         int PRIMARY KEY,
    customer   int NOT NULL,        -- accounts.id
    plan       text NOT NULL,
    mrr        numeric(10, 2) NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz          -- NULL: runs on
);

-- A year's contract is followed by the next on the same instant, at another price; beside it a quarter of the customers have an add-on.
INSERT INTO subscriptions
SELECT row_number() OVER (ORDER BY started_at, customer, plan), customer, plan, mrr, started_at, CASE WHEN ended_at < as_of THEN ended_at END
FROM demo_clock, (
    SELECT customer, plan, round((price * seats * power(1.06, year))::numeric, 2) AS mrr,
           started_at + make_interval(days => 365 * year) AS started_at, least(ended_at, started_at + make_interval(days => 365 * (year + 1))) AS ended_at
    FROM demo_clock, membership, generate_series(0, 2) year,
    LATERAL (SELECT CASE segment WHEN 'small' THEN 29 WHEN 'medium' THEN 79 ELSE 249 END AS price,
                    CASE segment WHEN 'small' THEN 'starter' WHEN 'medium' THEN 'team' ELSE 'company' END AS plan) AS list,
    LATERAL (SELECT 1 + floor(2.5 * power(sample_random(customer * 10 + number, 'seats'), 2) * price / 20) AS seats) AS size
    WHERE started_at + make_interval(days => 365 * year) < least(ended_at, as_of)
    UNION ALL
    SELECT customer, 'add-on', CASE segment WHEN 'small' THEN 9 WHEN 'medium' THEN 25 ELSE 120 END, added_at,
           least(ended_at, CASE WHEN sample_random(customer * 10 + number, 'add-on ends') < 0.3
                                THEN added_at + sample_days(30 + 300 * sample_random(customer, 'add-on life')) END)
    FROM demo_clock, membership,
    LATERAL (SELECT started_at + sample_days(200 * sample_random(customer * 10 + number, 'add-on starts')) AS added_at) AS extra
    WHERE sample_random(customer * 10 + number, 'add-on') < 0.25 AND added_at < least(ended_at, as_of)
) AS contract;

-- ---------------------------------------------------------------------------------------------------------------- support and surveys

CREATE TEMP TABLE ticket_start ON COMMIT DROP AS
SELECT i AS id, a.id AS account_id, sample_word(i, 'priority', 'low low normal normal normal normal high urgent') AS priority,
       sample_office_hours(sample_between(a.created_at, as_of - interval '72 hours', i, 'opened'), i) AS opened_at
FROM demo_clock, generate_series(1, 26000) i
JOIN accounts a ON a.id = 1 + floor(6000 * sample_random(i, 'ticket of'))::int
WHERE a.created_at < as_of - interval '96 hours';

-- new -> open -> (pending -> open)... -> solved -> closed, or reopened up to two weeks later and once more through open.
CREATE TEMP TABLE ticket_walk ON COMMIT DROP AS
WITH RECURSIVE moves AS (
    SELECT id AS ticket_id, CASE priority WHEN 'urgent' THEN 0.2 WHEN 'high' THEN 0.5 WHEN 'low' THEN 1.6 ELSE 1 END AS slower,
           1 AS step, 'new' AS status, opened_at AS changed_at
    FROM ticket_start
    UNION ALL
    SELECT ticket_id, slower, step + 1,
           CASE status WHEN 'new' THEN 'open'
                       WHEN 'open' THEN CASE WHEN die < 0.35 THEN 'pending' ELSE 'solved' END
                       WHEN 'solved' THEN CASE WHEN die < 0.12 THEN 'reopened' ELSE 'closed' END
                       ELSE 'open' END,
           changed_at + sample_days(exp(0.9 * sample_normal(number, 'ticket time')) *
               CASE status WHEN 'new' THEN 0.12 * slower WHEN 'open' THEN 0.8 * slower WHEN 'pending' THEN 1.5 WHEN 'solved' THEN 3 ELSE 0.2 END)
    FROM moves, LATERAL (SELECT ticket_id * 100 + step AS number, sample_random(ticket_id * 100 + step, 'ticket move') AS die) AS ticket
    WHERE status <> 'closed' AND changed_at < (SELECT as_of FROM demo_clock) AND step < 60
)
SELECT ticket_id, step, status, changed_at FROM moves WHERE changed_at < (SELECT as_of FROM demo_clock);

CREATE TABLE tickets (
    id                int PRIMARY KEY,
    account_id        int NOT NULL,
    contact_id        int NOT NULL,
    agent_id          int NOT NULL,
    priority          text NOT NULL,
    opened_at         timestamptz NOT NULL,
    first_response_at timestamptz,
    solved_at         timestamptz,
    closed_at         timestamptz
);

INSERT INTO tickets
SELECT t.id, account_id, account_id, 49 + floor(16 * sample_random(t.id, 'agent'))::int, priority, opened_at, first_response_at, solved_at, closed_at
FROM ticket_start t
JOIN (SELECT ticket_id, min(changed_at) FILTER (WHERE status = 'open') AS first_response_at, max(changed_at) FILTER (WHERE status = 'solved') AS solved_at,
             max(changed_at) FILTER (WHERE status = 'closed') AS closed_at
      FROM ticket_walk GROUP BY ticket_id) AS w ON w.ticket_id = t.id;

CREATE TABLE ticket_events (
    id         int PRIMARY KEY,
    ticket_id  int NOT NULL,
    status     text NOT NULL,
    changed_at timestamptz NOT NULL
);

INSERT INTO ticket_events
SELECT row_number() OVER (ORDER BY changed_at, ticket_id, step), ticket_id, status, changed_at FROM ticket_walk;

CREATE TABLE surveys (
    id          int PRIMARY KEY,
    kind        text NOT NULL,      -- nps: 0..10, csat: 1..5, ces: 1..7
    account_id  int NOT NULL,
    contact_id  int NOT NULL,
    ticket_id   int,                -- csat and ces: asked when this ticket was solved
    sent_at     timestamptz NOT NULL,
    answered_at timestamptz,
    score       smallint            -- NULL: not answered
);

-- Every quarter each account is asked whether it would recommend us, after a solved ticket how it went.  Big customers are happier, all of
-- them a little more every quarter, and one in forty is simply angry.
INSERT INTO surveys
SELECT row_number() OVER (ORDER BY sent_at, kind, account_id), kind, account_id, account_id, ticket_id, sent_at,
       CASE WHEN answered THEN answered_at END,
       CASE WHEN answered THEN CASE WHEN sample_random(number, 'angry') < 0.025 THEN lowest ELSE greatest(lowest, least(highest, round(opinion))) END END
FROM demo_clock, (
    SELECT 'nps' AS kind, a.id AS account_id, NULL::int AS ticket_id, a.id::bigint * 100 + quarter AS number,
           first_day + (3 * quarter || ' months')::interval + sample_days(7 + 10 * sample_random(a.id * 100 + quarter, 'sent')) AS sent_at,
           0 AS lowest, 10 AS highest,
           8.05 + 0.1 * quarter + happier + 0.9 * sample_normal(a.id, 'attitude') + 1.5 * sample_normal(a.id * 100 + quarter, 'mood') AS opinion
    FROM demo_clock, accounts a, generate_series(0, 9) quarter,
    LATERAL (SELECT CASE a.segment WHEN 'small' THEN -0.15 WHEN 'medium' THEN 0.15 ELSE 0.45 END AS happier) AS size
    WHERE a.created_at < first_day + (3 * quarter || ' months')::interval
    UNION ALL
    SELECT kind, account_id, id, 1000000 + id, solved_at + interval '1 hour', 1, CASE kind WHEN 'csat' THEN 5 ELSE 7 END,
           CASE kind WHEN 'csat' THEN 4.0 + 0.03 * age + 0.9 * mood ELSE 5.3 + 0.04 * age + 1.2 * mood END
           - CASE WHEN solved_at - opened_at > interval '120 hours' THEN 0.6 ELSE 0 END
    FROM demo_clock, tickets, LATERAL (SELECT CASE id % 2 WHEN 0 THEN 'csat' ELSE 'ces' END AS kind, sample_normal(id, 'ticket mood') AS mood,
                                              extract(epoch FROM solved_at - first_day)::float8 / 86400 / 91 AS age) AS drawn
    WHERE solved_at < as_of - interval '1 hour'
) AS asked,
LATERAL (SELECT sent_at + sample_days(0.02 + 2 * power(sample_random(number, 'answer time'), 3)) AS answered_at) AS moment,
LATERAL (SELECT sample_random(number, 'answers') < 0.38 AND answered_at < as_of AS answered) AS response;

-- ---------------------------------------------------------------------------------------------------------------- keys

ALTER TABLE accounts ADD FOREIGN KEY (owner_id) REFERENCES users;
ALTER TABLE contacts ADD FOREIGN KEY (account_id) REFERENCES accounts;
ALTER TABLE leads ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (campaign_id) REFERENCES campaigns;
ALTER TABLE deals ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (owner_id) REFERENCES users;
ALTER TABLE stage_history ADD FOREIGN KEY (deal_id) REFERENCES deals;
ALTER TABLE touches ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (deal_id) REFERENCES deals, ADD FOREIGN KEY (campaign_id) REFERENCES campaigns;
ALTER TABLE calls ADD FOREIGN KEY (user_id) REFERENCES users, ADD FOREIGN KEY (contact_id) REFERENCES contacts;
ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES accounts;
ALTER TABLE subscriptions ADD FOREIGN KEY (customer) REFERENCES accounts;
ALTER TABLE tickets ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (agent_id) REFERENCES users;
ALTER TABLE ticket_events ADD FOREIGN KEY (ticket_id) REFERENCES tickets;
ALTER TABLE surveys ADD FOREIGN KEY (account_id) REFERENCES accounts, ADD FOREIGN KEY (contact_id) REFERENCES contacts, ADD FOREIGN KEY (ticket_id) REFERENCES tickets;
CREATE INDEX ON stage_history (deal_id, entered_at);
CREATE INDEX ON touches (deal_id);
CREATE INDEX ON orders (customer);
CREATE INDEX ON subscriptions (customer);
CREATE INDEX ON ticket_events (ticket_id);

DROP FUNCTION sample_leaving, sample_office_hours, sample_between, sample_days, sample_word, sample_normal, sample_random;
COMMIT;
ANALYZE;
