\set part random(0, 15)
INSERT INTO load.part SELECT * FROM load.part_now WHERE part = :part ON CONFLICT (part) DO UPDATE SET pipeline = excluded.pipeline, cohorts = excluded.cohorts, funnel = excluded.funnel;
