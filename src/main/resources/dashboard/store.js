// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// What the page knows; bounded like the server's board. Views are drawn once a frame at most.

const WINDOWS = 48;
const SAMPLES = 600;

export const state = {
  about: null, streams: new Map(), series: [], totals: null, others: 0, skipped: 0,
  models: [], plan: null, ledger: null, scores: null, at: 0,
};

const views = [];
const changed = new Set();
let asked = false;
let paused = false;

/** Calls view(state, changed parts) whenever one of the parts has changed. */
export function watch(parts, view) {
  views.push({ parts, view });
}

export function touch(...parts) {
  parts.forEach((part) => changed.add(part));
  if (!asked && !paused) {
    asked = true;
    requestAnimationFrame(render);
  }
}

function render() {
  asked = false;
  const now = new Set(changed);
  changed.clear();
  for (const { parts, view } of views) {
    if (parts.some((part) => now.has(part))) view(state, now);
  }
}

export function pause(on) {
  paused = on;
  if (!on) touch(...changed);
}

export function snapshot(tick) {
  Object.assign(state, {
    about: tick.about, series: tick.series ?? [], totals: tick.totals ?? null, others: tick.others,
    models: tick.models ?? [], plan: tick.plan ?? null, ledger: tick.ledger ?? null,
    scores: tick.scores ?? null, at: tick.at, streams: new Map(), skipped: 0,
  });
  for (const s of tick.streams ?? []) {
    state.streams.set(s.id, { id: s.id, windows: s.windows, evidence: s.evidence, touched: true });
  }
  touch('about', 'streams', 'series', 'totals', 'models', 'plan', 'ledger', 'scores');
}

export function increment(tick) {
  state.at = tick.at;
  state.others = tick.others;
  state.skipped += tick.skipped;
  for (const id of tick.gone ?? []) state.streams.delete(id);
  for (const window of tick.windows ?? []) add(window);
  for (const evidence of tick.evidence ?? []) {
    const stream = state.streams.get(evidence.stream);
    if (stream) stream.evidence = evidence;
  }
  if (tick.sample) {
    state.series.push(tick.sample);
    if (state.series.length > SAMPLES) state.series.shift();
    touch('series');
  }
  for (const part of ['totals', 'models', 'plan', 'ledger', 'scores']) {
    if (tick[part]) {
      state[part] = tick[part];
      touch(part);
    }
  }
  if (tick.windows || tick.evidence || tick.gone) touch('streams');
}

function add(window) {
  let stream = state.streams.get(window.stream);
  if (!stream) state.streams.set(window.stream, (stream = { id: window.stream, windows: [] }));
  const same = (w) => w.start === window.start && w.epoch === window.epoch && w.end === window.end;
  const at = stream.windows.findLastIndex(same);
  if (at >= 0) stream.windows.splice(at, 1);
  stream.windows.push(window);
  if (stream.windows.length > WINDOWS) stream.windows.shift();
  stream.touched = true;
}
