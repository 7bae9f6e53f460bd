import { count, number } from '/shared/dom.js';

/**
 * What came of a triggered event: `text`, `reasons` why not all went well, and its `tone`.
 * `fired` is the portal's answer and its event's code, `deliveries` those that have ended.
 */
export function outcome(fired, deliveries) {
  const { event, queued, silence } = fired;
  const none = (why) => ({ text: `${event}: ${why}.`, reasons: [], tone: 'warn' });
  const underWay = fired.deliveries - deliveries.filter(wasBegun).length;
  if (deliveries.length + underWay + queued === 0) {
    return none(silence ? `nothing sent or queued: ${silence}` : 'no handler is bound to it');
  }
  const own = deliveries.filter((one) => one.event === event);
  const notices = deliveries.filter((one) => one.event !== event); // that a queue has grown
  const text = [
    sentence(event, [...sums(own), [underWay, 'under way'], [queued, 'queued offline']]),
    ...(notices.length > 0 ? [sentence('ONOFFLINEEVENT', sums(notices))] : []),
  ];
  return { text: text.join(' '), reasons: reasons(deliveries), tone: tone(deliveries) };
}

/** `ONCRMLEADADD: 1 sent, 1 failed.` */
function sentence(event, numbers) {
  const words = numbers.filter(([n]) => n > 0).map(([n, what]) => `${number(n)} ${what}`);
  return `${event}: ${words.join(', ')}.`;
}

/** A delivery that was held back took no time. */
const wasBegun = ({ ms }) => typeof ms === 'number';

const refused = ({ outcome, status }) => outcome === 'sent' && status >= 400;

function sums(deliveries) {
  return ['sent', 'failed', 'not sent'].map((word) => [
    deliveries.filter(({ outcome }) => outcome === word).length,
    word,
  ]);
}

function tone(deliveries) {
  if (deliveries.some(({ outcome }) => outcome === 'failed')) return 'bad';
  return deliveries.some((one) => one.outcome === 'not sent' || refused(one)) ? 'warn' : 'good';
}

const SHOWN = 3;

/** Each reason once, with its handler or the number of its handlers. */
function reasons(deliveries) {
  const handlers = new Map();
  for (const one of deliveries) {
    const reason = refused(one) ? `answered ${one.status}` : one.reason;
    if (reason) handlers.set(reason, [...(handlers.get(reason) ?? []), one.handler]);
  }
  const lines = [...handlers].map(([reason, [first, ...others]]) =>
    others.length > 0
      ? `${count(others.length + 1, 'handler')}: ${reason}`
      : `\`${first}\`: ${reason}`,
  );
  const more = lines.length - SHOWN;
  return more > 0
    ? [...lines.slice(0, SHOWN), `and ${count(more, 'reason')} more, see Deliveries`]
    : lines;
}
