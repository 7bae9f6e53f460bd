import { byId, chip, el } from '/shared/dom.js';
import { clock } from '/shared/clock.js';
import { tree } from '/shared/tree.js';
import { control } from './control.js';
import { countShown, Feed, opening } from './feed.js';

/** The journal: every request of the app to the portal, secrets masked. */
export function requestFeed() {
  const feed = new Feed(byId('requests-list'), row, (total) => {
    byId('requests-none').hidden = total > 0;
    byId('requests-count').textContent = countShown(total, 'request');
  });
  byId('requests-clear').addEventListener('click', async () => {
    await control('DELETE', 'requests');
    feed.replace([]);
  });
  return feed;
}

function row(request) {
  const summary = [
    clock(request.ts),
    chip(...verdict(request)),
    el('code', {}, request.method || request.path),
    el('span', { className: 'muted small' }, about(request)),
    ...(request.fault ? [chip(`fault ${request.fault}`, 'warn')] : []),
  ];
  const address = el('code', { className: 'muted' }, `${request.verb} ${request.path}`);
  return opening(summary, () => [address, type(request), tree(request.params)]);
}

function verdict({ status }) {
  if (!status) return ['under way'];
  return [String(status), status < 400 ? 'good' : 'bad'];
}

function about({ ms, application, user }) {
  const who = user ? `${application}, user ${user}` : application;
  return [typeof ms === 'number' ? `${Math.round(ms)} ms` : '', who].filter(Boolean).join(', ');
}

const type = ({ contentType }) =>
  el('span', { className: 'muted small' }, contentType || 'no content type');
