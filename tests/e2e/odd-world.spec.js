// Pages that replace what the library stands on, as stubs and wrappers do: every call settles as it
// should, nothing traps, and after a thousand such calls the library works on.
import { expect, test } from './portal.js';

test.describe.configure({ timeout: 90_000 });

const times = 1_000;

/** Makes `fetch` one that answers with what `answer` gives; runs in the page. */
const answering = (answer) => {
  window.fetch = eval(answer);
};

/** An answer whose body is fine and whose members are replaced. */
const response = (members) =>
  `async () => Object.defineProperties(new Response('{"result":true,"time":{}}'), ${members})`;

const fetches = {
  'rejects with a string': [`() => Promise.reject('no')`, 'NETWORK (0)'],
  'rejects with nothing': [`() => Promise.reject()`, 'NETWORK (0)'],
  'rejects with an object that throws when read': [
    `() => Promise.reject(new Proxy({}, { get() { throw new Error('read'); } }))`,
    'NETWORK (0)',
  ],
  throws: [`() => { throw new Error('no'); }`, 'NETWORK (0)'],
  'throws a string': [`() => { throw 'no'; }`, 'NETWORK (0)'],
  'is missing': [`undefined`, 'NETWORK (0)'],
  'is no function': [`({})`, 'NETWORK (0)'],
  'answers nothing': [`() => undefined`, 'NETWORK (0)'],
  'answers a number, and no promise': [`() => 5`, 'NETWORK (0)'],
  'answers an empty object': [`async () => ({})`, 'NETWORK (0)'],
  'answers an object with a status': [`async () => ({ status: 200 })`, 'BAD_ANSWER (200)'],
  'answers an object that throws when read': [
    `async () => ({ get status() { throw new Error('read'); } })`,
    'NETWORK (0)',
  ],
  'answers a thenable that throws': [`() => ({ then() { throw 'no'; } })`, 'NETWORK (0)'],
  'answers without `text`': [response(`{ text: { value: undefined } }`), 'BAD_ANSWER (200)'],
  'answers with a `text` that is no function': [
    response(`{ text: { value: '{"result":true}' } }`),
    'BAD_ANSWER (200)',
  ],
  'answers with a `text` that throws': [
    response(`{ text: { value() { throw 'no'; } } }`),
    'BAD_ANSWER (200)',
  ],
  'answers with a `text` that throws when read': [
    response(`{ text: { get() { throw 'no'; } } }`),
    'BAD_ANSWER (200)',
  ],
  'answers with a `text` that rejects': [
    response(`{ text: { value: () => Promise.reject('no') } }`),
    'BAD_ANSWER (200)',
  ],
  'answers with a `text` of a number': [
    response(`{ text: { value: async () => 5 } }`),
    'BAD_ANSWER (200)',
  ],
  'answers with a `text` that is no promise': [
    response(`{ text: { value: () => '{"result":true,"time":{}}' } }`),
    'true',
  ],
  'answers with a `status` of text': [response(`{ status: { value: 'x' } }`), 'NETWORK (0)'],
  'answers with a network error': [`async () => Response.error()`, 'NETWORK (0)'],
  'answers with a body that was read': [
    `async () => { const answer = new Response('{}'); await answer.text(); return answer; }`,
    'BAD_ANSWER (200)',
  ],
};

/** Runs in the page: how that many calls of the mirror and of the client end, counted. */
async function ends([times, url, handler]) {
  const { callBind, configure, connect } = await window.library;
  const settings = { burst: 1e9, perSecond: 1e9, merge: false, retries: 0 };
  configure(settings);
  window.client ??= await connect(settings);
  const shown = ({ code, status }) => `${code} (${status})`;
  const calls = [
    (n) =>
      callBind('ONCRMLEADADD', url + n).then((result) =>
        result.error() ? shown(result.error()) : String(result.data()),
      ),
    (n) =>
      window.client
        .bind({ event: 'ONCRMLEADADD', handler: handler + n })
        .then(({ bound }) => String(bound), shown),
  ];
  const counts = {};
  for (let done = 0; done < times; done += 50) {
    const some = Array.from({ length: 50 }, (_, n) => calls[n % 2](done + n));
    for (const end of await Promise.all(some)) counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
}

const count = (frame, portal, calls = times, name = '') =>
  frame.evaluate(ends, [calls, portal.url(`a${name}`), portal.url(`b${name}`)]);

test('a `fetch` of another kind', async ({ frame, portal }) => {
  await portal.switch({ bucket: null, operating: null });
  expect(await count(frame, portal, 50)).toEqual({ true: 50 });
  await frame.evaluate(() => (window.realFetch = window.fetch));
  for (const [name, [answer, end]] of Object.entries(fetches)) {
    await frame.evaluate(answering, answer);
    expect.soft(await count(frame, portal), name).toEqual({ [end]: times });
  }
  await frame.evaluate(() => (window.fetch = window.realFetch));
  expect(await count(frame, portal, 50, 'again')).toEqual({ true: 50 });
});

const worlds = {
  'no AbortController': [() => delete window.AbortController, 'true'],
  'an AbortController that throws': [
    () => {
      window.AbortController = class {
        constructor() {
          throw new Error('none');
        }
      };
    },
    'true',
  ],
  'an AbortController without a signal': [() => (window.AbortController = class {}), 'true'],
  'an AbortController whose abort throws': [
    () => {
      AbortController.prototype.abort = () => {
        throw new Error('none');
      };
    },
    'true',
  ],
  'a clock that goes back': [
    () => {
      let time = performance.now();
      performance.now = () => (time -= 1);
    },
    'true',
  ],
  'a clock of text': [() => (performance.now = () => 'late'), 'true'],
  'a clock that stands still': [
    () => {
      const still = performance.now();
      performance.now = () => still;
    },
    'true',
  ],
  'a Request that throws': [
    () => {
      window.Request = class {
        constructor() {
          throw new Error('none');
        }
      };
    },
    'NETWORK (0)',
  ],
};

for (const [name, [change, end]] of Object.entries(worlds)) {
  test(name, async ({ frame, portal }) => {
    await portal.switch({ bucket: null, operating: null });
    await frame.evaluate(change);
    expect(await count(frame, portal, 200)).toEqual({ [end]: 200 });
  });
}

const within = (ms, promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, ms, 'it hangs'))]);

/** How one call ends whose `fetch` is that; `still` stops the clock. Runs in the page. */
async function end([answer, still]) {
  const { callBind, configure, init } = await window.library;
  configure({ timeout: 2_000 });
  await init();
  const time = performance.now();
  if (still) performance.now = () => time;
  window.fetch = eval(answer);
  const result = await callBind('ONCRMLEADADD', 'https://a.b/');
  return String(result.error()?.code ?? result.data());
}

const good = `new Response('{"result":true,"time":{}}')`;

for (const [name, answer, still, wanted] of [
  [
    'a lost call is repeated',
    `async () => { if (!window.n++) throw 'lost'; return ${good}; }`,
    true,
    'true',
  ],
  ['a call without an answer times out', `() => new Promise(() => {})`, true, 'TIMEOUT'],
  ['a Response in a proxy', `async () => new Proxy(${good}, {})`, false, 'BAD_ANSWER'],
  [
    'a Response whose `status` throws',
    `async () => Object.defineProperty(${good}, 'status', { get() { throw 'no'; } })`,
    false,
    'BAD_ANSWER',
  ],
]) {
  test(`${still ? 'a clock that stands still: ' : ''}${name}`, async ({ frame }) => {
    await frame.evaluate(() => (window.n = 0));
    expect(await within(8_000, frame.evaluate(end, [answer, still]))).toBe(wanted);
  });
}
