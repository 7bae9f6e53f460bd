// Installers in the portal's page: what the frame shows before and after `installFinish`.
import { shown } from './frame-page.js';
import { expect, start, test as base } from './portal.js';

const test = base.extend({
  /** A portal with an app that has an installer. */
  portal: async ({ app }, use) => {
    const { portal } = await start(['--app', `${app}own`, '--install-url', `${app}installer`]);
    await use(portal);
    await portal.end();
  },
});

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
