// What BX24.js gives as results, of single calls and of batches (contract §7.5, §7.6), and what
// happens here. Tests are named by what BX24.js does.
import { always, event } from './bx24.js';
import { expect, quickTest as it } from './portal.js';

it.describe('§7.5 results', () => {
  const methods = (frame, given) =>
    frame.evaluate(async (given) => {
      const result = await (await library).callMethod(...given);
      const error = result.error();
      return {
        keys: Object.keys(result),
        json: JSON.parse(JSON.stringify(result)),
        text: String(error),
        ex: error?.getError(),
        status: [result.status, error?.status, error?.getStatus()],
        description: result.error_description(),
        more: result.more(),
        total: String(result.total()),
        time: result.time(),
        next: result.next(),
      };
    }, given);

  it('`time()` does not exist: here it does', async ({ frame }) => {
    const { json, time, ...rest } = await methods(frame, ['profile', { a: 1 }]);
    expect(time).toEqual(json.answer.time);
    expect(rest).toMatchObject({
      more: false,
      total: 'NaN',
      next: false,
      status: [200, undefined, undefined],
    });
    expect(json.query).toMatchObject({ method: 'profile', data: { a: '1' } });
  });

  it('`JSON.stringify(result.error())` throws: here it works', async ({ frame }) => {
    const seen = await methods(frame, ['event.bind', { event: '' }]);
    expect(seen).toMatchObject({
      text: "ERROR_ARGUMENT: Argument 'EVENT' is null or empty (400)",
      ex: { error: 'ERROR_ARGUMENT', argument: 'EVENT' },
      status: [400, 400, 400],
      description: "Argument 'EVENT' is null or empty",
      json: { status: 400, error: { code: 'ERROR_ARGUMENT', argument: 'EVENT', status: 400 } },
    });
  });

  it('`next()` gives nothing: here a promise of the next page', async ({ frame, portal }) => {
    await bindOffline(portal, 120);
    const seen = await frame.evaluate(async () => {
      const { callMethod } = await library;
      const sizes = [];
      let result = await callMethod('event.offline.list', {}, (one) =>
        sizes.push(one.data().length),
      );
      const total = result.total();
      while (result.more()) result = await result.next();
      return { sizes, total, end: result.next() };
    });
    expect(seen).toEqual({ sizes: [50, 50, 20], total: 120, end: false });
  });

  it('`error_description()` of a batch’s item is never there: here it is', async ({ frame }) => {
    const seen = await frame.evaluate(async () => {
      const calls = { bad: ['event.bind', {}], good: ['profile'], none: ['no.such'] };
      const { bad, good, none } = await (await library).callBatch(calls);
      return [bad, good, none].map((one) => [
        one.error_description(),
        String(one.error()),
        typeof one.data(),
      ]);
    });
    const argument = "Argument 'EVENT' is null or empty";
    expect(seen).toEqual([
      [argument, `ERROR_ARGUMENT: ${argument} (200)`, 'undefined'],
      [undefined, 'undefined', 'object'],
      ['Method not found!', 'ERROR_METHOD_NOT_FOUND: Method not found! (200)', 'undefined'],
    ]);
  });
});

it.describe('§7.6 callBatch', () => {
  it('a batch that fails as a whole throws: here each call gets the error', async ({
    frame,
    portal,
  }) => {
    await portal.fault(always('ACCESS_DENIED'));
    const seen = await frame.evaluate(async () => {
      let callbacks = 0;
      const calls = [['profile'], { method: 'events', params: {} }];
      const results = await (await library).callBatch(calls, () => (callbacks += 1));
      return { callbacks, codes: results.map((one) => one.error().code) };
    });
    expect(seen).toEqual({ callbacks: 1, codes: ['ACCESS_DENIED', 'ACCESS_DENIED'] });
  });

  it('after a halt the later keys are missing: here too', async ({ frame }) => {
    const keys = await frame.evaluate(async () => {
      const calls = { a: ['profile'], b: ['no.such'], c: ['profile'] };
      return Object.keys(await (await library).callBatch(calls, null, true));
    });
    expect(keys).toEqual(['a', 'b']);
  });

  it('nothing valid: no request and no callback; here one callback', async ({ frame, portal }) => {
    const seen = await frame.evaluate(async () => {
      let callbacks = 0;
      const results = await (await library).callBatch([], () => (callbacks += 1));
      return { callbacks, results };
    });
    expect(seen).toEqual({ callbacks: 1, results: [] });
    expect(await portal.requests()).toEqual([]);
  });

  it('more than 50 commands: the rest is refused by the portal; here too', async ({ frame }) => {
    const codes = await frame.evaluate(async () => {
      const calls = Array.from({ length: 52 }, () => ['server.time']);
      return (await (await library).callBatch(calls)).map((one) => one.error()?.code);
    });
    expect(codes.filter((code) => code === undefined)).toHaveLength(50);
    expect(codes.slice(50)).toEqual(Array(2).fill('ERROR_BATCH_LENGTH_EXCEEDED'));
  });
});

/** Fills the app's offline queue by changes that another, the portal's user, makes. */
async function bindOffline(portal, count) {
  const { rest, accessToken } = portal.at;
  await fetch(`${rest}event.bind?auth=${accessToken}&event=${event}&event_type=offline`);
  for (let n = 0; n < count; n++) await portal.control('lead', {});
}
