import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';

let lastPosition = 0;

/**
 * An event as a store would give it back. Each call has the next position, so that a list of calls is a history;
 * `overrides` say what a test is about. `metadata` is replaced in part.
 */
export function recorded<Type extends string, Data extends object>(
  type: Type,
  data: Data,
  overrides: Partial<Omit<RecordedEvent, 'metadata'>> & { readonly metadata?: Partial<RecordedEvent['metadata']> } = {},
): RecordedEvent<Type, Data> {
  lastPosition += 1;
  const position = overrides.position ?? lastPosition;
  return {
    type,
    version: 1,
    data,
    eventId: `event-${position}`,
    stream: 'test_stream-1',
    revision: position - 1,
    position,
    ...(overrides as object),
    metadata: {
      recordedAt: '2026-10-15T08:00:00.000Z',
      actor: 'staff:test',
      correlationId: 'correlation',
      causationId: null,
      commandId: `command-${position}`,
      commandHash: null,
      ...overrides.metadata,
    },
  };
}

export interface FoldedProjection<Document extends object> {
  /** The document of this key is exactly so; null where there is none. */
  then(key: string, document: Document | null): FoldedProjection<Document>;
  /** Documents exist under exactly these keys. */
  thenKeys(...keys: readonly string[]): FoldedProjection<Document>;
  /** The typed columns of a document. */
  thenColumns(key: string, columns: Readonly<Record<string, unknown>>): FoldedProjection<Document>;
}

/**
 * A projection as a sentence: given these events, then this document stands under that key.
 *
 * Every fold is done twice: at once, and with each document going through JSON between two events, as it does where a
 * page ends. A projection that keeps something which JSON loses would otherwise differ between live and rebuilt.
 */
export function projectionSpec<Document extends object>(
  projection: Projection<Document>,
): { given(events: readonly RecordedEvent[]): FoldedProjection<Document> } {
  return {
    given(events) {
      const documents = fold(projection, events, (document) => document);
      const stored = fold(projection, events, throughJson);
      expect([...documents].map(([key, document]) => [key, throughJson(document)])).toEqual([...stored]);
      const folded: FoldedProjection<Document> = {
        then(key, document) {
          expect(documents.get(key) ?? null).toEqual(document);
          return folded;
        },
        thenKeys(...keys) {
          expect([...documents.keys()].sort()).toEqual([...keys].sort());
          return folded;
        },
        thenColumns(key, columns) {
          const document = documents.get(key);
          if (document === undefined) throw new Error(`No document under ${key}`);
          const found = projection.columnsOf(document, key);
          expect(found).toEqual(columns);
          expect(Object.keys(found).filter((column) => !Object.hasOwn(projection.columns, column))).toEqual([]);
          return folded;
        },
      };
      return folded;
    },
  };
}

function fold<Document extends object>(
  projection: Projection<Document>,
  events: readonly RecordedEvent[],
  keep: (document: Document) => Document,
): Map<string, Document> {
  const documents = new Map<string, Document>();
  for (const event of events) {
    if (!projection.handles.includes(event.type)) continue;
    for (const key of new Set(projection.keysOf(event))) {
      const document = projection.evolve(documents.get(key) ?? null, event, key);
      if (document === null) documents.delete(key);
      else documents.set(key, keep(document));
    }
  }
  return documents;
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
