SELECT date_trunc('month', day) AS month, nps(rollup(scores)), rate(rollup(won)), num_customers(rollup(purchases)), revenue(rollup(purchases)), median(rollup(since)) FROM load.daily GROUP BY ROLLUP (1) ORDER BY 1;
SELECT s.* FROM (SELECT rollup(pipeline) AS p FROM load.part) x, stages(p) s;
SELECT f.* FROM (SELECT rollup(funnel) AS s FROM load.part) x, funnel(s) f;
SELECT count(*) FROM (SELECT rollup(cohorts) AS s FROM load.part) x, cohorts(s) c;
