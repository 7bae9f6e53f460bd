// What BX24.js does with values and answers (contract §7.3, §7.4), and what happens here. Tests are
// named by what BX24.js does.
import { always, bind, methodOf, once } from './bx24.js';
import { expect, quickTest as it } from './portal.js';

it.describe('§7.3 values', () => {
  for (const [what, value, arrives] of [
    ['true and false are words', '{ yes: true, no: false }', { yes: 'true', no: 'false' }],
    ['undefined is a word', '{ x: undefined }', { x: 'undefined' }],
    ['an empty list is empty text', '{ x: [] }', { x: '' }],
    ['null and an empty object vanish', '{ x: null, y: {} }', {}],
  ]) {
    it(`${what}: here too`, async ({ frame, portal }) => {
      await frame.evaluate(
        async (value) => (await library).callMethod('profile', Function(`return ${value}`)()),
        value,
      );
      const [{ params }] = await portal.requests('profile');
      expect(params).toEqual({ auth: '***', ...arrives });
    });
  }

  it('a file input is sent, and mangled if it takes several: here it is refused', async ({
    frame,
    portal,
  }) => {
    const seen = await frame.evaluate(() => {
      const input = Object.assign(document.createElement('input'), { type: 'file' });
      const files = new DataTransfer();
      files.items.add(new File(['x'], 'x.txt'));
      input.files = files.files;
      return mirrored('callMethod', 'profile', { input });
    });
    expect(seen).toMatchObject({
      ...once,
      error: 'INVALID_ARGUMENT: `input` is a file input: give `[name, base64]` (0)',
    });
    expect(await portal.requests()).toEqual([]);
  });

  it('params as ready text: here refused', async ({ frame }) => {
    expect(await methodOf(frame, 'events', 'scope=crm')).toMatchObject({
      ...once,
      error: 'INVALID_ARGUMENT: `params` must be an object, not a string (0)',
    });
  });
});

it.describe('§7.4 answers', () => {
  for (const [what, fault, code, status, requests] of [
    ['expired_token is repeated without end', always('expired_token'), 'expired_token', 401, 2],
    ['an empty 200 is success', always('empty'), 'BAD_ANSWER', 200, 5],
    ['an empty 404 is success', always('empty', { status: 404 }), 'BAD_ANSWER', 404, 5],
    ['a 200 without JSON throws', always('html', { status: 200 }), 'BAD_ANSWER', 200, 5],
    ['a 404 without JSON throws', always('html', { status: 404 }), 'BAD_ANSWER', 404, 5],
    ['a 502 throws', always('html'), 'BAD_ANSWER', 502, 5],
    ['an answer without CORS headers throws', always('html', { cors: false }), 'NETWORK', 0, 5],
    ['a lost answer throws', always('cut', { status: 200 }), 'BAD_ANSWER', 200, 5],
    ['invalid_token is reported at once', always('invalid_token'), 'invalid_token', 401, 2],
    ['another 401 is reported', always('NO_AUTH_FOUND'), 'NO_AUTH_FOUND', 401, 1],
  ]) {
    it(`${what}: here one callback, ${code}`, async ({ frame, portal }) => {
      // renewing a token takes a busy machine longer than a hundredth of 10 s
      if (requests === 2)
        await frame.evaluate(async () => (await library).configure({ timeScale: 0.5 }));
      await portal.fault(fault);
      expect(await bind(frame, portal.url('h'))).toMatchObject({ ...once, code, status });
      expect(await portal.requests('event.bind')).toHaveLength(requests);
      expect(await portal.handlers()).toEqual([]);
    });
  }

  for (const [what, fault] of [
    ['503 throws', { fault: 'QUERY_LIMIT_EXCEEDED' }],
    ['503 without CORS headers throws', { fault: 'QUERY_LIMIT_EXCEEDED', cors: false }],
    ['429 is reported at once', { fault: 'OPERATION_TIME_LIMIT' }],
    ['a passing 502 throws', { fault: 'html' }],
  ]) {
    it(`${what}: here it is waited for`, async ({ frame, portal }) => {
      await portal.fault(fault);
      expect(await bind(frame, portal.url('h'))).toMatchObject({ ...once, data: true });
      expect(await portal.handlers()).toHaveLength(1);
    });
  }

  for (const refresh of ['failure', 'silence']) {
    it(`a refresh that ends in ${refresh} hangs: here REFRESH_FAILED`, async ({
      frame,
      portal,
    }) => {
      await portal.switch({ refresh });
      await portal.fault(always('expired_token'));
      expect(await bind(frame, portal.url('h'))).toMatchObject({
        ...once,
        code: 'REFRESH_FAILED',
        status: 0,
      });
      expect(await portal.requests('event.bind')).toHaveLength(1);
    });
  }
});
