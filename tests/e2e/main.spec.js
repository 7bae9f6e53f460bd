// The main job: a handler bound from the frame, its event delivered; unbound, delivered no more.
import { expect, test } from './portal.js';

test.use({ appPath: null });

test('bind in the demo app, create a lead, see it arrive; unbind, and nothing does', async ({
  page,
  portal,
}) => {
  await page.goto(portal.at.portal);
  const demo = page.frameLocator('#frame iframe');
  await demo.getByText('administrator').waitFor();
  const inbox = await page.context().newPage();
  await inbox.goto(portal.url('lead'));

  await demo.getByLabel('Event', { exact: true }).fill('ONCRMLEADADD');
  await demo.getByLabel('Handler URL').fill(portal.url('lead'));
  await demo.getByRole('button', { name: 'Bind', exact: true }).click();
  await expect(demo.locator('#answer')).toContainText('done, HTTP 200');
  await expect(page.locator('#handlers')).toContainText(portal.url('lead'));

  await page.getByRole('button', { name: 'Create a lead' }).click();
  await expect(page.locator('#deliveries')).toContainText('sent, 200');
  await expect(page.locator('#triggered')).toHaveText('Lead 1 created. ONCRMLEADADD: 1 sent.');
  const [arrived] = await portal.arrived('lead');
  expect(arrived.contentType).toBe('application/x-www-form-urlencoded');
  expect(arrived.fields).toMatchObject({
    event: 'ONCRMLEADADD',
    data: { FIELDS: { ID: '1' } },
    auth: { application_token: portal.at.applicationToken, member_id: portal.at.memberId },
  });
  await expect(inbox.locator('#arrived')).toContainText('ONCRMLEADADD');
  await expect(inbox.locator('#arrived')).toContainText(portal.at.applicationToken);

  await demo.getByRole('button', { name: 'Unbind' }).click();
  await expect(demo.locator('#answer')).toContainText('"count": 1');
  await page.getByRole('button', { name: 'Create a lead' }).click();
  await expect(page.locator('#triggered')).toHaveText(
    'Lead 2 created. ONCRMLEADADD: no handler is bound to it.',
  );
  await expect(page.locator('#handlers-empty')).toBeVisible();
  expect(await portal.control('deliveries')).toHaveLength(1);
  expect(await portal.arrived('lead')).toHaveLength(1);
});
