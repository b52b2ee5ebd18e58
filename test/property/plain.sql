-- Plain functions: their formulas in numeric; calendars day by day.
INSERT INTO property.claim VALUES
	('roi', $$SELECT c, jsonb_build_array(roi(gain, cost)) AS got, jsonb_build_array(100 * (gain - cost) / nullif(cost, 0)) AS answer
		FROM property.cases, LATERAL (SELECT property.amount(amounts, c, 0, 'gain') AS gain, abs(property.amount(amounts, c, 0, 'cost')) AS cost) x$$),
	('growth_rate', $$SELECT c, jsonb_build_array(growth_rate(b, a)) AS got, jsonb_build_array((a - b) / nullif(abs(b), 0)) AS answer
		FROM property.cases, LATERAL (SELECT property.amount(amounts, c, 0, 'b') AS b, property.amount(amounts, c, 0, 'a') AS a) x$$),
	('sales_velocity', $$SELECT c, jsonb_build_array(NULL, jsonb_build_array(sales_velocity(deals, value, rate, target))) AS got, jsonb_build_array(NULL, jsonb_build_array(deals * value * property.decimal(rate) * 86400000000 / nullif(property.length(target), 0))) AS answer
		FROM property.cases, LATERAL (SELECT property.pick(100, c, 0, 'n')::numeric AS deals, property.amount(amounts, c, 0, 'deal') AS value, property.one_of('{0,0.25,1,0.333,0.0001}'::float8[], c, 0, 'rate') AS rate) x$$),
	('in_days', $$SELECT c, jsonb_build_array(NULL, jsonb_build_array(in_days(x), in_hours(x))) AS got, jsonb_build_array(NULL, jsonb_build_array(property.length(x) / 86400000000, property.length(x) / 3600000000)) AS answer
		FROM (SELECT c, target - gap AS x FROM property.cases) y$$);

-- Zones with and without changes of the clock, and one that has skipped a day.
CREATE VIEW property.place AS SELECT c, property.one_of('{UTC,Europe/Berlin,America/New_York,Asia/Kolkata,Australia/Lord_Howe,Pacific/Apia}'::text[], c, 0, 'zone') AS zone,
	date '2011-12-01' + property.pick(6000, c, 0, 'first day') AS day FROM property.cases;
INSERT INTO property.claim VALUES
	('boundaries', $$SELECT c, jsonb_build_array(to_jsonb(boundaries(day, day + length, step, zone))) AS got, jsonb_build_array(to_jsonb(ARRAY(SELECT DISTINCT b AT TIME ZONE zone FROM (SELECT day + n * step AS b FROM generate_series(0, 50) n) s WHERE b <= day + length ORDER BY 1))) AS answer
		FROM property.place, LATERAL (SELECT property.one_of('{1 day,7 days,1 month,3 months,1 month 2 days,1 year}'::interval[], c, 0, 'step') AS step) x,
			LATERAL (SELECT (day + (1 + property.pick(20, c, 0, 'steps')) * step)::date - day + property.pick(3, c, 0, 'more days') AS length) y$$),
	('business_hours', $$SELECT c, jsonb_build_array(hours::text, property.us(business_duration(ticket, hours))) AS got, jsonb_build_array(open::text, (SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r))), 0) * 1000000 FROM unnest(open * tstzmultirange(ticket)) r)) AS answer
		FROM (SELECT *, business_hours(during, opens, closes, zone, weekdays, holidays) AS hours, coalesce((SELECT range_agg(tstzrange(a, b)) * tstzmultirange(during) FROM (SELECT lower(during)::date - 2 + n AS d FROM generate_series(0, 40) n) days,
				LATERAL (SELECT (d + opens) AT TIME ZONE zone AS a, CASE WHEN closes <= opens THEN d + 1 + closes ELSE d + closes END AT TIME ZONE zone AS b) x
				WHERE extract(isodow FROM d) = ANY (weekdays) AND d <> ALL (holidays) AND a < b), '{}') AS open
			FROM (SELECT *, tstzrange(start, start + property.pick(30 * 1440, c, 0, 'lasts') * interval '1 minute') AS during, tstzrange(start + property.pick(5000, c, 0, 'from') * interval '53 seconds', start + (5000 + property.pick(20000, c, 0, 'to')) * interval '53 seconds') AS ticket
				FROM (SELECT *, (day + property.pick(1440, c, 0, 'minute') * interval '1 minute') AT TIME ZONE 'UTC' AS start, property.one_of('{00:00,09:00,22:00,01:30,02:00}'::time[], c, 0, 'opens') AS opens, property.one_of('{24:00,17:00,06:00,02:30,09:00,00:00}'::time[], c, 0, 'closes') AS closes,
					property.one_of(ARRAY['{1,2,3,4,5}', '{1,2,3,4,5,6,7}', '{6}', '{}', '{7,1}']::text[], c, 0, 'weekdays')::int[] AS weekdays, CASE WHEN property.pick(2, c, 0, 'holidays') = 0 THEN ARRAY[day + 3, day + 10] ELSE '{}' END AS holidays FROM property.place) s) t) u$$);
