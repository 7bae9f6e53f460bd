// A queue of offline events, and how it is worked off.
import { asAdmin } from './node.js';

export const ids = (events) => events.map((event) => event.MESSAGE_ID).sort();

/** A client whose queue holds `count` events. */
export async function queue(portal, count, options) {
  const client = await asAdmin(portal, options);
  await client.bind({ event: 'ONCRMLEADADD', eventType: 'offline' });
  await happen(portal, count);
  return client;
}

export async function happen(portal, count) {
  for (let left = count; left > 0; left -= 50) {
    const some = Array.from({ length: Math.min(left, 50) }, () => portal.control('lead', {}));
    await Promise.all(some);
  }
}

/** All batches, each as `work` gives it. */
export async function all(batches, work) {
  const list = [];
  for await (const batch of batches) list.push(await work(batch));
  return list;
}

export const finish = async (batch) => {
  await batch.done();
  return batch.events;
};
