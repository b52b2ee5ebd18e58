\set day random(0, 50)
SELECT nps(score), win_rate(won), avg(w) FROM (SELECT score, won, attribution_weight(at, timestamptz '2026-03-01Z', 'linear') OVER (PARTITION BY customer ORDER BY at, id) AS w FROM load.deals WHERE at >= timestamptz '2026-01-01Z' + :day * interval '1 day' AND at < timestamptz '2026-01-02Z' + :day * interval '1 day') d;
SELECT scores::text, won::text, purchases::text::ltv_agg_state = purchases FROM load.daily WHERE day = date '2026-01-01' + :day;
