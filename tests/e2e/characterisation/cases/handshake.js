// The handshake: what `window.name` may hold, what the parent page may answer. Each case has a
// frame of its own.
import { bind, inFrame, known } from './frame.js';

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
};
