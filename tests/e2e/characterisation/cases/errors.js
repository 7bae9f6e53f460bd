// Wrong input, and the error that it gets: code, sentence, `errors`.

const lead = { event: 'ONCRMLEADADD', handler: 'https://example.com/' };
const webhook = 'https://portal.example/rest/1/secret/';
const processId = '1'.repeat(32);
const own = {};
own.self = own;

/** Each row: what is called, and its arguments. */
const rows = [
  ...[
    5,
    'text',
    [],
    { domain: 'a.b' },
    { accessToken: 's3cr3t' },
    { webhook, domain: 'a.b' },
    { webhook, refresh: () => 's3cr3t' },
    { webhook: 'https://a.b/rest/1/' },
    { domain: webhook, accessToken: 's3cr3t' },
    { domain: 'oauth.bitrix.info', accessToken: 's3cr3t' },
    { webhook, timeOut: 5, retrys: 3 },
    { webhook, domain: 'a.b', accessToken: 's3cr3t' },
    { webhook, accessToken: 's3cr3t' },
    { webhook: 5 },
    { webhook: '' },
    { webhook: 'https://a.b/s3cr3t/' },
    { webhook: `${webhook}profile.json` },
    { webhook: ` ${webhook}` },
    { domain: 'a.b/c', accessToken: 's3cr3t' },
    { domain: '', accessToken: 's3cr3t' },
    { domain: ' a.b', accessToken: 's3cr3t' },
    { domain: 'https://a.b/rest/', accessToken: 's3cr3t' },
    { domain: 5, accessToken: 's3cr3t' },
    { domain: 'a.b', accessToken: 5 },
    { domain: 'a.b', accessToken: '' },
    { webhook, refresh: 's3cr3t' },
    { webhook, timeOut: 5 },
    { webhook, timeOut: undefined },
    { webhook, timeout: 0 },
    { webhook, timeout: '5' },
    { webhook, timeout: null },
    { webhook, timeout: Infinity },
    { webhook, retries: -1 },
    { webhook, retries: 1.5 },
    { webhook, burst: 0 },
    { webhook, perSecond: 0 },
    { webhook, timeScale: 0 },
    { webhook, frameTimeout: -1 },
    { webhook, frameTimeout: {} },
    { webhook, merge: 'yes' },
    { webhook, merge: null },
    { webhook, signal: {} },
    { webhook, signal: null },
    { webhook, onRetry: 5 },
    { webhook, onRetry: null },
  ].map((options) => ['connect', options]),
  ...[5, null, { timeout: 'x' }, { nothing: 1 }, { domain: 'a.b' }, { retries: NaN }].map(
    (options) => ['configure', options],
  ),
  ...[
    [],
    [5],
    [''],
    ['a b'],
    ['no/slash'],
    ['event.get', 'ready=text'],
    ['event.get', 5],
    ['event.get', [1, 2]],
    ['event.get', { a: own }],
    ['event.get', { a: Symbol('s') }],
    ['event.get', { a: '\ud800' }],
  ].map((given) => ['callMethod', ...given]),
  ...[
    undefined,
    null,
    'text',
    5,
    [5],
    [['event.get'], 5],
    [[]],
    [[5]],
    [{}],
    [{ method: 5 }],
    [['event.get', 'ready=text']],
    [['event.get', { a: Symbol('s') }]],
    { a: null },
  ].map((calls) => ['callBatch', calls]),
  ...[
    [Symbol('s'), 'https://a.b/'],
    ['ONCRMLEADADD', Symbol('s')],
    ['ONCRMLEADADD', 'https://a.b/', Symbol('s')],
    ['ONCRMLEADADD', '\ud800'],
    ['ONCRMLEADADD', own],
  ].flatMap((given) => ['callBind', 'callUnbind'].map((name) => [name, ...given])),
  ...[
    undefined,
    null,
    5,
    'text',
    [lead],
    {},
    { evnt: 'ONCRMLEADADD' },
    { ...lead, handlr: 'https://a.b/' },
    { ...lead, event: 5 },
    { ...lead, event: '' },
    { event: 'ONCRMLEADADD' },
    { ...lead, handler: '' },
    { ...lead, handler: 5 },
    { ...lead, handler: new URL('https://a.b/') },
    { ...lead, handler: '\ud800' },
    { ...lead, authType: '15' },
    { ...lead, authType: 'me' },
    { ...lead, handler: ' https://example.com/' },
    { ...lead, handler: 'https://example.com/\n' },
    { ...lead, authType: 1.5 },
    { ...lead, authType: NaN },
    { ...lead, authType: 2 ** 60 },
    { ...lead, auth_type: 1 },
    { ...lead, eventType: 'later' },
    { ...lead, eventType: 5 },
    { ...lead, eventType: 'offline' },
    { event: 'ONCRMLEADADD', eventType: 'offline', authType: 1 },
    { ...lead, authConnector: 5 },
    { ...lead, options: Symbol('s') },
    { ...lead, options: own },
    { ...lead, rebind: 'yes' },
    { event: 5, handler: 5, authType: 'x', rebind: 1, what: 1 },
  ].flatMap((handler) => ['portal.bind', 'portal.unbind'].map((name) => [name, handler])),
  ...[5, 'text', { timeout: 0 }, { signal: 5 }, { partial: true }].map((options) => [
    'portal.bind',
    lead,
    options,
  ]),
  ...[
    [],
    [5],
    [''],
    ['event.get', 'x'],
    ['event.get', {}, 5],
    ['event.get', {}, { repeat: 'x' }],
  ].map((given) => ['portal.call', ...given]),
  ...[5, { timeout: 'x' }, { scope: 'crm' }].map((options) => ['portal.handlers', options]),
  ...[5, 'crm', { scope: 5 }, { full: 'yes' }, { scopes: 'crm' }].map((filter) => [
    'portal.events',
    filter,
  ]),
  ...[5, 'text', [1], { a: Symbol('s') }].map((query) => ['portal.test', query]),
  ...[
    undefined,
    null,
    'text',
    {},
    lead,
    [5],
    [lead, null],
    [lead, lead],
    [lead, { ...lead, authType: 0 }],
    [{}, { ...lead, event: '' }, { ...lead, what: 1 }],
    { bind: [], unbind: [], keep: [] },
    { bind: [{ handler: {} }], unbind: [], keep: [], refused: [] },
    { bind: [{ handler: lead }, 5], unbind: [lead], keep: [], refused: [{ handler: lead }] },
    { bind: [], unbind: [], keep: [], refused: [{ handler: lead, reason: 'why', field: 'event' }] },
  ].flatMap((wanted) => ['portal.plan', 'portal.sync'].map((name) => [name, wanted])),
  ...[
    5,
    { prune: 'yes' },
    { prune: null },
    { prune: {} },
    { prune: [] },
    { prune: { underUrl: 5 } },
    { prune: { underUrl: '' } },
    { prune: { underUrl: 'example.com' } },
    { prune: { under: 'https://a.b/' } },
    { partial: 1 },
    { matchUser: 'no' },
    { onProgress: 5 },
    { what: 1 },
  ].map((options) => ['portal.sync', [lead], options]),
  [
    'portal.plan',
    [lead, { event: 'ONCRMLEADADD', handler: lead.handler, authType: 5 }],
    { matchUser: false },
  ],
  ...[
    [],
    [5, 'https://a.b/'],
    ['https://a.b/', undefined],
    ['a.b', 'https://a.b/'],
    ['https://a.b/', 'localhost'],
    ['https://a.b/', 'https://a.b'],
    ['https://a.b/', 'https://c.d/', 5],
    ['https://a.b/', 'https://c.d/', { what: 1 }],
  ].map((given) => ['portal.moveHandlers', ...given]),
  ...[
    5,
    [],
    { what: 1 },
    { limit: 0 },
    { limit: 1.5 },
    { limit: 'x' },
    { clear: 'yes' },
    { clear: true, processId },
    { error: 1 },
    { processId: 5 },
    { filter: 5 },
    { order: 'ID' },
    { connector: 5 },
    { filter: { A: Symbol('s') } },
  ].map((options) => ['offline.get', options]),
  ...[5, { what: 1 }, { start: 'x' }, { limit: 5 }].map((options) => ['offline.list', options]),
  ...[
    undefined,
    5,
    {},
    { processId: '' },
    { processId: 5 },
    { processId, messageIds: 'x' },
    { processId, messageIds: [5] },
    { processId, messageIds: ['short'] },
    { processId, connector: 5 },
    { processId, what: 1 },
  ].flatMap((what) => ['offline.clear', 'offline.error'].map((name) => [name, what])),
  ...[
    5,
    { size: 0 },
    { size: 1.5 },
    { size: 'x' },
    { connector: 5 },
    { resume: 'x' },
    { resume: [5] },
    { resume: [''] },
    { poll: 0 },
    { poll: -1 },
    { poll: 'x' },
    { what: 1 },
  ].map((options) => ['a walk', options]),
];

/** As it would stand in a program. */
function source(value, within = []) {
  if (within.includes(value)) return 'itself';
  if (Array.isArray(value))
    return `[${value.map((one) => source(one, [...within, value])).join(', ')}]`;
  if (value instanceof URL) return `new URL('${value}')`;
  if (typeof value === 'object' && value !== null) {
    const inner = [...within, value];
    const members = Object.entries(value).map(([key, one]) => `${key}: ${source(one, inner)}`);
    return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** What a row calls. */
async function target({ library, webhook }, name) {
  const [of, method] = name.split('.');
  if (!method && name !== 'a walk') return library[name];
  const portal = await webhook();
  if (of === 'portal') return (...given) => portal[method](...given);
  if (of === 'offline') return (...given) => portal.offline[method](...given);
  return (...given) => portal.offline.batches(...given).next();
}

/** What is new in an error: its shape is in shapes.js. */
const said = ({ code, description, errors }) => ({ code, description, ...(errors && { errors }) });

/** What a mirror call gave: an error, or one for each call of a batch. */
function taken(gave, AjaxResult) {
  if (gave instanceof AjaxResult) return gave.error() ? said(gave.error()) : 'taken';
  const inner = Object.entries(gave ?? {}).filter(([, one]) => one instanceof AjaxResult);
  const ends = inner.map(([key, one]) => [key, taken(one, AjaxResult)]);
  return ends.length > 0 ? Object.fromEntries(ends) : 'taken';
}

/** How a call ended: with an error; else it took what it was given. */
async function ending(promise, { AjaxResult, Bx24Error }) {
  try {
    return taken(await promise, AjaxResult);
  } catch (error) {
    return error instanceof Bx24Error ? said(error) : String(error);
  }
}

const run =
  ([name, ...given]) =>
  async (world) => {
    const call = await target(world, name);
    return ending(
      Promise.resolve().then(() => call(...given)),
      world.library,
    );
  };

export default Object.fromEntries(
  rows.map((row) => [
    `${row[0]}(${row
      .slice(1)
      .map((one) => source(one))
      .join(', ')})`,
    run(row),
  ]),
);
