// The app's server: the package and the pages that offer it, for any verb.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { webFolder } from '../../scripts/wasm-pack.mjs';
import { failure } from './failure.js';
import { listen } from './listen.js';
import { mirrored } from './mirrored.js';
import { packageFolder } from './package.js';

// the empty app
const page = `<!doctype html><meta charset="utf-8"><title>app</title><link rel="icon" href="data:,">
<script>
window.library = import('/pkg/index.js');
window.failure = ${failure};
window.mirrored = ${mirrored};
</script>`;

// the lines of the documentation, unchanged
const classic = `<!doctype html><meta charset="utf-8"><title>classic</title><link rel="icon" href="data:,">
<script src="/pkg/classic.js"></script>
<script>
window.library = BX24;
BX24.callBind('ONCRMLEADADD', 'https://www.my-domain.ru/handler/', 15, (result) => console.log(result))
</script>`;

// what `wasm-pack build --target web` makes, and nothing beside it
const wasmPack = `<!doctype html><meta charset="utf-8"><title>wasm-pack</title><link rel="icon" href="data:,">
<script type="module">
import start, * as library from '/wasm-pack/bx24_callbind.js';
window.library = start().then(() => library);
</script>`;

const pages = { '/classic': classic, '/wasm-pack': wasmPack };
const folders = { pkg: packageFolder, 'wasm-pack': webFolder };

/** Content security policies, by the first part of the path. */
const policies = {
  '/without-wasm': "script-src 'self' 'unsafe-inline'",
  '/strict':
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src *",
  '/own-files': "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'none'",
};

const types = { js: 'text/javascript', wasm: 'application/wasm' };

/** Serves it on a free port of `host`; `{ address, close }`. */
export function serveApp(host = 'localhost') {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://app');
    const file = /^\/(pkg|wasm-pack)\/((?:[\w-]+\/)*[\w.-]+\.(js|wasm))$/.exec(pathname);
    if (file) return send(response, join(folders[file[1]], file[2]), types[file[3]]);
    const policy = policies[pathname];
    if (policy) response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pages[pathname] ?? page);
  });
  return listen(server, host);
}

async function send(response, path, type) {
  const body = await readFile(path).catch(() => undefined);
  if (body === undefined) return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': type }).end(body);
}
