import type { Response } from 'express';
import { Writable } from 'node:stream';
import { writeOut } from '#libs/platform';
import { toTaggedJson } from './tagged-json';
import { ALIVE_EVERY_MILLISECONDS, BYTES_TYPE, Failure, LINES_TYPE, StreamLine } from './wire';

/** Lines are written together until they make this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;

/** What went wrong, after it was logged. */
type Judge = (error: unknown) => Failure;

/**
 * Sends a stream line by line, ending with one that counts its elements, so that what was cut is never taken for short.
 * The first element is awaited before anything is sent: a refusal still has a status of its own. Stops asking for
 * elements when the caller has gone.
 */
export async function sendElements(response: Response, elements: AsyncIterable<unknown>, judge: Judge): Promise<void> {
  const iterator = elements[Symbol.asyncIterator]();
  try {
    const first = await iterator.next();
    const lines = new Lines(response);
    await sendRest(lines, iterator, first, judge);
  } finally {
    await iterator.return?.();
  }
}

/** Sends an object that has a stream in one of its fields, or null. */
export async function sendHeaded(response: Response, answer: object | null, judge: Judge): Promise<void> {
  const [field, elements] = Object.entries(answer ?? {}).find(([, value]) => isStream(value)) ?? [null, null];
  const lines = new Lines(response);
  const head = answer === null ? null : Object.fromEntries(Object.entries(answer).filter(([name]) => name !== field));
  await lines.write({ head, field });
  if (elements === null) {
    lines.end({ end: 0 });
    return;
  }
  // The caller may look at the head first.
  await lines.flush();
  const iterator = (elements as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  try {
    await sendRest(lines, iterator, null, judge);
  } finally {
    await iterator.return?.();
  }
}

function isStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function sendRest(
  lines: Lines,
  iterator: AsyncIterator<unknown>,
  first: IteratorResult<unknown> | null,
  judge: Judge,
): Promise<void> {
  let count = 0;
  try {
    let next = first ?? (await lines.awaiting(iterator.next()));
    for (; next.done !== true; next = await lines.awaiting(iterator.next())) {
      if (!(await lines.write({ element: next.value }))) return;
      count += 1;
    }
  } catch (error) {
    lines.end({ failed: judge(error) });
    return;
  }
  lines.end({ end: count });
}

/** Lines of an answer, several at a time; a sign of life where the next one is long in coming. */
class Lines {
  private chunk = '';

  constructor(private readonly response: Response) {
    response.status(200).setHeader('Content-Type', LINES_TYPE).setHeader('Cache-Control', 'no-store');
  }

  /** False when nobody reads any more. */
  async write(line: StreamLine): Promise<boolean> {
    if (this.response.destroyed) return false;
    this.chunk += textOf(line);
    return this.chunk.length < CHUNK_CHARACTERS || this.flush();
  }

  flush(): Promise<boolean> {
    const { chunk } = this;
    this.chunk = '';
    return writeOut(this.response, chunk);
  }

  async awaiting<Value>(value: Promise<Value>): Promise<Value> {
    const timer = setInterval(() => {
      // Whoever does not read is not told more.
      if (!this.response.writableNeedDrain) this.response.write(this.taken() + textOf({ alive: true }));
    }, ALIVE_EVERY_MILLISECONDS);
    try {
      return await value;
    } finally {
      clearInterval(timer);
    }
  }

  end(line: StreamLine): void {
    this.response.end(this.taken() + textOf(line));
  }

  private taken(): string {
    const { chunk } = this;
    this.chunk = '';
    return chunk;
  }
}

function textOf(line: StreamLine): string {
  return `${toTaggedJson(line)}\n`;
}

/**
 * What is written goes to the caller as it comes; the head of the answer with the first byte, so that a refusal before it
 * has a status of its own. Throws what the writing throws, and where the caller has gone.
 */
export async function writeInto(response: Response, write: (output: Writable) => Promise<void>): Promise<void> {
  const head = () => {
    if (!response.headersSent) response.status(200).setHeader('Content-Type', BYTES_TYPE);
  };
  const output = new Writable({
    write(piece: Buffer, _encoding, done) {
      head();
      response.write(piece, (error) => done(error ?? null));
    },
    final(done) {
      head();
      response.end(() => done());
    },
  });
  response.once('close', () => {
    if (!output.writableFinished) output.destroy(new Error('The caller has gone'));
  });
  // Whoever writes hears of it as well; unheard it would end the process.
  output.once('error', () => undefined);
  await write(output);
}
