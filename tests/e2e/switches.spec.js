// The portal's page and its switches: the words stand in the page, the rest is the portal's.
import { expect, test } from './portal.js';

const shown = (page) => page.locator('#switch-groups [name]');

/** The words that the portal takes for a switch, as it names them itself; none: it takes others. */
async function words(portal, name) {
  const { message } = await portal.switch({ [name]: 'wrong' }).catch((error) => error);
  const [, expected = ''] = message.split(', expected ');
  return [...expected.matchAll(/`(\w+)`/g)].map(([, word]) => word);
}

test.beforeEach(async ({ page, portal }) => {
  await page.goto(`${portal.at.portal}#switches`);
  await shown(page).first().waitFor();
});

test('every switch of the portal is on its page, and no other', async ({ page, portal }) => {
  const names = await shown(page).evaluateAll((fields) => fields.map(({ name }) => name));
  expect(names.sort()).toEqual(Object.keys(await portal.control('switches')).sort());
});

test('every value that is offered is taken, and none is missing', async ({ page, portal }) => {
  const taken = async (name) => String((await portal.control('switches'))[name]);
  const fields = await shown(page).and(page.locator('select')).all();
  expect(fields.length).toBeGreaterThan(5);
  for (const field of fields) {
    const name = await field.getAttribute('name');
    const offered = await field.locator('option').allTextContents();
    for (const value of offered) {
      await field.selectOption(value);
      await expect.poll(() => taken(name), { message: name }).toBe(value);
    }
    expect(offered, name).toEqual(expect.arrayContaining(await words(portal, name)));
  }
});

test('every switch of words has its words to choose from', async ({ page, portal }) => {
  const typed = await shown(page)
    .and(page.locator('input'))
    .evaluateAll((fields) => fields.map(({ name }) => name));
  expect(typed.length).toBeGreaterThan(5);
  expect(await words(portal, 'refresh')).toEqual(['success', 'failure', 'silence']);
  for (const name of typed) expect(await words(portal, name), name).toEqual([]);
});

test('a wrong value is refused in the portal’s words, and its field marked', async ({
  page,
  portal,
}) => {
  const field = page.locator('#switch-tokenLifetime');
  await field.fill('"long"');
  await field.blur();
  await expect(page.locator('#switches-state')).toContainText('tokenLifetime cannot be "long"');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  expect(await portal.control('switches')).toMatchObject({ tokenLifetime: 3600 });

  await field.fill('60');
  await field.blur();
  await expect(field).not.toHaveAttribute('aria-invalid');
  expect(await portal.control('switches')).toMatchObject({ tokenLifetime: 60 });
});
