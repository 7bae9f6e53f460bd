// b24jssdk's webhook client, unmodified, over https: told of the portal's certificate as its users tell it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../../scripts/paths.mjs';
import { expect, start, test } from './portal.js';

/** Runs in Node by itself: the certificate is read at the start of a process. */
const program = `
import { B24Hook } from '@bitrix24/b24jssdk';
const hook = B24Hook.fromWebhookUrl(process.env.WEBHOOK);
const call = async (method, params = {}) => (await hook.callMethod(method, params)).getData().result;
const handler = 'https://app.example/h';
const answers = [
  await call('event.bind', { event: 'ONCRMLEADADD', handler }),
  await call('event.get'),
  await call('event.unbind', { event: 'ONCRMLEADADD', handler }),
];
console.log(JSON.stringify(answers));
`;

test('B24Hook binds, lists and unbinds over --tls', async () => {
  const { portal } = await start(['--tls']);
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      {
        cwd: root,
        env: {
          ...process.env,
          WEBHOOK: portal.at.webhook.replace(/\/$/, ''),
          NODE_EXTRA_CA_CERTS: portal.at.ca,
        },
      },
    );
    const handler = 'https://app.example/h';
    const bound = { event: 'ONCRMLEADADD', handler, auth_type: '0', offline: 0 };
    expect(JSON.parse(stdout)).toEqual([true, [bound], { count: 1 }]);
  } finally {
    await portal.end();
  }
});
