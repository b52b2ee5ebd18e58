-- crm.sql: summaries of the views of ../views.sql, kept by summary.sql.  The names of days are those of Berlin; put your zone there.

-- By day: states of rows, which merge over days and segments.
CREATE VIEW summary.survey_daily_now AS
SELECT (answered_at AT TIME ZONE 'Europe/Berlin')::date AS day, kind,
	coalesce(nps_agg(score) FILTER (WHERE kind IN ('nps', 'enps')), csat_agg(score) FILTER (WHERE kind = 'csat'), ces_agg(score) FILTER (WHERE kind = 'ces')) AS answers
FROM surveys WHERE score IS NOT NULL GROUP BY 1, 2;

CREATE VIEW summary.deal_daily_now AS
SELECT (closed_at AT TIME ZONE 'Europe/Berlin')::date AS day, coalesce(u.region, '?') AS region,
	rate_agg(is_won) AS won, rate_agg(is_won, amount) AS won_value, duration_agg(closed_at - created_at) AS cycle
FROM deals d LEFT JOIN users u ON u.id = d.owner_id WHERE closed_at IS NOT NULL GROUP BY 1, 2;

CREATE VIEW summary.ticket_daily_now AS
SELECT (solved_at AT TIME ZONE 'Europe/Berlin')::date AS day, coalesce(priority, '?') AS priority,
	duration_agg(solved_at - opened_at) AS resolution, rate_agg(solved_at <= due_at) AS in_time
FROM tickets WHERE solved_at IS NOT NULL GROUP BY 1, 2;

CREATE VIEW summary.order_daily_now AS
SELECT (ordered_at AT TIME ZONE 'Europe/Berlin')::date AS day, coalesce(product_line, '?') AS product_line, ltv_agg(customer, amount) AS purchases
FROM orders WHERE ordered_at IS NOT NULL GROUP BY 1, 2;

-- By bucket: states that need all rows of a customer or deal.  Each has its bucket among 16, and a new row costs one sixteenth of all.
-- (An id that is uuid or text: ('x' || left(md5(id::text), 1))::bit(4)::int.)
CREATE VIEW summary.cohort_bucket_now AS
SELECT customer & 15 AS bucket, cohort_agg(customer, amount, ordered_at AT TIME ZONE 'Europe/Berlin', '1 month') AS cohorts
FROM orders WHERE customer IS NOT NULL GROUP BY 1;

CREATE VIEW summary.pipeline_bucket_now AS
SELECT deal_id & 15 AS bucket, pipeline_agg(deal_id, stage, entered_at) AS stages FROM stage_history WHERE deal_id IS NOT NULL GROUP BY 1;

CREATE VIEW summary.funnel_bucket_now AS
SELECT deal_id & 15 AS bucket, funnel_agg(deal_id, array_position('{Lead,Qualified,Proposal,Won}', stage), entered_at, '90 days') AS funnel
FROM stage_history WHERE deal_id IS NOT NULL GROUP BY 1;

CREATE VIEW summary.churn_bucket_now AS
SELECT customer & 15 AS bucket, churn_series_agg(active, boundaries('2026-01-01', '2027-01-01', '1 month', 'Europe/Berlin')) AS months
FROM (SELECT customer, range_agg(tstzrange(started_at, ended_at)) AS active FROM subscriptions WHERE customer IS NOT NULL GROUP BY customer) c GROUP BY 1;

CREATE VIEW summary.mrr_bucket_now AS
SELECT customer & 15 AS bucket,
	mrr_series_agg(customer, mrr, tstzrange(started_at, ended_at), boundaries('2026-01-01', '2027-01-01', '1 month', 'Europe/Berlin')) AS months
FROM subscriptions WHERE customer IS NOT NULL GROUP BY 1;

-- The tables, and the triggers of the tables whose rows they are made of.
CALL summary.keep('survey_daily', 'day', 'kind');
CALL summary.keep('deal_daily', 'day', 'region');
CALL summary.keep('ticket_daily', 'day', 'priority');
CALL summary.keep('order_daily', 'day', 'product_line');
CALL summary.keep('cohort_bucket', 'bucket');
CALL summary.keep('pipeline_bucket', 'bucket');
CALL summary.keep('funnel_bucket', 'bucket');
CALL summary.keep('churn_bucket', 'bucket');
CALL summary.keep('mrr_bucket', 'bucket');

CALL summary.watch('survey_daily', 'surveys', $$(answered_at AT TIME ZONE 'Europe/Berlin')::date$$);
CALL summary.watch('deal_daily', 'deals', $$(closed_at AT TIME ZONE 'Europe/Berlin')::date$$);
CALL summary.watch('ticket_daily', 'tickets', $$(solved_at AT TIME ZONE 'Europe/Berlin')::date$$);
CALL summary.watch('order_daily', 'orders', $$(ordered_at AT TIME ZONE 'Europe/Berlin')::date$$);
CALL summary.watch('cohort_bucket', 'orders', 'customer & 15');
CALL summary.watch('pipeline_bucket', 'stage_history', 'deal_id & 15');
CALL summary.watch('funnel_bucket', 'stage_history', 'deal_id & 15');
CALL summary.watch('churn_bucket', 'subscriptions', 'customer & 15');
CALL summary.watch('mrr_bucket', 'subscriptions', 'customer & 15');

-- For the dashboard: one row per month and kind, all arithmetic done.  The unique index is what CONCURRENTLY asks for.
CREATE MATERIALIZED VIEW summary.survey_monthly AS
SELECT date_trunc('month', day)::date AS month, kind, rollup(answers) AS answers FROM summary.survey_daily GROUP BY 1, 2;
CREATE UNIQUE INDEX ON summary.survey_monthly (month, kind);

-- Small enough to be made anew each time, straight from the rows.
CREATE MATERIALIZED VIEW summary.pipeline_by_region AS
SELECT coalesce(u.region, '?') AS region, pipeline_agg(h.deal_id, h.stage, h.entered_at) AS stages
FROM stage_history h JOIN deals d ON d.id = h.deal_id LEFT JOIN users u ON u.id = d.owner_id GROUP BY 1;
CREATE UNIQUE INDEX ON summary.pipeline_by_region (region);
