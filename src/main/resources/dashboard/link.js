// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// The connection: it comes back by itself, and says so when it is away.
import { snapshot, increment, touch } from './store.js';
import { write } from './text.js';

const STALE = 4_000;
const GIVEN_UP = 12_000;
const box = document.getElementById('link');
const text = document.getElementById('link-text');
const said = document.getElementById('said');
let source;
let heard = Date.now();
let state = 'connecting';

function show(next, words) {
  write(text, words);
  if (next === state) return;
  if (next === 'lost') said.textContent = 'The connection to the server is lost; trying again.';
  if (next === 'live' && state === 'lost') said.textContent = 'Connected again.';
  state = next;
  box.dataset.state = next;
}

function take(apply) {
  return (event) => {
    heard = Date.now();
    show('live', 'live');
    apply(JSON.parse(event.data));
  };
}

/** An event source reconnects by itself, with the last id, unless it was refused. */
function open() {
  source?.close();
  source = new EventSource('/events');
  source.addEventListener('snapshot', take(snapshot));
  source.addEventListener('tick', take(increment));
  source.addEventListener('error', () => show('lost', 'connection lost, trying again'));
}

function look() {
  const silent = Date.now() - heard;
  if (state === 'live' && silent > STALE) show('stale', `no news for ${Math.round(silent / 1000)} s`);
  if (source.readyState === EventSource.CLOSED || silent > GIVEN_UP) {
    heard = Date.now();
    show('lost', 'connection lost, trying again');
    open();
  }
}

export function connect() {
  open();
  setInterval(look, 1_000);
  document.addEventListener('visibilitychange', () => document.hidden || touch('streams', 'series'));
}
