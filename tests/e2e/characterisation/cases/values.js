// Each kind of value in each place that takes any: what is sent for it, or why nothing is.
import { ending } from './mirror.js';

const url = 'https://example.com/';

/** An element of the page. */
const element = (tag, set = {}, inner = '') => {
  const made = Object.assign(document.createElement(tag), set);
  if (inner) made.innerHTML = inner;
  return made;
};

const fileInput = () => {
  const input = element('input', { type: 'file' });
  const chosen = new DataTransfer();
  chosen.items.add(new File(['text'], 'a.txt'));
  input.files = chosen.files;
  return input;
};

const cycle = () => {
  const own = { a: 1 };
  own.self = own;
  return own;
};

const deep = (depth) => (depth === 0 ? 1 : [deep(depth - 1)]);

class Point {
  x = 1;
  get y() {
    return 2;
  }
}

/** Made anew for each place. */
const kinds = {
  text: () => 'text',
  'text, empty': () => '',
  'text with everything': () => 'a b+c&d=e/?#[]%é€😀~!*\'()-_.\r\n\t\0"<>',
  'half of a surrogate pair': () => 'a\ud800b',
  'half of a surrogate pair as a name': () => ({ 'a\udc00': 1 }),
  'a whole number': () => 15,
  'a fraction': () => 1.5,
  'minus zero': () => -0,
  'a large number': () => 1e21,
  'beyond 2^53': () => 2 ** 53 + 2,
  NaN: () => NaN,
  Infinity: () => Infinity,
  'a bigint': () => 12345678901234567890n,
  true: () => true,
  false: () => false,
  null: () => null,
  undefined: () => undefined,
  'a Symbol': () => Symbol('s'),
  'a function': () => function named() {},
  'a Date': () => new Date(Date.UTC(2023, 10, 14, 22, 13, 20, 5)),
  'a Date that is invalid': () => new Date(NaN),
  'a boxed text': () => new String('boxed'),
  'a boxed number': () => new Number(5),
  'a boxed boolean': () => new Boolean(false),
  'a list': () => ['a', 1, true, null, undefined, ['b']],
  'a list, empty': () => [],
  'a list of empty lists': () => [[], [[]]],
  'a list with a hole': () => [1, , 3], // eslint-disable-line no-sparse-arrays -- the hole is the case
  'an object': () => ({ b: 1, a: { c: 'd', e: [2, { f: null }] } }),
  'an object, empty': () => ({}),
  'an object of empty ones': () => ({ a: {}, b: [] }),
  'an object with odd names': () => ({ 'a b': 1, 'c[d]': 2, '>ID': 3, '': 4, 2: 5, é: 6 }),
  'an object: scalars go before nested ones': () => ({ a: { x: 1 }, b: 2, c: [3], d: 4 }),
  'an object without a prototype': () => Object.assign(Object.create(null), { a: 1 }),
  'an object with inherited members': () =>
    Object.assign(Object.create({ inherited: 1 }), { own: 2 }),
  'an object with members that are not enumerable or Symbols': () =>
    Object.defineProperty({ a: 1, [Symbol('s')]: 2 }, 'hidden', { value: 3 }),
  'an object with toJSON and toString': () => ({
    a: 1,
    toJSON: () => 'json',
    toString: () => 'text',
  }),
  'an instance': () => new Point(),
  'a Map': () => new Map([['a', 1]]),
  'a Set': () => new Set([1]),
  'a regular expression': () => /a/g,
  'an Error': () => new Error('no'),
  bytes: () => new Uint8Array([1, 2]),
  'a URL': () => new URL(url),
  'an object that contains itself': cycle,
  'nested 20 deep': () => deep(20),
  'nested 200 deep': () => deep(200),
  'a getter that throws': () => ({
    get a() {
      throw new Error('of the caller');
    },
  }),
  'a toString that throws': () =>
    Object.assign(() => {}, {
      toString() {
        throw new Error('of the caller');
      },
    }),
  'an input': () => element('input', { value: 'typed' }),
  'a checkbox': () => element('input', { type: 'checkbox', checked: true }),
  'a file input': fileInput,
  'a file input, empty': () => element('input', { type: 'file' }),
  'a textarea': () => element('textarea', { value: 'a\nb' }),
  'a select': () => element('select', {}, '<option>one<option selected>two'),
  'a form': () => element('form', {}, '<input name=a value=1>'),
  'a div': () => element('div', {}, 'text'),
  'a text node': () => document.createTextNode('text'),
};

/** What is sent, but for what is the same each time; else how it ended. */
async function told({ sent, show }, promise) {
  const end = await promise.catch(({ code, description, errors }) =>
    show({ code, description, ...(errors && { errors }) }),
  );
  const [request] = sent.splice(0);
  if (!request) return end;
  return request.body.filter((pair) => !/^auth=|^event=ONCRM/.test(pair)).join('&');
}

async function everywhere(world, make) {
  const { library, webhook } = world;
  const portal = await webhook();
  const lead = { event: 'ONCRMLEADADD', handler: url };
  return {
    'callMethod, in its params': await told(
      world,
      ending(library.callMethod('m', { value: make(), last: 1 })),
    ),
    'callMethod, as its params': await told(world, ending(library.callMethod('m', make()))),
    'callBind, handler': await told(world, ending(library.callBind('ONCRMLEADADD', make(), 0))),
    'callBind, event': await told(world, ending(library.callBind(make(), url, 0))),
    'callUnbind, auth_type': await told(
      world,
      ending(library.callUnbind('ONCRMLEADADD', url, make())),
    ),
    'callBatch, in its params': await told(
      world,
      library.callBatch([['m', { value: make() }]]).then(([one]) => String(one?.error())),
    ),
    'bind, options': await told(world, portal.bind({ ...lead, options: make() })),
    'bind, in options': await told(world, portal.bind({ ...lead, options: { a: make() } })),
    'test, in its query': await told(world, portal.test({ value: make() })),
    'offline.get, in its filter': await told(world, portal.offline.get({ filter: { A: make() } })),
  };
}

export default Object.fromEntries(
  Object.entries(kinds).map(([what, make]) => [what, (world) => everywhere(world, make)]),
);
