// The client: every promise settles even if the instance dies, and methods can be taken off their
// object.

import * as glue from 'glue';
import { promised } from './guard.js';

const METHODS = [
  'bind',
  'unbind',
  'call',
  'handlers',
  'events',
  'test',
  'plan',
  'sync',
  'moveHandlers',
  'diagnose',
  'installFinish',
];
const QUEUE_METHODS = ['get', 'list', 'clear', 'error'];

/** A method of an object of the instance. */
const method =
  (inner, name) =>
  (...given) =>
    promised(() => inner[name](...given));

/** A connected portal. */
class Portal {
  constructor(inner) {
    // a renamed portal has another one when its new address was found
    Object.defineProperty(this, 'domain', { get: () => inner.domain, enumerable: true });
    this.userIsAdmin = inner.userIsAdmin;
    this.memberId = inner.memberId;
    for (const name of METHODS) hidden(this, name, method(inner, name));
    hidden(this, 'offline', queue(inner.offline));
    hidden(this, 'destroy', () => inner.destroy());
  }
}

/** Defines what is not printed and not copied. */
const hidden = (object, name, value) => Object.defineProperty(object, name, { value });

function queue(inner) {
  const methods = QUEUE_METHODS.map((name) => [name, method(inner, name)]);
  return { ...Object.fromEntries(methods), batches: (options) => walk(inner.batches(options)) };
}

async function* walk(steps) {
  for (;;) {
    const { value, done } = await promised(() => steps.next());
    if (done) return;
    yield { ...value, done: method(value, 'done'), fail: method(value, 'fail') };
  }
}

/** Whether `connect` needs the frame. What cannot be read is for the instance to judge. */
function isInFrame(options) {
  try {
    return options?.webhook === undefined && options?.accessToken === undefined;
  } catch {
    return false;
  }
}

/** `connect()` on an instance. */
export const connecting = (state) => (options) =>
  state.ask(() => glue.connect(options), isInFrame(options)).then((inner) => new Portal(inner));
