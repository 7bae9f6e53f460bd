// 10,000 calls in one page: nothing grows after the first 1,000.
import { expect, openApp, test } from './portal.js';

/** Keeps count of the instance's memory, of listeners and of timers; runs before the page does. */
function watch() {
  const counts = { listeners: 0, timers: 0 };
  const patch = (object, name, around) => {
    const real = object[name];
    object[name] = function (...given) {
      return around((...now) => real.apply(this, now), given);
    };
  };
  for (const [name, step] of [
    ['addEventListener', 1],
    ['removeEventListener', -1],
  ]) {
    patch(EventTarget.prototype, name, (real, given) => {
      counts.listeners += step;
      return real(...given);
    });
  }
  const open = new Set();
  patch(window, 'setTimeout', (real, [run, ms]) => {
    const id = real(() => {
      open.delete(id);
      run();
    }, ms);
    open.add(id);
    return id;
  });
  patch(window, 'clearTimeout', (real, [id]) => {
    open.delete(id);
    return real(id);
  });
  for (const name of ['instantiate', 'instantiateStreaming']) {
    patch(WebAssembly, name, async (real, given) => {
      const made = await real(...given);
      const exports = Object.values(made.instance.exports);
      const memory = exports.find((one) => one instanceof WebAssembly.Memory);
      window.measure = () => ({ ...counts, timers: open.size, bytes: memory.buffer.byteLength });
      return made;
    });
  }
}

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

/** What `course` adds to the page after its `first` part. */
async function grown({ app, page, portal }, course, first, rest) {
  test.setTimeout(90_000);
  await page.addInitScript(watch);
  const frame = await openApp(page, portal, app);
  const session = await page
    .context()
    .newCDPSession(page.frames()[1])
    .catch(() => null);
  const measure = async () => {
    const counts = await frame.evaluate(() => window.measure());
    if (!session) return counts;
    await session.send('HeapProfiler.collectGarbage');
    return { ...counts, heap: (await session.send('Runtime.getHeapUsage')).usedSize };
  };
  await frame.evaluate(course, first);
  const before = await measure();
  await frame.evaluate(course, rest);
  const after = await measure();
  console.log('at first:', before, 'in the end:', after);
  expect(before.bytes).toBeGreaterThan(0);
  expect(before.listeners).toBeGreaterThan(0);
  expect({ ...after, heap: 0 }).toEqual({ ...before, heap: 0 });
  return after.heap - before.heap;
}

test('memory, listeners, timers and the heap stay as they are', async ({ app, page, portal }) => {
  const heap = await grown({ app, page, portal }, work, [1_000, 200], [9_000, 100]);
  expect(heap, 'bytes of the heap for 9,000 calls').toBeLessThan(500_000);
});

test('waiting for events costs no memory', async ({ app, page, portal }) => {
  const heap = await grown({ app, page, portal }, poll, 500, 2_000);
  expect(heap, 'bytes of the heap for 2,000 waits').toBeLessThan(250_000);
});
