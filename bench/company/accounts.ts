import { addMonths, BillingPeriod, firstDayOf } from '#libs/kernel';
import { StreamAppend } from '#libs/event-store';
import { AccountEvent, accountPeriodStream, accountStream, PeriodOpened } from '#services/billing';
import { appendOf } from './appends';
import { houseIdOf, METERED_UTILITIES, UTILITY_NAMES } from './reference';

export const ACCOUNTS_PER_HOUSE = 200;
const HISTORY_MONTHS = 6;

/** The numbers of so many dwellings, so many of them in each house. Throws RangeError for more in a house than there is room for. */
export function dwellingNumbers(accounts: number, accountsPerHouse: number): readonly number[] {
  if (accountsPerHouse > ACCOUNTS_PER_HOUSE) throw new RangeError(`A house has room for ${ACCOUNTS_PER_HOUSE}`);
  return Array.from({ length: accounts }, (_, index) => {
    const house = Math.floor(index / accountsPerHouse);
    return house * ACCOUNTS_PER_HOUSE + (index % accountsPerHouse);
  });
}

/** What makes one generated dwelling differ from the next, always the same for the same number. */
export interface Dwelling {
  readonly account: string;
  readonly houseId: string;
  readonly areaM2: string;
  readonly persons: number;
  readonly monthly: Readonly<Record<(typeof METERED_UTILITIES)[number], readonly number[]>>;
}

export function dwellingOf(number: number): Dwelling {
  return {
    account: String(6_300_000_000 + number),
    houseId: houseIdOf(Math.floor(number / ACCOUNTS_PER_HOUSE)),
    areaM2: `${32 + (number % 51)}.${number % 10}`,
    persons: 1 + (number % 4),
    monthly: {
      cold_water: [3 + (number % 5)],
      hot_water: [2 + (number % 4)],
      // Every second dwelling has day and night zones.
      electricity: number % 2 === 0 ? [110 + (number % 90), 60 + (number % 40)] : [150 + (number % 120)],
    },
  };
}

/** The account with its residents, connections, meters, volumes of the months before, and readings on its eve. */
export function accountFacts(number: number, firstPeriod: BillingPeriod): AccountEvent[] {
  const { account, houseId, areaM2, persons, monthly } = dwellingOf(number);
  const openedOn = '2015-01-01';
  const common = { account, effectiveOn: openedOn };
  const source = {
    eventId: `meter-${account}`,
    type: 'Metering',
    recordedAt: '2026-02-28T20:00:00.000Z',
    actor: 'import',
  };
  const facts: AccountEvent[] = [
    {
      type: 'AccountOpened',
      version: 1,
      data: {
        ...common,
        houseId,
        flat: String(number % ACCOUNTS_PER_HOUSE),
        totalAreaM2: areaM2,
        personId: `payer-${account}`,
        openedOn,
        openingBalances: [],
        windowFromDay: 15,
        windowToDay: 25,
      },
    },
    { type: 'ResidentsRegistered', version: 1, data: { ...common, from: openedOn, registered: persons, owners: 1 } },
  ];
  for (const utility of UTILITY_NAMES) {
    const meterPossible = utility in monthly ? true : null;
    facts.push({ type: 'UtilityConnected', version: 1, data: { ...common, utility, from: openedOn, meterPossible } });
  }
  for (const utility of METERED_UTILITIES) {
    const volumes = monthly[utility];
    const months = Array.from({ length: HISTORY_MONTHS }, (_, month) => ({
      period: addMonths(firstPeriod, month - HISTORY_MONTHS),
      volumes: volumes.map(String),
    }));
    facts.push({ type: 'ConsumptionHistoryNoted', version: 1, data: { account, utility, months, source } });
    facts.push({
      type: 'MeterNoted',
      version: 1,
      data: {
        ...common,
        meterId: meterIdOf(account, utility),
        utility,
        serial: account,
        digits: 6,
        installedOn: openedOn,
        verifiedUntil: '2030-12-31',
        startValues: volumes.map(() => '0'),
        replaces: null,
        source,
      },
    });
  }
  return [...facts, ...readingsOf(number, addMonths(firstPeriod, -1))];
}

/** The readings of all meters of a dwelling in a month; consumption is the same every month. */
export function readingsOf(number: number, period: BillingPeriod): AccountEvent[] {
  const { account, monthly } = dwellingOf(number);
  const months = monthsFrom('2015-01', period);
  const takenOn = `${period}-20`;
  return METERED_UTILITIES.map((utility) => ({
    type: 'ReadingNoted',
    version: 1,
    data: {
      account,
      effectiveOn: takenOn,
      meterId: meterIdOf(account, utility),
      takenOn,
      receivedOn: takenOn,
      values: monthly[utility].map((volume) => `${volume * months}.25`),
      source: {
        eventId: `reading-${account}-${utility}-${period}`,
        type: 'ReadingAccepted',
        recordedAt: `${takenOn}T08:00:00.000Z`,
        actor: 'import',
      },
    },
  }));
}

function meterIdOf(account: string, utility: string): string {
  return `M${account}${utility.slice(0, 1)}`;
}

export function monthsFrom(from: BillingPeriod, to: BillingPeriod): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}

/** The first period of a dwelling, every third one with a debt brought forward. */
export function periodOpened(number: number, period: BillingPeriod): PeriodOpened {
  const { account, houseId } = dwellingOf(number);
  const owed = {
    period: addMonths(period, -3),
    dueOn: `${addMonths(period, -2)}-15`,
    opening: true,
    principalKopecks: 450_000 + number,
    openingPenaltyKopecks: 1_200,
    postedPenaltyKopecks: 0,
    principalPaid: [],
    penaltyPaid: [],
    billed: {},
  };
  const main = { lines: number % 3 === 0 ? [owed] : [], money: [] };
  return {
    type: 'PeriodOpened',
    version: 1,
    data: {
      account,
      houseId,
      period,
      effectiveOn: firstDayOf(period),
      carriedFrom: null,
      ledgers: { main, capital_repair: { lines: [], money: [] } },
    },
  };
}

/** Everything of a dwelling that a company needs before its first night, with the readings of the first period. */
export function accountAppends(number: number, firstPeriod: BillingPeriod): StreamAppend[] {
  const { account } = dwellingOf(number);
  return [
    appendOf(accountStream(account), [...accountFacts(number, firstPeriod), ...readingsOf(number, firstPeriod)]),
    appendOf(accountPeriodStream(account, firstPeriod), [periodOpened(number, firstPeriod)]),
  ];
}
