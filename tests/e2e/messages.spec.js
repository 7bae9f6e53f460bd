// What the portal's page hears and must not follow (contract §8.2): its app's frame is answered,
// nobody else is.
import { expect, test } from './portal.js';

/** Every command that tells or changes something, asked with this sid; answers begin with `no:`. */
const questions = (sid) => [
  `getInitData::no:${sid}`,
  `refreshAuth:{}:no:${sid}`,
  `setInstall:{"install":true}:no:${sid}`,
  `setInstallFinish:{}:no:${sid}`,
  `setAppOption:{"name":"a","value":"b"}:no:${sid}`,
  `setUserOption:{"name":"a","value":"b"}:no:${sid}`,
  `setTitle:{"title":"changed"}:no:${sid}`,
  `resizeWindow:{"width":50,"height":50}:no:${sid}`,
  `reloadWindow:{}:no:${sid}`,
  { method: 'setTitle', params: { title: 'changed' }, callback: 'no', appSid: sid },
];

const junk = (sid) => [
  '',
  ':::',
  sid,
  `getInitData:${sid}`,
  `unknown::no:${sid}`,
  `constructor::no:${sid}`,
  `setTitle:{:no:${sid}`,
  `setTitle:{"title":"changed"}:no:${sid}:`,
  ...[null, undefined, 5, true, [], ['setTitle'], {}],
  { method: 'toString', callback: 'no', appSid: sid },
  { method: 'setTitle', params: { title: 'changed' }, callback: 'no' },
];

/** An iframe more in the portal's page. */
async function beside(page, attributes) {
  const place = await page.evaluateHandle(
    (attributes) =>
      new Promise((resolve) => {
        const frame = Object.assign(document.createElement('iframe'), attributes);
        frame.onload = () => resolve(frame);
        document.body.append(frame);
      }),
    attributes,
  );
  return place.contentFrame();
}

const sidOf = (frame) => frame.evaluate(() => window.name.split('|')[2]);

const keepAnswers = (frame) =>
  frame.evaluate(() => {
    window.answers = [];
    window.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && /^(no|yes):/.test(data)) window.answers.push(data);
    });
  });

/** What the page asked of the portal for a frame, from now on. */
function watchCommands(page) {
  const asked = [];
  page.on('request', (request) => {
    const [, command] = request.url().split('/control/frame/');
    if (command) asked.push(command);
  });
  return asked;
}

/** Posts these to the portal's page and waits until it has got them. */
async function post(page, from, messages) {
  await page.evaluate(() => {
    window.heard = 0;
    window.onmessage = () => (window.heard += 1);
  });
  const send = (messages) => messages.forEach((message) => window.parent.postMessage(message, '*'));
  await from.evaluate(send, messages);
  await expect.poll(() => page.evaluate(() => window.heard)).toBe(messages.length);
}

/** `messages` have no effect; what the app's frame asks after them has its own. */
async function expectIgnored({ page, frame, from, messages }) {
  const asked = watchCommands(page);
  for (const window of new Set([frame, from])) await keepAnswers(window);
  const look = () =>
    page.evaluate(() => [document.title, document.querySelector('iframe').style.cssText]);
  const before = await look();
  await post(page, from, messages);
  await post(page, frame, [`refreshAuth:{}:yes:${await sidOf(frame)}`]);
  await expect.poll(() => frame.evaluate(() => window.answers.length)).toBe(1);
  expect(await frame.evaluate(() => window.answers[0].slice(0, 13))).toBe('yes:{"AUTH_ID');
  expect(asked).toEqual(['refreshAuth']);
  expect(await look()).toEqual(before);
  if (from !== frame) expect(await from.evaluate(() => window.answers)).toEqual([]);
}

const windows = {
  'a page of another origin': ({ page, portal }) => {
    const { port } = new URL(portal.at.portal);
    return beside(page, { src: `http://localhost:${port}/shared/base.css` });
  },
  'a page without an origin': ({ page }) => beside(page, { sandbox: 'allow-scripts', srcdoc: '' }),
  'the portal’s own page': ({ page }) => page.mainFrame(),
};

for (const [what, open] of Object.entries(windows)) {
  test(`${what} that knows the sid is ignored`, async ({ frame, page, portal }) => {
    const from = await open({ page, portal });
    await expectIgnored({ page, frame, from, messages: questions(await sidOf(frame)) });
  });
}

test('a window of the app’s origin with another sid is ignored', async ({ app, frame, page }) => {
  const from = await beside(page, { src: app });
  await expectIgnored({ page, frame, from, messages: questions('0'.repeat(32)) });
});

test('the sid of an earlier opening is ignored', async ({ app, frame, page }) => {
  const messages = questions(await sidOf(frame));
  await page.getByRole('button', { name: 'Reload app' }).click();
  const now = () => page.frames().find((one) => one !== frame && one.url().startsWith(app));
  await expect.poll(() => Boolean(now())).toBe(true);
  await now().waitForFunction(() => 'library' in window);
  await expectIgnored({ page, frame: now(), from: now(), messages });
});

test('junk of the app’s own frame is ignored', async ({ frame, page }) => {
  await expectIgnored({ page, frame, from: frame, messages: junk(await sidOf(frame)) });
});

test('another window of the app learns nothing: the answer goes to the frame', async ({
  app,
  frame,
  page,
}) => {
  const from = await beside(page, { src: app });
  for (const window of [frame, from]) await keepAnswers(window);
  await post(page, from, [`getInitData::yes:${await sidOf(frame)}`]);
  await expect.poll(() => frame.evaluate(() => window.answers.length)).toBe(1);
  expect(await from.evaluate(() => window.answers)).toEqual([]);
});
