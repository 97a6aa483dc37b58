import { BillingPeriod } from '#libs/kernel';
import { Query, ReadModels } from '#libs/read-models';
import { notBeforeOf } from './not-before';

/** Accounts by the status and the period that they stand in. */
function standing(...accounts: readonly (readonly ['open' | 'closed', BillingPeriod])[]): ReadModels {
  const find = (_: unknown, { where, orderBy, limit }: Query) => {
    const found = accounts.filter(([status]) => status === where?.['status']).map(([, period]) => period);
    const ordered = orderBy?.[0] === '-period' ? found.sort().reverse() : found.sort();
    return Promise.resolve(ordered.slice(0, limit).map((period) => ({ document: { state: { period } } })));
  };
  return { find } as unknown as ReadModels;
}

describe('the first day that no account has been charged from', () => {
  it('is that of those that have closed the month, whatever account was left behind', async () => {
    expect(await notBeforeOf(standing(['open', '2026-11'], ['open', '2026-12'], ['open', '2026-12']))).toBe(
      '2026-12-01',
    );
  });

  it('is after a month that was closed while the next was not opened', async () => {
    expect(await notBeforeOf(standing(['open', '2026-11'], ['closed', '2026-11']))).toBe('2026-12-01');
    expect(await notBeforeOf(standing(['closed', '2026-11']))).toBe('2026-12-01');
  });

  it('is in the month that all stand in, and nowhere before the first account', async () => {
    expect(await notBeforeOf(standing(['open', '2026-11'], ['open', '2026-11']))).toBe('2026-11-01');
    expect(await notBeforeOf(standing())).toBeNull();
  });
});
