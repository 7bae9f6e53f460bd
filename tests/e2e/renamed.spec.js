// A renamed portal: its old address redirects every call to the new one. In Node, in a page, in a frame.
import { createServer } from 'node:http';
import { failure as failed } from './failure.js';
import { lead } from './handlers.js';
import { listen } from './listen.js';
import { asAdmin, byWebhook, node } from './node.js';
import { expect, test } from './portal.js';

const bound = { bound: true, alreadyBound: false };
const hostOf = (url) => new URL(url).host;

for (const status of [301, 302, 303, 307, 308]) {
  test.describe(`${status}`, () => {
    test.beforeEach(({ portal }) => portal.switch({ renamed: status }));

    test('in Node, by token and by webhook', async ({ portal }) => {
      for (const connect of [asAdmin, byWebhook]) {
        const client = await connect(portal);
        expect(await client.bind(lead(portal))).toMatchObject(bound);
        expect(client.domain).toBe(hostOf(portal.at.renamedPortal));
        expect(await client.unbind(lead(portal))).toMatchObject({ count: 1 });
      }
    });

    test('in a frame: one bind, and the parent page goes on answering', async ({
      frame,
      portal,
    }) => {
      const ended = await frame.evaluate(async (handler) => {
        const { connect, refreshAuth } = await library;
        const client = await connect();
        const made = await client.bind({ event: 'ONCRMLEADADD', handler });
        const auth = await refreshAuth();
        return [made.bound, client.domain, Boolean(auth.access_token)];
      }, portal.url('lead'));
      expect(ended).toEqual([true, hostOf(portal.at.renamedPortal), true]);
      expect((await portal.handlers()).length).toBe(1);
    });
  });
}

test('in a page, by token: calls at once follow by one search', async ({ frame, portal }) => {
  await portal.switch({ renamed: 302 });
  const { portal: domain, accessToken } = portal.at;
  const count = await frame.evaluate(
    async ([options, url]) => {
      const { connect } = await library;
      const client = await connect(options);
      const binds = Array.from({ length: 20 }, (_, n) =>
        client.bind({ event: 'ONCRMLEADADD', handler: url + n }),
      );
      return (await Promise.all(binds)).length;
    },
    [{ domain, accessToken }, portal.url('h')],
  );
  expect(count).toBe(20);
  expect(await portal.handlers()).toHaveLength(20);
  const probes = (await portal.requests()).filter(({ method }) => method === 'server.time');
  expect(probes.length).toBe(1);
  expect(JSON.stringify(probes)).not.toContain(accessToken);
});

test('offline events are not emptied by a redirect that loses the body', async ({ portal }) => {
  const admin = await asAdmin(portal);
  await admin.bind({ event: 'ONCRMLEADADD', eventType: 'offline' });
  await portal.control('lead', {});
  await portal.switch({ renamed: 302 });
  const client = await asAdmin(portal);
  const reserved = await client.offline.get({ clear: false });
  expect(reserved.events.length).toBe(1);
  expect((await client.offline.list()).events.length).toBe(1);
});

test('without CORS headers a page is told that it may be a redirect', async ({ frame, portal }) => {
  await portal.switch({ renamed: 302, renamedCors: false });
  const { portal: domain, accessToken } = portal.at;
  const error = await frame.evaluate(
    async ([options, handler]) => {
      const client = await (await library).connect(options);
      return client
        .bind({ event: 'ONCRMLEADADD', handler })
        .catch(({ code, message }) => [code, message]);
    },
    [{ domain, accessToken, retries: 0 }, portal.url('h')],
  );
  expect(error[0]).toBe('NETWORK');
  expect(error[1]).toContain('renamed portal');
  expect(error[1]).toContain(new URL(domain).origin);
});

test('an address that is no portal is not followed', async ({ portal }) => {
  const seen = [];
  const serve = (answer) => listen(createServer(answer));
  const other = await serve((request, response) => {
    seen.push(request.url + (request.headers.authorization ?? ''));
    response.end('<html>');
  });
  const old = await serve(({ url }, response) => {
    response.writeHead(302, { location: String(new URL(url, other.address)) }).end();
  });
  const client = await node.connect({ webhook: `${old.address}rest/1/secret/`, retries: 0 });
  const error = await failed(client.bind(lead(portal)));
  expect([error.code, error.status]).toEqual(['MOVED', 0]);
  expect(seen).toEqual(['/rest/server.time.json']);
  for (const server of [other, old]) server.close();
});
