import { byId, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { control, follow } from './control.js';
import { deliveryFeed } from './deliveries.js';
import { Frame } from './frame.js';
import { showHandlers } from './handlers.js';
import { wireHappenings } from './happen.js';

const deliveries = deliveryFeed();
let handlers = [];

function takeHandlers(list) {
  handlers = list;
  showHandlers(list);
}

function takeState({ portal, application }) {
  byId('address').textContent = portal;
  const installed = byId('installed');
  installed.hidden = false;
  installed.className = `chip ${application.installed ? 'good' : 'warn'}`;
  installed.textContent = application.installed ? 'app installed' : 'app not installed';
}

async function readAll() {
  takeState(await control('GET', 'state'));
  takeHandlers(await control('GET', 'handlers'));
  deliveries.replace(await control('GET', 'deliveries'));
}

function wireFrame() {
  const frame = new Frame(byId('frame'));
  const user = byId('user');
  const failure = byId('frame-failure');
  user.value = new URL(location.href).searchParams.get('user') === '2' ? '2' : '1';

  async function open() {
    say(failure, '');
    const address = new URL(location.href);
    address.searchParams.set('user', user.value);
    history.replaceState(null, '', address);
    await frame.open(Number(user.value)).catch((error) => say(failure, error.message, 'bad'));
  }

  user.addEventListener('change', open);
  byId('open-app').addEventListener('submit', (event) => {
    event.preventDefault();
    open();
  });
  open();
}

tabs(byId('tabs'));
wireHappenings(() => [...new Set(handlers.map(({ event }) => event))]);
wireFrame();
follow(
  {
    handlers: takeHandlers,
    delivery: (delivery) => deliveries.add(delivery),
    state: takeState,
  },
  (connected) => {
    byId('stream').hidden = connected;
    if (connected) readAll();
  },
);
