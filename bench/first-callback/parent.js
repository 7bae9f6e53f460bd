// The portal's page: opens the app in a frame and answers its handshake. Runs in the page.

/** What the frame's page is told. */
const initData = {
  LANG: 'en',
  PATH: '/rest',
  AUTH_ID: 'a'.repeat(70),
  REFRESH_ID: 'r'.repeat(70),
  AUTH_EXPIRES: '3600',
  MEMBER_ID: 'm'.repeat(32),
  IS_ADMIN: true,
  INSTALL: false,
  FIRST_RUN: false,
  USER_OPTIONS: [],
  APP_OPTIONS: [],
  PLACEMENT: 'DEFAULT',
  PLACEMENT_OPTIONS: '',
};

/** Opens `src`; resolves to the milliseconds from the frame's navigation to the callback. */
export async function measure(page, src, name) {
  const [DOMAIN, PROTOCOL] = name.split('|');
  const told = { ...initData, DOMAIN, PROTOCOL: Number(PROTOCOL) };
  return page.evaluate(
    ([src, name, initData]) =>
      new Promise((resolve) => {
        const hear = ({ data, source }) => {
          if (data.ms !== undefined) {
            window.removeEventListener('message', hear);
            return resolve(data.ms);
          }
          const [, id] = /^getInitData:(?:.*:)?([\w-]+):[^:]*$/s.exec(data) ?? [];
          if (id) source.postMessage(`${id}:${JSON.stringify(initData)}`, '*');
        };
        window.addEventListener('message', hear);
        document.body.replaceChildren(
          Object.assign(document.createElement('iframe'), { src, name }),
        );
      }),
    [src, name, told],
  );
}
