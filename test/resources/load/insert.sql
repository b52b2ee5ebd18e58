\set customer random(1, 1000)
\set minute random(1, 86400)
\set score random(0, 10)
\set amount random(1, 100000)
\set stage random(1, 3)
INSERT INTO load.deals (customer, at, stage, score, won, amount) SELECT :customer, timestamptz '2026-01-01Z' + :minute * interval '1 minute' + n * interval '1 hour', (ARRAY['new', 'offer', 'won'])[:stage], :score, :score > 6, :amount / 100.0 FROM generate_series(1, 3) n;
