// What the package does, pinned through its public face alone: what goes over the wire, what
// JavaScript gets, every error sentence. The cases are in cases/, what is expected in snapshots/;
// snapshot.js says how to write the snapshots anew. A case has one entry, so that a change that is
// wanted shows in its entry and nowhere else.
import { expect, test } from '@playwright/test';
import { node } from '../node.js';
import { runCase } from './run.js';
import { differences } from './snapshot.js';
import { openStage, runIn } from './stage.js';

// a frame for each case takes its time on a busy machine
test.describe.configure({ timeout: 90_000 });

const load = async (group) => (await import(`./cases/${group}.js`)).default;

async function check(group, entries) {
  for (const [name, expected, found] of await differences(group, entries)) {
    expect.soft(found, `${group}: ${name}`).toBe(expected);
  }
}

/** All cases of a group: in one frame, or in one of its own where the case says which. */
async function inFrame(page, group) {
  const stage = await openStage(page);
  const entries = {};
  let shared;
  for (const [name, { frame: how }] of Object.entries(await load(group))) {
    let frame = shared;
    if (how) {
      frame = await stage.open(how);
      shared = undefined;
    } else if (!frame) {
      frame = shared = await stage.open();
      await frame.evaluate(() => window.library.init());
    }
    await stage.posted(frame);
    const { gave, sent } = await runIn(frame, group, name);
    const posted = await stage.posted(frame);
    entries[name] = { gave, ...(sent && { sent }), ...(posted.length > 0 && { posted }) };
  }
  return entries;
}

for (const group of [
  'mirror',
  'frame',
  'handshake',
  'values',
  'answers',
  'errors',
  'shapes',
  'client',
  'handlers',
  'sending',
  'offline',
]) {
  test(`${group}, in a frame`, async ({ page }) => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await check(group, await inFrame(page, group));
    expect(errors, 'uncaught errors of the page').toEqual([]);
  });
}

// the same cases and the same snapshots
for (const group of ['client', 'handlers', 'sending', 'offline', 'node']) {
  test(`${group}, in Node`, async () => {
    const entries = {};
    for (const [name, run] of Object.entries(await load(group))) {
      entries[name] = await runCase(node, run);
    }
    await check(group, entries);
  });
}
