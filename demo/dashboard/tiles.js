// tiles.js: the headline numbers; each with its change against the quarter before and the last eight quarters as a small line.

// up: what is good news.  The unit of a change is points where the number itself is a percentage or a score.
const tiles = [
  { name: 'mrr', label: 'Recurring revenue', unit: 'a month', digits: 2, scale: 1e-6, prefix: '\u20AC', suffix: '\u2009M', up: true, relative: true,
    definition: 'MRR of all contracts that run at the end of the quarter' },
  { name: 'nrr', label: 'Net revenue retention', unit: '%', digits: 1, up: true, definition: 'MRR after the quarter of the customers of its first day, as a share of theirs before' },
  { name: 'churn', label: 'Customer churn', unit: '%', digits: 1, up: false, definition: 'Customers of the first day of the quarter who are none at its end' },
  { name: 'nps', label: 'Net promoter score', unit: 'points', digits: 1, up: true, definition: 'Percent of answers 9 and 10 minus percent of 0\u00A0to\u00A06' },
  { name: 'wins', label: 'Win rate', unit: '%', digits: 1, up: true, definition: 'Deals won, as a share of those decided in the quarter' },
  { name: 'cycle', label: 'Sales cycle', unit: 'days', digits: 1, up: false, inUnit: true, definition: 'Median from creation to win, of the deals won in the quarter' },
  { name: 'csat', label: 'Customer satisfaction', unit: '%', digits: 1, up: true, definition: 'Answers 4 and 5 on 1 to 5 after a solved case' },
  { name: 'service', label: 'Solved in time', unit: '%', digits: 1, up: true, definition: 'Cases solved by the promised time, as a share of those due in the quarter' },
];

// The change of the last quarter, and whether it is more than the two margins explain.
function changeOf(tile, rows) {
  const [before, now] = rows.slice(-2);
  const difference = now.value - before.value;
  const chance = now.margin !== undefined && Math.abs(difference) <= Math.hypot(now.margin, before.margin);
  const size = tile.relative ? `${signed(100 * difference / before.value, 1)} %` : `${signed(difference, tile.digits)} ${tile.inUnit ? tile.unit : 'points'}`;
  const tone = chance || difference === 0 ? 'same' : (difference > 0) === tile.up ? 'good' : 'bad';
  return { size, tone, since: before.quarter, arrow: difference > 0 ? '\u25B2' : difference < 0 ? '\u25BC' : '\u25B6' };
}

function sparkline(rows) {
  const values = rows.map((row) => row.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const point = (value, i) => [3 + 78 * i / (values.length - 1), 26 - 22 * (value - low) / (high - low || 1)].map((x) => x.toFixed(1));
  const [x, y] = point(values.at(-1), values.length - 1);
  return `<svg viewBox="0 0 84 30" role="img" aria-label="${rows[0].quarter} to ${rows.at(-1).quarter}">
    <title>${rows.map((row) => `${row.quarter}: ${number(row.value, 1)}`).join('\n')}</title>
    <polyline points="${values.map((value, i) => point(value, i).join(',')).join(' ')}" fill="none" stroke="var(--grey)" stroke-width="2" stroke-linejoin="round"/>
    <circle cx="${x}" cy="${y}" r="3" fill="var(--blue)"/></svg>`;
}

function tileHtml(tile, rows) {
  const now = rows.at(-1);
  const { size, tone, since, arrow } = changeOf(tile, rows);
  const margin = now.margin === undefined ? '' : ` \u00B1 ${number(now.margin, 1)}`;
  return `<div class="tile" data-name="${tile.name}"><h2>${tile.label}</h2>
    <div class="row"><div class="value">${tile.prefix ?? ''}${number(now.value * (tile.scale ?? 1), tile.digits)}${tile.suffix ?? ''} <small>${tile.unit}${margin}</small></div>${sparkline(rows)}</div>
    <div class="change ${tone}">${arrow} ${size} <span>on ${since}</span></div>
    <p class="definition">${tile.definition}</p></div>`;
}
