// Each outcome × once, always × bind, unbind, read, write: one callback, the documented code, the
// registry right. `npm run matrix` writes docs/fault-matrix.md, which says what the test has seen.
import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../../scripts/paths.mjs';
import { expected, losses, refusals } from './outcomes.js';
import { expect, test } from './portal.js';

const file = inRoot('docs', 'fault-matrix.md');
const methods = {
  bind: 'event.bind',
  unbind: 'event.unbind',
  read: 'events',
  write: 'crm.lead.add',
};
// a hundredth of each wait; an attempt may take 1 s, so that a busy machine is no fault
const settings = { timeScale: 0.01, timeout: 200_000, burst: 10_000, merge: false };
// asking the parent page takes its time; short waits would end while a request is out
const slower = {
  refresh: { ...settings, timeScale: 0.2 },
  wait: { ...settings, timeScale: 0.1, timeout: 20_000 },
};

/** All four calls at once, each with its handler. */
function calls(url) {
  const bind = ['ONCRMLEADADD', `${url}-bind`, 0];
  const unbind = ['ONCRMLEADADD', `${url}-unbind`, 0];
  return Promise.all([
    mirrored('callBind', ...bind),
    mirrored('callUnbind', ...unbind),
    mirrored('callMethod', 'events', {}),
    mirrored('callMethod', 'crm.lead.add', { fields: { TITLE: 'x' } }),
  ]);
}

async function play(frame, portal, { fault, kind }, times, url) {
  const { rest, accessToken } = portal.at;
  const handler = encodeURIComponent(`${url}-unbind`);
  await fetch(`${rest}event.bind?auth=${accessToken}&event=ONCRMLEADADD&handler=${handler}`);
  const before = (await portal.control('lead', {})).id;
  await portal.forget();
  const faults = Object.values(methods).map((method) => ({
    ...fault,
    match: { method },
    times: times === 'once' ? 1 : null,
  }));
  await portal.fault(...faults);
  await frame.evaluate(
    async (settings) => (await library).configure(settings),
    slower[kind] ?? settings,
  );
  const results = await frame.evaluate(calls, url);
  await portal.control('faults', undefined, 'DELETE');
  const rows = await portal.handlers();
  const bound = (name) => rows.filter(({ handler }) => handler === `${url}-${name}`).length;
  const created = (await portal.control('lead', {})).id - before - 1;
  const done = { bind: bound('bind'), unbind: 1 - bound('unbind'), read: 0, write: created };
  const journal = await portal.requests();
  return Object.entries(methods).map(([name, method], index) => ({
    name,
    ...results[index],
    done: done[name],
    requests: journal.filter((request) => request.method === method).length,
  }));
}

function check(row, times, seen) {
  const { error, requests, done } = expected(row, times, seen.name);
  const wanted = {
    callbacks: 1,
    same: true,
    code: error ? row.code : undefined,
    status: error ? row.status : expect.any(Number),
    done: seen.name === 'read' ? 0 : done,
    requests: requests ?? expect.any(Number),
    alreadyBound: !error && row.executed && seen.name === 'bind',
  };
  expect.soft(seen, `${row.name}, ${times}: ${seen.name}`).toMatchObject(wanted);
}

const words = {
  bind: ({ alreadyBound }) => (alreadyBound ? '`alreadyBound`' : 'bound'),
  unbind: ({ data }) => (data?.count === 0 ? 'count 0' : 'unbound'),
  read: () => 'read',
  write: () => 'created',
};
const effects = { bind: 'bound', unbind: 'unbound', write: 'created' };

function cell(seen, kind) {
  const how = seen.code === undefined ? words[seen.name](seen) : '**error**';
  const many = kind === 'wait' && seen.code !== undefined ? '…' : seen.requests;
  const done = seen.code !== undefined && seen.done ? `, ${effects[seen.name]}` : '';
  return `${how}${done} (${many})`;
}

function line(row, seen) {
  const status = row.status || 'none';
  const code = `\`${row.code}\`, ${status}`;
  const executed = row.kind === 'lost' ? (row.executed ? 'yes' : 'no') : '–';
  return `| ${[row.name, executed, code, ...seen.map((one) => cell(one, row.kind))].join(' | ')} |`;
}

const HEAD = `| outcome | executed | code, status | bind | unbind | read | write |
|---|---|---|---|---|---|---|`;

/** The section of the document with that title becomes, or has to be, `text`. */
async function document(title, text) {
  const whole = await readFile(file, 'utf8');
  const [start, end] = [`## ${title}\n\n`, '\n\n## '];
  const from = whole.indexOf(start) + start.length;
  const to = whole.indexOf(end, from);
  const rest = to < 0 ? '\n' : whole.slice(to);
  if (process.env.UPDATE_DOCS) await writeFile(file, whole.slice(0, from) + text + rest);
  else
    expect(`${whole.slice(from, to < 0 ? undefined : to)}`.trim(), `${title} in ${file}`).toBe(
      text,
    );
}

for (const [what, rows] of [
  ['Refusals', refusals],
  ['Lost answers', losses],
]) {
  for (const times of ['once', 'always']) {
    const title = `${what}, ${times}`;
    test(title, async ({ frame, portal }) => {
      test.setTimeout(120_000);
      await portal.switch({ bucket: null, operating: null });
      await frame.evaluate(async () => (await library).init());
      const lines = [HEAD];
      for (const [index, row] of rows.entries()) {
        const seen = await play(frame, portal, row, times, portal.url(`h${index}`));
        for (const one of seen) check(row, times, one);
        lines.push(line(row, seen));
      }
      const table = lines.join('\n');
      console.log(`\n${title}\n${table}\n`);
      await document(title, table);
    });
  }
}
