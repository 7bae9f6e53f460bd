import { byId, el } from '/shared/dom.js';

// these names of the page's address are not options of the app
const OWN = ['application', 'user', 'placement', 'placement-id'];
const DEFAULT = 'DEFAULT';

let known = { applications: [], application: '', users: [], admins: [], placements: [] };

/** What the page's address says is to be opened: the body of `POST /control/frame`. */
export function asked() {
  const query = new URL(location.href).searchParams;
  const [application, user, placement, id] = OWN.map((name) => query.get(name) ?? undefined);
  OWN.forEach((name) => query.delete(name));
  return {
    application,
    user: user && Number(user),
    placement: placement?.toUpperCase() ?? DEFAULT,
    placementId: id && Number(id),
    placementOptions: query.toString(),
  };
}

/** Who opens the app if the page's address does not say it. */
export function assumeUser(id) {
  const address = new URL(location.href);
  if (asked().user) return;
  address.searchParams.set('user', id);
  history.replaceState(null, '', address);
}

/** `path` of the control address, about the application that is open. */
export function ofApplication(path) {
  const { application } = asked();
  return application ? `${path}?application=${encodeURIComponent(application)}` : path;
}

/** The form above the frame: what is chosen there is written to the page's address, then opened. */
export function wireOpening(open) {
  const openChosen = () => {
    write();
    open();
  };
  byId('open-app').addEventListener('submit', (event) => {
    event.preventDefault();
    openChosen();
  });
  byId('app').addEventListener('change', () => {
    forgetPlacement();
    openChosen();
  });
  byId('user').addEventListener('change', openChosen);
  byId('placement').addEventListener('change', openChosen);
}

/** Shows applications, users or placements that have changed in the form. */
export function showOpening(news) {
  known = { ...known, ...news };
  const { application, user, placement, placementId, placementOptions } = asked();
  const apps = known.applications.map(({ name, title }) => [name, title]);
  fill('app', apps, application ?? known.application);
  byId('app').hidden = apps.length < 2;
  fill('user', known.users.map(userOption), user);
  fill('placement', placementChoices(placement), shownPlacement(placement, placementId));
  const options = byId('placement-options');
  if (options !== document.activeElement) options.value = placementOptions;
}

function userOption({ id }) {
  return [id, `User ${id} (${known.admins.includes(id) ? 'admin' : 'not admin'})`];
}

/** The placements that the user sees. Each is known by its ID. */
function visible() {
  const { application = known.application, user } = asked();
  const own = known.placements.filter((one) => one.application === application);
  return own.filter((one) => !one.user || one.user === user);
}

/** The app's own page, its placements, and one that is not bound but was asked for. */
function placementChoices(asked) {
  const bound = visible().map(({ id, placement, title }) => [
    id,
    title ? `${placement}: ${title}` : placement,
  ]);
  const isListed = asked === DEFAULT || visible().some(({ placement }) => placement === asked);
  return [
    [DEFAULT, `${DEFAULT}: the app’s page`],
    ...bound,
    ...(isListed ? [] : [[asked, `${asked}: not bound`]]),
  ];
}

function shownPlacement(code, id) {
  const here = visible().filter(({ placement }) => placement === code);
  return (here.find((one) => one.id === id) ?? here[0])?.id ?? code;
}

function fill(id, options, chosen) {
  const make = ([value, text]) => el('option', { value: String(value), textContent: text });
  byId(id).replaceChildren(...options.map(make));
  byId(id).value = String(chosen);
}

function forgetPlacement() {
  byId('placement').value = DEFAULT;
  byId('placement-options').value = '';
}

function write() {
  const query = new URLSearchParams(byId('placement-options').value);
  const several = known.applications.length > 1;
  if (several) query.set('application', byId('app').value);
  query.set('user', byId('user').value);
  const chosen = byId('placement').value;
  const bound = known.placements.find(({ id }) => String(id) === chosen);
  if (chosen !== DEFAULT) query.set('placement', bound?.placement ?? chosen);
  const namesakes = visible().filter(({ placement }) => placement === bound?.placement);
  if (namesakes.length > 1) query.set('placement-id', chosen);
  history.replaceState(null, '', `?${query}${location.hash}`);
}
