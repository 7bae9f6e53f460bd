// A page that comes back from the back-forward cache: what was under way has ended, new calls work.
import { chromium } from '@playwright/test';
import { expect, test } from './portal.js';

/** Calls one bind now, and says how it ended. Runs in the page. */
const bind = async (handler) =>
  window.client.bind({ event: 'ONCRMLEADADD', handler }).then(({ bound }) => bound);

// Playwright switches the cache off
test('a page from the back-forward cache works on', async ({ app, launchOptions, portal }) => {
  const ignoreDefaultArgs = ['--disable-back-forward-cache'];
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs });
  try {
    const page = await browser.newPage();
    await page.goto(app);
    const { portal: domain, accessToken } = portal.at;
    await page.evaluate(
      async (options) => {
        window.client = await (await library).connect(options);
        addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted));
      },
      { domain, accessToken },
    );
    expect(await page.evaluate(bind, portal.url('before'))).toBe(true);
    await portal.fault({ match: { method: 'event.bind' }, times: 1, fault: 'delay', ms: 1_500 });
    await page.evaluate((handler) => {
      window.late = window.client
        .bind({ event: 'ONCRMLEADADD', handler })
        .catch(({ code, message }) => `${code}: ${message}`);
    }, portal.url('late'));
    await page.goto(`${app}classic`);
    await page.goBack({ waitUntil: 'commit' });
    expect(await page.evaluate(() => window.persisted)).toBe(true);
    expect(await page.evaluate(() => window.late)).toContain('ABORTED: the page went away');
    expect(await page.evaluate(bind, portal.url('after'))).toBe(true);
  } finally {
    await browser.close();
  }
});
