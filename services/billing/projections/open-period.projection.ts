import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { ACCOUNT_PERIOD_EVENT_TYPES, AccountPeriodEvent } from '../domain/account-period.events';
import { AccountPeriodState, evolveAccountPeriod, OpenedPeriod } from '../domain/account-period.state';
import { ACCOUNT_EVENT_TYPES, AccountEvent } from '../domain/account.events';

/** The state of the latest period of an account, with the revision of its stream and what the night has to know. */
export interface OpenPeriodRow {
  readonly state: OpenedPeriod;
  readonly revision: number;
  /** True from a fact that may change charges until the next calculation. */
  readonly needsCalculation: boolean;
}

/** In which period does an account stand, with what debts and money, and has it to be calculated? */
export const openPeriodProjection: Projection<OpenPeriodRow> = {
  name: 'billing.open-period',
  version: 4,
  handles: [...ACCOUNT_PERIOD_EVENT_TYPES, ...ACCOUNT_EVENT_TYPES],
  keysOf: (event) => [(event.data as { account: string }).account],
  columns: { house: 'text', period: 'text', status: 'text', needs_calculation: 'integer' },
  columnsOf: ({ state, needsCalculation }) => ({
    house: state.houseId,
    period: state.period,
    status: state.status,
    needs_calculation: needsCalculation ? 1 : 0,
  }),
  indexes: [['house', 'status', 'period', 'needs_calculation']],
  evolve: (row, event) => evolveOpenPeriod(row, event as RecordedEvent & (AccountPeriodEvent | AccountEvent)),
};

const periodEventTypes: ReadonlySet<string> = new Set(ACCOUNT_PERIOD_EVENT_TYPES);

function isOfPeriod(event: AccountPeriodEvent | AccountEvent): event is AccountPeriodEvent {
  return periodEventTypes.has(event.type);
}

function evolveOpenPeriod(
  row: OpenPeriodRow | null,
  event: RecordedEvent & (AccountPeriodEvent | AccountEvent),
): OpenPeriodRow | null {
  // A fact about the account or its meters; the first period is calculated whatever came before it.
  if (!isOfPeriod(event)) return row && { ...row, needsCalculation: true };
  const before: AccountPeriodState = row?.state ?? { status: 'not_opened' };
  const state = evolveAccountPeriod(before, event);
  if (state.status === 'not_opened') return null;
  return { state, revision: event.revision, needsCalculation: isNeededAfter(event, row) };
}

/** Payments change no charges. */
function isNeededAfter(event: AccountPeriodEvent, row: OpenPeriodRow | null): boolean {
  if (event.type === 'PeriodOpened') return true;
  return event.type === 'ChargesCalculated' ? false : (row?.needsCalculation ?? true);
}
