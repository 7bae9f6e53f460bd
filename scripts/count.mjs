// Runs a test runner in view of the user, and counts what it says it ran.
import { stripVTControlCharacters } from 'node:util';
import { Failure, tee } from './run.mjs';
import { elapsed } from './step.mjs';

// the lines at the end of a suite: cargo and wasm-bindgen-test; node; Playwright, which calls a
// test that passed at a later try flaky; unittest, which ends with an error if one failed
const outcomes = {
  passed: /^test result: .* (\d+) passed|^[#ℹ] pass (\d+)$|^\s+(\d+) passed|^Ran (\d+) tests? in/gm,
  failed: /^test result: .* (\d+) failed|^[#ℹ] fail (\d+)$|^\s+(\d+) failed/gm,
  skipped:
    /^test result: .* (\d+) ignored|^[#ℹ] (?:skipped|todo) (\d+)$|^\s+(\d+) (?:skipped|did not run)|^OK \(skipped=(\d+)\)$/gm,
  flaky: /^\s+(\d+) flaky/gm,
};

/** Resolves to such as `12 passed, 0 failed`; a run that passed no test, or skipped one, fails. */
export async function counted(name, command, args, env) {
  const start = Date.now();
  console.log(`${name}:`);
  const output = stripVTControlCharacters(await tee(command, args, { env }));
  const [passed, failed, skipped, flaky] = Object.values(outcomes).map((each) =>
    total(output, each),
  );
  if (passed === 0) throw new Failure(`the ${name} ran nothing`);
  if (skipped > 0)
    throw new Failure(`the ${name} skipped ${skipped}: a skipped test shows nothing`);
  const retried = flaky > 0 ? `, ${flaky} passed only when tried again` : '';
  const result = `${passed} passed, ${failed} failed${retried}`;
  console.log(`✓ ${name}: ${result} (${elapsed(start)})`);
  return result;
}

const total = (output, pattern) =>
  [...output.matchAll(pattern)].reduce((sum, match) => sum + number(match), 0);

const number = ([, ...groups]) => Number(groups.find((group) => group !== undefined));
