-- revenue.sql: orders and subscriptions.

CREATE TABLE orders (
    id           int PRIMARY KEY,
    customer     int NOT NULL,             -- accounts.id
    product_line text NOT NULL,
    amount       numeric(12, 2) NOT NULL,  -- negative: a refund
    cost         numeric(12, 2) NOT NULL,  -- of what was sold; negative: of what came back
    ordered_at   timestamptz NOT NULL
);

-- Few customers order very often and most seldom; half of what they buy is their usual line.  A possible order comes true more often in
-- November and December and on working days.
CREATE TEMP TABLE purchase ON COMMIT DROP AS
SELECT a.id AS customer, number, ordered_at,
       CASE WHEN sample_random(number, 'usual') < 0.5 THEN sample_word(a.id, 'usual line', lines) ELSE sample_word(number, 'line', lines) END AS product_line,
       round((CASE a.segment WHEN 'small' THEN 55 WHEN 'medium' THEN 160 ELSE 480 END
              * exp(0.4 * sample_normal(a.id, 'usual amount') + 0.8 * sample_normal(number, 'order amount')))::numeric, 2) AS amount
FROM demo_clock, accounts a, (VALUES ('devices devices devices parts parts parts supplies supplies training services')) AS offer (lines),
LATERAL (SELECT extract(epoch FROM as_of - a.created_at)::float8 / 86400 AS age) AS life,
generate_series(1, least(600, floor(age / 365 * exp(3.3 + 1.1 * sample_normal(a.id, 'orders a year'))))::int) n,
LATERAL (SELECT a.id::bigint * 1000 + n AS number) AS numbered,
LATERAL (SELECT a.created_at + sample_days(age * sample_random(number, 'ordered')) AS ordered_at) AS moment
WHERE sample_random(a.id, 'orders at all') < 0.7
  AND sample_random(number, 'comes true') < (ARRAY[0.62, 0.58, 0.62, 0.62, 0.64, 0.60, 0.55, 0.50, 0.65, 0.70, 0.85, 1])[extract(month FROM ordered_at)::int]
                                            * (ARRAY[0.9, 0.95, 1, 1, 0.9, 0.35, 0.3])[extract(isodow FROM ordered_at)::int];

-- Three of a hundred are given back within a month, most of them whole.
INSERT INTO orders
SELECT row_number() OVER (ORDER BY ordered_at, customer, number), customer, product_line, amount,
       round((amount * CASE product_line WHEN 'devices' THEN 0.62 WHEN 'parts' THEN 0.48 WHEN 'supplies' THEN 0.55 WHEN 'training' THEN 0.35 ELSE 0.41 END
              * exp(0.12 * sample_normal(number, 'cost')))::numeric, 2), ordered_at
FROM (
    SELECT customer, number, product_line, amount, ordered_at FROM purchase
    UNION ALL
    SELECT customer, number, product_line, -CASE WHEN sample_random(number, 'whole') < 0.7 THEN amount ELSE round(amount * 0.4, 2) END,
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
    id             int PRIMARY KEY,
    customer       int NOT NULL,    -- accounts.id
    plan           text NOT NULL,
    mrr            numeric(10, 2) NOT NULL,
    started_at     timestamptz NOT NULL,
    ended_at       timestamptz,     -- NULL: runs on
    renewal_due_at timestamptz,     -- end of the year; NULL: an add-on, which has no term
    renewed        boolean,         -- NULL: not due yet
    cancel_reason  text
);

-- A year's contract is followed by the next on the same instant, at another price; who leaves in the middle of a year does not renew.  Beside
-- it a quarter of the customers have an add-on.
INSERT INTO subscriptions
SELECT row_number() OVER (ORDER BY started_at, customer, plan), customer, plan, mrr, started_at, CASE WHEN ended_at < as_of THEN ended_at END, due_at, renewed,
       CASE WHEN ended_at < as_of AND renewed IS NOT TRUE AND sample_random(number, 'says why') < 0.85
            THEN sample_phrase(number, 'cancel reason', 'too expensive, too expensive, missing functions, went to a competitor, no longer needed, slow support, closed down') END
FROM demo_clock, (
    SELECT customer, customer * 100 + number * 10 + year AS number, plan, round((price * seats * power(1.06, year))::numeric, 2) AS mrr,
           started_at + make_interval(days => 365 * year) AS started_at, least(ended_at, due_at) AS ended_at, due_at,
           CASE WHEN ended_at <= due_at AND ended_at < as_of THEN false WHEN due_at < as_of THEN true END AS renewed
    FROM demo_clock, membership, generate_series(0, 2) year,
    LATERAL (SELECT CASE segment WHEN 'small' THEN 29 WHEN 'medium' THEN 79 ELSE 249 END AS price,
                    CASE segment WHEN 'small' THEN 'starter' WHEN 'medium' THEN 'team' ELSE 'company' END AS plan) AS list,
    LATERAL (SELECT started_at + make_interval(days => 365 * (year + 1)) AS due_at) AS term,
    LATERAL (SELECT 1 + floor(2.5 * power(sample_random(customer * 10 + number, 'seats'), 2) * price / 20) AS seats) AS size
    WHERE started_at + make_interval(days => 365 * year) < least(ended_at, as_of)
    UNION ALL
    SELECT customer, customer * 100 + number * 10 + 9, 'add-on', CASE segment WHEN 'small' THEN 9 WHEN 'medium' THEN 25 ELSE 120 END, added_at,
           least(ended_at, CASE WHEN sample_random(customer * 10 + number, 'add-on ends') < 0.3
                                THEN added_at + sample_days(30 + 300 * sample_random(customer, 'add-on life')) END), NULL, NULL
    FROM demo_clock, membership,
    LATERAL (SELECT started_at + sample_days(200 * sample_random(customer * 10 + number, 'add-on starts')) AS added_at) AS extra
    WHERE sample_random(customer * 10 + number, 'add-on') < 0.25 AND added_at < least(ended_at, as_of)
) AS contract;
