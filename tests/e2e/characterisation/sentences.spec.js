// Wrong input and the sentence that it gets: which value, why, what to do instead. Nothing is sent.
import { expect, test } from '@playwright/test';
import { node } from '../node.js';
import { standIn } from './portal.js';

const webhook = 'https://portal.example/rest/1/s3cr3t/';
const lead = { event: 'ONCRMLEADADD', handler: 'https://example.com/' };
const like = ': it is like `https://portal.bitrix24.com/rest/1/secret/`';
const host =
  "`domain` must be a host alone, like `portal.bitrix24.com`; for a webhook's URL: `connect({ webhook })`";
const processId = '1'.repeat(32);

const connect = (options) => () => node.connect(options);
const on =
  (method, ...given) =>
  (portal) =>
    portal[method](...given);
const queue =
  (method, ...given) =>
  (portal) =>
    portal.offline[method](...given);
const walk = (options) => (portal) => portal.offline.batches(options).next();

const sentences = [
  [
    connect(webhook),
    '`options` must be an object, not a string; for a webhook: `connect({ webhook })`',
  ],
  [connect(5), '`options` must be an object, not a number'],
  [connect([]), '`options` must be an object, not a list'],
  [
    connect({ webhook, accessToken: 's3cr3t' }),
    'both `webhook` and `accessToken` are given: choose one',
  ],
  [connect({ webhook, domain: 'a.b' }), '`webhook` names its portal: leave `domain` out'],
  [
    connect({ domain: 'a.b' }),
    '`accessToken` is missing: give it with `domain`, or neither in a frame',
  ],
  [
    connect({ accessToken: 's3cr3t' }),
    "`domain` is missing: give the portal's host with `accessToken`",
  ],
  [
    connect({ domain: 'a.b', accessToken: '' }),
    '`accessToken` is empty: give the token that the portal gave the app',
  ],
  [
    connect({ webhook, refresh: () => 's3cr3t' }),
    '`refresh` renews an `accessToken`, and none is given: leave `refresh` out',
  ],
  [
    connect({ domain: 'a.b', accessToken: 'x', refresh: 's3cr3t' }),
    '`refresh` must be a function, not a string',
  ],
  [
    connect({ webhook: 'https://portal.example/rest/1/' }),
    `the webhook's secret is missing${like}`,
  ],
  [
    connect({ webhook: 'https://portal.example/s3cr3t/' }),
    `\`webhook\` is not a webhook's URL${like}`,
  ],
  [connect({ domain: 'a.b/c', accessToken: 'x' }), host],
  [connect({ domain: webhook, accessToken: 'x' }), host],
  [
    connect({ domain: 'https://oauth.bitrix.info/rest/', accessToken: 'x' }),
    "`oauth.bitrix.info` is the authorization server: give the portal's host, which is in `client_endpoint`",
  ],
  [connect({ webhook, timeOut: 5 }), 'there is no option `timeOut`: did you mean `timeout`?'],
  [connect({ webhook, retries: -1 }), '`retries` must be 0 or more, not -1'],
  [connect({ webhook, timeout: '5' }), '`timeout` must be a number, not a string'],
  [connect({ webhook, timeout: Infinity }), '`timeout` must be 2147483647 or less, not Infinity'],
  [connect({ webhook, merge: 'yes' }), '`merge` must be true or false, not `yes`'],
  [connect({ webhook, signal: {} }), '`signal` must be an AbortSignal, not `{}`'],
  [on('bind'), 'give a handler such as `{ event, handler }`, not undefined'],
  [on('bind', [lead]), 'give a handler such as `{ event, handler }`, not a list'],
  [
    on('bind', { evnt: 'ONCRMLEADADD', handler: lead.handler }),
    'there is no field `evnt`: did you mean `event`? (and 1 more in `errors`)',
  ],
  [
    on('bind', { ...lead, what: 1 }),
    'there is no field `what`: there are `event`, `handler`, `authType`, `eventType`, `authConnector`, `options`, `rebind`',
  ],
  [
    on('bind', { ...lead, auth_type: 1 }),
    'there is no field `auth_type`: did you mean `authType`?',
  ],
  [
    on('bind', { event: 'ONCRMLEADADD' }),
    '`handler` is missing: give an absolute http or https URL',
  ],
  [on('bind', { ...lead, event: '' }), '`event` is empty: give a code such as `ONCRMLEADADD`'],
  [
    on('bind', { ...lead, handler: new URL('https://a.b/s3cr3t') }),
    '`handler` must be a string, not an object',
  ],
  [
    on('bind', { ...lead, handler: 'https://a.b/\n' }),
    '`handler` has spaces or line ends around it: leave them out',
  ],
  [
    on('bind', { ...lead, authType: 'me' }),
    '`authType` must be a user ID (a whole number), not `me`',
  ],
  [
    on('bind', { ...lead, eventType: 'Offline' }),
    '`eventType` must be `online` or `offline`, not `Offline`',
  ],
  [
    on('bind', { ...lead, eventType: 'offline' }),
    'an offline handler has no URL: leave `handler` out',
  ],
  [on('bind', { ...lead, rebind: 'yes' }), '`rebind` must be true or false, not `yes`'],
  [
    on('bind', lead, { partial: true }),
    'there is no option `partial`: there are `signal`, `timeout`, `attemptTimeout`',
  ],
  [on('plan', lead), 'give a list of handlers, not an object'],
  [on('sync', {}), 'give a list of handlers, or what `plan` gave, not `{}`'],
  [on('sync', [lead, lead]), 'entry 1: is the same handler as entry 0: leave one out'],
  [
    on('sync', [lead, { ...lead, event: 'ONCRMDEALADD', auth_type: 1 }]),
    'entry 1: there is no field `auth_type`: did you mean `authType`?',
  ],
  [
    on('sync', { bind: [{ handler: lead }, { handler: {} }], unbind: [], keep: [], refused: [] }),
    '`bind[1]`: `event` is empty: give a code such as `ONCRMLEADADD` (and 1 more in `errors`)',
  ],
  [
    on('sync', [lead], { prune: 'yes' }),
    '`prune` must be true, false or `{ underUrl }`, not `yes`',
  ],
  [on('sync', [lead], { prune: { url: 'x' } }), '`prune` has no `url`: did you mean `underUrl`?'],
  [
    on('sync', [lead], { prune: { underUrl: 'example.com' } }),
    '`underUrl`: `example.com` is not an absolute http or https URL',
  ],
  [on('moveHandlers'), '`fromBaseUrl` must be a string, not undefined'],
  [on('call', 'crm.lead.add', 'x'), '`params` must be an object, not a string'],
  [on('call', 'crm.lead.add', {}, { repeat: 1 }), '`repeat` must be true or false, not 1'],
  [queue('get', { limit: 0 }), '`limit` must be a whole number, 1 or more'],
  [
    queue('get', { process_id: processId }),
    'there is no option `process_id`: did you mean `processId`?',
  ],
  [queue('clear'), 'the process id is empty: give the `processId` of the events'],
  [
    queue('clear', { processId, messageIds: 'x' }),
    '`messageIds` must be a list of strings, not a string',
  ],
  [
    queue('clear', { processId, messageIds: ['short'] }),
    '`short` is not a `MESSAGE_ID`, which has 32 characters',
  ],
  [walk({ size: 1.5 }), '`size` must be a whole number, 1 or more'],
  [walk({ poll: -1 }), '`poll` must be a number of milliseconds above 0, not -1'],
  [walk({ resume: [5] }), '`resume` must be a list of strings, not a list with a number'],
];

for (const [index, [call, sentence]] of sentences.entries()) {
  test(`${index}: ${sentence}`, async () => {
    const stand = standIn();
    try {
      const portal = await node.connect({ webhook });
      const error = await Promise.resolve()
        .then(() => call(portal))
        .then(
          () => expect(call, 'was taken').toBe(undefined),
          (error) => error,
        );
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', description: sentence });
      expect(stand.sent).toEqual([]);
      expect(error.message).not.toContain('s3cr3t');
    } finally {
      stand.leave();
    }
  });
}
