import { el } from '/shared/dom.js';
import { answerFrame } from './messages.js';
import { control } from './control.js';

/** Opens the app in its frame as a portal does (contract §8.1): a hidden form, posted into it. */
export class Frame {
  #place;
  #close = () => {};

  constructor(place) {
    this.#place = place;
  }

  async open(user) {
    this.#close();
    this.#place.replaceChildren();
    const opening = await control('POST', 'frame', { user });
    const frame = el('iframe', {
      name: opening.name,
      title: 'App',
      allow: 'geolocation; microphone; camera; autoplay',
    });
    this.#place.append(frame);
    this.#close = answerFrame(frame, opening);
    post(opening);
  }
}

function post({ name, action, fields }) {
  const form = el('form', { method: 'post', action, target: name, hidden: true });
  for (const [key, value] of Object.entries(fields)) {
    form.append(el('input', { type: 'hidden', name: key, value }));
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
