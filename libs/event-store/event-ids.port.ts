/** Where the event with some id stands. */
export interface PlaceOfEvent {
  readonly stream: string;
  readonly position: number;
}

/**
 * Ids of the events of a log, beside a store that cannot be asked for them. It is made from the log and may be thrown
 * away. What stands at or below `place` is known; of what is above, some may be.
 */
export interface EventIds {
  readonly place: number;
  find(eventId: string): PlaceOfEvent | null;
  /** Notes events, and that everything up to `place` is known where it is given. An id that is there stays as it is. */
  note(events: readonly (PlaceOfEvent & { readonly eventId: string })[], place?: number): void;
  close(): void;
}
