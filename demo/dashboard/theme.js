// theme.js: colours, numbers and the parts that all charts share.

// The colours are those of style.css, so that light and dark are written down once.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const number = (value, digits = 0) =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '\u2212');
const signed = (value, digits = 0) => (value > 0 ? '+' : '') + number(value, digits);
const percent = (fraction, digits = 1) => `${number(100 * fraction, digits)}\u00A0%`;
// '2025 Q1' as a label of an axis: the year below its first quarter.
const axisQuarter = (quarter, index) => (index === 0 || quarter.endsWith('Q1') ? quarter.replace(/(\d+) (Q\d)/, '$2\n$1') : quarter.slice(5));
const monthName = (month) => new Date(`${month}-01T00:00Z`).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });

const font = () => getComputedStyle(document.body).fontFamily;

function base(grid) {
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: font(), color: color('text') },
    grid: { left: 64, right: 22, top: 40, bottom: 48, ...grid },
    legend: {
      top: 4, left: 0, itemWidth: 14, itemHeight: 9, itemGap: 16, icon: 'roundRect', selectedMode: false,
      textStyle: { color: color('text'), fontSize: 12 },
    },
    tooltip: {
      confine: true,
      backgroundColor: color('card'),
      borderColor: color('line'),
      textStyle: { color: color('text'), fontSize: 12.5, fontFamily: font() },
      axisPointer: { type: 'shadow', shadowStyle: { color: color('grey'), opacity: 0.18 }, lineStyle: { color: color('grey') } },
    },
  };
}

// An axis with its unit; the name stands in the middle of it.
function axis(type, name, nameGap, more = {}) {
  const { axisLabel, ...rest } = more;
  return {
    type, name, nameGap, nameLocation: 'middle',
    nameTextStyle: { color: color('quiet'), fontSize: 12 },
    axisLabel: { color: color('quiet'), fontSize: 12, ...axisLabel },
    axisLine: { show: type === 'category', lineStyle: { color: color('grey') } },
    axisTick: { show: false },
    splitLine: { show: type === 'value', lineStyle: { color: color('line') } },
    ...rest,
  };
}

// A tooltip: a heading and lines of a coloured dot, a name and a value.
function tip(heading, lines) {
  const rows = lines.map(({ dot, name, value }) =>
    `<tr><td style="padding-right:14px">${dot ? `<span style="color:${dot}">\u25CF</span> ` : ''}${name}</td><td style="text-align:right;font-weight:600">${value}</td></tr>`);
  return `<b>${heading}</b><table style="border-spacing:0;font-variant-numeric:tabular-nums">${rows.join('')}</table>`;
}

// Every file in charts/ adds one.
const charts = [];
