// What depends on the frame: its data, the token and its renewal, the messages to the parent page.
// Each case has a frame of its own.
import { hangs } from '../portal.js';
import { expired } from './common.js';
import { ending } from './mirror.js';

const url = 'https://example.com/handler/';

/** A case in a frame of its own; how it is opened stands in stage.js. */
export const inFrame = (frame, run) => ({ frame, run });

/** All that the mirror tells about the frame. */
export const known = ({ library, seconds, show }) => {
  const auth = library.getAuth();
  const shown = auth && { ...auth, expires_in: `now and ${seconds(auth.expires_in)} seconds` };
  return show({
    getAuth: auth && auth.expires_in === undefined ? auth : shown,
    isAdmin: library.isAdmin(),
    getLang: library.getLang(),
    getDomain: library.getDomain(),
  });
};

export const bind = (library) => ending(library.callBind('ONCRMLEADADD', url, 0));

async function initialised(world) {
  const got = [];
  const gave = await world.library.init((...all) => got.push(all.length));
  return { init: world.show(gave), 'callback got': got, known: known(world) };
}

export default {
  'before init': inFrame({}, (world) => known(world)),
  'init with a callback': inFrame({}, initialised),
  'init twice at once': inFrame({}, async (world) => {
    const both = await Promise.all([world.library.init(), world.library.init()]);
    return world.show(both);
  }),
  'init: a callback that is none': inFrame({}, (world) => world.ended(world.library.init(null))),
  'the first call asks for the token': inFrame({}, ({ library }) => bind(library)),
  'calls before init go after it, in their order': inFrame({}, ({ library }) =>
    Promise.all([
      ending(library.callBind('ONCRMLEADADD', url, 1)),
      ending(library.callUnbind('ONCRMDEALADD', url, 2)),
      ending(library.callMethod('profile')),
    ]),
  ),
  'refreshAuth before init': inFrame({}, async (world) => {
    const got = [];
    const auth = await world.library.refreshAuth((...all) => got.push(...all));
    return {
      members: Object.keys(auth),
      'callback got the same': got.length === 1 && got[0] === auth,
      known: known(world),
    };
  }),
  'refreshAuth after init': inFrame({}, async (world) => {
    await world.library.init();
    await world.library.refreshAuth();
    return known(world);
  }),
  'refreshAuth without an answer': inFrame({ answers: { refreshAuth: null } }, async (world) => {
    await world.library.init();
    world.library.configure({ timeScale: 0.002 });
    return world.ended(world.library.refreshAuth());
  }),
  'refreshAuth answered without a token': inFrame(
    { answers: { refreshAuth: { AUTH_ID: undefined } } },
    async (world) => {
      await world.library.init();
      return [await world.ended(world.library.refreshAuth()), known(world)];
    },
  ),
  'an expired token is renewed once for all calls': inFrame({}, async (world) => {
    const { library, answer } = world;
    answer({ 'event.bind': [expired, expired, { status: 200, body: { result: true } }] });
    return Promise.all([bind(library), ending(library.callBind('ONCRMDEALADD', url, 0))]);
  }),
  'a token that stays expired': inFrame({}, ({ library, answer }) => {
    answer({ 'event.bind': expired });
    return bind(library);
  }),
  'connect in the frame': inFrame({}, async ({ library, show }) => {
    const portal = await library.connect();
    const bound = await portal.bind({ event: 'ONCRMLEADADD', handler: url });
    const { domain, userIsAdmin, memberId } = portal;
    return show({ domain, userIsAdmin, memberId, bound });
  }),
  'connect in the frame of a user': inFrame(
    { answers: { getInitData: { IS_ADMIN: false, MEMBER_ID: undefined } } },
    async ({ library, show }) => {
      const { domain, userIsAdmin, memberId } = await library.connect();
      return show({ domain, userIsAdmin, memberId });
    },
  ),
  'connect in the frame, its token expired': inFrame({}, async ({ library, show, answer }) => {
    answer({ 'event.bind': [expired, { status: 200, body: { result: true } }] });
    const portal = await library.connect();
    return show(await portal.bind({ event: 'ONCRMLEADADD', handler: url }));
  }),
  'connect: the parent does not answer': inFrame(
    { answers: { getInitData: null } },
    ({ library, ended }) => ended(library.connect({ frameTimeout: 20 })),
  ),
  'installFinish, installed': inFrame({}, async ({ library, tried }) => {
    await library.init();
    return tried(() => library.installFinish());
  }),
  'installFinish on the install page': inFrame(
    { answers: { getInitData: { INSTALL: true } } },
    async ({ library, tried }) => {
      await library.init();
      return tried(() => library.installFinish());
    },
  ),
  'installFinish before init': inFrame(
    { answers: { getInitData: { INSTALL: true } } },
    ({ library, tried }) => tried(() => library.installFinish()),
  ),
  'portal.installFinish on the install page': inFrame(
    { answers: { getInitData: { INSTALL: true } } },
    async ({ library, ended }) => ended((await library.connect()).installFinish()),
  ),
  'portal.installFinish, installed': inFrame({}, async ({ library, ended }) =>
    ended((await library.connect()).installFinish()),
  ),
  'installFinish of a portal by webhook': inFrame({}, async ({ webhook, ended }) =>
    ended((await webhook()).installFinish()),
  ),
  'calls above the bucket go together': inFrame({}, async ({ library }) => {
    library.configure({ burst: 1, perSecond: 10 });
    await library.init();
    return Promise.all([
      bind(library),
      ending(library.callBind('ONCRMDEALADD', url, 15)),
      ending(library.callUnbind('ONCRMLEADUPDATE', url)),
      ending(library.callMethod('profile', { a: [1] })),
      ending(library.callUnbind('ONCRMDEALADD', url)),
    ]);
  }),
  'the mirror’s signal': inFrame({}, async ({ library, answer }) => {
    const controller = new AbortController();
    library.configure({ signal: controller.signal });
    answer({ 'event.bind': hangs });
    const end = bind(library);
    controller.abort();
    return [await end, await bind(library)];
  }),
  'a revoked proxy, everywhere (issue 13, A17)': inFrame({}, async ({ library, webhook }) => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const portal = await webhook();
    const calls = {
      callBind: () => library.callBind('ONCRMLEADADD', proxy),
      callMethod: () => library.callMethod('m', proxy),
      connect: () => library.connect(proxy),
      bind: () => portal.bind(proxy),
      'offline.get': () => portal.offline.get(proxy),
    };
    const codes = {};
    for (const [name, call] of Object.entries(calls)) {
      codes[name] = await call().then(
        (result) => result.error().code,
        (error) => error.code,
      );
    }
    return codes;
  }),
  'the mirror’s own entry': inFrame({ entry: 'mirror' }, async ({ library }) => ({
    exports: Object.keys(library).sort(),
    bind: await bind(library),
    unbind: await ending(library.callUnBind('ONCRMLEADADD', url)),
  })),
  'the default entry': inFrame({}, ({ library }) => Object.keys(library).sort()),
  'the classic script': inFrame({ entry: 'classic' }, async () => ({
    // the mark by which the library tells its own object from BX24.js is its own affair
    members: Object.keys(window.BX24)
      .filter((name) => name !== 'callbind')
      .sort(),
    bind: await ending(window.BX24.callBind('ONCRMLEADADD', url, 15)),
    unbind: await ending(window.BX24.callUnBind('ONCRMLEADADD', url)),
  })),
};
