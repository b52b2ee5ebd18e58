-- pipeline.sql: deals and their way through the stages.

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
    id                int PRIMARY KEY,
    account_id        int NOT NULL,
    contact_id        int NOT NULL,
    owner_id          int NOT NULL,
    amount            numeric(12, 2) NOT NULL,
    created_at        timestamptz NOT NULL,
    expected_close_at timestamptz NOT NULL,  -- as the seller promised at the beginning
    closed_at         timestamptz,
    is_won            boolean                -- NULL: still open
);

INSERT INTO deals
SELECT d.id, d.account_id, d.account_id, d.owner_id,
       round((CASE d.segment WHEN 'small' THEN 2400 WHEN 'medium' THEN 13000 ELSE 62000 END * exp(0.8 * sample_normal(d.id, 'amount')))::numeric, -1),
       d.created_at,
       date_trunc('day', d.created_at) + sample_days(round(CASE d.segment WHEN 'small' THEN 45 WHEN 'medium' THEN 75 ELSE 140 END
                                                           * exp(0.35 * sample_normal(d.id, 'promise'))) + 17 / 24.0),
       closing.entered_at, closing.stage = 6
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
