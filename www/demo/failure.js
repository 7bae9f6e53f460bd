import { el, prose } from '/shared/dom.js';

/** An error in the words of who refused: its code, and its description or each wrong field. */
export function showError(target, error) {
  const { code, description, message, status, errors = [] } = error;
  target.className = 'notice bad';
  target.hidden = false;
  target.replaceChildren(
    ...(code ? [el('code', {}, code), status ? ` (HTTP ${status}) ` : ' '] : []),
    ...(errors.length > 0 ? [wrongFields(errors)] : prose(description || message)),
  );
}

function wrongFields(errors) {
  const lines = errors.map(({ index, field, reason }) =>
    el('li', {}, `entry ${index}, ${field}: `, ...prose(reason)),
  );
  return el('ul', {}, ...lines);
}
