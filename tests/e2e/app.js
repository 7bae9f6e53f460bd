// The app's server: the package and the pages that offer it, for any verb.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
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

const types = { js: 'text/javascript', wasm: 'application/wasm' };

/** Serves it on a free port; `{ address, close }`. */
export async function serveApp() {
  const server = createServer(async ({ url }, response) => {
    const name = /^\/pkg\/([\w.-]+\.(js|wasm))$/.exec(url);
    const shown = url.startsWith('/classic') ? classic : page;
    const body = name ? await readFile(join(packageFolder, name[1])) : shown;
    response.setHeader('Content-Type', name ? types[name[2]] : 'text/html; charset=utf-8');
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://localhost:${server.address().port}/`, close };
}
