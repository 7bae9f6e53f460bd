// Every method of a portal: what it sends and what it resolves to. By webhook, by token, merged.
import { fails, hangs, ok, refused } from '../portal.js';

const url = 'https://example.com/lead';
const lead = { event: 'ONCRMLEADADD', handler: url };
const deal = { event: 'ONCRMDEALADD', handler: 'https://example.com/deal' };
const offline = { event: 'ONCRMLEADADD', eventType: 'offline' };
const bound = refused('ERROR_CORE', 'Unable to set event handler: Handler already binded');
const expired = refused('expired_token', 'The access token provided has expired.', 401);
const lost = fails(new TypeError('lost'));

/** A row of `event.get`. */
const row = (event, handler, auth_type = '0', offline = 0) => ({
  event,
  handler,
  auth_type,
  offline,
});
const rows = [
  row('ONCRMLEADADD', url),
  row('ONCRMLEADUPDATE', 'https://example.com/old', '15'),
  row('ONCRMDEALADD', 'http://old.example.org/deal'),
  { event: 'ONCRMLEADADD', connector_id: '', offline: 1 },
  { event: 'ONCRMDEALADD', connector_id: 'mine', offline: '1' },
];

/** A method of a portal that is connected by webhook; `script` are the portal's answers. */
const call =
  (name, given = [], script = {}, connect = {}) =>
  async ({ webhook, answer, ended }) => {
    answer(script);
    const portal = await webhook(connect);
    return ended(portal[name](...given));
  };

const byToken = (script, options, run) => async (world) => {
  world.answer(script);
  const portal = await world.token(options);
  return world.ended(run(portal, world));
};

const bindAll = (portal, handlers) =>
  Promise.all(handlers.map((handler) => portal.bind({ event: 'ONCRMLEADADD', handler })));

const urls = (count) => Array.from({ length: count }, (_, n) => `${url}/${n}`);

/** More calls than the bucket takes at once. */
const merged = (domain, more, run) => async (world) => {
  const portal = await world.library.connect({
    webhook: `https://${domain}.example/rest/1/secret/`,
    burst: 1,
    perSecond: 20,
    ...more,
  });
  return world.ended(run(portal, world));
};

const users = { profile: ok({ ID: '7', ADMIN: false }) };
const known = { 'event.get': ok(rows) };

const plans = {
  'nothing wanted, nothing there': [[[]]],
  'an online and an offline handler': [[[lead, offline]]],
  'bound already': [[[lead, offline]], known],
  prune: [[[lead], { prune: true }], known],
  'prune under a URL': [[[lead], { prune: { underUrl: 'https://example.com/' } }], known],
  'users do not count': [
    [[{ event: 'ONCRMLEADUPDATE', handler: 'https://example.com/old' }], { matchUser: false }],
    known,
  ],
  rebind: [[[{ ...lead, rebind: true }]], known],
  'all fields': [
    [
      [
        {
          ...lead,
          authType: 15,
          authConnector: 'mine',
          options: { minTimeout: 5, a: [true, null] },
        },
      ],
    ],
  ],
  'options are text, kept': [[[{ ...lead, options: 'text' }]], known],
  'an online handler with a connector, bound without': [
    [[{ ...lead, authConnector: 'mine' }]],
    known,
  ],
  'an unknown code': [[[{ ...lead, event: 'ONCRMLEADAD' }]]],
  'a code like no other': [[[{ ...lead, event: 'FOO' }]]],
  'a code in small letters': [[[{ ...lead, event: 'onCrmLeadAdd' }]]],
  'a smart process': [[[{ ...lead, event: 'ONCRMDYNAMICITEMADD_128' }]]],
  'hosts that are refused': [
    [
      ['http://localhost/h', 'ftp://a.b/', 'https://nodot/', 'text'].map((handler) => ({
        ...lead,
        handler,
      })),
    ],
  ],
  'hosts that are warned of': [
    [
      [
        'http://127.0.0.1/h',
        'https://192.168.1.5:8080/h',
        'https://app.local/',
        'http://localhost./',
      ].map((handler) => ({ ...lead, handler })),
    ],
  ],
  'odd URLs (issue 13, A9)': [
    [
      [
        'http://[::1]:3000/h',
        'http://[::ffff:127.0.0.1]/h',
        'https://u:p@a.example/',
        'HTTPS://A.EXAMPLE/',
        'https://bücher.example/',
      ].map((handler) => ({ ...lead, handler })),
    ],
  ],
  'of a user who is none of the administrators': [
    [[lead, { ...lead, authType: 7 }, { ...lead, authType: 15 }, offline]],
    users,
  ],
  'ONOFFLINEEVENT offline': [[[{ event: 'ONOFFLINEEVENT', eventType: 'offline' }]]],
  'not installed': [[[lead]], { 'app.info': ok({ INSTALLED: false }) }],
  'payment expired': [[[lead]], { 'app.info': ok({ INSTALLED: true, PAYMENT_EXPIRED: 'Y' }) }],
  'no scope': [[[lead]], { scope: ok([]) }],
  'the list of events is refused': [[[lead]], { events: refused('insufficient_scope', '', 403) }],
  'the list of handlers is refused': [
    [[lead]],
    { 'event.get': refused('ACCESS_DENIED', 'no', 403) },
  ],
  'the profile is refused': [[[lead]], { profile: refused('insufficient_scope', '', 401) }],
  'the batch is refused': [
    [[lead]],
    { batch: refused('OVERLOAD_LIMIT', 'REST API is blocked', 401) },
  ],
};

const syncs = {
  'nothing to do': [[[lead]], known],
  'bind, keep, remove': [[[lead, deal], { prune: true }], known],
  rebind: [[[{ ...lead, rebind: true }]], known],
  'offline with a connector': [[[{ ...offline, authConnector: 'mine' }, lead]]],
  'one is bound already': [[[lead, deal]], { 'event.bind': [bound, ok(true)] }],
  'one is refused by the portal': [
    [[lead, deal], { prune: true }],
    { ...known, 'event.bind': refused('ERROR_EVENT_NOT_FOUND', 'Event not found') },
  ],
  'one would be refused': [[[lead, { ...lead, event: 'ONNO' }]]],
  'one would be refused, partial': [[[lead, { ...lead, event: 'ONNO' }], { partial: true }]],
  'the portal says false': [[[lead]], { 'event.bind': ok(false) }],
  'busy, then bound': [
    [[lead]],
    { 'event.bind': [refused('ERROR_CORE', 'Process already started'), ok(true)] },
  ],
  'the batch has no answer to it': [
    [[lead]],
    {
      batch: [
        ok({ result: { 0: [], 1: [], 2: { ID: '1', ADMIN: true } }, result_error: [] }),
        ok({ result: [], result_error: [] }),
      ],
    },
  ],
};

const moves = {
  'moves what is under it': [['https://example.com', 'https://new.example.com/'], known],
  'nothing to move': [['https://other.example/', 'https://new.example.com/'], known],
  'with options': [
    ['https://example.com/', 'https://new.example.com/', { timeout: 5_000_000 }],
    known,
  ],
  'a new one is refused': [
    ['https://example.com/', 'https://new.example.com/'],
    { ...known, 'event.bind': refused('ERROR_CORE', 'Unable to set event handler') },
  ],
};

const findings = {
  'nothing bound': {},
  'all that handlers can have': known,
  'bound twice': {
    'event.get': ok([row('ONCRMLEADADD', url), row('ONCRMLEADADD', `${url}/`, '1')]),
  },
  'a private address': { 'event.get': ok([row('ONCRMLEADADD', 'https://10.0.0.1/')]) },
  'a scope is gone': { 'event.get': ok([row('ONTASKADD', url)]) },
  'no scope at all': { scope: ok([]) },
  'not installed': { 'app.info': ok({ INSTALLED: false }) },
  'payment expired': { 'app.info': ok({ INSTALLED: true, PAYMENT_EXPIRED: 'Y' }) },
  'no administrator': users,
  'methods refused': {
    'event.get': refused('WRONG_AUTH_TYPE', 'Current authorization type is denied', 403),
    events: refused('insufficient_scope', '', 401),
    scope: refused('METHOD_CONFIRM_WAITING', 'Waiting for confirmation', 401),
  },
  'all refused': { batch: refused('OVERLOAD_LIMIT', 'REST API is blocked', 401) },
};

const named = (prefix, table, make) =>
  Object.fromEntries(Object.entries(table).map(([what, row]) => [`${prefix}: ${what}`, make(row)]));

const retried = {
  'a lost answer': [lost, ok(true)],
  'HTML, then found bound': [{ status: 502, text: '<html>' }, bound],
  'the bucket is full': [refused('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503), ok(true)],
  'time used up': [refused('OPERATION_TIME_LIMIT', 'blocked', 429), ok(true)],
  'busy twice': [
    refused('ERROR_CORE', 'Process already started'),
    refused('ERROR_CORE', 'Process already started'),
    ok(true),
  ],
  'no connection': [refused('CONNECTION_ERROR', 'no', 401), ok(true)],
  'lost to the end': [lost],
};

export default {
  connect: async ({ webhook, library }) => {
    const { domain, userIsAdmin, memberId } = await webhook();
    const token = await library.connect({ domain: 'http://a.example:8080/', accessToken: 'x' });
    return { webhook: [domain, String(userIsAdmin), String(memberId)], token: token.domain };
  },
  'methods that can be called': async ({ webhook }) => {
    const portal = await webhook();
    const names =
      'bind unbind handlers events test plan sync moveHandlers diagnose installFinish destroy';
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
  'bind: the portal says false': call('bind', [lead], { 'event.bind': ok(false) }),
  'unbind: online': call('unbind', [lead]),
  'unbind: of a user': call('unbind', [{ ...lead, authType: 15 }]),
  'unbind: offline': call('unbind', [{ ...offline, authConnector: 'mine' }]),
  'unbind: lost, then none': call('unbind', [lead], { 'event.unbind': [lost, ok({ count: 0 })] }),
  'unbind: of a user who is none of the administrators': call('unbind', [lead], users),
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
  ...named('plan', plans, (row) => call('plan', ...row)),
  ...named('sync', syncs, (row) => call('sync', ...row)),
  ...named('moveHandlers', moves, (row) => call('moveHandlers', ...row)),
  ...named('diagnose', findings, (script) => call('diagnose', [], script)),
  'sync: a plan': async ({ webhook, answer, ended, sent }) => {
    answer(known);
    const portal = await webhook();
    const plan = await portal.plan([lead, deal], { prune: { underUrl: 'https://example.com/' } });
    sent.splice(0);
    return ended(portal.sync(plan));
  },
  'sync: a plan that came through JSON': async ({ webhook, ended, sent }) => {
    const plan = await (await webhook()).plan([deal]);
    sent.splice(0);
    return ended((await webhook()).sync(JSON.parse(JSON.stringify(plan))));
  },
  'sync: a plan with refused ones (issue 13, A10)': async ({ webhook, ended }) => {
    const portal = await webhook();
    const plan = await portal.plan([lead, { ...lead, event: 'ONNO' }]);
    return ended(portal.sync(plan));
  },
  'sync: onProgress': async ({ webhook, show, sent }) => {
    const told = [];
    const many = urls(60).map((handler) => ({ event: 'ONCRMLEADADD', handler }));
    const report = await (
      await webhook()
    ).sync(many, { onProgress: (...all) => told.push(show(all)) });
    const requests = sent.splice(0).map(({ body }) => body.length);
    return { told, bound: report.bound.length, 'members of the bodies': requests };
  },
  ...named('onRetry', retried, (list) => async ({ webhook, answer, show, ended, pause }) => {
    const told = [];
    const onRetry = (...all) =>
      told.push(show(all.map((info) => ({ ...info, waitMs: pause(info.waitMs) }))));
    answer({ 'event.bind': list });
    const bound = await ended((await webhook({ onRetry, retries: 2 })).bind(lead));
    return { told, bound };
  }),
  'retries by default': async ({ webhook, answer, show, pause }) => {
    answer({ 'event.bind': lost });
    const waits = [];
    const portal = await webhook({ onRetry: ({ waitMs }) => waits.push(pause(waitMs)) });
    return { end: await portal.bind(lead).catch(show), waits };
  },
  'by token': byToken({}, {}, (portal) => portal.bind(lead)),
  'by token: expired, no refresh': byToken({ 'event.bind': expired }, {}, (portal) =>
    portal.bind(lead),
  ),
  'by token: refreshed to text': byToken(
    { 'event.bind': [expired, ok(true)] },
    { refresh: async () => 'token-9' },
    (portal) => portal.bind(lead),
  ),
  'by token: refreshed to tokens': byToken(
    { 'event.bind': [expired, ok(true)] },
    { refresh: async () => ({ accessToken: 'token-9', refreshToken: 'r', expiresIn: 3600 }) },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh gives no promise': byToken(
    { 'event.bind': [expired, ok(true)] },
    { refresh: () => 'token-9' },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh rejects': byToken(
    { 'event.bind': expired },
    { refresh: () => Promise.reject(new Error('no')) },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh throws': byToken(
    { 'event.bind': expired },
    { refresh: () => JSON.parse('-') },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh gives something else (issue 13, A3)': byToken(
    { 'event.bind': expired },
    { refresh: async () => ({ error: 'invalid_grant' }) },
    (portal) => portal.bind(lead),
  ),
  'by token: what refresh is given, and a second call': byToken(
    { 'event.bind': [expired, ok(true)] },
    {},
    async (_portal, { token, show }) => {
      const given = [];
      const refresh = (...all) => {
        given.push(show(all));
        return { accessToken: 'token-9' };
      };
      const portal = await token({ refresh });
      await portal.bind(lead);
      await portal.bind(deal);
      return given;
    },
  ),
  'by token: a batch': byToken({}, {}, (portal) => portal.plan([lead])),
  'merged: binds, by webhook': merged('merged', {}, (portal) => bindAll(portal, urls(4))),
  'merged: binds and reads': merged('reads', {}, (portal) =>
    Promise.all([
      portal.bind(lead),
      portal.bind(deal),
      portal.unbind(lead),
      portal.handlers(),
      portal.events(),
    ]),
  ),
  'merged: one is refused': merged('refused', {}, (portal, { answer, ended }) => {
    answer({ 'event.bind': [ok(true), refused('ERROR_ARGUMENT', 'no'), ok(true)] });
    return Promise.all(urls(3).map((handler) => ended(portal.bind({ ...lead, handler }))));
  }),
  'merged: connectors stay apart': merged('apart', {}, (portal) =>
    Promise.all([
      portal.bind(lead),
      portal.bind({ ...offline, authConnector: 'one' }),
      portal.bind({ ...offline, authConnector: 'two' }),
      portal.bind({ ...deal, authConnector: 'one' }),
      portal.bind(deal),
    ]),
  ),
  'merged: the batch is refused': merged('nobatch', {}, (portal, { answer, ended }) => {
    answer({ batch: refused('ACCESS_DENIED', 'no', 403) });
    return Promise.all(urls(3).map((handler) => ended(portal.bind({ ...lead, handler }))));
  }),
  'merged: the batch has no answer to one': merged(
    'gap',
    { retries: 0 },
    (portal, { answer, ended }) => {
      answer({ batch: ok({ result: { 1: true }, result_error: [] }) });
      return Promise.all(urls(3).map((handler) => ended(portal.bind({ ...lead, handler }))));
    },
  ),
  'merged: switched off': merged('alone', { merge: false, perSecond: 1_000 }, (portal) =>
    bindAll(portal, urls(3)),
  ),
  'merged: by token': async (world) => {
    const portal = await world.token({
      domain: 'tokens.example',
      burst: 1,
      perSecond: 20,
      timeScale: 1,
    });
    return world.ended(bindAll(portal, urls(3)));
  },
  'destroy ends what is under way': async ({ webhook, answer, ended }) => {
    answer({ 'event.bind': hangs });
    const portal = await webhook();
    const end = ended(portal.bind(lead));
    portal.destroy();
    return [await end, await ended(portal.bind(deal)), await ended(portal.plan([lead]))];
  },
  'a signal ends a call': async ({ webhook, answer, ended }) => {
    answer({ 'event.bind': hangs });
    const controller = new AbortController();
    const end = ended((await webhook()).bind(lead, { signal: controller.signal }));
    controller.abort(new Error('of the caller'));
    return end;
  },
  'a signal that is aborted already': async ({ webhook, ended }) =>
    ended((await webhook()).bind(lead, { signal: AbortSignal.abort() })),
  'the client’s own signal': async ({ webhook, answer, ended }) => {
    answer({ 'event.bind': hangs });
    const controller = new AbortController();
    const end = ended((await webhook({ signal: controller.signal })).bind(lead));
    controller.abort();
    return end;
  },
  'no answer in time': call(
    'bind',
    [lead, { timeout: 30_000 }],
    { 'event.bind': hangs },
    { retries: 0 },
  ),
};
