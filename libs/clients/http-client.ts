import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClientDefinition, Operation, REQUEST_BYTES_MAX } from './define-client';
import { linesOf } from './lines-of';
import { ServiceAwayError } from './service-errors';
import { Call, ServiceLine } from './service-line';
import { fromTaggedJson, TaggedJsonError, toTaggedJson } from './tagged-json';
import { ANSWER_BYTES_MAX, errorOf, Failure, pathOf, StreamLine } from './wire';

type Method = (...given: readonly unknown[]) => unknown;

/** A head may be looked at for so long before its stream is read. */
const HEAD_MILLISECONDS = 60_000;

/** The client of a service that runs elsewhere: the same port, over HTTP. */
export function httpClient(definition: ClientDefinition, line: ServiceLine): object {
  const methods = Object.entries(definition.operations).map(([name, operation]): [string, Method] => [
    name,
    methodOf(operation, pathOf(definition.name, name), line),
  ]);
  return Object.fromEntries(methods);
}

function methodOf(operation: Operation, path: string, line: ServiceLine): Method {
  const asking = (given: readonly unknown[]): Call => {
    const body = Buffer.from(toTaggedJson(given));
    return {
      ...{ path, body, withinMilliseconds: within(operation, body.length) },
      isRepeatable: isRepeatable(operation, given),
      isCommand: operation.kind === 'tell' || operation.kind === 'once',
    };
  };
  switch (operation.kind) {
    case 'ask':
    case 'tell':
    case 'once':
      return async (...given) => line.call(asking(given), (answer) => valueOf(line.service, answer));
    case 'stream':
      return (...given) => elementsOf(() => line.call(asking(given), (answer) => opened(line.service, answer)), line);
    case 'headed':
      return async (...given) => headed(await line.call(asking(given), (answer) => opened(line.service, answer)), line);
    case 'write':
      return async (...given) => {
        const output = given.at(-1) as Writable;
        const answer = await line.call(asking(given.slice(0, -1)), (answer) => opened(line.service, answer));
        await pipeline(answer, output);
      };
  }
}

/**
 * A command may be repeated under the id of its command alone. What was written into an output cannot be taken back, but
 * nothing is written before the answer has begun, and after that nothing is repeated.
 */
function isRepeatable({ kind }: Operation, given: readonly unknown[]): boolean {
  if (kind === 'once') return false;
  return kind !== 'tell' || given.some(isOrigin);
}

function within({ withinMilliseconds, withoutFilesWithinMilliseconds }: Operation, bytes: number): number {
  return bytes <= REQUEST_BYTES_MAX ? (withoutFilesWithinMilliseconds ?? withinMilliseconds) : withinMilliseconds;
}

function isOrigin(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'commandId' in value &&
    typeof value.commandId === 'string' &&
    'actor' in value
  );
}

async function valueOf(service: string, answer: IncomingMessage): Promise<unknown> {
  const text = await textOf(service, answer);
  if (answer.statusCode === 200) return understood(service, text);
  throw failureOf(service, answer, text);
}

/** The answer itself, to be read while it comes. Throws what the service refuses with. */
async function opened(service: string, answer: IncomingMessage): Promise<IncomingMessage> {
  if (answer.statusCode === 200) return answer;
  throw failureOf(service, answer, await textOf(service, answer));
}

async function textOf(service: string, answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > ANSWER_BYTES_MAX) throw new ServiceAwayError(service, 'not understood');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function understood(service: string, text: string): unknown {
  try {
    return fromTaggedJson(text);
  } catch (error) {
    if (error instanceof TaggedJsonError) throw new ServiceAwayError(service, 'not understood', { cause: error });
    throw error;
  }
}

function failureOf(service: string, { statusCode }: IncomingMessage, text: string): Error {
  if (statusCode === 401 && !text.includes('"kind"')) return new ServiceAwayError(service, 'other key');
  const failure = understood(service, text);
  if (isFailure(failure) && !(failure.kind === 'fault' && failure.code === 'NOT_FOUND'))
    return errorOf(service, failure);
  // A proxy that stands for a service which is away, another release, or another program altogether.
  return new ServiceAwayError(service, 'not understood');
}

function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'rejected' || value.kind === 'fault') &&
    'code' in value &&
    typeof value.code === 'string' &&
    'details' in value
  );
}

/** Asks when the first element is wanted; whoever stops wanting them ends the request. */
async function* elementsOf(
  open: () => Promise<IncomingMessage>,
  { service }: ServiceLine,
): AsyncGenerator<unknown, void, undefined> {
  const answer = await open();
  try {
    yield* elementsIn(linesOf(service, answer), service);
  } finally {
    answer.destroy();
  }
}

async function* elementsIn(lines: AsyncIterable<string>, service: string): AsyncGenerator<unknown, void, undefined> {
  let count = 0;
  for await (const text of lines) {
    const line = understood(service, text) as StreamLine;
    if ('element' in line) {
      count += 1;
      yield line.element;
    } else if ('failed' in line) {
      throw errorOf(service, line.failed);
    } else if ('end' in line) {
      if (line.end === count) return;
      throw new ServiceAwayError(service, 'not understood');
    }
  }
  // Without its last line it is not all.
  throw new ServiceAwayError(service, 'cut');
}

async function headed(answer: IncomingMessage, { service }: ServiceLine): Promise<unknown> {
  const lines = linesOf(service, answer)[Symbol.asyncIterator]();
  const first = await lines.next();
  const line = first.done === true ? null : (understood(service, first.value) as StreamLine);
  if (line === null || !('head' in line)) {
    answer.destroy();
    throw new ServiceAwayError(service, 'not understood');
  }
  const { head, field } = line;
  if (field === null) {
    answer.destroy();
    return head;
  }
  // Nobody may ever read the stream.
  const forgotten = setTimeout(() => answer.destroy(), HEAD_MILLISECONDS).unref();
  const elements = (async function* (): AsyncGenerator<unknown, void, undefined> {
    clearTimeout(forgotten);
    try {
      yield* elementsIn({ [Symbol.asyncIterator]: () => lines }, service);
    } finally {
      answer.destroy();
    }
  })();
  return { ...(head as object), [field]: elements };
}
