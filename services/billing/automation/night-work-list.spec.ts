import { MemoryReadModelStore, Projection } from '#libs/read-models';
import { aCalculation, AccountStory } from '../domain/testing/account-story';
import { openPeriodProjection, OpenPeriodRow } from '../projections/open-period.projection';
import {
  calculablePeriod,
  closablePeriod,
  countDue,
  NightScope,
  toCalculate,
  toClose,
  toOpen,
} from './night-work-list';

const scope = (changes: Partial<NightScope> = {}): NightScope => ({
  date: '2026-04-27',
  houseId: 'H1',
  account: null,
  windowToDay: 25,
  lastPeriod: '2026-12',
  fingerprint: 'rules',
  lastFingerprint: 'rules',
  ...changes,
});

describe('the period that can be closed', () => {
  it.each([
    ['2026-04-29', '2026-03', 'the month before, while its own month runs'],
    ['2026-04-30', '2026-04', 'its own month on the evening of the last day'],
    ['2026-05-01', '2026-04', 'the month before on the first day'],
    ['2026-02-28', '2026-02', 'February in a common year on the 28th'],
    ['2028-02-28', '2028-01', 'not February in a leap year on the 28th'],
  ])('on %s is %s: %s', (date, period) => {
    expect(closablePeriod({ date, lastPeriod: '2028-12' })).toBe(period);
  });

  it('is never after the last period that is computed', () => {
    expect(closablePeriod({ date: '2027-02-10', lastPeriod: '2026-12' })).toBe('2026-12');
    expect(closablePeriod({ date: '2026-12-31', lastPeriod: '2026-12' })).toBe('2026-12');
  });
});

describe('a period that somebody wants calculated now', () => {
  const asked = scope({ date: '2026-04-20', closesThrough: '2026-02', calculates: '2026-04' });

  it('is calculated before its window has ended, and nothing is closed', () => {
    expect(calculablePeriod(asked)).toBe('2026-04');
    expect(closablePeriod(asked)).toBe('2026-02');
  });

  it('is not calculated beyond the last period that is', () => {
    expect(calculablePeriod({ ...asked, lastPeriod: '2026-03' })).toBeNull();
  });
});

describe('a period that two people have to agree to', () => {
  const waiting = scope({ date: '2026-05-04', closesThrough: '2026-03' });

  it('is not closed by the night, and calculated every night until they have', () => {
    expect(closablePeriod(waiting)).toBe('2026-03');
    expect(calculablePeriod(waiting)).toBe('2026-04');
  });

  it('is closed once they have; the present one is calculated from the end of its window on', () => {
    expect(closablePeriod({ ...waiting, closesThrough: '2026-04' })).toBe('2026-04');
    expect(calculablePeriod({ ...waiting, closesThrough: '2026-04' })).toBeNull();
    expect(calculablePeriod({ ...waiting, date: '2026-05-26', closesThrough: '2026-04' })).toBe('2026-05');
  });
});

describe('the period that is calculated without being closed', () => {
  it.each<[string, string | null, string]>([
    ['2026-04-24', null, 'before the window has ended'],
    ['2026-04-25', '2026-04', 'from the evening of its last day'],
    ['2026-04-29', '2026-04', 'up to the day before the close'],
    ['2026-04-30', null, 'not on the evening of the close itself'],
  ])('on %s is %s: %s', (date, period) => {
    expect(calculablePeriod(scope({ date }))).toBe(period);
  });

  it('ends with the last period that is computed', () => {
    expect(calculablePeriod(scope({ date: '2026-12-27' }))).toBe('2026-12');
    expect(calculablePeriod(scope({ date: '2027-01-27' }))).toBeNull();
  });
});

/** An account of a house as the read models have it; the third is one that was closed and not opened again. */
interface Standing {
  readonly account: string;
  readonly house?: string;
  readonly period: string;
  readonly status?: 'open' | 'closed';
  readonly needsCalculation?: boolean;
}

async function readModelsWith(accounts: readonly Standing[]): Promise<MemoryReadModelStore> {
  const store = new MemoryReadModelStore();
  const opened = new AccountStory().opens().opened();
  const put = async <Row extends object>(projection: Projection<Row>, rows: readonly [string, Row][]) => {
    const writes = rows.map(([key, document]) => ({
      key,
      document,
      position: 1,
      columns: projection.columnsOf(document, key),
    }));
    await store.write(await store.open(projection as Projection), projection, writes, 0, 1);
  };
  const periods = accounts.map((standing): [string, OpenPeriodRow] => {
    const { account, house = 'H1', period, status = 'open', needsCalculation = false } = standing;
    return [account, { state: { ...opened, account, houseId: house, period, status }, revision: 0, needsCalculation }];
  });
  await put(openPeriodProjection, periods);
  return store;
}

const ACCOUNTS: readonly Standing[] = [
  { account: '1 stands in April, changed', period: '2026-04', needsCalculation: true },
  { account: '2 stands in April, unchanged', period: '2026-04' },
  { account: '3 is behind', period: '2026-03', needsCalculation: true },
  { account: '4 was stopped after the close', period: '2026-03', status: 'closed' },
  { account: '5 of another house', house: 'H2', period: '2026-03', needsCalculation: true },
];

describe('the work of a night in a house', () => {
  const found = async (night: NightScope) => {
    const store = await readModelsWith(ACCOUNTS);
    const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => Number(key[0]));
    const period = calculablePeriod(night);
    return {
      closes: keys(await store.find(openPeriodProjection, { where: toClose(night) })),
      opens: keys(await store.find(openPeriodProjection, { where: toOpen(night) })),
      calculates: period ? keys(await store.find(openPeriodProjection, { where: toCalculate(night, period) })) : [],
    };
  };

  it('within the month closes what is behind, opens what was stopped and calculates what has changed', async () => {
    expect(await found(scope())).toEqual({ closes: [3], opens: [4], calculates: [1] });
  });

  it('before the end of the window calculates nothing', async () => {
    expect(await found(scope({ date: '2026-04-10' }))).toEqual({ closes: [3], opens: [4], calculates: [] });
  });

  it('on the last evening closes every open period of the house', async () => {
    expect(await found(scope({ date: '2026-04-30' }))).toEqual({ closes: [1, 2, 3], opens: [4], calculates: [] });
  });

  it('after a change of the rules calculates all accounts that stand in the period', async () => {
    expect(await found(scope({ fingerprint: 'other rules' }))).toMatchObject({ calculates: [1, 2] });
  });

  it('in the first night of a house calculates what has not been calculated', async () => {
    expect(await found(scope({ lastFingerprint: null }))).toMatchObject({ calculates: [1] });
  });

  it('is counted before it is begun', async () => {
    const store = await readModelsWith(ACCOUNTS);
    expect(await countDue(store, scope())).toBe(3);
    expect(await countDue(store, scope({ date: '2026-04-10' }))).toBe(2);
    expect(await countDue(store, scope({ date: '2026-04-30' }))).toBe(4);
    expect(await countDue(store, scope({ houseId: 'H9' }))).toBe(0);
  });

  it('of a quiet night is nothing', async () => {
    const store = await readModelsWith([{ account: '2', period: '2026-04' }]);
    expect(await countDue(store, scope())).toBe(0);
  });
});

it('a period that was closed is no work once the next one is open', async () => {
  const story = new AccountStory().opens().closes(aCalculation());
  const store = await readModelsWith([{ account: story.account, period: story.opened().period }]);
  expect(await countDue(store, scope({ date: '2026-04-10' }))).toBe(0);
});
