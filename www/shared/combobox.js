import { el } from './dom.js';

const SHOWN = 50;
let made = 0;

/**
 * Completion for a text field: a listbox of the entries that contain every typed word.
 * Anything may be typed; the list only helps. `entries` gives the entries there are.
 * Returns a function to call when there are others.
 */
export function combobox(input, entries) {
  const id = `options-${++made}`;
  const list = el('ul', { id, className: 'options', role: 'listbox', hidden: true });
  let active = -1;
  let wanted = false;

  set(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id });
  set(list, { 'aria-label': 'Suggestions' });
  input.autocomplete = 'off';
  input.after(list);
  close();

  function show() {
    wanted = true;
    const found = matches(entries(), input.value);
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', !list.hidden);
    mark(-1);
  }

  function close() {
    wanted = false;
    list.hidden = true;
    input.setAttribute('aria-expanded', false);
    mark(-1);
  }

  function mark(index) {
    list.children[active]?.setAttribute('aria-selected', false);
    active = index;
    const item = list.children[index];
    input.setAttribute('aria-activedescendant', item?.id ?? '');
    item?.setAttribute('aria-selected', true);
    item?.scrollIntoView({ block: 'nearest' });
  }

  function option(text, index) {
    return el('li', { id: `${id}-${index}`, role: 'option', 'aria-selected': false }, text);
  }

  function take(item) {
    input.value = item.textContent;
    close();
    input.dispatchEvent(new Event('change'));
  }

  function move(step) {
    if (list.hidden) return show();
    const total = list.children.length;
    mark(active < 0 && step < 0 ? total - 1 : (active + step + total) % total);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => take(list.children[active]),
  };
  input.addEventListener('keydown', (event) => {
    const idle = list.hidden || (event.key === 'Enter' && active < 0);
    if (!(event.key in keys) || (idle && !event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener('input', show);
  input.addEventListener('click', show);
  input.addEventListener('blur', close);
  list.addEventListener('mousedown', (event) => {
    event.preventDefault(); // the field keeps the focus
    const item = event.target.closest('[role="option"]');
    if (item) take(item);
  });
  return () => wanted && show();
}

function matches(entries, typed) {
  const words = typed.toUpperCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => entry.includes(word))).slice(0, SHOWN);
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}
