// pkg/package.json: what the root's says of the package, the version of Cargo.toml, the entries.
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

export function manifest() {
  const { name, description, license, keywords } = JSON.parse(read('package.json'));
  return {
    name,
    version: /^version = "(.+)"$/m.exec(read('Cargo.toml'))[1],
    description,
    license,
    keywords,
    type: 'module',
    sideEffects: ['./classic.js'],
    exports: {
      '.': entry('index'),
      './slim': entry('slim'),
      './mirror': entry('mirror'),
      './mirror/slim': entry('mirror-slim'),
      './classic.js': { types: './classic.d.ts', default: './classic.js' },
      './vite': { types: './vite.d.ts', default: './vite.js' },
      './index_bg.wasm': './index_bg.wasm',
      './mirror_bg.wasm': './mirror_bg.wasm',
      './package.json': './package.json',
    },
    types: './index.d.ts',
  };
}

const read = (path) => readFileSync(inRoot(path), 'utf8');

const entry = (name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
