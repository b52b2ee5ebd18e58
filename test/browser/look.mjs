// look.mjs MODULES FILE.html CONTROL.json DIR   Opens the dashboard in headless Chromium and prints one line per check, "ok ..." or "not ok ...".
// CONTROL.json holds numbers that plain SQL found in the same data (control.sql).  Puts pictures of the page into DIR: 1400.png, 800.png.
// CHROMIUM names the browser.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file, controlFile, pictures] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)('playwright-core');
const control = JSON.parse(readFileSync(controlFile, 'utf8'));
// The fewest shapes that can be all marks: bars and points, whiskers, cells, curves and their bands.
const least_shapes = { mrr: 90, nps: 27, stages: 20, funnel: 9, cohorts: 45, survival: 6 };
const names = Object.keys(least_shapes);

const check = (good, name, seen = '') => console.log(good ? `ok ${name}` : `not ok ${name}: ${seen}`);

// Everything that goes wrong inside the page, and every request that leaves it.
function watch(page) {
  const events = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) events.push(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', (error) => events.push(`exception: ${error.message}`));
  page.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) events.push(`request to ${request.url()}`); });
  page.on('requestfailed', (request) => events.push(`failed request: ${request.url()}`));
  return events;
}

// What is drawn: per series its rows, per chart the visible shapes that are as large as marks, and whether something hangs over the edge.
const drawn = (page) => page.evaluate(() => Object.fromEntries(Object.entries(window.dashboard.charts).map(([name, chart]) => {
  const box = chart.getDom().getBoundingClientRect();
  const shapes = [...chart.getDom().querySelectorAll('svg path, svg circle, svg polygon, svg polyline, svg rect')].filter((shape) => {
    const size = shape.getBoundingClientRect();
    const style = getComputedStyle(shape);
    return size.width + size.height > 3 && (style.fill !== 'none' || style.stroke !== 'none');
  });
  const outside = [...chart.getDom().querySelectorAll('svg text')].filter((text) => {
    const size = text.getBoundingClientRect();
    return size.left < box.left - 1 || size.right > box.right + 1 || size.top < box.top - 1 || size.bottom > box.bottom + 1;
  });
  return [name, {
    series: chart.getModel().getSeries().map((series) => [series.name, series.getData().count()]),
    shapes: shapes.length, outside: outside.map((text) => text.textContent),
  }];
})));

async function checkCharts(page, width) {
  const charts = await drawn(page);
  check(names.every((name) => name in charts), `all charts are there at ${width} px`, Object.keys(charts));
  for (const [name, { series, shapes, outside }] of Object.entries(charts)) {
    check(series.length > 0 && series.every(([, count]) => count > 0), `${name}: every series has rows at ${width} px`, JSON.stringify(series));
    check(shapes >= least_shapes[name], `${name}: the marks are drawn at ${width} px`, `${shapes} shapes`);
    check(outside.length === 0, `${name}: no text is cut off at ${width} px`, outside);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `nothing is wider than ${width} px`, `${wide} px too wide`);
}

// Every chart answers the pointer with its own text.
async function checkTooltips(page) {
  for (const name of names) {
    const text = await page.evaluate((name) => {
      const chart = window.dashboard.charts[name];
      const seriesIndex = name === 'survival' ? 0 : chart.getModel().getSeries().length - 1;
      chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex: 1 });
      return [...chart.getDom().querySelectorAll('div')].map((div) => div.querySelector(':scope > b + table')?.parentElement.textContent ?? '').join('');
    }, name);
    check(/\d/.test(text) && !/undefined|NaN/.test(text), `${name}: a tooltip with numbers`, text);
  }
}

async function checkTiles(page) {
  const tiles = await page.$$eval('.tile', (all) => all.map((tile) => [tile.dataset.name, tile.querySelector('.value').textContent, tile.querySelector('.change').textContent]));
  check(tiles.length === 8, 'eight headline numbers', tiles.length);
  const wrong = tiles.filter(([, value, change]) => !/^\D?\d/.test(value) || !/\d.* on \d{4} Q\d/.test(change));
  check(wrong.length === 0, 'each has a value and a change', JSON.stringify(wrong));
}

// The page's numbers against those of plain SQL.
async function checkNumbers(page) {
  const data = await page.evaluate(() => window.dashboard.data);
  const last = (name) => data.tiles[name].rows.at(-1).value;
  const sum = (rows, column) => rows.reduce((total, row) => total + row[column], 0);
  const { mrr, nps, stages, funnel, cohorts, survival } = Object.fromEntries(names.map((name) => [name, data.charts[name].rows]));
  const found = {
    mrr: last('mrr'), mrr_last_month: mrr.at(-1).ending, nps: last('nps'), nps_answers: sum(nps, 'answers'), win_rate: last('wins'), csat: last('csat'),
    solved_in_time: last('service'), churn: last('churn'), retention: last('nrr'), cycle: last('cycle'),
    finished_visits: sum(stages, 'finished'), days_in_proposal: stages.find((row) => row.stage === 'proposal').mean,
    funnel_start: funnel[0].deals, funnel_won: funnel.at(-1).deals, first_cohort: cohorts[0].customers, second_cell: cohorts[1].customers,
    customers_left: sum(survival, 'events'), small_after_a_year: survival.findLast((row) => row.segment === 'small' && row.days <= 365).survival,
  };
  for (const [name, [expected, tolerance]] of Object.entries(control)) {
    check(Math.abs(found[name] - expected) <= tolerance, `${name} is that of plain SQL`, `${found[name]} instead of ${expected}`);
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
const url = pathToFileURL(resolve(file)).href;
for (const [width, scheme] of [[1400, 'light'], [800, 'dark']]) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const events = watch(page);
  await page.goto(url);
  await page.waitForFunction(() => window.dashboard && document.querySelectorAll('.chart svg').length === 6, null, { timeout: 20000 });
  await checkCharts(page, width);
  if (width === 1400) {
    await checkTiles(page);
    await checkTooltips(page);
    await checkNumbers(page);
    await page.reload(); // the tooltips are not for the picture
  }
  await page.screenshot({ path: `${pictures}/${width}.png`, fullPage: true });
  check(events.length === 0, `no error and no request at ${width} px`, events);
}
await browser.close();
