// b24jssdk, unmodified: its clients in Node over https, told of the portal's certificate as its users
// tell it, and its frame.
/* global b24 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inRoot, root } from '../../scripts/paths.mjs';
import { appFrame, openApp, start, expect, test as base } from './portal.js';
import { steps } from './sdk-steps.js';

const umd = inRoot('node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js');

/** A client in Node; `run(step, argument)` has it do a step of sdk-steps.js. */
function inNode(kind, portal) {
  const args = [inRoot('tests/e2e/sdk-child.mjs'), kind, JSON.stringify(portal.at)];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: portal.at.ca };
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const run = async (step, argument) => {
    child.stdin.write(`${JSON.stringify([step, argument])}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`b24jssdk ended at \`${step}\``);
    return JSON.parse(value);
  };
  const control = (path, body) => run('control', [path, body]);
  return { run, control, end: () => child.kill() };
}

async function loadFrame(frame) {
  await frame.addScriptTag({ path: umd });
  await frame.evaluate(
    async () => (globalThis.b24 = await window.B24Js.initializeB24Frame()) && null,
  );
}

/** The portal's page with the empty app, and b24jssdk in its frame. */
async function inFrame(page, portal, app) {
  const frame = await openApp(page, portal, app);
  await loadFrame(frame);
  const run = (step, argument) => frame.evaluate(steps[step], argument);
  const control = (path, body) => portal.control(path, body);
  return { frame, run, control, end: () => {} };
}

const test = base.extend({
  kind: ['', { option: true }],
  portal: async ({ kind, app }, use) => {
    const args = kind === 'frame' ? ['--app', app] : ['--tls'];
    const { portal } = await start(args);
    await use(portal);
    await portal.end();
  },
  /** `run(step, argument)` of sdk-steps.js, `control(path, body)` of the portal. */
  client: async ({ kind, portal, app, page }, use) => {
    const client = await (kind === 'frame' ? inFrame(page, portal, app) : inNode(kind, portal));
    await use(client);
    client.end();
  },
});

const handler = 'https://app.example/h';
const event = 'ONCRMLEADADD';

for (const kind of ['B24Hook', 'B24OAuth', 'frame']) {
  test.describe(kind, () => {
    test.use({ kind });

    test('binds, lists and unbinds', async ({ client: { run } }) => {
      expect(await run('call', ['event.bind', { event, handler }])).toBe(true);
      const bound = { event, handler, auth_type: '0', offline: 0 };
      expect(await run('call', ['event.get'])).toEqual([bound]);
      expect(await run('call', ['event.unbind', { event, handler }])).toEqual({ count: 1 });
    });

    test('reads and clears the offline queue', async ({ client: { run, control } }) => {
      await run('call', ['event.bind', { event, event_type: 'offline' }]);
      await control('lead', {});
      await control('lead', {});
      const rows = await run('call', ['event.offline.list']);
      expect(rows.map((row) => row.EVENT_DATA.FIELDS.ID)).toEqual(['1', '2']);
      const { process_id, events } = await run('call', [
        'event.offline.get',
        { clear: 0, limit: 1 },
      ]);
      expect(events.map(({ ID }) => ID)).toEqual([rows[0].ID]);
      expect(await run('call', ['event.offline.clear', { process_id }])).toBe(true);
      const left = await run('call', ['event.offline.list']);
      expect(left.map(({ ID }) => ID)).toEqual([rows[1].ID]);
    });

    test('sends 120 calls in batches', async ({ client: { run, control } }) => {
      const bind = (n) => ['event.bind', { event, handler: `${handler}/${n}` }];
      const bound = await run(
        'batch',
        Array.from({ length: 120 }, (_, n) => bind(n)),
      );
      expect(bound).toEqual(Array(120).fill(true));
      expect(await control('handlers')).toHaveLength(120);
    });

    test('reads a list of 120', async ({ client: { run } }) => {
      const add = (n) => ['crm.lead.add', { fields: { TITLE: `lead ${n}` } }];
      await run(
        'batch',
        Array.from({ length: 120 }, (_, n) => add(n)),
      );
      const ids = (await run('list', 'crm.lead.list')).map(({ ID }) => Number(ID));
      expect(ids).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    });
  });
}

/** How a new token stands in the journal. */
const refreshes = ['refresh_token', 'frame:refreshAuth'];

for (const kind of ['B24OAuth', 'frame']) {
  test.describe(kind, () => {
    test.use({ kind });

    test('goes on after its token has expired under way', async ({ client: { run, control } }) => {
      const bind = (n) => ['event.bind', { event, handler: `${handler}/${n}` }];
      expect(await run('together', [bind(1), bind(2)])).toEqual([true, true]);
      await control('expire-tokens', {});
      expect(await run('together', [bind(3), bind(4)])).toEqual([true, true]);
      await control('expire-tokens', {});
      const bound = await run(
        'batch',
        Array.from({ length: 120 }, (_, n) => bind(n + 5)),
      );
      expect(bound).toEqual(Array(120).fill(true));
      expect(await control('handlers')).toHaveLength(124);
      const methods = (await control('requests')).map(({ method }) => method);
      const refreshed = methods.filter((method) => refreshes.includes(method));
      expect(refreshed.length).toBeGreaterThanOrEqual(2);
    });
  });
}

test.describe('frame', () => {
  test.use({ kind: 'frame' });

  test('finishes the installation: the app opens anew, installed', async ({
    page,
    portal,
    app,
  }) => {
    await portal.switch({ installed: false });
    const { frame } = await inFrame(page, portal, app);
    expect(await frame.evaluate(() => b24.isInstallMode)).toBe(true);
    // no answer: the portal's page is loaded anew
    await frame.evaluate(() => void b24.installFinish());
    await expect.poll(async () => (await portal.control('switches')).installed).toBe(true);
    await page.waitForURL(/install_finished=Y/);
    const opened = await inFrame(page, portal, app);
    expect(await opened.frame.evaluate(() => b24.isInstallMode)).toBe(false);
    const again = opened.frame.evaluate(() => b24.installFinish().catch(({ code }) => code));
    expect(await again).toBe('JSSDK_FRAME_INSTALL_ALREADY_FINISHED');
  });

  test('has users chosen', async ({ client: { frame }, page }) => {
    const one = frame.evaluate(() => b24.dialog.selectUser());
    await page.getByLabel('Second User').check();
    await page.getByRole('button', { name: 'Select' }).click();
    expect(await one).toEqual({ id: 2, name: 'Second User' });
    const more = frame.evaluate(() => b24.dialog.selectUsers());
    await page.getByLabel('Second User').check();
    await page.getByLabel('First Administrator').check();
    await page.getByRole('button', { name: 'Select' }).click();
    expect((await more).map(({ id }) => id)).toEqual([1, 2]);
  });

  test('is a placement with its options', async ({ page, portal, app }) => {
    await page.goto(`${portal.at.portal}?placement=CRM_DEAL_DETAIL_TAB&ID=5`);
    const frame = await appFrame(page, app);
    await loadFrame(frame);
    const { placement, options, isDefault, commands } = await frame.evaluate(async () => {
      const { placement, options, isDefault } = b24.placement;
      return { placement, options, isDefault, commands: await b24.placement.getInterface() };
    });
    expect([placement, options, isDefault]).toEqual(['CRM_DEAL_DETAIL_TAB', { ID: '5' }, false]);
    expect(commands).toEqual({ command: ['reloadData'], event: [] });
  });
});
