import {
  NightHouseCompleted,
  NightHouseProgressed,
  NightHouseTaken,
  NightRunCompleted,
  NightRunStarted,
  ParkedAccount,
} from '../night-run.events';

/** The night of whose events these are. */
export const DATE = '2026-03-31';
export const NINE = '2026-03-31T21:00:00.000Z';
export const FIVE_PAST = '2026-03-31T21:05:00.000Z';
export const TEN_PAST = '2026-03-31T21:10:00.000Z';
export const FIFTEEN_PAST = '2026-03-31T21:15:00.000Z';

export const PARKED: ParkedAccount = {
  account: '0045120003',
  period: '2026-03',
  step: 'close',
  code: 'BILLING_NO_RULE_IN_FORCE',
  details: { rule: 'penalty_cap_percent' },
};

export function started(...houses: string[]): NightRunStarted {
  return { type: 'NightRunStarted', version: 1, data: { date: DATE, houses } };
}

export function runCompleted(calculated: number, closed: number, parked: number): NightRunCompleted {
  return { type: 'NightRunCompleted', version: 1, data: { date: DATE, calculated, closed, parked } };
}

export function taken(houseId: string, holder: string, token: number, leaseUntil = TEN_PAST): NightHouseTaken {
  return { type: 'NightHouseTaken', version: 1, data: { date: DATE, houseId, holder, token, leaseUntil } };
}

export function progressed(
  houseId: string,
  token: number,
  accountsDone: number,
  leaseUntil: string,
): NightHouseProgressed {
  return { type: 'NightHouseProgressed', version: 1, data: { date: DATE, houseId, token, accountsDone, leaseUntil } };
}

export function completed(
  houseId: string,
  token: number,
  result: Partial<NightHouseCompleted['data']> = {},
): NightHouseCompleted {
  const nothing = { calculated: 0, unchanged: 0, closed: 0, parked: [], bookFingerprint: 'book' };
  return { type: 'NightHouseCompleted', version: 1, data: { date: DATE, houseId, token, ...nothing, ...result } };
}
