import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { accountPeriodStream } from '../domain/account-period.commands';
import { aCalculation, AccountStory } from '../domain/testing/account-story';
import { billed, recalculated } from '../domain/testing/ledger-story';
import { ExplainQuery } from './explain.query';

const FIRST = '2026-03-26T02:00:00.000Z';
const SECOND = '2026-03-31T19:00:00.000Z';

const area = { name: 'total_area', value: '54.2', eventId: 'account opened' };
const rule = { name: 'months', value: '12', eventId: null };
const gone = { name: 'norm', value: '7', eventId: 'an event that the log does not hold' };
const UPKEEP = { ...billed('upkeep', 900_00), formula: '54.2 * 25.4', exact: '1376.68', inputs: [area, rule, gone] };
const WATER = billed('cold_water', 300_00);
const CORRECTION = { ...recalculated('2026-02', 'upkeep', -60_00), source: 'cold_water' };

/** An account whose March was calculated twice: water came with the second calculation. */
async function explained(): Promise<{ query: ExplainQuery; account: string; calculations: readonly string[] }> {
  const store = new MemoryEventStore();
  const metadata = {
    recordedAt: '2026-03-01T08:00:00.000Z',
    actor: 'import',
    correlationId: 'c',
    causationId: null,
    commandId: 'opening',
    commandHash: null,
  };
  const source = { eventId: 'account opened', type: 'AccountOpened', version: 1, data: { account: '1' }, metadata };
  await store.append({ stream: 'billing_account-1', expectedRevision: NO_STREAM, events: [source] });
  const story = new AccountStory().opens();
  story.calculates(aCalculation([UPKEEP], [CORRECTION]), FIRST).calculates(aCalculation([UPKEEP, WATER]), SECOND);
  await store.append({
    stream: accountPeriodStream(story.account, '2026-03'),
    expectedRevision: NO_STREAM,
    events: story.facts.map(({ eventId, type, version, data, metadata: recorded }) => ({
      eventId,
      type,
      version,
      data,
      metadata: recorded,
    })),
  });
  const calculations = story.facts.filter(({ type }) => type === 'ChargesCalculated').map(({ eventId }) => eventId);
  return { query: new ExplainQuery(store), account: story.account, calculations };
}

describe('the explanation of a period', () => {
  it('is that of the last calculation, with who made it and when', async () => {
    const { query, account, calculations } = await explained();
    const { calculatedBy, lines, ...rest } = await query.explain(account, '2026-03');
    expect(rest).toEqual({ account, period: '2026-03' });
    expect(calculatedBy).toEqual({ eventId: calculations[1], recordedAt: SECOND, actor: 'staff:test' });
    expect(lines.map(({ utility }) => utility)).toEqual(['upkeep', 'cold_water']);
  });

  it('as known at an instant is that of the calculation in force then', async () => {
    const { query, account, calculations } = await explained();
    const before = await query.explain(account, '2026-03', { knownAt: '2026-03-31T18:59:59.999Z' });
    expect(before.calculatedBy.eventId).toBe(calculations[0]);
    expect(before.lines.map(({ kind }) => kind)).toEqual(['charge', 'recalculation']);
    const then = await query.explain(account, '2026-03', { knownAt: SECOND });
    expect(then.calculatedBy.eventId).toBe(calculations[1]);
  });

  it('may be asked for one utility', async () => {
    const { query, account } = await explained();
    const { lines } = await query.explain(account, '2026-03', { utility: 'cold_water' });
    expect(lines.map(({ utility }) => utility)).toEqual(['cold_water']);
  });

  it.each([
    ['a period that nobody calculated', '2026-04', {}],
    ['an instant before the first calculation', '2026-03', { knownAt: '2026-03-26T01:59:59.999Z' }],
  ])('is refused for %s', async (_, period, question) => {
    const { query, account } = await explained();
    await expect(query.explain(account, period, question)).rejects.toMatchObject({
      rejection: { code: 'BILLING_NOTHING_CHARGED', details: { account, period } },
    });
  });
});

describe('a line of it', () => {
  it('has its formula, its exact amount, a sentence, and each number with the event that supplied it', async () => {
    const { query, account } = await explained();
    const { lines } = await query.explain(account, '2026-03', { utility: 'upkeep' });
    expect(lines[0]).toEqual({
      kind: 'charge',
      utility: 'upkeep',
      component: null,
      basis: 'area',
      source: null,
      ofPeriod: '2026-03',
      amountKopecks: 900_00,
      formula: '54.2 * 25.4',
      exact: '1376.68',
      why: expect.stringMatching(/^По общей площади/) as unknown,
      inputs: [
        { ...area, type: 'AccountOpened', recordedAt: '2026-03-01T08:00:00.000Z', actor: 'import' },
        { ...rule, type: null, recordedAt: null, actor: null },
        { ...gone, type: null, recordedAt: null, actor: null },
      ],
    });
  });

  it('that recalculates has its reason, the month it belongs to and the utility it follows', async () => {
    const { query, account } = await explained();
    const { lines } = await query.explain(account, '2026-03', { knownAt: FIRST });
    expect(lines[1]).toMatchObject({
      kind: 'recalculation',
      basis: 'reading_correction',
      source: 'cold_water',
      ofPeriod: '2026-02',
      amountKopecks: -60_00,
    });
  });
});
