import { BillingPeriod } from '#libs/kernel';
import { Query, ReadModels } from '#libs/read-models';
import { notBeforeOf } from './not-before';

interface Standing {
  /** Accounts by the status and the period that they stand in. */
  readonly accounts: readonly (readonly ['open' | 'closed', BillingPeriod])[];
  /** Periods that some of them have closed. */
  readonly closed: readonly BillingPeriod[];
}

/** What a store of read models answers, which knows nothing that was not caught up with. */
function notBefore({ accounts, closed }: Standing, firstPeriod = '2026-03') {
  const caughtUp = new Set<string>();
  const find = (projection: { readonly name: string }, { orderBy, limit }: Query) => {
    const known = caughtUp.has(projection.name) ? [...closed].sort() : [];
    const ordered = orderBy?.[0] === '-period' ? known.reverse() : known;
    return Promise.resolve(ordered.slice(0, limit).map((period) => ({ document: { period } })));
  };
  const count = (projection: { readonly name: string }) =>
    Promise.resolve(caughtUp.has(projection.name) ? accounts.length : 0);
  const catchUp = async (projection?: { readonly name: string }) => void caughtUp.add(projection?.name ?? '');
  const readModels = { find, count } as unknown as ReadModels;
  return notBeforeOf({ readModels, projector: { catchUp }, firstPeriod });
}

describe('the first day that no account has been charged from', () => {
  it('is that of those that have closed the month, whatever account was left behind', async () => {
    const accounts = [
      ['open', '2026-11'],
      ['open', '2026-12'],
      ['open', '2026-12'],
    ] as const;
    expect(await notBefore({ accounts, closed: ['2026-10', '2026-11'] })).toBe('2026-12-01');
  });

  it('is after a month that was closed while the next was not opened', async () => {
    const closed = ['2026-10', '2026-11'];
    expect(
      await notBefore({
        accounts: [
          ['open', '2026-11'],
          ['closed', '2026-11'],
        ],
        closed,
      }),
    ).toBe('2026-12-01');
    expect(await notBefore({ accounts: [['closed', '2026-11']], closed })).toBe('2026-12-01');
  });

  it('is in the month that all stand in, and nowhere before the first account', async () => {
    const accounts = [
      ['open', '2026-11'],
      ['open', '2026-11'],
    ] as const;
    expect(await notBefore({ accounts, closed: ['2026-10'] })).toBe('2026-11-01');
    expect(await notBefore({ accounts, closed: [] }, '2026-11')).toBe('2026-11-01');
    expect(await notBefore({ accounts: [], closed: [] })).toBeNull();
  });

  it('is not moved by an account whose first month is later than that of all others', async () => {
    const accounts = [
      ['open', '2026-11'],
      ['open', '2027-01'],
    ] as const;
    expect(await notBefore({ accounts, closed: ['2026-10'] })).toBe('2026-11-01');
    expect(await notBefore({ accounts, closed: [] }, '2026-11')).toBe('2026-11-01');
  });
});
