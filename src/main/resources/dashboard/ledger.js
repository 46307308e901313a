// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// Frames in = frames that ended + open: of the whole application by its ledger, of this process by its meters.
import { state, watch } from './store.js';
import { make, table, count, write, time, sum } from './text.js';

const box = document.getElementById('ledger');
const mark = document.getElementById('ledger-state');
const record = make('div');
const meters = make('dl', { class: 'lines' });
box.append(record, make('h3', {}, 'This process, since its start'), meters);

const names = (outcomes) => Object.fromEntries(Object.entries(outcomes).map(([k, v]) => [k.toLowerCase(), v]));

function balance() {
  const { ledger } = state;
  if (!ledger) return;
  if (ledger.error) {
    mark.className = 'mark warn';
    write(mark, ledger.error);
    return;
  }
  const rows = Object.entries(ledger.rows).map(([modality, row]) => ({ modality, in: row.in, open: row.open, ended: names(row.outcomes) }));
  const good = rows.every((r) => r.open >= 0 && r.in === sum(r.ended) + r.open);
  mark.className = `mark ${good ? 'good' : 'bad'}`;
  write(mark, rows.length ? `${good ? '✓ balances' : '✗ does not balance'}, ${time(ledger.at)}` : 'nothing committed yet');
  const seen = [...new Set(rows.flatMap((r) => Object.keys(r.ended).filter((o) => r.ended[o])))];
  const head = ['modality', 'in', ...seen.map((o) => `= ${o}`.replace(/^= /, '')), 'open'];
  const body = rows.map((r) => [r.modality, { text: count(r.in), 'data-ledger': `${r.modality} in` },
    ...seen.map((o) => ({ text: count(r.ended[o] ?? 0), 'data-ledger': `${r.modality} ${o}` })),
    { text: count(r.open), 'data-ledger': `${r.modality} open` }]);
  record.replaceChildren(make('div', { class: 'wide', tabindex: '0', role: 'group', 'aria-label': 'Ledger of record' },
    table('Ledger of record: frames, last commit', head, body)), ...rows.map(bar));
}

function bar({ modality, ended, open }) {
  const parts = make('div', { class: 'parts', role: 'img',
    'aria-label': `${modality}: ${Object.entries({ ...ended, open }).filter(([, n]) => n).map(([o, n]) => `${o} ${count(n)}`).join(', ')}` });
  for (const [outcome, n] of Object.entries({ ...ended, open })) {
    if (n <= 0) continue;
    const part = make('i', { class: `o-${outcome}`, title: `${modality} ${outcome} ${count(n)}` });
    part.style.flexGrow = n;
    parts.append(part);
  }
  return parts;
}

function line(name, value, metric) {
  return make('div', {}, make('dt', {}, name), make('dd', { 'data-metric': metric }, count(value)));
}

/** The very numbers of /metrics, without those that are 0. */
function counted({ totals }) {
  if (!totals) return;
  const lines = (parts, words, metric, tag) => Object.entries(parts).filter(([, n]) => n)
    .map(([key, n]) => line(words(key), n, `${metric}{${tag}="${key}"}`));
  meters.replaceChildren(
    ...lines(totals.frames, (k) => `${k} frames`, 'skewline_decode_frames_total', 'modality'),
    ...lines(totals.verdicts, (k) => `verdict ${k.replaceAll('_', ' ')}`, 'skewline_fuse_verdicts_total', 'verdict'),
    ...lines(totals.windows, (k) => `closed ${k.replaceAll('_', ' ')}`, 'skewline_align_windows_total', 'reason'),
    ...lines(totals.lateFrames, (k) => `${k} late`, 'skewline_align_frames_ended_total', 'outcome="late",modality'),
    ...lines(totals.rejected, (k) => `rejected: ${k}`, 'skewline_decode_rejected_total', 'reason'),
    line('swaps', totals.swaps, 'skewline_models_swaps_total'));
}

export function start() {
  watch(['ledger'], balance);
  watch(['totals'], counted);
}
