// b24jssdk in a process of its own, which reads the portal's certificate when it starts. Takes
// `[step, argument]` of sdk-steps.js line by line, answers each with a line.
import { B24Hook, B24OAuth } from '@bitrix24/b24jssdk';
import { createInterface } from 'node:readline';
import { steps } from './sdk-steps.js';

const [kind, ready] = process.argv.slice(2);
const at = JSON.parse(ready);

const clients = {
  B24Hook: () => B24Hook.fromWebhookUrl(at.webhook.replace(/\/$/, '')),
  B24OAuth() {
    const auth = {
      domain: new URL(at.portal).host,
      clientEndpoint: at.rest,
      serverEndpoint: `${at.authorizationServer}rest/`,
      accessToken: at.accessToken,
      refreshToken: at.refreshToken,
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      memberId: at.memberId,
      applicationToken: at.applicationToken,
      scope: 'crm',
      status: 'L',
      userId: 1,
      issuer: 'request',
    };
    return new B24OAuth(auth, { clientId: at.clientId, clientSecret: at.clientSecret });
  },
};

/** The portal's control address: who started this process does not trust the certificate. */
async function control([path, body]) {
  const headers = { 'Content-Type': 'application/json' };
  const request = body && { method: 'POST', headers, body: JSON.stringify(body) };
  return (await fetch(at.control + path, request)).json();
}

globalThis.b24 = clients[kind]();
for await (const line of createInterface({ input: process.stdin })) {
  const [step, argument] = JSON.parse(line);
  console.log(JSON.stringify(await { ...steps, control }[step](argument)));
}
