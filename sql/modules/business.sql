-- Business time: a weekly schedule as a multirange, and elapsed time within one.

\function business_hours(during tstzrange, opens time, closes time, tz text, weekdays int[] DEFAULT '{1,2,3,4,5}', holidays date[] DEFAULT '{}') tstzmultirange business_business_hours cost=1000
  When a weekly schedule is open within during: on weekdays (1 Monday to 7 Sunday) except holidays, from opens to closes local time of tz, until the next day when closes is not after opens.
\function business_duration(during tstzrange, open tstzmultirange) interval business_business_duration
  Elapsed time of during that lies in open, in days of 24 hours; NULL while during has no upper bound.
