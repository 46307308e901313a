// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// How far apart the modalities' clocks are: a small histogram for each beside the first.
import { state, watch } from './store.js';
import { make, draw, fixed } from './text.js';

const BINS = 31;
const EVERY = 1_000;
const box = document.getElementById('offsets');
let drawn = 0;

function collect(index) {
  const found = [];
  for (const stream of state.streams.values()) {
    for (const { lanes } of stream.windows) {
      if (lanes[0]?.state === 'present' && lanes[index]?.offset != null) found.push(lanes[index].offset);
    }
  }
  return found.sort((a, b) => a - b);
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

/** A reach that is easy to read: 1, 2 or 5 times a power of ten. */
function reach(sorted) {
  const most = Math.max(1, Math.abs(at(sorted, 0.01)), Math.abs(at(sorted, 0.99)));
  const ten = 10 ** Math.floor(Math.log10(most));
  return ten * [1, 2, 5, 10].find((f) => f * ten >= most);
}

function histogram(sorted, index, name) {
  const side = reach(sorted);
  const bins = new Array(BINS).fill(0);
  for (const v of sorted) bins[Math.max(0, Math.min(BINS - 1, Math.floor(((v + side) / (2 * side)) * BINS)))]++;
  const top = Math.max(...bins);
  const svg = draw('svg', { class: 'hist', viewBox: '0 0 310 54', preserveAspectRatio: 'none', role: 'img',
    'aria-label': `${name}: half of the windows are off by ${fixed(at(sorted, 0.5), 1)} ms or less` });
  svg.append(draw('line', { class: 'zero', x1: 155, x2: 155, y1: 0, y2: 54 }));
  bins.forEach((n, i) => {
    const h = (50 * n) / top;
    if (n) svg.append(draw('rect', { class: `s${index % 4}`, x: i * 10 + 1, width: 8, y: 54 - Math.max(1, h), height: Math.max(1, h) }));
  });
  const word = make('p', { class: 'spread' }, make('span', {}, `${name}: median ${fixed(at(sorted, 0.5), 1)} ms`),
    make('span', { class: 'muted' }, `90 % within ${fixed(at(sorted, 0.05), 1)} … ${fixed(at(sorted, 0.95), 1)} ms`));
  const scale = make('p', { class: 'spread muted', 'aria-hidden': 'true' }, make('span', {}, `−${side} ms`), make('span', {}, '0'), make('span', {}, `+${side} ms`));
  return [word, svg, scale];
}

function show({ about }) {
  if (!about || Date.now() - drawn < EVERY) return;
  drawn = Date.now();
  document.getElementById('offset-of').textContent = `after ${about.modalities[0]}, windows shown`;
  const charts = about.modalities.flatMap((name, i) => {
    const sorted = i ? collect(i) : [];
    return sorted.length ? histogram(sorted, i, name) : [];
  });
  box.replaceChildren(...(charts.length ? charts : [make('p', { class: 'empty' }, 'No window with two modalities yet.')]));
}

export const start = () => watch(['streams'], show);
