import { ConsumerState, IntegrationMessage } from '#libs/messaging';

const BILLING = 'kvitok.billing';
const PAYMENTS = 'kvitok.payments';
const PARKED_AT = '2026-10-25T09:15:00.000Z';

/** A message as a relay makes it; its id is its name. */
export function integrationMessage(
  messageId: string,
  key: string,
  overrides: Partial<IntegrationMessage> = {},
): IntegrationMessage {
  return {
    messageId,
    contract: 'metering.reading-accepted.v1',
    key,
    data: { account: key, value: '12.5', note: 'вода "холодная"' },
    source: {
      eventId: `event-of-${messageId}`,
      type: 'ReadingAccepted',
      position: 1,
      recordedAt: PARKED_AT,
      actor: 'person:1',
      correlationId: 'correlation',
    },
    ...overrides,
  };
}

type WithState = (work: (state: ConsumerState) => Promise<void>, remembered?: number) => Promise<void>;

/**
 * The rules that every adapter of the consumer state keeps. `open` makes an empty one, which remembers so many handled
 * messages; it is called for every test.
 */
export function consumerStateContract(name: string, open: (remembered?: number) => Promise<ConsumerState>): void {
  const withState: WithState = async (work, remembered) => {
    const state = await open(remembered);
    try {
      await work(state);
    } finally {
      await state.close();
    }
  };

  describe(`the consumer state in ${name}`, () => {
    describe('checkpoints', () => checkpointRules(withState));
    describe('the inbox', () => inboxRules(withState));
    describe('parking', () => parkingRules(withState));
    describe('turns', () => turnRules(withState));
    describe('announcements', () => announcementRules(withState));
  });
}

function checkpointRules(withState: WithState): void {
  it('a consumer begins at the beginning of the log', () =>
    withState(async (state) => {
      expect(await state.checkpoint(BILLING)).toBe(0);
    }));

  it('each consumer has its own place', () =>
    withState(async (state) => {
      await state.saveCheckpoint(BILLING, 40);
      await state.saveCheckpoint(PAYMENTS, 7);
      await state.saveCheckpoint(BILLING, 41);
      expect([await state.checkpoint(BILLING), await state.checkpoint(PAYMENTS)]).toEqual([41, 7]);
    }));

  it('a checkpoint never goes back', () =>
    withState(async (state) => {
      await state.saveCheckpoint(BILLING, 40);
      await state.saveCheckpoint(BILLING, 30);
      expect(await state.checkpoint(BILLING)).toBe(40);
    }));
}

function announcementRules(withState: WithState): void {
  it('nothing is announced at first; words are added, each once and at its own name', () =>
    withState(async (state) => {
      expect(await state.announced(BILLING)).toEqual([]);
      await state.announce(BILLING, ['b.v1', 'a.v1']);
      await state.announce(BILLING, ['c.v1', 'a.v1']);
      await state.announce(BILLING, []);
      await state.announce(PAYMENTS, ['d.v1']);
      expect([...(await state.announced(BILLING))].sort()).toEqual(['a.v1', 'b.v1', 'c.v1']);
      expect(await state.announced(PAYMENTS)).toEqual(['d.v1']);
    }));

  it('programs that announce at the same time lose nothing of each other', () =>
    withState(async (state) => {
      const words = Array.from({ length: 8 }, (_, index) => `word-${index}`);
      await Promise.all(words.map((word) => state.announce(BILLING, [word])));
      expect([...(await state.announced(BILLING))].sort()).toEqual(words);
    }));

  it('all that is announced is told, in the order of names and words', () =>
    withState(async (state) => {
      expect(await state.allAnnounced()).toEqual([]);
      await state.announce(PAYMENTS, ['d.v1']);
      await state.announce(BILLING, ['b.v1']);
      await state.announce(BILLING, ['a.v1', 'B.v1']);
      expect(await state.allAnnounced()).toEqual([
        { name: BILLING, word: 'B.v1' },
        { name: BILLING, word: 'a.v1' },
        { name: BILLING, word: 'b.v1' },
        { name: PAYMENTS, word: 'd.v1' },
      ]);
    }));

  it('a word is withdrawn at its own name, once or again, and may be announced anew', () =>
    withState(async (state) => {
      const withdrawn = { name: BILLING, word: 'a.v1' };
      await state.withdrawAnnounced(withdrawn);
      expect(await state.allAnnounced()).toEqual([]);
      await state.announce(BILLING, ['a.v1', 'b.v1']);
      await state.announce(PAYMENTS, ['a.v1']);
      for (const word of ['a.v1', 'a.v1', 'c.v1']) await state.withdrawAnnounced({ name: BILLING, word });
      expect([await state.announced(BILLING), await state.announced(PAYMENTS)]).toEqual([['b.v1'], ['a.v1']]);
      await state.withdrawAnnounced({ name: BILLING, word: 'b.v1' });
      expect(await state.allAnnounced()).toEqual([{ name: PAYMENTS, word: 'a.v1' }]);
      await state.announce(BILLING, ['a.v1']);
      expect(await state.announced(BILLING)).toEqual(['a.v1']);
    }));

  it('what is announced leaves the place where it stands', () =>
    withState(async (state) => {
      await state.saveCheckpoint(BILLING, 12);
      await state.announce(BILLING, ['a.v1']);
      expect(await state.checkpoint(BILLING)).toBe(12);
    }));
}

function turnRules(withState: WithState): void {
  const [first, on, second] = [
    { holder: 'a', beat: 1 },
    { holder: 'a', beat: 2 },
    { holder: 'b', beat: 2 },
  ];

  it('a turn is taken, kept, given up and taken again, each at its own name', () =>
    withState(async (state) => {
      expect(await state.turn('relay')).toBeNull();
      expect(await state.passTurn('relay', null, null)).toBe(true);
      expect(await state.passTurn('relay', null, first)).toBe(true);
      expect(await state.turn('relay')).toEqual(first);
      expect(await state.passTurn('relay', first, on)).toBe(true);
      expect(await state.turn('other')).toBeNull();
      expect(await state.passTurn('relay', on, null)).toBe(true);
      expect(await state.turn('relay')).toBeNull();
      expect(await state.passTurn('relay', null, second)).toBe(true);
      expect(await state.turn('relay')).toEqual(second);
    }));

  it('a turn passes only from what it is', () =>
    withState(async (state) => {
      expect(await state.passTurn('relay', first, on)).toBe(false);
      expect(await state.turn('relay')).toBeNull();
      await state.passTurn('relay', null, on);
      for (const from of [null, first, second]) {
        for (const to of [first, null]) expect(await state.passTurn('relay', from, to)).toBe(false);
      }
      expect(await state.turn('relay')).toEqual(on);
    }));

  it('of many who take a turn at once one has it', () =>
    withState(async (state) => {
      const holders = ['a', 'b', 'c', 'd', 'e'];
      const taken = await Promise.all(holders.map((holder) => state.passTurn('relay', null, { holder, beat: 1 })));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect((await state.turn('relay'))?.holder).toBe(holders[taken.indexOf(true)]);
      const known = await state.turn('relay');
      const over = await Promise.all(holders.map((holder) => state.passTurn('relay', known, { holder, beat: 2 })));
      expect(over.filter(Boolean)).toHaveLength(1);
    }));
}

function inboxRules(withState: WithState): void {
  it('a message is handled for the consumer that handled it', () =>
    withState(async (state) => {
      await state.markHandled(BILLING, 'm1', 5);
      expect(await state.isHandled(BILLING, 'm1')).toBe(true);
      expect(await state.isHandled(BILLING, 'm2')).toBe(false);
      expect(await state.isHandled(PAYMENTS, 'm1')).toBe(false);
    }));

  it('marking again changes nothing', () =>
    withState(async (state) => {
      await state.markHandled(BILLING, 'm1', 5);
      await state.markHandled(BILLING, 'm1', 5);
      expect(await state.isHandled(BILLING, 'm1')).toBe(true);
    }));

  it('many are marked at once, with those that were marked before', () =>
    withState(async (state) => {
      const [first, second] = [integrationMessage('m1', 'A'), integrationMessage('m2', 'B')];
      await state.markHandled(BILLING, 'm1', first.source.position);
      await state.markAllHandled(BILLING, [first, second]);
      const handled = ['m1', 'm2', 'm3'].map((messageId) => state.isHandled(BILLING, messageId));
      expect(await Promise.all(handled)).toEqual([true, true, false]);
      expect(await state.isHandled(PAYMENTS, 'm2')).toBe(false);
    }));

  it('one question tells of many messages what was handled and whose key is parked, for its consumer', () =>
    withState(async (state) => {
      const many = Array.from({ length: 1_500 }, (_, number) => integrationMessage(`m${number}`, `K${number % 50}`));
      const odd = many.filter((_, number) => number % 2 === 1);
      await state.markAllHandled(BILLING, odd);
      await state.markHandled(PAYMENTS, 'm0', 1);
      for (const one of ['m7', 'm57', 'm8']) {
        const number = Number(one.slice(1));
        await state.park(BILLING, integrationMessage(`p${one}`, `K${number % 50}`), 'no tariff', 4, PARKED_AT);
      }
      await state.park(PAYMENTS, integrationMessage('p9', 'K9'), 'no bank', 4, PARKED_AT);
      const { handled, parkedKeys } = await state.lookUp(BILLING, [...many, ...many.slice(0, 3)]);
      expect([...handled].sort()).toEqual(odd.map(({ messageId }) => messageId).sort());
      expect([...parkedKeys].sort()).toEqual(['K7', 'K8']);
      const others = await state.lookUp(BILLING, [integrationMessage('m0', "K'1"), integrationMessage('n1', '["K7"]')]);
      expect([others.handled.size, others.parkedKeys.size]).toEqual([0, 0]);
    }));

  it('a question about no message has an answer', () =>
    withState(async (state) => {
      const { handled, parkedKeys } = await state.lookUp(BILLING, []);
      expect([handled.size, parkedKeys.size]).toEqual([0, 0]);
    }));

  // As a log tells them whose positions are places in a file: far apart, and by no rule.
  const placeOf = (index: number) => index * 10_007 + (index % 7) * 311;
  const messages = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      integrationMessage(`m${index}`, 'A', {
        source: { ...integrationMessage('m', 'A').source, position: placeOf(index + 1) },
      }),
    );

  async function remembered(state: ConsumerState, ids: readonly string[], consumer = BILLING): Promise<string[]> {
    const are = await Promise.all(ids.map((messageId) => state.isHandled(consumer, messageId)));
    return ids.filter((_, index) => are[index]);
  }

  it('the newest of what was handled are remembered, however far apart their positions are', () =>
    withState(async (state) => {
      const handled = messages(40);
      const ids = handled.map(({ messageId }) => messageId);
      for (const [index, message] of handled.entries()) {
        await state.markAllHandled(BILLING, [message]);
        await state.markHandled(PAYMENTS, message.messageId, message.source.position);
        await state.saveCheckpoint(BILLING, placeOf(index + 1));
        const newest = ids.slice(Math.max(0, index - 9), index + 1);
        expect(await remembered(state, newest)).toEqual(newest);
      }
      // Older ones go, so that what is kept does not grow with the log; of another consumer nothing goes.
      expect(await remembered(state, ids.slice(0, 20))).toEqual([]);
      await state.saveCheckpoint(PAYMENTS, 1);
      expect(await remembered(state, ids, PAYMENTS)).toEqual(ids);
    }, 10));

  it('what was handled beyond the checkpoint takes no place of what stands before it', () =>
    withState(async (state) => {
      const handled = messages(40);
      await state.markAllHandled(BILLING, handled);
      await state.saveCheckpoint(BILLING, placeOf(20));
      const ids = handled.map(({ messageId }) => messageId);
      expect(await remembered(state, ids)).toEqual(ids.slice(10));
      await state.saveCheckpoint(BILLING, 1);
      expect(await remembered(state, ids)).toEqual(ids.slice(10));
    }, 10));
}

function parkingRules(withState: WithState): void {
  async function parkThree(state: ConsumerState): Promise<void> {
    await state.park(BILLING, integrationMessage('m1', 'A'), 'no tariff', 4, PARKED_AT);
    await state.park(BILLING, integrationMessage('n1', 'B'), 'no house', 4, PARKED_AT);
    await state.park(BILLING, integrationMessage('m2', 'A'), 'waits', 0, PARKED_AT);
  }

  async function parkedIds(state: ConsumerState, key: string): Promise<string[]> {
    return (await state.parkedMessages(BILLING, key)).map(({ messageId }) => messageId);
  }

  it('a key is parked for its consumer from its first message to its last', () =>
    withState(async (state) => {
      expect(await state.isParked(BILLING, 'A')).toBe(false);
      await parkThree(state);
      expect(await state.isParked(BILLING, 'A')).toBe(true);
      expect(await state.isParked(PAYMENTS, 'A')).toBe(false);
      expect(await state.isParked(BILLING, 'C')).toBe(false);
      await state.removeParked(BILLING, 'm1');
      expect(await parkedIds(state, 'A')).toEqual(['m2']);
      expect(await state.isParked(BILLING, 'A')).toBe(true);
      await state.removeParked(BILLING, 'm2');
      expect(await state.isParked(BILLING, 'A')).toBe(false);
      expect(await parkedIds(state, 'B')).toEqual(['n1']);
    }));

  it('what two have handled at once is removed once, and nothing that is parked behind it', () =>
    withState(async (state) => {
      await parkThree(state);
      await state.removeParked(BILLING, 'm1');
      await state.removeParked(BILLING, 'm1');
      expect(await parkedIds(state, 'A')).toEqual(['m2']);
      // Parked anew it stands at the end, as whatever comes after.
      await state.park(BILLING, integrationMessage('m1', 'A'), 'no tariff', 4, PARKED_AT);
      await state.removeParked(BILLING, 'm1');
      expect(await parkedIds(state, 'A')).toEqual(['m2']);
      expect(await parkedIds(state, 'B')).toEqual(['n1']);
    }));

  it('removing a message that is not parked, or parked for another consumer, changes nothing', () =>
    withState(async (state) => {
      await parkThree(state);
      await state.removeParked(BILLING, 'c1');
      await state.removeParked(PAYMENTS, 'm1');
      expect(await parkedIds(state, 'A')).toEqual(['m1', 'm2']);
    }));

  it('a parked message comes back as it was', () =>
    withState(async (state) => {
      const message = integrationMessage('m1', "A'; DROP TABLE parked; --");
      await state.park(BILLING, message, 'no tariff', 4, PARKED_AT);
      expect(await state.parkedMessages(BILLING, message.key)).toEqual([message]);
    }));

  it('parked keys tell their first message, why it failed and how many wait', () =>
    withState(async (state) => {
      await parkThree(state);
      await state.park(PAYMENTS, integrationMessage('p1', 'A'), 'no bank', 1, PARKED_AT);
      const contract = 'metering.reading-accepted.v1';
      const first = { consumer: BILLING, key: 'A', firstMessageId: 'm1', contract, error: 'no tariff', attempts: 4 };
      const second = { consumer: BILLING, key: 'B', firstMessageId: 'n1', contract, error: 'no house', attempts: 4 };
      const third = { consumer: PAYMENTS, key: 'A', firstMessageId: 'p1', contract, error: 'no bank', attempts: 1 };
      expect(await state.parkedKeys(BILLING)).toEqual([
        { ...first, parkedAt: PARKED_AT, waiting: 2 },
        { ...second, parkedAt: PARKED_AT, waiting: 1 },
      ]);
      expect(await state.parkedKeys()).toMatchObject([first, second, third]);
      expect(await state.parkedKeys('kvitok.support')).toEqual([]);
    }));

  it('keys are counted, not their messages; and what one stopped at is told by itself', () =>
    withState(async (state) => {
      expect([await state.parkedKeyCount(), await state.parkedKeyCount(BILLING)]).toEqual([0, 0]);
      expect(await state.firstParked(BILLING, 'A')).toBeNull();
      await parkThree(state);
      await state.park(PAYMENTS, integrationMessage('p1', 'A'), 'no bank', 1, PARKED_AT);
      expect([await state.parkedKeyCount(), await state.parkedKeyCount(BILLING)]).toEqual([3, 2]);
      expect(await state.parkedKeyCount('kvitok.support')).toBe(0);
      expect(await state.firstParked(BILLING, 'A')).toEqual({ messageId: 'm1', attempts: 4 });
      expect(await state.firstParked(PAYMENTS, 'A')).toEqual({ messageId: 'p1', attempts: 1 });
      expect(await state.firstParked(PAYMENTS, 'B')).toBeNull();
      await state.removeParked(BILLING, 'm1');
      expect(await state.firstParked(BILLING, 'A')).toEqual({ messageId: 'm2', attempts: 0 });
      await state.removeParked(BILLING, 'm2');
      expect(await state.firstParked(BILLING, 'A')).toBeNull();
      expect(await state.parkedKeyCount()).toBe(2);
    }));

  it('a message parked again keeps its place; its error is renewed by another attempt only', () =>
    withState(async (state) => {
      await parkThree(state);
      await state.park(BILLING, integrationMessage('m1', 'A'), 'waits', 0, '2026-10-26T00:00:00.000Z');
      expect(await state.parkedKeys(BILLING)).toMatchObject([{ error: 'no tariff', attempts: 4, waiting: 2 }, {}]);
      await state.park(BILLING, integrationMessage('m1', 'A'), 'no norm', 5, '2026-10-26T00:00:00.000Z');
      expect(await state.parkedKeys(BILLING)).toMatchObject([
        { error: 'no norm', attempts: 5, waiting: 2, parkedAt: '2026-10-26T00:00:00.000Z' },
        {},
      ]);
      expect(await parkedIds(state, 'A')).toEqual(['m1', 'm2']);
    }));
}
