charts.push({
  name: 'stages',
  title: 'Time in each stage of the pipeline, days',
  definition: 'From entering a stage to entering the next one; a stage that is entered again counts again. Finished visits of January 2024 to June 2026.',
  option(rows) {
    const [median, mean, far] = [color('blue'), color('text'), color('quiet')];
    const reach = (params, api) => {
      const [x1, y] = api.coord([api.value(0), api.value(2)]);
      const [x2] = api.coord([api.value(1), api.value(2)]);
      const line = (shape) => ({ type: 'line', shape, style: { stroke: far, lineWidth: 1.5 } });
      return { type: 'group', children: [line({ x1, y1: y, x2, y2: y }), line({ x1: x2, y1: y - 6, x2, y2: y + 6 })] };
    };
    return {
      ...base({ left: 96, right: 40, top: 36 }),
      tooltip: {
        ...base().tooltip, trigger: 'axis',
        formatter([{ dataIndex }]) {
          const row = rows[dataIndex];
          return tip(row.stage, [
            { dot: median, name: 'Median', value: `${number(row.median, 1)} days` },
            { dot: mean, name: 'Mean', value: `${number(row.mean, 1)} days` },
            { dot: far, name: '90th percentile', value: `${number(row.p90, 1)} days` },
            { name: 'Finished visits', value: number(row.finished) },
            { name: 'Still there', value: number(row.still_there) },
          ]);
        },
      },
      legend: { ...base().legend, data: ['Median', { name: 'Mean', icon: 'diamond' }, { name: '90th percentile', icon: 'path://M0,4h18v2h-18zM18,0h2v10h-2z' }] },
      xAxis: axis('value', 'days', 28),
      yAxis: axis('category', '', 0, { inverse: true, data: rows.map((row) => row.stage), axisLabel: { color: color('text') } }),
      series: [
        { name: 'Median', type: 'bar', barWidth: 20, itemStyle: { color: median, borderRadius: [0, 3, 3, 0] }, data: rows.map((row) => row.median),
          label: { show: true, position: 'insideLeft', color: color('card'), fontSize: 12, fontWeight: 600, formatter: ({ value }) => number(value, 1) } },
        { name: '90th percentile', type: 'custom', renderItem: reach, encode: { x: [0, 1], y: 2 }, z: 1, itemStyle: { color: far }, silent: true,
          data: rows.map((row, index) => [row.median, row.p90, index]) },
        { name: 'Mean', type: 'scatter', symbol: 'diamond', symbolSize: 12, z: 3, itemStyle: { color: mean, borderColor: color('card'), borderWidth: 1.5 },
          data: rows.map((row, index) => [row.mean, index]) },
      ],
    };
  },
});
