// `npm run soak`: what the portal's release build withstands, measured on loopback; prints a table, each
// row as it is known. It is bounded: some minutes, 3,000 handlers, files in a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetFolder } from './paths.mjs';
import { ready } from './ready.mjs';
import { capture, exitWith, Failure } from './run.mjs';
import { step } from './step.mjs';

const portalProgram = join(targetFolder, 'release', 'bx24-portal');
const folder = mkdtempSync(join(tmpdir(), 'bx24-soak-'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const range = (count) => [...Array(count).keys()];

/** A portal with at most 1,024 file descriptors; `call(path, params)` gives `{ status, body }`. */
const start = (...args) => startUnder('', ...args);

async function startUnder(tracer, ...args) {
  const line = `ulimit -n 1024; exec ${tracer} "${portalProgram}" --json --port 0 ${args.join(' ')}`;
  const child = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { at } = await ready(child);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = (path, params) => post(new URL(path, at.portal), JSON.stringify(params), agent);
  const rest = (method, params) => call(`rest/${method}`, { auth: at.accessToken, ...params });
  const kill = async () => {
    agent.destroy();
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await call('control/switches', { bucket: null, operating: null });
  return { at, call, rest, kill, pid: child.pid };
}

function post(url, text, agent) {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

const handler = (name) => ({ event: 'ONCRMLEADADD', handler: `http://127.0.0.1:9/${name}` });

/** Binds until the portal is killed; every bind that was answered has to be there afterwards. */
async function durability(rounds) {
  const data = ['--data', join(folder, 'durability.db')];
  const answered = new Set();
  for (const round of range(rounds)) {
    const portal = await start(...data);
    const work = range(8).map(async (worker) => {
      for (let number = 0; ; number += 1) {
        const wanted = handler(`${round}-${worker}-${number}`);
        const { status } = await portal.rest('event.bind', wanted);
        if (status === 200) answered.add(wanted.handler);
      }
    });
    await pause(150 + 20 * round);
    const ended = Promise.allSettled(work);
    await portal.kill();
    await ended;
  }
  const portal = await start(...data);
  const { body } = await portal.rest('event.get', {});
  for (const known of JSON.parse(body).result) answered.delete(known.handler);
  await portal.kill();
  return answered.size;
}

/** The same for refreshes, by a test that looks into the file: each chain of tokens has one. */
async function refreshes(rounds) {
  const test = ['test', '-p', 'bx24-portal', '--test', 'portal', 'killed', '--', '--nocapture'];
  const output = await capture('cargo', test, { env: { KILLS: String(rounds) } });
  return /\d+ refreshes, .+/.exec(output)?.[0];
}

/** How often the portal waits for the disk while binds are answered, one after another and at once. */
async function disk(count) {
  const trace = join(folder, 'trace');
  const tracer = `strace -D -f -qq -e trace=fsync,fdatasync -o ${trace}`;
  const waits = () => readFileSync(trace, 'utf8').match(/(fsync|fdatasync)\(/g)?.length ?? 0;
  const portal = await startUnder(tracer, '--data', join(folder, 'traced.db'));
  const before = waits();
  for (const number of range(count)) await portal.rest('event.bind', handler(`a${number}`));
  const between = waits();
  await Promise.all(range(count).map((number) => portal.rest('event.bind', handler(`b${number}`))));
  const after = waits();
  await portal.kill();
  return `${between - before}, and ${after - between} when 64 come at once`;
}

const hasStrace = () =>
  capture('strace', ['-V']).then(
    () => true,
    () => false,
  );

async function deliveries(count) {
  const portal = await start();
  for (const number of range(count)) {
    await portal.rest('event.bind', {
      event: 'ONCRMLEADADD',
      handler: `${portal.at.inbox}${number}`,
    });
  }
  await portal.call('control/lead', {});
  let ended = [];
  for (let tries = 0; tries < 60 && ended.length < count; tries += 1) {
    await pause(1000);
    ended = await (await fetch(`${portal.at.control}deliveries`)).json();
  }
  await portal.kill();
  return ended.filter(({ outcome }) => outcome === 'sent').length;
}

async function halfRequests(count) {
  const portal = await start();
  const { port } = new URL(portal.at.portal);
  const sockets = range(count).map(() => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    socket.write('POST /rest/profile HTTP/1.1\r\nHost: a\r\n');
    return socket;
  });
  await pause(2000);
  const begun = performance.now();
  const { status } = await portal.rest('profile', {});
  const took = performance.now() - begun;
  for (const socket of sockets) socket.destroy();
  await portal.kill();
  return status === 200 ? took : NaN;
}

const memory = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function bigBodies(count) {
  const portal = await start();
  const before = memory(portal.pid);
  let most = before;
  const text = 'x'.repeat(8 << 20);
  for (const number of range(count)) {
    await portal.call('rest/event.bind', { auth: 'wrong', text: text + number });
    most = Math.max(most, memory(portal.pid));
  }
  const after = memory(portal.pid);
  await portal.kill();
  return [before, most, after].map((mib) => mib.toFixed(0)).join(' / ');
}

async function speed(connections, ...args) {
  const portal = await start(...args);
  const [took, end] = [[], performance.now() + 3000];
  const work = range(connections).map(async (worker) => {
    for (let number = 0; performance.now() < end; number += 1) {
      const begun = performance.now();
      await portal.rest('event.bind', handler(`${worker}-${number}`));
      took.push(performance.now() - begun);
    }
  });
  await Promise.all(work);
  await portal.kill();
  took.sort((a, b) => a - b);
  const p99 = took[Math.floor(took.length * 0.99)];
  return `${Math.round(took.length / 3)} binds/s, p99 ${p99.toFixed(1)} ms`;
}

await exitWith(async () => {
  if (process.platform !== 'linux') throw new Failure('the soak needs Linux: it reads /proc');
  const release = ['build', '--release', '-p', 'bx24-portal'];
  await step('portal', (onLine) => capture('cargo', release, { onLine }));
  const file = (name) => ['--data', join(folder, name)];
  const rows = {
    'answered binds lost in 20 kill -9': () => durability(20),
    '40 kill -9 during refreshes': () => refreshes(40),
    'waits for the disk, 256 answered binds': async () =>
      (await hasStrace()) ? disk(256) : 'strace is not here',
    'sent of 3,000 deliveries, 1,024 descriptors': () => deliveries(3000),
    'answer beside 1,060 half requests, ms': async () => (await halfRequests(1060)).toFixed(1),
    'MiB before / most / after 120 refused calls of 8 MiB': () => bigBodies(120),
    'in memory, 8 connections': () => speed(8),
    'in memory, 64 connections': () => speed(64),
    'to a file, 8 connections': () => speed(8, ...file('8.db')),
    'to a file, 64 connections': () => speed(64, ...file('64.db')),
  };
  for (const [what, measure] of Object.entries(rows))
    console.log(`| ${what} | ${await measure()} |`);
  rmSync(folder, { recursive: true, force: true });
});
