/** JSON values: what an event payload may hold. Money is integer kopecks, exact quantities are strings. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * A fact that a decider answers with, before it is stored.
 * `type` is a past fact with its noun (`ReadingAccepted`); `version` is the schema version of `data`.
 */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
}

/** What the system knows about a stored event besides its payload. */
export interface EventMetadata {
  /** UTC instant, ISO 8601 with milliseconds, when Kvitok learnt the fact. */
  readonly recordedAt: string;
  /** Who stated the command: `person:…`, `staff:…`, `import`, `night`, `service:billing`. */
  readonly actor: string;
  readonly correlationId: string;
  /** The event or message that caused the command; null when a person started it. */
  readonly causationId: string | null;
  /** The command that produced the event; null only for events written outside a command. */
  readonly commandId: string | null;
  /** SHA-256 (hex) of the command's input: the same id with other input is an error. */
  readonly commandHash: string | null;
}

/** An event as it is read back from the store, already upcast to its newest version. */
export interface RecordedEvent<Type extends string = string, Data extends object = object> extends DomainEvent<
  Type,
  Data
> {
  readonly eventId: string;
  readonly stream: string;
  /** 0-based place in its stream. */
  readonly revision: number;
  /** Place in the whole log; grows, never reused, first is 1. */
  readonly position: number;
  readonly metadata: EventMetadata;
}
