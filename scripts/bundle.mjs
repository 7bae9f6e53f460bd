// The hand-written entries of npm/ with wasm-bindgen's glue, one minified file each. Those that carry
// their wasm import it as text, by the name `wasm`.
import { basename, extname, join } from 'node:path';
import { inRoot } from './paths.mjs';
import { Failure } from './run.mjs';

/** Bundles `entries` of npm/ with the `glue` of an instance and its `deflated` wasm, into the folder
 * `to`. */
export async function bundle(entries, { glue, deflated }, to) {
  // not at the top: this file is read before `npm ci` ran
  const { build } = await import('esbuild');
  for (const entry of entries) {
    const done = build({
      entryPoints: [inRoot('npm', `${entry}.js`)],
      outfile: join(to, `${entry}.js`),
      bundle: true,
      minify: true,
      legalComments: 'none',
      target: 'es2022',
      logLevel: 'silent',
      platform: 'browser',
      format: entry === 'classic' ? 'iife' : 'esm',
      alias: { glue, ...snippets, wasm: deflated },
      loader: { [extname(deflated)]: 'base64' },
      plugins: [resolveSnippets],
    });
    await done.catch((error) => {
      throw new Failure(`esbuild could not bundle npm/${entry}.js`, error.message);
    });
  }
}

/** The modules that Rust imports, by their names in npm/. */
const snippets = {
  classes: inRoot('src', 'api', 'classes.js'),
  handshake: inRoot('src', 'auth', 'handshake.js'),
};

/** wasm-bindgen copies the modules that Rust imports; the originals are meant, so that each exists once. */
const resolveSnippets = {
  name: 'snippets',
  setup: ({ onResolve }) =>
    onResolve({ filter: /snippets\/[^/]+\/src\/.+\.js$/ }, ({ path }) => ({
      path: snippets[basename(path, '.js')],
    })),
};
