// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// The connection: it comes back by itself, and says so when it is away.
import { snapshot, increment, touch } from './store.js';
import { write } from './text.js';

const STALE = 4_000;
const GIVEN_UP = 12_000;
const LOST = 'connection lost, trying again';
/** To try again would have the browser ask its user again and again. */
const UNKNOWN = 'the server asks who you are: reload the page';
const box = document.getElementById('link');
const text = document.getElementById('link-text');
const said = document.getElementById('said');
let source;
let heard = Date.now();
let state = 'connecting';
let asking = false;
let timer;

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
  source.addEventListener('error', () => state === 'lost' || show('lost', LOST));
}

/** An event source does not tell why it was refused. */
async function ask() {
  const asked = { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(STALE) };
  const { status } = await fetch('/events', asked).catch(() => ({ status: 0 }));
  if (status === 401) return UNKNOWN;
  return status === 503 ? 'too many pages watch this server, trying again' : LOST;
}

async function look() {
  const silent = Date.now() - heard;
  if (state === 'live' && silent > STALE) show('stale', `no news for ${Math.round(silent / 1000)} s`);
  if (asking || (source.readyState !== EventSource.CLOSED && silent <= GIVEN_UP)) return;
  asking = true;
  const words = await ask();
  asking = false;
  heard = Date.now();
  show('lost', words);
  if (words === UNKNOWN) clearInterval(timer);
  else open();
}

export function connect() {
  open();
  timer = setInterval(look, 1_000);
  document.addEventListener('visibilitychange', () => document.hidden || touch('streams', 'series'));
}
