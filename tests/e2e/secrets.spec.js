// Whatever happens, no token and no secret stands in a URL, a console line, an error or a result.
import { expect, test } from './portal.js';
import { expectNone } from './secrets.js';

const faults = [
  ...['expired_token', 'invalid_token', 'NO_AUTH_FOUND', 'QUERY_LIMIT_EXCEEDED', 'html', 'empty'],
  ...['cut', 'drop', 'ERROR_CORE', 'OPERATION_TIME_LIMIT', 'ACCESS_DENIED'],
];

/** Calls everything with every authorization; all that came of it as texts, and the tokens used. */
async function everything({ handler, webhook, domain, accessToken }) {
  const { configure, connect, getAuth, init, refreshAuth, ...methods } = await library;
  const settings = { timeScale: 0.05, timeout: 40_000, retries: 1 };
  const texts = [];
  const onRetry = (info) => texts.push(JSON.stringify(info));
  configure({ ...settings, onRetry });
  await init();
  const tokens = [getAuth().access_token];
  const note = (value) => {
    console.log(value, String(value));
    const error = value?.error?.();
    texts.push(JSON.stringify(value), String(value), String(value?.stack), String(error));
    texts.push(JSON.stringify([error, error?.getError(), value?.query, { ...value }]));
  };
  const noted = (promise) => promise.then(note, note);
  const online = { event: 'ONCRMLEADADD', handler };
  const clients = [
    await connect({ ...settings, onRetry }),
    await connect({ ...settings, webhook }),
    await connect({ ...settings, domain, accessToken, refresh: async () => accessToken }),
    await connect({ ...settings, domain, accessToken, refresh: () => Promise.reject('no') }),
  ];
  await Promise.all([
    noted(methods.callBind('ONCRMLEADADD', handler, 0)),
    noted(methods.callUnbind('ONCRMLEADADD', '')),
    noted(methods.callMethod('event.get', { auth: 'x' })),
    noted(methods.callBatch([['profile'], ['no.such']])),
    ...clients.flatMap((client) => [
      noted(client.bind(online)),
      noted(client.handlers()),
      noted(client.diagnose()),
      noted(client.sync([online], { prune: true })),
      noted(client.bind({ event: 'ONCRMLEADADD', handler: `not a URL ${handler}` })),
    ]),
  ]);
  for (const client of clients) {
    note(client);
    client.destroy();
  }
  await refreshAuth().catch(note); // gives the token, on purpose
  tokens.push(getAuth().access_token);
  return { texts, tokens };
}

test('no token or secret in any URL, console line, error text or stringified result', async ({
  frame,
  portal,
  watched,
}) => {
  test.setTimeout(90_000);
  await portal.switch({ bucket: null, operating: null });
  const { webhook, accessToken, portal: domain } = portal.at;
  const given = { handler: portal.url('h'), webhook, domain, accessToken };
  let texts = [];
  for (const fault of [null, ...faults]) {
    await portal.control('faults', undefined, 'DELETE');
    if (fault) await portal.fault({ fault, times: null });
    const seen = await frame.evaluate(everything, given);
    seen.tokens.forEach((token) => watched.secrets.add(token));
    texts = texts.concat(seen.texts);
  }
  expect(texts.length).toBeGreaterThan(1_000);
  expect(watched.secrets.size).toBeGreaterThan(10);
  expect(watched.lines.length).toBeGreaterThan(200);
  expectNone(watched.secrets, texts);
});
