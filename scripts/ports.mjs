// The portal's ports, looked at before anything is built: a build takes minutes.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { Failure } from './run.mjs';

/**
 * Fails if a port that the portal's flags `args` name, or its usual one, is in use. Ports of a
 * configuration file are left to the portal.
 */
export async function checkPorts(args) {
  const flags = read(args);
  const hasFile = flags.config !== undefined || existsSync('bx24-portal.toml');
  const port = Number(flags.port ?? (hasFile ? 0 : 8024));
  await check(flags.listen, port, '--port 0');
  if (flags.app !== undefined) return; // then the demo app has no port
  const appPort = flags['app-port'] ?? (hasFile || port === 0 ? 0 : 8025);
  await check(flags.listen, Number(appPort), '--app-port 0');
}

/** The flags that matter here; what is wrong with the others the portal says itself. */
function read(args) {
  const text = { type: 'string' };
  const options = { port: text, 'app-port': text, app: text, listen: text, config: text };
  const { values } = parseArgs({ args, options, strict: false, allowPositionals: true });
  return { listen: '127.0.0.1', ...values };
}

async function check(host, port, remedy) {
  if (port === 0 || (await isFree(host, port))) return;
  const portal = await portalAt(host, port);
  throw new Failure(
    portal
      ? `a portal runs at ${portal}; \`npm start -- --port 0\` starts another`
      : `port \`${port}\` is in use by another program; \`npm start -- ${remedy}\` takes a free one`,
  );
}

/** What keeps a port from being taken in other ways than being in use, the portal says itself. */
async function isFree(host, port) {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    return error.code !== 'EADDRINUSE';
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** The address of the portal at this port, if it is one. */
async function portalAt(host, port) {
  try {
    const signal = AbortSignal.timeout(2000);
    const answer = await fetch(`http://${host}:${port}/control/state`, { signal });
    return (await answer.json()).portal;
  } catch {
    return undefined;
  }
}
