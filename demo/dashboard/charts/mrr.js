charts.push({
  name: 'mrr',
  title: 'MRR movements by month, thousand euro',
  definition: 'Monthly recurring revenue won and lost per customer: new, more and back again above the line, less and gone below it; the dots are the balance.',
  option(rows) {
    const kinds = [
      ['new', 'New', 'blue', 1], ['expansion', 'Expansion', 'teal', 1], ['reactivation', 'Reactivation', 'amber', 1],
      ['contraction', 'Contraction', 'grey', -1], ['churned', 'Churned', 'red', -1],
    ];
    const axisMonth = (month) => (month.endsWith('-01') ? `${monthName(month)}\n${month.slice(0, 4)}` : monthName(month));
    return {
      ...base({ bottom: 40 }),
      tooltip: {
        ...base().tooltip, trigger: 'axis',
        formatter([{ dataIndex }]) {
          const row = rows[dataIndex];
          return tip(`${monthName(row.month)} ${row.month.slice(0, 4)}`, [
            ...kinds.map(([key, name, tone, sign]) => ({ dot: color(tone), name, value: signed(sign * row[key] / 1000, 1) })),
            { dot: color('text'), name: 'Balance', value: signed(row.net / 1000, 1) },
            { name: 'MRR at the end', value: number(row.ending / 1000, 1) },
          ]);
        },
      },
      legend: { ...base().legend, data: [...kinds.map(([, name]) => name), { name: 'Balance', icon: 'circle' }] },
      xAxis: axis('category', '', 0, { data: rows.map((row) => row.month), axisLabel: { formatter: axisMonth, interval: 0, fontSize: 11 },
        axisLine: { onZero: false, lineStyle: { color: color('grey') } } }),
      yAxis: axis('value', 'thousand euro a month', 46, { axisLabel: { formatter: (value) => number(value) } }),
      series: [
        ...kinds.map(([key, name, tone, sign]) => ({
          name, type: 'bar', stack: 'movement', barWidth: '62%', itemStyle: { color: color(tone) }, data: rows.map((row) => sign * row[key] / 1000),
        })),
        {
          name: 'Balance', type: 'line', symbol: 'circle', symbolSize: 6, lineStyle: { width: 1.5, color: color('text') },
          itemStyle: { color: color('text') }, data: rows.map((row) => row.net / 1000),
        },
      ],
    };
  },
});
