// `npm run clients`: clients in Python, unmodified from PyPI, with a portal of their own over https.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { serveProxy } from '../tests/clients/proxy.js';
import { counted } from './count.mjs';
import { preparePython } from './python.mjs';
import { ready } from './ready.mjs';
import { exitWith } from './run.mjs';
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
  return { ...(await ready(child)), child };
}

/** The program `python` in front of the proxy, with the portal's certificate. */
function environmentOf(at, proxy) {
  return {
    BX24_READY: JSON.stringify(at),
    PYTHONDONTWRITEBYTECODE: '1',
    REQUESTS_CA_BUNDLE: at.ca,
    SSL_CERT_FILE: at.ca,
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
  const { at, child, said } = await startPortal(port);
  const authorization = Number(new URL(at.authorizationServer).port);
  const proxy = await serveProxy({
    [`${name}:443`]: port,
    'oauth.bitrix24.tech:443': authorization,
    'oauth.bitrix.info:443': authorization,
  });
  try {
    const args = ['-m', 'unittest', 'discover', '--verbose', '--start-directory', 'tests/clients'];
    await counted('clients in Python', python, args, environmentOf(at, proxy));
  } catch (error) {
    process.stderr.write(`the portal said:\n${said.join('')}`);
    throw error;
  } finally {
    proxy.close();
    child.kill();
  }
});
