// Calls that get wrong input: how they are written, made and ended.

/** As it would stand in a program. */
function source(value, within = []) {
  if (within.includes(value)) return 'itself';
  if (Array.isArray(value))
    return `[${value.map((one) => source(one, [...within, value])).join(', ')}]`;
  if (value instanceof URL) return `new URL('${value}')`;
  if (typeof value === 'object' && value !== null) {
    const inner = [...within, value];
    const members = Object.entries(value).map(([key, one]) => `${key}: ${source(one, inner)}`);
    return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** What a row calls. */
async function target({ library, webhook }, name) {
  const [of, method] = name.split('.');
  if (!method && name !== 'a walk') return library[name];
  const portal = await webhook();
  if (of === 'portal') return (...given) => portal[method](...given);
  if (of === 'offline') return (...given) => portal.offline[method](...given);
  return (...given) => portal.offline.batches(...given).next();
}

/** What is new in an error: its shape is in shapes.js. */
const said = ({ code, description, errors }) => ({ code, description, ...(errors && { errors }) });

/** What a mirror call gave: an error, or one for each call of a batch. */
function taken(gave, AjaxResult) {
  if (gave instanceof AjaxResult) return gave.error() ? said(gave.error()) : 'taken';
  const inner = Object.entries(gave ?? {}).filter(([, one]) => one instanceof AjaxResult);
  const ends = inner.map(([key, one]) => [key, taken(one, AjaxResult)]);
  return ends.length > 0 ? Object.fromEntries(ends) : 'taken';
}

/** How a call ended: with an error; else it took what it was given. */
async function ending(promise, { AjaxResult, Bx24Error }) {
  try {
    return taken(await promise, AjaxResult);
  } catch (error) {
    return error instanceof Bx24Error ? said(error) : String(error);
  }
}

/** The case of a row. */
export const run =
  ([name, ...given]) =>
  async (world) => {
    const call = await target(world, name);
    return ending(
      Promise.resolve().then(() => call(...given)),
      world.library,
    );
  };

/** A row as it would stand in a program. */
export const written = ([name, ...given]) =>
  `${name}(${given.map((one) => source(one)).join(', ')})`;
