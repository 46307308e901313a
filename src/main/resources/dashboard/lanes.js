// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// A stream's windows as cells, a lane per modality, the newest on the right. The width is told: to ask for it
// between two changes would lay the page out again for each row.
import { colour } from './text.js';

const CELLS = 48;
const LANE = 9;
const GAP = 2;
let colours = null;

export function forgetColours() {
  colours = null;
}

const palette = () => (colours ??= {
  present: colour('--good'), missing: colour('--warn'), late: colour('--bad'), dropped: colour('--none'),
});

/** Complete is full, missing is hollow, late is half: told apart without colours, too. */
export function paint(canvas, width, windows, lanes) {
  const height = lanes * (LANE + GAP) - GAP;
  if (!width || !lanes) return;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.height = `${height}px`;
  }
  const g = canvas.getContext('2d');
  g.setTransform(scale, 0, 0, scale, 0, 0);
  g.clearRect(0, 0, width, height);
  const step = width / CELLS;
  windows.forEach((w, i) => {
    const x = width - (windows.length - i) * step;
    w.lanes.forEach((lane, row) => cell(g, x, row * (LANE + GAP), Math.max(1.5, step - 1.5), lane.state, w.answer));
  });
}

function cell(g, x, y, width, state, answer) {
  const c = palette();
  if (state === 'present') {
    g.fillStyle = answer ? c.present : c.dropped;
    g.fillRect(x, y, width, LANE);
    return;
  }
  g.strokeStyle = g.fillStyle = c[state];
  g.lineWidth = 1;
  g.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, width - 1), LANE - 1);
  if (state === 'late') g.fillRect(x, y + LANE / 2, width, LANE / 2);
}

/** The same in words. */
export function words(windows, modalities) {
  const whole = windows.filter((w) => w.lanes.every((l) => l.state === 'present')).length;
  const parts = [`${windows.length} windows, ${whole} complete`];
  modalities.forEach((name, i) => {
    for (const state of ['missing', 'late']) {
      const n = windows.filter((w) => w.lanes[i]?.state === state).length;
      if (n) parts.push(`${name} ${state} in ${n}`);
    }
  });
  const dropped = windows.filter((w) => !w.answer).length;
  if (dropped) parts.push(`${dropped} not fused`);
  return parts.join(', ');
}
