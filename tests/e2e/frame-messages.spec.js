// The page's tab “Frame”: each message of the frame, and its answer or why there is none.
import { expect, test } from './portal.js';

const rows = (page) => page.locator('#messages-list > li');

/** Posts a text to the portal's page; `SID` is the frame's own. */
const post = (frame, text) =>
  frame.evaluate((text) => {
    const sid = window.name.split('|')[2];
    window.parent.postMessage(text.replace('SID', sid), '*');
  }, text);

/** The frame of the app, and the tab opened. */
async function openTab(page, portal, app) {
  await page.goto(`${portal.at.portal}#messages`);
  const find = () => page.frames().find((frame) => frame.url().startsWith(app));
  await expect.poll(() => Boolean(find())).toBe(true);
  await find().waitForFunction(() => 'library' in window);
  return find();
}

/** A row, newest first, with what is in it. */
async function open(page, index) {
  await rows(page).nth(index).locator('summary').click();
  return rows(page).nth(index).locator('.more');
}

test('a command stands with its parameters, its answer and no token', async ({
  app,
  page,
  portal,
}) => {
  const frame = await openTab(page, portal, app);
  await expect(page.locator('#messages-none')).toBeVisible();
  await post(frame, 'refreshAuth:{"a":"b"}:cb:SID');
  await expect(rows(page)).toHaveCount(2);
  await expect(page.locator('#messages-count')).toHaveText('2 messages');
  await expect(rows(page).nth(1)).toContainText(/asked\s*refreshAuth\s*app$/);
  await expect(rows(page).nth(0)).toContainText(/answered\s*refreshAuth\s*app$/);
  await expect(await open(page, 1)).toContainText(/Parameters.*a.*b/);
  await expect(await open(page, 0)).toContainText(/Answer.*AUTH_ID.*\*\*\*/);
});

test('what gets no answer says why', async ({ app, page, portal }) => {
  const frame = await openTab(page, portal, app);
  await post(frame, 'noSuchCommand:{}:cb:SID');
  await post(frame, 'setTitle:{}:cb:0123');
  await post(frame, 'placementBindEvent:{"event":"x"}:cb:SID');
  await post(frame, 'imCallTo:{}:cb:SID');
  await expect(rows(page)).toHaveCount(5);
  const expected = [
    /no answer\s*imCallTo\s*app, a live portal opens its messenger/,
    /asked\s*imCallTo/,
    /denied\s*placementBindEvent\s*app, in this placement/,
    /ignored\s*setTitle\s*app, another application's sid/,
    /ignored\s*noSuchCommand\s*app, no such command/,
  ];
  for (const [index, text] of expected.entries()) {
    await expect(rows(page).nth(index)).toContainText(text);
  }
});

test('a page that is loaded later has them, until they are cleared', async ({
  app,
  page,
  portal,
}) => {
  const frame = await openTab(page, portal, app);
  await post(frame, 'setScroll:{"scroll":0}:cb:SID');
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(rows(page)).toHaveCount(0);
  expect(await portal.control('frame-messages')).toEqual([]);
});
