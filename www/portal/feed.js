import { count, el, number } from '/shared/dom.js';

const KEPT = 200;

/**
 * A list of things as they happen, newest first. Holds the newest 200 on the page.
 * Later news about the same `id` replaces the row.
 */
export class Feed {
  #list;
  #render;
  #changed;
  #rows = new Map();
  #total = 0;

  constructor(list, render, changed) {
    this.#list = list;
    this.#render = render;
    this.#changed = changed;
  }

  /** Shows these instead of what is there; `items` come oldest first. */
  replace(items) {
    this.#list.replaceChildren();
    this.#rows.clear();
    this.#total = items.length;
    items.slice(-KEPT).forEach((item) => this.#place(item));
    this.#changed(this.#total);
  }

  add(item) {
    if (!this.#rows.has(item.id)) this.#total += 1;
    this.#place(item);
    this.#changed(this.#total);
  }

  #place(item) {
    const row = this.#render(item);
    const old = this.#rows.get(item.id);
    if (old) old.replaceWith(row);
    else this.#list.prepend(row);
    this.#rows.set(item.id, row);
    if (this.#rows.size > KEPT) this.#forgetOldest();
  }

  #forgetOldest() {
    const [id, row] = this.#rows.entries().next().value;
    this.#rows.delete(id);
    row.remove();
  }
}

/** How many there are, and how many of them are shown. */
export const countShown = (total, one, many) =>
  total > KEPT ? `newest ${KEPT} of ${number(total)}` : count(total, one, many);

/** A row that opens: `more` makes what is inside when it is first opened. */
export function opening(summary, more) {
  const details = el('details', {}, el('summary', {}, ...summary));
  const fill = () => details.append(el('div', { className: 'more' }, ...more()));
  details.addEventListener('toggle', fill, { once: true });
  return el('li', {}, details);
}
