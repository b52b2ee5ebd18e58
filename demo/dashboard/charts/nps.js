charts.push({
  name: 'nps',
  title: 'Net promoter score by quarter, points',
  definition: 'Percent of answers 9 and 10 minus percent of answers 0 to 6, from \u2212100 to 100. The whiskers are the 95\u00A0% interval: a change inside them may be chance.',
  option(rows) {
    const tone = color('blue');
    const whisker = (params, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: tone, lineWidth: 1.5, opacity: 0.65 } });
      return { type: 'group', children: [line(x, low, x, high), line(x - 6, low, x + 6, low), line(x - 6, high, x + 6, high)] };
    };
    return {
      ...base({ top: 24, bottom: 40 }),
      legend: { show: false },
      tooltip: {
        ...base().tooltip, trigger: 'axis',
        formatter([{ dataIndex }]) {
          const { quarter, nps, margin, answers } = rows[dataIndex];
          return tip(quarter, [
            { dot: tone, name: 'NPS', value: `${number(nps, 1)} \u00B1 ${number(margin, 1)}` },
            { name: '95 % interval', value: `${number(nps - margin, 1)} to ${number(nps + margin, 1)}` },
            { name: 'Answers', value: number(answers) },
          ]);
        },
      },
      xAxis: axis('category', '', 0, { data: rows.map((row) => row.quarter), axisLabel: { formatter: axisQuarter, interval: 0 } }),
      yAxis: axis('value', 'points', 40, { min: (extent) => Math.min(0, Math.floor(extent.min / 10) * 10), axisLabel: { formatter: (value) => number(value) } }),
      series: [
        { name: '95 % interval', type: 'custom', renderItem: whisker, encode: { x: 0, y: [1, 2] }, z: 1, silent: true,
          data: rows.map((row, index) => [index, row.nps - row.margin, row.nps + row.margin]) },
        { name: 'NPS', type: 'line', symbol: 'circle', symbolSize: 8, lineStyle: { width: 2.5, color: tone }, itemStyle: { color: tone },
          label: { show: true, position: 'right', distance: 8, offset: [0, 12], color: color('text'), fontSize: 12, formatter: ({ value }) => number(value, 0) },
          data: rows.map((row) => row.nps) },
      ],
    };
  },
});
