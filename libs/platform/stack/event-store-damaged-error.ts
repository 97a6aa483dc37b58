/** What is wrong with the event store, as far as a start can see it without reading the whole log. */
export interface EventStoreDamage {
  /** `hash`, `revision`, `position`, `payload`, `typed_column`, `file`, or `length` for a log whose end is missing. */
  readonly fault: string;
  /** The first position at which something is wrong; 0 when the file as such cannot be read. */
  readonly position: number;
  readonly eventId: string | null;
  readonly reason: string;
}

/** Thrown instead of serving sums from a log that is not what it was. `verify` reads the whole log and says more. */
export class EventStoreDamagedError extends Error {
  readonly code = 'EVENT_STORE_DAMAGED';

  constructor(
    readonly damage: EventStoreDamage,
    options?: { readonly cause?: unknown },
  ) {
    const place = damage.position === 0 ? '' : ` at position ${damage.position}`;
    const event = damage.eventId === null ? '' : ` (event ${damage.eventId})`;
    super(`The event log is damaged${place}${event}: ${damage.reason}`, options);
    this.name = 'EventStoreDamagedError';
  }
}
