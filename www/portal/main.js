import { byId, el, say } from '/shared/dom.js';
import { tabs } from '/shared/tabs.js';
import { showApplication, wireApplication } from './application.js';
import { control, follow } from './control.js';
import { deliveryFeed } from './deliveries.js';
import { readFaults, wireFaults } from './faults.js';
import { Frame } from './frame.js';
import { frameMessageFeed } from './frame-messages.js';
import { showHandlers } from './handlers.js';
import { asked, assumeUser, ofApplication, showOpening, wireOpening } from './opening.js';
import { openedByGet } from './reach.js';
import { requestFeed } from './requests.js';
import { showSwitches } from './switches.js';
import { noteDelivery, wireTriggers } from './trigger.js';

const deliveries = deliveryFeed();
const requests = requestFeed();
const messages = frameMessageFeed();
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
  showOpening({
    admins: state.switches.admins,
    applications: state.applications,
    application: state.application.name,
  });
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

/** The state of the application that is open, and all placements. */
async function readState() {
  showOpening({ placements: await control('GET', 'placements') });
  takeState(await control('GET', ofApplication('state')));
}

/** A reset comes as a new state too, so everything is read with it. */
async function readAll() {
  await readState().catch(() => {}); // an application that is not there: `openFrame` says so
  takeHandlers(await control('GET', 'handlers'));
  deliveries.replace(await control('GET', 'deliveries'));
  requests.replace(await control('GET', 'requests'));
  messages.replace(await control('GET', 'frame-messages'));
  await readFaults();
}

async function openFrame() {
  const note = byId('frame-note');
  say(note, '');
  try {
    const [found] = await Promise.all([frame.open(asked()), readState()]);
    if (found?.method === 'GET') say(note, openedByGet(found), 'warn');
  } catch (error) {
    say(note, error.message, 'bad');
  }
}

/** Opens what the address says, else the first app as the user the portal was started with. */
async function begin() {
  const opened = openFrame(); // the portal knows who opens it if the address does not say so
  const [state, users] = await Promise.all(['state', 'users'].map((path) => control('GET', path)));
  assumeUser(state.user.id);
  showUsers(users);
  wireOpening(openFrame);
  await opened;
}

function showUsers(users) {
  const options = users.map(({ id }) => el('option', { value: String(id) }, `user ${id}`));
  byId('fire-user').replaceChildren(...options, el('option', { value: '' }, 'nobody (robot)'));
  showOpening({ users });
}

tabs(byId('tabs'));
wireApplication();
wireFaults();
wireTriggers(() => [...new Set(handlers.map(({ event }) => event))]);
begin();
follow(
  {
    handlers: takeHandlers,
    placements: (placements) => showOpening({ placements }),
    delivery: takeDelivery,
    request: takeRequest,
    frameMessage: (message) => messages.add(message),
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
