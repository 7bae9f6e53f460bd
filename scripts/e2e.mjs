// End-to-end tests that do something by command: `npm run matrix` writes docs/fault-matrix.md,
// `npm run storm -- SEED ...` rages with these seeds, `npm run soak:library` writes docs/soak.md.
import { build } from './build.mjs';
import { exitWith, Failure, run } from './run.mjs';
import { setup } from './setup.mjs';
import { buildPortal } from './start.mjs';

const commands = {
  matrix: () => ({ UPDATE_DOCS: '1' }),
  leak: () => ({ SOAK: '1' }),
  storm: (seeds) => {
    const wrong = seeds.find((seed) => !/^\d{1,15}$/.test(seed));
    if (wrong !== undefined) throw new Failure(`\`${wrong}\` is no seed: give whole numbers`);
    return seeds.length > 0 ? { SEEDS: seeds.join(' ') } : {};
  },
};

await exitWith(async () => {
  const [name, ...given] = process.argv.slice(2);
  const env = commands[name](given);
  const { chrome } = await setup({ browser: true });
  await build();
  await buildPortal();
  // one worker: the matrix's tests write to one file
  const args = ['test', '--config', 'tests/e2e', '--workers', '1', `e2e/${name}.spec`];
  await run('playwright', args, { env: { CHROME: chrome, ...env } });
});
