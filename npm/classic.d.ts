// `window.BX24` as classic.js defines it. A program that loads it with a script tag takes the types
// in by `import type {} from 'bx24-callbind/classic.js'`.
type Library = typeof import('./index.js');

/**
 * `window.BX24`. Where BX24.js is on the page, only `callBind` and `callUnbind` are this package's:
 * `configure` and `connect` are missing, and the rest is BX24.js's own.
 */
interface BX24
  extends
    Pick<Library, 'callBind' | 'callUnbind' | 'callUnBind' | 'callMethod' | 'callBatch' | 'init'>,
    Pick<Library, 'getAuth' | 'refreshAuth' | 'isAdmin' | 'getLang' | 'getDomain'>,
    Pick<Library, 'installFinish'>,
    Partial<Pick<Library, 'configure' | 'connect'>> {
  /** Tells this object from BX24.js's. */
  readonly callbind?: true;
}

export type { BX24 };

declare global {
  interface Window {
    BX24: BX24;
  }
  var BX24: BX24;
}
