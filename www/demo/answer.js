import { chip, el, prose } from '/shared/dom.js';
import { failureChip } from './failure.js';

/** What the portal answered to one call: the result or its error in its own words, and the time. */
export function showAnswer(place, method, result) {
  const error = result.error();
  place.replaceChildren(
    el('p', { className: 'row' }, verdict(error, result), el('code', {}, method)),
    ...(error ? [complaint(error)] : []),
    ...body(result.answer),
    ...facts(result.time()),
  );
}

/** The answer without its time, which is shown below it. */
function body(answer) {
  if (answer === undefined) return [];
  return [el('pre', {}, JSON.stringify({ ...Object(answer), time: undefined }, null, 2))];
}

function verdict(error, { status, alreadyBound }) {
  if (error) return failureChip(error);
  return chip(alreadyBound ? 'was bound already' : `done, HTTP ${status}`, 'good');
}

function complaint({ code, description }) {
  return el('p', { className: 'notice bad' }, el('code', {}, code), ' ', ...prose(description));
}

const UNIT = { duration: ' s', processing: ' s', operating: ' s' };

function facts(time) {
  if (!time) return [];
  const lines = Object.entries(time).flatMap(([name, value]) => [
    el('dt', {}, name),
    el('dd', {}, `${value}${UNIT[name] ?? ''}`),
  ]);
  return [el('h3', {}, 'time'), el('dl', { className: 'facts' }, ...lines)];
}
