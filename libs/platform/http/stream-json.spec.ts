import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { streamJsonList } from './stream-json';

/** A response that keeps what is written, and may read slowly or go away. */
function aResponse({ slow = false, goneAfterChunks = Infinity } = {}) {
  const emitter = new EventEmitter();
  const chunks: string[] = [];
  const response = Object.assign(emitter, {
    destroyed: false,
    headersSent: false,
    status: () => response,
    setHeader: () => response,
    write(chunk: string) {
      chunks.push(chunk);
      response.headersSent = true;
      if (chunks.length >= goneAfterChunks) {
        response.destroyed = true;
        setImmediate(() => emitter.emit('close'));
        return false;
      }
      if (slow) setImmediate(() => emitter.emit('drain'));
      return !slow;
    },
    end: (chunk: string) => chunks.push(chunk),
  });
  return {
    response: response as unknown as Response,
    text: () => chunks.join(''),
    chunks,
    sent: () => response.headersSent,
  };
}

async function* accounts(count: number, asked: { last: number } = { last: 0 }) {
  for (let number = 1; number <= count; number += 1) {
    asked.last = number;
    yield { account: String(number), filler: 'x'.repeat(1_000) };
  }
}

describe('a list that is sent element by element', () => {
  it.each([0, 1, 2, 500])('is one JSON object, with %d elements', async (count) => {
    const { response, text } = aResponse({ slow: true });
    await streamJsonList(response, { format: 'kvitok-aging/1', asOf: '2026-03-31' }, 'accounts', accounts(count));
    const parsed = JSON.parse(text()) as { format: string; asOf: string; accounts: { account: string }[] };
    expect([parsed.format, parsed.asOf]).toEqual(['kvitok-aging/1', '2026-03-31']);
    expect(parsed.accounts.map(({ account }) => account)).toEqual(
      Array.from({ length: count }, (_, index) => String(index + 1)),
    );
  });

  it('sends nothing before the first element is known, so that a refusal is still a refusal', async () => {
    const { response, chunks } = aResponse();
    // eslint-disable-next-line require-yield
    async function* refused(): AsyncGenerator<object> {
      throw new Error('refused');
    }
    await expect(streamJsonList(response, { format: 'x' }, 'accounts', refused())).rejects.toThrow('refused');
    expect(chunks).toEqual([]);
  });

  it('stops asking for elements when the caller has gone', async () => {
    const { response } = aResponse({ goneAfterChunks: 1 });
    const asked = { last: 0 };
    await streamJsonList(response, { format: 'x' }, 'accounts', accounts(10_000, asked));
    expect(asked.last).toBeLessThan(200);
  });
});
