// The demo app's pages, as a person uses them.
import { asAdmin } from './node.js';
import { expect, test } from './portal.js';

test.use({ appPath: null });

/** The installer's page of the demo, with one handler wanted. */
async function openInstaller(page, portal) {
  await page.goto(portal.at.portal);
  const demo = page.frameLocator('#frame iframe');
  await demo.getByRole('tab', { name: 'Installer' }).click();
  const wanted = [{ event: 'ONCRMLEADADD', handler: portal.url('wanted') }];
  await demo.getByLabel('Wanted handlers').fill(JSON.stringify(wanted));
  return demo;
}

/** Each step on the page as `[word, event, target]`, in any order. */
const steps = async (demo) => {
  const rows = await demo.locator('#steps-table tbody tr').all();
  const texts = (row) => row.locator('.chip, code').allTextContents();
  const all = await Promise.all(rows.map(texts));
  return all.map(([word, event, target]) => [word, event, target]).sort();
};

const bound = async (portal) => (await portal.handlers()).map(({ handler }) => handler).sort();

const elsewhere = 'https://elsewhere.example.com/h';

test.beforeEach(async ({ portal }) => {
  const client = await asAdmin(portal);
  await client.bind({ event: 'ONCRMDEALUPDATE', handler: portal.url('stale') });
  await client.bind({ event: 'ONCRMDEALUPDATE', handler: elsewhere });
});

test('a stale handler is shown as one to remove, and goes when the plan is applied', async ({
  page,
  portal,
}) => {
  const demo = await openInstaller(page, portal);
  await demo.getByLabel('What may be removed').selectOption('handlers under an address');
  await expect(demo.getByLabel('Under this address')).toHaveValue(portal.at.inbox);
  await demo.getByRole('button', { name: 'Plan' }).click();
  await expect(demo.locator('#installer-state')).toHaveText('1 to add, 1 to remove, 0 to keep.');
  expect(await steps(demo)).toEqual([
    ['add', 'ONCRMLEADADD', portal.url('wanted')],
    ['remove', 'ONCRMDEALUPDATE', portal.url('stale')],
  ]);
  expect(await bound(portal), 'a plan changes nothing').toEqual(
    [elsewhere, portal.url('stale')].sort(),
  );

  await demo.getByRole('button', { name: 'Apply' }).click();
  await expect(demo.locator('#installer-state')).toContainText('Done.');
  expect(await steps(demo)).toEqual([
    ['added', 'ONCRMLEADADD', portal.url('wanted')],
    ['removed', 'ONCRMDEALUPDATE', portal.url('stale')],
  ]);
  expect(await bound(portal)).toEqual([elsewhere, portal.url('wanted')].sort());
  const table = page.locator('#handlers');
  await expect(table).toContainText(portal.url('wanted'));
  await expect(table).not.toContainText(portal.url('stale'));
});

test('every handler that is not wanted, if that is chosen', async ({ page, portal }) => {
  const demo = await openInstaller(page, portal);
  await demo.getByLabel('What may be removed').selectOption('all');
  await expect(demo.getByLabel('Under this address')).toBeHidden();
  await demo.getByRole('button', { name: 'Plan' }).click();
  await expect(demo.locator('#installer-state')).toHaveText('1 to add, 2 to remove, 0 to keep.');
  await demo.getByRole('button', { name: 'Apply' }).click();
  await expect(demo.locator('#installer-state')).toContainText('Done.');
  expect(await bound(portal)).toEqual([portal.url('wanted')]);
});

test('a plan does not outlive a change of what may be removed', async ({ page, portal }) => {
  const demo = await openInstaller(page, portal);
  const apply = demo.getByRole('button', { name: 'Apply' });
  await demo.getByRole('button', { name: 'Plan' }).click();
  await expect(demo.locator('#installer-state')).toHaveText('1 to add, 0 to remove, 0 to keep.');
  await expect(apply).toBeEnabled();
  await demo.getByLabel('What may be removed').selectOption('all');
  await expect(apply).toBeDisabled();
  await expect(demo.locator('#steps')).toBeHidden();
});

test('outside a frame it says where it belongs, and offers nothing', async ({ page, portal }) => {
  await page.goto(portal.at.app);
  await expect(page.getByRole('alert')).toContainText('Open the portal’s page');
  await expect(page.getByRole('tab')).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
});

test('a call that was never sent is told from one that was refused and one without an answer', async ({
  page,
  portal,
}) => {
  await page.goto(portal.at.portal);
  const demo = page.frameLocator('#frame iframe');
  await demo.getByText('administrator').waitFor();
  const bind = async (event) => {
    const field = demo.getByLabel('Event', { exact: true });
    // as JSON: on the way to the browser half a character would become a whole one
    await field.evaluate((input, json) => (input.value = JSON.parse(json)), event);
    await demo.getByRole('button', { name: 'Bind', exact: true }).click();
  };
  const chip = demo.locator('#answer .chip');
  await portal.forget();
  await bind('"\\ud800"'); // half a character
  await expect(chip).toHaveText('not sent');
  await expect(chip).toHaveClass('chip warn');
  await expect(demo.locator('#answer')).toContainText('INVALID_ARGUMENT');
  expect(await portal.requests('event.bind')).toEqual([]);
  await bind('"ONNOTHING"');
  await expect(chip).toHaveText('refused, HTTP 400');
  await portal.fault({ fault: 'body', body: '5', status: 400, times: null });
  await demo.getByRole('button', { name: 'Unbind' }).click();
  await expect(chip).toHaveText('no usable answer, HTTP 400', { timeout: 20_000 });
});

test('repeats are shown as they happen, and go with the next action', async ({ page, portal }) => {
  await page.goto(portal.at.portal);
  const demo = page.frameLocator('#frame iframe');
  await demo.getByText('administrator').waitFor();
  await portal.fault({ fault: 'QUERY_LIMIT_EXCEEDED' }, { fault: 'delay', ms: 1500 });
  await demo.getByRole('button', { name: 'Bind', exact: true }).click();
  const retries = demo.locator('#retries li');
  await expect(retries).toHaveText(
    /^event.bind, attempt 1: QUERY_LIMIT_EXCEEDED. Again in 0.\d s.$/,
  );
  await expect(demo.locator('#answer')).toHaveText('Waiting for the portal');
  await expect(demo.locator('#answer')).toContainText('done, HTTP 200');
  await expect(retries).toHaveCount(1);

  await demo.getByRole('tab', { name: 'Installer' }).click();
  await portal.fault({ fault: 'expired_token' });
  await demo.getByRole('button', { name: 'Plan' }).click();
  await expect(demo.locator('#installer-state')).toContainText('to add');
  await expect(retries).toHaveText(/, attempt 1: expired_token. Again at once.$/);
  await demo.getByRole('button', { name: 'Plan' }).click();
  await expect(retries).toHaveCount(0);
});

test.describe('the offline view', () => {
  const open = async (page, portal) => {
    await page.goto(portal.at.portal);
    const demo = page.frameLocator('#frame iframe');
    await demo.getByRole('tab', { name: 'Offline' }).click();
    return demo;
  };

  test('reads before it says that nothing waits', async ({ page, portal }) => {
    await portal.fault({ fault: 'delay', ms: 1500, match: { method: 'event.offline.list' } });
    const demo = await open(page, portal);
    await expect(demo.locator('#queue-none')).toHaveText('Reading the queue');
    await expect(demo.locator('#queue-none')).toHaveText('Nothing waits.');
  });

  test('shows what waits when it is opened', async ({ page, portal }) => {
    const client = await asAdmin(portal);
    await client.bind({ event: 'ONCRMLEADADD', eventType: 'offline' });
    await portal.control('lead', {});
    const demo = await open(page, portal);
    await expect(demo.locator('#queue')).toContainText('ONCRMLEADADD');
    await expect(demo.locator('#queue-none')).toBeHidden();
  });

  test('does not claim to know what it could not read', async ({ page, portal }) => {
    await portal.fault({ fault: 'ACCESS_DENIED', match: { method: 'event.offline.list' } });
    const demo = await open(page, portal);
    await expect(demo.locator('#offline-state')).toContainText('refused, HTTP 403 ACCESS_DENIED');
    await expect(demo.locator('#queue-none')).toHaveText('Not known: the last request failed.');
    await demo.getByRole('button', { name: 'Read the queue' }).click();
    await expect(demo.locator('#queue-none')).toHaveText('Nothing waits.');
    await expect(demo.locator('#offline-state')).toBeHidden();
  });
});
