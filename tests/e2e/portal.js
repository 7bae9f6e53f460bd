// What every e2e test stands on: a local portal of its own, an empty app in its frame.
import { test as base, expect } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root, targetFolder } from '../../scripts/paths.mjs';
import { ready } from '../../scripts/ready.mjs';
import { serveApp } from './app.js';
import { packageFolder } from './package.js';
import { watchSecrets } from './secrets.js';

export { expect };

const binary = process.env.BX24_PORTAL ?? join(targetFolder, 'debug', 'bx24-portal');

class Portal {
  #child;

  /** `at`: the portal's ready line; `child`: its process. */
  constructor(at, child) {
    this.at = at;
    this.#child = child;
  }

  /** Ends the portal at once, as a crash would. */
  async end() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** GET without a body, POST with one; the parsed answer. */
  async control(path, body, method = body === undefined ? 'GET' : 'POST') {
    const response = await fetch(this.at.control + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  switch(switches) {
    return this.control('switches', switches);
  }

  /** `{ match: { method, application }, times, fault, … }`: see the control API. */
  fault(...faults) {
    return this.control('faults', faults);
  }

  /** The journal’s requests since the start, or since `forget`; of one method, if named. */
  async requests(method) {
    const all = await this.control('requests');
    return all.filter((request) => !method || request.method === method);
  }

  forget() {
    return this.control('requests', undefined, 'DELETE');
  }

  handlers() {
    return this.control('handlers');
  }

  /** The URL of a handler that keeps what arrives. */
  url(name) {
    return this.at.inbox + name;
  }

  /** What arrived at `name`; waits until it is `count` or more. */
  async arrived(name, count = 1) {
    let list = [];
    const read = async () => {
      list = await (await fetch(`${this.at.inbox}${name}.json`)).json();
      return list.length;
    };
    await expect.poll(read, { message: `deliveries at ${name}` }).toBeGreaterThanOrEqual(count);
    return list;
  }
}

/** A portal of its own; `port` 0 takes a free one. */
export async function start(args, port = 0) {
  const own = ['--json', '--port', String(port), '--app-port', '0', '--pkg', packageFolder];
  const child = spawn(binary, [...own, ...args], {
    cwd: join(root, 'tests'), // where there is no `bx24-portal.toml` of a developer's own
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { at, said } = await ready(child);
  return { said, portal: new Portal(at, child) };
}

export const test = base.extend({
  /** More of the portal's command line. */
  portalArgs: [[], { option: true }],
  /** As whom the frame is opened. */
  user: [1, { option: true }],
  /** Which page of app.js is the app; null: the portal's demo app. */
  appPath: ['', { option: true }],

  /** The empty app's address. */
  app: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
    async ({}, use) => {
      const server = await serveApp();
      await use(server.address);
      server.close();
    },
    { scope: 'worker' },
  ],

  portal: async ({ app, appPath, portalArgs }, use, info) => {
    const shown = appPath === null ? [] : ['--app', app + appPath];
    const { said, portal } = await start([...shown, ...portalArgs]);
    await use(portal);
    if (info.status !== info.expectedStatus) await report(portal, said, info);
    await portal.end();
  },

  /** Secrets, and what the page asked for and printed; checked at the end of every test. */
  watched: ({ page, portal }, use) => use(watchSecrets(page, portal.at)),

  /** The app's frame inside the portal's page; `await library` there is the package. */
  frame: async ({ page, portal, app, user, watched }, use) => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(await openApp(page, portal, app, user));
    expect(errors, 'uncaught errors of the page').toEqual([]);
    watched.check();
  },
});

/**
 * The same for many small tests, quicker: portal, page and frame live as long as the worker, and
 * every test finds an empty registry and waits that last a hundredth of their time.
 */
export const quickTest = test.extend({
  shared: [
    async ({ app, browser }, use) => {
      const { portal } = await start(['--app', app]);
      const page = await browser.newPage();
      const watched = watchSecrets(page, portal.at);
      const frame = await openApp(page, portal, app);
      await frame.evaluate(async () => (await library).init());
      await use({ frame, page, portal, watched });
      await page.close();
      await portal.end();
    },
    { scope: 'worker' },
  ],
  page: ({ shared }, use) => use(shared.page),
  watched: ({ shared }, use) => use(shared.watched),
  portal: async ({ shared: { portal } }, use) => {
    await portal.control('reset', {});
    await portal.switch({ bucket: null, operating: null });
    await use(portal);
  },
  /** What the page threw and nobody caught. */
  errors: async ({ page }, use) => {
    const errors = [];
    const note = (error) => errors.push(String(error));
    page.on('pageerror', note);
    await use(errors);
    page.off('pageerror', note);
  },
  // eslint-disable-next-line no-unused-vars -- the portal has to be reset before
  frame: async ({ shared: { frame }, portal, errors, watched }, use) => {
    await frame.evaluate(async (settings) => (await library).configure(settings), {
      timeScale: 0.01,
      timeout: 200_000,
      burst: 10_000,
    });
    await use(frame);
    expect(errors, 'uncaught errors of the page').toEqual([]);
    watched.check();
  },
});

/** Opens the portal's page; resolves to the app's frame. */
export async function openApp(page, portal, app, user = 1) {
  // the portal's page would draw every request and every list of handlers: a silent stream
  await page.addInitScript(() => (window.EventSource = EventTarget));
  await page.goto(`${portal.at.portal}?user=${user}`);
  return appFrame(page, app);
}

/** The app's frame in the portal's page, once it is there. */
export async function appFrame(page, app) {
  const find = () => page.frames().find((frame) => frame.url().startsWith(app));
  await expect.poll(() => Boolean(find()), { message: 'the frame of the app' }).toBe(true);
  await find().waitForFunction(() => 'library' in window);
  return find();
}

/** A failed test says what the portal has seen. */
async function report(portal, said, info) {
  await info.attach('standard error', { body: said.join('') });
  for (const path of ['requests', 'handlers', 'deliveries']) {
    const body = JSON.stringify(await portal.control(path), null, 1);
    await info.attach(path, { body, contentType: 'application/json' });
  }
}
