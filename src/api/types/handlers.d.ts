/** What both kinds of handlers have. */
export interface HandlerFields {
  /**
   * The event's code; upper and lower case are the same.
   *
   * @example 'ONCRMLEADADD'
   */
  event: EventCode | (string & {});
  /** The key of a source of changes: its own changes are not reported back to it. */
  authConnector?: string;
  /** Sent as it is; today's portals know `minTimeout` of ONOFFLINEEVENT. */
  options?: string | Record<string, string | number | boolean>;
  /**
   * For `sync`: unbind the handler and bind it again, such as to change its `options`.
   *
   * @default false
   */
  rebind?: boolean;
}

/** A handler to whose URL the portal posts each event. */
export interface OnlineHandler extends HandlerFields {
  /**
   * An absolute http or https URL; its host needs a dot.
   *
   * @example 'https://example.com/handler/'
   */
  handler: string;
  /**
   * The user whose token the handler gets; 0: the user who causes the event.
   *
   * @default 0 for an administrator, else the user who binds
   */
  authType?: number;
  /** @default 'online' */
  eventType?: 'online';
}

/** A handler whose events wait in the portal's queue: see `Portal.offline`. It has no URL. */
export interface OfflineHandler extends HandlerFields {
  eventType: 'offline';
  handler?: undefined;
  authType?: undefined;
}

/** One event handler. */
export type Handler = OnlineHandler | OfflineHandler;

/** How `plan`, `sync` and `moveHandlers` work. */
export interface SyncOptions extends CallOptions {
  /**
   * Which handlers may be unbound that are not in the list: true for all that the caller sees,
   * `underUrl` for online ones at that URL or below it.
   *
   * @default false
   * @example { underUrl: 'https://example.com/' }
   */
  prune?: boolean | { underUrl: string };
  /**
   * Whether to bind the others although the portal would refuse some.
   *
   * @default false
   */
  partial?: boolean;
  /**
   * Whether handlers of two users are two handlers. If not, a handler of any user counts as bound.
   *
   * @default true
   */
  matchUser?: boolean;
  /** Called after every batch with the number of handlers that are done. */
  onProgress?(progress: { done: number; total: number }): void;
}

/** One handler of a plan. */
export interface Step {
  handler: Handler;
  /** Why it is in this list, in words. */
  reason: string;
  /** In `refused`: the field that is wrong. */
  field?: string;
}

/** What a `sync` would do. */
export interface Plan {
  /** To be bound. */
  bind: Step[];
  /** To be unbound; those that are in `bind` too are bound again. */
  unbind: Step[];
  /** Bound already. */
  keep: Step[];
  /** The portal would refuse these. */
  refused: Step[];
  /** What to know before it is carried out, in words. */
  warnings: string[];
}

/** What a `sync` did. Every handler of the plan is in exactly one list. */
export interface SyncReport {
  bound: Handler[];
  /** The portal had them already. */
  alreadyBound: Handler[];
  unbound: Handler[];
  /** Left as they were. */
  kept: Handler[];
  /** Neither bound nor unbound, and why. They can be passed to `sync` again. */
  failed: { handler: Handler; error: Bx24Error }[];
}
