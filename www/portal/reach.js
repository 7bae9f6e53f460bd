import { el, prose } from '/shared/dom.js';
import { control } from './control.js';

const AGAIN = 1000; // ms between two tries

/**
 * Waits until something listens at the address of what is asked for; meanwhile `place` says that nothing does.
 * Resolves to how the app can be opened: `{ method, status }`.
 */
export async function reach(place, request, signal) {
  for (;;) {
    const found = await control('POST', 'probe', request);
    if (found.method || signal.aborted) return found;
    if (place.childElementCount === 0) place.append(nothing(found));
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

function nothing({ address, reason }) {
  return el(
    'div',
    { className: 'notice warn', role: 'status' },
    el(
      'p',
      {},
      ...prose(`Nothing listens at \`${address}\`. Start your app there: it opens by itself.`),
    ),
    el('p', { className: 'small' }, reason),
  );
}

/** What to say of an app that takes no POST. */
export const openedByGet = ({ status }) =>
  `The app answers a POST with ${status}, so it was opened by GET. A live portal opens it by POST: ` +
  'the frame would show that error. With Vite, `bx24-callbind/vite` answers the POST.';
