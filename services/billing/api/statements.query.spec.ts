import { MemoryReadModelStore } from '#libs/read-models';
import {
  accountStatementProjection,
  AccountStatementRow,
  statementKey,
} from '../projections/account-statement.projection';
import { StatementsQuery, StatementsQuestion } from './statements.query';

const statement = (account: string, period: string, recordedAt: string | null): AccountStatementRow => ({
  account,
  houseId: 'H1',
  period,
  charges: [],
  recalculations: [],
  calculatedEventId: null,
  closed: recordedAt === null ? null : { dueOn: '2026-04-15', payees: [], recordedAt, eventId: 'closed' },
});

async function queryOver(rows: readonly AccountStatementRow[]): Promise<StatementsQuery> {
  const store = new MemoryReadModelStore();
  const generation = await store.open(accountStatementProjection);
  const writes = rows.map((document) => {
    const key = statementKey(document.account, document.period);
    return { key, document, position: 1, columns: accountStatementProjection.columnsOf(document, key) };
  });
  await store.write(generation, accountStatementProjection, writes, 0, 1);
  return new StatementsQuery(store);
}

async function printedBy(query: StatementsQuery, question: StatementsQuestion = {}): Promise<string[]> {
  const printed: string[] = [];
  for await (const { account, period } of query.all(question)) printed.push(`${account} ${period}`);
  return printed;
}

const ROWS = [
  statement('0045120002', '2026-03', '2026-03-31T19:00:00.000Z'),
  statement('0045120001', '2026-05', null),
  statement('0045120001', '2026-04', '2026-04-30T19:00:00.000Z'),
  statement('0045120001', '2026-03', '2026-03-31T19:00:00.000Z'),
];

describe('statements', () => {
  it('are those of closed periods, sorted by account and period', async () => {
    expect(await printedBy(await queryOver(ROWS))).toEqual([
      '0045120001 2026-03',
      '0045120001 2026-04',
      '0045120002 2026-03',
    ]);
  });

  it.each<[string, StatementsQuestion, string[]]>([
    ['of one account', { account: '0045120002' }, ['0045120002 2026-03']],
    ['from a period', { from: '2026-04' }, ['0045120001 2026-04']],
    ['up to a period', { to: '2026-03' }, ['0045120001 2026-03', '0045120002 2026-03']],
    ['of a period of one account', { account: '0045120001', from: '2026-03', to: '2026-03' }, ['0045120001 2026-03']],
    ['of an account that is not there', { account: '9' }, []],
  ])('%s', async (_, question, expected) => {
    expect(await printedBy(await queryOver(ROWS), question)).toEqual(expected);
  });

  it('known at an instant are those whose close had been recorded by then, that instant included', async () => {
    const query = await queryOver(ROWS);
    const march = ['0045120001 2026-03', '0045120002 2026-03'];
    expect(await printedBy(query, { knownAt: '2026-03-31T18:59:59.999Z' })).toEqual([]);
    expect(await printedBy(query, { knownAt: '2026-03-31T19:00:00.000Z' })).toEqual(march);
    expect(await printedBy(query, { knownAt: '2026-04-30T18:59:59.999Z' })).toEqual(march);
  });

  it('of a town come page by page, each once and in order', async () => {
    const town = Array.from({ length: 2_003 }, (_, number) =>
      statement(String(number).padStart(10, '0'), '2026-03', '2026-03-31T19:00:00.000Z'),
    );
    const printed = await printedBy(await queryOver(town.toReversed()));
    expect(printed).toEqual(town.map((row) => `${row.account} 2026-03`));
  });

  it('of exactly one page end with it', async () => {
    const page = Array.from({ length: 1_000 }, (_, number) =>
      statement(String(number), '2026-03', '2026-03-31T19:00:00.000Z'),
    );
    expect(await printedBy(await queryOver(page))).toHaveLength(1_000);
  });
});

describe('one statement', () => {
  it('is the one of an account and period', async () => {
    const query = await queryOver(ROWS);
    expect(await query.one('0045120001', '2026-04')).toEqual({
      account: '0045120001',
      period: '2026-04',
      dueDate: '2026-04-15',
      payees: [],
    });
  });

  it('is not there while the period is open, nor for a period that was never opened', async () => {
    const query = await queryOver(ROWS);
    expect(await query.one('0045120001', '2026-05')).toBeNull();
    expect(await query.one('0045120001', '2026-06')).toBeNull();
  });
});
