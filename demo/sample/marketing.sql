-- marketing.sql: campaigns and the leads that they and others brought.

CREATE TABLE campaigns (
    id        int PRIMARY KEY,
    name      text NOT NULL,
    channel   text NOT NULL,
    purpose   text NOT NULL,        -- acquisition, retention
    cost      numeric(12, 2) NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL
);

-- Two a month to win customers, and a letter to those we have every quarter.
INSERT INTO campaigns
SELECT i, initcap(channel) || ' ' || to_char(starts_at, 'YYYY-MM') || CASE WHEN i % 2 = 0 THEN ' B' ELSE ' A' END, channel, 'acquisition',
       round((3000 * exp(0.7 * sample_normal(i, 'budget')))::numeric, -2), starts_at, starts_at + sample_days(14 + floor(30 * sample_random(i, 'campaign length')))
FROM demo_clock, generate_series(1, 60) i,
LATERAL (SELECT sample_word(i, 'campaign channel', 'email email webinar search search social event') AS channel,
                first_day + ((i - 1) / 2 || ' months')::interval AS starts_at) AS drawn
UNION ALL
SELECT 60 + i, 'Letter to customers ' || to_char(starts_at, 'YYYY "Q"Q'), 'email', 'retention',
       round((900 * exp(0.3 * sample_normal(60 + i, 'budget')))::numeric, -1), starts_at, starts_at + interval '14 days'
FROM demo_clock, generate_series(1, 10) i, LATERAL (SELECT first_day + (i - 1) * interval '3 months' + interval '40 days' AS starts_at) AS quarterly;

CREATE TABLE leads (
    id           int PRIMARY KEY,
    contact_id   int NOT NULL,
    campaign_id  int,               -- NULL: came by itself
    source       text NOT NULL,
    score        int NOT NULL,      -- 0..100
    created_at   timestamptz NOT NULL,
    converted_at timestamptz        -- NULL: not converted, or not yet
);

-- A lead converts more often the higher its score and if somebody recommended us.  A few are entered when they are deals already, and some
-- sources are written by hand.
INSERT INTO leads
SELECT i, c.id, CASE WHEN source IN ('email', 'webinar', 'search') THEN 1 + 2 * floor(30 * age / days)::int + i % 2 END,
       CASE WHEN sample_random(i, 'source by hand') < 0.1 AND source = 'social' THEN 'Social' ELSE source END, score, arrived_at,
       CASE WHEN sample_random(i, 'converts') < 0.03 + 0.30 * power(score / 100.0, 2) + CASE source WHEN 'referral' THEN 0.12 ELSE 0 END
             AND converted_at < as_of THEN converted_at END
FROM demo_clock, generate_series(1, 36000) i
JOIN contacts c ON c.id = 1 + floor(15000 * sample_random(i, 'lead contact'))::int,
LATERAL (SELECT sample_word(i, 'source', 'email email email search search webinar social referral website website') AS source,
                round(100 / (1 + exp(-1.1 * sample_normal(i, 'score') + 0.3)))::int AS score,
                (days - 4) * power(sample_random(i, 'lead created'), 0.85) AS age) AS drawn,
LATERAL (SELECT sample_office_hours(first_day + sample_days(age), i) AS arrived_at) AS moment,
LATERAL (SELECT arrived_at + sample_days(CASE WHEN sample_random(i, 'entered late') < 0.01 THEN -1 ELSE 11 * exp(0.9 * sample_normal(i, 'lead time')) END) AS converted_at) AS finish;
