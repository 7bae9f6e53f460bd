import { byId, el, say } from '/shared/dom.js';
import { control } from './control.js';
import { asked } from './opening.js';

/** The buttons of the app's lifecycle, and of the portal. */
export function wireApplication() {
  act('application-install', () => lifecycle('install'), 'Installed: ONAPPINSTALL fired.');
  act('application-update', () => lifecycle('update'), 'Updated: ONAPPUPDATE fired.');
  act(
    'application-uninstall',
    () => lifecycle('uninstall', { clean: byId('clean').checked }),
    'Uninstalled: ONAPPUNINSTALL fired.',
  );
  act('expire', () => control('POST', 'expire-tokens', {}), 'All access tokens have expired.');
  act('reset', () => control('POST', 'reset', {}), 'Everything is as at the start.');
}

const lifecycle = (action, more = {}) =>
  control('POST', 'application', { action, application: asked().application, ...more });

function act(id, run, words) {
  byId(id).addEventListener('click', async () => {
    try {
      await run();
      say(byId('application-state'), words, 'good');
    } catch (error) {
      say(byId('application-state'), error.message, 'bad');
    }
  });
}

/** Says what the app is in this portal, and how to reach the portal from elsewhere. */
export function showApplication({
  portal,
  app,
  webhook,
  memberId,
  applicationToken,
  clientId,
  application,
}) {
  facts('application-facts', {
    name: application.name,
    page: app ?? 'none',
    installer: application.installUrl ?? 'none',
    version: application.version,
    installed: yes(application.installed),
    active: yes(application.active),
    'payment expired': yes(application.paymentExpired),
    member_id: memberId,
    application_token: applicationToken,
    client_id: clientId,
  });
  facts('addresses', { REST: `${portal}rest/`, webhook, inbox: `${portal}inbox/NAME` });
}

const yes = (is) => (is ? 'yes' : 'no');

function facts(id, values) {
  const lines = Object.entries(values).flatMap(([name, value]) => [
    el('dt', {}, name),
    el('dd', {}, String(value)),
  ]);
  byId(id).replaceChildren(...lines);
}
