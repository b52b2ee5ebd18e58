-- Ratios of sums that are there already, and intervals as numbers.

\function roi(gain numeric, cost numeric) numeric scalar_roi
  Return on investment in percent: 100 * (gain - cost) / cost; NULL when cost is 0, an error when it is negative.
\function growth_rate(before numeric, after numeric) numeric scalar_growth_rate
  Growth as a fraction: (after - before) / |before|; NULL when before is 0.
\function sales_velocity(opportunities numeric, avg_deal_value numeric, win_rate float8, cycle interval) numeric scalar_sales_velocity
  Expected revenue in money per day: opportunities * avg_deal_value * win_rate / days of the sales cycle; NULL when the cycle is 0.
\function in_days(duration interval) numeric scalar_in_days
  Elapsed time in days of 24 hours; months are refused.
\function in_hours(duration interval) numeric scalar_in_hours
  Elapsed time in hours; a day has 24, months are refused.
