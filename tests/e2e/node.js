// The package as Node loads it, in the test's own process.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from './package.js';

export const node = await import(pathToFileURL(join(packageFolder, 'index.js')));

/** A client of the portal's application, as user 1, an administrator. */
export const asAdmin = ({ at }, options) =>
  node.connect({ domain: at.portal, accessToken: at.accessToken, ...options });

/** As user 2, who is none. */
export const asUser = ({ at }, options) =>
  node.connect({ domain: at.portal, accessToken: at.userAccessToken, ...options });

/** By the webhook of user 1, which the portal keeps apart like an application. */
export const byWebhook = ({ at }, options) => node.connect({ webhook: at.webhook, ...options });
