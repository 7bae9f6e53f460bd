import { el } from '/shared/dom.js';

/** A form-encoded body, one field a line, decoded. */
export function formFields(body) {
  const lines = [...new URLSearchParams(body)].map(([name, value]) =>
    el('li', {}, el('span', { className: 'key' }, name), ` = ${value}`),
  );
  return el('ul', { className: 'tree' }, ...lines);
}
