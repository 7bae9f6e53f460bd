import { connect } from '/pkg/index.js';
import { byId, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { inFrame } from './home.js';
import { wireBind } from './bind.js';

async function follow(portal) {
  const state = byId('frame-state');
  try {
    const { domain, userIsAdmin } = await portal;
    state.className = 'chip good';
    state.textContent = `${domain}, ${userIsAdmin ? 'administrator' : 'no administrator'}`;
  } catch (error) {
    state.hidden = true;
    say(byId('frame-failure'), `${error.code}: ${error.description ?? error.message}`, 'bad');
  }
}

function start() {
  if (!inFrame()) {
    byId('frame-state').hidden = true;
    say(byId('frame-failure'), 'This app runs in a portal’s frame. Open the portal’s page.', 'warn');
    return;
  }
  const portal = connect();
  tabs(byId('tabs'));
  wireBind(portal);
  follow(portal);
}

start();
