// Cube, a semantic layer: aggregates of the extension as measures, asked through its HTTP interface.  Every answer must be that of psql.
// Usage: node read_cube.mjs DIRECTORY-OF-NODE_MODULES PORT LOG-FILE
import { execFileSync, spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { openSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual, inspect } from 'node:util'
import { fileURLToPath } from 'node:url'

const [modules, port, log] = process.argv.slice(2)
const here = fileURLToPath(new URL('cube', import.meta.url))
const secret = randomBytes(16).toString('hex')
const env = process.env

function start () {
  const out = openSync(log, 'w')
  return spawn(process.execPath, [`${modules}/@cubejs-backend/server/bin/server`], {
    cwd: here,
    stdio: ['ignore', out, out],
    env: {
      PATH: env.PATH, HOME: modules, TZ: 'UTC', PORT: port, NODE_ENV: 'production', NODE_PATH: modules,
      CUBEJS_DB_TYPE: 'postgres', CUBEJS_DB_HOST: env.PGHOST, CUBEJS_DB_PORT: env.PGPORT, CUBEJS_DB_NAME: env.PGDATABASE, CUBEJS_DB_USER: env.PGUSER, CUBEJS_DB_PASS: env.PGPASSWORD,
      CUBEJS_API_SECRET: secret, CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory', CUBEJS_DEV_MODE: 'false', CUBEJS_TELEMETRY: 'false', CUBEJS_SCHEDULED_REFRESH_TIMER: 'false', CUBEJS_LOG_LEVEL: 'warn'
    }
  })
}

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
function token () {
  const content = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ exp: Math.floor(Date.now() / 1000) + 600 })}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

// Until the server listens, and while it says that the answer is not there yet.
async function ask (query, server) {
  for (const end = Date.now() + 60000; Date.now() < end; await pause(200)) {
    if (server.exitCode !== null) throw new Error(`Cube ended with status ${server.exitCode}`)
    try {
      const response = await fetch(`http://127.0.0.1:${port}/cubejs-api/v1/load`, {
        method: 'POST', headers: { 'content-type': 'application/json', authorization: token() }, body: JSON.stringify({ query })
      })
      const answer = await response.json()
      if (answer.error !== 'Continue wait') return answer
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED') throw error
    }
  }
  throw new Error('no answer within a minute')
}

function psql (sql) {
  const rows = execFileSync('psql', ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-P', 'null=\\N', '-F', '\t', '-c', sql], { encoding: 'utf8' })
  return rows.split('\n').slice(0, -1).map((row) => row.split('\t').map((cell) => cell === '\\N' ? null : cell))
}

function report (name, found, expected) {
  if (isDeepStrictEqual(found, expected)) console.log(`ok Cube: ${name}`)
  else console.log(`not ok Cube: ${name}\n  expected ${inspect(expected, { depth: 5 })}\n  found    ${inspect(found, { depth: 5 })}`)
}

const server = start()
try {
  for (const { name, ask: query, columns, sql, error } of JSON.parse(readFileSync(`${here}/questions.json`))) {
    const answer = await ask(query, server)
    if (error) report(name, String(answer.error ?? inspect(answer.data)).match(error)?.[0] ?? answer, error)
    else {
      const wanted = columns ?? [...(query.dimensions ?? []), ...query.measures]
      report(name, answer.data?.map((row) => wanted.map((column) => row[column])) ?? answer, psql(sql))
    }
  }
} finally {
  server.kill()
}
