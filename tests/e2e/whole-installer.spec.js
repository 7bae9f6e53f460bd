// An app of the field's kind, from its installation to its first event: one batch of everything that
// it needs, `installFinish`, its place on a deal's page, and a handler that reads the changed deal.
import { createServer } from 'node:http';
import { serveApp } from './app.js';
import { appFrame, expect, openApp, test as base } from './portal.js';

const changes = ['ADD', 'UPDATE', 'DELETE'];
const objects = ['LEAD', 'DEAL', 'CONTACT', 'COMPANY'];
const events = [
  ...objects.flatMap((object) => changes.map((change) => `ONCRM${object}${change}`)),
  ...changes.map((change) => `ONTASK${change}`),
  'ONUSERADD',
  'ONAPPTEST',
  'ONAPPUPDATE',
  'ONAPPUNINSTALL',
  'ONIMBOTMESSAGEADD',
];

/** All that is done at the installation, in one batch. */
const installation = ({ app, handler }) => ({
  tab: ['placement.bind', { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: `${app}tab`, TITLE: 'Tab' }],
  ...Object.fromEntries(events.map((event) => [event, ['event.bind', { event, handler }]])),
  bot: ['imbot.register', { CODE: 'helper', TYPE: 'B', EVENT_MESSAGE_ADD: handler }],
  settings: ['app.option.set', { options: { bot: 'helper', version: 3 } }],
  own: ['user.option.set', { options: { theme: 'dark' } }],
});

/** The app's handler: reads what has changed back from the portal, by the event's own token. */
async function serveHandler() {
  const read = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    response.end();
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const field = (name) => form.get(name);
    const body = { auth: field('auth[access_token]'), id: field('data[FIELDS][ID]') };
    const answer = await fetch(`${field('auth[client_endpoint]')}crm.deal.get`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { result } = await answer.json();
    read.push({ event: field('event'), token: field('auth[application_token]'), deal: result });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/handler`;
  return { url, read, close: () => server.close() };
}

const test = base.extend({
  /** A place has a handler's address: `localhost` has no dot. */
  app: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
    async ({}, use) => {
      const server = await serveApp('127.0.0.1');
      await use(server.address);
      server.close();
    },
    { scope: 'worker' },
  ],
  // eslint-disable-next-line no-empty-pattern -- the same
  handler: async ({}, use) => {
    const handler = await serveHandler();
    await use(handler);
    handler.close();
  },
});

/** Opens the app in INSTALL and has it install itself; the results of its batch. */
async function install({ page, portal, app, handler }) {
  const frame = await openApp(page, portal, app);
  const results = await frame.evaluate(
    async (calls) => {
      const { callBatch, init, installFinish } = await library;
      await init();
      const results = await callBatch(calls);
      installFinish();
      return Object.entries(results).map(([key, one]) => [key, one.error()?.code ?? one.data()]);
    },
    installation({ app, handler: handler.url }),
  );
  await page.waitForURL(/install_finished=Y/);
  return Object.fromEntries(results);
}

/** The app as a tab of this deal, and the form by which it was opened. */
async function openTab({ page, portal, app }, deal) {
  const opened = page.waitForRequest((request) => request.url().startsWith(`${app}tab`));
  await page.goto(`${portal.at.portal}?placement=CRM_DEAL_DETAIL_TAB&ID=${deal}`);
  const form = new URLSearchParams((await opened).postData());
  return { form, tab: await appFrame(page, `${app}tab`) };
}

test('an app installs itself, opens on a deal and hears of its change', async ({
  page,
  portal,
  app,
  handler,
}) => {
  await portal.switch({ installed: false });
  await portal.control('stubs', { method: 'imbot.register', result: 39 });

  const results = await install({ page, portal, app, handler });
  const bound = Object.fromEntries(events.map((event) => [event, true]));
  expect(results).toEqual({ tab: true, ...bound, bot: 39, settings: true, own: true });
  const batches = (await portal.requests()).filter(({ method }) => method === 'batch');
  expect(batches).toHaveLength(1);
  expect(await portal.handlers()).toHaveLength(20);
  expect((await portal.control('state')).application.installed).toBe(true);

  const deal = await rest(portal, 'crm.deal.add', { fields: { TITLE: 'new', STAGE_ID: 'NEW' } });
  const { form, tab } = await openTab({ page, portal, app }, deal);
  expect(form.get('PLACEMENT')).toBe('CRM_DEAL_DETAIL_TAB');
  expect(JSON.parse(form.get('PLACEMENT_OPTIONS'))).toEqual({ ID: String(deal) });
  const title = 'won in the tab';
  const changed = await tab.evaluate(
    async ([id, title]) => {
      const { callMethod } = await library;
      const options = (await callMethod('app.option.get')).data();
      return [
        options,
        (await callMethod('crm.deal.update', { id, fields: { TITLE: title } })).data(),
      ];
    },
    [deal, title],
  );
  expect(changed).toEqual([{ bot: 'helper', version: '3' }, true]);

  await expect.poll(() => handler.read.map(({ event }) => event)).toContain('ONCRMDEALUPDATE');
  const token = portal.at.applicationToken;
  const { deal: read, ...told } = handler.read.find(({ event }) => event === 'ONCRMDEALUPDATE');
  expect(told).toEqual({ event: 'ONCRMDEALUPDATE', token });
  expect(read).toMatchObject({ ID: String(deal), STAGE_ID: 'NEW', TITLE: title });
});

/** `result` of a call by the administrator. */
async function rest({ at }, method, params) {
  const body = JSON.stringify({ auth: at.accessToken, ...params });
  const headers = { 'Content-Type': 'application/json' };
  return (await (await fetch(at.rest + method, { method: 'POST', headers, body })).json()).result;
}
