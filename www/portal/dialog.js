import { el } from '/shared/dom.js';

/**
 * A dialog in front of the page. Resolves when it is closed: with what `content`'s form held if it
 * was sent, else with undefined.
 */
export function openDialog(title, content, { send } = {}) {
  const close = el('button', { type: 'button' }, send ? 'Cancel' : 'Close');
  const buttons = [...(send ? [el('button', { className: 'primary' }, send)] : []), close];
  const form = el(
    'form',
    { method: 'dialog' },
    ...content,
    el('div', { className: 'row' }, ...buttons),
  );
  const dialog = el('dialog', { 'aria-label': title }, el('h2', {}, title), form);
  document.body.append(dialog);
  const closed = new Promise((resolve) => {
    form.addEventListener('submit', () => resolve(new FormData(form)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(undefined);
    });
  });
  close.addEventListener('click', () => dialog.close());
  dialog.showModal();
  return { closed, close: () => dialog.close() };
}

/**
 * Lets the user choose among `options`, `{ value, label, blocked }`. Resolves with the chosen values,
 * or with undefined if nothing was chosen.
 */
export async function choose(title, options, { multiple }) {
  const type = multiple ? 'checkbox' : 'radio';
  const choices = options.map(({ value, label, blocked = false, checked = false }) => {
    const input = el('input', { type, name: 'choice', value, disabled: blocked, checked });
    return el('label', { className: 'tick' }, input, ` ${label}`);
  });
  const content = choices.length > 0 ? choices : [el('p', {}, 'There is nothing to choose from.')];
  const { closed } = openDialog(title, content, { send: 'Select' });
  const chosen = (await closed)?.getAll('choice') ?? [];
  return chosen.length > 0 ? chosen : undefined;
}
