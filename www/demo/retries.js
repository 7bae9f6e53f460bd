import { byId, el, number } from '/shared/dom.js';

const SHOWN = 4;

/** Shows a repeat as the library tells it (`onRetry`), the newest last. */
export function showRetry({ method, attempt, reason, waitMs }) {
  const list = byId('retries');
  const seconds = Math.round(waitMs / 100) / 10;
  const again = seconds > 0 ? `in ${number(seconds)} s` : 'at once';
  list.append(
    el(
      'li',
      {},
      el('code', {}, method),
      `, attempt ${attempt}: `,
      el('code', {}, reason),
      `. Again ${again}.`,
    ),
  );
  if (list.children.length > SHOWN) list.firstChild.remove();
  list.hidden = false;
}

/** Forgets the repeats of what was done before. */
export function clearRetries() {
  byId('retries').replaceChildren();
  byId('retries').hidden = true;
}
