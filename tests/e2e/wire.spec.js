// What goes over the wire, argument by argument (contract §7.1, §7.3), as the portal's own parser
// reads it.
import { expect, test } from './portal.js';

const url = 'https://a.b/h?x=1&y=a+b%20c%2F&z=%#d/é/ж/日本/😀';
const event = 'ONCRMLEADADD';

/** Expressions, because not every value can be handed to a page, and what arrives. */
const authTypes = [
  ['undefined', '0'],
  ['null', undefined],
  ['0', '0'],
  ['-0', '0'],
  ["''", ''],
  ["' 15 '", ' 15 '],
  ["'15'", '15'],
  ['15', '15'],
  ['-1', '-1'],
  ['1.5', '1.5'],
  ['0.1 + 0.2', '0.30000000000000004'],
  ['1e21', '1e+21'],
  ['2 ** 53', '9007199254740992'],
  ['NaN', 'NaN'],
  ['-Infinity', '-Infinity'],
  ['10n ** 20n', '100000000000000000000'],
  ['true', 'true'],
  ['false', 'false'],
  ['[]', ''],
  ['{}', undefined],
  ['[1, [2, null], {}]', { 0: '1', 1: { 0: '2' } }],
  ["{ b: 1, a: { 'c d': '&=' }, gone: null }", { a: { 'c d': '&=' }, b: '1' }],
  ['new Date(0)', '1970-01-01T00:00:00.000Z'],
  ['new String("x")', 'x'],
  ['new Number(5)', '5'],
  ["Object.assign(document.createElement('input'), { value: 'typed' })", 'typed'],
  ["document.createElement('p')", undefined],
];
const texts = [
  ['undefined', ''],
  ['null', ''],
  ['0', ''],
  ['false', ''],
  ['NaN', ''],
  ["''", ''],
  ['5', '5'],
  ['" ONX "', ' ONX '],
  ['"событие 😀 \\u0000 \\n"', 'событие 😀 \u0000 \n'],
  [JSON.stringify(url), url],
  // the portal's journal keeps 16 KiB of a text
  ['"x".repeat(16_000)', 'x'.repeat(16_000)],
  ["new String('https://a.b/')", 'https://a.b/'],
];

const bind = (event, handler, authType) => `callBind(${event}, ${handler}, ${authType})`;
const quoted = JSON.stringify;
const rows = [
  ...authTypes.map(([given, auth_type]) => [
    bind(quoted(event), quoted(url), given),
    { event, handler: url, auth_type },
  ]),
  ...texts.flatMap(([given, got]) => [
    [bind(given, quoted(url), 0), { event: got, handler: url, auth_type: '0' }],
    [bind(quoted(event), given, 0), { event, handler: got, auth_type: '0' }],
  ]),
  ...['callUnbind', 'callUnBind'].flatMap((name) =>
    [
      ['undefined', undefined],
      ['null', undefined],
      ['0', '0'],
      ["''", ''],
      ['15', '15'],
    ].map(([given, auth_type]) => [
      `${name}('${event}', ${quoted(url)}, ${given})`,
      { event, handler: url, auth_type },
    ]),
  ),
  ["callMethod('events', {})", {}],
  ["callMethod('events')", {}],
  [
    "callMethod('events', { scope: '', full: false, list: [] })",
    { full: 'false', list: '', scope: '' },
  ],
  ["callMethod('events', { scope: (x) => x + 1 })", { scope: '(x) => x + 1' }],
  ["callMethod('events', { scope: undefined })", { scope: 'undefined' }],
];

/** A tree as the journal has it, lists as objects with numbers for keys. */
const tree = (value) =>
  value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tree(item)]))
    : value;

test('every argument arrives as BX24.js would send it', async ({ frame, portal }) => {
  await portal.switch({ bucket: null });
  await frame.evaluate(
    async (calls) => {
      const { configure, init, ...methods } = await library;
      configure({ burst: 10_000 });
      await init();
      const names = Object.keys(methods).join(', ');
      for (const call of calls) {
        const result = await Function(
          'methods',
          `const { ${names} } = methods; return ${call}`,
        )(methods);
        if (result.error()?.code === 'INVALID_ARGUMENT')
          throw new Error(`${call}: ${result.error()}`);
      }
    },
    rows.map(([call]) => call),
  );
  const journal = await portal.requests();
  expect(journal).toHaveLength(rows.length);
  for (const [index, [call, wanted]] of rows.entries()) {
    const { auth, ...params } = journal[index].params;
    expect.soft(auth, call).toBe('***');
    expect
      .soft(tree(params), call.slice(0, 200))
      .toEqual(
        Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
      );
    expect.soft(journal[index], call.slice(0, 200)).toMatchObject({
      verb: 'POST',
      contentType: 'text/plain;charset=UTF-8',
    });
  }
});

test('values that cannot be sent are refused through the callback, and nothing is sent', async ({
  frame,
  portal,
}) => {
  const seen = await frame.evaluate(async () => {
    const own = {};
    own.self = own;
    const throws = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => JSON.parse('-'),
    });
    const values = { half: 'a\ud800b', symbol: Symbol('x'), own, throws };
    const ends = {};
    for (const [name, value] of Object.entries(values)) {
      ends[name] = [
        await mirrored('callBind', 'ONCRMLEADADD', value, 0),
        await mirrored('callUnbind', 'ONCRMLEADADD', 'https://a.b/', value),
        await mirrored('callMethod', 'events', { value }),
      ];
    }
    return ends;
  });
  const refused = { callbacks: 1, same: true, code: 'INVALID_ARGUMENT', status: 0 };
  for (const [name, ends] of Object.entries(seen)) {
    expect(ends, name).toMatchObject([refused, refused, refused]);
  }
  expect(seen.half[0].error).toContain('`handler` holds half of a surrogate pair');
  expect(seen.symbol[1].error).toContain('`auth_type` is a Symbol');
  expect(await portal.requests()).toEqual([]);
});
