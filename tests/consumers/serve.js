// One origin for all: `/vite-dev/` is Vite's own server, any other first part a folder of `out`.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createServer as createVite } from 'vite';
import { here } from './places.js';

const types = { '.js': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm' };

/** `{ address, close }` */
export async function serve(out) {
  const server = createServer();
  const vite = await createVite({
    root: join(here, 'app'),
    base: '/vite-dev/',
    logLevel: 'warn',
    server: { middlewareMode: true, hmr: { server } },
  });
  server.on('request', (request, response) => {
    request.method = 'GET'; // a portal posts; static servers and Vite answer GET only
    if (request.url.startsWith('/vite-dev/')) return vite.middlewares(request, response);
    return file(join(out, normalize(decodeURIComponent(request.url.split('?')[0]))), response);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
    return vite.close();
  };
  return { address: `http://localhost:${server.address().port}/`, close };
}

async function file(path, response) {
  const name = path.endsWith('/') ? join(path, 'index.html') : path;
  try {
    const body = await readFile(name);
    response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'text/plain' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
