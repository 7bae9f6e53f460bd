// No token and no secret where others could read it.
import { expect } from '@playwright/test';

/** Notes what a page asks for and prints, and the tokens that its frames are given. */
export function watchSecrets(page, at) {
  const hook = new URL(at.webhook).pathname;
  const secrets = new Set([at.accessToken, at.userAccessToken, hook.split('/').at(-2)]);
  const lines = [];
  page.on('request', (request) => lines.push(request.url().replace(hook, '/')));
  page.on('console', (message) => lines.push(message.text()));
  page.on('pageerror', (error) => lines.push(String(error.stack)));
  page.on('response', async (response) => {
    if (!/\/control\/frame(\/\w+)?$/.test(response.url())) return;
    const given = await response.json().catch(() => ({}));
    for (const { AUTH_ID, REFRESH_ID } of [given, Object(given.fields)]) {
      for (const secret of [AUTH_ID, REFRESH_ID]) if (secret) secrets.add(secret);
    }
  });
  return { secrets, lines, check: () => expectNone(secrets, lines) };
}

/** Fails with the lines that hold a secret, the secret itself masked. */
export function expectNone(secrets, lines) {
  const mask = (line) => [...secrets].reduce((text, one) => text.replaceAll(one, '***'), line);
  expect(lines.filter((line) => mask(line) !== line).map(mask), 'lines with a secret').toEqual([]);
}
