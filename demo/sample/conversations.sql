-- conversations.sql: contacts on all channels (mail, calls, meetings, web, quotes), and the telephone calls with their times.

-- Two to thirteen contacts per deal, from 45 days before it was created until it closed; what people do is done in office hours.
CREATE TEMP TABLE deal_touch ON COMMIT DROP AS
SELECT number, contact_id, id AS deal_id, owner_id, channel,
       CASE WHEN channel IN ('email', 'call', 'meeting') AND worked_at BETWEEN earliest AND latest THEN worked_at ELSE drawn_at END AS touched_at
FROM demo_clock, deals d, generate_series(1, 2 + floor(12 * power(sample_random(d.id, 'touches'), 2))::int) n,
LATERAL (SELECT d.id * 20 + n AS number, greatest(d.created_at - sample_days(45), first_day) AS earliest, coalesce(d.closed_at, as_of) AS latest) AS span,
LATERAL (SELECT sample_word(number, 'channel', 'email email email call call meeting webinar search social') AS channel,
                sample_between(earliest, latest, number, 'touched') AS drawn_at) AS drawn,
LATERAL (SELECT sample_office_hours(drawn_at, number) AS worked_at) AS office;

-- ---------------------------------------------------------------------------------------------------------------- mail

-- Sellers write to their deals, every fifth mail by a rule.  Campaigns by mail go to a part of the list: letters to customers, the others to
-- those who are none.  Nobody gets a mail before the subscription to the list or after the end of it.
CREATE INDEX ON membership (customer);
CREATE TEMP TABLE mail ON COMMIT DROP AS
SELECT number::bigint, contact_id, deal_id, NULL::int AS campaign_id, owner_id AS user_id, by_rule AS is_automated,
       touched_at AS sent_at, 0.55 AS opening, 0.12 AS clicking, 0.3 AS replying
FROM deal_touch, LATERAL (SELECT sample_random(number, 'by rule') < 0.2 AS by_rule) AS how
WHERE channel = 'email'
UNION ALL
SELECT c.id * 1000000::bigint + p.id, c.id, NULL, p.id, NULL, true, p.starts_at + sample_days(2 + 0.3 * sample_random(c.id * 100 + p.id, 'mailed')),
       CASE p.purpose WHEN 'retention' THEN 0.44 ELSE 0.31 END, 0.14, 0.004
FROM campaigns p
JOIN contacts c ON c.email IS NOT NULL AND c.subscribed_at < p.starts_at AND coalesce(c.unsubscribed_at > p.starts_at + interval '3 days', true)
WHERE p.channel = 'email' AND sample_random(c.id * 100 + p.id, 'mailing') < CASE p.purpose WHEN 'retention' THEN 0.5 ELSE 0.3 END
  AND (p.purpose = 'retention') = EXISTS (SELECT FROM membership WHERE customer = c.account_id AND started_at < p.starts_at
                                                                     AND coalesce(ended_at > p.starts_at, true));

CREATE TEMP TABLE talk (number bigint, contact_id int, deal_id int, campaign_id int, user_id int, channel text, action text, is_automated boolean,
                        touched_at timestamptz) ON COMMIT DROP;

-- A mail is delivered or bounces within a minute, which a machine reports; who opens it does so mostly on the same day.
INSERT INTO talk
SELECT number, contact_id, deal_id, campaign_id, CASE action WHEN 'sent' THEN user_id END, 'email', action,
       CASE action WHEN 'sent' THEN is_automated ELSE action IN ('delivered', 'bounced') END, sent_at + sample_days(delay)
FROM mail,
LATERAL (SELECT sample_random(number, 'bounces') >= 0.025 AS arrives, 0.01 + 2 * power(sample_random(number, 'opened after'), 3) AS opened) AS way,
LATERAL (SELECT arrives AND sample_random(number, 'opens') < opening AS opens) AS reader,
LATERAL (VALUES ('sent', true, 0), ('delivered', arrives, 0.0005), ('bounced', NOT arrives, 0.0005), ('opened', opens, opened),
                ('clicked', opens AND sample_random(number, 'clicks') < clicking, opened + 0.001),
                ('replied', opens AND sample_random(number, 'replies') < replying / opening, opened + 0.2 * sample_random(number, 'replied'))
        ) AS step (action, happens, delay)
WHERE happens;

-- ---------------------------------------------------------------------------------------------------------------- web, meetings, quotes

-- Who clicks in a mailing or a result of a search reads one to four pages, and one of twelve asks for a demonstration.  A lead of the
-- website has read three and filled in the form; one of a mailing filled in the form of its page.
INSERT INTO talk
SELECT number, contact_id, NULL::int, campaign_id, NULL::int, 'web', CASE WHEN page <= pages THEN 'page view' ELSE 'goal' END, false,
       touched_at + sample_days(0.0008 * page)
FROM (
    SELECT number, contact_id, campaign_id, touched_at FROM talk WHERE action = 'clicked' AND campaign_id IS NOT NULL
    UNION ALL
    SELECT number, contact_id, NULL, touched_at FROM deal_touch WHERE channel = 'search'
) AS click,
LATERAL (SELECT 1 + floor(4 * sample_random(number, 'pages'))::int AS pages) AS visit,
generate_series(1, pages + (sample_random(number, 'goal') < 0.08)::int) page
UNION ALL
SELECT -id, contact_id, NULL, campaign_id, NULL, 'web', CASE WHEN page < 4 THEN 'page view' ELSE 'goal' END, false, created_at - sample_days(0.0008 * (5 - page))
FROM leads, generate_series(CASE source WHEN 'website' THEN 1 ELSE 4 END, 4) page WHERE source IN ('website', 'email');

INSERT INTO talk
SELECT number, contact_id, deal_id, NULL::int, CASE channel WHEN 'meeting' THEN owner_id END, channel,
       CASE channel WHEN 'meeting' THEN 'held' WHEN 'webinar' THEN 'attended' ELSE 'clicked' END, false, touched_at
FROM deal_touch WHERE channel NOT IN ('email', 'call')
UNION ALL
SELECT -id, contact_id, NULL, campaign_id, NULL, lower(source), CASE source WHEN 'webinar' THEN 'attended' ELSE 'clicked' END, false,
       created_at - sample_days(0.01 + 0.2 * sample_random(id, 'lead touch'))
FROM leads WHERE source NOT IN ('website', 'email', 'referral')
UNION ALL
SELECT -deal_id, contact_id, deal_id, NULL, owner_id, 'quote', 'sent', false, quoted_at
FROM (SELECT deal_id, min(entered_at) AS proposed_at FROM stage_history WHERE stage = 'proposal' GROUP BY deal_id) AS proposal
JOIN deals d ON d.id = deal_id, demo_clock,
LATERAL (SELECT proposed_at + sample_days(4 * power(sample_random(deal_id, 'quoted'), 2)) AS quoted_at) AS moment
WHERE quoted_at < coalesce(closed_at, as_of) AND sample_random(deal_id, 'quote') < 0.92;

-- ---------------------------------------------------------------------------------------------------------------- calls

CREATE TABLE calls (
    id         int PRIMARY KEY,
    user_id    int,                 -- NULL: given up before somebody took it
    contact_id int NOT NULL,
    deal_id    int,                 -- NULL: a call to support, or back from there
    direction  text NOT NULL,       -- inbound, outbound
    started_at timestamptz NOT NULL,
    outcome    text NOT NULL,       -- answered; inbound: abandoned; outbound: no answer, busy, voicemail
    wait_time  interval,            -- inbound
    talk_time  interval,            -- NULL: nobody answered
    hold_time  interval,
    wrap_time  interval
);

-- Calls about a deal, four of five by the seller, often after an attempt in vain.  Calls to support by any contact there was at the time, which
-- people give up who wait longer than they are ready to; with more people at work the wait was shorter in the second year.
CREATE TEMP TABLE called ON COMMIT DROP AS
SELECT number::bigint, owner_id AS user_id, contact_id, deal_id, CASE WHEN sample_random(number, 'calls us') < 0.2 THEN 'inbound' ELSE 'outbound' END AS direction,
       touched_at AS started_at, 'answered' AS outcome, 12 AS mean_wait
FROM deal_touch WHERE channel = 'call'
UNION ALL
SELECT -number, owner_id, contact_id, deal_id, 'outbound', touched_at - sample_days(0.05 + 0.9 * sample_random(number, 'attempt')),
       sample_phrase(number, 'attempt ends', 'no answer, no answer, voicemail, voicemail, busy'), NULL
FROM deal_touch WHERE channel = 'call' AND sample_random(number, 'in vain') < 0.6
UNION ALL
SELECT 1000000 + i, CASE WHEN NOT gives_up THEN 49 + floor(16 * sample_random(i, 'taken by'))::int END, c.id, NULL, 'inbound', started_at,
       CASE WHEN gives_up THEN 'abandoned' ELSE 'answered' END, mean_wait
FROM demo_clock, generate_series(1, 59000) i
JOIN contacts c ON c.id = 1 + floor(15000 * sample_random(i, 'called contact'))::int,
LATERAL (SELECT sample_office_hours(sample_between(first_day, as_of - interval '72 hours', i, 'called'), i) AS started_at) AS moment,
LATERAL (SELECT CASE WHEN started_at < first_day + interval '1 year' THEN 30 ELSE 13 END AS mean_wait) AS staff,
LATERAL (SELECT sample_random(i, 'gives up') < mean_wait / (mean_wait + 300.0) AS gives_up) AS caller
WHERE c.created_at < started_at;

-- Every second call that was given up is called back within hours.
INSERT INTO called
SELECT 2000000 + number, 49 + floor(16 * sample_random(number, 'calls back'))::int, contact_id, NULL, 'outbound',
       started_at + sample_days(0.01 + 0.3 * power(sample_random(number, 'called back'), 2)),
       sample_phrase(number, 'back', 'answered, answered, no answer'), NULL
FROM called WHERE outcome = 'abandoned' AND sample_random(number, 'called back at all') < 0.55;

INSERT INTO calls
SELECT row_number() OVER (ORDER BY started_at, contact_id, number), user_id, contact_id, deal_id, direction, started_at, outcome,
       CASE direction WHEN 'inbound' THEN make_interval(secs => round(3 - mean_wait * ln(1 - sample_random(number, 'wait')))) END,
       CASE WHEN answered THEN make_interval(secs => round(20 + 150 * exp(0.9 * sample_normal(number, 'talk')))) END,
       CASE WHEN answered THEN make_interval(secs => CASE WHEN sample_random(number, 'holds') < 0.3
                                                         THEN round(10 + 45 * exp(0.7 * sample_normal(number, 'hold'))) ELSE 0 END) END,
       CASE WHEN answered THEN make_interval(secs => round(10 + 50 * exp(0.6 * sample_normal(number, 'wrap')))) END
FROM demo_clock, called, LATERAL (SELECT outcome = 'answered' AS answered) AS call
WHERE started_at >= first_day;

-- A call in which people spoke is a contact, too.
CREATE TABLE touches (
    id           int PRIMARY KEY,
    contact_id   int NOT NULL,
    deal_id      int,
    campaign_id  int,
    user_id      int,
    channel      text NOT NULL,     -- email, call, meeting, webinar, web, search, social, quote
    action       text NOT NULL,     -- email: sent, delivered, bounced, opened, clicked, replied; web: page view, goal; quote: sent; ...
    is_automated boolean NOT NULL,
    touched_at   timestamptz NOT NULL
);

INSERT INTO touches
SELECT row_number() OVER (ORDER BY touched_at, contact_id, number, channel, action), contact_id, deal_id, campaign_id, user_id, channel, action, is_automated, touched_at
FROM (
    SELECT * FROM talk
    UNION ALL
    SELECT id, contact_id, deal_id, NULL, user_id, 'call', 'held', false, started_at FROM calls WHERE outcome = 'answered'
) AS said, demo_clock
WHERE touched_at < as_of;
