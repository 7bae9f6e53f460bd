import { byId, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { control, follow } from './control.js';
import { deliveryFeed } from './deliveries.js';
import { Frame } from './frame.js';
import { showHandlers } from './handlers.js';
import { wireHappenings } from './happen.js';

const deliveries = deliveryFeed();
const frame = new Frame(byId('frame'));
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

/** Opens the app as the user in the address, else as the one the portal was started with. */
async function wireFrame() {
  const user = byId('user');
  user.value = new URL(location.href).searchParams.get('user') ?? (await defaultUser());
  user.addEventListener('change', openFrame);
  byId('open-app').addEventListener('submit', (event) => {
    event.preventDefault();
    openFrame();
  });
  await openFrame();
}

const defaultUser = async () => (await control('GET', 'state')).user.id;

async function openFrame() {
  const address = new URL(location.href);
  const user = byId('user').value;
  address.searchParams.set('user', user);
  history.replaceState(null, '', address);
  const failure = byId('frame-failure');
  say(failure, '');
  await frame.open(Number(user)).catch((error) => say(failure, error.message, 'bad'));
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
