import { createMemoryLog, MemoryEventStore, MemoryLog, NO_STREAM } from '#libs/event-store';
import { integrationMessage, newEvent } from '#libs/testing';
import { Dispatcher, MessageHandlerFunction } from './dispatcher';
import { InProcessServer } from './in-process.server';
import { MemoryConsumerState } from './memory.consumer-state';
import { MessageContext } from './message-context';
import { ConsumerState, IntegrationMessage } from './messaging.port';

/** How many seeds a run takes; `SIMULATION_SEEDS=10000` for the long one. A failure names its seed. */
const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 150);
const BILLING = Symbol.for('kvitok.billing');
const CONTRACT = 'metering.reading-accepted.v1';

/** Chance that is the same for the same seed. */
function chanceOf(seed: number): (below: number) => number {
  let state = (seed + 1) * 2_654_435_761;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

class Killed extends Error {}

/** The state of a consumer whose process may die before or after any write. */
function mortal(state: ConsumerState, dies: () => boolean): ConsumerState {
  const writes = new Set(['saveCheckpoint', 'markHandled', 'markAllHandled', 'park', 'removeParked']);
  return new Proxy(state, {
    get(target, name) {
      const member = (Reflect.get(target, name) as (...values: unknown[]) => Promise<unknown>).bind(target);
      if (!writes.has(String(name))) return member;
      return async (...values: unknown[]) => {
        if (dies()) throw new Killed('before a write');
        const answer = await member(...values);
        if (dies()) throw new Killed('after a write');
        return answer;
      };
    },
  });
}

interface Story {
  readonly accounts: readonly string[];
  /** Accounts whose every message with this text in it fails for good. */
  readonly poison: ReadonlySet<string>;
}

function storyOf(seed: number): Story {
  const chance = chanceOf(seed);
  const names = ['A', 'B', 'C', 'D', 'E'].slice(0, 1 + chance(5));
  const accounts = Array.from({ length: 5 + chance(30) }, () => names[chance(names.length)] as string);
  const poison = new Set(accounts.map((account, index) => `${account}${index}`).filter(() => chance(12) === 0));
  return { accounts, poison };
}

/** What handlers have done in the end: for each account its facts in order, each once, as a stream of events keeps them. */
class Effects {
  readonly done = new Map<string, string[]>();
  private readonly known = new Set<string>();

  record(account: string, fact: string, messageId: string): void {
    // The event store recognises the command id that a reaction derives from the message.
    if (this.known.has(messageId)) return;
    this.known.add(messageId);
    this.done.set(account, [...(this.done.get(account) ?? []), fact]);
  }
}

interface Outcome {
  readonly effects: [string, string[]][];
  readonly parked: [string, string[]][];
}

async function outcomeOf(effects: Effects, state: ConsumerState): Promise<Outcome> {
  const parked: [string, string[]][] = [];
  for (const { consumer, key } of await state.parkedKeys()) {
    parked.push([key, (await state.parkedMessages(consumer, key)).map(({ data }) => (data as { fact: string }).fact)]);
  }
  const byName = ([left]: [string, unknown], [right]: [string, unknown]) => (left < right ? -1 : 1);
  return { effects: [...effects.done].sort(byName), parked: parked.sort(byName) };
}

async function logOf({ accounts }: Story): Promise<MemoryLog> {
  const log = createMemoryLog();
  const events = new MemoryEventStore({ log });
  await events.appendMany(
    accounts.map((account, index) => ({
      stream: `testing_fact-${index}`,
      expectedRevision: NO_STREAM,
      events: [newEvent(`fact-${index}`, { account, fact: `${account}${index}` }, 'ReadingAccepted')],
    })),
  );
  return log;
}

function serverOn(events: MemoryEventStore, state: ConsumerState, handler: MessageHandlerFunction): InProcessServer {
  const server = new InProcessServer({
    consumer: BILLING,
    events,
    state,
    translations: [
      {
        service: 'metering',
        handles: ['ReadingAccepted'],
        translate: ({ data }) => ({ contract: CONTRACT, key: (data as { account: string }).account, data }),
      },
    ],
    now: () => '2026-10-25T09:15:00.000Z',
    pause: async () => undefined,
  });
  server.addHandler(CONTRACT, async (data, context) => handler(data, context as MessageContext), true);
  return server;
}

/** A handler that fails for poison, sometimes for no reason, and may die before or after its effect. */
function handlerOf(
  { poison }: Story,
  effects: Effects,
  trouble: { fails(): boolean; dies(): boolean },
): MessageHandlerFunction {
  return (data, context) => {
    const { account, fact } = data as { account: string; fact: string };
    if (trouble.dies()) throw new Killed('before the effect');
    if (poison.has(fact)) throw new Error('poison');
    if (trouble.fails()) throw new Error('for no reason');
    effects.record(account, fact, context.getMessage().messageId);
    if (trouble.fails()) throw new Error('after the effect');
  };
}

const CALM = { fails: () => false, dies: () => false };

/** A death is a death: the dispatcher of a killed process writes nothing more. */
function mortality(chance: (below: number) => number, oneIn: number) {
  let isDead = false;
  return {
    dies: () => (isDead ||= chance(oneIn) === 0),
    isDead: () => isDead,
  };
}

async function playOnLog(story: Story, seed: number | null): Promise<Outcome> {
  const chance = chanceOf(seed ?? 0);
  const log = await logOf(story);
  const state = new MemoryConsumerState();
  const effects = new Effects();
  for (let life = 1; ; life += 1) {
    // Fortune turns in the end: no run goes on for ever. Failures come seldom enough not to park what is sound.
    const isCalm = seed === null || life > 40;
    const mortalOne = mortality(chance, isCalm ? Infinity : 8 + chance(60));
    let failures = 0;
    const fails = () => !isCalm && failures < 2 && chance(6) === 0 && (failures += 1) > 0;
    const events = new MemoryEventStore({ log });
    const handler = handlerOf(story, effects, { fails, dies: mortalOne.dies });
    const server = serverOn(events, isCalm ? state : mortal(state, mortalOne.dies), handler);
    try {
      await server.drain();
      if (!mortalOne.isDead()) return await outcomeOf(effects, state);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
}

it(`kills, failures and redeliveries end as the calm run does, for each of ${SEEDS} seeds`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const story = storyOf(seed);
    const calm = await playOnLog(story, null);
    const troubled = await playOnLog(story, seed);
    expect({ seed, ...troubled }).toEqual({ seed, ...calm });
    expect(calm.effects.flatMap(([, facts]) => facts).length + calm.parked.flatMap(([, facts]) => facts).length).toBe(
      story.accounts.length,
    );
  }
}, 600_000);

/** Batches as a broker may bring them: in order within a key, keys in any order, some messages again. */
function shuffledBatches(story: Story, chance: (below: number) => number): IntegrationMessage[][] {
  const waiting = new Map<string, IntegrationMessage[]>();
  story.accounts.forEach((account, index) => {
    const fact = `${account}${index}`;
    const source = { ...integrationMessage(fact, account).source, position: index + 1 };
    const message = integrationMessage(fact, account, { contract: CONTRACT, data: { account, fact }, source });
    waiting.set(account, [...(waiting.get(account) ?? []), message]);
  });
  const batches: IntegrationMessage[][] = [];
  const sent: IntegrationMessage[] = [];
  while ([...waiting.values()].some((messages) => messages.length > 0)) {
    const batch: IntegrationMessage[] = [];
    for (let size = 1 + chance(6); size > 0; size -= 1) {
      const queues = [...waiting.values()].filter((messages) => messages.length > 0);
      const next = queues[chance(queues.length)]?.shift();
      if (next) batch.push(next);
      if (sent.length > 0 && chance(3) === 0) batch.push(sent[chance(sent.length)]!);
    }
    sent.push(...batch);
    batches.push(batch);
  }
  return batches;
}

it(`messages that a broker repeats and mixes between keys end as the calm run does, for each of ${SEEDS} seeds`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const story = storyOf(seed);
    const chance = chanceOf(seed + 7);
    const calm = await playOnLog(story, null);
    const state = new MemoryConsumerState();
    const effects = new Effects();
    const handler = handlerOf(story, effects, CALM);
    for (const batch of shuffledBatches(story, chance)) {
      for (let isDelivered = false; !isDelivered;) {
        // A batch whose delivery died comes again from its beginning.
        const { dies } = mortality(chance, 30);
        const dispatcher = new Dispatcher({
          consumer: 'kvitok.billing',
          state: mortal(state, dies),
          handlerOf: () => handler,
          now: () => '2026-10-25T09:15:00.000Z',
          pause: async () => undefined,
        });
        isDelivered = await dispatcher.deliver(batch).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof Killed)) throw error;
            return false;
          },
        );
      }
    }
    expect({ seed, ...(await outcomeOf(effects, state)) }).toEqual({ seed, ...calm });
  }
}, 600_000);
