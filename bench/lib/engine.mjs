// engine.mjs ENGINE MODULES DATABASE load|serve   Runs queries in DuckDB or ClickHouse, both inside this process.
// Requests come one a line, "threads <tab> file or - <tab> query"; the answer is one line: milliseconds, growth of memory at its peak in kB.
// With a file the rows are written to it, without one they are dropped.  `load` may write to the database, `serve` reads only.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { readFileSync, writeFileSync } from 'node:fs';

const [engine, modules, database, mode] = process.argv.slice(2);
const require = createRequire(modules + '/');

async function openDuckdb() {
  const { DuckDBInstance } = require('@duckdb/node-api');
  const options = mode === 'load' ? {} : { access_mode: 'READ_ONLY' };
  const connection = await (await DuckDBInstance.create(database, options)).connect();
  await connection.run("SET TimeZone = 'UTC'").catch(() => {});
  let threads = 0;
  return async (query, wanted) => {
    if (threads !== wanted) await connection.run(`SET threads = ${(threads = wanted)}`);
    const began = process.hrtime.bigint();
    const rows = await (await connection.run(query)).getRows();
    const ended = process.hrtime.bigint();
    return { ms: Number(ended - began) / 1e6, text: () => rows.map((row) => row.map((v) => (v === null ? '' : String(v))).join('\t') + '\n').join('') };
  };
}

async function openClickhouse() {
  const { Session } = require('chdb');
  const session = new Session(database);
  let threads = 0;
  return async (query, wanted) => {
    if (threads !== wanted) session.query(`SET max_threads = ${(threads = wanted)}`);
    const began = process.hrtime.bigint();
    const text = session.query(query, 'TabSeparated');
    const ended = process.hrtime.bigint();
    return { ms: Number(ended - began) / 1e6, text: () => String(text).replaceAll('\\N', '') };
  };
}

const status = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);

// The kernel's mark of the largest size can be reset: 5 in clear_refs.
function resetPeak() {
  globalThis.gc?.();
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return status('VmRSS');
  } catch {
    return 0;
  }
}

const run = engine === 'duckdb' ? await openDuckdb() : await openClickhouse();
for await (const line of createInterface({ input: process.stdin })) {
  const [threads, file, ...rest] = line.split('\t');
  try {
    const before = resetPeak();
    const { ms, text } = await run(rest.join('\t'), Number(threads));
    const peak = before ? status('VmHWM') - before : 0;
    if (file !== '-') writeFileSync(file, text());
    process.stdout.write(`${ms.toFixed(3)} ${peak}\n`);
  } catch (error) {
    process.stdout.write(`error ${String(error.message ?? error).replaceAll('\n', ' ')}\n`);
  }
}
process.exit(0);
