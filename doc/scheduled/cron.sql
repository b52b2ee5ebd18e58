-- cron.sql: the jobs, for pg_cron; run it as the role that owns the summaries.  Times are UTC.

-- What has been touched, every ten minutes.  One job per summary: one that fails does not hold up the others, and its parts stay queued.
SELECT cron.schedule('run ' || target, '*/10 * * * *', format('SELECT * FROM summary.run(%L)', target)) FROM summary.target
WHERE target <> 'survey_daily' ORDER BY target;

-- Two statements of one job are one transaction: the dashboard shows both or none.
SELECT cron.schedule('run survey_daily', '*/10 * * * *',
	$$SELECT * FROM summary.run('survey_daily'); REFRESH MATERIALIZED VIEW CONCURRENTLY summary.survey_monthly$$);

-- At 02:20 and 03:20 in Berlin, by the season.
SELECT cron.schedule('refresh pipeline_by_region', '20 1 * * *', 'REFRESH MATERIALIZED VIEW CONCURRENTLY summary.pipeline_by_region');

-- On Sundays everything that still has its rows, for changes that no trigger sees (an owner's region).
SELECT cron.schedule('reload deal_daily', '40 1 * * 0', $$SELECT summary.reload('deal_daily')$$);

-- pg_cron keeps every run for ever.
SELECT cron.schedule('forget old runs', '50 1 * * *', $$DELETE FROM cron.job_run_details WHERE end_time < now() - interval '30 days'$$);

-- How the jobs of this role are doing.
CREATE VIEW summary.jobs AS
SELECT j.jobname, j.schedule, j.active, l.status AS last_status, l.end_time AS last_end, l.end_time - l.start_time AS took, l.return_message AS message,
	(SELECT max(d.end_time) FROM cron.job_run_details d WHERE d.jobid = j.jobid AND d.status = 'succeeded') AS last_success,
	(SELECT count(*) FROM summary.touched t WHERE j.jobname = 'run ' || t.target) AS queued
FROM cron.job j LEFT JOIN LATERAL (SELECT * FROM cron.job_run_details d WHERE d.jobid = j.jobid ORDER BY d.runid DESC LIMIT 1) l ON true;
