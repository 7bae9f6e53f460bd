// Several apps and users in the portal's page, and placements opened from it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initData, shown } from './frame-page.js';
import { expect, start, test as base } from './portal.js';

const config = (app) => `
[[apps]]
name = "shop"
title = "The shop"
url = "${app}shop"

[[apps]]
name = "till"
url = "${app}till"
install-url = "${app}installer"

[[apps]]
name = "robot"
api-only = true
install-url = "http://127.0.0.1:9/install"

[[users]]
id = 3
name = "Third"
admin = true

[[users]]
id = 4
name = "Fourth"
`;

const test = base.extend({
  portal: async ({ app }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'bx24-'));
    const file = join(folder, 'bx24-portal.toml');
    await writeFile(file, config(app));
    const { portal } = await start(['--config', file]);
    await use(portal);
    await portal.end();
    await rm(folder, { recursive: true });
  },
  viewport: { width: 1280, height: 800 },
});

const bind = (portal, params, application = 0) =>
  fetch(`${portal.at.rest}placement.bind`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...params, auth: portal.at.applications[application].accessToken }),
  });

const apps = (page) => page.getByRole('combobox', { name: 'App', exact: true });
const users = (page) => page.getByLabel('Open as');
const placement = (page) => page.getByLabel('Placement', { exact: true });
const options = (page) => page.getByLabel('Placement options');

test('each app has its own frame and installation', async ({ app, page, portal }) => {
  await page.goto(`${portal.at.portal}#application`);
  const first = await shown(page, `${app}shop`);
  await expect(apps(page).locator('option')).toHaveText(['The shop', 'till', 'robot']);
  await expect(users(page).locator('option')).toHaveText(['User 3 (admin)', 'User 4 (not admin)']);
  await expect(page.locator('#installed')).toHaveText('app installed');
  const token = (await initData(first)).AUTH_ID;

  await apps(page).selectOption('till');
  const installer = await shown(page, `${app}installer`);
  expect(new URL(page.url()).search).toBe('?application=till&user=3');
  await expect(page.locator('#installed')).toHaveText('app not installed');
  const facts = page.locator('#application-facts dd');
  const addresses = ['till', 'installer'].map((path) => app + path);
  await expect
    .poll(async () => (await facts.allTextContents()).slice(0, 3))
    .toEqual(['till', ...addresses]);
  const data = await initData(installer);
  expect(data.INSTALL).toBe(true);
  expect(data.AUTH_ID).not.toBe(token);

  await page.getByRole('button', { name: 'Finish installation' }).click();
  await expect(page.locator('#installed')).toHaveText('app installed');
  await users(page).selectOption('4');
  expect((await initData(await shown(page, `${app}till`))).IS_ADMIN).toBe(false);
  const state = await portal.control('state');
  expect(state.applications.map(({ installed }) => installed)).toEqual([true, true, true]);
});

test('a setting of an app is set for the app that is open', async ({ app, page, portal }) => {
  await page.goto(`${portal.at.portal}?application=till#switches`);
  await shown(page, `${app}installer`);
  await page.getByLabel('Version').fill('7');
  await page.getByLabel('Version').press('Enter');
  await expect(page.locator('#switches-state')).toHaveText('version is set.');
  expect((await portal.control('switches')).version).toBe(1);
  expect((await portal.control('switches?application=till')).version).toBe(7);
  await page.getByLabel('Lifetime of an access token').fill('60');
  await page.getByLabel('Lifetime of an access token').press('Enter');
  await expect.poll(async () => (await portal.control('switches')).tokenLifetime).toBe(60);
});

test('an app without a page says so, one that does not exist too', async ({ page, portal }) => {
  await page.goto(`${portal.at.portal}?application=robot`);
  const note = page.locator('#frame-note');
  await expect(note).toContainText('the application robot has no page');
  const facts = page.locator('#application-facts dd');
  await expect(facts.nth(1)).toHaveText('none');
  await expect(facts.nth(2)).toHaveText('http://127.0.0.1:9/install');
  await expect(page.locator('#frame iframe')).toHaveCount(0);
  await page.goto(`${portal.at.portal}?application=shoop`);
  await expect(note).toContainText('there is no application shoop; the nearest: shop');
});

test('a placement is picked, given options and opened', async ({ app, page, portal }) => {
  await page.goto(portal.at.portal);
  await shown(page, `${app}shop`);
  await expect(placement(page).locator('option')).toHaveText(['DEFAULT: the app’s page']);
  const handler = (app + 'tab').replace('localhost', '127.0.0.1');
  const code = 'CRM_DEAL_DETAIL_TAB';
  await bind(portal, { PLACEMENT: code, HANDLER: handler, TITLE: 'A tab' });
  await bind(portal, { PLACEMENT: code, HANDLER: `${handler}/2`, TITLE: 'Another' });
  await bind(portal, { PLACEMENT: 'CALL_CARD', HANDLER: handler }, 1);
  const all = ['DEFAULT: the app’s page', `${code}: A tab`, `${code}: Another`];
  await expect(placement(page).locator('option')).toHaveText(all);

  const opened = page.waitForRequest((sent) => sent.url().includes('/tab/2'));
  await placement(page).selectOption(`${code}: Another`);
  const fields = new URLSearchParams((await opened).postData());
  expect(fields.get('PLACEMENT')).toBe(code);
  await options(page).fill('ID=5&a[b]=c d');
  const again = page.waitForRequest((sent) => sent.url().includes('/tab/2'));
  await options(page).press('Enter');
  const given = new URLSearchParams((await again).postData()).get('PLACEMENT_OPTIONS');
  expect(JSON.parse(given)).toEqual({ ID: '5', a: { b: 'c d' } });
  const address = new URL(page.url()).searchParams;
  expect(address.get('placement')).toBe(code);
  await page.reload();
  await expect(placement(page).locator('option:checked')).toHaveText(`${code}: Another`);
  await expect(options(page)).toHaveValue('ID=5&a%5Bb%5D=c+d');

  await apps(page).selectOption('till');
  await expect(placement(page)).toHaveValue('DEFAULT');
  await expect(options(page)).toHaveValue('');
});

test('for DEFAULT the options are the page’s own query', async ({ app, page, portal }) => {
  await page.goto(`${portal.at.portal}?user=3&x=1&y[]=2`);
  const frame = await shown(page, `${app}shop`);
  const { PLACEMENT, PLACEMENT_OPTIONS } = await initData(frame);
  expect(PLACEMENT).toBe('DEFAULT');
  expect(PLACEMENT_OPTIONS).toEqual({ x: '1', y: ['2'] });
});
