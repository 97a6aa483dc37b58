import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { METER_EVENT_TYPES, MeterEvent, RegisterValues } from '../domain/meter.events';
import { METERED_ACCOUNT_EVENT_TYPES, MeteredAccountEvent } from '../domain/metered-account.events';

export interface AccountMeter {
  readonly meterId: string;
  readonly utility: string;
  readonly serial: string;
  readonly digits: number;
  readonly installedOn: CivilDate;
  readonly verifiedUntil: CivilDate;
  readonly removedOn: CivilDate | null;
  /** What the next reading is compared with: the latest by the day taken, else the start values. */
  readonly lastOn: CivilDate;
  readonly lastValues: RegisterValues;
}

export interface AccountMeters {
  readonly account: string;
  /** null until billing has told of the account. */
  readonly houseId: string | null;
  readonly windowFromDay: number | null;
  readonly windowToDay: number | null;
  readonly closedOn: CivilDate | null;
  /** In the order in which they became known, removed ones included. */
  readonly meters: readonly AccountMeter[];
}

type Handled = (MeterEvent | MeteredAccountEvent) & RecordedEvent;

/** Which meters does an account have, with their last values and the reading window of its house? */
export const accountMeters: Projection<AccountMeters> = {
  name: 'metering.account-meters',
  version: 1,
  handles: [...METER_EVENT_TYPES, ...METERED_ACCOUNT_EVENT_TYPES],
  keysOf: (event) => [(event as Handled).data.account],
  evolve: (document, event, account) => evolveAccount(document ?? emptyAccount(account), event as Handled),
  columns: { account: 'text', house_id: 'text', verified_until: 'text' },
  columnsOf: ({ account, houseId, meters }) => ({
    account,
    house_id: houseId,
    verified_until: firstVerificationEnd(meters),
  }),
  indexes: [['house_id'], ['verified_until']],
};

function emptyAccount(account: string): AccountMeters {
  return { account, houseId: null, windowFromDay: null, windowToDay: null, closedOn: null, meters: [] };
}

/** The earliest end of a verification among the meters in place: the day before which the payer is reminded. */
function firstVerificationEnd(meters: readonly AccountMeter[]): CivilDate | null {
  const ends = meters.filter(({ removedOn }) => removedOn === null).map(({ verifiedUntil }) => verifiedUntil);
  return ends.length === 0 ? null : ends.reduce((first, end) => (end < first ? end : first));
}

function evolveAccount(document: AccountMeters, event: MeterEvent | MeteredAccountEvent): AccountMeters {
  switch (event.type) {
    case 'MeteredAccountNoted': {
      const { houseId, windowFromDay, windowToDay } = event.data;
      return { ...document, houseId, windowFromDay, windowToDay };
    }
    case 'MeteredAccountClosed':
      return { ...document, closedOn: event.data.closedOn };
    case 'MeterInstalled': {
      const { meterId, utility, serial, digits, installedOn, verifiedUntil, startValues } = event.data;
      const life = { meterId, utility, serial, digits, installedOn, verifiedUntil, removedOn: null };
      return { ...document, meters: [...document.meters, { ...life, lastOn: installedOn, lastValues: startValues }] };
    }
    case 'MeterRemoved': {
      const { removedOn, finalValues } = event.data;
      return withMeter(document, event.data.meterId, (meter) => ({
        ...meter,
        removedOn,
        lastOn: removedOn,
        lastValues: finalValues,
      }));
    }
    case 'ReadingAccepted': {
      const { takenOn, values } = event.data;
      // A meter that is taken off keeps its final values; a reading of the day of installation follows the start.
      return withMeter(document, event.data.meterId, (meter) =>
        meter.removedOn !== null || takenOn < meter.lastOn ? meter : { ...meter, lastOn: takenOn, lastValues: values },
      );
    }
    case 'ReadingCorrected': {
      const { takenOn, values } = event.data;
      return withMeter(document, event.data.meterId, (meter) =>
        meter.removedOn !== null || takenOn !== meter.lastOn ? meter : { ...meter, lastValues: values },
      );
    }
    case 'ReadingDoubtNoted':
    case 'ReadingDoubtSettled':
      return document;
    default:
      return unreachable(event);
  }
}

function withMeter(
  document: AccountMeters,
  meterId: string,
  change: (meter: AccountMeter) => AccountMeter,
): AccountMeters {
  return { ...document, meters: document.meters.map((meter) => (meter.meterId === meterId ? change(meter) : meter)) };
}
