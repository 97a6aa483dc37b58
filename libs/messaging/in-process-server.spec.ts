import { Controller, INestMicroservice } from '@nestjs/common';
import { Ctx, EventPattern, MicroserviceOptions, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { createMemoryLog, EventStore, MemoryEventStore, MemoryLog, NO_STREAM } from '#libs/event-store';
import { newEvent } from '#libs/testing';
import { BusErrorFilter } from './bus-error.filter';
import { InProcessServer, InProcessServerOptions } from './in-process.server';
import { MemoryConsumerState } from './memory.consumer-state';
import { MessageContext } from './message-context';
import { IntegrationMessage, RelayTranslation } from './messaging.port';

const BILLING = Symbol.for('kvitok.billing');
const PAYMENTS = Symbol.for('kvitok.payments');
const ACCEPTED = 'metering.reading-accepted.v1';
const CHARGED = 'billing.account-charged.v1';

interface Fact {
  readonly account: string;
  readonly value: string;
}

function relayOf(service: string, type: string, contract: string): RelayTranslation {
  const translate: RelayTranslation['translate'] = ({ data }) => ({ contract, key: (data as Fact).account, data });
  return { service, handles: [type], translate };
}

const TRANSLATIONS = [relayOf('metering', 'ReadingAccepted', ACCEPTED), relayOf('billing', 'AccountCharged', CHARGED)];

let facts = 0;

async function append(events: EventStore, type: string, account: string, value: string): Promise<number> {
  facts += 1;
  const event = newEvent(`fact-${facts}`, { account, value }, type);
  const outcome = await events.append({
    stream: `testing_fact-${facts}`,
    expectedRevision: NO_STREAM,
    events: [event],
  });
  return outcome.kind === 'appended' ? outcome.lastPosition : 0;
}

/** What the handlers of a test do; set by each test. */
let onAccepted: (fact: Fact, message: IntegrationMessage) => unknown;
let onCharged: (fact: Fact) => unknown;
let secondHandler: (fact: Fact) => unknown;

@Controller()
class BillingReactions {
  @EventPattern(ACCEPTED, BILLING)
  async accepted(@Payload() fact: Fact, @Ctx() context: MessageContext): Promise<unknown> {
    return onAccepted(fact, context.getMessage());
  }
}

@Controller()
class MoreBillingReactions {
  @EventPattern(ACCEPTED, BILLING)
  async accepted(@Payload() fact: Fact): Promise<unknown> {
    return secondHandler(fact);
  }
}

@Controller()
class PaymentsReactions {
  @EventPattern(CHARGED, PAYMENTS)
  async charged(@Payload() fact: Fact): Promise<unknown> {
    return onCharged(fact);
  }
}

let log: MemoryLog;
let events: MemoryEventStore;
let state: MemoryConsumerState;
let handled: string[];
const apps: INestMicroservice[] = [];

beforeEach(() => {
  log = createMemoryLog();
  events = new MemoryEventStore({ log });
  state = new MemoryConsumerState();
  handled = [];
  onAccepted = ({ account, value }) => void handled.push(`${account} ${value}`);
  onCharged = ({ account, value }) => void handled.push(`${account} charged ${value}`);
  secondHandler = () => undefined;
});

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function server(consumer: symbol, options: Partial<InProcessServerOptions> = {}): Promise<InProcessServer> {
  const strategy = new InProcessServer({
    consumer,
    events,
    state,
    translations: TRANSLATIONS,
    now: () => '2026-10-25T09:15:00.000Z',
    pause: async () => undefined,
    pollMs: 5,
    ...options,
  });
  const controllers = [BillingReactions, MoreBillingReactions, PaymentsReactions];
  const module = await Test.createTestingModule({ controllers }).compile();
  const app = module.createNestMicroservice<MicroserviceOptions>({ strategy, logger: false });
  app.useGlobalFilters(new BusErrorFilter());
  await app.listen();
  apps.push(app);
  return strategy;
}

async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 5_000; !isSo();) {
    if (performance.now() > deadline) throw new Error('It never came true');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('draining', () => {
  it('gives every published event to the handlers of the consumer, in the order of the log', async () => {
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'MeterReplaced', 'A', 'private');
    await append(events, 'ReadingAccepted', 'B', '1');
    await append(events, 'ReadingAccepted', 'A', '2');
    const billing = await server(BILLING);
    await billing.drain();
    expect(handled).toEqual(['A 1', 'B 1', 'A 2']);
    expect(await state.checkpoint('kvitok.billing')).toBe(4);
  });

  it('tells a handler which message and which private event it reacts to', async () => {
    const seen: IntegrationMessage[] = [];
    onAccepted = (_, message) => void seen.push(message);
    const position = await append(events, 'ReadingAccepted', 'A', '1');
    await (await server(BILLING)).drain();
    const { eventId } = (await events.readAll({ after: 0, limit: 1 })).events[0]!;
    expect(seen).toMatchObject([
      { contract: ACCEPTED, key: 'A', source: { eventId, type: 'ReadingAccepted', position } },
    ]);
  });

  it('begins where it stood, and stands past events that nobody publishes', async () => {
    await append(events, 'ReadingAccepted', 'A', '1');
    await (await server(BILLING)).drain();
    const head = await append(events, 'MeterReplaced', 'A', 'private');
    const again = await server(BILLING);
    await again.drain();
    await again.drain();
    expect(handled).toEqual(['A 1']);
    expect(await state.checkpoint('kvitok.billing')).toBe(head);
  });

  it('goes on until what the handlers append themselves is delivered too', async () => {
    onAccepted = async ({ account, value }) => {
      handled.push(`${account} ${value}`);
      const next = Number(value) + 1;
      if (next <= 3) await append(events, 'ReadingAccepted', account, String(next));
    };
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'ReadingAccepted', 'B', '1');
    await (await server(BILLING)).drain();
    expect(handled).toEqual(['A 1', 'B 1', 'A 2', 'B 2', 'A 3', 'B 3']);
  });

  it('reads a log of many pages to its end', async () => {
    const appends = Array.from({ length: 2_500 }, (_, number) => ({
      stream: `testing_many-${number}`,
      expectedRevision: NO_STREAM,
      events: [newEvent(`many-${number}`, { account: `A${number % 7}`, value: String(number) }, 'ReadingAccepted')],
    }));
    await events.appendMany(appends);
    await (await server(BILLING)).drain();
    expect(handled).toEqual(appends.map((_, number) => `A${number % 7} ${number}`));
  });

  it('calls every handler of the contract, and all of them again when one fails', async () => {
    let failures = 1;
    secondHandler = () => {
      handled.push('second');
      if (failures-- > 0) throw new Error('not yet');
    };
    await append(events, 'ReadingAccepted', 'A', '1');
    await (await server(BILLING)).drain();
    expect(handled).toEqual(['A 1', 'second', 'A 1', 'second']);
  });

  it('gives a contract to the consumer that subscribed alone, though all handlers live in one process', async () => {
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'AccountCharged', 'A', '500');
    await (await server(PAYMENTS)).drain();
    expect(handled).toEqual(['A charged 500']);
    await (await server(BILLING)).drain();
    expect(handled).toEqual(['A charged 500', 'A 1']);
  });

  it('stands still at an event whose relay fails, loses nothing and goes on when it is mended', async () => {
    await append(events, 'ReadingAccepted', 'A', '1');
    let isBroken = true;
    const fragile: RelayTranslation = {
      ...TRANSLATIONS[0]!,
      translate: (event) => {
        if (isBroken) throw new Error('no account');
        return TRANSLATIONS[0]!.translate(event);
      },
    };
    const billing = await server(BILLING, { translations: [fragile] });
    await expect(billing.drain()).rejects.toThrow('metering cannot publish ReadingAccepted at position 1');
    expect(await state.checkpoint('kvitok.billing')).toBe(0);
    isBroken = false;
    await billing.drain();
    expect(handled).toEqual(['A 1']);
  });
});

describe('a consumer that was killed', () => {
  it('between a handler and its mark is given the message again; between mark and checkpoint it is not', async () => {
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'ReadingAccepted', 'A', '2');
    const markAllHandled = state.markAllHandled.bind(state);
    state.markAllHandled = async (consumer, [first]) => {
      await markAllHandled(consumer, first === undefined ? [] : [first]);
      throw new Error('killed');
    };
    await expect((await server(BILLING)).drain()).rejects.toThrow('killed');
    expect(await state.checkpoint('kvitok.billing')).toBe(0);
    state.markAllHandled = markAllHandled;
    await (await server(BILLING)).drain();
    expect(handled).toEqual(['A 1', 'A 2', 'A 2']);
    expect(await state.checkpoint('kvitok.billing')).toBe(2);
  });

  it('before its checkpoint was saved recognises the whole page', async () => {
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'ReadingAccepted', 'B', '1');
    const saveCheckpoint = state.saveCheckpoint.bind(state);
    state.saveCheckpoint = async () => Promise.reject(new Error('killed'));
    await expect((await server(BILLING)).drain()).rejects.toThrow('killed');
    state.saveCheckpoint = saveCheckpoint;
    await (await server(BILLING)).drain();
    expect(handled).toEqual(['A 1', 'B 1']);
  });
});

describe('parking', () => {
  it('keeps the handler’s own error, parks the key, and the rest of the house goes on', async () => {
    const parked: string[] = [];
    onAccepted = ({ account, value }) => {
      if (account === 'A') throw new Error('no tariff for A');
      handled.push(`${account} ${value}`);
    };
    for (const account of ['A', 'B', 'A', 'C']) await append(events, 'ReadingAccepted', account, '1');
    const onParked: InProcessServerOptions['onParked'] = ({ key }, error) => parked.push(`${key}: ${error}`);
    await (await server(BILLING, { onParked })).drain();
    expect(handled).toEqual(['B 1', 'C 1']);
    expect(parked).toEqual(['A: no tariff for A']);
    expect(await state.parkedKeys('kvitok.billing')).toMatchObject([
      { key: 'A', error: 'no tariff for A', waiting: 2 },
    ]);
    expect(await state.checkpoint('kvitok.billing')).toBe(4);
  });

  it('is undone by a retry with the message as the mended relay makes it', async () => {
    onAccepted = ({ account, value }) => {
      if (!value.includes('.')) throw new Error('no decimal');
      handled.push(`${account} ${value}`);
    };
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'ReadingAccepted', 'A', '2');
    await (await server(BILLING)).drain();
    const mended: RelayTranslation = {
      ...TRANSLATIONS[0]!,
      translate: ({ data }) => {
        const { account, value } = data as Fact;
        return { contract: ACCEPTED, key: account, data: { account, value: `${value}.0` } };
      },
    };
    const billing = await server(BILLING, { translations: [mended] });
    expect(await billing.retryParked('A')).toBe(2);
    expect(handled).toEqual(['A 1.0', 'A 2.0']);
    expect(await state.parkedKeys()).toEqual([]);
  });

  it('lets a person leave out the first message and handle the others', async () => {
    onAccepted = ({ account, value }) => {
      if (value === '1') throw new Error('never');
      handled.push(`${account} ${value}`);
    };
    for (const value of ['1', '2', '3']) await append(events, 'ReadingAccepted', 'A', value);
    const billing = await server(BILLING);
    await billing.drain();
    await billing.skipFirstParked('A');
    expect(await billing.retryParked('A')).toBe(2);
    expect(handled).toEqual(['A 2', 'A 3']);
  });
});

describe('following', () => {
  it('delivers what this process appends, and by polling what another one appends', async () => {
    await server(BILLING, { follow: true });
    await append(events, 'ReadingAccepted', 'A', '1');
    await until(() => handled.length === 1);
    await append(new MemoryEventStore({ log }), 'ReadingAccepted', 'A', '2');
    await until(() => handled.length === 2);
    expect(handled).toEqual(['A 1', 'A 2']);
  });

  it('does not begin by itself where only drain is to move it', async () => {
    await server(BILLING);
    await append(events, 'ReadingAccepted', 'A', '1');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(handled).toEqual([]);
  });

  it('ends with close; the message in hand is finished and none is begun', async () => {
    const billing = await server(BILLING, { follow: true });
    let finish: () => void = () => undefined;
    onAccepted = async ({ value }) => {
      await new Promise<void>((resolve) => (finish = resolve));
      handled.push(value);
    };
    await append(events, 'ReadingAccepted', 'A', '1');
    await append(events, 'ReadingAccepted', 'A', '2');
    await new Promise((resolve) => setTimeout(resolve, 20));
    const closed = billing.close();
    finish();
    await closed;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(handled).toEqual(['1']);
  });

  it('tells a failing store and tries again', async () => {
    const errors: unknown[] = [];
    const readAll = events.readAll.bind(events);
    let failures = 1;
    events.readAll = async (options) => {
      if (failures-- > 0) throw new Error('no disk');
      return readAll(options);
    };
    await append(events, 'ReadingAccepted', 'A', '1');
    await server(BILLING, { follow: true, onError: (error) => errors.push(error) });
    await until(() => handled.length === 1);
    expect(errors).toEqual([new Error('no disk')]);
  });
});
