import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { RejectedError } from '#libs/kernel';
import { CALL_TYPE, correlate } from '#libs/platform';
import { defineClient } from './define-client';
import { toTaggedJson } from './tagged-json';
import { KEY, LibraryClient, LIBRARY, originOf, runLibrary, RunningLibrary } from './testing/library';

let running: RunningLibrary;
let client: LibraryClient;
beforeEach(async () => {
  running = await runLibrary();
  client = running.client();
});
afterEach(() => running.close());

async function all<Element>(elements: AsyncIterable<Element>): Promise<Element[]> {
  const found: Element[] = [];
  for await (const element of elements) found.push(element);
  return found;
}

const rejectionOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof RejectedError ? error.rejection : error),
  );

describe('a client over HTTP', () => {
  it('gives what the client in the same process gives', async () => {
    const more = new Map([['когда', new Date(0)]]);
    expect(await client.find('Дом', more)).toStrictEqual({ title: 'Дом', more: [more], isKept: undefined });
    expect(await client.find('Дом')).toStrictEqual({ title: 'Дом', more: [], isKept: undefined });
    expect(await client.lend('Дом', originOf('lend-1'))).toBe(9);
    expect(await client.sell('Дом')).toBeUndefined();
  });

  it('throws the refusal itself, with its details as they are', async () => {
    expect(await rejectionOf(client.find('refused'))).toMatchObject({
      code: 'NOT_FOUND',
      details: { title: 'refused', code: '1234-5678-9012-3' },
    });
  });

  it('tells nothing of a fault but that it was one', async () => {
    const error = await client.find('broken').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ServiceFaultError', code: 'INTERNAL_FAULT' });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  it('gives a stream element by element, and what breaks it off', async () => {
    expect(await all(client.titles('Чехов'))).toEqual(['Чехов 0', 'Чехов 1', 'Чехов 2']);
    expect(await rejectionOf(all(client.titles('nobody')))).toMatchObject({
      code: 'NOT_FOUND',
      details: { of: 'nobody' },
    });
    const found: string[] = [];
    const reading = (async () => {
      for await (const title of client.titles('a fault')) found.push(title);
    })();
    expect(await rejectionOf(reading)).toMatchObject({ code: 'TABLE_TOO_LONG', details: { most: 2 } });
    expect(found).toHaveLength(2);
  });

  it('gives the head of a stream before the stream', async () => {
    const shelf = await client.shelf('Чехов');
    expect(shelf?.name).toBe('Чехов');
    expect(shelf === null ? [] : await all(shelf.books)).toHaveLength(3);
    expect(await client.shelf('none')).toBeNull();
  });

  it('writes into an output and ends it; a refusal leaves it as it was', async () => {
    const output = new PassThrough();
    const [bytes] = await Promise.all([buffer(output), client.print('a', output)]);
    expect([bytes.length, bytes.subarray(-7).toString()]).toEqual([100_007, 'the end']);
    const untouched = new PassThrough();
    expect(await rejectionOf(client.print('refused', untouched))).toMatchObject({ code: 'NOT_FOUND' });
    expect([untouched.destroyed, untouched.readableLength]).toEqual([false, 0]);
  });

  it('cuts an output that broke off in the middle', async () => {
    const output = new PassThrough();
    const [read, written] = await Promise.allSettled([buffer(output), client.print('half', output)]);
    expect([read.status, written.status]).toEqual(['rejected', 'rejected']);
  });

  it('lets the service go when nobody wants more, however much was ready', async () => {
    for await (const title of client.titles('everybody')) {
      expect(title).toHaveLength(10_000);
      break;
    }
    await running.library.ended;
  });

  it('asks for nothing before the first element is wanted', () => {
    void client.titles('everybody');
    expect(running.library.produced).toBe(0);
  });

  it('lets the service wait for a slow reader', async () => {
    const iterator = client.titles('everybody')[Symbol.asyncIterator]();
    await iterator.next();
    await delay(300);
    // What the connection holds is some megabytes; the rest is not even produced.
    expect(running.library.produced).toBeLessThan(5_000);
    await iterator.return?.();
    await running.library.ended;
  });

  it('passes on of which request it is a part', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const request = { headers: { 'x-correlation-id': 'a-request-1', traceparent } };
    const asked = new Promise((resolve) => {
      correlate(request as never, { setHeader: () => undefined } as never, () => resolve(client.find('Дом')));
    });
    await asked;
    expect(running.library.traces).toEqual([{ correlationId: 'a-request-1', traceparent }]);
  });
});

describe('what a service answers to', () => {
  const call = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${running.url}/clients/${path}`, {
      method: 'POST',
      body,
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': CALL_TYPE, ...headers },
    });
  const codeOf = async (answering: Promise<Response>) => {
    const answer = await answering;
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };

  it.each(['library/constructor', 'library/toString', 'library/__proto__', 'nobody/find', 'library/end'])(
    'is nothing that no definition names: %s',
    async (path) => expect(await codeOf(call(path, '[]'))).toEqual([404, 'NOT_FOUND']),
  );

  it.each(['', '{}', '[', '"a"', toTaggedJson(new Set())])('is a list of arguments, not %s', async (body) => {
    expect(await codeOf(call('library/find', body))).toEqual([400, 'MALFORMED_REQUEST']);
  });

  it('is no more than the operation takes', async () => {
    const body = toTaggedJson(['x'.repeat(1024 * 1024)]);
    expect(await codeOf(call('library/find', body))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('is of one type', async () => {
    expect(await codeOf(call('library/find', '[]', { 'Content-Type': 'text/plain' }))).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
  });

  it.each(['Bearer ', `Bearer ${KEY}x`, 'Basic a'])('is nobody with the key "%s"', async (Authorization) => {
    for (const operation of ['find', 'lend', 'titles', 'shelf', 'print', 'nothing'])
      expect(await codeOf(call(`library/${operation}`, '[]', { Authorization }))).toEqual([
        401,
        'SERVICES_KEY_REQUIRED',
      ]);
  });

  it('is known by a client as a matter of the operator, no refusal of a person', async () => {
    await expect(running.client('x'.repeat(40)).find('a')).rejects.toMatchObject({
      code: 'SERVICE_AWAY',
      reason: 'other key',
    });
  });
});

describe('a definition', () => {
  const operations = {
    find: 'ask',
    lend: 'tell',
    sell: 'tell',
    ticket: 'once',
    titles: 'stream',
    print: 'write',
  } as const;
  const named = { name: 'library', token: LIBRARY };

  it('has a line of the right kind for each method of its port, and none besides, or does not compile', () => {
    const define = defineClient<LibraryClient>();
    // @ts-expect-error: no line for `shelf`
    define({ ...named, operations });
    // @ts-expect-error: a line without a method
    define({ ...named, operations: { ...operations, shelf: 'headed', burn: 'tell' } });
    // @ts-expect-error: a stream cannot be asked for
    define({ ...named, operations: { ...operations, shelf: 'headed', titles: 'ask' } });
    // @ts-expect-error: what holds a stream is headed
    define({ ...named, operations: { ...operations, shelf: 'ask' } });
    // @ts-expect-error: what writes into an output is no answer
    define({ ...named, operations: { ...operations, shelf: 'headed', print: 'tell' } });
    // @ts-expect-error: nothing is answered at once between processes
    defineClient<{ now(): number }>()({ ...named, operations: { now: 'ask' } });
    expect(Object.keys(define({ ...named, operations: { ...operations, shelf: 'headed' } }).operations)).toHaveLength(
      7,
    );
  });
});
