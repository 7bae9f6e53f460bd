// A consumer of the offline queue that dies at seeded moments. Arguments: the portal's ready line,
// a seed. Says what it has worked on, one message id a line; ends with 0 when the queue is empty.
import { node } from './node.js';

const [at, seed] = [JSON.parse(process.argv[2]), Number(process.argv[3])];
const { offline } = await node.connect({ domain: at.portal, accessToken: at.accessToken });

/** mulberry32 */
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const die = () => process.kill(process.pid, 'SIGKILL');
const perhaps = (then) => random() < 0.06 && then();

const { events: left } = await offline.list({ filter: { '>PROCESS_ID': '' } });
const resume = [...new Set(left.map((event) => event.PROCESS_ID))];

for await (const batch of offline.batches({ size: 20, resume })) {
  perhaps(die); // reserved, nothing done
  for (const { MESSAGE_ID } of batch.events) process.stdout.write(`${MESSAGE_ID}\n`);
  perhaps(die); // done, not acknowledged
  const done = batch.done();
  perhaps(() => setTimeout(die, 2)); // while it is acknowledged, or while more is reserved
  await done;
}
