// A portal's methods for single handlers: what they send and what they resolve to.
import { ok, refused } from '../portal.js';
import { bound, call, known, lead, lost, offline, url, users } from './common.js';

export default {
  connect: async ({ webhook, library }) => {
    const { domain, userIsAdmin, memberId } = await webhook();
    const token = await library.connect({ domain: 'http://a.example:8080/', accessToken: 'x' });
    return { webhook: [domain, String(userIsAdmin), String(memberId)], token: token.domain };
  },
  'methods that can be called': async ({ webhook }) => {
    const portal = await webhook();
    const names =
      'bind unbind call handlers events test plan sync moveHandlers diagnose installFinish destroy';
    const queue = 'get list clear error batches';
    return {
      portal: names.split(' ').filter((name) => typeof portal[name] === 'function'),
      offline: queue.split(' ').filter((name) => typeof portal.offline[name] === 'function'),
    };
  },
  'bind: online': call('bind', [lead]),
  'bind: offline': call('bind', [offline]),
  'bind: every field': call('bind', [
    {
      ...lead,
      authType: 15,
      eventType: 'online',
      authConnector: 'mine',
      options: { minTimeout: 5, deep: { a: [1, 'b'] } },
      rebind: true,
    },
  ]),
  'bind: options are text': call('bind', [{ ...lead, options: 'a b' }]),
  'bind: authType 0 and null': async (world) => [
    await call('bind', [{ ...lead, authType: 0 }])(world),
    await call('bind', [{ ...lead, authType: null }])(world),
  ],
  'bind: event in small letters': call('bind', [{ ...lead, event: 'onCrmLeadAdd' }]),
  'bind: with call options': call('bind', [lead, { timeout: 5_000_000 }]),
  'bind: bound already': call('bind', [lead], { 'event.bind': bound }),
  'bind: lost, then found bound': call('bind', [lead], { 'event.bind': [lost, bound] }),
  'bind: refused': call('bind', [lead], {
    'event.bind': refused('ERROR_EVENT_NOT_FOUND', 'Event not found'),
  }),
  'bind: an unknown code': call('bind', [{ ...lead, event: 'onCrmLeadAd' }], {
    'event.bind': refused('ERROR_EVENT_NOT_FOUND', 'Event not found'),
  }),
  'bind: a URL that the portal refuses': call('bind', [{ ...lead, handler: 'http://localhost/' }], {
    'event.bind': refused('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL'),
  }),
  'bind: a user id as digits in text': call('bind', [{ ...lead, authType: '15' }]),
  'bind: the portal says false': call('bind', [lead], { 'event.bind': ok(false) }),
  'unbind: online': call('unbind', [lead]),
  'unbind: of a user': call('unbind', [{ ...lead, authType: 15 }]),
  'unbind: offline': call('unbind', [{ ...offline, authConnector: 'mine' }]),
  'unbind: lost, then none': call('unbind', [lead], { 'event.unbind': [lost, ok({ count: 0 })] }),
  'unbind: of a user who is none of the administrators': call('unbind', [lead], users),
  'unbind: a URL with a line end': call('unbind', [{ ...lead, handler: `${url}\n` }]),
  call: call('call', ['crm.deal.get', { id: 9 }], { 'crm.deal.get': ok({ ID: '9' }) }),
  'call: without parameters': call('call', ['profile']),
  'call: refused': call('call', ['crm.deal.get', { id: 9 }], {
    'crm.deal.get': refused('', 'Not found'),
  }),
  'call: lost, a read': call('call', ['crm.deal.get'], { 'crm.deal.get': [lost, ok(1)] }),
  'call: lost': call('call', ['crm.deal.add'], { 'crm.deal.add': [lost, ok(1)] }),
  'call: lost, may be repeated': call('call', ['crm.deal.add', null, { repeat: true }], {
    'crm.deal.add': [lost, ok(1)],
  }),
  'call: lost, a read that may not be repeated': call(
    'call',
    ['crm.deal.get', {}, { repeat: false }],
    { 'crm.deal.get': [lost, ok(1)] },
  ),
  'call: aborted': call('call', ['crm.deal.get', {}, { signal: AbortSignal.abort() }]),
  handlers: call('handlers', [], known),
  'handlers: none': call('handlers'),
  'handlers: rows of odd types': call('handlers', [], {
    'event.get': ok([
      { event: 'ONCRMLEADADD', handler: url, auth_type: 15, offline: '0', connector_id: 'mine' },
      { event: 'oncrmleadadd', handler: url, auth_type: null },
      { event: 'ONCRMLEADADD', offline: true },
      { event: 5, handler: null, auth_type: 'x', offline: 1, connector_id: null },
      {},
    ]),
  }),
  events: call('events'),
  'events: of a scope, in full': async (world) => [
    await call('events', [{ scope: 'crm' }])(world),
    await call('events', [{ full: true }])(world),
    await call('events', [{ scope: 'crm', full: false }])(world),
    await call('events', [null])(world),
  ],
  test: call('test'),
  'test: with a query': call('test', [{ a: 1, b: { c: ['d'] } }]),
};
