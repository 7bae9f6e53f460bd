// Beside b24jssdk, in one run of one browser: processor time per call, size, 200 calls at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { inRoot, packageFolder } from '../scripts/paths.mjs';
import { expect, test } from '../tests/e2e/portal.js';
import { processorClock } from '../tests/e2e/processor.js';
import { page as inPage } from './page.js';
import { bundlePeer, name as peerName } from './peer.js';
import { report, spread } from './report.js';

const ways = { callBind: 'callBind', bind: 'portal.bind', peer: peerName };
const measured = { bare: 'fetch alone', ...ways, peerByFetch: `${peerName} by fetch` };
const rounds = 15;
const callsPerRound = 200;
const burst = 200;
const results = { speed: {}, sizes: {}, burst: {} };
/** What a call may cost at most, as a part of what the other library takes by fetch. */
const bounds = { callBind: 0.5, bind: 0.6 };

test.describe.configure({ mode: 'serial' });

/** Makes the three ways ready in the frame; `limited` keeps their own limits. */
async function prepare(frame, limited) {
  await frame.evaluate(inPage);
  await frame.addScriptTag({ content: await bundlePeer('iife') });
  await frame.evaluate(async (limited) => (window.way = await window.ways(limited)), limited);
}

test('processor time per call', async ({ frame, page }) => {
  await frame.evaluate(inPage);
  await frame.evaluate(() => window.stub(true));
  await prepare(frame, false);
  const clock = await processorClock(page, frame);
  for (let round = -2; round < rounds; round += 1) {
    for (const name of Object.keys(measured)) {
      const micros = await measure(frame, clock, name);
      if (round >= 0) (results.speed[name] ??= []).push(micros); // the first ones warm up
    }
  }
  const median = (name) => spread(results.speed[name]).median;
  for (const [name, bound] of Object.entries(bounds)) {
    const part = median(name) / median('peerByFetch');
    expect.soft(part, measured[name]).toBeLessThanOrEqual(bound);
  }
});

async function measure(frame, clock, name) {
  const start = await clock();
  const { failed, sent } = await frame.evaluate(
    async ([name, calls]) => {
      window.stub(true);
      return { failed: await window.round(name, calls), sent: window.sent };
    },
    [name, callsPerRound],
  );
  const end = await clock();
  expect({ failed, sent }, name).toEqual({ failed: 0, sent: callsPerRound });
  return ((end - start) * 1e6) / callsPerRound;
}

for (const name of Object.keys(ways)) {
  test(`${burst} calls at once: ${ways[name]}`, async ({ frame, portal }) => {
    await prepare(frame, true);
    await portal.forget();
    const seen = await frame.evaluate(
      ([name, calls, handler]) => window.burst(name, calls, handler),
      [name, burst, portal.url('h')],
    );
    const sent = await portal.requests();
    const refused = sent.filter(({ status }) => status === 503).length;
    const bound = (await portal.handlers()).length;
    results.burst[name] = { ...seen, requests: sent.length, refused, bound };
  });
}

test('sizes', async () => {
  const weigh = (content) => ({ raw: content.length, brotli: brotliCompressSync(content).length });
  const read = (...files) =>
    Buffer.concat(files.map((file) => readFileSync(join(packageFolder, file))));
  results.sizes = {
    callBind: weigh(read('mirror-slim.js', 'mirror_bg.wasm')),
    bind: weigh(read('slim.js', 'index_bg.wasm')),
    peer: weigh(Buffer.from(await bundlePeer('esm'))),
  };
});

test.afterAll(() => {
  if (Object.keys(results.burst).length < 3 || !results.sizes.peer) return; // one of them failed
  const text = report(results, { ways, measured }, { rounds, callsPerRound, calls: burst });
  writeFileSync(inRoot('docs', 'bench.md'), text);
  console.log(`\n${text}`);
});
