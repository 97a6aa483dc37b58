import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Component, NormMeasure, Payee, UtilityKind } from './reference-book';
import { RuleNamed } from './rule-named';

/** An organisation that is paid, with its requisites as printed on slips. */
export interface PayeeRequisites {
  readonly payee: Payee;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string;
  readonly bankName: string;
  readonly bic: string;
  readonly bankAccount: string;
  readonly correspondentAccount: string;
  readonly address: string;
  readonly phone: string | null;
}

export type CompanyRegistered = DomainEvent<
  'CompanyRegistered',
  { readonly companyId: string; readonly timeZone: string; readonly payees: readonly PayeeRequisites[] }
>;

/** Why a rule was stated, in the words of whoever stated it; absent where it was imported with its history. */
interface Reasoned {
  readonly reason?: string | undefined;
}

export type SettingDecided = DomainEvent<
  'SettingDecided',
  { readonly key: string; readonly from: CivilDate; readonly value: string } & Reasoned
>;

export type KeyRateAnnounced = DomainEvent<
  'KeyRateAnnounced',
  { readonly from: CivilDate; readonly percent: string } & Reasoned
>;

export type CalendarDayDeclared = DomainEvent<
  'CalendarDayDeclared',
  { readonly date: CivilDate; readonly kind: 'working' | 'non_working' }
>;

export type UtilityDefined = DomainEvent<
  'UtilityDefined',
  {
    readonly utility: string;
    readonly name: string;
    readonly kind: UtilityKind;
    readonly unit: string;
    readonly payee: Payee;
    readonly sources: readonly string[];
    readonly order: number;
    readonly maxMonthly: string | null;
    readonly raiseAfterFailure: boolean | null;
  }
>;

export type TariffSet = DomainEvent<
  'TariffSet',
  {
    readonly utility: string;
    readonly houseId: string | null;
    readonly part: Component | null;
    readonly from: CivilDate;
    /** Roubles for a unit, exact. */
    readonly price: string;
  } & Reasoned
>;

export type NormSet = DomainEvent<
  'NormSet',
  {
    readonly utility: string;
    readonly houseId: string | null;
    readonly per: NormMeasure;
    readonly from: CivilDate;
    readonly norm: string;
  } & Reasoned
>;

export type RaisingCoefficientSet = DomainEvent<
  'RaisingCoefficientSet',
  { readonly utility: string; readonly from: CivilDate; readonly coefficient: string } & Reasoned
>;

/** A value that was stated by mistake and that no closed period was charged by: it holds no longer, and never did. */
export type RuleWithdrawn = DomainEvent<
  'RuleWithdrawn',
  Omit<RuleNamed, 'part'> & {
    readonly part: Component | NormMeasure | '';
    readonly value: string;
    readonly statedEventId: string;
    readonly reason: string;
  }
>;

export type HouseRegistered = DomainEvent<
  'HouseRegistered',
  {
    readonly houseId: string;
    readonly address: string;
    readonly floors: number;
    readonly heatingMode: 'SEASON' | 'EVEN_YEAR';
    readonly heatMeter: boolean;
    readonly commonAreaM2: string;
    readonly totalAreaM2: string;
    readonly windowFromDay: number;
    readonly windowToDay: number;
  }
>;

export type HouseVolumeRecorded = DomainEvent<
  'HouseVolumeRecorded',
  {
    readonly houseId: string;
    readonly utility: string;
    readonly period: BillingPeriod;
    /** Gcal of the house heat meter. */
    readonly volumeGcal: string;
  }
>;

/**
 * Dated rules and registers of the company. Streams: `billing_company-<inn>`, `billing_utility-<utility>`,
 * `billing_house-<house>`.
 */
export type ReferenceEvent =
  | CompanyRegistered
  | SettingDecided
  | KeyRateAnnounced
  | CalendarDayDeclared
  | UtilityDefined
  | TariffSet
  | NormSet
  | RaisingCoefficientSet
  | RuleWithdrawn
  | HouseRegistered
  | HouseVolumeRecorded;

export const REFERENCE_EVENT_TYPES: readonly ReferenceEvent['type'][] = [
  'CompanyRegistered',
  'SettingDecided',
  'KeyRateAnnounced',
  'CalendarDayDeclared',
  'UtilityDefined',
  'TariffSet',
  'NormSet',
  'RaisingCoefficientSet',
  'RuleWithdrawn',
  'HouseRegistered',
  'HouseVolumeRecorded',
];
