// What depends on the frame: the handshake, its data, the token and its renewal, the messages to
// the parent page. Each case has a frame of its own.
import { refused } from '../portal.js';
import { ending } from './mirror.js';

const url = 'https://example.com/handler/';
const expired = refused('expired_token', 'The access token provided has expired.', 401);

const inFrame = (frame, run) => ({ frame, run });

/** All that the mirror tells about the frame. */
const known = ({ library, seconds, show }) => {
  const auth = library.getAuth();
  const shown = auth && { ...auth, expires_in: `now and ${seconds(auth.expires_in)} seconds` };
  return show({
    getAuth: auth && auth.expires_in === undefined ? auth : shown,
    isAdmin: library.isAdmin(),
    getLang: library.getLang(),
    getDomain: library.getDomain(),
  });
};

const bind = (library) => ending(library.callBind('ONCRMLEADADD', url, 0));

async function initialised(world) {
  const got = [];
  const gave = await world.library.init((...all) => got.push(all.length));
  return { init: world.show(gave), 'callback got': got, known: known(world) };
}

/** After `init`, which fails or not. */
const started = (frame) =>
  inFrame(frame, async (world) => ({
    init: await world.ended(world.library.init()),
    known: known(world),
  }));

const names = {
  'https, port 443': 'portal.example:443|1|sid-1',
  'more parts than three': 'portal.example|1|sid-1|x|y',
};
const badNames = {
  empty: '',
  'one word': 'frame',
  'two parts': 'portal.example|1',
  'without a domain': '|1|sid-1',
  'without a sid': 'portal.example|1|',
  'a path in the domain': 'portal.example/x|1|sid-1',
  'a domain that is no URL': 'a:b:c|1|sid-1',
};

const tokenAnswers = {
  'AUTH_EXPIRES is absent': { AUTH_EXPIRES: undefined },
  'AUTH_EXPIRES is a number': { AUTH_EXPIRES: 60 },
  'AUTH_EXPIRES is text that is no number': { AUTH_EXPIRES: 'soon' },
  'not an administrator': { IS_ADMIN: false },
  'IS_ADMIN is text': { IS_ADMIN: 'true' },
  'no LANG': { LANG: undefined },
  'no MEMBER_ID': { MEMBER_ID: undefined },
  'a PATH with a slash at its end': { PATH: '/custom/rest/' },
  'no token': { AUTH_ID: undefined },
  'an empty token': { AUTH_ID: '' },
};

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
  ...Object.fromEntries(
    Object.entries(names).map(([what, name]) => [
      `window.name: ${what}`,
      inFrame({ name }, async (world) => [await bind(world.library), known(world)]),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(badNames).map(([what, name]) => [
      `window.name: ${what}`,
      inFrame({ name }, async ({ library, ended }) => ({
        init: await ended(library.init()),
        callBind: await bind(library),
        connect: await ended(library.connect()),
      })),
    ]),
  ),
  'the parent does not answer': inFrame({ answers: { getInitData: null } }, async (world) => {
    const { library, ended } = world;
    library.configure({ frameTimeout: 20 });
    return { init: await ended(library.init()), bind: await bind(library), known: known(world) };
  }),
  ...Object.fromEntries(
    Object.entries(tokenAnswers).map(([what, answer]) => [
      `getInitData: ${what}`,
      inFrame({ answers: { getInitData: answer } }, async (world) => ({
        init: await world.ended(world.library.init()),
        bind: await bind(world.library),
        known: known(world),
      })),
    ]),
  ),
  'getInitData: a list': started({ answers: { getInitData: [] } }),
  'getInitData: text': started({ answers: { getInitData: 'no' } }),
  'AUTH_EXPIRES is 0': inFrame(
    { answers: { getInitData: { AUTH_EXPIRES: '0' } } },
    async (world) => ({
      init: await world.ended(world.library.init()),
      bind: await bind(world.library),
      known: known(world),
    }),
  ),
  'AUTH_EXPIRES is negative': inFrame(
    { answers: { getInitData: { AUTH_EXPIRES: '-5' } } },
    async ({ library }) => [await bind(library), await bind(library)],
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
    world.library.configure({ timeScale: 0.002 });
    await world.library.init();
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
  'connect in the frame': inFrame({}, async ({ library, show, quick }) => {
    const portal = await library.connect(quick);
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
  'connect in the frame, its token expired': inFrame(
    {},
    async ({ library, show, quick, answer }) => {
      answer({ 'event.bind': [expired, { status: 200, body: { result: true } }] });
      const portal = await library.connect(quick);
      return show(await portal.bind({ event: 'ONCRMLEADADD', handler: url }));
    },
  ),
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
  'the mirror’s own entry': inFrame({ entry: 'mirror' }, async ({ library }) => ({
    exports: Object.keys(library).sort(),
    bind: await bind(library),
    unbind: await ending(library.callUnBind('ONCRMLEADADD', url)),
  })),
  'the default entry': inFrame({}, ({ library }) => Object.keys(library).sort()),
  'the classic script': inFrame({ entry: 'classic' }, async () => ({
    members: Object.keys(window.BX24).sort(),
    bind: await ending(window.BX24.callBind('ONCRMLEADADD', url, 15)),
    unbind: await ending(window.BX24.callUnBind('ONCRMLEADADD', url)),
  })),
};
