// The app's pages: each loads one library, binds a handler and says when its callback ran.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { earlyLine } from '../../npm/vite.js';
import { inRoot, packageFolder } from '../../scripts/paths.mjs';
import { bundlePeer, name as peerName } from '../peer.js';

const call = "'ONCRMLEADADD', 'https://app.example/handler/'";
const mirrored = (entry) => `import { callBind } from '/${entry}';
callBind(${call}, 0, (result) => done(result.data() === true));`;
const client = (entry, load = '') => `import { connect${load && ', load'} } from '/${entry}';
${load}const portal = await connect();
const [event, handler] = [${call}];
done((await portal.bind({ event, handler })).bound);`;
const peer = `import { initializeB24Frame } from '/peer.js';
const [event, handler] = [${call}];
const b24 = await initializeB24Frame();
done((await b24.actions.v2.call.make({ method: 'event.bind', params: { event, handler } })).isSuccess);`;
const preload = '<link rel="preload" as="fetch" crossorigin="anonymous" href="/index_bg.wasm">';
const early = `<script>${earlyLine}</script>`;

/** By name: the module script, and what stands before it. */
const ways = {
  floor: { name: 'by hand', script: "import '/floor.js';" },
  peer: { name: peerName, script: peer },
  mirror: { name: 'bx24-callbind/mirror', script: mirrored('mirror.js') },
  full: { name: 'bx24-callbind', script: client('index.js') },
  slim: {
    name: 'bx24-callbind/slim, its wasm preloaded',
    script: client('slim.js', "load(fetch('/index_bg.wasm'));\n"),
    head: preload,
  },
  mirrorEarly: {
    name: 'bx24-callbind/mirror with the early line',
    script: mirrored('mirror.js'),
    head: early,
  },
  fullEarly: { name: 'bx24-callbind with the early line', script: client('index.js'), head: early },
};

export const names = Object.fromEntries(Object.entries(ways).map(([key, { name }]) => [key, name]));

const page = ({ script, head = '' }) => `<!doctype html>
<meta charset="utf-8"><title>app</title><link rel="icon" href="data:,">
${head}
<script>window.done = (ok) => parent.postMessage({ ms: ok ? performance.now() : NaN }, '*');</script>
<script type="module">${script}</script>`;

/** All that the app's server has: path → `{ type, body }`. */
export async function files() {
  const found = {};
  for (const [key, way] of Object.entries(ways)) {
    found[`/${key}`] = { type: 'text/html; charset=utf-8', body: Buffer.from(page(way)) };
  }
  const script = (body) => ({ type: 'text/javascript', body: Buffer.from(body) });
  for (const name of ['index.js', 'mirror.js', 'slim.js']) {
    found[`/${name}`] = script(await readFile(join(packageFolder, name)));
  }
  const wasm = await readFile(join(packageFolder, 'index_bg.wasm'));
  found['/index_bg.wasm'] = { type: 'application/wasm', body: wasm };
  found['/peer.js'] = script(await bundlePeer('esm'));
  found['/floor.js'] = script(await readFile(inRoot('bench', 'first-callback', 'floor.js')));
  return found;
}
