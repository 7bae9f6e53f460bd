import { el } from './dom.js';

/** Nested values as nested lists. */
export function tree(value) {
  const items = Object.entries(value).map(([key, child]) => el('li', {}, ...entry(key, child)));
  return el('ul', { className: 'tree' }, ...items);
}

function entry(key, child) {
  const name = el('span', { className: 'key' }, key);
  if (isBranch(child)) return [name, tree(child)];
  return [name, ' = ', typeof child === 'string' ? child : JSON.stringify(child)];
}

const isBranch = (value) =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;
