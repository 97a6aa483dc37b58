import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import {
  AccountCommand,
  CloseAccount,
  ConnectUtility,
  DisconnectUtility,
  NoteOrderCharge,
  NoteOrderChargeCancellation,
  NoteReadingCorrection,
  OpenAccount,
  RegisterAbsence,
  RegisterResidents,
} from './account.commands';
import { EarlierRecalculations } from './earlier-recalculations.policy';
import { evolveRecalculations, recordRecalculation } from './record-recalculation';
import { AccountEvent } from './account.events';

/** What the decisions about an account depend on; everything else of it is for reading. */
export type AccountState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'open' | 'closed';
      readonly openedOn: CivilDate;
      readonly closedOn: CivilDate | null;
      /** Days from which residents are registered. */
      readonly residentsFrom: readonly CivilDate[];
      /** By utility: the first day that is not connected, null while it is connected. */
      readonly connections: Readonly<Record<string, { readonly from: CivilDate; readonly to: CivilDate | null }>>;
      readonly absences: readonly { readonly leftOn: CivilDate; readonly returnedOn: CivilDate }[];
      readonly meters: Readonly<Record<string, { readonly removedOn: CivilDate | null }>>;
      /** `meter|day taken`. */
      readonly readings: Readonly<Record<string, true>>;
      /** `meter|day taken|day corrected|event of metering`: a reading may be corrected several times on one day. */
      readonly corrections: Readonly<Record<string, true>>;
      readonly histories: Readonly<Record<string, true>>;
      /** By id of the order, with the events of support that were noted of it. */
      readonly orders: Readonly<Record<string, { readonly charged: boolean; readonly told: readonly string[] }>>;
      readonly recalculations: EarlierRecalculations;
    };

type KnownAccount = Exclude<AccountState, { status: 'unknown' }>;

export const accountDecider: Decider<AccountState, AccountCommand, AccountEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveAccount,
  decide: decideAccount,
};

function decideAccount(command: AccountCommand, state: AccountState): readonly AccountEvent[] | Rejection {
  if (command.kind === 'OpenAccount') return openAccount(command, state);
  if (state.status === 'unknown') return new Rejection('BILLING_UNKNOWN_ACCOUNT', { account: command.account });
  switch (command.kind) {
    case 'CloseAccount':
      return closeAccount(command, state);
    case 'RegisterResidents':
      return registerResidents(command, state);
    case 'ConnectUtility':
      return connectUtility(command, state);
    case 'DisconnectUtility':
      return disconnectUtility(command, state);
    case 'RegisterAbsence':
      return registerAbsence(command, state);
    case 'NoteMeter': {
      const { kind, ...data } = command;
      void kind;
      if (state.meters[data.meterId]) return [];
      return [{ type: 'MeterNoted', version: 1, data: { ...data, effectiveOn: data.installedOn } }];
    }
    case 'NoteMeterRemoval': {
      const { kind, ...data } = command;
      void kind;
      const meter = state.meters[data.meterId];
      if (!meter) return new Rejection('BILLING_UNKNOWN_METER', { account: data.account, meter: data.meterId });
      if (meter.removedOn !== null) return [];
      return [{ type: 'MeterRemovalNoted', version: 1, data: { ...data, effectiveOn: data.removedOn } }];
    }
    case 'NoteReading': {
      const { kind, ...data } = command;
      void kind;
      if (!state.meters[data.meterId]) {
        return new Rejection('BILLING_UNKNOWN_METER', { account: data.account, meter: data.meterId });
      }
      if (state.readings[`${data.meterId}|${data.takenOn}`]) return [];
      return [{ type: 'ReadingNoted', version: 1, data: { ...data, effectiveOn: data.receivedOn } }];
    }
    case 'NoteReadingCorrection':
      return noteReadingCorrection(command, state);
    case 'NoteConsumptionHistory': {
      const { kind, ...data } = command;
      void kind;
      return state.histories[data.utility] ? [] : [{ type: 'ConsumptionHistoryNoted', version: 1, data }];
    }
    case 'NoteOrderCharge':
      return noteOrderCharge(command, state);
    case 'NoteOrderChargeCancellation':
      return noteOrderChargeCancellation(command, state);
    case 'RecordRecalculation':
      return recordRecalculation(command, state);
    default:
      return unreachable(command);
  }
}

/** Opens an account. An account is opened once: a repeat of the same command is told by its id, before it is decided. */
export function openAccount(command: OpenAccount, state: AccountState): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  if (state.status !== 'unknown') return new Rejection('BILLING_ACCOUNT_EXISTS', { account: command.account });
  return [{ type: 'AccountOpened', version: 1, data: { ...data, effectiveOn: data.openedOn } }];
}

export function closeAccount(command: CloseAccount, state: KnownAccount): readonly AccountEvent[] | Rejection {
  const { account, closedOn } = command;
  if (state.closedOn === closedOn) return [];
  if (state.closedOn !== null) {
    return new Rejection('BILLING_ACCOUNT_CLOSED', { account, closedOn: state.closedOn });
  }
  if (closedOn <= state.openedOn) {
    return new Rejection('BILLING_CLOSED_BEFORE_OPENED', { account, openedOn: state.openedOn, closedOn });
  }
  return [{ type: 'AccountClosed', version: 1, data: { account, closedOn, effectiveOn: closedOn } }];
}

export function registerResidents(
  command: RegisterResidents,
  state: KnownAccount,
): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  if (state.residentsFrom.includes(data.from)) {
    return new Rejection('BILLING_RESIDENTS_ALREADY_REGISTERED', { account: data.account, from: data.from });
  }
  return [{ type: 'ResidentsRegistered', version: 1, data: { ...data, effectiveOn: data.from } }];
}

export function connectUtility(command: ConnectUtility, state: KnownAccount): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  if (state.connections[data.utility]) {
    return new Rejection('BILLING_UTILITY_CONNECTED', { account: data.account, utility: data.utility });
  }
  return [{ type: 'UtilityConnected', version: 1, data: { ...data, effectiveOn: data.from } }];
}

export function disconnectUtility(
  command: DisconnectUtility,
  state: KnownAccount,
): readonly AccountEvent[] | Rejection {
  const { account, utility, to } = command;
  const connection = state.connections[utility];
  if (!connection) return new Rejection('BILLING_UTILITY_NOT_CONNECTED', { account, utility });
  if (connection.to === to) return [];
  if (connection.to !== null || to <= connection.from) {
    return new Rejection('BILLING_UTILITY_NOT_CONNECTED', { account, utility, to });
  }
  return [{ type: 'UtilityDisconnected', version: 1, data: { account, utility, to, effectiveOn: to } }];
}

export function registerAbsence(command: RegisterAbsence, state: KnownAccount): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  if (data.returnedOn <= data.leftOn) {
    return new Rejection('BILLING_ABSENCE_DATES', { account: data.account, leftOn: data.leftOn });
  }
  const overlaps = state.absences.some((other) => data.leftOn < other.returnedOn && other.leftOn < data.returnedOn);
  if (overlaps) return new Rejection('BILLING_ABSENCE_OVERLAPS', { account: data.account, leftOn: data.leftOn });
  return [{ type: 'AbsenceRegistered', version: 1, data: { ...data, effectiveOn: data.appliedOn } }];
}

/**
 * Every correction that metering has recorded is noted once, however often it is told: of two on one day the later one
 * holds, and only its event tells it from the earlier one.
 */
export function noteReadingCorrection(
  command: NoteReadingCorrection,
  state: KnownAccount,
): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  if (!state.readings[`${data.meterId}|${data.takenOn}`]) {
    return new Rejection('BILLING_UNKNOWN_READING', {
      account: data.account,
      meter: data.meterId,
      takenOn: data.takenOn,
    });
  }
  if (state.corrections[nameOfCorrection(data)]) return [];
  return [{ type: 'ReadingCorrectionNoted', version: 1, data: { ...data, effectiveOn: data.correctedOn } }];
}

/**
 * An order is charged once, however often it is told, and again only by another event of support after it was cancelled:
 * the money that had paid for it went back. Its sum has to be what its units cost.
 */
export function noteOrderCharge(command: NoteOrderCharge, state: KnownAccount): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  const order = state.orders[data.orderId];
  if (order && (order.charged || order.told.includes(data.source.eventId))) return [];
  if (data.quantity * data.unitPriceKopecks !== data.amountKopecks) {
    return new Rejection('BILLING_ORDER_SUM_DIFFERS', { account: data.account, order: data.orderId });
  }
  return [{ type: 'OrderChargeNoted', version: 1, data: { ...data, effectiveOn: data.chargedOn } }];
}

export function noteOrderChargeCancellation(
  command: NoteOrderChargeCancellation,
  state: KnownAccount,
): readonly AccountEvent[] | Rejection {
  const { kind, ...data } = command;
  void kind;
  const order = state.orders[data.orderId];
  if (!order) return new Rejection('BILLING_UNKNOWN_ORDER', { account: data.account, order: data.orderId });
  if (!order.charged || order.told.includes(data.source.eventId)) return [];
  return [{ type: 'OrderChargeCancellationNoted', version: 1, data: { ...data, effectiveOn: data.cancelledOn } }];
}

function evolveAccount(state: AccountState, event: AccountEvent): AccountState {
  if (event.type === 'AccountOpened') {
    return {
      status: 'open',
      openedOn: event.data.openedOn,
      closedOn: null,
      residentsFrom: [],
      connections: {},
      absences: [],
      meters: {},
      readings: {},
      corrections: {},
      histories: {},
      orders: {},
      recalculations: {},
    };
  }
  return state.status === 'unknown' ? state : evolveKnown(state, event);
}

function evolveKnown(state: KnownAccount, event: Exclude<AccountEvent, { type: 'AccountOpened' }>): AccountState {
  switch (event.type) {
    case 'AccountClosed':
      return { ...state, status: 'closed', closedOn: event.data.closedOn };
    case 'ResidentsRegistered':
      return { ...state, residentsFrom: [...state.residentsFrom, event.data.from] };
    case 'UtilityConnected':
      return withConnection(state, event.data.utility, event.data.from, null);
    case 'UtilityDisconnected': {
      const from = state.connections[event.data.utility]?.from ?? event.data.to;
      return withConnection(state, event.data.utility, from, event.data.to);
    }
    case 'AbsenceRegistered':
      return { ...state, absences: [...state.absences, event.data] };
    case 'MeterNoted':
      return { ...state, meters: { ...state.meters, [event.data.meterId]: { removedOn: null } } };
    case 'MeterRemovalNoted':
      return { ...state, meters: { ...state.meters, [event.data.meterId]: { removedOn: event.data.removedOn } } };
    case 'ReadingNoted':
      return { ...state, readings: { ...state.readings, [`${event.data.meterId}|${event.data.takenOn}`]: true } };
    case 'ReadingCorrectionNoted':
      return { ...state, corrections: { ...state.corrections, [nameOfCorrection(event.data)]: true } };
    case 'ConsumptionHistoryNoted':
      return { ...state, histories: { ...state.histories, [event.data.utility]: true } };
    case 'OrderChargeNoted':
    case 'OrderChargeCancellationNoted':
      return withOrder(state, event);
    case 'RecalculationRecorded':
      return { ...state, recalculations: evolveRecalculations(state.recalculations, event) };
    default:
      return unreachable(event);
  }
}

function nameOfCorrection(
  correction: Pick<NoteReadingCorrection, 'meterId' | 'takenOn' | 'correctedOn' | 'source'>,
): string {
  const { meterId, takenOn, correctedOn, source } = correction;
  return `${meterId}|${takenOn}|${correctedOn}|${source.eventId}`;
}

function withOrder(
  state: KnownAccount,
  event: Extract<AccountEvent, { type: 'OrderChargeNoted' | 'OrderChargeCancellationNoted' }>,
): AccountState {
  const { orderId, source } = event.data;
  const told = [...(state.orders[orderId]?.told ?? []), source.eventId];
  return { ...state, orders: { ...state.orders, [orderId]: { charged: event.type === 'OrderChargeNoted', told } } };
}

function withConnection(state: KnownAccount, utility: string, from: CivilDate, to: CivilDate | null): KnownAccount {
  return { ...state, connections: { ...state.connections, [utility]: { from, to } } };
}
