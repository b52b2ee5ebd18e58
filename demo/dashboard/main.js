// main.js: puts tiles and charts into the page and keeps them fitting: to the width, and to light or dark.

function sqlBlock(text) {
  const pre = document.createElement('pre');
  pre.textContent = text.trim();
  return pre;
}

function drawTiles() {
  const missing = tiles.filter((tile) => !data.tiles[tile.name]?.rows.length);
  if (missing.length) throw new Error(`no rows for ${missing.map((tile) => tile.name)}`);
  document.getElementById('tiles').innerHTML = tiles.map((tile) => tileHtml(tile, data.tiles[tile.name].rows)).join('');
  document.getElementById('tiles-sql').append(...tiles.map((tile) => sqlBlock(data.tiles[tile.name].sql)));
  const [before, now] = data.tiles.mrr.rows.slice(-2);
  document.getElementById('period').textContent = `${now.quarter}, change on ${before.quarter}: green is better, red is worse, grey is within the margin of error (\u00B1, 95\u00A0%)`;
}

function drawChart(chart) {
  const card = document.createElement('article');
  card.className = 'card';
  card.innerHTML = `<h2>${chart.title}</h2><p class="definition">${chart.definition}</p><div class="chart" id="${chart.name}"></div>
    <details class="sql"><summary>SQL</summary></details>`;
  document.getElementById('charts').append(card);
  const { rows, sql } = data.charts[chart.name];
  card.querySelector('details').append(sqlBlock(sql));
  const instance = echarts.init(card.querySelector('.chart'), null, { renderer: 'svg' });
  const draw = () => instance.setOption(chart.option(rows), true);
  draw();
  new ResizeObserver(() => instance.resize()).observe(instance.getDom());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  return [chart.name, instance];
}

drawTiles();
// For those who look at the page from outside: test/browser/look.mjs.
window.dashboard = { data, charts: Object.fromEntries(charts.map(drawChart)) };
