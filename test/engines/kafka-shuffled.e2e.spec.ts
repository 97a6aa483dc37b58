import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCommandHandler, MemoryEventStore } from '#libs/event-store';
import { Decider, DomainEvent } from '#libs/kernel';
import { IntegrationMessage, MemoryConsumerState, MessageContext } from '#libs/messaging';
import { KafkaConnection, kafkaMessageOf, KafkaServer, topicOf } from '#libs/messaging/kafka';
import { integrationMessage } from '#libs/testing';
import { seededRandom } from '../support/command-line';
import { Engine, openKafka } from './engines';

/** The short form; `npm run reliability:distributed` sends 100,000. `SEED` repeats a run that failed. */
const MESSAGES = Number(process.env['SHUFFLED_MESSAGES'] ?? 3_000);
const SEED = Number(process.env['SEED'] ?? 20260301);
const ACCOUNTS = 200;
/** Of ten messages so many come once more, somewhere later. */
const TWICE_OF_TEN = 4;
const PER_BATCH = 1_000;
const WITHIN_MS = 15 * 60_000;

interface Fact {
  readonly account: string;
  readonly sequence: number;
  readonly amountKopecks: number;
}

type Credited = DomainEvent<'Credited', Fact>;

interface Ledger {
  readonly credited: number;
}

/** An account that is credited with whatever it is told: only the order and the count of messages can make it wrong. */
const ledgerDecider: Decider<Ledger, Fact, Credited> = {
  initialState: () => ({ credited: 0 }),
  evolve: ({ credited }, { data }) => ({ credited: credited + data.amountKopecks }),
  decide: (fact) => [{ type: 'Credited', version: 1, data: fact }],
};

let kafka: Engine<readonly string[]>;

beforeAll(async () => {
  kafka = await openKafka();
}, 120_000);

afterAll(() => kafka?.release());

test(
  `${MESSAGES} messages, shuffled between accounts and sent more than once, leave what calm ones leave (seed ${SEED})`,
  async () => {
    const random = seededRandom(SEED);
    const service = `shuffled-${randomUUID().slice(0, 8)}`;
    const contract = `${service}.paid.v1`;
    const calm = factsOf(random);
    const sent = shuffled(calm, random).map((fact) => messageOf(fact, contract));
    const connection = () =>
      new KafkaConnection({ brokers: kafka.address, clientId: 'kvitok-tests', partitions: 6, replicas: 1 });

    const own = connection();
    await own.makeTopics([topicOf(service)]);
    const producer = own.client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
    await producer.connect();
    for (let first = 0; first < sent.length; first += PER_BATCH) {
      const messages = sent.slice(first, first + PER_BATCH).map(kafkaMessageOf);
      await producer.send({ topic: topicOf(service), messages, acks: -1 });
    }
    await producer.disconnect();

    const events = new MemoryEventStore();
    const clock = { now: () => '2026-10-25T09:15:00.000Z', today: () => '2026-10-25', dayOf: () => '2026-10-25' };
    const commands = createCommandHandler({ store: events, clock });
    const state = new MemoryConsumerState();
    let handled = 0;
    const member = async () => {
      const server = new KafkaServer({
        ...{ consumer: Symbol(`kvitok.${service}`), connection: connection(), state, events, translations: [] },
        follow: true,
        now: () => clock.now(),
      });
      server.addHandler(
        contract,
        async (data, context) => {
          const { messageId } = (context as MessageContext).getMessage();
          const fact = data as Fact;
          const stream = `testing_ledger-${fact.account}`;
          const request = { stream, decider: ledgerDecider, command: fact, commandId: `${messageId}:credit` };
          await commands.execute({ ...request, actor: 'service:testing' });
          handled += 1;
        },
        true,
      );
      server.listen(() => undefined);
      await server.joined();
      return server;
    };
    const [first, second] = [await member(), await member()];
    // One of the two leaves in the middle, and another one comes.
    while (handled < calm.length / 3) await sleep(20);
    await first.close();
    const third = await member();
    while ((await third.lag()) > 0) await sleep(100);
    await second.close();
    await third.close();

    expect(await state.parkedKeys()).toEqual([]);
    const streams = await events.readStreams([...new Set(calm.map(({ account }) => `testing_ledger-${account}`))]);
    const left = [...streams.values()].flatMap((stream) => stream.map(({ data }) => data as Fact));
    const byAccount = (facts: readonly Fact[]) =>
      facts.reduce<Record<string, number[]>>((found, { account, sequence, amountKopecks }) => {
        (found[account] ??= []).push(sequence, amountKopecks);
        return found;
      }, {});
    expect(byAccount(left)).toEqual(byAccount(calm));
  },
  WITHIN_MS,
);

/** What happened, in the order in which it happened. */
function factsOf(random: () => number): readonly Fact[] {
  const last = new Map<string, number>();
  return Array.from({ length: MESSAGES }, () => {
    const account = `account-${Math.floor(random() * ACCOUNTS)}`;
    const sequence = (last.get(account) ?? 0) + 1;
    last.set(account, sequence);
    return { account, sequence, amountKopecks: 1 + Math.floor(random() * 1_000_000) };
  });
}

/**
 * As relays may bring it: accounts overtake one another, the first copies of an account's facts keep their order, and later
 * copies come anywhere behind them.
 */
function shuffled(facts: readonly Fact[], random: () => number): readonly Fact[] {
  const waiting = new Map<string, Fact[]>();
  for (const fact of facts) waiting.set(fact.account, [...(waiting.get(fact.account) ?? []), fact]);
  const order: Fact[] = [];
  const again: Fact[] = [];
  while (waiting.size > 0) {
    const accounts = [...waiting.keys()];
    const account = accounts[Math.floor(random() * accounts.length)] ?? '';
    const [next, ...rest] = waiting.get(account) ?? [];
    if (next !== undefined) {
      order.push(next);
      if (random() * 10 < TWICE_OF_TEN) again.push(next);
    }
    if (rest.length === 0) waiting.delete(account);
    else waiting.set(account, rest);
    while (again.length > 0 && random() < 0.5) {
      const [copy] = again.splice(Math.floor(random() * again.length), 1);
      if (copy !== undefined) order.push(copy);
    }
  }
  return [...order, ...again];
}

function messageOf(fact: Fact, contract: string): IntegrationMessage {
  return integrationMessage(`${contract}-${fact.account}-${fact.sequence}`, fact.account, { contract, data: fact });
}
