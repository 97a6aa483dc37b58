import { Decider, DomainEvent, EventMetadata, fold, isRejection, RecordedEvent, Rejection } from '#libs/kernel';
import { Projection } from '#libs/read-models';

/** What a decider may answer; the three ways of saying it. */
export interface DeciderOutcome<Event extends DomainEvent> {
  /** Exactly these events, which also fold onto what was given. */
  then(events: readonly Event[]): void;
  /** No event and no rejection: the command changes nothing. */
  thenNothing(): void;
  /** A rejection with this code and, where given, at least these details. */
  thenRejected(code: string, details?: Rejection['details']): void;
}

export interface DeciderGiven<Command, Event extends DomainEvent> {
  when(command: Command): DeciderOutcome<Event>;
}

/**
 * A rule as a sentence: given these events, when this command is stated, then those events or that refusal.
 * `when` without `given` starts from an empty stream.
 */
export function deciderSpec<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): DeciderGiven<Command, Event> & { given(events: readonly Event[]): DeciderGiven<Command, Event> } {
  const given = (events: readonly Event[]): DeciderGiven<Command, Event> => ({
    when(command) {
      const history = deepFreeze(events);
      const state = fold(decider, history);
      const answer = decider.decide(deepFreeze(command), state);
      return {
        then(expected) {
          expect(answer).toEqual(expected);
          expect(() => fold(decider, [...history, ...(answer as readonly Event[])])).not.toThrow();
        },
        thenNothing() {
          expect(answer).toEqual([]);
        },
        thenRejected(code, details) {
          if (!isRejection(answer)) throw new Error(`Not refused with ${code}, but: ${JSON.stringify(answer)}`);
          expect(answer.code).toBe(code);
          if (details !== undefined) expect(answer.details).toMatchObject(details);
        },
      };
    },
  });
  return { given, when: (command) => given([]).when(command) };
}

/** A decider that changes what it was given would pass its own specs and fail in a cache. */
function deepFreeze<Value>(value: Value): Value {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const METADATA: EventMetadata = {
  recordedAt: '2026-10-15T08:00:00.000Z',
  actor: 'staff:test',
  correlationId: 'correlation',
  causationId: null,
  commandId: 'command',
  commandHash: null,
};

/** Events as a store would give them back: numbered from `firstPosition`, each in the same stream. */
export function recordedEvents(
  events: readonly DomainEvent[],
  place: { readonly stream?: string; readonly firstPosition?: number; readonly metadata?: Partial<EventMetadata> } = {},
): RecordedEvent[] {
  const { stream = 'test_stream-1', firstPosition = 1, metadata = {} } = place;
  return events.map((event, index) => ({
    ...event,
    eventId: `event-${firstPosition + index}`,
    stream,
    revision: index,
    position: firstPosition + index,
    metadata: { ...METADATA, ...metadata },
  }));
}

/** What a projection makes of events: its documents with their columns, by key. */
export function foldProjection<Document extends object>(
  projection: Projection<Document>,
  events: readonly RecordedEvent[],
): Map<string, { readonly document: Document; readonly columns: Readonly<Record<string, unknown>> }> {
  const documents = new Map<string, Document>();
  for (const event of events.filter(({ type }) => projection.handles.includes(type))) {
    for (const key of projection.keysOf(event)) {
      const document = projection.evolve(documents.get(key) ?? null, event, key);
      if (document === null) documents.delete(key);
      else documents.set(key, document);
    }
  }
  return new Map(
    [...documents].map(([key, document]) => [key, { document, columns: projection.columnsOf(document, key) }]),
  );
}
