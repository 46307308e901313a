// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// Lines over time, each with its values in words and in a table behind it.
import uPlot from '/uplot/uPlot.esm.js';
import { state, watch, touch } from './store.js';
import { make, write, table, colour, rate, count, time } from './text.js';

const HEIGHT = 150;
const TABLE_ROWS = 15;
/** Half of the width of a time. */
const EDGE = 24;

/**
 * A chart in a box. series: [{name, colour, show(value)}]; data: [x in seconds, ...ys].
 * range: of the y axis, left to the data if absent; under: an element between the lines and the table.
 */
export class Chart {
  constructor(box, title, series, { range, marks = () => [], height = HEIGHT, under = null } = {}) {
    Object.assign(this, { title, series, range, marks, height, data: null, plot: null });
    this.keys = make('div', { class: 'keys', 'aria-hidden': 'true' });
    this.values = series.map((s) => {
      const dot = make('i');
      dot.style.background = `var(${s.colour})`;
      const value = make('b', {}, '–');
      this.keys.append(make('span', {}, dot, `${s.name} `, value));
      return value;
    });
    this.box = make('div', { class: 'chart', role: 'img', 'aria-label': title });
    this.more = make('details', {}, make('summary', {}, `${title} as a table`));
    this.more.addEventListener('toggle', () => this.tabulate());
    box.replaceChildren(this.keys, this.box, ...(under ? [under] : []), this.more);
    new ResizeObserver(() => this.plot?.setSize({ width: this.box.clientWidth, height })).observe(this.box);
  }

  set(data) {
    this.data = data;
    if (this.plot) this.plot.setData(data);
    else if (this.box.clientWidth) this.build();
    this.tell(data[0].length - 1);
    const last = this.series.map((s, i) => `${s.name} ${s.show(data[i + 1].at(-1))}`).join(', ');
    this.box.setAttribute('aria-label', `${this.title}, now ${last}`);
    this.tabulate();
  }

  build() {
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--faint'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    const lines = this.series.map((s) => ({
      label: s.name, stroke: colour(s.colour), width: 1.5, points: { show: false, ...s.points }, dash: s.dash, spanGaps: true,
      fill: s.fill ? colour(s.colour) + '1f' : undefined,
    }));
    this.plot = new uPlot({
      width: this.box.clientWidth, height: this.height, padding: [6, 4, 0, 0], legend: { show: false },
      cursor: { points: { size: 5 }, drag: { x: false, y: false } },
      scales: { x: { time: true }, y: { range: this.range ?? ((_, min, max) => [0, Math.max(1, max * 1.12)]) } },
      axes: [{ ...axis, size: 22, space: 70, values: times },
        { ...axis, size: 42, space: 30, values: (_, splits) => splits.map((v) => (v >= 1000 ? `${v / 1000}k` : `${+v.toFixed(2)}`)) }],
      series: [{}, ...lines],
      hooks: { setCursor: [(u) => this.tell(u.cursor.idx ?? this.data[0].length - 1)], draw: [(u) => this.mark(u)] },
    }, this.data, this.box);
  }

  /** Swaps of models, as upright lines. */
  mark(u) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.strokeStyle = colour('--muted');
    ctx.setLineDash([3, 4]);
    for (const at of this.marks()) {
      const x = u.valToPos(at / 1000, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  tell(index) {
    this.series.forEach((s, i) => write(this.values[i], s.show(this.data[i + 1][index])));
  }

  tabulate() {
    if (!this.more.open || !this.data) return;
    const from = Math.max(0, this.data[0].length - TABLE_ROWS);
    const rows = this.data[0].slice(from).map((x, k) => [time(x * 1000), ...this.series.map((s, i) => s.show(this.data[i + 1][from + k]))]);
    const made = table({ text: this.title, hidden: true }, ['time', ...this.series.map((s) => s.name)], rows.reverse());
    this.more.replaceChildren(this.more.firstChild, make('div', { class: 'wide' }, made));
  }

  /** The colours have changed. */
  rebuild() {
    this.plot?.destroy();
    this.plot = null;
    if (this.data) this.build();
  }
}

/** Without those that the chart's edge would cut. */
function times(u, splits) {
  const right = u.bbox.width / devicePixelRatio - EDGE;
  const digits = splits[1] - splits[0] < 60 ? 8 : 5;
  return splits.map((s) => (u.valToPos(s, 'x') > right ? '' : time(s * 1000).slice(0, digits)));
}

const all = [];
export const keep = (chart) => (all.push(chart), chart);
export const recolour = () => all.forEach((chart) => chart.rebuild());
export const swaps = () => state.models.filter((m) => m.role === 'active').map((m) => m.published);

export function start() {
  let throughput;
  const delays = keep(new Chart(document.getElementById('delay'), 'Verdict delay', [
    { name: 'p50', colour: '--series-0', show: (v) => (v == null ? '–' : `${count(v)} ms`) },
    { name: 'p99', colour: '--series-1', show: (v) => (v == null ? '–' : `${count(v)} ms`) },
  ], { marks: swaps }));
  watch(['about'], ({ about }) => {
    if (throughput) all.splice(all.indexOf(throughput), 1)[0].plot?.destroy();
    const lines = about.modalities.map((name, i) => ({ name, colour: `--series-${i % 4}`, show: rate }));
    throughput = keep(new Chart(document.getElementById('rate'), 'Throughput', [
      ...lines, { name: 'verdicts', colour: '--muted', show: rate, dash: [4, 3] }], { marks: swaps }));
    touch('series');
  });
  watch(['series'], ({ series, about }) => {
    if (!series.length || !throughput) return;
    const x = series.map((s) => s.at / 1000);
    throughput.set([x, ...about.modalities.map((m) => series.map((s) => s.frames[m] ?? 0)), series.map((s) => s.verdicts)]);
    delays.set([x, series.map((s) => s.p50 ?? null), series.map((s) => s.p99 ?? null)]);
  });
}
