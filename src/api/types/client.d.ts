/** A new token, as `refresh` may give it. */
export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** Seconds until the token ends. */
  expiresIn?: number;
}

/** How to connect. Without `webhook` and `accessToken`, by the frame that the page runs in. */
export type ConnectOptions = Settings & {
  /**
   * The portal's host, with `accessToken`. May have a scheme and a port.
   *
   * @example 'portal.bitrix24.com'
   */
  domain?: string;
  /** An application's access token, with `domain`. */
  accessToken?: string;
  /**
   * Called when the portal refuses the access token; gives a new one. Left out, the call then ends
   * with the portal's error.
   *
   * @example
   * connect({ domain, accessToken, refresh: async () => (await fetch('/token')).text() });
   */
  refresh?: () => Promise<string | Tokens>;
  /**
   * The URL of an incoming webhook. It contains a secret: keep it on a server.
   *
   * @example 'https://portal.bitrix24.com/rest/1/secret/'
   */
  webhook?: string;
};

/**
 * Connects to a portal. In a frame it waits for the portal's page; otherwise nothing is sent yet.
 *
 * @returns a promise of the portal; it rejects with `NO_FRAME` where no portal has opened the page
 *   and no other way is given, and with `INVALID_ARGUMENT`
 *
 * @example
 * const portal = await connect();
 * await portal.bind({ event: 'ONCRMLEADADD', handler: 'https://example.com/handler/' });
 *
 * @example
 * const portal = await connect({ webhook: 'https://portal.bitrix24.com/rest/1/secret/' });
 */
export function connect(options?: ConnectOptions): Promise<Portal>;

/** What a single call may set for itself. */
export interface CallOptions {
  /** Ends the call as `ABORTED` when it is aborted. */
  signal?: AbortSignal;
  /**
   * How long the call may take with all its repeats, in milliseconds.
   *
   * @default the client's `timeout`
   */
  timeout?: number;
  /**
   * How long one attempt may take where a repeat may follow, in milliseconds.
   *
   * @default the client's `attemptTimeout`
   */
  attemptTimeout?: number;
}

/** Something that keeps events from arriving. */
export interface Diagnosis {
  /** Does not change between versions, such as `NOT_INSTALLED`. */
  code: string;
  /** `error`: nothing arrives because of it; `warning`: something may not, or may arrive twice. */
  severity: 'error' | 'warning';
  /** What is wrong, in words. */
  finding: string;
  /** What to do, in words. */
  remedy: string;
}

/** A connected portal. Its methods reject with a `Bx24Error`. */
export interface Portal {
  /** The portal's host, with its port unless that is 80 or 443. */
  readonly domain: string;
  /** Whether the user may manage the app, as the portal's page says; undefined outside a frame. */
  readonly userIsAdmin: boolean | undefined;
  /** The portal's id, as the portal's page says; undefined outside a frame. */
  readonly memberId: string | undefined;
  /**
   * Binds a handler. If the portal has it already, that is a success with `alreadyBound`.
   *
   * @returns `time` is absent where the handler was bound already
   *
   * @example
   * await portal.bind({ event: 'ONCRMLEADADD', handler: 'https://example.com/handler/' });
   * await portal.bind({ event: 'ONCRMDEALUPDATE', eventType: 'offline' });
   */
  bind(
    handler: Handler,
    options?: CallOptions,
  ): Promise<{ bound: true; alreadyBound: boolean; time?: Time }>;
  /**
   * Unbinds a handler. An administrator who gives no `authType` unbinds for all users.
   *
   * @returns how many were unbound. `repeated`: an earlier attempt may have unbound some, so that
   *   `count` can be too low
   */
  unbind(
    handler: Handler,
    options?: CallOptions,
  ): Promise<{ count: number; repeated: boolean; time?: Time }>;
  /** The handlers that the caller may see: an administrator sees those of all users. */
  handlers(options?: CallOptions): Promise<Handler[]>;
  /**
   * The codes of the events that can be bound.
   *
   * @param filter `scope`: only those of one scope; `full`: those of scopes that are not granted too
   */
  events(filter?: { scope?: string; full?: boolean }): Promise<string[]>;
  /** Makes the portal send ONAPPTEST, with `query` as its data. */
  test(query?: object): Promise<void>;
  /**
   * Calls any REST method and gives its result.
   *
   * @param options `repeat`: whether the call may be repeated when nobody knows whether the portal
   *   executed it; left out, only methods that read are
   *
   * @example
   * const deal = await portal.call<{ TITLE: string }>('crm.deal.get', { id: 9 });
   */
  call<T = unknown>(
    method: string,
    params?: object,
    options?: CallOptions & { repeat?: boolean },
  ): Promise<T>;
  /**
   * Compares the wanted handlers with the portal's. Changes nothing.
   *
   * @example
   * const plan = await portal.plan(handlers, { prune: { underUrl: 'https://example.com/' } });
   * console.log(plan.bind.length, 'to bind', plan.warnings);
   */
  plan(wanted: Handler[], options?: SyncOptions): Promise<Plan>;
  /**
   * Binds the wanted handlers that the portal does not have, in batches of 50, and unbinds what
   * `prune` names. A repeat changes nothing; one that was cut off can be run again.
   *
   * @param wanted all handlers of the app, or a plan that `plan` made
   *
   * @example
   * const report = await portal.sync(handlers, { prune: true });
   * for (const { handler, error } of report.failed) console.warn(handler.event, error.message);
   */
  sync(wanted: Handler[] | Plan, options?: SyncOptions): Promise<SyncReport>;
  /**
   * Moves the online handlers below one URL to the same place below another, such as a new tunnel's.
   * Each old one is unbound when its replacement is bound.
   *
   * @example
   * await portal.moveHandlers('https://old.example.com/', 'https://new.example.com/');
   */
  moveHandlers(fromBaseUrl: string, toBaseUrl: string, options?: SyncOptions): Promise<SyncReport>;
  /** Finds out why no events arrive. */
  diagnose(options?: CallOptions): Promise<Diagnosis[]>;
  /**
   * Ends the installation. The message is posted when the calls made before it are over, at most
   * after `timeout`; the promise resolves then, and the portal reloads the page.
   */
  installFinish(): Promise<void>;
  readonly offline: OfflineQueue;
  /** Ends all calls of this client as `ABORTED`, those under way and later ones. */
  destroy(): void;
}
