import { el, prose } from '/shared/dom.js';
import { control } from './control.js';

const AGAIN = 1000; // ms between two tries

/**
 * Waits until something listens at the app's address; meanwhile `place` says that nothing does.
 * Resolves to how the app can be opened: `{ method, status }`.
 */
export async function reach(place, signal) {
  for (;;) {
    const found = await control('POST', 'probe', {});
    if (found.method || signal.aborted) return found;
    if (place.childElementCount === 0) place.append(await nothing(found.reason));
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

async function nothing(reason) {
  const { app } = await control('GET', 'state');
  return el(
    'div',
    { className: 'notice warn', role: 'status' },
    el(
      'p',
      {},
      ...prose(`Nothing listens at \`${app}\`. Start your app there: it opens by itself.`),
    ),
    el('p', { className: 'small' }, reason),
  );
}

/** What to say of an app that takes no POST. */
export const openedByGet = ({ status }) =>
  `The app answers a POST with ${status}, so it was opened by GET. A live portal opens it by POST: ` +
  'the frame would show that error. With Vite, `bx24-callbind/vite` answers the POST.';
