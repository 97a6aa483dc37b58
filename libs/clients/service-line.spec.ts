import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Clients, createClients } from './create-clients';
import { ANSWER_WITHIN_MILLISECONDS, LONG_WITHIN_MILLISECONDS, Operation, REQUEST_BYTES_MAX } from './define-client';
import { AT_ONCE_MAX, Call, REST_MILLISECONDS, ServiceLine } from './service-line';
import { toTaggedJson } from './tagged-json';
import { LibraryClient, LIBRARY, libraryClient, originOf } from './testing/library';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const answers: Answer = (response) => response.end(toTaggedJson('here'));
const cuts: Answer = (response) => response.destroy();
const cutsAnswer: Answer = (response) => {
  response.write('{"half":');
  setImmediate(() => response.destroy());
};
const isSilent: Answer = () => undefined;

let server: Server;
let clients: Clients;
let client: LibraryClient;
let arrivals: string[];
/** One after another; the last one for ever. */
let behaviour: Answer[];

beforeEach(async () => {
  arrivals = [];
  behaviour = [answers];
  server = createServer((request, response) => {
    arrivals.push(request.url ?? '');
    const answer = behaviour.length > 1 ? behaviour.shift() : behaviour[0];
    request.resume().once('end', () => answer?.(response, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  [clients, client] = clientsAt((server.address() as AddressInfo).port);
});

afterEach(async () => {
  jest.restoreAllMocks();
  clients.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function clientsAt(port: number, limits: Partial<Operation> = {}): [Clients, LibraryClient] {
  const hurried = Object.entries(libraryClient.operations).map(([name, one]) => [name, { ...one, ...limits }]);
  const definition = { ...libraryClient, operations: Object.fromEntries(hurried) } as typeof libraryClient;
  const address = `http://127.0.0.1:${String(port)}`;
  const made = createClients([{ service: 'library', address, definitions: [definition] }], 'key');
  return [made, made.byToken.get(LIBRARY) as LibraryClient];
}

const away = (reason: string) => ({ code: 'SERVICE_AWAY', service: 'library', reason });

async function all(elements: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const element of elements) found.push(element);
  return found;
}

describe('what is asked again', () => {
  it.each([
    ['before it began', cuts],
    ['in the middle', cutsAnswer],
  ])('is a question whose answer was cut %s', async (_, cut) => {
    behaviour = [cut, cut, answers];
    expect(await client.find('a')).toBe('here');
    expect(arrivals).toHaveLength(3);
  });

  it('is a command under the same id', async () => {
    behaviour = [cuts, answers];
    expect(await client.lend('a', originOf('command-1'))).toBe('here');
    expect(arrivals).toHaveLength(2);
  });

  it('is nothing for ever', async () => {
    behaviour = [cuts];
    await expect(client.find('a')).rejects.toMatchObject(away('cut'));
    expect(arrivals).toHaveLength(3);
  });

  it('is whatever surely never came', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    // Three times each, until the fifth failure in a row has opened the breaker.
    await expect(client.sell('a')).rejects.toMatchObject(away('unreached'));
    await expect(client.ticket('a', originOf('command-1'))).rejects.toMatchObject(away('resting'));
    expect(clients.states().get('library')).toBe('open');
  });
});

describe('whether a command may have been done all the same', () => {
  const perhaps = (reason: string) => ({ ...away(reason), mayBeDone: true });

  it('is not known where it came, and no answer did', async () => {
    behaviour = [cuts];
    await expect(client.sell('a')).rejects.toMatchObject(perhaps('cut'));
    await expect(client.find('a')).rejects.toMatchObject({ ...away('cut'), mayBeDone: false });
  });

  it('is not known either where only its repetitions did not come', async () => {
    behaviour = [
      (response) => {
        response.destroy();
        server.close();
      },
    ];
    await expect(client.lend('a', originOf('command-1'))).rejects.toMatchObject(perhaps('unreached'));
    expect(arrivals).toHaveLength(1);
  });

  it('is known of one that never came: it was not', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(client.sell('a')).rejects.toMatchObject({ ...away('unreached'), mayBeDone: false });
  });
});

describe('what is not asked again', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a command without an id', () => client.sell('a')],
    ['what cannot be answered twice', () => client.ticket('a', originOf('command-1'))],
  ])('is %s', async (_, state) => {
    behaviour = [cuts, answers];
    await expect(state()).rejects.toMatchObject(away('cut'));
    expect(arrivals).toHaveLength(1);
  });

  it('is what came late: a slow service has enough to do', async () => {
    behaviour = [isSilent];
    const [hurried, inHaste] = clientsAt((server.address() as AddressInfo).port, { withinMilliseconds: 100 });
    await expect(inHaste.find('a')).rejects.toMatchObject(away('late'));
    await expect(inHaste.lend('a', originOf('command-1'))).rejects.toMatchObject(away('late'));
    expect(arrivals).toHaveLength(2);
    hurried.close();
  });

  it('is what carries no file though it could, when a form would be late', async () => {
    behaviour = [isSilent];
    const limits = { withinMilliseconds: 5_000, withoutFilesWithinMilliseconds: 100 };
    const [hurried, inHaste] = clientsAt((server.address() as AddressInfo).port, limits);
    const withFile = inHaste.lend('a'.repeat(REQUEST_BYTES_MAX), originOf('command-1'));
    let isOver = false;
    const over = withFile.catch(() => undefined).then(() => (isOver = true));
    await expect(inHaste.lend('a', originOf('command-2'))).rejects.toMatchObject(away('late'));
    expect(isOver).toBe(false);
    hurried.close();
    server.closeAllConnections();
    await over;
  });

  it('is what was answered, whatever the answer', async () => {
    behaviour = [
      (response) => {
        response.statusCode = 503;
        response.end(toTaggedJson({ kind: 'fault', code: 'EVENT_STORE_UNAVAILABLE', details: {} }));
      },
    ];
    await expect(client.find('a')).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
    expect(arrivals).toHaveLength(1);
  });

  it('is what something else answers at its address', async () => {
    behaviour = [(response) => response.writeHead(502).end('<html>')];
    await expect(client.find('a')).rejects.toMatchObject(away('not understood'));
  });
});

describe('with all places taken', () => {
  let line: ServiceLine;
  let held: Promise<unknown>[];
  let release: () => void;

  beforeEach(() => {
    held = [];
    const waiting: ServerResponse[] = [];
    release = () => {
      for (const response of waiting.splice(0)) response.end();
    };
    behaviour = [(response, { url }) => (url === '/slow' ? waiting.push(response) : response.end())];
    line = new ServiceLine('library', `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, 'key');
  });

  afterEach(async () => {
    release();
    await Promise.all(held);
    line.close();
  });

  const call = (path: string, withinMilliseconds: number) => {
    const asked: Call = { path, body: Buffer.from('[]'), withinMilliseconds, isRepeatable: false, isCommand: false };
    return line.call(asked, async (answer) => answer.resume().statusCode);
  };

  async function takeAll(withinMilliseconds: number): Promise<void> {
    held = Array.from({ length: AT_ONCE_MAX }, () => call('/slow', withinMilliseconds));
    while (arrivals.length < AT_ONCE_MAX) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('a question waits for its turn within its own time, and is not asked without', async () => {
    await takeAll(ANSWER_WITHIN_MILLISECONDS);
    const began = performance.now();
    await expect(call('/fast', 200)).rejects.toMatchObject(away('overfull'));
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(arrivals).not.toContain('/fast');
    expect(line.state).toBe('closed');
  });

  it('a question gets the first place that is left, and what gave up waiting takes none', async () => {
    await takeAll(ANSWER_WITHIN_MILLISECONDS);
    // As many as may wait: were one still waiting afterwards, nothing else might.
    const impatient = await Promise.allSettled(Array.from({ length: 256 }, () => call('/impatient', 200)));
    expect(new Set(impatient.map(({ status }) => status))).toEqual(new Set(['rejected']));
    const patient = call('/fast', ANSWER_WITHIN_MILLISECONDS);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(arrivals).not.toContain('/fast');
    release();
    expect(await patient).toBe(200);
    expect(arrivals).not.toContain('/impatient');
    await Promise.all(held);
    // Every place was given back: as many are asked at once as before.
    arrivals = [];
    await takeAll(ANSWER_WITHIN_MILLISECONDS);
  });

  it('by what may take long, a page is answered all the same', async () => {
    await takeAll(LONG_WITHIN_MILLISECONDS);
    expect(await call('/fast', ANSWER_WITHIN_MILLISECONDS)).toBe(200);
  });
});

describe('a stream', () => {
  const element = (value: unknown) => `${toTaggedJson({ element: value })}\n`;

  it.each<[string, Answer]>([
    ['cut', (response) => (response.write(element('a')), setImmediate(() => response.destroy()))],
    ['ended without its last line', (response) => response.end(element('a'))],
    ['ended in the middle of a line', (response) => response.end(`${element('a')}{"elem`)],
  ])('that was %s is never taken for short', async (_, answer) => {
    behaviour = [answer];
    const found: string[] = [];
    const reading = (async () => {
      for await (const one of client.titles('a')) found.push(one);
    })();
    await expect(reading).rejects.toMatchObject(away('cut'));
    expect(found).toEqual(['a']);
    expect(arrivals).toHaveLength(1);
  });

  it('whose last line counts otherwise is not understood', async () => {
    behaviour = [(response) => response.end(`${element('a')}${toTaggedJson({ end: 2 })}\n`)];
    await expect(all(client.titles('a'))).rejects.toMatchObject(away('not understood'));
  });

  it('may come in any pieces, with signs of life between', async () => {
    const text = `${element('дом')}${toTaggedJson({ alive: true })}\n${element('b')}${toTaggedJson({ end: 2 })}\n`;
    behaviour = [
      (response) => {
        const bytes = Buffer.from(text);
        const send = (at: number): void => {
          if (at === bytes.length) response.end();
          else response.write(bytes.subarray(at, at + 1), () => setImmediate(send, at + 1));
        };
        send(0);
      },
    ];
    expect(await all(client.titles('a'))).toEqual(['дом', 'b']);
  });

  it('that nobody reads any more ends its request', async () => {
    const closed = new Promise<void>((resolve) => {
      behaviour = [(response) => (response.once('close', resolve), response.write(element('a')))];
    });
    for await (const one of client.titles('a')) {
      expect(one).toBe('a');
      break;
    }
    await closed;
  });
});

describe('the breaker', () => {
  let now: number;
  beforeEach(() => {
    now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });

  const failFiveTimes = async () => {
    behaviour = [cuts];
    for (let count = 0; count < 5; count += 1) await expect(client.sell('a')).rejects.toMatchObject(away('cut'));
  };

  it('leaves a service alone that has failed five times in a row', async () => {
    await failFiveTimes();
    expect([clients.states().get('library'), arrivals.length]).toEqual(['open', 5]);
    await expect(client.find('a')).rejects.toMatchObject(away('resting'));
    await expect(all(client.titles('a'))).rejects.toMatchObject(away('resting'));
    expect(arrivals).toHaveLength(5);
  });

  it('lets one request try after a while, and opens again where it fails', async () => {
    await failFiveTimes();
    now += REST_MILLISECONDS;
    await expect(client.sell('a')).rejects.toMatchObject(away('cut'));
    await expect(client.sell('a')).rejects.toMatchObject(away('resting'));
    expect(arrivals).toHaveLength(6);
  });

  it('closes as soon as the service answers, be it with a refusal', async () => {
    await failFiveTimes();
    now += REST_MILLISECONDS;
    behaviour = [
      (response) => response.writeHead(404).end(toTaggedJson({ kind: 'rejected', code: 'X_Y', details: {} })),
      answers,
    ];
    await expect(client.sell('a')).rejects.toMatchObject({ rejection: { code: 'X_Y' } });
    expect(clients.states().get('library')).toBe('closed');
    expect(await client.find('a')).toBe('here');
  });

  it('counts no refusal: a service that refuses is there', async () => {
    behaviour = [
      (response) => response.writeHead(404).end(toTaggedJson({ kind: 'rejected', code: 'X_Y', details: {} })),
    ];
    for (let count = 0; count < 10; count += 1) await client.sell('a').catch(() => undefined);
    expect([clients.states().get('library'), arrivals.length]).toEqual(['closed', 10]);
  });
});
