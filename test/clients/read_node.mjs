// node-postgres: what Cube, Evidence and most programs in JavaScript use.  It sends arguments as text of unknown type.
// Each query runs eight times as a prepared statement, because the server may change to a generic plan after five.
// Usage: node read_node.mjs DIRECTORY-OF-NODE_MODULES
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isDeepStrictEqual, inspect } from 'node:util'

const pg = createRequire(process.argv[2] + '/')('pg')
const { cases, calls } = JSON.parse(readFileSync(new URL('cases.json', import.meta.url)))

// A value must have the type that programs expect, not one that happens to print the same.
const exactly = (type, of = String) => (value) => {
  const found = value instanceof Date ? 'Date' : typeof value
  if (found !== type) throw new TypeError(`${inspect(value)} is ${found}, not ${type}`)
  return of(value)
}
const instant = (date) => date.toISOString().replace('.000Z', 'Z')
const wallTime = (date) => instant(new Date(date.getTime() - date.getTimezoneOffset() * 60000)).slice(0, -1)
const microseconds = (i) => ((((i.hours || 0) * 60 + (i.minutes || 0)) * 60 + (i.seconds || 0)) * 1000000 + Math.round((i.milliseconds || 0) * 1000))
const interval = (value) => {
  if (value.years || value.months || typeof value.toPostgres !== 'function') throw new TypeError(`${inspect(value)} is no interval of days and time`)
  return `${value.days || 0}d ${microseconds(value)}us`
}
// bigint and numeric come as text: no digit is lost, and programs convert them knowingly.
const neutralOf = {
  boolean: exactly('boolean'), integer: exactly('number'), bigint: exactly('string'), numeric: exactly('string'), float8: exactly('number'),
  text: exactly('string'), state: exactly('string'), record: exactly('string'), range: exactly('string'),
  date: exactly('Date', (d) => wallTime(d).slice(0, 10)), timestamp: exactly('Date', wallTime), timestamptz: exactly('Date', instant), interval
}
const neutral = (kind, value) => value === null ? null : kind.endsWith('[]') ? value.map((v) => neutral(kind.slice(0, -2), v)) : neutralOf[kind](value)

const nativeOf = {
  null: () => null, boolean: (v) => v === 'true', integer: Number, float8: Number, timestamptz: (v) => new Date(v),
  interval: (v) => v.replace('d ', ' days ').replace('us', ' microseconds')
}
const native = (kind, value) => kind.endsWith('[]') ? value.map((v) => native(kind.slice(0, -2), v)) : (nativeOf[kind] ?? String)(value)

function report (name, found, expected) {
  if (isDeepStrictEqual(found, expected)) console.log(`ok node-postgres: ${name}`)
  else console.log(`not ok node-postgres: ${name}\n  expected ${inspect(expected, { depth: 5 })}\n  found    ${inspect(found, { depth: 5 })}`)
}

const client = new pg.Client()
await client.connect()
let statements = 0

async function attempt (sql, args, kinds) {
  const query = { name: `statement ${++statements}`, text: sql, values: args.map(([kind, value]) => native(kind, value)), rowMode: 'array' }
  let first
  try {
    for (let time = 0; time < 8; time++) {
      const result = await client.query(query)
      const found = { names: result.fields.map((f) => f.name), rows: result.rows.map((row) => row.map((value, i) => neutral(kinds[i], value))) }
      first ??= found
      if (!isDeepStrictEqual(first, found)) return { time, found }
    }
    return first
  } catch (error) {
    return error.code ?? error.message
  }
}

for (const { name, sql, args = [], columns, rows } of cases) {
  report(name, await attempt(sql, args, columns.map(([, kind]) => kind)), { names: columns.map(([n]) => n), rows })
}
for (const { name, bare, cast, arg, gives: [kind, value], outcome: { 'node-postgres': expected } } of calls) {
  const right = { names: ['x'], rows: [[value]] }
  report(`${name}, with a cast`, await attempt(cast, [arg], [kind]), right)
  report(`${name}, bare: ${expected}`, await attempt(bare, [arg], [kind]), expected === 'ok' ? right : expected)
}
// The largest states of every type, read as the driver gives them and sent back as a parameter, are the same states.
for (const { type } of (await client.query('SELECT type FROM state_types ORDER BY type')).rows) {
  const { rows } = await client.query(`SELECT state FROM facts.${type} WHERE state IS NOT NULL ORDER BY length(state::text) DESC, state LIMIT 3`)
  const same = []
  for (const { state } of rows) {
    const found = await client.query(`SELECT count(*) FROM facts.${type} WHERE state = $1::${type} AND state::text = $2::text`, [state, state])
    same.push(typeof state === 'string' && Number(found.rows[0].count) > 0)
  }
  report(`${type} read and sent back`, same, [true, true, true])
}
await client.end()
