// Measures of type `number` are whole SQL expressions: an aggregate of the extension stands there as any other would.
cube(`Answers`, {
  sql: `SELECT * FROM answers`,
  measures: {
    answers: { sql: `num_responses(nps_agg(${CUBE}.score))`, type: `number` },
    nps: { sql: `nps(${CUBE}.score)`, type: `number` },
    margin: { sql: `nps_margin(nps_agg(${CUBE}.score))`, type: `number` },
    northern: { sql: `nps(${CUBE}.score) FILTER (WHERE ${CUBE}.region = 'North')`, type: `number` }
  },
  dimensions: {
    region: { sql: `region`, type: `string` },
    answeredOn: { sql: `answered_on::timestamptz`, type: `time` }
  }
})

cube(`Deals`, {
  sql: `SELECT * FROM deals`,
  measures: {
    winRate: { sql: `rate(${CUBE}.won)`, type: `number`, format: `percent` },
    winRateByAmount: { sql: `rate(${CUBE}.won, ${CUBE}.amount)`, type: `number` }
  },
  dimensions: { region: { sql: `region`, type: `string` } }
})

cube(`Customers`, {
  sql: `SELECT * FROM customers`,
  measures: { churnRate: { sql: `churn_rate(${CUBE}.started_at, ${CUBE}.ended_at, '[2026-03-01,2026-04-01)')`, type: `number` } },
  dimensions: { region: { sql: `region`, type: `string` } }
})

// Stored states, merged by whatever the question groups by.
cube(`DailyAnswers`, {
  sql: `SELECT * FROM daily_answers`,
  measures: {
    nps: { sql: `nps(rollup(${CUBE}.answers))`, type: `number` },
    answers: { sql: `num_responses(rollup(${CUBE}.answers))`, type: `number` }
  },
  dimensions: {
    region: { sql: `region`, type: `string` },
    answeredOn: { sql: `answered_on::timestamptz`, type: `time` }
  }
})

// One churn state per month and region.  Months do not merge, so a question without the month is refused.
cube(`MonthlyChurn`, {
  sql: `SELECT region, lower(period) AS month, state FROM
    (SELECT region, churn_series_agg(started_at, ended_at, '{2026-02-01,2026-03-01,2026-04-01}') AS s FROM customers GROUP BY region) c, periods(s)`,
  measures: { churnRate: { sql: `churn_rate(rollup(${CUBE}.state))`, type: `number` } },
  dimensions: {
    region: { sql: `region`, type: `string` },
    month: { sql: `month`, type: `time` }
  }
})
