import { byId, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { showApplication, wireApplication } from './application.js';
import { control, follow } from './control.js';
import { deliveryFeed } from './deliveries.js';
import { readFaults, wireFaults } from './faults.js';
import { Frame } from './frame.js';
import { showHandlers } from './handlers.js';
import { openedByGet } from './reach.js';
import { requestFeed } from './requests.js';
import { showSwitches } from './switches.js';
import { noteDelivery, wireTriggers } from './trigger.js';

const deliveries = deliveryFeed();
const requests = requestFeed();
const frame = new Frame(byId('frame'));
let handlers = [];
let wasGone = false;

function takeHandlers(list) {
  handlers = list;
  showHandlers(list);
}

function takeState(state) {
  byId('address').textContent = state.portal;
  const { installed } = state.application;
  const chip = byId('installed');
  chip.hidden = false;
  chip.className = `chip ${installed ? 'good' : 'warn'}`;
  chip.textContent = installed ? 'app installed' : 'app not installed';
  nameUsers(state.switches.admins);
  showApplication(state);
  showSwitches(state.switches);
}

function takeDelivery(delivery) {
  deliveries.add(delivery);
  noteDelivery(delivery);
}

function takeRequest(request) {
  requests.add(request);
  if (request.fault) readFaults();
}

/** Says of each user whether they are an administrator. */
function nameUsers(admins) {
  for (const option of byId('user').options) {
    const admin = admins.includes(Number(option.value));
    option.textContent = `User ${option.value} (${admin ? 'admin' : 'not admin'})`;
  }
}

/** A reset comes as a new state too, so everything is read with it. */
async function readAll() {
  takeState(await control('GET', 'state'));
  takeHandlers(await control('GET', 'handlers'));
  deliveries.replace(await control('GET', 'deliveries'));
  requests.replace(await control('GET', 'requests'));
  await readFaults();
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
  const { placement = 'DEFAULT', ...query } = Object.fromEntries(address.searchParams);
  delete query.user; // of this page, not of the app
  const note = byId('frame-note');
  say(note, '');
  try {
    const found = await frame.open({ user: Number(user), placement, placementOptions: query });
    if (found?.method === 'GET') say(note, openedByGet(found), 'warn');
  } catch (error) {
    say(note, error.message, 'bad');
  }
}

tabs(byId('tabs'));
wireApplication();
wireFaults();
wireTriggers(() => [...new Set(handlers.map(({ event }) => event))]);
wireFrame();
follow(
  {
    handlers: takeHandlers,
    delivery: takeDelivery,
    request: takeRequest,
    state: readAll,
  },
  (connected) => {
    byId('gone').hidden = connected;
    if (connected && wasGone)
      location.reload(); // a portal that was started anew knows no frame
    else if (connected) readAll();
    else wasGone = true;
  },
);
