import type { IncomingMessage } from 'node:http';
import { ServiceAwayError } from './service-errors';
import { ANSWER_BYTES_MAX, SILENCE_MILLISECONDS } from './wire';

const LINE_FEED = 0x0a;

/**
 * The lines of an answer while it comes; no more is read than is wanted. Throws ServiceAwayError `late` where nothing comes
 * for long while somebody waits, `cut` where the connection breaks off.
 */
export async function* linesOf(
  service: string,
  answer: IncomingMessage,
  silenceMilliseconds = SILENCE_MILLISECONDS,
): AsyncGenerator<string, void, undefined> {
  const iterator = (answer as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let begun: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const piece = await nextOf(service, answer, iterator, silenceMilliseconds);
    if (piece === null) break;
    let from = 0;
    for (let at = piece.indexOf(LINE_FEED); at >= 0; at = piece.indexOf(LINE_FEED, from)) {
      begun.push(piece.subarray(from, at));
      yield Buffer.concat(begun).toString('utf8');
      begun = [];
      bytes = 0;
      from = at + 1;
    }
    begun.push(piece.subarray(from));
    bytes += piece.length - from;
    if (bytes > ANSWER_BYTES_MAX) throw new ServiceAwayError(service, 'not understood');
  }
}

/** Null at the end. The clock runs only while somebody waits: a slow reader is no silent service. */
async function nextOf(
  service: string,
  answer: IncomingMessage,
  iterator: AsyncIterator<Buffer>,
  silenceMilliseconds: number,
): Promise<Buffer | null> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    answer.destroy();
  }, silenceMilliseconds);
  try {
    const next = await iterator.next();
    if (isLate) throw new ServiceAwayError(service, 'late');
    return next.done === true ? null : next.value;
  } catch (error) {
    if (error instanceof ServiceAwayError) throw error;
    throw new ServiceAwayError(service, isLate ? 'late' : 'cut', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
