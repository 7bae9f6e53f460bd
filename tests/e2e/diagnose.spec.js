// Why no events arrive: each finding, brought about by the portal.
import { failure as failed } from './failure.js';
import { lead } from './handlers.js';
import { asAdmin, asUser, byWebhook } from './node.js';
import { expect, test } from './portal.js';

const https = { event: 'ONCRMLEADADD', handler: 'https://app.example/lead' };
const refuse = (method, fault, more) => (portal) =>
  portal.fault({ match: { method, batch: true }, fault, ...more });

/** What is bound first, what the portal is switched to, who asks, and what is found. */
const findings = [
  ['all is well', { bound: [https] }, []],
  ['nothing is bound', {}, ['error NOTHING_BOUND']],
  ['not installed', { bound: [https], switches: { installed: false } }, ['error NOT_INSTALLED']],
  [
    'payment expired',
    { bound: [https], switches: { paymentExpired: true } },
    ['error PAYMENT_EXPIRED'],
  ],
  [
    'the scope of a handler is gone',
    { bound: [https], switches: { scopes: ['task'] } },
    ['error SCOPE_MISSING'],
  ],
  [
    'no scope at all',
    { switches: { scopes: [] } },
    ['warning SCOPE_MISSING', 'error NOTHING_BOUND'],
  ],
  ['no administrator', { as: asUser }, ['warning NOT_ADMIN', 'error NOTHING_BOUND']],
  [
    'an administrator no more',
    { bound: [https], switches: { admins: [] } },
    ['warning NOT_ADMIN', 'error NOTHING_BOUND'],
  ],
  ['a webhook', { as: byWebhook }, ['warning WEBHOOK_TOKEN', 'error NOTHING_BOUND']],
  [
    'a webhook that is refused',
    { as: byWebhook, switches: { webhookEvents: 'refused' } },
    ['warning WEBHOOK_TOKEN', 'error WEBHOOK_TOKEN', 'error WEBHOOK_TOKEN'],
  ],
  ['another user', { bound: [{ ...https, authType: 15 }] }, ['warning OTHER_USER']],
  ['http', { bound: [{ ...https, handler: 'http://app.example/lead' }] }, ['warning HTTP_URL']],
  [
    'a private address',
    { bound: [{ ...https, handler: 'https://192.168.1.5/lead' }] },
    ['warning PRIVATE_ADDRESS'],
  ],
  ['bound for two users', { bound: [https, { ...https, authType: 1 }] }, ['warning DUPLICATE']],
  [
    'bound in two spellings',
    { bound: [https, { ...https, handler: `${https.handler}/` }] },
    ['warning DUPLICATE'],
  ],
  [
    'offline handlers without their licence',
    {
      bound: [{ event: 'ONCRMLEADADD', eventType: 'offline' }],
      switches: { offlineExtended: false },
    },
    ['warning OFFLINE_LICENSE'],
  ],
  [
    'the event of one smart process and the general one',
    {
      bound: ['ONCRMDYNAMICITEMADD', 'ONCRMDYNAMICITEMADD_147'].map((event) => ({
        ...https,
        event,
      })),
    },
    ['warning DUPLICATE'],
  ],
  [
    'a method refused for want of a scope',
    { bound: [https], then: refuse('app.info', 'insufficient_scope') },
    ['error SCOPE_MISSING'],
  ],
  [
    'a method refused by the portal',
    { bound: [https], then: refuse('scope', 'METHOD_CONFIRM_WAITING') },
    ['error METHOD_CONFIRM_WAITING'],
  ],
];

for (const [what, { bound = [], switches = {}, as = asAdmin, then }, expected] of findings) {
  test(what, async ({ portal }) => {
    if (bound.length) await (await asAdmin(portal)).sync(bound);
    await portal.switch(switches);
    await then?.(portal);
    const found = await (await as(portal)).diagnose();
    const kinds = found.map(({ severity, code }) => `${severity} ${code}`);
    expect(kinds.sort()).toEqual(expected.sort());
    for (const { finding, remedy } of found) {
      expect(finding).toMatch(/\w+ \w+/);
      expect(remedy).toMatch(/\w+ \w+/);
    }
  });
}

test('what it finds is why nothing arrives', async ({ portal }) => {
  const client = await asAdmin(portal);
  await client.bind(lead(portal));
  for (const [switches, code] of [
    [{ installed: false }, 'NOT_INSTALLED'],
    [{ installed: true, paymentExpired: true }, 'PAYMENT_EXPIRED'],
  ]) {
    await portal.switch(switches);
    await portal.control('lead', {});
    expect((await client.diagnose()).map((one) => one.code)).toContain(code);
  }
  await portal.switch({ paymentExpired: false });
  await portal.control('lead', {});
  const ids = (await portal.arrived('lead')).map(({ fields }) => fields.data.FIELDS.ID);
  expect(ids).toEqual(['3']);
});

test('where nothing can be asked it rejects', async ({ portal }) => {
  await portal.switch({ overload: true });
  expect(await failed((await asAdmin(portal)).diagnose())).toMatchObject({
    code: 'OVERLOAD_LIMIT',
    status: 401,
  });
});
