import { byId, el, say } from '/shared/dom.js';
import { clock } from '/shared/clock.js';
import { tree } from '/shared/tree.js';
import { ask, follow } from './control.js';
import { countShown, Feed, opening } from './feed.js';

const name = decodeURIComponent(location.pathname.split('/')[2]);
const address = `${location.origin}/inbox/${encodeURIComponent(name)}`;

const arrived = new Feed(byId('arrived'), row, (total) => {
  byId('arrived-none').hidden = total > 0;
  byId('arrived-count').textContent = countShown(total, 'message');
});

function row({ ts, contentType, raw, fields }) {
  const summary = [
    clock(ts),
    el('code', {}, String(fields.event ?? 'no event')),
    el('span', { className: 'muted small' }, contentType || 'no content type'),
  ];
  const item = opening(summary, () => [
    tree(fields),
    el('details', {}, el('summary', { className: 'small' }, 'As sent'), el('pre', {}, raw)),
  ]);
  item.firstChild.open = true;
  return item;
}

async function read() {
  const response = await ask(`${address}.json`);
  arrived.replace(await response.json());
}

byId('title').textContent = `Inbox “${name}”`;
document.title = `Inbox ${name}`;
byId('address').textContent = address;
byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(address);
  say(byId('done'), 'Address copied.', 'good');
});
byId('clear').addEventListener('click', async () => {
  try {
    await ask(address, { method: 'DELETE' });
    await read();
  } catch (error) {
    say(byId('done'), error.message, 'bad');
  }
});
follow(
  {
    inbox: (message) => message.inbox === name && arrived.add(message),
    state: read, // a reset empties the inbox
  },
  (connected) => {
    byId('gone').hidden = connected;
    if (connected) read();
  },
);
