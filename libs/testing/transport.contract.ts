import { randomUUID } from 'node:crypto';
import { createMemoryLog, EventStore, MemoryEventStore, NO_STREAM, StorageError } from '#libs/event-store';
import { ConsumerState, MemoryConsumerState, MessageContext, RelayTranslation } from '#libs/messaging';
import { newEvent } from './event-store.contract';

export interface TransportFact {
  readonly account: string;
  readonly fact: string;
}

export type TransportHandler = (fact: TransportFact, messageId: string) => unknown;

/** What a transport is given to carry from and to. */
export interface TransportGround {
  readonly events: EventStore;
  readonly state: ConsumerState;
  readonly translations: readonly RelayTranslation[];
  now(): string;
  pause(milliseconds: number): Promise<void>;
}

/** A process of a consumer, with its handlers, that takes messages. */
export interface TransportProcess {
  retryParked(key: string): Promise<number>;
  skipFirstParked(key: string): Promise<void>;
  close(): Promise<void>;
}

export interface Transport {
  /** Starts a process of a consumer: handlers by contract. */
  open(consumer: string, handlers: ReadonlyMap<string, TransportHandler>): Promise<TransportProcess>;
  /** Resolves when everything in the log, also what handlers append, was dealt with by every consumer. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const NOW = '2026-10-25T09:15:00.000Z';
let worlds = 0;

class World {
  readonly events = new MemoryEventStore({ log: createMemoryLog() });
  readonly state = new MemoryConsumerState();
  /** Each world has services of its own, since a broker remembers those before. */
  readonly suffix = `${randomUUID().slice(0, 8)}x${(worlds += 1)}`;
  readonly accepted = `metering${this.suffix}.reading-accepted.v1`;
  readonly charged = `billing${this.suffix}.account-charged.v1`;
  readonly billing = `kvitok.billing.${this.suffix}`;
  readonly payments = `kvitok.payments.${this.suffix}`;
  private facts = 0;

  ground(): TransportGround {
    return {
      events: this.events,
      state: this.state,
      translations: [
        translation(`metering${this.suffix}`, 'ReadingAccepted', this.accepted),
        translation(`billing${this.suffix}`, 'AccountCharged', this.charged),
      ],
      now: () => NOW,
      pause: async () => undefined,
    };
  }

  async append(account: string, fact: string, type = 'ReadingAccepted'): Promise<void> {
    this.facts += 1;
    const event = newEvent(`fact-${this.suffix}-${this.facts}`, { account, fact }, type);
    const stream = `testing_fact-${this.facts}`;
    await this.events.append({ stream, expectedRevision: NO_STREAM, events: [event] });
  }
}

function translation(service: string, type: string, contract: string): RelayTranslation {
  return {
    service,
    handles: [type],
    translate: ({ data }) => ({ contract, key: (data as TransportFact).account, data }),
  };
}

/** What the handlers of a test have done: facts by account, in their order, a message that comes again once. */
class Effects {
  private readonly done = new Map<string, string[]>();
  private readonly known = new Set<string>();
  /** How often a handler was called. */
  calls = 0;

  readonly handler: TransportHandler = ({ account, fact }, messageId) => {
    this.calls += 1;
    if (this.known.has(messageId)) return;
    this.known.add(messageId);
    this.done.set(account, [...(this.done.get(account) ?? []), fact]);
  };

  of(account: string): readonly string[] {
    return this.done.get(account) ?? [];
  }
}

/**
 * The rules that every transport keeps, whatever carries the messages. `open` binds one to the given ground; it is
 * called for every test and closed after it.
 */
export function transportContract(name: string, open: (ground: TransportGround) => Promise<Transport>): void {
  const withWorld = (work: (world: World, transport: Transport) => Promise<void>) => async () => {
    const world = new World();
    const transport = await open(world.ground());
    try {
      await work(world, transport);
    } finally {
      await transport.close();
    }
  };

  describe(`the transport ${name}`, () => {
    describe('delivery', () => deliveryRules(withWorld));
    describe('trouble', () => troubleRules(withWorld));
  });
}

type WithWorld = (work: (world: World, transport: Transport) => Promise<void>) => () => Promise<void>;

function deliveryRules(withWorld: WithWorld): void {
  it(
    'every published fact reaches every consumer that has a handler for it, each account in the order of the log',
    withWorld(async (world, transport) => {
      const [billing, payments] = [new Effects(), new Effects()];
      await transport.open(world.billing, new Map([[world.accepted, billing.handler]]));
      await transport.open(world.payments, new Map([[world.accepted, payments.handler]]));
      for (const [account, fact] of [
        ['A', 'A1'],
        ['B', 'B1'],
        ['A', 'A2'],
        ['C', 'C1'],
        ['A', 'A3'],
      ] as const) {
        await world.append(account, fact);
      }
      await world.append('A', 'private', 'MeterReplaced');
      await transport.settle();
      for (const effects of [billing, payments]) {
        expect([effects.of('A'), effects.of('B'), effects.of('C')]).toEqual([['A1', 'A2', 'A3'], ['B1'], ['C1']]);
        expect(effects.calls).toBe(5);
      }
    }),
  );

  it(
    'a consumer gets the contracts alone that it has handlers for',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      await transport.open(world.payments, new Map([[world.charged, effects.handler]]));
      await world.append('A', 'A1');
      await world.append('A', 'charged', 'AccountCharged');
      await transport.settle();
      expect(effects.of('A')).toEqual(['charged']);
    }),
  );

  it(
    'what a handler appends is delivered too',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      const answer: TransportHandler = ({ account, fact }) =>
        world.append(account, `charge of ${fact}`, 'AccountCharged');
      await transport.open(world.billing, new Map([[world.accepted, answer]]));
      await transport.open(world.payments, new Map([[world.charged, effects.handler]]));
      await world.append('A', 'A1');
      await world.append('A', 'A2');
      await transport.settle();
      expect(effects.of('A')).toEqual(['charge of A1', 'charge of A2']);
    }),
  );

  it(
    'a consumer that was away gets what it missed, and nothing again',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      const handlers = new Map([[world.accepted, effects.handler]]);
      const first = await transport.open(world.billing, handlers);
      await world.append('A', 'A1');
      await transport.settle();
      await first.close();
      await world.append('A', 'A2');
      await transport.open(world.billing, handlers);
      await transport.settle();
      expect(effects.of('A')).toEqual(['A1', 'A2']);
      expect(effects.calls).toBe(2);
    }),
  );

  it(
    'two processes of one consumer share its messages: each fact has its effect once, in the order of its account',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      const handlers = new Map([[world.accepted, effects.handler]]);
      await transport.open(world.billing, handlers);
      await transport.open(world.billing, handlers);
      const accounts = Array.from({ length: 20 }, (_, index) => `K${index}`);
      for (let round = 1; round <= 5; round += 1) {
        for (const account of accounts) await world.append(account, `${account}/${round}`);
      }
      await transport.settle();
      for (const account of accounts) {
        expect(effects.of(account)).toEqual([1, 2, 3, 4, 5].map((round) => `${account}/${round}`));
      }
    }),
  );
}

function troubleRules(withWorld: WithWorld): void {
  it(
    'a message that cannot be handled parks its account, others go on, and a retry in order frees it',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      let isMended = false;
      const handler: TransportHandler = (fact, messageId) => {
        if (fact.fact === 'A2' && !isMended) throw new Error('no tariff');
        return effects.handler(fact, messageId);
      };
      const process = await transport.open(world.billing, new Map([[world.accepted, handler]]));
      for (const [account, fact] of [
        ['A', 'A1'],
        ['A', 'A2'],
        ['B', 'B1'],
        ['A', 'A3'],
      ] as const) {
        await world.append(account, fact);
      }
      await transport.settle();
      expect([effects.of('A'), effects.of('B')]).toEqual([['A1'], ['B1']]);
      expect(await world.state.parkedKeys(world.billing)).toMatchObject([{ key: 'A', error: 'no tariff', waiting: 2 }]);
      isMended = true;
      expect(await process.retryParked('A')).toBe(2);
      await world.append('A', 'A4');
      await transport.settle();
      expect(effects.of('A')).toEqual(['A1', 'A2', 'A3', 'A4']);
      expect(await world.state.parkedKeys(world.billing)).toEqual([]);
    }),
  );

  it(
    'a parked message that a person skips stays out for good, and those behind it go on',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      const handler: TransportHandler = (fact, messageId) => {
        if (fact.fact === 'A1') throw new Error('poison');
        return effects.handler(fact, messageId);
      };
      const process = await transport.open(world.billing, new Map([[world.accepted, handler]]));
      await world.append('A', 'A1');
      await world.append('A', 'A2');
      await transport.settle();
      await process.skipFirstParked('A');
      expect(await process.retryParked('A')).toBe(1);
      expect(effects.of('A')).toEqual(['A2']);
    }),
  );

  it(
    'a store that is away parks nothing: the message waits and is handled when the store is back',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      let failures = 2;
      const handler: TransportHandler = (fact, messageId) => {
        failures -= 1;
        if (failures >= 0) throw new StorageError('busy', 'the store is away');
        return effects.handler(fact, messageId);
      };
      await transport.open(world.billing, new Map([[world.accepted, handler]]));
      await world.append('A', 'A1');
      await world.append('A', 'A2');
      await settleThroughFailures(transport);
      expect(effects.of('A')).toEqual(['A1', 'A2']);
      expect(await world.state.parkedKeys()).toEqual([]);
    }),
  );

  it(
    'a process that stops while a message waits for another attempt leaves it to the next one',
    withWorld(async (world, transport) => {
      const effects = new Effects();
      let tried: () => void = () => undefined;
      const wasTried = new Promise<void>((resolve) => (tried = resolve));
      let isStopped = false;
      const handler: TransportHandler = (fact, messageId) => {
        tried();
        if (!isStopped) throw new StorageError('busy', 'the store is away');
        return effects.handler(fact, messageId);
      };
      const first = await transport.open(world.billing, new Map([[world.accepted, handler]]));
      await world.append('A', 'A1');
      const settling = transport.settle().catch(() => undefined);
      await wasTried;
      await first.close();
      isStopped = true;
      await transport.open(world.billing, new Map([[world.accepted, handler]]));
      await settling;
      await transport.settle();
      expect(effects.of('A')).toEqual(['A1']);
    }),
  );
}

/** A transport may tell of the failure or wait by itself; either way it goes on. */
async function settleThroughFailures(transport: Transport): Promise<void> {
  for (;;) {
    try {
      await transport.settle();
      return;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }
}

/** Calls a handler of this suite as a transport calls one of Nest. */
export function asEventHandler(handler: TransportHandler): (data: unknown, context: unknown) => Promise<unknown> {
  return async (data, context) => handler(data as TransportFact, (context as MessageContext).getMessage().messageId);
}
