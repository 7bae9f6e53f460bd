// What was observed of BX24.js (contract §7.7), and what happens here. Tests are named by what
// BX24.js does.
import { createServer, request as forward } from 'node:http';
import { always, bind, event, once } from './bx24.js';
import { listen } from './listen.js';
import { expect, quickTest as it } from './portal.js';

it.describe('§7.7 observed', () => {
  for (const body of ['null', '"text"', '{}']) {
    it(`a 200 of ${body} throws or is success: here BAD_ANSWER`, async ({ frame, portal }) => {
      await portal.fault(always('body', { body }));
      expect(await bind(frame, portal.url('h'))).toMatchObject({
        ...once,
        code: 'BAD_ANSWER',
        status: 200,
      });
    });
  }

  for (const [what, value] of [
    ['half a surrogate pair', String.raw`'a\ud800'`],
    ['a Symbol', 'Symbol()'],
  ]) {
    it(`${what} throws: here INVALID_ARGUMENT through the callback`, async ({ frame, portal }) => {
      const seen = await frame.evaluate(
        (value) => mirrored('callBind', 'ONCRMLEADADD', Function(`return ${value}`)(), 0),
        value,
      );
      expect(seen).toMatchObject({ ...once, code: 'INVALID_ARGUMENT', status: 0 });
      expect(await portal.requests()).toEqual([]);
    });
  }

  it('a boxed string is lost: here it is its text', async ({ frame, portal }) => {
    await frame.evaluate(
      (url) => mirrored('callBind', 'ONCRMLEADADD', new String(url), 0),
      portal.url('h'),
    );
    expect(await portal.handlers()).toMatchObject([{ handler: portal.url('h') }]);
  });

  it('one lost callback stops a chain for good: here the chain goes on', async ({
    frame,
    portal,
  }) => {
    await portal.control('faults', {
      seed: 7,
      rate: 0.4,
      faults: [{ fault: 'cut', execute: true }],
    });
    const handlers = Array.from({ length: 60 }, (_, n) => portal.url(`h${n}`));
    const codes = await frame.evaluate(
      ([event, handlers]) =>
        new Promise((resolve) => {
          const codes = [];
          const next = async () => {
            if (codes.length === handlers.length) return resolve(codes);
            (await library).callBind(event, handlers[codes.length], 0, (result) => {
              codes.push(result.error()?.code ?? result.data());
              next();
            });
          };
          next();
        }),
      [event, handlers],
    );
    expect(codes).toHaveLength(60);
    const bound = (await portal.handlers()).map(({ handler }) => handler);
    expect(bound).toEqual(handlers);
  });

  it('the browser itself sends again: a first bind is refused as a duplicate; here the client says bound', async ({
    frame,
    portal,
  }) => {
    const proxy = await resending(portal.at.portal);
    const seen = await frame.evaluate(
      async ([domain, accessToken, handler]) => {
        const client = await (await library).connect({ domain, accessToken });
        await client.events(); // leaves a connection that is used again
        return client.bind({ event: 'ONCRMLEADADD', handler });
      },
      [proxy.address, portal.at.accessToken, portal.url('h')],
    );
    proxy.close();
    expect(seen).toMatchObject({ bound: true, alreadyBound: true });
    expect(await portal.requests('event.bind')).toMatchObject([{ status: 200 }, { status: 400 }]);
    expect(await portal.handlers()).toHaveLength(1);
  });
});

/** Passes requests on to the portal; closes the connection after the first bind, without an answer. */
function resending(portal) {
  let closed = false;
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = forward(new URL(url, portal), { method, headers }, (answer) => {
      if (url.includes('event.bind') && !closed) {
        closed = true;
        answer.resume().on('end', () => request.socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  return listen(server);
}
