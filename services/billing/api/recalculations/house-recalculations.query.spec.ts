import { RejectedError } from '#libs/kernel';
import { RecalculationGrounds } from '../../domain/recalculation';
import { PreviewTurns } from '../preview-turns';
import { HOUSE_ACCOUNTS_MAX, HouseRecalculationsQuery } from './house-recalculations.query';

const GROUNDS: RecalculationGrounds = { kind: 'heating_year', utility: 'heating', year: '2025' };
const HOUSE = 'h-1';

type Parts = ConstructorParameters<typeof HouseRecalculationsQuery>;

/** A house of so many accounts, each of which comes to one kopeck. */
function houseOf(accounts: readonly string[], count = accounts.length): HouseRecalculationsQuery {
  const find = (_: unknown, { afterKey = '', limit }: { readonly afterKey?: string; readonly limit: number }) => {
    const rows = accounts.filter((account) => account > afterKey).slice(0, limit);
    return Promise.resolve(rows.map((account) => ({ key: account, document: { account } })));
  };
  const readModels = { find, count: () => Promise.resolve(count) } as unknown as Parts[0];
  const books = { current: () => Promise.resolve({ row: { houses: { [HOUSE]: {} } } }) } as unknown as Parts[2];
  const recalculations = {
    preview: (account: string) =>
      Promise.resolve({ account, amountKopecks: -1, lines: [], waivers: [], needsApproval: false, reliefsBefore: [] }),
  } as unknown as Parts[4];
  const clock = { today: () => '2026-04-01', now: () => '2026-04-01T00:00:00.000Z' } as unknown as Parts[1];
  return new HouseRecalculationsQuery(readModels, clock, books, {} as Parts[3], recalculations, new PreviewTurns());
}

describe('a recalculation of a house', () => {
  it('is worked out for every account of it, however many they are', async () => {
    const accounts = Array.from({ length: 2_001 }, (_, index) => String(10_000 + index));
    const { accounts: found, figures } = await houseOf(accounts).preview(HOUSE, ['10001'], GROUNDS);
    expect(found).toHaveLength(2_000);
    expect(found.at(-1)?.account).toBe('12000');
    expect(figures).toMatchObject({ accounts: 2_000, differenceKopecks: -2_000 });
  });

  it('is not worked out where an account that is left out is none of the house: whoever was meant would not be', async () => {
    const refused = await houseOf(['1', '2'])
      .preview(HOUSE, ['2', '3'], GROUNDS)
      .catch((error: unknown) => error);
    expect((refused as RejectedError).rejection).toMatchObject({
      code: 'BILLING_LEFT_OUT_NOT_IN_HOUSE',
      details: { house: HOUSE, account: '3' },
    });
    expect((await houseOf(['1', '2']).preview(HOUSE, ['2'], GROUNDS)).accounts).toHaveLength(1);
  });

  it('is refused whole where there are more accounts than a house has', async () => {
    const asked = houseOf(['1'], HOUSE_ACCOUNTS_MAX + 1).preview(HOUSE, [], GROUNDS);
    const refused = await asked.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RejectedError);
    expect((refused as RejectedError).rejection).toMatchObject({
      code: 'BILLING_HOUSE_TOO_LARGE',
      details: { house: HOUSE, accounts: HOUSE_ACCOUNTS_MAX + 1, limit: HOUSE_ACCOUNTS_MAX },
    });
  });
});
