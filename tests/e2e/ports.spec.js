// `npm start` and `npm run dev` look at the ports before they build anything.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { checkPorts } from '../../scripts/ports.mjs';
import { inRoot, root } from '../../scripts/paths.mjs';
import { start } from './portal.js';

async function taken() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, close: () => server.close() };
}

const fails = (args) =>
  checkPorts(args.map(String)).then(
    () => undefined,
    (error) => error.message,
  );

for (const script of ['start', 'dev']) {
  test(`${script}: a portal that runs is named, and nothing is built`, async () => {
    const { portal } = await start([]);
    const { port } = new URL(portal.at.portal);
    const child = spawn('node', [inRoot('scripts', `${script}.mjs`), '--port', port], {
      cwd: root,
    });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said.join('').trim()).toBe(
      `failed: a portal runs at ${portal.at.portal}; \`npm start -- --port 0\` starts another`,
    );
    await portal.end();
  });
}

test('another program at a port, and flags in every form', async () => {
  const { port, close } = await taken();
  const inUse = (remedy) =>
    `port \`${port}\` is in use by another program; \`npm start -- ${remedy}\` takes a free one`;
  expect(await fails(['--port', port])).toBe(inUse('--port 0'));
  expect(await fails([`--port=${port}`, '--json'])).toBe(inUse('--port 0'));
  expect(await fails(['--port', 0, '--app-port', port])).toBe(inUse('--app-port 0'));
  expect(await fails(['--port', 0, '--app-port', port, '--app', 'http://a.b/'])).toBeUndefined();
  expect(await fails(['--port', 0])).toBeUndefined();
  close();
});

test('ports of a configuration file are left to the portal', async () => {
  const usual = createServer().listen(8024, '127.0.0.1');
  // if it is taken already, that is as good
  await new Promise((resolve) => usual.on('listening', resolve).on('error', resolve));
  expect(await fails([])).toContain('`npm start -- --port 0`');
  expect(await fails(['--config', 'file.toml'])).toBeUndefined();
  expect(await fails(['--config', 'file.toml', '--port', 8024])).toContain('--port 0');
  usual.close();
});

test('a second portal starts with `--port 0` alone', async () => {
  const { portal } = await start([]);
  const again = spawn(process.env.BX24_PORTAL ?? inRoot('target/debug/bx24-portal'), [
    '--port',
    '0',
    '--json',
  ]);
  const [line] = await once(again.stdout, 'data');
  expect(JSON.parse(line).app).not.toContain(':8025');
  again.kill('SIGKILL');
  await portal.end();
});
