// 1,000 calls at once against a portal that fails at random: each settles once, and what reports
// success is bound once. `npm run storm -- SEED ...` rages with other seeds.
import { expect, test } from './portal.js';

const COUNT = 1000;
const seeds = (process.env.SEEDS ?? '1 2 3').split(' ').map(Number);

const faults = [
  ...['expired_token', 'invalid_token', 'CONNECTION_ERROR', 'OPERATION_TIME_LIMIT'],
  ...[
    'QUERY_LIMIT_EXCEEDED',
    'INTERNAL_SERVER_ERROR',
    'ERROR_CORE',
    'html',
    'empty',
    'cut',
    'drop',
  ],
].map((fault) => ({ fault }));
const executed = ['INTERNAL_SERVER_ERROR', 'ERROR_CORE', 'html', 'empty', 'cut', 'drop'].map(
  (fault) => ({ fault, execute: true }),
);
const hidden = [false, true].map((execute) => ({ fault: 'html', cors: false, execute }));
const slow = { fault: 'delay', ms: 200 };
const inBatch = [
  { fault: 'already_started' },
  { fault: 'INTERNAL_SERVER_ERROR' },
  { fault: 'INTERNAL_SERVER_ERROR', execute: true },
].map((fault) => ({ ...fault, match: { batch: true } }));

/** All calls in one turn; `{ code, alreadyBound, callbacks }` of each. */
async function storm([count, url, settings]) {
  const { callBind, configure, init } = await library;
  await init();
  configure(settings);
  const callbacks = Array(count).fill(0);
  const calls = callbacks.map((_, n) =>
    callBind('ONCRMLEADADD', `${url}${n}`, 0, () => (callbacks[n] += 1)),
  );
  const results = await Promise.all(calls);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return results.map((result, n) => ({
    code: result.error()?.code,
    alreadyBound: result.alreadyBound,
    callbacks: callbacks[n],
  }));
}

const count = (list, key) =>
  list.reduce((counts, one) => ({ ...counts, [key(one)]: (counts[key(one)] ?? 0) + 1 }), {});

for (const seed of seeds) {
  const merge = seed % 2 === 1;
  test(`seed ${seed}, ${merge ? 'merged' : 'one by one'}`, async ({ frame, portal }) => {
    test.setTimeout(120_000);
    // refuses somewhat earlier than the library thinks
    await portal.switch({ bucket: { limit: 40, perSecond: 180 }, operating: null });
    const all = [...faults, ...executed, ...hidden, slow, ...inBatch];
    await portal.control('faults', { seed, rate: 0.3, faults: all });
    const settings = { timeScale: 0.3, perSecond: 60, timeout: 300_000, merge };
    const url = portal.url('h');
    const seen = await frame.evaluate(storm, [COUNT, url, settings]);

    const rows = count(await portal.handlers(), ({ handler }) => handler);
    const journal = await portal.requests();
    const struck = journal.filter(({ fault, status }) => fault || status === 503).length;
    console.log(
      `seed ${seed}: ${journal.length} requests, ${struck} of them struck;`,
      count(seen, ({ code, alreadyBound }) => code ?? (alreadyBound ? 'alreadyBound' : 'bound')),
    );
    expect(count(seen, ({ callbacks }) => callbacks)).toEqual({ 1: COUNT });
    const succeeded = seen.flatMap(({ code }, n) => (code === undefined ? [`${url}${n}`] : []));
    expect(
      succeeded.filter((handler) => rows[handler] !== 1),
      'success, but not bound once',
    ).toEqual([]);
    expect(
      Object.entries(rows).filter(([, times]) => times > 1),
      'bound twice',
    ).toEqual([]);
    expect(succeeded.length).toBeGreaterThan(COUNT * 0.95);
    expect(struck).toBeGreaterThan(10);
  });
}
