import { el } from './dom.js';

const format = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Unix seconds as a time of day. */
export function clock(seconds) {
  const date = new Date(seconds * 1000);
  return el('time', { dateTime: date.toISOString(), className: 'muted' }, format.format(date));
}
