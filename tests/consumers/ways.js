// How users bring the package into a page: each makes a folder with an index.html.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlers } from './bundlers.js';
import { here, inApp, installed } from './places.js';

function page(out, scripts) {
  mkdirSync(out, { recursive: true });
  const html = readFileSync(inApp('index.html'), 'utf8');
  writeFileSync(join(out, 'index.html'), html.replace(/<script.*<\/script>/, scripts));
}

const moduleScript = '<script type="module" src="./main.js"></script>';
const plainScript = '<script src="./main.js"></script>';

/** A way by one of bundlers.js. */
const bundled = (bundle, main, script, after) => async (out) => {
  await bundle(inApp(main), join(out, 'main.js'));
  after?.(out);
  page(out, script);
};

/** esbuild leaves `new URL(…, import.meta.url)` as it is: the file is copied beside the bundle. */
const copyWasm = (out) => cpSync(join(installed, 'index_bg.wasm'), join(out, 'index_bg.wasm'));

const { esbuild, esbuildIife, rollup, rollupWithAssets, webpack } = bundlers;

export const ways = {
  vite: async (out) => {
    const { build } = await import('vite');
    const options = { outDir: out, emptyOutDir: true };
    await build({ root: inApp(), base: './', logLevel: 'warn', build: options });
  },
  'webpack 5': bundled(webpack, 'main.js', plainScript),
  esbuild: bundled(esbuild, 'main.js', moduleScript),
  'esbuild, iife': bundled(esbuildIife, 'main.js', plainScript),
  rollup: bundled(rollup, 'main.js', moduleScript),

  next: async (out) => {
    const folder = join(here, 'next');
    const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
    const next = join(here, 'node_modules', '.bin', 'next');
    execFileSync(next, ['build'], { cwd: folder, env, stdio: 'pipe' });
    cpSync(join(folder, 'out'), out, { recursive: true });
  },

  'module script': async (out) => {
    cpSync(installed, join(out, 'bx24-callbind'), { recursive: true });
    const text = readFileSync(inApp('main.js'), 'utf8').replace(
      "'bx24-callbind'",
      "'./bx24-callbind/index.js'",
    );
    page(out, `<script type="module">${text}</script>`);
  },

  'classic script': async (out) => {
    cpSync(installed, join(out, 'bx24-callbind'), { recursive: true });
    const text = readFileSync(inApp('main.js'), 'utf8').replace(
      /^import.*$/m,
      'const { callBind } = BX24;',
    );
    page(out, `<script src="./bx24-callbind/classic.js"></script><script>${text}</script>`);
  },

  'slim, webpack 5': bundled(webpack, 'slim.js', plainScript),
  'slim, rollup': bundled(rollupWithAssets, 'slim.js', moduleScript),
  'slim, esbuild': bundled(esbuild, 'slim.js', moduleScript, copyWasm),
};

/** What cannot work, with what the first call says. */
export const refused = {
  'slim, esbuild without the file': {
    make: bundled(esbuild, 'slim.js', moduleScript),
    says: /^WASM_FAILED: .*\/index_bg\.wasm` was answered with 404 \(0\)\s*$/,
  },
  'slim, esbuild, iife': {
    make: bundled(esbuildIife, 'slim.js', plainScript, copyWasm),
    says: /^WASM_FAILED: .*give `load` the address or the bytes \(0\)\s*$/,
  },
};
