// A portal that was started with `--json`.
import { createInterface } from 'node:readline';
import { Failure } from './run.mjs';

/** Resolves to its ready line, as an object, and to what it says meanwhile, which grows. */
export async function ready(child) {
  const said = [];
  child.stderr?.on('data', (chunk) => said.push(chunk));
  const line = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      reject(new Failure(`the portal ended with ${code}: ${said.join('')}`)),
    );
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return { at: JSON.parse(line), said };
}
