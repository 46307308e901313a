// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
// Numbers, times and elements.

const whole = new Intl.NumberFormat('en-GB');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const count = (n) => (n == null ? '–' : whole.format(Math.round(n)));
export const fixed = (n, digits = 2) => (n == null || !Number.isFinite(n) ? '–' : n.toFixed(digits));
export const time = (millis) => clock.format(new Date(millis));

/** Three digits that count. */
export function rate(n) {
  if (n == null) return '–';
  return n >= 100 ? count(n) : n.toFixed(n >= 10 ? 1 : 2);
}

export function delay(millis) {
  if (millis == null) return '–';
  return millis >= 10_000 ? `${(millis / 1000).toFixed(1)} s` : `${count(millis)} ms`;
}

/** What an answer says, whether a class or a value. */
export const said = (answer) => (answer ? answer.label ?? fixed(answer.value, 2) : 'not fused');

export const sum = (parts) => Object.values(parts ?? {}).reduce((a, b) => a + b, 0);

/** An element with attributes and children; text children are never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Touches the document only where the text is another one. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A table; the first cell of each row names it. Cells are text, elements, or {text, ...attributes}. */
export function table(caption, head, rows) {
  const cell = (tag, content, scope) => {
    const { text, ...attributes } = content?.text === undefined ? { text: content } : content;
    return make(tag, { ...(scope ? { scope } : {}), ...attributes }, text ?? '–');
  };
  const body = rows.map((row) => make('tr', {}, ...row.map((c, i) => cell(i ? 'td' : 'th', c, i ? '' : 'row'))));
  return make('table', {}, make('caption', { class: caption.hidden ? 'unseen' : '' }, caption.text ?? caption),
    make('thead', {}, make('tr', {}, ...head.map((h) => cell('th', h, 'col')))), make('tbody', {}, ...body));
}

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
