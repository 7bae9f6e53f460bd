import { byId, chip, count, el, prose, say } from '/shared/dom.js';
import { showError } from './failure.js';
import { portalAddress } from './home.js';
import { clearRetries } from './retries.js';

/** The installer: wanted handlers as JSON, the plan, apply with its progress, the report. */
export function wireInstaller(portal) {
  byId('wanted').value = JSON.stringify(example(), null, 2);
  byId('prune-url').value = `${portalAddress()}/inbox/`;
  const form = byId('installer-form');
  form.addEventListener('submit', (submit) => {
    submit.preventDefault();
    showPlan(portal);
  });
  form.addEventListener('input', forgetPlan);
  byId('prune').addEventListener('input', () => {
    byId('prune-under').hidden = byId('prune').value !== 'under';
  });
  byId('apply').addEventListener('click', () => apply(portal));
}

function example() {
  const inbox = `${portalAddress()}/inbox/demo`;
  return [
    { event: 'ONCRMLEADADD', handler: inbox },
    { event: 'ONCRMDEALUPDATE', handler: inbox },
    { event: 'ONCRMDEALUPDATE', eventType: 'offline' },
  ];
}

let planned;
let edition = 0;

/** A plan holds for the list it was made from. */
function forgetPlan() {
  planned = undefined;
  edition += 1;
  byId('apply').disabled = true;
  say(byId('installer-state'), '');
  hideResults();
}

async function showPlan(portal) {
  forgetPlan();
  clearRetries();
  const asked = edition;
  say(byId('installer-state'), 'Reading what is bound');
  try {
    const plan = await (await portal).plan(wanted(), options());
    if (asked !== edition) return say(byId('installer-state'), 'The list has changed: plan again.');
    planned = plan;
    say(byId('installer-state'), summary(planned), blocked(planned) ? 'warn' : '');
    showSteps(planned);
    byId('apply').disabled = !mayApply(planned);
  } catch (error) {
    showError(byId('installer-state'), error);
  }
}

function wanted() {
  try {
    return JSON.parse(byId('wanted').value);
  } catch (error) {
    throw new Error(`the list is not JSON: ${error.message}`, { cause: error });
  }
}

function options() {
  const prune = byId('prune').value;
  const underUrl = byId('prune-url').value.trim();
  return {
    prune: prune === 'under' ? { underUrl } : prune === 'all',
    partial: byId('partial').checked,
  };
}

const changes = ({ bind, unbind }) => bind.length + unbind.length;

const blocked = ({ refused }) => refused.length > 0 && !options().partial;

const mayApply = (plan) => changes(plan) > 0 && !blocked(plan);

function summary(plan) {
  const { bind, unbind, keep, refused } = plan;
  const numbers = `${bind.length} to add, ${unbind.length} to remove, ${keep.length} to keep`;
  if (refused.length === 0) return `${numbers}.`;
  const remedy = blocked(plan) ? ' Fix the list, or apply although some are refused.' : '';
  return `${numbers}, ${refused.length} refused.${remedy}`;
}

const KINDS = [
  ['refused', 'refused', 'bad'],
  ['bind', 'add', 'good'],
  ['unbind', 'remove', 'warn'],
  ['keep', 'keep', ''],
];

function showSteps(plan) {
  const rows = KINDS.flatMap(([kind, word, tone]) =>
    plan[kind].map(({ handler, reason }) => row(word, tone, handler, reason)),
  );
  fill('Plan', rows);
  byId('warnings').replaceChildren(
    ...plan.warnings.map((text) => el('li', { className: 'notice warn' }, ...prose(text))),
  );
}

function row(word, tone, handler, why) {
  const about = el(
    'div',
    { className: 'lines tight' },
    el('code', {}, handler.event),
    el('code', { className: 'muted' }, target(handler)),
    el('span', { className: 'small' }, ...prose(why)),
  );
  return el('tr', {}, el('td', {}, chip(word, tone)), el('td', {}, about));
}

function target({ handler, authType, authConnector }) {
  const user = authType ? `, user ${authType}` : '';
  const connector = authConnector ? `, connector ${authConnector}` : '';
  return `${handler ?? 'offline queue'}${user}${connector}`;
}

function fill(title, rows) {
  byId('steps').hidden = false;
  byId('steps-title').textContent = title;
  byId('steps-table').tBodies[0].replaceChildren(...rows);
}

function hideResults() {
  byId('steps').hidden = true;
  byId('warnings').replaceChildren();
}

async function apply(portal) {
  const bar = byId('progress');
  clearRetries();
  byId('apply').disabled = true;
  Object.assign(bar, { hidden: false, value: 0, max: changes(planned) });
  try {
    const report = await (await portal).sync(planned, { ...options(), onProgress: advance });
    showReport(report);
  } catch (error) {
    showError(byId('installer-state'), error);
  } finally {
    bar.hidden = true;
  }
}

function advance({ done, total }) {
  Object.assign(byId('progress'), { value: done, max: total });
  say(byId('installer-state'), `${done} of ${total}`);
}

const OUTCOMES = [
  ['bound', 'added', 'good'],
  ['alreadyBound', 'was there', ''],
  ['unbound', 'removed', 'warn'],
  ['kept', 'kept', ''],
];

function showReport(report) {
  const failed = report.failed.map(({ handler, error }) =>
    row('failed', 'bad', handler, `${error.code}: ${error.description}`),
  );
  const rest = OUTCOMES.flatMap(([kind, word, tone]) =>
    report[kind].map((handler) => row(word, tone, handler, '')),
  );
  fill('Report', [...failed, ...rest]);
  byId('warnings').replaceChildren();
  if (failed.length > 0)
    say(
      byId('installer-state'),
      `${count(failed.length, 'handler')} failed. Plan again to repeat.`,
      'bad',
    );
  else say(byId('installer-state'), 'Done. The portal holds the wanted handlers.', 'good');
}
