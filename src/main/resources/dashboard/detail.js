// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// One stream: what was predicted over time, how sure, and what each modality speaks for.
import { state, watch } from './store.js';
import { chosen } from './streams.js';
import { Chart, keep, swaps } from './charts.js';
import { make, write, table, fixed, time, delay, said, colour } from './text.js';

const ROWS = 12;
const BANDS = ['#5b8def', '#c77dca', '#3fae9b', '#d79a3c', '#e0736b', '#8aa04f', '#6f7fd0', '#4aa3c7'];
const box = document.getElementById('detail');
const parts = {};

/** How sure a class is, or a value with its interval. */
function lines(about) {
  const plain = (v) => fixed(v);
  if (about.task === 'regression') {
    return [{ name: 'value', colour: '--series-0', show: plain, read: (a) => a?.value },
      { name: 'low', colour: '--none', show: plain, dash: [3, 3], read: (a) => a?.low },
      { name: 'high', colour: '--none', show: plain, dash: [3, 3], read: (a) => a?.high }];
  }
  return [{ name: 'confidence', colour: '--series-0', fill: true, show: plain, read: (a) => a?.confidence },
    { name: 'agreement', colour: '--series-1', show: plain, dash: [4, 3], read: (a) => a?.agreement }];
}

function build({ about }) {
  const range = about.task === 'regression' ? (_, low, high) => [low - 0.1, high + 0.1] : () => [0, 1];
  parts.answer = make('strong');
  parts.about = make('span', { class: 'muted' });
  parts.band = make('canvas', { class: 'band', 'aria-hidden': 'true' });
  parts.proof = make('dl', { class: 'proof' });
  parts.more = make('details', {}, make('summary', {}, 'Last windows as a table'));
  parts.more.addEventListener('toggle', show);
  const plot = make('div');
  parts.classes = make('p', { class: 'classes', 'aria-hidden': 'true' });
  const under = about.labels.length ? make('div', {}, parts.band, parts.classes) : null;
  box.replaceChildren(make('p', { class: 'said' }, parts.answer, parts.about), plot,
    make('h3', {}, 'Evidence: the model on one modality alone'), parts.proof, parts.more);
  parts.lines = lines(about);
  parts.chart = keep(new Chart(plot, 'Predictions', parts.lines, { range, marks: swaps, height: 140, under }));
  show();
}

function show() {
  const stream = state.streams.get(chosen.id);
  write(document.getElementById('detail-title'), chosen.id ? `Stream ${chosen.id}` : 'Stream');
  box.hidden = !stream;
  if (!stream || !parts.chart) return;
  const last = stream.windows.at(-1);
  const answer = last.answer;
  write(parts.answer, said(answer));
  write(parts.about, answer ? `confidence ${fixed(answer.confidence)}, ${answer.agreement == null ? '' : `agreement ${fixed(answer.agreement)}, `}model ${answer.model}` : `${last.verdict}, ${last.reason}`);
  write(document.getElementById('detail-when'), `window ${time(last.start)} – ${time(last.end)}`);
  const windows = [...stream.windows].sort((a, b) => a.end - b.end);
  parts.chart.set([windows.map((w) => w.end / 1000), ...parts.lines.map((l) => windows.map((w) => l.read(w.answer) ?? null))]);
  band(windows);
  name(windows);
  prove(stream.evidence);
  tabulate(windows);
}

/** Which class, window by window; the same class has the same colour in every stream. */
function band(windows) {
  const { labels } = state.about;
  const plot = parts.chart.plot;
  if (!labels.length || !plot || !parts.band.clientWidth) return;
  const scale = devicePixelRatio || 1;
  const canvas = parts.band;
  canvas.width = canvas.clientWidth * scale;
  canvas.height = canvas.clientHeight * scale;
  const g = canvas.getContext('2d');
  g.scale(scale, scale);
  g.font = '10px system-ui, sans-serif';
  const right = plot.bbox.left / scale + plot.bbox.width / scale;
  let from = null;
  windows.forEach((w, i) => {
    if (!w.answer) return;
    const start = from ?? place(plot, w.start / 1000, scale);
    const end = Math.min(right, place(plot, w.end / 1000, scale));
    const next = windows[i + 1];
    if (next?.answer?.label === w.answer.label && next.start <= w.end) {
      from = start;
      return;
    }
    from = null;
    g.fillStyle = hue(w.answer.label);
    const left = Math.max(plot.bbox.left / scale, start);
    g.fillRect(left, 0, end - left - 1, 14);
    g.fillStyle = '#0b1016';
    if (end - left > g.measureText(w.answer.label).width + 8) g.fillText(w.answer.label, left + 4, 10.5);
  });
}

const hue = (label) => BANDS[state.about.labels.indexOf(label) % BANDS.length];

/** Which colour is which class, of those that the band shows. */
function name(windows) {
  const seen = new Set(windows.flatMap((w) => w.answer?.label ?? []));
  const shown = state.about.labels.filter((label) => seen.has(label));
  if (parts.classes.textContent === shown.join('')) return;
  parts.classes.replaceChildren(...shown.map((label) => {
    const dot = make('i');
    dot.style.background = hue(label);
    return make('span', {}, dot, label);
  }));
}

const place = (plot, x, scale) => plot.bbox.left / scale + plot.valToPos(x, 'x');

function prove(evidence) {
  if (!evidence) {
    parts.proof.replaceChildren(make('dt', {}, 'none yet'));
    return;
  }
  parts.proof.replaceChildren(...evidence.parts.flatMap((part) => {
    const bar = make('i');
    bar.style.transform = `scaleX(${part.support ?? 0})`;
    const words = part.support == null ? `says ${fixed(part.value)}` : `alone: ${part.label}`;
    const share = make('span', { class: 'share' }, part.support == null ? '' : fixed(part.support));
    return [make('dt', {}, part.modality), make('dd', {}, make('span', { class: 'bar' }, bar), share, make('span', {}, words))];
  }));
}

function tabulate(windows) {
  if (!parts.more.open) return;
  const names = state.about.modalities;
  const lane = (l) => (l.state === 'present' ? `${l.offset >= 0 ? '+' : ''}${fixed(l.offset, 1)} ms` : l.state);
  const rows = windows.slice(-ROWS).reverse().map((w) => [time(w.end), said(w.answer), fixed(w.answer?.confidence),
    fixed(w.answer?.agreement), ...w.lanes.map(lane), w.reason, delay(w.delay), w.answer ? String(w.answer.model) : '–']);
  const made = table({ text: 'Last windows, newest first', hidden: true },
    ['end', 'answer', 'confidence', 'agreement', ...names, 'closed', 'delay', 'model'], rows);
  parts.more.replaceChildren(parts.more.firstChild, make('div', { class: 'wide', tabindex: '0', role: 'group', 'aria-label': 'Last windows' }, made));
}

export function start() {
  let built = '';
  watch(['about'], (s) => {
    const shape = JSON.stringify(s.about);
    if (shape !== built) build(s);
    built = shape;
  });
  watch(['streams', 'chosen', 'models'], show);
}
