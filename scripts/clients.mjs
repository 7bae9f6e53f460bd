// `npm run clients`: clients in Python, unmodified from PyPI, with a portal of their own over https.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { serveProxy } from '../tests/clients/proxy.js';
import { counted } from './count.mjs';
import { preparePython } from './python.mjs';
import { exitWith, Failure } from './run.mjs';
import { setup } from './setup.mjs';
import { buildPortal, portalProgram } from './start.mjs';

/** The portal's name: these clients call a portal by its name alone, at the usual port. */
const name = 'portal.example';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Its ready line, its process, and what it says meanwhile. */
async function startPortal(port) {
  const args = ['--json', '--tls', '--public', `https://${name}`, '--port', port, '--app-port', 0];
  const child = spawn(portalProgram, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) =>
      reject(new Failure(`the portal ended with ${code}`, said.join(''))),
    );
  });
  return { ready: JSON.parse(line), child, said };
}

/** The program `python` in front of the proxy, with the portal's certificate. */
function environmentOf(ready, proxy) {
  return {
    BX24_READY: JSON.stringify(ready),
    PYTHONDONTWRITEBYTECODE: '1',
    REQUESTS_CA_BUNDLE: ready.ca,
    SSL_CERT_FILE: ready.ca,
    HTTPS_PROXY: proxy.address,
    https_proxy: proxy.address,
    NO_PROXY: '',
    no_proxy: '',
  };
}

await exitWith(async () => {
  const python = await preparePython();
  await setup();
  await buildPortal();
  const port = await freePort();
  const { ready, child, said } = await startPortal(port);
  const authorization = Number(new URL(ready.authorizationServer).port);
  const proxy = await serveProxy({
    [`${name}:443`]: port,
    'oauth.bitrix24.tech:443': authorization,
    'oauth.bitrix.info:443': authorization,
  });
  try {
    const args = ['-m', 'unittest', 'discover', '--verbose', '--start-directory', 'tests/clients'];
    await counted('clients in Python', python, args, environmentOf(ready, proxy));
  } catch (error) {
    process.stderr.write(`the portal said:\n${said.join('')}`);
    throw error;
  } finally {
    proxy.close();
    child.kill();
  }
});
