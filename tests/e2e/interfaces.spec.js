// What `getInterface` says of each place, and that it holds (contract §8.5).
import { expect, test } from './portal.js';

/** Opens the placement, and sends it these commands: the parsed answers, `undefined` for none. */
async function ask(page, portal, placement, ...commands) {
  await page.goto(`${portal.at.portal}?placement=${placement}`);
  const find = () => page.frames().find((one) => one.parentFrame());
  await expect.poll(() => Boolean(find()?.url().startsWith('http'))).toBe(true);
  await find().waitForFunction(() => 'library' in window);
  await portal.control('frame-messages', undefined, 'DELETE');
  await find().evaluate((commands) => {
    const sid = window.name.split('|')[2];
    window.answers = commands.map(() => undefined);
    window.addEventListener('message', ({ data }) => {
      const [, index, json] = /^c(\d+):(.*)$/.exec(data);
      window.answers[index] = json === '' ? 'nothing' : JSON.parse(json);
    });
    for (const [index, command] of commands.entries()) {
      window.parent.postMessage(`${command}:{}:c${index}:${sid}`, '*');
    }
  }, commands);
  // the journal is told after the frame
  const ended = ({ direction, note }) => direction === 'out' || note;
  const all = () => portal.control('frame-messages');
  await expect.poll(async () => (await all()).filter(ended).length).toBe(commands.length);
  return find().evaluate(() => window.answers);
}

const BY_PLACEMENT = {
  LEFT_MENU: [[], []],
  CRM_DEAL_DETAIL_TAB: [['reloadData'], []],
  CRM_DYNAMIC_177_DETAIL_ACTIVITY: [['reloadData'], []],
  CRM_DEAL_DETAIL_TOOLBAR: [[], []],
  CALL_CARD: [
    ['getStatus', 'disableAutoClose', 'enableAutoClose'],
    ['CallCard::EntityChanged', 'CallCard::BeforeClose', 'CallCard::CallStateChanged'],
  ],
  CRM_DETAIL_SEARCH: [
    ['crmShowFoundEntities', 'crmShowCreatedEntity'],
    ['onCrmEntityIsNeedToCreate'],
  ],
};

for (const [placement, [command, event]] of Object.entries(BY_PLACEMENT)) {
  test(`getInterface of ${placement}`, async ({ page, portal }) => {
    expect(await ask(page, portal, placement, 'getInterface')).toEqual([{ command, event }]);
  });
}

test('every command of the worker and of the calendar is there', async ({ page, portal }) => {
  const [worker] = await ask(page, portal, 'PAGE_BACKGROUND_WORKER', 'getInterface');
  expect([worker.command.length, worker.event.length]).toEqual([7, 17]);
  expect(worker.event).toContain('BackgroundCallCard::hangupButtonClick');
  const [calendar] = await ask(page, portal, 'CALENDAR_GRIDVIEW', 'getInterface');
  const events = ['getEvents', 'viewEvent', 'addEvent', 'editEvent', 'deleteEvent'];
  expect(calendar.command).toEqual(events);
  expect(calendar.event).toContain('Calendar.customView:adjustToDate');
});

test('commands answer as documented, where they are', async ({ page, portal }) => {
  const card = await ask(page, portal, 'CALL_CARD', 'getStatus', 'enableAutoClose', 'reloadData');
  expect(card[0]).toMatchObject({ CALL_STATE: 'idle', CRM_BINDINGS: [], CALL_LIST_MODE: false });
  expect(card.slice(1)).toEqual([[], undefined]);
  const worker = await ask(
    page,
    portal,
    'PAGE_BACKGROUND_WORKER',
    'CallCardSetMute',
    'CallCardGetListUiStates',
    'getStatus',
  );
  expect(worker[1]).toContain('connected');
  expect([worker[0], worker[2]]).toEqual([[], undefined]);
  expect(await ask(page, portal, 'CRM_LEAD_DETAIL_TAB', 'reloadData')).toEqual(['nothing']);
  const calendar = await ask(page, portal, 'CALENDAR_GRIDVIEW', 'getEvents', 'viewEvent');
  expect(calendar).toEqual([[], undefined]);
});

test('an event of the place is told from one that it has not', async ({ page, portal }) => {
  await ask(page, portal, 'CALL_CARD', 'getInterface');
  const frame = page.frames().find((one) => one.parentFrame());
  await portal.control('frame-messages', undefined, 'DELETE');
  await frame.evaluate(() => {
    const sid = window.name.split('|')[2];
    for (const event of ['CallCard::BeforeClose', 'x']) {
      const params = JSON.stringify({ event });
      window.parent.postMessage(`placementBindEvent:${params}:cb:${sid}`, '*');
    }
  });
  const notes = async () => {
    const all = await portal.control('frame-messages');
    return all.filter(({ direction }) => direction === 'out').map(({ note }) => note);
  };
  await expect
    .poll(notes)
    .toEqual([
      'no answer: `CallCard::BeforeClose` does not happen in this portal',
      'no answer: the placement has no event `x`',
    ]);
});
