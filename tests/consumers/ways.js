// How users bring the package into a page: each makes a folder with an index.html.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('.', import.meta.url));
const main = join(here, 'app', 'main.js');
export const installed = join(here, 'node_modules', 'bx24-callbind');

function page(out, scripts) {
  mkdirSync(out, { recursive: true });
  const html = readFileSync(join(here, 'app', 'index.html'), 'utf8');
  writeFileSync(join(out, 'index.html'), html.replace(/<script.*<\/script>/, scripts));
}

export const ways = {
  async vite(out) {
    const { build } = await import('vite');
    const options = { outDir: out, emptyOutDir: true };
    await build({ root: join(here, 'app'), base: './', logLevel: 'warn', build: options });
  },

  async 'webpack 5'(out) {
    const { default: webpack } = await import('webpack');
    const config = { mode: 'production', entry: main, output: { path: out, filename: 'main.js' } };
    const stats = await new Promise((resolve, reject) =>
      webpack(config, (error, stats) => (error ? reject(error) : resolve(stats))),
    );
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
    page(out, '<script src="./main.js"></script>');
  },

  /** It leaves `new URL(…, import.meta.url)` as it is: the file is copied beside the bundle. */
  async esbuild(out) {
    const { build } = await import('esbuild');
    await build({ entryPoints: [main], bundle: true, format: 'esm', outdir: out });
    cpSync(join(installed, 'index_bg.wasm'), join(out, 'index_bg.wasm'));
    page(out, '<script type="module" src="./main.js"></script>');
  },

  async rollup(out) {
    const { rollup } = await import('rollup');
    const { nodeResolve } = await import('@rollup/plugin-node-resolve');
    const { importMetaAssets } = await import('@web/rollup-plugin-import-meta-assets');
    const plugins = [nodeResolve({ browser: true }), importMetaAssets()];
    const bundle = await rollup({ input: main, plugins });
    await bundle.write({ dir: out, format: 'es' });
    page(out, '<script type="module" src="./main.js"></script>');
  },

  async 'module script'(out) {
    cpSync(installed, join(out, 'bx24-callbind'), { recursive: true });
    const text = readFileSync(main, 'utf8').replace(
      "'bx24-callbind'",
      "'./bx24-callbind/index.js'",
    );
    page(out, `<script type="module">${text}</script>`);
  },

  async 'classic script'(out) {
    cpSync(installed, join(out, 'bx24-callbind'), { recursive: true });
    const text = readFileSync(main, 'utf8').replace(/^import.*$/m, 'const { callBind } = BX24;');
    page(out, `<script src="./bx24-callbind/classic.js"></script><script>${text}</script>`);
  },
};
