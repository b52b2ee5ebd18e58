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
// The charts with the number of their series.
const seriesOf = { mrr: 6, nps: 2, stages: 3, funnel: 2, cohorts: 1, survival: 6 };
const names = Object.keys(seriesOf);

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

// What is drawn: of every series its rows and its marks that have a colour and a size; of every chart the shapes in the page, and the texts
// that hang over its edge.
const drawn = (page) => page.evaluate(() => Object.fromEntries(Object.entries(window.dashboard.charts).map(([name, chart]) => {
  const painted = (mark) => {
    const { fill, stroke, opacity } = mark.style ?? {};
    const size = mark.getBoundingRect();
    return mark.type !== 'tspan' && mark.type !== 'text' && !mark.invisible && opacity !== 0 && size.width + size.height > 0 &&
      [fill, stroke].some((tone) => tone && tone !== 'none' && tone !== 'transparent');
  };
  const series = chart.getModel().getSeries().map((one) => {
    let marks = 0;
    chart.getViewOfSeriesModel(one).group.traverse((mark) => { if (!mark.isGroup && painted(mark)) marks += 1; });
    return { name: one.name, type: one.subType, rows: one.getData().count(), marks };
  });
  const box = chart.getDom().getBoundingClientRect();
  const outside = [...chart.getDom().querySelectorAll('svg text')].filter((text) => {
    const size = text.getBoundingClientRect();
    return size.left < box.left - 1 || size.right > box.right + 1 || size.top < box.top - 1 || size.bottom > box.bottom + 1;
  });
  const shapes = chart.getDom().querySelectorAll('svg path, svg circle, svg polygon, svg polyline, svg rect').length;
  return [name, { series, shapes, outside: outside.map((text) => text.textContent) }];
})));

// A line is one mark; of the others every row is one (a bar of height 0 may be without).
const leastMarks = ({ type, rows }) => (type === 'line' ? 1 : Math.max(1, rows - 1));

async function checkCharts(page, width) {
  const charts = await drawn(page);
  check(names.every((name) => name in charts), `all charts are there at ${width} px`, Object.keys(charts));
  for (const [name, { series, shapes, outside }] of Object.entries(charts)) {
    const marks = series.reduce((sum, one) => sum + one.marks, 0);
    check(series.length === seriesOf[name] && series.every((one) => one.rows > 0), `${name}: every series has rows at ${width} px`, JSON.stringify(series));
    check(series.every((one) => one.marks >= leastMarks(one)) && shapes > marks, `${name}: the marks are drawn at ${width} px`, JSON.stringify({ series, shapes }));
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
