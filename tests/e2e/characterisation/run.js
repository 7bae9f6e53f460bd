// Runs a case: what it gave, what was sent meanwhile. Runs in the page and in Node.
import { describer } from './describe.js';
import { standIn } from './portal.js';

/** Retry pauses without the chance in them: what it comes to at least, without `timeScale`. */
const pause = (waitMs) => {
  const whole = waitMs * 1000;
  return [60_000, 16_000, 8_000, 4_000, 2_000, 1_000, 500, 250].find((ms) => whole >= ms) ?? whole;
};

/** How the cases connect: no wait worth the name, no limit of the portal's. */
const quick = { timeScale: 0.001, burst: 10_000, timeout: 5_000_000 };
const byWebhook = { webhook: 'https://portal.example/rest/1/secret/', ...quick };
const byToken = { domain: 'portal.example', accessToken: 'token-0', ...quick };

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
    quick,
    answer: portal.answer,
    sent: portal.sent,
    pause,
    /** Seconds from now: the time itself is another one each time. */
    seconds: (date) => Math.round((date - Date.now()) / 1000),
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
