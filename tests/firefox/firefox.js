// Firefox in the place of Playwright's browser, which only knows a Firefox that is built for it:
// `frame` is the app's frame in a page of its own, as puppeteer has it.
import puppeteer from 'puppeteer-core';
import { expect, test as base } from '../e2e/portal.js';

export { expect };

export const test = base.extend({
  firefox: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
    async ({}, use) => {
      const options = { browser: 'firefox', executablePath: process.env.FIREFOX, headless: true };
      const firefox = await puppeteer.launch(options);
      await use(firefox);
      await firefox.close();
    },
    { scope: 'worker' },
  ],

  /** The portal's page with the app in its frame. */
  page: async ({ firefox, portal }, use) => {
    const page = await firefox.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(portal.at.portal);
    await use(page);
    await page.close();
  },

  /** `await library` there is the package, unless the app is the demo. */
  frame: async ({ app, appPath, page, portal }, use) => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const address = appPath === null ? portal.at.app : app;
    const frame = await page.waitForFrame((frame) => frame.url().startsWith(address));
    await use(frame);
    expect(errors, 'uncaught errors of the page').toEqual([]);
  },
});
