// Real servers of Vite for the app in this folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, preview } from 'vite';
import { root } from '../../../scripts/paths.mjs';
import { packageFolder } from '../package.js';

const common = (folder, plugins) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  configFile: false,
  cacheDir: join(folder, 'cache'),
  logLevel: 'error',
  plugins,
  resolve: { alias: { 'bx24-callbind': join(packageFolder, 'index.js') } },
  build: { outDir: join(folder, 'dist') },
});

/** Starts `dev` or `preview`, on a free port unless one is given; `{ address, close }`. */
export async function serve(kind, plugins = [], port = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'bx24-vite-'));
  const config = common(folder, plugins);
  const listen = { port, strictPort: port !== 0 };
  let server;
  if (kind === 'dev') {
    const options = { ...listen, fs: { allow: [root] } };
    server = await (await createServer({ ...config, server: options })).listen();
  } else {
    await build(config);
    server = await preview({ ...config, preview: listen });
  }
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { address: `http://localhost:${server.httpServer.address().port}/`, close };
}
