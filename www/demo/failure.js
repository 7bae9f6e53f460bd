import { chip, el, prose } from '/shared/dom.js';

// codes of errors that the library finds before it sends anything
const NEVER_SENT = ['INVALID_ARGUMENT', 'NO_FRAME'];

/** How far a call got that failed: not sent, without a usable answer, or refused by the portal. */
export function failureChip({ code, status }) {
  if (code === 'BAD_ANSWER') return chip(`no usable answer, HTTP ${status}`, 'bad');
  if (status) return chip(`refused, HTTP ${status}`, 'bad');
  if (NEVER_SENT.includes(code)) return chip('not sent', 'warn');
  return chip('no answer', 'bad');
}

/** An error in the words of who refused: its code, and its description or each wrong field. */
export function showError(target, error) {
  const { code, description, message, errors = [] } = error;
  target.className = 'notice bad';
  target.hidden = false;
  target.replaceChildren(
    ...(code ? [failureChip(error), ' ', el('code', {}, code), ' '] : []),
    ...(errors.length > 0 ? [wrongFields(errors)] : prose(description || message)),
  );
}

function wrongFields(errors) {
  const lines = errors.map(({ index, field, reason }) =>
    el('li', {}, `entry ${index}, ${field}: `, ...prose(reason)),
  );
  return el('ul', {}, ...lines);
}
