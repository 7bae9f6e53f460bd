import { el } from '/shared/dom.js';
import { checklist } from './checklist.js';
import { control } from './control.js';
import { openDialog } from './dialog.js';
import { answerFrame } from './messages.js';
import { reach } from './reach.js';

/** Opens the app in its frame as a portal does (contract §8.1): a hidden form, posted into it. */
export class Frame {
  #place;
  #last = new AbortController();

  constructor(place) {
    this.#place = place;
  }

  /**
   * `request`: `{ user, placement, placementOptions }`; `slider` closes the slider it is in.
   * Resolves to what the portal found at the app's address; undefined: it was opened anew meanwhile.
   */
  async open(request, slider) {
    this.close();
    const { signal } = (this.#last = new AbortController());
    this.#place.replaceChildren();
    const found = await reach(this.#place, request, signal);
    if (signal.aborted) return undefined;
    const opening = await control('POST', 'frame', request);
    if (signal.aborted) return undefined;
    const frame = el('iframe', {
      name: opening.name,
      title: 'App',
      allow: 'geolocation; microphone; camera; autoplay',
    });
    this.#place.replaceChildren(frame);
    const openApp = (placementOptions) => openInSlider({ ...request, placementOptions });
    const onAsked = checklist(this.#place, signal);
    answerFrame(frame, opening, { signal, onAsked, slider, openApp });
    if (found.method === 'GET') frame.src = opening.action;
    else post(opening);
    return found;
  }

  /** Ends listening to the frame. */
  close() {
    this.#last.abort();
  }
}

/** `openApplication`: the app once more, in front of the page, until it is closed. */
async function openInSlider(request) {
  const place = el('div', { className: 'slider' });
  const { closed, close } = openDialog('App', [place]);
  const frame = new Frame(place);
  await frame.open(request, close);
  await closed;
  frame.close();
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
