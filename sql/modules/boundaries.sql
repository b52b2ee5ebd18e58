-- Calendar periods as boundaries.

\function boundaries(first date, last date, step interval, tz text) timestamptz[] boundaries_boundaries
  Local midnights in the time zone of first, first + step, first + 2 * step ... up to and including last; step in whole months or days, a month that is too short ends on its last day.
