charts.push({
  name: 'survival',
  title: 'How long customers stay, percent still customers',
  definition: 'Kaplan\u2013Meier estimate by size of the company, with its 95\u00A0% interval; who is still a customer counts until 1\u00A0July\u00A02026.',
  option(rows) {
    const tones = { enterprise: color('blue'), medium: color('teal'), small: color('amber') };
    const start = { days: 0, survival: 1, lower: 1, upper: 1 };
    const curves = Object.keys(tones).map((segment) => ({ segment, tone: tones[segment], steps: [start, ...rows.filter((row) => row.segment === segment)] }));
    const at = (steps, days) => steps.findLast((step) => step.days <= days);
    // The band between the two bounds, drawn along its steps: there and back.
    const band = (steps) => (params, api) => {
      const there = steps.flatMap((step, i) => [...(i ? [[step.days, steps[i - 1].upper]] : []), [step.days, step.upper]]);
      const back = steps.flatMap((step, i) => [...(i ? [[step.days, steps[i - 1].lower]] : []), [step.days, step.lower]]).reverse();
      return { type: 'polygon', shape: { points: [...there, ...back].map(([x, y]) => api.coord([x, 100 * y])) }, style: { fill: api.visual('color'), opacity: 0.16 } };
    };
    return {
      ...base({ right: 52, top: 40 }),
      tooltip: {
        ...base().tooltip, trigger: 'axis', axisPointer: { type: 'line', snap: false, lineStyle: { color: color('grey') } },
        formatter([{ axisValue }]) {
          return tip(`After ${number(axisValue)} days`, curves.map(({ segment, tone, steps }) => {
            const { survival, lower, upper } = at(steps, axisValue);
            return { dot: tone, name: segment, value: `${percent(survival)} (${number(100 * lower, 1)}\u2013${number(100 * upper, 1)})` };
          }));
        },
      },
      xAxis: axis('value', 'days since the first contract', 28, { min: 0, max: 900, interval: 90, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: color('grey') } } }),
      yAxis: axis('value', 'percent still customers', 44, { min: 0, max: 100, interval: 20 }),
      series: curves.flatMap(({ segment, tone, steps }) => [
        { name: segment, type: 'line', step: 'end', symbol: 'none', color: tone, lineStyle: { width: 2.2, color: tone }, itemStyle: { color: tone },
          endLabel: { show: true, color: color('text'), fontSize: 12, fontWeight: 600, formatter: ({ value }) => `${number(value[1])} %` },
          data: steps.map((step) => [step.days, 100 * step.survival]) },
        { name: `${segment}, 95 % interval`, type: 'custom', renderItem: band(steps), encode: { x: 0, y: 1 }, itemStyle: { color: tone }, silent: true, z: 1,
          tooltip: { show: false }, data: [[0, 100]] },
      ]),
      legend: { ...base().legend, data: Object.keys(tones) },
    };
  },
});
