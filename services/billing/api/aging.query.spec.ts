import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { createProjector, MemoryReadModelStore } from '#libs/read-models';
import { recorded } from '#libs/testing';
import { CivilDate, RecordedEvent } from '#libs/kernel';
import { aCalculation, AccountStory, ledgersWith } from '../domain/testing/account-story';
import { aBookDocument } from '../domain/testing/book-builder';
import { billed } from '../domain/testing/ledger-story';
import { BILLING_PROJECTIONS } from '../projections';
import {
  REFERENCE_BOOK_KEY,
  referenceBookProjection,
  ReferenceBookRow,
} from '../projections/reference-book.projection';
import { OpenedBook, ReferenceBooks } from '../projections/reference-books';
import { AgedAccount, AgingQuery } from './aging.query';
import { Debtor, DebtorsQuery } from './debtors.query';

const accountOpened = (account: string, openedOn: CivilDate): RecordedEvent =>
  recorded(
    'AccountOpened',
    {
      account,
      houseId: 'H1',
      flat: '12',
      totalAreaM2: '54.2',
      personId: 'payer-12',
      openedOn,
      effectiveOn: openedOn,
      openingBalances: [],
      windowFromDay: 15,
      windowToDay: 25,
    },
    { stream: `billing_account-${account}`, eventId: `opened ${account}` },
  );

/** A query over a log with these events, asked on a day of the everyday company, with some settings of its own. */
async function queryOver(
  events: readonly RecordedEvent[],
  settings: Readonly<Record<string, readonly string[]>> = {},
  today: CivilDate = '2026-10-15',
): Promise<AgingQuery> {
  const store = new MemoryEventStore();
  const revisions = new Map<string, number>();
  for (const { stream, type, version, data, eventId, metadata } of events) {
    const expectedRevision = revisions.get(stream) ?? NO_STREAM;
    await store.append({
      stream,
      expectedRevision,
      events: [{ eventId: `${stream} ${eventId}`, type, version, data, metadata }],
    });
    revisions.set(stream, expectedRevision + 1);
  }
  const readModels = new MemoryReadModelStore();
  const projections = BILLING_PROJECTIONS.filter(({ name }) => name !== referenceBookProjection.name);
  await createProjector({ events: store, store: readModels, projections }).catchUp();
  const document: ReferenceBookRow = { ...aBookDocument({ settings }), companyId: '6316000017', payees: [] };
  const generation = await readModels.open(referenceBookProjection);
  const write = { key: REFERENCE_BOOK_KEY, document, position: 1, columns: { part: 'company' } };
  await readModels.write(generation, referenceBookProjection, [write], 0, 1);
  const books = new ReferenceBooks(readModels, { catchUp: () => Promise.resolve() }, store);
  const current = () => books.current();
  return new AgingQuery(store, readModels, { current, knownAt: current }, { today: () => today });
}

const MARCH = aCalculation([billed('upkeep', 900_00)]);
const begun = () => {
  const story = new AccountStory();
  return story.opens(ledgersWith(story.rules, { period: '2026-02', kind: 'principal', amountKopecks: 500_00 }));
};
const eventsOf = (story: AccountStory) => [accountOpened(story.account, '2020-05-10'), ...story.facts];

/** Open principal of the main payee by month, and what it has in advance. */
function debts({ payees }: AgedAccount): string {
  const [main] = payees;
  const lines = (main?.lines ?? []).map((line) => `${line.period}: ${line.principalKopecks}`);
  return [...lines, `advance ${main?.advanceKopecks ?? 0}`].join(', ');
}

describe('the debts of an account on a day', () => {
  const paid = begun().pays('p1', '2026-03-12', 200_00).closes(MARCH).pays('p2', '2026-04-10', 400_00);

  it.each([
    ['2026-03-11', '2026-02: 50000, advance 0'],
    ['2026-03-12', '2026-02: 30000, advance 0'],
    ['2026-03-31', '2026-02: 30000, 2026-03: 90000, advance 0'],
    ['2026-04-10', '2026-03: 80000, advance 0'],
    ['2026-09-01', '2026-03: 80000, advance 0'],
  ])('%s: %s', async (asOf, expected) => {
    const query = await queryOver(eventsOf(paid));
    expect(debts(await query.one(paid.account, asOf))).toBe(expected);
  });

  it('count a payment of an earlier day that was told later, once it is known', async () => {
    const late = begun().closes(MARCH).pays('p1', '2026-03-25', 600_00, { recordedAt: '2026-04-03T09:00:00.000Z' });
    const query = await queryOver(eventsOf(late));
    expect(debts(await query.one(late.account, '2026-03-24'))).toBe('2026-02: 50000, advance 0');
    expect(debts(await query.one(late.account, '2026-03-25'))).toBe('advance 10000');
    const before = await query.one(late.account, '2026-03-25', '2026-04-03T08:59:59.999Z');
    expect(debts(before)).toBe('2026-02: 50000, advance 0');
  });

  it('count a recall of an earlier day that was told later, after its payment', async () => {
    const late = begun()
      .closes(MARCH)
      .pays('p1', '2026-03-25', 600_00, { recordedAt: '2026-04-03T09:00:00.000Z' })
      .recalls('p1', '2026-03-27', 600_00, { recordedAt: '2026-04-04T09:00:00.000Z' });
    const query = await queryOver(eventsOf(late));
    expect(debts(await query.one(late.account, '2026-03-26'))).toBe('advance 10000');
    expect(debts(await query.one(late.account, '2026-03-27'))).toBe('2026-02: 50000, advance 0');
  });

  it('known before the close of a month have no charges of it', async () => {
    const query = await queryOver(eventsOf(paid));
    const known = await query.one(paid.account, '2026-04-20', '2026-03-20T00:00:00.000Z');
    expect(debts(known)).toBe('2026-02: 30000, advance 0');
  });

  it('are asked for both payees', async () => {
    const query = await queryOver(eventsOf(paid));
    const { payees } = await query.one(paid.account, '2026-04-10');
    expect(payees.map(({ payee }) => payee)).toEqual(['main', 'capital_repair']);
  });
});

describe('a question that has no answer', () => {
  const story = begun();

  it.each([
    ['an account that is not there', '9', '2026-03-31', undefined, 'BILLING_UNKNOWN_ACCOUNT'],
    ['a day before the first period', story.account, '2026-02-28', undefined, 'BILLING_BEFORE_FIRST_PERIOD'],
    [
      'an instant before anything was known',
      story.account,
      '2026-03-31',
      '2020-01-01T00:00:00.000Z',
      'BILLING_UNKNOWN_ACCOUNT',
    ],
  ])('is refused: %s', async (_, account, asOf, knownAt, code) => {
    const query = await queryOver(eventsOf(story));
    await expect(query.one(account, asOf, knownAt)).rejects.toMatchObject({ rejection: { code } });
  });

  it('an account does not answer for days before it was opened', async () => {
    const query = await queryOver([accountOpened(story.account, '2026-03-10'), ...story.facts]);
    await expect(query.one(story.account, '2026-03-09')).rejects.toMatchObject({
      rejection: { code: 'BILLING_UNKNOWN_ACCOUNT' },
    });
    expect(debts(await query.one(story.account, '2026-03-10'))).toBe('2026-02: 50000, advance 0');
  });

  it('a day for which nothing is decided about the cap of penalty is refused before anything is printed', async () => {
    const query = await queryOver(eventsOf(story));
    await expect(query.assertAnswerable('2028-01-01')).rejects.toMatchObject({
      rejection: {
        code: 'BILLING_DAY_BEYOND_RULES',
        details: { on: '2028-01-01', to: '2027-12-31', rule: 'penalty_cap_percent' },
      },
    });
    await expect(query.one(story.account, '2028-01-01')).rejects.toMatchObject({
      rejection: { code: 'BILLING_DAY_BEYOND_RULES' },
    });
    await expect(query.assertAnswerable('2027-12-31')).resolves.toBeUndefined();
  });
});

describe('the debts of a day that the rules of penalty do not cover', () => {
  const ended = { penalty_cap_percent: ['2022-01-01 9.5', '2026-06-01 end'] };
  const story = () => begun().pays('p1', '2026-03-12', 200_00).closes(MARCH).pays('p2', '2026-04-10', 400_00);

  /*
   * 500.00 of February and 100.00 of March are paid before they bear anything. 800.00 of March stay open, due on 15 April:
   * 31 May is day 46 after it, so 46 − 30 = 16 days bear: 800 × 9.5 % × 16/300 = 4.0533.
   */
  const told = (more: object) => ({ payees: [{ principalKopecks: 800_00, penaltyKopecks: 4_05 }, {}], ...more });

  it('are told when the day has come, with penalty through the last day that they cover', async () => {
    const query = await queryOver(eventsOf(story()), ended, '2026-09-01');
    for (const day of ['2026-06-01', '2026-09-01']) {
      expect(await query.one(story().account, day)).toMatchObject(told({ penaltyThrough: '2026-05-31' }));
      await expect(query.assertAnswerable(day)).resolves.toBeUndefined();
    }
    const covered = await query.one(story().account, '2026-05-31');
    expect(covered).toMatchObject(told({}));
    expect(covered).not.toHaveProperty('penaltyThrough');
  });

  it('have the principal of the day: a payment of later than the last day counts, and bears no more penalty', async () => {
    const paid = story().pays('p3', '2026-07-20', 300_00);
    const query = await queryOver(eventsOf(paid), ended, '2026-09-01');
    // Until 31 May all of the 800.00 were open, and the rate of that day is the last that is known.
    expect(await query.one(paid.account, '2026-07-20')).toMatchObject({
      payees: [{ principalKopecks: 500_00, penaltyKopecks: 4_05 }, {}],
      penaltyThrough: '2026-05-31',
    });
  });

  it('are refused for a day that has not come', async () => {
    const query = await queryOver(eventsOf(story()), ended, '2026-09-01');
    const details = { on: '2026-09-02', to: '2026-05-31', rule: 'penalty_cap_percent' };
    const rejection = { code: 'BILLING_DAY_BEYOND_RULES', details };
    await expect(query.one(story().account, '2026-09-02')).rejects.toMatchObject({ rejection });
  });

  it('name that last day in the list of who owes as well', async () => {
    const query = await queryOver(eventsOf(story()), ended, '2026-09-01');
    const current = () => Promise.resolve({ row: { houses: {} } } as unknown as OpenedBook);
    const list = new DebtorsQuery(query, { current });
    const found: Debtor[] = [];
    for await (const debtor of list.all({ asOf: '2026-09-01' })) found.push(debtor);
    // 800.00 + 4.05.
    expect(found).toMatchObject([{ debtKopecks: 804_05, penaltyThrough: '2026-05-31' }]);
  });
});

describe('the debts of all accounts', () => {
  it('are of accounts opened by the day, sorted by account', async () => {
    const story = begun();
    const query = await queryOver([
      accountOpened('0099', '2026-05-01'),
      ...eventsOf(story),
      accountOpened('0001', '2020-01-01'),
    ]);
    const found: string[] = [];
    for await (const aged of query.all('2026-03-31')) found.push(aged.account);
    expect(found).toEqual([story.account]);
  });

  it('an account is known as soon as it was opened', async () => {
    const story = begun();
    const query = await queryOver(eventsOf(story));
    expect(await query.isKnown(story.account)).toBe(true);
    expect(await query.isKnown('9')).toBe(false);
  });
});
