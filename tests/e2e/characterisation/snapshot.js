// Expected values in readable files: one JSON object for each group, one entry for each case.
//
// `UPDATE_SNAPSHOTS=1 npx playwright test --config tests/e2e characterisation` writes them anew;
// read the difference before you commit it. An entry that is missing from a file fails, and so
// does one that no case gives any more.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const update = process.env.UPDATE_SNAPSHOTS === '1';
const fileOf = (name) => fileURLToPath(new URL(`snapshots/${name}.json`, import.meta.url));

/** As text, since the order of members counts. */
const written = (value) => JSON.stringify(value, null, 2);

/** What is wrong with `entries`, an object of cases, as `[case, expected, found]`; empty if nothing is. */
export async function differences(name, entries) {
  const file = fileOf(name);
  if (update) {
    const text = await format(written(entries), { ...(await resolveConfig(file)), filepath: file });
    writeFileSync(file, text);
    return [];
  }
  const expected = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return Object.keys({ ...expected, ...entries })
    .map((key) => [key, written(expected[key]), written(entries[key])])
    .filter(([, wanted, found]) => wanted !== found);
}
