import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import {
  AbsenceRegistered,
  AccountOpened,
  ConsumptionHistoryNoted,
  MeterNoted,
  MeterRemovalNoted,
  OrderChargeCancellationNoted,
  OrderChargeNoted,
  ReadingCorrectionNoted,
  ReadingNoted,
  ResidentsRegistered,
  UtilityConnected,
} from './account.events';
import { RecalculationFacts, RecalculationGrounds } from './recalculation';

type Said<Event extends { data: object }> = Omit<Event['data'], 'effectiveOn'>;

export type OpenAccount = { readonly kind: 'OpenAccount' } & Said<AccountOpened>;
export type CloseAccount = { readonly kind: 'CloseAccount'; readonly account: string; readonly closedOn: CivilDate };
export type RegisterResidents = { readonly kind: 'RegisterResidents' } & Said<ResidentsRegistered>;
export type ConnectUtility = { readonly kind: 'ConnectUtility' } & Said<UtilityConnected>;
export type DisconnectUtility = {
  readonly kind: 'DisconnectUtility';
  readonly account: string;
  readonly utility: string;
  readonly to: CivilDate;
};
export type RegisterAbsence = { readonly kind: 'RegisterAbsence' } & Said<AbsenceRegistered>;
export type NoteMeter = { readonly kind: 'NoteMeter' } & Said<MeterNoted>;
export type NoteMeterRemoval = { readonly kind: 'NoteMeterRemoval' } & Said<MeterRemovalNoted>;
export type NoteReading = { readonly kind: 'NoteReading' } & Said<ReadingNoted>;
export type NoteReadingCorrection = { readonly kind: 'NoteReadingCorrection' } & Said<ReadingCorrectionNoted>;
export type NoteConsumptionHistory = { readonly kind: 'NoteConsumptionHistory' } & Said<ConsumptionHistoryNoted>;
export type NoteOrderCharge = { readonly kind: 'NoteOrderCharge' } & Said<OrderChargeNoted>;
export type NoteOrderChargeCancellation = {
  readonly kind: 'NoteOrderChargeCancellation';
} & Said<OrderChargeCancellationNoted>;

/** States a recalculation; stated again under the same id it changes nothing. */
export interface RecordRecalculation {
  readonly kind: 'RecordRecalculation';
  readonly account: string;
  readonly recalculationId: string;
  readonly recordedOn: CivilDate;
  readonly cause: string;
  readonly document: string | null;
  readonly approvalId: string | null;
  /** What the preview came to, which whoever states it has seen: another sum is not recorded. */
  readonly expectedKopecks: Kopecks;
  readonly grounds: RecalculationGrounds;
  readonly facts: RecalculationFacts;
}

export type AccountCommand =
  | OpenAccount
  | CloseAccount
  | RegisterResidents
  | ConnectUtility
  | DisconnectUtility
  | RegisterAbsence
  | NoteMeter
  | NoteMeterRemoval
  | NoteReading
  | NoteReadingCorrection
  | NoteConsumptionHistory
  | NoteOrderCharge
  | NoteOrderChargeCancellation
  | RecordRecalculation;

export function accountStream(account: string): string {
  return `billing_account-${account}`;
}
