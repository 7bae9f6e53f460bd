// What grows in a page: the instance's memory, listeners, timers, the heap.
import { writeFileSync } from 'node:fs';
import { inRoot } from '../../scripts/paths.mjs';
import { expect, openApp } from './portal.js';

const measured = [];

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
      const { exports: all } = made.instance ?? made; // a module gives the instance itself
      const exports = Object.values(all);
      const memory = exports.find((one) => one instanceof WebAssembly.Memory);
      window.measure = () => ({ ...counts, timers: open.size, bytes: memory.buffer.byteLength });
      return made;
    });
  }
}

/** What `course` adds to the heap of the page after its `first` part; nothing else may grow. */
export async function grown({ app, page, portal }, name, course, first, rest) {
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
  measured.push({ name, before, after });
  expect(before.bytes).toBeGreaterThan(0);
  expect(before.listeners).toBeGreaterThan(0);
  expect({ ...after, heap: 0 }).toEqual({ ...before, heap: 0 });
  return after.heap - before.heap;
}

const bytes = (count) => count.toLocaleString('en');

/** Writes docs/soak.md when all of it was measured. */
export function writeSoak() {
  if (measured.length < 3) return; // a test failed
  const rows = measured.map(({ name, before, after }) =>
    [name, ...['bytes', 'heap'].flatMap((key) => [before, after].map((at) => bytes(at[key])))].join(
      ' | ',
    ),
  );
  const text = `# Soak

Written by \`npm run soak:library\`: one page in the local portal's frame, \`fetch\` played by a stub. Measured after the first tenth (of the waits: the first fifth) and at the end; the heap of JavaScript after a collection. Listeners and timers are counted too, and stay as they are.

| | wasm memory at first | in the end | JavaScript heap at first | in the end |
| --- | --: | --: | --: | --: |
${rows.map((row) => `| ${row} |`).join('\n')}
`;
  writeFileSync(inRoot('docs', 'soak.md'), text);
}
