// The time from the frame's navigation to the first callback, each way in turn: on loopback, on a
// slow line, on a slow processor, and with TLS and the way to a portal far away.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { inRoot } from '../scripts/paths.mjs';
import { makeCertificate } from './first-callback/certificate.js';
import { line } from './first-callback/line.js';
import { names } from './first-callback/pages.js';
import { measure } from './first-callback/parent.js';
import { report } from './first-callback/report.js';
import { serveSites } from './first-callback/sites.js';

const rounds = 11;
const oneWay = 75; // ms
const results = {};

/** A line to each of the two sites. */
const bothLines = ({ portal, app }, limits) =>
  Promise.all([portal, app].map((port) => line(port, limits)));

/** Times of `rounds` rounds, interleaved, by way; the first round only warms up. */
async function interleaved(once) {
  const times = Object.fromEntries(Object.keys(names).map((way) => [way, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const way of Object.keys(names)) {
      const ms = await once(way);
      expect(ms, way).toBeGreaterThan(0);
      if (round >= 0) times[way].push(ms);
    }
  }
  return times;
}

/** How far and how slow the two sites are, how slow the page. */
const plain = {
  loopback: {},
  'slow 4G': { limits: { ms: oneWay, bytesPerSecond: 200_000 } }, // 1.6 Mbit/s
  'a processor four times slower': { processor: 4 },
};

for (const [name, { limits, processor = 1 }] of Object.entries(plain)) {
  test(`time to the first callback: ${name}`, async ({ browser }) => {
    const sites = await serveSites();
    const lines = limits ? await bothLines(sites, limits) : [];
    const ports = limits ? lines.map(({ port }) => port) : [sites.portal, sites.app];
    // one site, so that what is set for the page holds for the frame too
    const [portal, app] = ports.map((port) => `localhost:${port}`);
    results[name] = await interleaved(async (way) => {
      const page = await browser.newPage();
      await page.goto(`http://${portal}/`);
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: processor });
      lines.forEach(({ cut }) => cut());
      const ms = await measure(page, `http://${app}/${way}`, `${portal}|0|sid`);
      await page.close();
      return ms;
    });
    lines.forEach(({ close }) => close());
    sites.close();
  });
}

test('time to the first callback: TLS, 75 ms each way', async () => {
  const [portal, app] = ['portal.example', 'app.test'];
  const tls = makeCertificate([portal, app]);
  const sites = await serveSites(tls);
  const lines = await bothLines(sites, { ms: oneWay });
  const rules = [portal, app]
    .map((name, index) => `MAP ${name}:443 127.0.0.1:${lines[index].port}`)
    .join();
  // a profile that stays: Chromium acts on `preconnect` only there
  const profile = mkdtempSync(join(tmpdir(), 'bx24-profile-'));
  const { launchOptions } = test.info().project.use;
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    args: [
      ...launchOptions.args,
      `--host-resolver-rules=${rules}`,
      // a certificate that is only overlooked costs a second connection
      `--ignore-certificate-errors-spki-list=${tls.spki}`,
    ],
  });
  results['TLS, 75 ms each way'] = await interleaved(async (way) => {
    const page = await context.newPage();
    await page.goto(`https://${portal}/`);
    const session = await context.newCDPSession(page);
    await session.send('Network.clearBrowserCache');
    lines.forEach(({ cut }) => cut());
    const ms = await measure(page, `https://${app}/${way}`, `${portal}|1|sid`);
    await page.close();
    return ms;
  });
  await context.close();
  lines.forEach(({ close }) => close());
  sites.close();
  rmSync(profile, { recursive: true, force: true });
});

test.afterAll(() => {
  if (Object.keys(results).length < 4) return; // one of them failed
  const text = report(results, names, rounds);
  writeFileSync(inRoot('docs', 'first-callback.md'), text);
  console.log(`\n${text}`);
});
