// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// Which models served, what they scored before and what they do now.
import { state, watch } from './store.js';
import { make, draw, table, count, fixed, time, write } from './text.js';

const box = document.getElementById('models');
const said = document.getElementById('said');
let serving = null;

/** Of a version's rows on the scoreboard the one in that role. */
function live(model) {
  const role = model.role === 'active' ? 'champion' : 'challenger';
  return state.scores?.scores?.find((s) => s.hash === model.hash && s.role === role);
}

export const servingScore = () => {
  const model = state.models.findLast((m) => m.serving);
  return model && live(model);
};

function range({ value, low, high }) {
  const x = (v) => 3 + 78 * Math.max(0, Math.min(1, v));
  return draw('svg', { class: 'range', viewBox: '0 0 84 12', 'aria-hidden': 'true' },
    draw('line', { class: 'rail', x1: 3, x2: 81, y1: 6, y2: 6 }),
    draw('line', { class: 'span', x1: x(low), x2: x(high), y1: 6, y2: 6 }), draw('circle', { cx: x(value), cy: 6, r: 3 }));
}

function score(interval) {
  if (!interval) return '–';
  const words = make('span', { title: `95 % interval ${fixed(interval.low, 3)} … ${fixed(interval.high, 3)}` });
  const inside = interval.value >= 0 && interval.value <= 1;
  words.append(...(inside ? [range(interval), ' '] : []), fixed(interval.value, 3));
  return words;
}

function row(model) {
  const now = live(model);
  const name = make('span', {}, `${model.version} `);
  if (model.serving) name.append(make('span', { class: 'serving' }, 'serving'));
  else if (model.role === 'candidate') name.append(make('span', { class: 'muted' }, 'candidate'));
  return [name, time(model.published), score(model.score), now?.accuracy ? score(now.accuracy) : '–', count(now?.predictions)];
}

/** Why it was published stands below its numbers. */
function reasons(made, models) {
  [...made.tBodies[0].rows].forEach((tr, i) => {
    if (models[i].reason) tr.after(make('tr', { class: 'why' }, make('td', { colspan: '5' }, models[i].reason)));
  });
  return made;
}

function show({ models }) {
  const current = models.findLast((m) => m.serving);
  write(document.getElementById('models-of'), current ? `serving ${current.version}, ${current.hash.slice(0, 8)}` : 'none serves');
  if (current && serving && current.hash !== serving) said.textContent = `Model ${current.version} serves now.`;
  serving = current?.hash ?? serving;
  if (!models.length) {
    box.replaceChildren(make('p', { class: 'empty' }, 'No model has been published yet.'));
    return;
  }
  const newest = [...models].reverse();
  const made = table({ text: 'Models, newest first', hidden: true },
    ['version', 'published', 'gate score', 'live accuracy', 'predictions'], newest.map(row));
  box.replaceChildren(reasons(made, newest));
}

export const start = () => watch(['models', 'scores'], show);
