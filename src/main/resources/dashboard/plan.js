// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// Which layer of which modality meets which: deep on top, a line for each pair of the plan.
import { watch } from './store.js';
import { make, draw, write } from './text.js';

const WIDTH = 200;
const HEIGHT = 190;
const TOP = 26;
const box = document.getElementById('plan');

function show({ plan }) {
  write(document.getElementById('plan-name'), plan ? plan.name : '');
  if (!plan) {
    box.replaceChildren(make('p', { class: 'empty' }, 'No model serves yet.'));
    return;
  }
  const names = plan.modalities.map((m) => m.name);
  const x = (name) => 34 + ((WIDTH - 68) * names.indexOf(name)) / Math.max(1, names.length - 1);
  const most = Math.max(...plan.modalities.map((m) => m.layers));
  const y = (layer) => HEIGHT - 14 - ((HEIGHT - TOP - 30) * (layer - 1)) / Math.max(1, most - 1);
  const pairs = plan.pairs.map((p) => `${p.first} ${p.firstLayer} with ${p.second} ${p.secondLayer}`);
  const svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Layer pairs: ${pairs.join(', ')}` });
  for (const p of plan.pairs) svg.append(line(x(p.first), y(p.firstLayer), x(p.second), y(p.secondLayer), names.length));
  plan.modalities.forEach((m, i) => svg.append(draw('text', { x: x(m.name), y: 13 }, m.name), ...column(m, i, plan, x(m.name), y, most)));
  const kept = plan.pairs.length === 1 ? 'one pair' : `${plan.pairs.length} pairs`;
  box.replaceChildren(svg, make('p', { class: 'muted' }, `${kept} of ${most} layers; ${plan.block}, width ${plan.width}`),
    make('p', { class: 'unseen' }, pairs.join(', ')));
}

/** Past a column in between the line is bent, so that it does not run through its layers. */
function line(x1, y1, x2, y2, columns) {
  const bend = columns > 2 && Math.abs(x2 - x1) > WIDTH / 2 && y1 === y2 ? -22 : 0;
  return draw('path', { class: 'pair', d: `M${x1} ${y1} Q${(x1 + x2) / 2} ${(y1 + y2) / 2 + bend} ${x2} ${y2}` });
}

function* column(modality, index, plan, x, y, most) {
  const radius = Math.min(6, 70 / most);
  for (let layer = 1; layer <= modality.layers; layer++) {
    const used = plan.pairs.some((p) => (p.first === modality.name && p.firstLayer === layer) || (p.second === modality.name && p.secondLayer === layer));
    yield draw('circle', { class: used ? `layer used c${index % 4}` : 'layer', cx: x, cy: y(layer), r: used ? radius + 1 : radius });
    if (used || layer === 1 || layer === modality.layers) {
      const side = index === 0 ? -18 : 18;
      yield draw('text', { class: used ? 'used' : '', x: x + side, y: y(layer) + 4 }, String(layer));
    }
  }
}

export const start = () => watch(['plan'], show);
