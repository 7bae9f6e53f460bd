import { expect, test } from './portal.js';

test('connects in a frame and binds', async ({ frame, portal }) => {
  const url = portal.url('lead');
  const bound = await frame.evaluate(async (handler) => {
    const { connect } = await library;
    const portal = await connect();
    return portal.bind({ event: 'ONCRMLEADADD', handler });
  }, url);
  expect(bound).toMatchObject({ bound: true, alreadyBound: false });
  await portal.control('lead', {});
  const [lead] = await portal.arrived('lead');
  expect(lead.fields).toMatchObject({ event: 'ONCRMLEADADD', data: { FIELDS: { ID: '1' } } });
});
