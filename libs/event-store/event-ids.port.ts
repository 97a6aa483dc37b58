/** Where the event with some id stands. */
export interface PlaceOfEvent {
  readonly stream: string;
  readonly position: number;
}

/** An event of the log as it was written there. */
export interface NotedEvent extends PlaceOfEvent {
  readonly eventId: string;
  readonly revision: number;
  /** What the server calls this very write of the event, and no other of the same event elsewhere. */
  readonly writtenAs: string;
}

/**
 * Ids of the events of a log, beside a store that cannot be asked for them. It is made from the log and may be thrown
 * away. What stands at or below `place` is known; of what is above, some may be.
 */
export interface EventIds {
  readonly place: number;
  /** The event that stands last in the log of those that are noted: by it the log is recognised. Null where none is. */
  readonly newest: Omit<NotedEvent, 'eventId'> | null;
  find(eventId: string): PlaceOfEvent | null;
  /** How many noted events stand behind a position; so many at most. */
  countBehind(position: number, atMost: number): number;
  /** The places of all events noted above `after`, up to `upTo`, in their order: each of them the log has told once. Nothing else is asked meanwhile. */
  placesBetween(after: number, upTo: number): Iterable<PlaceOfEvent>;
  /** Notes events, and that everything up to `place` is known where it is given. An id that is there stays as it is. */
  note(events: readonly NotedEvent[], place?: number): void;
  /** Everything beyond this position is to be read again; what is noted stays. */
  goBackTo(position: number): void;
  /** Forgets everything: it was of another log. */
  forget(): void;
  close(): void;
}
