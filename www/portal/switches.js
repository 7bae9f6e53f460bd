import { byId, el, say } from '/shared/dom.js';
import { control } from './control.js';
import { ofApplication } from './opening.js';
import { APPLICATION_OWN, GROUPS } from './switch-table.js';

const fields = new Map();

/** Shows the switches as they are; a change by hand is sent at once. */
export function showSwitches(values) {
  if (fields.size === 0) byId('switch-groups').append(...groups(values));
  for (const [name, value] of Object.entries(values)) fields.get(name)?.show(value);
}

function groups(values) {
  return Object.entries(GROUPS).map(([title, switches]) => {
    const rows = Object.entries(switches)
      .filter(([name]) => name in values)
      .map(([name, [words, choices]]) => row(name, words, makeField(values[name], choices)));
    return el('fieldset', { className: 'card' }, el('legend', {}, title), ...rows);
  });
}

function row(name, words, field) {
  const id = `switch-${name}`;
  Object.assign(field.node, { id, name });
  field.node.addEventListener('change', () => send(name, field));
  fields.set(name, field);
  const label = el('label', { htmlFor: id }, words, el('code', { className: 'muted' }, name));
  return el('div', { className: field.mark ? 'switch mark' : 'switch' }, label, field.node);
}

async function send(name, field) {
  const state = byId('switches-state');
  try {
    const path = APPLICATION_OWN.includes(name) ? ofApplication('switches') : 'switches';
    await control('POST', path, { [name]: field.read() });
    field.node.removeAttribute('aria-invalid');
    say(state, `${name} is set.`, 'good');
  } catch (error) {
    field.node.setAttribute('aria-invalid', true);
    say(state, error.message, 'bad');
  }
}

function makeField(value, choices) {
  if (choices) return choiceField(choices);
  if (typeof value === 'boolean') return markField();
  return textField(Array.isArray(value) ? LIST : JSON_TEXT);
}

function markField() {
  const node = el('input', { type: 'checkbox' });
  return { node, mark: true, read: () => node.checked, show: (value) => (node.checked = value) };
}

function choiceField(choices) {
  const node = el('select', {}, ...choices.map((choice) => el('option', {}, String(choice))));
  return {
    node,
    read: () => choices[node.selectedIndex],
    show: (value) => (node.selectedIndex = choices.indexOf(value)),
  };
}

function textField({ parse, print }) {
  const node = el('input', { className: 'code', spellcheck: false });
  return {
    node,
    read: () => parse(node.value.trim()),
    show: (value) => (node.value = print(value)),
  };
}

const JSON_TEXT = { parse: readJson, print: (value) => JSON.stringify(value) };
const LIST = {
  parse: (text) =>
    text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(asNumber),
  print: (values) => values.join(', '),
};

const asNumber = (text) => (/^\d+$/.test(text) ? Number(text) : text);

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`\`${text}\` is not JSON: ${error.message}`, { cause: error });
  }
}
