import { byId, chip, el } from '/shared/dom.js';
import { clock } from '/shared/clock.js';
import { tree } from '/shared/tree.js';
import { control } from './control.js';
import { countShown, Feed, opening } from './feed.js';

/** What the frame and this page said to each other, tokens masked. */
export function frameMessageFeed() {
  const feed = new Feed(byId('messages-list'), row, (total) => {
    byId('messages-none').hidden = total > 0;
    byId('messages-count').textContent = countShown(total, 'message');
  });
  byId('messages-clear').addEventListener('click', async () => {
    await control('DELETE', 'frame-messages');
    feed.replace([]);
  });
  return feed;
}

const said = (direction) => (direction === 'in' ? chip('asked') : chip('answered', 'good'));

function row(message) {
  const { direction, command, application, value } = message;
  const [verdict, reason] = split(message.note);
  const summary = [
    clock(message.ts),
    verdict ? chip(verdict, 'warn') : said(direction),
    el('code', {}, command),
    el('span', { className: 'muted small' }, [application, reason].filter(Boolean).join(', ')),
  ];
  const what = direction === 'in' ? 'Parameters' : 'Answer';
  return opening(summary, () => [
    el('span', { className: 'label' }, what),
    tree({ [command]: value }),
  ]);
}

/** `ignored: no such command` and `denied in this placement`: what happened, and more about it. */
const split = (note) =>
  note?.match(/^(ignored|denied|no answer|not sent):? (.*)$/)?.slice(1) ?? [note ?? undefined];
