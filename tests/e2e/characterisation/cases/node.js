// In Node there is no frame and no page.

const url = 'https://example.com/handler/';

export default {
  exports: ({ library }) => Object.keys(library).sort(),
  init: ({ library, ended }) => ended(library.init()),
  callBind: async ({ library, show }) => show(await library.callBind('ONCRMLEADADD', url)),
  callMethod: async ({ library, show }) => show(await library.callMethod('profile')),
  callBatch: async ({ library, show }) => show(await library.callBatch([['profile']])),
  connect: ({ library, ended }) => ended(library.connect()),
  refreshAuth: ({ library, ended }) => ended(library.refreshAuth()),
  'what the frame would tell': ({ library }) => [
    library.getAuth(),
    library.isAdmin(),
    String(library.getLang()),
    String(library.getDomain()),
  ],
  installFinish: ({ library, tried }) => tried(() => library.installFinish()),
  'installFinish of a portal': async ({ webhook, ended }) =>
    ended((await webhook()).installFinish()),
};
