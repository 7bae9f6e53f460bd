// The app's server: the package and the pages that offer it, for any verb.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { webFolder } from '../../scripts/wasm-pack.mjs';
import { failure } from './failure.js';
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
const types = { js: 'text/javascript', wasm: 'application/wasm' };

/** Serves it on a free port; `{ address, close }`. */
export async function serveApp() {
  const server = createServer(async ({ url }, response) => {
    const file = /^\/(pkg|wasm-pack)\/((?:[\w-]+\/)*[\w.-]+\.(js|wasm))$/.exec(url);
    const [, folder, name, type] = file ?? [];
    const shown = pages[url.replace(/\?.*/, '')] ?? page;
    const body = file ? await readFile(join(folders[folder], name)) : shown;
    response.setHeader('Content-Type', file ? types[type] : 'text/html; charset=utf-8');
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://localhost:${server.address().port}/`, close };
}
