// Runs a case: what it gave, what was sent meanwhile. Runs in the page and in Node.
import { describer } from './describe.js';
import { standIn } from './portal.js';

const PAUSES = [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 16_000];

/** A pause of a retry without `timeScale` and without the chance in it, up to a tenth. */
const pause = (waitMs) => {
  const whole = waitMs * 1000;
  return PAUSES.find((ms) => whole >= 0.999 * ms && whole <= 1.101 * ms) ?? `<${waitMs}>`;
};

/** No limit of the portal's, pauses of a thousandth, and time enough on a busy machine. */
const byWebhook = {
  webhook: 'https://portal.example/rest/1/secret/',
  burst: 10_000,
  timeScale: 0.001,
  timeout: 20_000_000,
};
const byToken = { domain: 'portal.example', accessToken: 'token-0', burst: 10_000 };

/** `{ gave, sent }` of the case `run`; the parent's messages are seen by the parent. */
export async function runCase(library, run, through) {
  const portal = standIn(through);
  const show = describer(library);
  const ended = (promise, shown = show) =>
    Promise.resolve(promise).then(shown, (error) => ({ 'rejected with': shown(error) }));
  const world = {
    library,
    show,
    detail: describer(library, true),
    ended,
    answer: portal.answer,
    sent: portal.sent,
    last: () => portal.last,
    pause,
    /** Seconds from now, in tens: the time itself is another one each time. */
    seconds: (date) => Math.round((date - Date.now()) / 10_000) * 10,
    webhook: (more) => library.connect({ ...byWebhook, ...more }),
    token: (more) => library.connect({ ...byToken, ...more }),
    /** What a function throws, or gives. */
    tried(call) {
      try {
        return show(call());
      } catch (error) {
        return { thrown: show(error) };
      }
    },
  };
  try {
    const gave = await ended(run(world));
    return { gave, ...(portal.sent.length > 0 ? { sent: portal.sent } : {}) };
  } finally {
    portal.leave();
  }
}
