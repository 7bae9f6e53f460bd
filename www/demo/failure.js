import { el, prose } from '/shared/dom.js';

/** An error in the words of who refused: its code, its description, and each bad field. */
export function showError(target, error) {
  const { code, description, message, status, errors = [] } = error;
  const fields = errors.map(({ index, field, reason }) =>
    el('li', {}, `entry ${index}, ${field}: `, ...prose(reason)),
  );
  target.className = 'notice bad';
  target.hidden = false;
  target.replaceChildren(
    ...(code ? [el('code', {}, code), status ? ` (HTTP ${status}) ` : ' '] : []),
    ...prose(description || message),
    ...(fields.length > 0 ? [el('ul', {}, ...fields)] : []),
  );
}
