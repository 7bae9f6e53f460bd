import * as bx24 from '/pkg/index.js';
import { byId, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { inFrame, portalAddress } from './home.js';
import { showError } from './failure.js';
import { wireBind } from './bind.js';

async function followFrame() {
  const state = byId('frame-state');
  try {
    await bx24.init();
    state.className = 'chip good';
    state.textContent = `connected to ${new URL(portalAddress()).host}`;
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
  tabs(byId('tabs'));
  wireBind(bx24.connect?.());
  followFrame();
}

start();
