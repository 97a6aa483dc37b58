import type { Response } from 'express';

/** Elements are written together until they make this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * Sends a JSON object whose last member is a list, element by element: a town passes through little memory.
 * The first element is awaited before anything is sent, so that a refusal is still a problem and no broken list.
 * Stops asking for elements when the caller has gone.
 */
export async function streamJsonList<Element>(
  response: Response,
  head: Readonly<Record<string, unknown>>,
  list: string,
  elements: AsyncIterable<Element>,
): Promise<void> {
  const iterator = elements[Symbol.asyncIterator]();
  try {
    let next = await iterator.next();
    response.status(200).setHeader('Content-Type', 'application/json; charset=utf-8');
    let chunk = `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(list)}:[`;
    for (let separator = ''; next.done !== true; separator = ',') {
      chunk += separator + JSON.stringify(next.value);
      if (chunk.length >= CHUNK_CHARACTERS) {
        if (!(await writeOut(response, chunk))) return;
        chunk = '';
      }
      next = await iterator.next();
    }
    response.end(`${chunk}]}`);
  } finally {
    await iterator.return?.();
  }
}

/** Waits where the caller reads slower than we write; false when the connection is gone. */
export async function writeOut(response: Response, chunk: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(chunk)) return true;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
  return !response.destroyed;
}
