/** The portal's address as the frame knows it: `window.name` is `DOMAIN|PROTOCOL|APP_SID`. */
export function portalAddress() {
  const [domain, protocol] = window.name.split('|');
  return `${protocol === '1' ? 'https' : 'http'}://${domain}`;
}

export const inFrame = () => window.parent !== window && window.name.split('|').length === 3;
