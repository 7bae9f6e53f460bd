// Two builds of one commit give the same bytes. `npm test` makes the package again of what cargo
// made; `npm run reproduce` builds the last commit in a fresh clone with nothing built before.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, pack, variants } from './build.mjs';
import { keptInstance, makeInstance } from './instance.mjs';
import { levers } from './levers.mjs';
import { inRoot, packageFolder, root, targetFolder } from './paths.mjs';
import { capture, exitWith, Failure } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';

/** Makes instances and entries once more, and compares them with those in pkg/. */
export async function makeAgain() {
  const folder = join(targetFolder, 'again');
  const packed = join(folder, 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  const pulled = await levers();
  for (const variant of variants) {
    const { compiled } = keptInstance(variant.name);
    const instance = await makeInstance(compiled, pulled, join(folder, variant.name));
    await pack(variant, instance, packed);
  }
  compare(packed);
}

/** Fails when a file of `folder` differs from the one in pkg/. */
function compare(folder) {
  for (const name of readdirSync(folder)) {
    const [made, kept] = [folder, packageFolder].map((each) => readFileSync(join(each, name)));
    if (!made.equals(kept)) throw new Failure(`a second build gave another \`${name}\``);
  }
}

async function buildClone(onLine) {
  const clone = mkdtempSync(join(tmpdir(), 'bx24-clone-'));
  try {
    await capture('git', ['clone', '--quiet', root, clone]);
    for (const name of ['.tools', 'node_modules']) symlinkSync(inRoot(name), join(clone, name));
    const env = { CARGO_TARGET_DIR: join(clone, 'target') };
    await capture('node', ['scripts/build.mjs'], { cwd: clone, env, onLine });
    compare(join(clone, 'pkg'));
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(async () => {
    const changes = await capture('git', ['status', '--porcelain']);
    if (changes) throw new Failure('commit first: a clone holds what is committed', changes);
    await setup();
    await build();
    await step('the same bytes in a fresh clone', buildClone);
  });
}
