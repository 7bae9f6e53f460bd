// Every command of BX24.js and b24jssdk is answered by the portal's page, or the journal says why not
// (contract §8.3, §14).
import { expect, test as base } from './portal.js';

const test = base.extend({
  /** What it said while it was opened is not in the journal. */
  frame: async ({ frame, portal }, use) => {
    await portal.control('frame-messages', undefined, 'DELETE');
    await use(frame);
  },
});

/** Posts a command from the app's frame; the answers that come within 300 ms, parsed. */
const ask = (frame, command, params = {}) =>
  frame.evaluate(
    ([command, params]) =>
      new Promise((resolve) => {
        const answers = [];
        const listen = ({ data }) => {
          const [id, json] = [String(data).slice(0, 3), String(data).slice(3)];
          if (id === 'cb:') answers.push(json === '' ? 'nothing' : JSON.parse(json));
        };
        window.addEventListener('message', listen);
        const sid = window.name.split('|')[2];
        window.parent.postMessage(`${command}:${JSON.stringify(params)}:cb:${sid}`, '*');
        setTimeout(() => {
          window.removeEventListener('message', listen);
          resolve(answers);
        }, 300);
      }),
    [command, params],
  );

/** The journal's last messages: `[direction, command, note]`. */
async function journal(portal, count) {
  await expect
    .poll(async () => (await portal.control('frame-messages')).length)
    .toBeGreaterThanOrEqual(count);
  const all = await portal.control('frame-messages');
  return all.slice(-count).map(({ direction, command, note }) => [direction, command, note]);
}

const ANSWERED = [
  ['getInterface', {}, { command: ['showHelper'], event: [] }],
  ['setTitle', { title: 'new' }, { title: 'new' }],
  ['setScroll', { scroll: 40 }, { scroll: 40 }],
  ['resizeWindow', { width: 310, height: 250 }, { width: 310, height: 250 }],
  ['openPath', { path: '/no/such/' }, { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' }],
];

for (const [command, params, answer] of ANSWERED) {
  test(`${command} is answered at once`, async ({ frame, portal }) => {
    expect(await ask(frame, command, params)).toEqual([answer]);
    expect(await journal(portal, 2)).toEqual([
      ['in', command, null],
      ['out', command, null],
    ]);
  });
}

const NOTED = [
  ['imCallTo', 'no answer: a live portal opens its messenger'],
  ['imPhoneTo', 'no answer: a live portal opens its messenger'],
  ['imOpenMessenger', 'no answer: a live portal opens its messenger'],
  ['imOpenHistory', 'no answer: a live portal opens its messenger'],
  ['showAppForm', 'no answer: a live portal opens the form of the app'],
  ['showHelper', 'no answer: a live portal opens its help'],
  ['closeApplication', 'no answer: the app is not in a slider'],
];

for (const [command, note] of NOTED) {
  test(`${command} is not answered, and the journal says so`, async ({ frame, portal }) => {
    expect(await ask(frame, command)).toEqual([]);
    expect(await journal(portal, 2)).toEqual([
      ['in', command, null],
      ['out', command, note],
    ]);
  });
}

test('what is ignored stands in the journal', async ({ frame, portal }) => {
  expect(await ask(frame, 'placementBindEvent', { event: 'x' })).toEqual([]);
  expect(await ask(frame, 'noSuchCommand')).toEqual([]);
  await frame.evaluate(() => window.parent.postMessage('setTitle:{}:cb:0123', '*'));
  expect(await journal(portal, 3)).toEqual([
    ['in', 'placementBindEvent', 'denied in this placement'],
    ['in', 'noSuchCommand', 'ignored: no such command'],
    ['in', 'setTitle', "ignored: another application's sid"],
  ]);
});

test('the journal has parameters and answers, tokens masked', async ({ frame, portal }) => {
  const [data] = await ask(frame, 'refreshAuth', { a: 1 });
  await journal(portal, 2);
  const all = await portal.control('frame-messages');
  const [asked, answered] = all.slice(-2);
  expect(asked.value).toEqual({ a: 1 });
  expect(answered.value).toEqual({ AUTH_ID: '***', AUTH_EXPIRES: '3600', REFRESH_ID: '***' });
  expect(JSON.stringify(all)).not.toContain(data.AUTH_ID);
});

test('a user is chosen in a dialog', async ({ frame, page }) => {
  const one = frame.evaluate(askOnce, ['selectUser', { mult: 0 }]);
  await page.getByLabel('Second User').check();
  await page.getByRole('button', { name: 'Select' }).click();
  expect(await one).toEqual({ id: 2, name: 'Second User' });
  const more = frame.evaluate(askOnce, ['selectUser', { mult: 1 }]);
  await page.getByLabel('Second User').check();
  await page.getByLabel('First Administrator').check();
  await page.getByRole('button', { name: 'Select' }).click();
  expect((await more).map(({ id }) => id)).toEqual([1, 2]);
});

test('an access permission is chosen; those of value are blocked', async ({ frame, page }) => {
  const chosen = frame.evaluate(askOnce, ['selectAccess', { value: ['U1'] }]);
  await expect(page.getByLabel('First Administrator')).toBeDisabled();
  await page.getByLabel('All authorized users').check();
  await page.getByRole('button', { name: 'Select' }).click();
  expect(await chosen).toEqual([{ id: 'AU', name: 'All authorized users' }]);
});

test('an object of the CRM is chosen', async ({ frame, page, portal }) => {
  await portal.control('lead', {});
  await portal.control('deal', {});
  const params = { entityType: ['lead', 'deal'], multiple: true, value: { deal: [1] } };
  const chosen = frame.evaluate(askOnce, ['selectCRM', params]);
  await page.getByLabel('lead: Lead #1').check();
  await page.getByRole('button', { name: 'Select' }).click();
  const { lead, deal } = await chosen;
  const url = '/crm/lead/details/1/';
  const expected = { id: 'L_1', type: 'lead', place: 'lead', title: 'Lead #1', desc: '', url };
  expect(lead).toEqual([expected]);
  expect(deal.map(({ id }) => id)).toEqual(['D_1']);
});

test('a choice that is cancelled is not answered', async ({ frame, page, portal }) => {
  const answers = ask(frame, 'selectUser');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await answers).toEqual([]);
  const note = 'no answer: nothing was chosen';
  expect(await journal(portal, 1)).toEqual([['out', 'selectUser', note]]);
});

test('openPath answers when the slider is closed', async ({ frame, page }) => {
  const closed = frame.evaluate(askOnce, ['openPath', { path: '/crm/deal/details/1/' }]);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  expect(await closed).toEqual({ result: 'close' });
});

test('openApplication opens a slider that closeApplication closes', async ({ frame, page }) => {
  const closed = frame.evaluate(askOnce, ['openApplication', { id: 7 }]);
  const inner = () => page.frames().find((one) => one.parentFrame() && one !== frame);
  await expect.poll(() => Boolean(inner()?.url().startsWith('http'))).toBe(true);
  await inner().waitForFunction(() => window.name !== '');
  const [data] = await ask(inner(), 'getInitData');
  expect(data.PLACEMENT_OPTIONS).toEqual({ id: 7 });
  await inner().evaluate(() => {
    const sid = window.name.split('|')[2];
    window.parent.postMessage(`closeApplication:{}:cb:${sid}`, '*');
  });
  expect(await closed).toBe('nothing');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a placement gets its options, and may not set the title', async ({ page, portal }) => {
  await page.goto(`${portal.at.portal}?placement=crm_deal_detail_tab&ID=5`);
  const inner = () => page.frames().find((one) => one.parentFrame());
  await expect.poll(() => Boolean(inner()?.url().startsWith('http'))).toBe(true);
  const [data] = await ask(inner(), 'getInitData');
  expect([data.PLACEMENT, data.PLACEMENT_OPTIONS]).toEqual(['CRM_DEAL_DETAIL_TAB', { ID: '5' }]);
  expect(await ask(inner(), 'setTitle', { title: 'x' })).toEqual([]);
  expect(await ask(inner(), 'placementBindEvent', { event: 'x' })).toEqual([]);
  expect(await journal(portal, 3)).toEqual([
    ['in', 'setTitle', 'denied in this placement'],
    ['in', 'placementBindEvent', null],
    ['out', 'placementBindEvent', 'no answer: the placement has no event `x`'],
  ]);
});

/** Posts a command and waits for its answer. */
function askOnce([command, params]) {
  return new Promise((resolve) => {
    const listen = ({ data }) => {
      if (!String(data).startsWith('one:')) return;
      window.removeEventListener('message', listen);
      const json = String(data).slice(4);
      resolve(json === '' ? 'nothing' : JSON.parse(json));
    };
    window.addEventListener('message', listen);
    const sid = window.name.split('|')[2];
    window.parent.postMessage(`${command}:${JSON.stringify(params)}:one:${sid}`, '*');
  });
}
