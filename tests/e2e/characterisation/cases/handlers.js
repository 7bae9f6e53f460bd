// Whole sets of handlers: plans, syncs, moves, diagnoses.
import { ok, refused } from '../portal.js';
import { bound, call, deal, known, lead, named, offline, row, url, urls, users } from './common.js';

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

export default {
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
};
