// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// The list of streams, a row each; the chosen one is shown in detail.
import { state, watch, touch } from './store.js';
import { make, write, fixed, delay, said } from './text.js';
import { paint, words } from './lanes.js';

const QUIET = 30_000;
const list = document.getElementById('streams');
const find = document.getElementById('find');
const rows = new Map();
const order = new Intl.Collator('en', { numeric: true }).compare;
export const chosen = { id: null };

export function choose(id) {
  chosen.id = id;
  for (const row of rows.values()) row.button.setAttribute('aria-pressed', String(row.id === id));
  touch('chosen');
}

function build(id) {
  const part = (name) => make('span', { class: name });
  const row = {
    id, name: part('name'), canvas: make('canvas', { 'aria-hidden': 'true' }), words: part('unseen'),
    answer: part('answer'), bar: make('i'), share: make('span'), agree: part('number'), delay: part('number'),
  };
  const sure = make('span', { class: 'sure' }, make('span', { class: 'bar' }, row.bar), row.share);
  row.button = make('button', { type: 'button', class: 'row', 'aria-pressed': 'false', 'data-stream': id },
    row.name, row.canvas, row.answer, sure, row.agree, row.delay, row.words);
  row.name.textContent = id;
  row.name.title = id;
  row.button.addEventListener('click', () => choose(id));
  row.item = make('li', {}, row.button);
  const after = [...rows.values()].filter((r) => order(r.id, id) > 0).sort((a, b) => order(a.id, b.id))[0];
  list.insertBefore(row.item, after?.item ?? null);
  rows.set(id, row);
  return row;
}

function fill(row, stream, width) {
  const last = stream.windows.at(-1);
  const answer = last?.answer;
  write(row.answer, said(answer));
  write(row.share, answer ? fixed(answer.confidence) : '–');
  row.bar.style.transform = `scaleX(${answer?.confidence ?? 0})`;
  write(row.agree, fixed(answer?.agreement));
  write(row.delay, delay(last?.delay));
  write(row.words, `; ${words(stream.windows, state.about.modalities)}`);
  paint(row.canvas, width, stream.windows, state.about.modalities.length);
}

function show(_, changed) {
  if (!state.about) return;
  for (const [id, row] of rows) {
    if (!state.streams.has(id)) {
      row.item.remove();
      rows.delete(id);
    }
  }
  const wanted = find.value.trim().toLowerCase();
  for (const id of state.streams.keys()) if (!rows.has(id)) build(id);
  const visible = [...rows.values()].find((row) => !row.item.hidden);
  const width = visible?.canvas.clientWidth ?? 0;
  for (const stream of state.streams.values()) {
    const row = rows.get(stream.id);
    row.item.hidden = !stream.id.toLowerCase().includes(wanted);
    if (stream.touched || changed.has('layout')) {
      fill(row, stream, width);
      stream.at = stream.touched ? state.at : stream.at;
      stream.touched = false;
    }
    row.button.classList.toggle('quiet', state.at - (stream.at ?? 0) > QUIET);
  }
  if (!state.streams.has(chosen.id)) choose([...state.streams.keys()].sort(order)[0] ?? null);
  if (rows.has(chosen.id)) rows.get(chosen.id).button.setAttribute('aria-pressed', 'true');
  const more = state.others ? ` + ${state.others} not shown` : '';
  write(document.getElementById('streams-count'), `${state.streams.size}${more}`);
  write(document.getElementById('lane-names'), `${state.about.modalities.join(' / ')}, newest right`);
  document.getElementById('streams-empty').hidden = state.streams.size > 0;
}

/** Up and down go from row to row. */
function step(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const buttons = [...list.querySelectorAll('li:not([hidden]) > button')];
  const next = buttons[buttons.indexOf(document.activeElement) + by];
  if (next) {
    next.focus();
    event.preventDefault();
  }
}

export function start() {
  watch(['streams', 'about', 'layout'], show);
  find.addEventListener('input', () => touch('layout'));
  list.addEventListener('keydown', step);
  new ResizeObserver(() => touch('layout')).observe(list);
}
