import { connect } from '/pkg/index.js';
import { byId, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { wireBind } from './bind.js';
import { showError } from './failure.js';
import { inFrame } from './home.js';
import { wireInstaller } from './installer.js';
import { wireOffline } from './offline.js';
import { showRetry } from './retries.js';

async function showPortal(portal) {
  const state = byId('frame-state');
  try {
    const { domain, userIsAdmin } = await portal;
    state.className = 'chip good';
    state.textContent = `${domain}, ${userIsAdmin ? 'administrator' : 'not an administrator'}`;
  } catch (error) {
    state.hidden = true;
    showError(byId('frame-failure'), error);
  }
}

function start() {
  if (!inFrame()) {
    byId('frame-state').hidden = true;
    say(
      byId('frame-failure'),
      'This app runs in a portal’s frame. Open the portal’s page.',
      'warn',
    );
    return;
  }
  const portal = connect({ onRetry: showRetry });
  wireBind(portal);
  wireInstaller(portal);
  const openOffline = wireOffline(portal);
  tabs(byId('tabs'), (name) => name === 'offline' && openOffline());
  byId('tabs').hidden = false; // a click before would be lost
  showPortal(portal);
}

start();
