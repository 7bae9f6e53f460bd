// `npm run format`: Rust and JavaScript as the formatters want them.
import { exitWith, run } from './run.mjs';
import { setup } from './setup.mjs';

await exitWith(async () => {
  await setup();
  await run('cargo', ['fmt', '--all']);
  await run('prettier', ['--write', '.', '--log-level', 'warn']);
});
