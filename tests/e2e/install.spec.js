// Installers in the portal's page: what the frame shows before and after `installFinish`.
import { initData, shown } from './frame-page.js';
import { expect, start, test as base } from './portal.js';

const test = base.extend({
  /** A portal with an app that has an installer. */
  portal: async ({ app }, use) => {
    const { portal } = await start(['--app', `${app}own`, '--install-url', `${app}installer`]);
    await use(portal);
    await portal.end();
  },
});

const codes = [
  ...['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'QUOTE', 'ACTIVITY'].flatMap((object) =>
    ['ADD', 'UPDATE', 'DELETE'].map((change) => `ONCRM${object}${change}`),
  ),
  'ONAPPUPDATE',
  'ONAPPUNINSTALL',
];

/** In the installer's frame: one batch of all that installers register, then the end. */
async function install({ codes, handler, tab }) {
  const { callBatch, init, installFinish } = await library;
  await init();
  const events = codes.map((event) => [event, ['event.bind', { event, handler }]]);
  const results = await new Promise((resolve) => {
    callBatch(
      {
        tab: [
          'placement.bind',
          { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: tab, TITLE: 'Deal insights' },
        ],
        ...Object.fromEntries(events),
        bot: ['imbot.register', { CODE: 'helper', EVENT_HANDLER: handler }],
        options: ['app.option.set', { options: { version: 1 } }],
      },
      resolve,
    );
  });
  installFinish();
  return Object.entries(results).map(([key, result]) => [key, result.data()]);
}

test('the installer finishes, and the frame shows the app', async ({ app, page, portal }) => {
  const posted = page.waitForRequest((sent) => sent.url().startsWith(`${app}installer`));
  await page.goto(portal.at.portal);
  const fields = new URLSearchParams((await posted).postData());
  expect((await posted).method()).toBe('POST');
  expect(fields.get('PLACEMENT')).toBe('DEFAULT');
  expect(fields.get('AUTH_ID')).toMatch(/^\w{70}$/);
  await expect(page.locator('#installed')).toHaveText('app not installed');

  const installer = await shown(page, `${app}installer`);
  await installer.evaluate(async () => {
    const { init, installFinish } = await library;
    await init();
    installFinish();
  });
  await shown(page, `${app}own`);
  await expect(page.locator('#installed')).toHaveText('app installed');
  expect(page.url()).toContain('install_finished=Y');
});

test('nobody but an administrator sees it', async ({ page, portal }) => {
  await page.goto(`${portal.at.portal}?user=2`);
  await expect(page.locator('#frame-note')).toContainText('NOT_INSTALLED: an administrator has to');
  await expect(page.locator('#frame iframe')).toHaveCount(0);
});

test('after an uninstall it is shown again', async ({ app, page, portal }) => {
  await portal.control('application', { action: 'install' });
  await page.goto(`${portal.at.portal}#application`);
  await shown(page, `${app}own`);
  await page.getByRole('button', { name: 'Uninstall' }).click();
  await expect(page.locator('#installed')).toHaveText('app not installed');
  await page.getByRole('button', { name: 'Reload app' }).click();
  await shown(page, `${app}installer`);
});

test('an installer of the field’s kind, from the frame to the first event', async ({
  app,
  page,
  portal,
}) => {
  await portal.control('stubs', { method: 'imbot.register', result: 39 });
  await page.goto(portal.at.portal);
  const installer = await shown(page, `${app}installer`);
  const tab = `${app}tab`.replace('localhost', '127.0.0.1');
  const handler = portal.url('events');
  const results = await installer.evaluate(install, { codes, handler, tab });
  expect(results).toEqual([
    ['tab', true],
    ...codes.map((code) => [code, true]),
    ['bot', 39],
    ['options', true],
  ]);

  await shown(page, `${app}own`);
  await page.getByLabel('Placement options').fill('ID=1');
  await page
    .getByLabel('Placement', { exact: true })
    .selectOption('CRM_DEAL_DETAIL_TAB: Deal insights');
  const { PLACEMENT, PLACEMENT_OPTIONS, APP_OPTIONS } = await initData(await shown(page, tab));
  expect(PLACEMENT).toBe('CRM_DEAL_DETAIL_TAB');
  expect(PLACEMENT_OPTIONS).toEqual({ ID: '1' });
  expect(APP_OPTIONS).toEqual({ version: '1' });

  await page.getByRole('button', { name: 'Update a deal' }).click();
  const [{ fields }] = await portal.arrived('events');
  expect(fields.event).toBe('ONCRMDEALUPDATE');
  expect(fields.auth.application_token).toBe(portal.at.applicationToken);
  const query = new URLSearchParams({
    auth: fields.auth.access_token,
    id: fields.data.FIELDS.ID,
  });
  const answer = await (await fetch(`${fields.auth.client_endpoint}crm.deal.get?${query}`)).json();
  expect(answer.result.ID).toBe(fields.data.FIELDS.ID);
});
