import { createMemoryLog, createUpcasting, MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { asEventHandler, newEvent } from '#libs/testing';
import { announcedHere } from './announced-here';
import { Announcements, KnownContracts, LOG_AS_BUS, TranslatableLog } from './announcements';
import { InProcessServer } from './in-process.server';
import { inProcessTransport } from './in-process.transport';
import { kafkaTransport } from './kafka.transport';
import { MemoryConsumerState } from './memory.consumer-state';
import { RelayTranslation } from './messaging.port';

const READ = 'testing.reading-accepted.v1';
const SEALED = 'testing.meter-sealed.v1';
const BILLING = 'kvitok.billing';
const RELAY = 'kvitok.testing.relay';
const FOR_NEWER = { code: 'EVENT_STORE_UNAVAILABLE', fault: 'newer' };

function translationOf(type: string, contract: string, service = 'testing'): RelayTranslation {
  return { service, handles: [type], translate: ({ data }) => ({ contract, key: 'A', data }) };
}

const OLD = [translationOf('ReadingAccepted', READ)];
const NEW = [...OLD, translationOf('MeterSealed', SEALED)];

/** A reading, a seal, a reading: of the seals the older program knows the type or does not. */
async function ground(knownTypes?: readonly string[]) {
  const log = createMemoryLog();
  const young = new MemoryEventStore({ log });
  const state = new MemoryConsumerState();
  for (const [index, type] of ['ReadingAccepted', 'MeterSealed', 'ReadingAccepted'].entries()) {
    const stream = `testing_fact-${index}`;
    await young.append({ stream, expectedRevision: NO_STREAM, events: [newEvent(`fact-${index}`, {}, type)] });
  }
  return { state, young, old: new MemoryEventStore({ log, upcasting: createUpcasting([], knownTypes) }) };
}

describe('a program that waits notices that an announcement was withdrawn, without a start', () => {
  it('a reader of the log that knows the type of the event', async () => {
    const { state, old } = await ground();
    await state.announce(RELAY, ['MeterSealed', 'ReadingAccepted']);
    const log = new TranslatableLog(old, new Announcements({ name: RELAY, state }), OLD);
    expect(await log.read(0, 100)).toMatchObject({ checkpoint: 1, newer: { type: 'MeterSealed' } });
    await state.withdrawAnnounced({ name: RELAY, word: 'MeterSealed' });
    expect(await log.read(1, 100)).toMatchObject({ events: [{ position: 3 }], checkpoint: 3, newer: null });
  });

  it('a reader of the log to which the type of the event says nothing', async () => {
    const { state, old } = await ground(['ReadingAccepted']);
    await state.announce(RELAY, ['MeterSealed', 'ReadingAccepted']);
    const log = new TranslatableLog(old, new Announcements({ name: RELAY, state }), OLD);
    for (let look = 0; look < 2; look += 1) await expect(log.read(1, 100)).rejects.toMatchObject(FOR_NEWER);
    await state.withdrawAnnounced({ name: RELAY, word: 'MeterSealed' });
    expect(await log.read(1, 100)).toMatchObject({ events: [{ position: 3 }], checkpoint: 3, newer: null });
    // What the newer release says again when it is started again holds again.
    await state.announce(RELAY, ['MeterSealed']);
    await expect(log.read(1, 100)).rejects.toMatchObject(FOR_NEWER);
  });

  it.each([
    ['an event', 'old', OLD, { name: LOG_AS_BUS, word: 'MeterSealed' }],
    ['a contract', 'young', NEW, { name: BILLING, word: SEALED }],
  ] as const)('a consumer where the log is the bus, in front of %s', async (_, store, translations, announced) => {
    const { state, ...stores } = await ground(['ReadingAccepted']);
    const heard: string[] = [];
    const now = () => '2026-05-10T08:00:00.000Z';
    const server = new InProcessServer({
      consumer: Symbol(BILLING),
      ...{ events: stores[store], state, translations, now },
    });
    server.addHandler(
      READ,
      asEventHandler(async () => void heard.push(READ)),
      true,
    );
    await state.announce(announced.name, [announced.word]);
    for (let look = 0; look < 2; look += 1) await expect(server.drain()).rejects.toMatchObject(FOR_NEWER);
    await state.withdrawAnnounced({ name: 'kvitok.others', word: announced.word });
    await expect(server.drain()).rejects.toMatchObject(FOR_NEWER);
    await state.withdrawAnnounced(announced);
    await server.drain();
    expect([heard, await state.checkpoint(BILLING)]).toEqual([[READ, READ], 3]);
  });

  it('a member of a group, with the next batch that it is given', async () => {
    const state = new MemoryConsumerState();
    await state.announce(BILLING, [SEALED]);
    const contracts = new KnownContracts(new Announcements({ name: BILLING, state }));
    const newer = async () => [...(await contracts.newerAmong([READ, SEALED], [READ]))];
    expect(await newer()).toEqual([SEALED]);
    await state.withdrawAnnounced({ name: BILLING, word: SEALED });
    expect(await newer()).toEqual([]);
  });
});

describe('what is announced, as a program sees it', () => {
  const own = new Map([
    [BILLING, [READ, 'testing.meter-moved.v2']],
    [RELAY, ['ReadingAccepted']],
  ]);

  it('what it waits in front of comes first, each under its own name', () => {
    const announced = [
      { name: BILLING, word: 'testing.left-out.v1' },
      { name: BILLING, word: SEALED },
      { name: BILLING, word: 'testing.meter-moved.v1' },
      { name: BILLING, word: 'testing.meter-moved.v3' },
      { name: BILLING, word: READ },
      { name: RELAY, word: 'ReadingAccepted' },
      { name: RELAY, word: 'ReadingAccepted#2' },
      { name: 'kvitok.unheard-of', word: READ },
    ];
    const retired = [
      { name: BILLING, word: 'testing.left-out.v1' },
      { name: RELAY, word: SEALED },
    ];
    expect(announcedHere(announced, own, retired).map(({ name, word, here }) => `${here}: ${name} ${word}`)).toEqual([
      `newer: ${BILLING} ${SEALED}`,
      `newer: ${BILLING} testing.meter-moved.v1`,
      `newer: ${RELAY} ReadingAccepted#2`,
      `newer: kvitok.unheard-of ${READ}`,
      `later version: ${BILLING} testing.meter-moved.v3`,
      `retired: ${BILLING} testing.left-out.v1`,
      `done: ${BILLING} ${READ}`,
      `done: ${RELAY} ReadingAccepted`,
    ]);
  });

  it('a later version of what it handles is waited for, announced or withdrawn', async () => {
    const state = new MemoryConsumerState();
    const contracts = new KnownContracts(new Announcements({ name: BILLING, state }));
    const later = 'testing.reading-accepted.v2';
    expect([...(await contracts.newerAmong([later], [READ]))]).toEqual([later]);
    expect(announcedHere([{ name: BILLING, word: later }], own)).toMatchObject([{ here: 'later version' }]);
  });

  it('a transport names the words that it announces', async () => {
    const translations = [...NEW, ...OLD, translationOf('OtherFact', 'other.fact.v1', 'other')];
    const options = { brokers: ['127.0.0.1:1'], clientId: 'test', partitions: 1, replicas: 1 };
    const [one, many] = [new MemoryConsumerState(), new MemoryConsumerState()];
    const events = new MemoryEventStore();
    const inProcess = inProcessTransport({ events, state: one, translations });
    const kafka = kafkaTransport({ ...options, events, state: many, translations });
    const words = ['ReadingAccepted', 'MeterSealed', 'ReadingAccepted#2'];
    expect([...inProcess.announces]).toEqual([[LOG_AS_BUS, [...words, 'OtherFact']]]);
    expect([...kafka.announces]).toEqual([
      [RELAY, words],
      ['kvitok.other.relay', ['OtherFact']],
    ]);
    // And they are those that it does announce, so that nothing of its own is taken for a newer program's.
    for (const [transport, state] of [[inProcess, one] as const, [kafka, many] as const]) {
      await transport.announce();
      const seen = announcedHere(await state.allAnnounced(), transport.announces);
      expect([seen.length, new Set(seen.map(({ here }) => here))]).toEqual([4, new Set(['done'])]);
      await transport.close();
    }
  });
});
