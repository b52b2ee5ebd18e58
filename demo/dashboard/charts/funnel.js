charts.push({
  name: 'funnel',
  title: 'Sales funnel, number of deals created in 2025',
  definition: 'Deals that came through the stages in this order within 180 days of the first one; percent of those in the step before, the pale part did not come further.',
  option(rows) {
    const label = ({ dataIndex }) => {
      const { deals, from_previous: share } = rows[dataIndex];
      return `{deals|${number(deals)}}${share === null ? '' : `  ${percent(share)}`}`;
    };
    return {
      ...base({ left: 96, right: 104, top: 14 }),
      legend: { show: false },
      tooltip: {
        ...base().tooltip, trigger: 'axis',
        formatter([{ dataIndex }]) {
          const row = rows[dataIndex];
          return tip(row.stage, [
            { dot: color('teal'), name: 'Deals', value: number(row.deals) },
            { name: 'Of all', value: percent(row.from_start) },
            ...(dataIndex === 0 ? [] : [
              { name: 'Of the step before', value: percent(row.from_previous) },
              { name: 'Median time since the start', value: `${number(row.median_days, 1)} days` },
            ]),
          ]);
        },
      },
      xAxis: axis('value', 'deals', 28, { axisLabel: { formatter: (value) => number(value) } }),
      yAxis: axis('category', '', 0, { inverse: true, data: rows.map((row) => row.stage), axisLabel: { color: color('text') } }),
      series: [
        { name: 'Deals', type: 'bar', stack: 'step', barWidth: '58%', itemStyle: { color: color('teal') }, data: rows.map((row) => row.deals) },
        { name: 'Left since the step before', type: 'bar', stack: 'step', itemStyle: { color: color('ghost') },
          label: { show: true, position: 'right', color: color('quiet'), fontSize: 12, formatter: label,
            rich: { deals: { color: color('text'), fontWeight: 600, fontSize: 12 } } },
          data: rows.map((row, index) => (index === 0 ? 0 : rows[index - 1].deals - row.deals)) },
      ],
    };
  },
});
