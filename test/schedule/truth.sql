-- What the summaries must say, by plain SQL over the rows: no state, no rollup on that side. One row per comparison.
CREATE VIEW scores AS
SELECT date_trunc('month', answered_at AT TIME ZONE 'Europe/Berlin')::date AS month, kind, count(*) AS responses, round(avg(score), 9) AS mean,
	CASE kind WHEN 'nps' THEN round(100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(*), 9) END AS nps
FROM surveys GROUP BY 1, 2;
CREATE VIEW visits AS
SELECT h.deal_id, coalesce(u.region, '?') AS region, h.stage, h.entered_at, lead(h.entered_at) OVER (PARTITION BY h.deal_id ORDER BY h.entered_at) AS next
FROM stage_history h JOIN deals d ON d.id = h.deal_id JOIN users u ON u.id = d.owner_id;

CREATE VIEW truth AS
SELECT 'scores by month and kind' AS name, NOT EXISTS (SELECT FROM summary.survey_monthly m FULL JOIN scores s USING (month, kind)
	WHERE (num_responses(m.answers), round(mean(m.answers), 9), CASE kind WHEN 'nps' THEN round(nps(m.answers), 9) END) IS DISTINCT FROM (s.responses, s.mean, s.nps)) AS ok
UNION ALL SELECT 'purchases and customers', (SELECT (num_customers(s), num_purchases(s), revenue(s)) FROM (SELECT rollup(purchases) AS s FROM summary.order_daily) o) =
	(SELECT (count(DISTINCT customer), count(*), sum(amount)) FROM orders)
UNION ALL SELECT 'deals won by region', NOT EXISTS (SELECT FROM (SELECT region, rollup(won) AS w, rollup(won_value) AS v, rollup(cycle) AS c FROM summary.deal_daily GROUP BY region) s
	FULL JOIN (SELECT coalesce(u.region, '?') AS region, count(*) FILTER (WHERE is_won) AS won, count(*) AS decided, sum(amount) FILTER (WHERE is_won) AS won_value, sum(closed_at - created_at) AS spent
		FROM deals d JOIN users u ON u.id = d.owner_id WHERE closed_at IS NOT NULL GROUP BY 1) t USING (region)
	WHERE (hits(w), trials(w), hit_weight(v), total(c)) IS DISTINCT FROM (won, decided, won_value, spent))
UNION ALL SELECT 'tickets by priority', NOT EXISTS (SELECT FROM (SELECT priority, rollup(resolution) AS r, rollup(in_time) AS i FROM summary.ticket_daily GROUP BY priority) s
	FULL JOIN (SELECT priority, count(*) AS n, sum(solved_at - opened_at) AS spent, count(*) FILTER (WHERE solved_at <= due_at) AS kept FROM tickets WHERE solved_at IS NOT NULL GROUP BY 1) t USING (priority)
	WHERE (num_values(r), total(r), hits(i)) IS DISTINCT FROM (n, spent, kept))
UNION ALL SELECT 'cohorts', NOT EXISTS (SELECT FROM (SELECT * FROM cohorts((SELECT rollup(cohorts) FROM summary.cohort_bucket))) s
	FULL JOIN (SELECT first AS cohort, ((extract(year FROM month) - extract(year FROM first)) * 12 + extract(month FROM month) - extract(month FROM first))::int AS period_number,
			count(DISTINCT customer) AS n, sum(amount) AS spent
		FROM (SELECT *, min(month) OVER (PARTITION BY customer) AS first FROM (SELECT customer, amount, date_trunc('month', ordered_at AT TIME ZONE 'Europe/Berlin') AS month FROM orders) o) f GROUP BY 1, 2) t
	USING (cohort, period_number) WHERE (customers, revenue) IS DISTINCT FROM (n, spent))
UNION ALL SELECT 'visits by bucket', NOT EXISTS (SELECT FROM (SELECT stage, deals, visits, open_visits, total_time FROM stages((SELECT rollup(stages) FROM summary.pipeline_bucket))) s
	FULL JOIN (SELECT stage, count(DISTINCT deal_id) AS d, count(*) AS v, count(*) FILTER (WHERE next IS NULL) AS o, sum(next - entered_at) AS t FROM visits GROUP BY 1) t USING (stage)
	WHERE (deals, visits, open_visits, total_time) IS DISTINCT FROM (d, v, o, t))
UNION ALL SELECT 'visits by region', NOT EXISTS (SELECT FROM (SELECT region, stage, deals, visits, open_visits, total_time FROM summary.pipeline_by_region r, stages(r.stages)) s
	FULL JOIN (SELECT region, stage, count(DISTINCT deal_id) AS d, count(*) AS v, count(*) FILTER (WHERE next IS NULL) AS o, sum(next - entered_at) AS t FROM visits GROUP BY 1, 2) t USING (region, stage)
	WHERE (deals, visits, open_visits, total_time) IS DISTINCT FROM (d, v, o, t))
UNION ALL SELECT 'funnel', (SELECT array_agg(entities ORDER BY step) FROM funnel((SELECT rollup(funnel) FROM summary.funnel_bucket))) =
	(SELECT array_agg(n ORDER BY step) FROM (SELECT step, count(*) AS n FROM (SELECT deal_id, count(*) AS last FROM stage_history GROUP BY 1) d, generate_series(1, last) step GROUP BY step) f)
UNION ALL SELECT 'customers by month', NOT EXISTS (SELECT FROM periods((SELECT rollup(months) FROM summary.churn_bucket)) s
	WHERE (customers_at_start(state), customers_at_end(state)) IS DISTINCT FROM (
		SELECT (count(DISTINCT customer) FILTER (WHERE started_at < lower(period) AND coalesce(ended_at >= lower(period), true)),
			count(DISTINCT customer) FILTER (WHERE started_at < upper(period) AND coalesce(ended_at >= upper(period), true))) FROM subscriptions))
UNION ALL SELECT 'recurring revenue by month', NOT EXISTS (SELECT FROM periods((SELECT rollup(months) FROM summary.mrr_bucket)) s
	WHERE (starting_mrr(state), ending_mrr(state)) IS DISTINCT FROM (
		SELECT (coalesce(sum(mrr) FILTER (WHERE started_at < lower(period) AND coalesce(ended_at >= lower(period), true)), 0),
			coalesce(sum(mrr) FILTER (WHERE started_at < upper(period) AND coalesce(ended_at >= upper(period), true)), 0)) FROM subscriptions));
