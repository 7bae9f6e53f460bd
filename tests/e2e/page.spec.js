// The portal's own page: what it says is what happened, and the newest of it is in sight.
import { createServer } from 'node:http';
import { listen } from './listen.js';
import { asAdmin } from './node.js';
import { expect, start, test } from './portal.js';

test.use({ appPath: null, viewport: { width: 1280, height: 800 } });

const closed = 'http://127.0.0.1:9/h';

/** The page, with these handlers bound: `[event, URL]`, without a URL offline. */
async function openPage(page, portal, ...handlers) {
  const client = await asAdmin(portal);
  for (const [event, handler] of handlers) {
    await client.bind(handler ? { event, handler } : { event, eventType: 'offline' });
  }
  await page.goto(portal.at.portal);
  await expect(page.locator('#handlers tbody tr')).toHaveCount(handlers.length);
}

async function send(page, event) {
  await page.getByLabel('Event', { exact: true }).fill(event);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** What the page says of the last trigger: its sentence, the reasons below, its colour. */
async function expectOutcome(page, text, reasons, tone) {
  const said = page.locator('#triggered');
  await expect(said).toHaveText(new RegExp(`^${text.replaceAll('.', '\\.')}`));
  await expect(said.locator('li')).toHaveText(reasons);
  await expect(said).toHaveClass(`notice ${tone}`);
}

test('the newest delivery and the newest handler are in sight, with 200 handlers', async ({
  page,
  portal,
}) => {
  const client = await asAdmin(portal);
  const lead = (n) => ({ event: 'ONCRMLEADADD', handler: portal.url(`h${n}`) });
  await client.sync(Array.from({ length: 200 }, (_, n) => lead(n)));
  await client.bind({ event: 'ONCRMCONTACTADD', handler: portal.url('last') });
  await page.goto(portal.at.portal);
  await page.getByRole('button', { name: 'Create a lead' }).click();
  await expectOutcome(page, 'Lead 1 created. ONCRMLEADADD: 200 sent.', [], 'good');
  await send(page, 'oncrmcontactadd');
  await expectOutcome(page, 'ONCRMCONTACTADD: 1 sent.', [], 'good');
  await expect(page.locator('#deliveries-count')).toHaveText('newest 200 of 201');
  for (const row of ['#deliveries > li', '#handlers tbody tr']) {
    const first = page.locator(row).first();
    await expect(first).toContainText(portal.url('last'));
    await expect(first).toBeInViewport({ ratio: 1 });
  }
});

test.describe('after a trigger', () => {
  test('what was sent and what failed, with the reason', async ({ page, portal }) => {
    await openPage(page, portal, ['ONCRMLEADADD', portal.url('a')], ['ONCRMLEADADD', closed]);
    await page.getByRole('button', { name: 'Create a lead' }).click();
    const refused = `${closed}: Connection refused (os error 111)`;
    await expectOutcome(page, 'Lead 1 created. ONCRMLEADADD: 1 sent, 1 failed.', [refused], 'bad');
  });

  test('a handler that answers with an error', async ({ page, portal }) => {
    const server = await listen(createServer((_, response) => response.writeHead(500).end()));
    const handler = `${server.address}h`;
    await openPage(page, portal, ['ONCRMLEADADD', handler]);
    await send(page, 'ONCRMLEADADD');
    await expectOutcome(page, 'ONCRMLEADADD: 1 sent.', [`${handler}: answered 500`], 'warn');
    server.close();
  });

  test('one reason of several handlers is said once', async ({ page, portal }) => {
    const other = 'http://127.0.0.1:9/other';
    await openPage(page, portal, ['ONCRMLEADADD', closed], ['ONCRMLEADADD', other]);
    await send(page, 'ONCRMLEADADD');
    const refused = '2 handlers: Connection refused (os error 111)';
    await expectOutcome(page, 'ONCRMLEADADD: 2 failed.', [refused], 'bad');
  });

  test('nobody hears of it: amber', async ({ page, portal }) => {
    await openPage(page, portal);
    await send(page, 'ONCRMLEADADD');
    await expectOutcome(page, 'ONCRMLEADADD: no handler is bound to it.', [], 'warn');
  });

  test('a code that Bitrix24 does not have: red, with the nearest', async ({ page, portal }) => {
    await openPage(page, portal);
    await send(page, 'ONCRMLEEDADD');
    const text =
      'BAD_REQUEST: there is no event ONCRMLEEDADD in the catalogue; the nearest: ONCRMLEADADD';
    await expectOutcome(page, text, [], 'bad');
  });

  test('the app is not installed: amber', async ({ page, portal }) => {
    await portal.switch({ installed: false });
    await openPage(page, portal, ['ONCRMLEADADD', portal.url('a')], ['ONCRMDEALADD']);
    await expect(page.locator('#installed')).toHaveText('app not installed');
    const why = 'the installation is not finished';
    await send(page, 'ONCRMLEADADD');
    await expectOutcome(page, 'ONCRMLEADADD: 1 not sent.', [`${portal.url('a')}: ${why}`], 'warn');
    await send(page, 'ONCRMDEALADD');
    await expectOutcome(page, `ONCRMDEALADD: nothing sent or queued: ${why}.`, [], 'warn');
  });

  test('what waits in an offline queue', async ({ page, portal }) => {
    const url = portal.url('a');
    await openPage(page, portal, ['ONCRMLEADADD'], ['ONCRMLEADADD', url], ['ONOFFLINEEVENT', url]);
    await send(page, 'ONCRMLEADADD');
    const text = 'ONCRMLEADADD: 1 sent, 1 queued offline. ONOFFLINEEVENT: 1 sent.';
    await expectOutcome(page, text, [], 'good');
  });

  test('deliveries of another event are not counted', async ({ page, portal }) => {
    await openPage(page, portal, ['ONCRMLEADADD', portal.url('a')]);
    await send(page, 'ONCRMLEADADD');
    await expectOutcome(page, 'ONCRMLEADADD: 1 sent.', [], 'good');
    await portal.control('fire', { event: 'ONCRMLEADADD' });
    await expect(page.locator('#deliveries-count')).toHaveText('2 deliveries');
    await expectOutcome(page, 'ONCRMLEADADD: 1 sent.', [], 'good');
  });
});

const emptyPlaces = {
  Events: ['#deliveries-empty', '#handlers-empty'],
  Requests: ['#requests-none'],
  Faults: ['#fault-none'],
};

test('nothing is called empty before it was read', async ({ page, portal }) => {
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route('**/control/handlers', (route) => held.then(() => route.continue()));
  await page.goto(portal.at.portal);
  const look = async (expectPlace) => {
    for (const [tab, places] of Object.entries(emptyPlaces)) {
      await page.getByRole('tab', { name: tab }).click();
      for (const place of places) await expectPlace(expect(page.locator(place)));
    }
  };
  await look((place) => place.toBeHidden());
  answer();
  await look((place) => place.toBeVisible());
});

test('of many requests it says how many are shown', async ({ page, portal }) => {
  await portal.switch({ bucket: null });
  const call = () => fetch(`${portal.at.webhook}server.time`);
  for (let n = 0; n < 40; n++) await Promise.all(Array.from({ length: 50 }, call));
  await page.goto(`${portal.at.portal}#requests`);
  await expect(page.locator('#requests-count')).toHaveText('newest 200 of 2,000');
  await expect(page.locator('#requests-list > li')).toHaveCount(200);
  await call();
  await expect(page.locator('#requests-count')).toHaveText('newest 200 of 2,001');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.locator('#requests-count')).toHaveText('0 requests');
});

test('when the portal is gone it says so, and reloads when it is back', async ({
  page,
  portal,
}) => {
  await openPage(page, portal, ['ONCRMLEADADD', portal.url('a')]);
  // else the frame, which is still being opened, says so too
  await page.frameLocator('#frame iframe').locator('html').waitFor();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await portal.end();
  await expect(page.getByRole('alert')).toContainText('The portal does not answer.');
  await page.getByRole('button', { name: 'Create a lead' }).click();
  await expect(page.locator('#triggered')).toHaveText('the portal does not answer');
  await page.getByRole('button', { name: 'Reload app' }).click();
  await expect(page.locator('#frame-note')).toHaveText('the portal does not answer');
  await expect(page.getByText('Failed to fetch')).toHaveCount(0);

  const again = await start([], Number(new URL(portal.at.portal).port));
  await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 15_000 });
  await page.frameLocator('#frame iframe').getByText('administrator').waitFor();
  await expect(page.locator('#handlers-empty')).toBeVisible();
  await again.portal.end();
});

test('an inbox says it too', async ({ page, portal }) => {
  await page.goto(portal.url('mine'));
  await expect(page.locator('#arrived-none')).toBeVisible();
  await portal.end();
  await expect(page.getByRole('alert')).toContainText('The portal does not answer.');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.locator('#done')).toHaveText('the portal does not answer');
});

test('a tab or a button under the pointer does not look like another kind', async ({
  page,
  portal,
}) => {
  await page.goto(portal.at.portal);
  const style = (locator, name) =>
    locator.evaluate((node, name) => getComputedStyle(node)[name], name);
  const marked = await style(page.getByRole('tab', { name: 'Events' }), 'borderBottomColor');
  const other = page.getByRole('tab', { name: 'Portal settings' });
  await other.hover();
  expect(await style(other, 'borderBottomColor')).not.toBe(marked);

  await page.getByRole('tab', { name: 'App', exact: true }).click();
  const red = page.getByRole('button', { name: 'Uninstall' });
  const look = () => Promise.all(['color', 'borderTopColor'].map((name) => style(red, name)));
  const before = await look();
  await red.hover();
  expect(await look()).toEqual(before);
});

test('users are called what the settings make of them', async ({ page, portal }) => {
  await page.goto(portal.at.portal);
  const users = page.getByLabel('Open as').locator('option');
  await expect(users).toHaveText(['User 1 (admin)', 'User 2 (not admin)', 'User 15 (not admin)']);
  await portal.switch({ admins: [2] });
  await expect(users).toHaveText(['User 1 (not admin)', 'User 2 (admin)', 'User 15 (not admin)']);
});
