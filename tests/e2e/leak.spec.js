// Many calls and plans in one page: nothing grows after the first tenth. `npm run soak:library` makes
// five times as many, and writes docs/soak.md.
import { grown, writeSoak } from './growth.js';
import { expect, test } from './portal.js';
import { processorClock } from './processor.js';

const isSoak = process.env.SOAK === '1';
const size = isSoak ? 5 : 1;

test.describe.configure({ timeout: 90_000 * size });
if (isSoak) test.afterAll(writeSoak);

/** That many calls, some at once; the portal is played by a stub of `fetch`. */
async function work([total, atOnce]) {
  const { callBind, callMethod, callUnbind, configure, connect } = await library;
  configure({ burst: 1_000_000, timeScale: 0.000_01, timeout: 2_000_000_000 });
  window.client ??= await connect();
  window.real ??= window.fetch;
  let sent = 0;
  window.fetch = async () => {
    sent += 1;
    if (sent % 10 === 0) throw new TypeError('no network');
    const refused = sent % 10 === 1;
    const body = refused ? '{"error":"X","error_description":"no"}' : '{"result":true,"time":{}}';
    return new Response(body, { status: refused ? 400 : 200 });
  };
  const handler = (n) => `https://a.b/${'x'.repeat(n % 1000)}`;
  const one = (n) => {
    const { signal } = new AbortController();
    const online = { event: 'ONCRMLEADADD', handler: handler(n) };
    const kinds = [
      () => callBind('ONCRMLEADADD', handler(n), 0, () => {}),
      () => callUnbind('ONCRMLEADADD', handler(n)),
      () => callMethod('crm.lead.add', { fields: { n, list: [n] } }, () => {}),
      () => window.client.bind(online, { signal }).catch(() => {}),
    ];
    return kinds[n % 4]();
  };
  for (let done = 0; done < total; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, n) => one(done + n)));
  }
  window.fetch = window.real;
}

/** Looks that many times into an empty queue, played by a stub of `fetch`, and waits in between. */
async function poll(total) {
  const limits = { burst: 1_000_000, timeScale: 0.1, timeout: 2_000_000_000 };
  window.poller ??= await (await library).connect(limits);
  window.real ??= window.fetch;
  let sent = 0;
  window.fetch = async () => {
    sent += 1;
    const events = sent > total ? [{ ID: '1', MESSAGE_ID: 'm' }] : [];
    return new Response(JSON.stringify({ result: { process_id: 'p', events }, time: {} }));
  };
  const batches = window.poller.offline.batches({ poll: 1 });
  await batches.next();
  window.fetch = window.real;
}

/** That many plans of 2,000 handlers of which the portal, played by a stub of `fetch`, has others. */
async function plan(times) {
  window.planner ??= await (await library).connect();
  window.real ??= window.fetch;
  const url = (n) => `https://a.b/${n}`;
  const numbers = Array.from({ length: 2_000 }, (_, n) => n);
  const rows = numbers.map((n) => ({
    event: 'ONCRMLEADADD',
    handler: url(n + 1_000),
    auth_type: '0',
    offline: 0,
  }));
  const result = [rows, ['ONCRMLEADADD'], { ID: '1', ADMIN: true }, { INSTALLED: true }, ['crm']];
  const body = JSON.stringify({ result: { result, result_error: [], result_time: [] } });
  window.fetch = async () => new Response(body);
  const wanted = numbers.map((n) => ({ event: 'ONCRMLEADADD', handler: url(n) }));
  for (let done = 0; done < times; done += 1) {
    const { bind, unbind, keep } = await window.planner.plan(wanted, { prune: true });
    const counts = [bind.length, unbind.length, keep.length];
    if (counts.some((count) => count !== 1_000)) throw new Error(`${counts}`);
  }
  window.fetch = window.real;
}

/** Submits that many calls that nobody answers, then destroys their client; how they end. */
async function destroy([count, pause]) {
  const client = await (await library).connect();
  window.fetch = () => new Promise(() => {});
  const ends = Array.from({ length: count }, (_, n) =>
    client.bind({ event: 'ONCRMLEADADD', handler: `https://a.b/${n}` }).catch(({ code }) => code),
  );
  if (pause) await new Promise((resolve) => setTimeout(resolve));
  client.destroy();
  return [...new Set(await Promise.all(ends))];
}

const calls = 10_000 * size;
const plans = 20 * size;
const callsName = `${calls.toLocaleString('en')} calls`;
const plansName = `${plans} plans of 2,000 handlers`;

test(`${callsName}: memory, listeners and timers stay as they are`, async ({
  app,
  page,
  portal,
}) => {
  const course = [work, [calls / 10, 200], [(calls * 9) / 10, 100]];
  const heap = await grown({ app, page, portal }, callsName, ...course);
  expect(heap, 'bytes of the heap after the first tenth').toBeLessThan(500_000);
});

test('waiting for events costs no memory', async ({ app, page, portal }) => {
  const heap = await grown({ app, page, portal }, '2,500 waits', poll, 500, 2_000);
  expect(heap, 'bytes of the heap for 2,000 waits').toBeLessThan(250_000);
});

test(`${plansName} cost no memory`, async ({ app, page, portal }) => {
  const course = [plan, plans / 10, (plans * 9) / 10];
  const heap = await grown({ app, page, portal }, plansName, ...course);
  expect(heap, 'bytes of the heap after the first tenth').toBeLessThan(250_000);
});

for (const pause of [false, true]) {
  const when = pause ? 'when they are under way' : 'at once';
  test(`20,000 calls submitted and destroyed ${when}`, async ({ frame, page }) => {
    const clock = await processorClock(page, frame);
    const start = await clock();
    expect(await frame.evaluate(destroy, [20_000, pause])).toEqual(['ABORTED']);
    const seconds = (await clock()) - start;
    console.log(`${seconds.toFixed(2)} s of the processor`);
    expect(seconds).toBeLessThan(2);
  });
}
