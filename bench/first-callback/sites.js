// The two sites of a measurement: a portal that answers at once, and the app's server. Answers are
// compressed beforehand, as a good server would send them.
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { brotliCompressSync } from 'node:zlib';
import { files } from './pages.js';

const answer = JSON.stringify({ result: true, time: { start: 1, finish: 1, duration: 0 } });
const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Allow-Methods': 'POST',
};
const html = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">';

function portal({ method, url }, response) {
  if (!url.startsWith('/rest/')) return response.setHeader('Content-Type', 'text/html').end(html);
  if (method === 'OPTIONS') return response.writeHead(204, cors).end();
  response.writeHead(200, { ...cors, 'Content-Type': 'application/json' }).end(answer);
}

/** Resolves to the app's request listener. */
async function app() {
  const known = new Map();
  for (const [path, { type, body }] of Object.entries(await files())) {
    known.set(path, { type, body: brotliCompressSync(body) });
  }
  return ({ url }, response) => {
    const file = known.get(url);
    if (!file) return response.writeHead(404).end();
    const headers = { 'Content-Type': file.type, 'Content-Encoding': 'br' };
    response.writeHead(200, headers).end(file.body);
  };
}

async function listen(listener, tls) {
  const server = tls ? createSecure(tls, listener) : createPlain(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Starts both, behind TLS where there is a certificate: `{ portal, app, close }`, their ports. */
export async function serveSites(tls) {
  const servers = await Promise.all([portal, await app()].map((each) => listen(each, tls)));
  const close = () => servers.forEach((server) => (server.closeAllConnections(), server.close()));
  return { portal: servers[0].address().port, app: servers[1].address().port, close };
}
