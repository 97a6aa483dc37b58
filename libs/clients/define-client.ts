import type { Writable } from 'node:stream';

/**
 * What an operation of a client is to a wire.
 * - `ask` changes nothing, or nothing that a repetition would not: it may be asked again where the answer was lost.
 * - `tell` states a command. It is repeated only under the id of its command, by which a repetition is recognised; without
 *   one only where the first surely never came.
 * - `once` states a command whose answer cannot be given twice (a link, a printed code): repeated as a `tell` without id.
 * - `stream` answers element by element, `headed` with an object one field of which does.
 * - `write` writes bytes into its last argument, and ends it.
 */
export type OperationKind = 'ask' | 'tell' | 'once' | 'stream' | 'headed' | 'write';

export interface Operation {
  readonly kind: OperationKind;
  /** Until the answer is there; of a stream or of what is written, until it begins. */
  readonly withinMilliseconds: number;
  /** The same for a request that carries no file though it could: it is as soon sent as a form. Absent where it is as long. */
  readonly withoutFilesWithinMilliseconds?: number;
  /** Of the arguments on the wire. */
  readonly requestBytesMax: number;
}

/** A client of a service, as both sides of a wire know it. */
export interface ClientDefinition {
  /** In the address of its operations. */
  readonly name: string;
  /** Under which the process that runs the service keeps the client itself. */
  readonly token: symbol;
  readonly operations: Readonly<Record<string, Operation>>;
}

type HasStream<Value> = true extends {
  [Field in keyof Value]: Value[Field] extends AsyncIterable<unknown> ? true : false;
}[keyof Value]
  ? true
  : false;

/** What a method of a port can be. Those that answer at once can be nothing: between processes nothing does. */
type KindOf<Method> = Method extends (...given: infer Given) => infer Answer
  ? Answer extends AsyncIterable<unknown>
    ? 'stream'
    : Answer extends Promise<infer Value>
      ? Given extends readonly [...unknown[], Writable]
        ? 'write'
        : HasStream<NonNullable<Value>> extends true
          ? 'headed'
          : 'ask' | 'tell' | 'once'
      : never
  : never;

type Line<Kind extends OperationKind> = Kind | (Partial<Operation> & { readonly kind: Kind });

/** One line for each method of a port, and none besides. */
export type Lines<Port> = { readonly [Name in keyof Port]: Line<KindOf<Port[Name]>> };

/** Within which a page can still be answered. */
export const ANSWER_WITHIN_MILLISECONDS = 10_000;
/** For what computes a house or a company before it can answer. */
export const LONG_WITHIN_MILLISECONDS = 120_000;
/** A command is a form. */
export const REQUEST_BYTES_MAX = 1024 * 1024;

/** What is computed for long. */
export function long<Kind extends OperationKind>(kind: Kind): Partial<Operation> & { readonly kind: Kind } {
  return { kind, withinMilliseconds: LONG_WITHIN_MILLISECONDS };
}

/** What carries files: in JSON four characters stand for three bytes. */
export function carrying<Kind extends OperationKind>(
  kind: Kind,
  bytesMax: number,
): Partial<Operation> & { readonly kind: Kind } {
  const requestBytesMax = Math.ceil(bytesMax / 3) * 4 + REQUEST_BYTES_MAX;
  return { kind, withinMilliseconds: LONG_WITHIN_MILLISECONDS, requestBytesMax };
}

/** `defineClient<Port>()({…})`: a method without a line, a line without a method and a wrong kind do not compile. */
export function defineClient<Port extends object>() {
  return (definition: {
    readonly name: string;
    readonly token: symbol;
    readonly operations: Lines<Port>;
  }): ClientDefinition => {
    const lines = Object.entries(definition.operations as unknown as Readonly<Record<string, Line<OperationKind>>>);
    return { ...definition, operations: Object.fromEntries(lines.map(([name, line]) => [name, operationOf(line)])) };
  };
}

const BEGINS_SLOWLY: ReadonlySet<OperationKind> = new Set<OperationKind>(['stream', 'headed', 'write']);

function operationOf(line: Line<OperationKind>): Operation {
  const given = typeof line === 'string' ? { kind: line } : line;
  return {
    withinMilliseconds: BEGINS_SLOWLY.has(given.kind) ? LONG_WITHIN_MILLISECONDS : ANSWER_WITHIN_MILLISECONDS,
    requestBytesMax: REQUEST_BYTES_MAX,
    ...given,
  };
}
