import { ServiceAwayError } from '#libs/clients';
import { RejectedError, Rejection } from '#libs/kernel';
import { BillingOfficeClient, NightsClient, TurnoverQuestion } from '#services/billing/api/client';
import { MeteringOfficeClient } from '#services/metering/api/client';
import { CloseOutlooks, hasToInsist } from './close-outlook';

const away = (service: string) => new ServiceAwayError(service, 'unreached');

interface Company {
  readonly doubts?: number | Error;
  readonly parked?: number | Error;
  /** Charges of September by house and payee. */
  readonly september?: readonly number[] | Error;
}

function outlooksOf({ doubts = 0, parked = 0, september = [100_00] }: Company): CloseOutlooks {
  const list = (count: number | Error) =>
    count instanceof Error ? Promise.reject(count) : Promise.resolve(Array.from({ length: count }, () => ({})));
  async function* turnover({ from, to }: TurnoverQuestion) {
    if (september instanceof Error) throw september;
    if (from !== '2026-09' || to !== '2026-09') throw new Error(`${from} to ${to} is not the month before`);
    for (const chargedKopecks of september) yield await Promise.resolve({ chargedKopecks });
  }
  return new CloseOutlooks(
    { waitingDoubts: () => list(doubts) } as unknown as MeteringOfficeClient,
    { parked: () => list(parked) } as unknown as NightsClient,
    { turnover } as unknown as BillingOfficeClient,
  );
}

async function refusalOf(company: Company, insists = false): Promise<Rejection | null> {
  try {
    await outlooksOf(company).requireInsistence('2026-10', insists);
    return null;
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection;
    throw error;
  }
}

describe('what is seen before a month is closed', () => {
  it('is what waits, and what all houses and payees were charged the month before', async () => {
    // 300 000,00 + 68 544,61 = 368 544,61.
    const outlook = await outlooksOf({ doubts: 2, parked: 1, september: [300_000_00, 68_544_61] }).of('2026-10');
    expect(outlook).toEqual({ doubts: 2, parked: 1, before: { period: '2026-09', chargedKopecks: 368_544_61 } });
  });

  it('tells a month in which nobody was charged from one that cannot be told', async () => {
    expect((await outlooksOf({ september: [] }).of('2026-10')).before).toEqual({
      period: '2026-09',
      chargedKopecks: null,
    });
    expect((await outlooksOf({ september: away('billing') }).of('2026-10')).before).toBeNull();
  });

  it('tells what it can while a service is away, and hides no other fault', async () => {
    const outlook = await outlooksOf({ doubts: away('metering'), parked: 3 }).of('2026-10');
    expect([outlook.doubts, outlook.parked, outlook.before?.chargedKopecks]).toEqual([null, 3, 100_00]);
    await expect(outlooksOf({ doubts: new Error('broken') }).of('2026-10')).rejects.toThrow('broken');
  });
});

describe('the question that is asked once more', () => {
  it('is not asked where nothing waits for a decision', async () => {
    expect(await refusalOf({})).toBeNull();
    expect(await refusalOf({ parked: 2 })).toBeNull();
    expect(hasToInsist(await outlooksOf({ parked: 2 }).of('2026-10'))).toBe(false);
  });

  it('is asked where a doubtful reading waits, and says how many', async () => {
    expect(await refusalOf({ doubts: 3 })).toMatchObject({
      code: 'BACK_OFFICE_CLOSE_UNDECIDED',
      details: { period: '2026-10', doubts: 3 },
    });
    expect(await refusalOf({ doubts: 3 }, true)).toBeNull();
  });

  it.each([{ doubts: away('metering') }, { parked: away('billing') }, { september: away('billing') }])(
    'is asked where something cannot be told',
    async (company) => {
      expect((await refusalOf(company))?.code).toBe('BACK_OFFICE_CLOSE_UNSEEN');
      expect(await refusalOf(company, true)).toBeNull();
    },
  );
});
