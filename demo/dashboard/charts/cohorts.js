charts.push({
  name: 'cohorts',
  title: 'Cohorts: customers who order again, percent',
  definition: 'Customers by the quarter of their first order (in brackets how many), and the share of them with an order so many quarters later. Whole quarters only.',
  option(rows) {
    const size = Object.fromEntries(rows.filter((row) => row.quarters_later === 0).map((row) => [row.cohort, row.customers]));
    const cells = rows.filter((row) => row.quarters_later > 0);
    const cohorts = [...new Set(cells.map((row) => row.cohort))];
    const later = [...new Set(cells.map((row) => row.quarters_later))].sort((a, b) => a - b);
    const shares = cells.map((row) => 100 * row.retention);
    const [low, high] = [Math.floor(Math.min(...shares) / 5) * 5, Math.ceil(Math.max(...shares) / 5) * 5];
    return {
      ...base({ left: 116, right: 78, top: 12 }),
      legend: { show: false },
      tooltip: {
        ...base().tooltip,
        formatter({ dataIndex }) {
          const row = cells[dataIndex];
          return tip(`First order in ${row.cohort}`, [
            { name: 'Quarters later', value: number(row.quarters_later) },
            { name: 'Ordered again', value: percent(row.retention) },
            { name: 'Customers', value: `${number(row.customers)} of ${number(size[row.cohort])}` },
          ]);
        },
      },
      visualMap: {
        min: low, max: high, orient: 'vertical', right: 4, top: 'middle', itemHeight: 150, itemWidth: 12, calculable: false,
        inRange: { color: [color('heat-low'), color('heat-high')] }, text: [`${high} %`, `${low} %`], textStyle: { color: color('quiet'), fontSize: 12 },
      },
      xAxis: axis('category', 'quarters after the first order', 28, { data: later, axisLine: { show: false } }),
      yAxis: axis('category', '', 0, { inverse: true, data: cohorts, axisLine: { show: false }, axisLabel: { formatter: (cohort) => `${cohort} (${number(size[cohort])})` } }),
      series: [{
        name: 'Share who order again', type: 'heatmap', itemStyle: { borderColor: color('card'), borderWidth: 2 },
        emphasis: { itemStyle: { borderColor: color('text') } },
        label: { show: true, fontSize: 12, formatter: ({ value }) => number(value[2]) },
        data: cells.map((row) => {
          const share = 100 * row.retention;
          const dark = share > low + 0.55 * (high - low);
          return { value: [later.indexOf(row.quarters_later), cohorts.indexOf(row.cohort), share], label: { color: color(dark ? 'heat-text-high' : 'heat-text-low') } };
        }),
      }],
    };
  },
});
