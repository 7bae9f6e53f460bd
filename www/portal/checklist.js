import { el, prose } from '/shared/dom.js';

const PATIENCE = 8000; // ms

const QUESTIONS = [
  'Is the library loaded, and `connect()`, `init()` or `BX24.init()` called? Each asks for it.',
  'Is `window.name` kept? It holds the portal’s address and `APP_SID`; a script that sets it, or a ' +
    'page opened in a tab of its own, has lost them.',
  'Is the browser’s console open? Errors of the app and blocked requests stand there.',
];

/**
 * Shows over the frame what to check if the app has not asked for its data after a while. The frame
 * goes on loading. Returns the function to call when the app has asked.
 */
export function checklist(place, signal) {
  const list = el(
    'section',
    { className: 'checklist card', role: 'status' },
    el('h3', {}, ...prose('The app has not asked for `getInitData` yet')),
    el('ul', {}, ...QUESTIONS.map((question) => el('li', {}, ...prose(question)))),
    el('button', { type: 'button', onclick: () => list.remove() }, 'Close'),
  );
  const timer = setTimeout(() => place.append(list), PATIENCE);
  const end = () => {
    clearTimeout(timer);
    list.remove();
  };
  signal.addEventListener('abort', end);
  return end;
}
