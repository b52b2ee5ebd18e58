-- Surveys: NPS, CSAT, CES and any other scale within 0..100.

\state survey_agg_state
  Answers to a survey: the scale and how often each score of it was given.
\rollup survey_agg_state
  Merges stored survey states of one scale into one.

\each T=smallint,integer,bigint,float8
\aggregate nps(score @T@) numeric state=survey_agg_state add=survey_add_nps_@T@ drop=survey_drop_nps_@T@ final=nps
  Net promoter score, -100..100: percent of answers 9-10 minus percent of answers 0-6, whole numbers 0..10; NULL is skipped.
\aggregate csat(score @T@) numeric state=survey_agg_state add=survey_add_csat_@T@ drop=survey_drop_csat_@T@ final=csat
  Customer satisfaction, 0..100: percent of answers 4 or 5 on the scale 1..5; NULL is skipped.
\aggregate ces(score @T@) numeric state=survey_agg_state add=survey_add_ces_@T@ drop=survey_drop_ces_@T@ final=ces
  Customer effort score, 0..100: percent of answers 5, 6 or 7 on the scale 1..7; NULL is skipped.
\aggregate nps_agg(score @T@) survey_agg_state state=survey_agg_state add=survey_add_nps_@T@ drop=survey_drop_nps_@T@ final=survey_agg_state_final
  State of answers on the scale 0..10, to store, roll up and read with nps(), nps_margin(), promoters() and others.
\aggregate csat_agg(score @T@) survey_agg_state state=survey_agg_state add=survey_add_csat_@T@ drop=survey_drop_csat_@T@ final=survey_agg_state_final
  State of answers on the scale 1..5, to store, roll up and read with csat(), mean(), top_box() and others.
\aggregate ces_agg(score @T@) survey_agg_state state=survey_agg_state add=survey_add_ces_@T@ drop=survey_drop_ces_@T@ final=survey_agg_state_final
  State of answers on the scale 1..7, to store, roll up and read with ces(), mean(), top_box() and others.
\aggregate survey_agg(score @T@, scale_min int, scale_max int) survey_agg_state state=survey_agg_state add=survey_add_@T@ drop=survey_drop_@T@ final=survey_agg_state_final
  State of answers on any scale within 0..100, the same in every row, to store, roll up and read with mean(), top_box() and others.
\end

\function nps(survey_agg_state) numeric survey_nps
  Net promoter score, -100..100, of a state whose scale is 0..10 or 1..10.
\function csat(survey_agg_state) numeric survey_csat
  Percent of answers in the top two boxes, 0..100.
\function ces(survey_agg_state) numeric survey_ces
  Percent of answers strictly above the midpoint of the scale, 0..100.
\function top_box(survey_agg_state, boxes int) numeric survey_top_box
  Fraction of answers in the highest boxes of the scale, 0..1.
\function bottom_box(survey_agg_state, boxes int) numeric survey_bottom_box
  Fraction of answers in the lowest boxes of the scale, 0..1.
\function mean(survey_agg_state) numeric survey_mean
  Mean score, in the unit of the scale.
\function num_responses(survey_agg_state) bigint survey_num_responses
  Number of answers.
\function promoters(survey_agg_state) bigint survey_promoters
  Number of answers 9 or 10 of a net promoter survey.
\function passives(survey_agg_state) bigint survey_passives
  Number of answers 7 or 8 of a net promoter survey.
\function detractors(survey_agg_state) bigint survey_detractors
  Number of answers up to 6 of a net promoter survey.
\function nps_margin(survey_agg_state, confidence float8 DEFAULT 0.95) numeric survey_nps_margin
  Half width of the confidence interval of the net promoter score, in points: normal approximation, population variance.
\function score_counts(survey_agg_state) TABLE(score int, responses bigint) survey_score_counts rows=11
  Number of answers per score of the scale, zero included.
\function nps_from_counts(promoters bigint, passives bigint, detractors bigint) numeric survey_nps_from_counts
  Net promoter score, -100..100, from three counts, for systems that can only keep sums.
