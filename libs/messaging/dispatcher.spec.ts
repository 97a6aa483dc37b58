import { from, of, throwError } from 'rxjs';
import { StorageError } from '#libs/event-store';
import { integrationMessage } from '#libs/testing';
import {
  ATTEMPTS_MAX,
  DeliveryStoppedError,
  Dispatcher,
  DispatcherOptions,
  FIRST_PAUSE_MS,
  MANY_AT_ONCE,
  MessageHandlerFunction,
  TOGETHER_MAX,
} from './dispatcher';
import { MemoryConsumerState } from './memory.consumer-state';
import { IntegrationMessage } from './messaging.port';
import { unreadableMessage } from './unreadable-message';

const CONSUMER = 'kvitok.billing';

function message(messageId: string, overrides: Partial<IntegrationMessage> = {}): IntegrationMessage {
  return integrationMessage(messageId, messageId.slice(0, 1), overrides);
}

function messages(...ids: readonly string[]): IntegrationMessage[] {
  return ids.map((id) => message(id));
}

/** A consumer whose handler fails for the ids in `failing`, as often as each says. */
function consumer(options: Partial<DispatcherOptions> & { handler?: MessageHandlerFunction } = {}) {
  const handled: string[] = [];
  const tried: string[] = [];
  const pauses: number[] = [];
  const parked: string[] = [];
  const failing = new Map<string, number>();
  const state = new MemoryConsumerState();
  const handler: MessageHandlerFunction = async (_, context) => {
    const { messageId } = context.getMessage();
    tried.push(messageId);
    const failures = failing.get(messageId) ?? 0;
    failing.set(messageId, failures - 1);
    if (failures > 0) throw new Error(`cannot handle ${messageId}`);
    handled.push(messageId);
  };
  const dispatcher = new Dispatcher({
    consumer: CONSUMER,
    state,
    handlerOf: (contract) => (contract === 'metering.reading-accepted.v1' ? (options.handler ?? handler) : null),
    now: () => '2026-10-25T09:15:00.000Z',
    pause: async (milliseconds) => void pauses.push(milliseconds),
    onParked: ({ messageId }, error) => parked.push(`${messageId}: ${error}`),
    ...options,
  });
  const parkedIds = async (key: string) =>
    (await state.parkedMessages(CONSUMER, key)).map(({ messageId }) => messageId);
  return { dispatcher, state, handled, tried, pauses, parked, failing, parkedIds };
}

describe('delivering', () => {
  it('gives each message once, in order, with its data and itself', async () => {
    const seen: [unknown, IntegrationMessage][] = [];
    const { dispatcher } = consumer({ handler: (data, context) => void seen.push([data, context.getMessage()]) });
    const [first, second] = messages('A1', 'B1') as [IntegrationMessage, IntegrationMessage];
    await dispatcher.deliver([first, second]);
    expect(seen).toEqual([
      [first.data, first],
      [second.data, second],
    ]);
  });

  it('leaves out contracts that the consumer has no handler for, and keeps nothing about them', async () => {
    const { dispatcher, state, handled } = consumer();
    await dispatcher.deliver([message('A1', { contract: 'support.question-asked.v1' })]);
    expect(handled).toEqual([]);
    expect(await state.isHandled(CONSUMER, 'A1')).toBe(false);
  });

  it('recognises a message that was handled before, in the same delivery and in a later one', async () => {
    const { dispatcher, handled } = consumer();
    await dispatcher.deliver(messages('A1', 'A1', 'A2'));
    await dispatcher.deliver(messages('A1', 'A2', 'A3'));
    expect(handled).toEqual(['A1', 'A2', 'A3']);
  });

  const failures: [string, MessageHandlerFunction][] = [
    [
      'throws',
      () => {
        throw new Error('no tariff');
      },
    ],
    ['answers with a promise that rejects', async () => Promise.reject(new Error('no tariff'))],
    ['answers with an observable that fails', () => throwError(() => new Error('no tariff'))],
    ['promises an observable that fails later', async () => from(Promise.reject(new Error('no tariff')))],
  ];
  it.each(failures)('notices a handler that %s', async (_, handler) => {
    const { dispatcher, parked } = consumer({ handler });
    await dispatcher.deliver(messages('A1'));
    expect(parked).toEqual(['A1: no tariff']);
  });

  it('waits for an observable to complete, also for an empty one', async () => {
    const order: string[] = [];
    const slow = new Promise<string>((resolve) => setTimeout(() => resolve('done'), 10));
    const answers = [from(slow.then(() => void order.push('first'))), of()];
    const { dispatcher } = consumer({ handler: () => answers.shift() });
    await dispatcher.deliver(messages('A1', 'A2'));
    expect(order).toEqual(['first']);
    expect(answers).toEqual([]);
  });

  it('does not overlap with another delivery of the same consumer', async () => {
    const running: string[] = [];
    const { dispatcher } = consumer({
      handler: async (_, context) => {
        running.push(`begin ${context.getMessage().messageId}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running.push(`end ${context.getMessage().messageId}`);
      },
    });
    await Promise.all([dispatcher.deliver(messages('A1', 'A2')), dispatcher.deliver(messages('B1'))]);
    expect(running).toEqual(['begin A1', 'end A1', 'begin A2', 'end A2', 'begin B1', 'end B1']);
  });
});

describe('a message that fails', () => {
  it('is tried again after growing pauses, and later messages of its key wait for it', async () => {
    const { dispatcher, handled, pauses, failing } = consumer();
    failing.set('A1', 2);
    await dispatcher.deliver(messages('A1', 'A2', 'A3'));
    expect(handled).toEqual(['A1', 'A2', 'A3']);
    expect(pauses).toEqual([FIRST_PAUSE_MS, FIRST_PAUSE_MS * 2]);
  });

  it('does not hold up other keys while it waits', async () => {
    const { dispatcher, handled, failing } = consumer();
    failing.set('A1', 1);
    await dispatcher.deliver(messages('A1', 'B1', 'A2', 'B2'));
    expect(handled).toEqual(['B1', 'B2', 'A1', 'A2']);
  });

  it('shares its pauses with all other failing keys: a thousand bad accounts wait no longer than one', async () => {
    const { dispatcher, pauses, handled, failing } = consumer();
    const keys = Array.from({ length: 1_000 }, (_, number) => `K${number}`);
    for (const key of keys) failing.set(key, 99);
    await dispatcher.deliver(keys.map((key) => integrationMessage(key, key)));
    expect(pauses).toHaveLength(ATTEMPTS_MAX - 1);
    expect(handled).toEqual([]);
  });

  it('is tried as often as the limit says, each message of a key by its own count', async () => {
    const { dispatcher, tried, handled, failing, parked } = consumer();
    failing.set('A1', ATTEMPTS_MAX - 1);
    failing.set('A2', ATTEMPTS_MAX - 1);
    failing.set('A3', ATTEMPTS_MAX);
    await dispatcher.deliver(messages('A1', 'A2', 'A3'));
    expect(handled).toEqual(['A1', 'A2']);
    expect(tried.filter((id) => id === 'A3')).toHaveLength(ATTEMPTS_MAX);
    expect(parked).toEqual(['A3: cannot handle A3']);
  });

  it('parks its key with everything behind it, other keys go on', async () => {
    const { dispatcher, state, handled, failing, parkedIds } = consumer();
    failing.set('A1', 99);
    await dispatcher.deliver(messages('A1', 'B1', 'A2'));
    await dispatcher.deliver(messages('A3', 'B2'));
    expect(handled).toEqual(['B1', 'B2']);
    expect(await parkedIds('A')).toEqual(['A1', 'A2', 'A3']);
    expect(await state.parkedKeys(CONSUMER)).toEqual([
      {
        consumer: CONSUMER,
        key: 'A',
        firstMessageId: 'A1',
        contract: 'metering.reading-accepted.v1',
        error: 'cannot handle A1',
        attempts: ATTEMPTS_MAX,
        parkedAt: '2026-10-25T09:15:00.000Z',
        waiting: 3,
      },
    ]);
  });

  it('is what further messages of its key are held against, without reading what else is parked', async () => {
    const { dispatcher, state, failing, parkedIds } = consumer();
    failing.set('A1', 99);
    await dispatcher.deliver(messages('A1'));
    const readsEverything = [jest.spyOn(state, 'parkedKeys'), jest.spyOn(state, 'parkedMessages')];
    await dispatcher.deliver(messages('A2', 'A3', 'A4'));
    for (const spy of readsEverything) expect(spy).not.toHaveBeenCalled();
    expect(await parkedIds('A')).toEqual(['A1', 'A2', 'A3', 'A4']);
  });

  it('delivered again after its key was parked stays parked once, with its error', async () => {
    const { dispatcher, state, failing, parkedIds } = consumer();
    failing.set('A1', 99);
    await dispatcher.deliver(messages('A1', 'A2'));
    await dispatcher.deliver(messages('A1', 'A2'));
    expect(await parkedIds('A')).toEqual(['A1', 'A2']);
    expect(await state.parkedKeys()).toMatchObject([{ error: 'cannot handle A1', attempts: ATTEMPTS_MAX }]);
  });

  it('for want of a store is not parked: the delivery rejects and can be repeated', async () => {
    let isFull = true;
    const handled: string[] = [];
    const { dispatcher, state } = consumer({
      handler: (_, context) => {
        if (isFull) throw new StorageError('full', 'the disk is full');
        handled.push(context.getMessage().messageId);
      },
    });
    await expect(dispatcher.deliver(messages('A1', 'A2'))).rejects.toThrow('the disk is full');
    expect(await state.parkedKeys()).toEqual([]);
    isFull = false;
    await dispatcher.deliver(messages('A1', 'A2'));
    expect(handled).toEqual(['A1', 'A2']);
  });

  it('is neither parked nor handled when the delivery is stopped in its pause', async () => {
    const stop = new AbortController();
    const { dispatcher, state, failing, handled } = consumer({ pause: async () => stop.abort() });
    failing.set('A1', 99);
    await expect(dispatcher.deliver(messages('A1', 'B1'), stop.signal)).rejects.toThrow(DeliveryStoppedError);
    expect(await state.parkedKeys()).toEqual([]);
    expect(handled).toEqual(['B1']);
    expect(await state.isHandled(CONSUMER, 'A1')).toBe(false);
  });

  it('really waits, and no longer than until the delivery is stopped', async () => {
    const stop = new AbortController();
    const { dispatcher, failing } = consumer({ pause: undefined as never });
    failing.set('A1', 1);
    const before = performance.now();
    await dispatcher.deliver(messages('A1'), stop.signal);
    expect(performance.now() - before).toBeGreaterThanOrEqual(FIRST_PAUSE_MS - 1);
    failing.set('A2', 99);
    const delivery = dispatcher.deliver(messages('A2'), stop.signal);
    setTimeout(() => stop.abort(), 5);
    await expect(delivery).rejects.toThrow(DeliveryStoppedError);
  });
});

describe('a parked key', () => {
  async function parkedConsumer(options: Partial<DispatcherOptions> = {}) {
    const made = consumer(options);
    made.failing.set('A1', ATTEMPTS_MAX);
    await made.dispatcher.deliver(messages('A1', 'A2', 'A3'));
    return made;
  }

  it('is free when all its messages were handled in order', async () => {
    const { dispatcher, handled, parkedIds } = await parkedConsumer();
    expect(await dispatcher.retryParked('A')).toBe(3);
    expect(handled).toEqual(['A1', 'A2', 'A3']);
    expect(await parkedIds('A')).toEqual([]);
    await dispatcher.deliver(messages('A3', 'A4'));
    expect(handled).toEqual(['A1', 'A2', 'A3', 'A4']);
  });

  it('keeps the rest where a message fails once more, with the new count', async () => {
    const { dispatcher, state, handled, failing, parkedIds } = await parkedConsumer();
    failing.set('A2', 1);
    expect(await dispatcher.retryParked('A')).toBe(1);
    expect(handled).toEqual(['A1']);
    expect(await parkedIds('A')).toEqual(['A2', 'A3']);
    expect(await state.parkedKeys()).toMatchObject([{ firstMessageId: 'A2', error: 'cannot handle A2', attempts: 1 }]);
    failing.set('A2', 1);
    await dispatcher.retryParked('A');
    expect(await state.parkedKeys()).toMatchObject([{ attempts: 2 }]);
  });

  it('goes on behind a message that a person skipped, and the skipped one never comes back', async () => {
    const { dispatcher, handled, parkedIds } = await parkedConsumer();
    await dispatcher.skipFirstParked('A');
    expect(await parkedIds('A')).toEqual(['A2', 'A3']);
    await dispatcher.retryParked('A');
    await dispatcher.deliver(messages('A1', 'A2', 'A3'));
    expect(handled).toEqual(['A2', 'A3']);
  });

  it('that is not parked can be retried and skipped without effect', async () => {
    const { dispatcher, handled } = consumer();
    expect(await dispatcher.retryParked('Z')).toBe(0);
    await dispatcher.skipFirstParked('Z');
    expect(handled).toEqual([]);
  });

  it('is retried with its messages as they would be published today', async () => {
    const seen: unknown[] = [];
    const made = await parkedConsumer({
      currentForm: async (one) => (one.messageId === 'A2' ? null : { ...one, data: { mended: one.messageId } }),
      handlerOf: () => (data) => {
        seen.push(data);
        if (!('mended' in (data as object))) throw new Error('not mended');
      },
    });
    seen.length = 0;
    // What is no longer published is nothing to be handled.
    expect(await made.dispatcher.retryParked('A')).toBe(3);
    expect(seen).toEqual([{ mended: 'A1' }, { mended: 'A3' }]);
    expect(await made.parkedIds('A')).toEqual([]);
  });

  it.each([
    ['', 'The message at metering.v1/0/7 cannot be read'],
    ['metering.reading-accepted.v1', 'The message at metering.v1/0/7 cannot be read'],
  ])('keeps what cannot be read, of the contract «%s» too, until a person leaves it out', async (contract, error) => {
    const { dispatcher, state, handled, parkedIds } = consumer({ currentForm: async (one) => one });
    const place = 'metering.v1/0/7';
    const unreadable = unreadableMessage(place, contract, { key: Buffer.from('A'), value: Buffer.from('{"mess') });
    await state.park(CONSUMER, unreadable, 'parked', 1, '2026-10-25T09:15:00.000Z');
    await dispatcher.deliver(messages('A1'));
    expect(await dispatcher.retryParked('A')).toBe(0);
    expect(await state.parkedKeys()).toMatchObject([{ firstMessageId: place, error, attempts: 2, waiting: 2 }]);
    expect(handled).toEqual([]);
    await dispatcher.skipFirstParked('A');
    expect(await dispatcher.retryParked('A')).toBe(1);
    expect([handled, await parkedIds('A')]).toEqual([['A1'], []]);
  });

  it('keeps what no handler is for any more, and says so', async () => {
    const { dispatcher, state, parkedIds } = consumer();
    const foreign = message('A1', { contract: 'metering.reading-guessed.v1' });
    await state.park(CONSUMER, foreign, 'parked by the release before', 4, '2026-10-25T09:15:00.000Z');
    expect(await dispatcher.retryParked('A')).toBe(0);
    expect(await parkedIds('A')).toEqual(['A1']);
    const error = 'Nothing of kvitok.billing handles «metering.reading-guessed.v1»';
    expect(await state.parkedKeys()).toMatchObject([{ error, attempts: 5 }]);
  });

  it('killed between handling and removing is not handled twice', async () => {
    const { dispatcher, state, handled, parkedIds } = await parkedConsumer();
    const remove = state.removeParked.bind(state);
    state.removeParked = async () => Promise.reject(new Error('killed'));
    await expect(dispatcher.retryParked('A')).rejects.toThrow('killed');
    state.removeParked = remove;
    await dispatcher.retryParked('A');
    expect(handled).toEqual(['A1', 'A2', 'A3']);
    expect(await parkedIds('A')).toEqual([]);
  });
});

describe('the notes of a delivery', () => {
  it('cost one question and one mark, however many messages there are', async () => {
    const { dispatcher, state } = consumer();
    const asked = jest.spyOn(state, 'lookUp');
    const one = jest.spyOn(state, 'isHandled');
    const marked = jest.spyOn(state, 'markAllHandled');
    await dispatcher.deliver(messages('A1', 'B1', 'A2', 'C1'));
    expect([asked.mock.calls.length, one.mock.calls.length, marked.mock.calls.length]).toEqual([1, 0, 1]);
    await dispatcher.deliver(messages('A1', 'C1'));
    expect([asked.mock.calls.length, marked.mock.calls.length]).toEqual([2, 1]);
  });

  it('are kept where a message fails, so that its neighbours do not come again', async () => {
    let isFull = true;
    const handled: string[] = [];
    const { dispatcher } = consumer({
      handler: (_, context) => {
        const { messageId } = context.getMessage();
        if (isFull && messageId === 'B1') throw new StorageError('full', 'the disk is full');
        handled.push(messageId);
      },
    });
    await expect(dispatcher.deliver(messages('A1', 'B1', 'A2'))).rejects.toThrow('the disk is full');
    isFull = false;
    await dispatcher.deliver(messages('A1', 'B1', 'A2'));
    expect(handled).toEqual(['A1', 'B1', 'A2']);
  });

  it('are kept before a key is parked: what was handled must not find itself behind a later message', async () => {
    const { dispatcher, state, failing, parkedIds, handled } = consumer();
    const order: string[] = [];
    const [mark, park] = [state.markAllHandled.bind(state), state.park.bind(state)];
    state.markAllHandled = async (name, marked) => {
      order.push(...marked.map(({ messageId }) => `marked ${messageId}`));
      return mark(name, marked);
    };
    state.park = async (name, parked, ...rest) => {
      order.push(`parked ${parked.messageId}`);
      return park(name, parked, ...rest);
    };
    failing.set('A2', 99);
    await dispatcher.deliver(messages('A1', 'A2', 'A3'));
    expect(order).toEqual(['marked A1', 'parked A2', 'parked A3']);
    expect([handled, await parkedIds('A')]).toEqual([['A1'], ['A2', 'A3']]);
  });

  it('that cannot be kept make the delivery reject, and its messages come again', async () => {
    const { dispatcher, state, handled } = consumer();
    const mark = state.markAllHandled.bind(state);
    state.markAllHandled = async () => Promise.reject(new StorageError('busy', 'the server is away'));
    await expect(dispatcher.deliver(messages('A1'))).rejects.toThrow('the server is away');
    state.markAllHandled = mark;
    await dispatcher.deliver(messages('A1'));
    await dispatcher.deliver(messages('A1'));
    expect(handled).toEqual(['A1', 'A1']);
  });

  it('wait behind nothing where another process has freed the key in between: they are handled', async () => {
    const { dispatcher, state, handled, failing, parkedIds } = consumer();
    failing.set('A1', ATTEMPTS_MAX);
    await dispatcher.deliver(messages('A1'));
    // The other process removes the last that is parked after this one has asked, and before it has parked.
    const isParked = state.isParked.bind(state);
    jest.spyOn(state, 'isParked').mockImplementationOnce(async (...asked) => {
      const answer = await isParked(...asked);
      await state.markHandled(CONSUMER, 'A1', 1);
      await state.removeParked(CONSUMER, 'A1');
      return answer;
    });
    await dispatcher.deliver(messages('A2', 'A3'));
    expect(handled).toEqual(['A2', 'A3']);
    expect(await parkedIds('A')).toEqual([]);
  });

  it('are asked once more where a key was parked: a person may have freed it, or skipped the message, since', async () => {
    const { dispatcher, state, handled, parkedIds } = consumer();
    for (const id of ['A1', 'B1', 'C1']) await state.park(CONSUMER, message(id), 'no tariff', 4, '');
    const ask = state.lookUp.bind(state);
    state.lookUp = async (name, about) => {
      const known = await ask(name, about);
      await state.removeParked(CONSUMER, 'A1');
      await state.markHandled(CONSUMER, 'B1', 1);
      await state.removeParked(CONSUMER, 'B1');
      return known;
    };
    await dispatcher.deliver(messages('A2', 'B1', 'B2', 'C2'));
    expect(handled).toEqual(['A2', 'B2']);
    expect([await parkedIds('A'), await parkedIds('B'), await parkedIds('C')]).toEqual([[], [], ['C1', 'C2']]);
  });

  it('see what another process has handled while a message waited for its next attempt', async () => {
    const { dispatcher, state, failing, tried } = consumer({
      pause: async () => void (await state.markHandled(CONSUMER, 'A1', 1)),
    });
    failing.set('A1', 99);
    await dispatcher.deliver(messages('A1', 'A2'));
    expect(tried).toEqual(['A1', 'A2']);
    expect(await state.parkedKeys()).toEqual([]);
  });
});

describe('a handler that takes many at once', () => {
  /** Fails whenever one of `failing` is among what it is given. */
  function taking(failing: readonly string[] = []) {
    const calls: string[][] = [];
    const handler = Object.assign(
      (data: unknown, context: { getMessages(): readonly IntegrationMessage[] }) => {
        const ids = context.getMessages().map(({ messageId }) => messageId);
        expect(data).toEqual(context.getMessages().map((one) => one.data));
        calls.push(ids);
        if (ids.some((id) => failing.includes(id))) throw new Error('one of them cannot be handled');
      },
      { extras: MANY_AT_ONCE },
    );
    return { calls, ...consumer({ handler }) };
  }

  it('is given neighbours together, and none of them twice', async () => {
    const { calls, dispatcher } = taking();
    await dispatcher.deliver(messages('A1', 'B1', 'A2', 'B1'));
    await dispatcher.deliver(messages('A2', 'C1'));
    expect(calls).toEqual([['A1', 'B1', 'A2'], ['C1']]);
  });

  it('is given no more than its limit at once', async () => {
    const { calls, dispatcher } = taking();
    await dispatcher.deliver(Array.from({ length: TOGETHER_MAX + 1 }, (_, number) => message(`A${String(number)}`)));
    expect(calls.map((ids) => ids.length)).toEqual([TOGETHER_MAX, 1]);
  });

  it('is given what others hear in between by the order of the log', async () => {
    const seen: string[] = [];
    const note = (_: unknown, context: { getMessages(): readonly IntegrationMessage[] }) =>
      void seen.push(
        context
          .getMessages()
          .map(({ messageId }) => messageId)
          .join(),
      );
    const many = Object.assign(note, { extras: MANY_AT_ONCE });
    const one: MessageHandlerFunction = (data, context) => note(data, context);
    const { dispatcher } = consumer({
      handlerOf: (contract) => (contract === 'metering.reading-accepted.v1' ? many : one),
    });
    const other = message('B1', { contract: 'support.question-asked.v1' });
    await dispatcher.deliver([message('A1'), message('A2'), other, message('A3'), message('A4')]);
    expect(seen).toEqual(['A1,A2', 'B1', 'A3,A4']);
  });

  it('is given each alone where one fails, so that only the key of that one is parked', async () => {
    const { calls, dispatcher, parkedIds, state } = taking(['B1']);
    await dispatcher.deliver(messages('A1', 'B1', 'B2', 'C1'));
    expect(calls[0]).toEqual(['A1', 'B1', 'B2', 'C1']);
    expect(calls.slice(1).every((ids) => ids.length === 1)).toBe(true);
    expect(await parkedIds('B')).toEqual(['B1', 'B2']);
    const handled = ['A1', 'C1', 'B1'].map((messageId) => state.isHandled(CONSUMER, messageId));
    expect(await Promise.all(handled)).toEqual([true, true, false]);
    await dispatcher.deliver(messages('B3', 'C2'));
    expect([calls.at(-1), await parkedIds('B')]).toEqual([['C2'], ['B1', 'B2', 'B3']]);
  });

  it('is given what is parked alone when it is tried again', async () => {
    const failing = ['B1'];
    const { calls, dispatcher, parkedIds } = taking(failing);
    await dispatcher.deliver(messages('A1', 'B1', 'B2'));
    failing.pop();
    expect(await dispatcher.retryParked('B')).toBe(2);
    expect([calls.slice(-2), await parkedIds('B')]).toEqual([[['B1'], ['B2']], []]);
  });
});
