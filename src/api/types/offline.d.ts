/** An event as the portal keeps it in its queue. */
export interface OfflineEvent {
  /** Grows from event to event. */
  ID: string;
  TIMESTAMP_X: string;
  EVENT_NAME: string;
  EVENT_DATA: unknown;
  EVENT_ADDITIONAL: unknown;
  /** 32 characters; names the message in `done` and `fail`. */
  MESSAGE_ID: string;
  /** The reservation; in `list` only. */
  PROCESS_ID?: string;
  /** '1' for events marked as failed; in `list` only. */
  ERROR?: string;
}

/** Events that are reserved for this consumer. */
export interface OfflineBatch {
  processId: string;
  events: OfflineEvent[];
  /**
   * Takes events out of the queue.
   *
   * @param messageIds those that are done; left out: all of the batch; `[]`: none
   */
  done(messageIds?: string[]): Promise<void>;
  /**
   * Marks events as failed and ends their reservation. The portal then drops a newer free event of
   * the same message.
   */
  fail(messageIds: string[]): Promise<void>;
}

/** The portal's queue of offline events. Each `connector` has a queue of its own. */
export interface OfflineQueue {
  /** `event.offline.get`: up to `limit` events, taken out or reserved. */
  get(options?: {
    filter?: object;
    order?: object;
    /** @default 50 */
    limit?: number;
    /**
     * True: the events leave the queue at once. False: they are reserved under `process_id`.
     *
     * @default false
     */
    clear?: boolean;
    /** Reads this reservation again. */
    processId?: string;
    /**
     * Reads the events marked as failed.
     *
     * @default false
     */
    error?: boolean;
    connector?: string;
  }): Promise<{ process_id: string | null; events: OfflineEvent[] }>;
  /** `event.offline.list`: up to 50 events from `start`; changes nothing. */
  list(options?: {
    filter?: object;
    order?: object;
    /** @default 0 */
    start?: number;
    connector?: string;
  }): Promise<{ events: OfflineEvent[]; total?: number; next?: number }>;
  /** `event.offline.clear`: takes events of a reservation out of the queue; all without ids. */
  clear(what: { processId: string; messageIds?: string[]; connector?: string }): Promise<void>;
  /** `event.offline.error`: marks events of a reservation as failed. */
  error(what: { processId: string; messageIds: string[]; connector?: string }): Promise<void>;
  /**
   * Walks through the queue: reserve, work, acknowledge. Events that are not acknowledged stay
   * reserved, so that a crash loses nothing; leaving the loop early leaves the current batch so.
   *
   * @example
   * for await (const batch of portal.offline.batches()) {
   *   for (const event of batch.events) await work(event);
   *   await batch.done();
   * }
   */
  batches(options?: {
    /**
     * How many events a batch has at most.
     *
     * @default 50
     */
    size?: number;
    connector?: string;
    /** The `processId`s of reservations left over from a crash: they come first. */
    resume?: string[];
    /**
     * Milliseconds between two looks at an empty queue. Left out, the walk ends when it is empty.
     */
    poll?: number;
    /**
     * Promises that nobody else reads this queue. The walk then finds a reservation again whose
     * answer was lost; otherwise it rejects with an error that has `processIds`.
     *
     * @default false
     */
    exclusive?: boolean;
  }): AsyncIterable<OfflineBatch>;
}
