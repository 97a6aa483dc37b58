import { hashOfInput, MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { nightRunStream, referenceDecider } from '#services/billing';
import { DatedFact, FactList } from './dated-fact';
import { assertHistoryUnchanged, fingerprintOf, isPlayed, reachedDay } from './played-history';

const rate = (from: string, percent: string): DatedFact => {
  const list = new FactList('import:6316000017', '2026-02-28');
  list.add(from, `key-rate:${from}`, `billing_company-${from}`, referenceDecider, {
    kind: 'AnnounceKeyRate',
    keyRate: { from, percent },
  });
  return list.facts[0] as DatedFact;
};

/** A log in which these facts have been played, one event each. */
async function played(facts: readonly DatedFact[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  for (const { stream, commandId, command, on } of facts) {
    await append(store, stream, commandId, hashOfInput(command), on);
  }
  return store;
}

async function append(
  store: MemoryEventStore,
  stream: string,
  commandId: string,
  commandHash: string | null,
  on: string,
): Promise<void> {
  const recordedAt = `${on}T08:00:00.000Z`;
  const metadata = { recordedAt, actor: 'import', correlationId: 'c', causationId: null, commandId, commandHash };
  const events = [{ eventId: `${commandId}:0`, type: 'KeyRateAnnounced', version: 1, data: {}, metadata }];
  await store.append({ stream, expectedRevision: NO_STREAM, events });
}

const FACTS = [rate('2026-03-01', '16'), rate('2026-03-02', '15')];

describe('the fingerprint of a history', () => {
  const name = fingerprintOf(FACTS);

  it('is the same for the same facts', () => {
    expect(fingerprintOf([rate('2026-03-01', '16'), rate('2026-03-02', '15')])).toBe(name);
    expect(name).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['what a fact says', [rate('2026-03-01', '16'), rate('2026-03-02', '15.5')]],
    ['the day of a fact', [rate('2026-03-01', '16'), { ...rate('2026-03-02', '15'), on: '2026-03-03' }]],
    ['the stream of a fact', [rate('2026-03-01', '16'), { ...rate('2026-03-02', '15'), stream: 'another' }]],
    ['the id of a fact', [rate('2026-03-01', '16'), { ...rate('2026-03-02', '15'), commandId: 'another' }]],
    ['the order of facts', [...FACTS].reverse()],
    ['a fact that is missing', FACTS.slice(0, 1)],
  ])('is another one where it differs in %s', (_, facts) => {
    expect(fingerprintOf(facts)).not.toBe(name);
  });
});

describe('the day that was reached', () => {
  const days = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'];

  it('is none before the first fact', async () => {
    expect(await reachedDay(new MemoryEventStore(), days, FACTS)).toBeNull();
  });

  it('is the last one of which a fact is recorded, where its night has not begun', async () => {
    expect(await reachedDay(await played(FACTS.slice(0, 1)), days, FACTS)).toEqual({
      day: '2026-03-01',
      stage: 'facts',
    });
    expect(await reachedDay(await played(FACTS), days, FACTS)).toEqual({ day: '2026-03-02', stage: 'facts' });
  });

  it('is the last one whose night has begun, where no fact of a later day is recorded', async () => {
    const store = await played(FACTS.slice(0, 1));
    await append(store, nightRunStream('2026-03-01'), 'night 1', null, '2026-03-01');
    expect(await reachedDay(store, days, FACTS)).toEqual({ day: '2026-03-01', stage: 'night' });
    await append(store, nightRunStream('2026-03-03'), 'night 3', null, '2026-03-03');
    expect(await reachedDay(store, days, FACTS)).toEqual({ day: '2026-03-03', stage: 'night' });
  });

  it('is past a night, begun or without work, of which a later day has a fact', async () => {
    const store = await played(FACTS);
    await append(store, nightRunStream('2026-03-01'), 'night 1', null, '2026-03-01');
    expect(await reachedDay(store, days, FACTS)).toEqual({ day: '2026-03-02', stage: 'facts' });
  });

  it('is looked for among the days that are asked for', async () => {
    const store = new MemoryEventStore();
    await append(store, nightRunStream('2026-04-01'), 'night', null, '2026-04-01');
    expect(await reachedDay(store, days, FACTS)).toBeNull();
  });

  it.each([
    ['before it', '2026-03-02', 'facts' as const, true],
    ['of it, while its facts are recorded', '2026-03-01', 'facts' as const, false],
    ['of it, once its night has begun', '2026-03-01', 'night' as const, true],
    ['after it', '2026-02-28', 'night' as const, false],
  ])('tells whether a fact %s is history', (_, day, stage, expected) => {
    expect(isPlayed(FACTS[0] as DatedFact, { day, stage })).toBe(expected);
  });

  it('makes nothing history before there is one', () => {
    expect(isPlayed(FACTS[0] as DatedFact, null)).toBe(false);
  });
});

describe('a history that was played', () => {
  it('may be told again in the same words', async () => {
    await expect(assertHistoryUnchanged(await played(FACTS), FACTS)).resolves.toBeUndefined();
  });

  it('may be told in part', async () => {
    await expect(assertHistoryUnchanged(await played(FACTS), FACTS.slice(1))).resolves.toBeUndefined();
  });

  it.each([
    ['a fact that says something else', rate('2026-03-02', '15.5')],
    ['a fact that is new', rate('2026-03-03', '15')],
    ['a fact that stands in another stream', { ...rate('2026-03-02', '15'), stream: 'another' }],
    ['a second fact in a stream that has one', { ...rate('2026-03-02', '15'), commandId: 'another' }],
  ])('is not changed: %s is refused', async (_, changed) => {
    const store = await played(FACTS);
    await expect(assertHistoryUnchanged(store, [FACTS[0] as DatedFact, changed])).rejects.toMatchObject({
      rejection: {
        code: 'IMPORT_HISTORY_CHANGED',
        details: expect.objectContaining({ fact: changed.commandId, on: changed.on }) as object,
      },
    });
  });

  it('is compared to its last stream, however many there are', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({
      ...rate('2026-03-01', '16'),
      stream: `billing_company-${index}`,
      commandId: `fact ${index}`,
    }));
    const store = await played(many);
    await expect(assertHistoryUnchanged(store, many)).resolves.toBeUndefined();
    const last = { ...(many.at(-1) as DatedFact), commandId: 'another' };
    await expect(assertHistoryUnchanged(store, [...many.slice(0, -1), last])).rejects.toMatchObject({
      rejection: { details: { fact: 'another' } },
    });
  });
});
