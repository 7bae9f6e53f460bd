import { choose } from './dialog.js';
import { control } from './control.js';

const users = () => control('GET', 'users');

/** `selectUser`: `{ id, name }`, with `mult` a list of them; undefined if nobody was chosen. */
export async function selectUser({ mult }) {
  const multiple = Number.parseInt(mult, 10) > 0 || mult === true;
  const all = await users();
  const options = all.map(({ id, name }) => ({ value: String(id), label: name }));
  const chosen = await choose('Select user', options, { multiple });
  const found = chosen && all.filter(({ id }) => chosen.includes(String(id)));
  return multiple ? found : found?.[0];
}

/** `selectAccess`: a list of `{ id, name }`; `value` names those that cannot be chosen. */
export async function selectAccess({ value }) {
  const all = [
    { id: 'AU', name: 'All authorized users' },
    ...(await users()).map(({ id, name }) => ({ id: `U${id}`, name })),
  ];
  const blocked = Object.values(value ?? {});
  const options = all.map(({ id, name }) => ({
    value: id,
    label: name,
    blocked: blocked.includes(id),
  }));
  const chosen = await choose('Select access permission', options, { multiple: true });
  return chosen && all.filter(({ id }) => chosen.includes(id));
}

const CRM = {
  lead: { entityTypeId: 1, letter: 'L' },
  deal: { entityTypeId: 2, letter: 'D' },
  contact: { entityTypeId: 3, letter: 'C' },
  company: { entityTypeId: 4, letter: 'CO' },
};

/** `selectCRM`: `{ lead: [{ id, type, place, title, desc, url }], … }` of the types asked for. */
export async function selectCRM({ entityType, multiple = false, value }) {
  const types = Object.values(entityType ?? Object.keys(CRM)).filter((type) => type in CRM);
  const all = (await Promise.all(types.map(objects))).flat();
  const set = ({ type, key }) =>
    Object.values(value?.[type] ?? {})
      .map(Number)
      .includes(key);
  const options = all.map((object) => ({
    value: object.id,
    label: `${object.type}: ${object.title}`,
    checked: Boolean(multiple) && set(object),
  }));
  const chosen = await choose('Select CRM entity', options, { multiple: Boolean(multiple) });
  if (!chosen) return undefined;
  const found = all.filter(({ id }) => chosen.includes(id));
  const shown = found.map(({ id, type, title, url }) => ({
    id,
    type,
    place: type,
    title,
    desc: '',
    url,
  }));
  return Object.fromEntries(types.map((type) => [type, shown.filter((one) => one.type === type)]));
}

async function objects(type) {
  const { entityTypeId, letter } = CRM[type];
  const found = await control('GET', `objects?entityTypeId=${entityTypeId}`);
  return found.map(({ id, fields }) => ({
    id: `${letter}_${id}`,
    key: id,
    type,
    title: fields.TITLE ?? [fields.NAME, fields.LAST_NAME].filter(Boolean).join(' '),
    url: `/crm/${type}/details/${id}/`,
  }));
}
