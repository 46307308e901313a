// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// Puts the page together.
import { connect } from './link.js';
import { pause, touch, watch } from './store.js';
import { make, write, rate, count, delay, fixed, sum } from './text.js';
import { forgetColours } from './lanes.js';
import { recolour, start as charts } from './charts.js';
import { start as streams } from './streams.js';
import { start as detail } from './detail.js';
import { start as offsets } from './offsets.js';
import { start as ledger } from './ledger.js';
import { servingScore, start as models } from './models.js';
import { start as plan } from './plan.js';

const tiles = new Map();
function tile(name, value, small = '') {
  if (!tiles.has(name)) {
    const dd = make('dd', {}, make('span'), make('small'));
    tiles.set(name, dd);
    document.getElementById('now').append(make('div', {}, make('dt', {}, name), dd));
  }
  const [main, unit] = tiles.get(name).children;
  write(main, value);
  write(unit, small);
}

function now({ series, totals, streams: shown }) {
  const last = series.at(-1);
  const verdicts = totals?.verdicts ?? {};
  const all = sum(verdicts);
  const share = (n) => (all ? `${((100 * (n ?? 0)) / all).toFixed(1)}` : '–');
  const accuracy = servingScore();
  tile('Frames', rate(last && sum(last.frames)), '/s');
  tile('Verdicts', rate(last?.verdicts), '/s');
  tile('Delay p50', delay(last?.p50), '');
  tile('Delay p99', delay(last?.p99), '');
  tile('Fused whole', share(verdicts.fused), '%');
  tile('Fused in part', share(verdicts.fused_missing), '%');
  tile('Streams', count(shown.size));
  tile('Model', totals?.version ? String(totals.version) : 'none', totals?.swaps ? `${totals.swaps} ${totals.swaps === 1 ? 'swap' : 'swaps'}` : '');
  tile('Live accuracy', fixed(accuracy?.accuracy?.value, 3), accuracy?.labelled ? `of ${count(accuracy.labelled)}` : '');
}

const button = document.getElementById('pause');
button.addEventListener('click', () => {
  const on = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(on));
  button.textContent = on ? 'Paused' : 'Pause';
  pause(on);
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  forgetColours();
  recolour();
  touch('layout');
});

watch(['about'], ({ about }) => {
  write(document.getElementById('app'), about.name);
  document.title = `${about.name} – Skewline`;
});
watch(['series', 'totals', 'scores', 'models'], now);
[charts, streams, detail, offsets, ledger, models, plan].forEach((start) => start());
connect();
