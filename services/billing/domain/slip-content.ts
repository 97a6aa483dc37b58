import { BillingPeriod, CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { RecalculationReason, Why } from './calculation';
import { Basis } from './dossier';
import { Component, NormMeasure, Payee } from './reference-book';
import { PayeeRequisites } from './reference.events';

/**
 * Everything that a payment slip says, frozen when it is issued, in the five sections of приказ Минстроя 43/пр; the
 * payer's name alone is not in it: the vault of persons gives it when the slip is printed.
 * Quantities, tariffs and readings are decimal texts as printed: at most six places.
 */
export interface SlipContent {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly houseId: string;
  /** The person who pays; the name is in the vault. */
  readonly payerId: string;
  readonly dueOn: CivilDate;
  /** Payments are counted up to this day, included. */
  readonly paymentsThrough: CivilDate;
  readonly premises: SlipPremises;
  readonly payees: readonly SlipPayee[];
  /** What is to be paid to all payees; an advance at one of them lowers nothing at another. */
  readonly payableKopecks: Kopecks;
  readonly meters: readonly SlipMeter[];
  readonly charges: readonly SlipCharge[];
  readonly reference: SlipReference;
  readonly recalculations: readonly SlipRecalculation[];
  /** Agreements to pay by parts that run; absent where there are none. */
  readonly instalments?: readonly SlipInstalments[] | undefined;
}

/** A debt that is paid by parts. It is in the sums of the payee as before. */
export interface SlipInstalments {
  readonly payee: Payee;
  readonly lastDueOn: CivilDate;
  /** Interest a year. */
  readonly percent: string;
  readonly leftKopecks: Kopecks;
  readonly leftParts: number;
  readonly nextDueOn: CivilDate;
  /** What is missing of the next part. */
  readonly nextKopecks: Kopecks;
  /** Of the parts after the next one. */
  readonly notDueKopecks: Kopecks;
}

export interface SlipPremises {
  readonly address: string;
  readonly flat: string;
  readonly totalAreaM2: string;
  /** As of the last billed day of the period. */
  readonly registered: number;
  readonly owners: number;
}

/**
 * How the sum of one payee came about, kopecks:
 * due = debt − advance − payments + charged + recalculated − reliefs + penalty.
 */
export interface SlipPayee {
  readonly requisites: PayeeRequisites;
  readonly debtKopecks: Kopecks;
  readonly advanceKopecks: Kopecks;
  /** Received less recalled in the period; may be below zero. */
  readonly paymentsKopecks: Kopecks;
  /** The latest payment that the account's ledger still knows; null for none. */
  readonly lastPaymentOn: CivilDate | null;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  readonly reliefsKopecks: Kopecks;
  readonly penaltyKopecks: Kopecks;
  /** Below zero it is an advance. */
  readonly dueKopecks: Kopecks;
  /** The part of it whose limitation has run out: shown, never presented as payable (ГК РФ ст. 196). */
  readonly timeBarredKopecks: Kopecks;
  readonly payableKopecks: Kopecks;
  /** The text of the payment QR, ГОСТ Р 56042-2014. */
  readonly qr: string;
}

export interface SlipMeterValue {
  readonly on: CivilDate;
  readonly values: readonly string[];
}

export interface SlipMeter {
  readonly utility: string;
  readonly name: string;
  readonly unit: string;
  readonly serial: string;
  readonly verifiedUntil: CivilDate;
  /** One a register. */
  readonly components: readonly (Component | null)[];
  readonly previous: SlipMeterValue | null;
  /** Null where no reading counted in the period. */
  readonly current: SlipMeterValue | null;
  /** What the period was charged for, by register; null on a meter that another one of the utility has replaced. */
  readonly volumes: readonly string[] | null;
}

/** One row of the calculation: a utility, or a component of it. */
export interface SlipCharge {
  readonly utility: string;
  readonly name: string;
  readonly payee: Payee;
  readonly component: Component | null;
  /** Of the common property of the house. */
  readonly common: boolean;
  readonly basis: Basis | null;
  readonly quantity: string | null;
  readonly unit: string;
  readonly tariff: string | null;
  readonly coefficient: string | null;
  readonly chargedKopecks: Kopecks;
  /** What of it the raising coefficient adds. */
  readonly excessKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  /** Charged and recalculated. */
  readonly totalKopecks: Kopecks;
  /** Plain arithmetic whose value in roubles, rounded once, is what is charged; null where only a recalculation is. */
  readonly formula: string | null;
  readonly why: Why | null;
}

export interface SlipNorm {
  readonly utility: string;
  readonly name: string;
  readonly per: NormMeasure;
  readonly norm: string;
  readonly unit: string;
}

export interface SlipHouseVolume {
  readonly utility: string;
  readonly name: string;
  /** A month, or the calendar year whose twelve months are spread evenly. */
  readonly of: string;
  readonly volume: string;
  readonly unit: string;
}

export interface SlipReference {
  readonly norms: readonly SlipNorm[];
  readonly houseVolumes: readonly SlipHouseVolume[];
  /** All premises without the common property. */
  readonly houseTotalAreaM2: string;
  readonly houseCommonAreaM2: string;
}

/** Recalculations of one utility for one reason, summed over the months that they correct. */
export interface SlipRecalculation {
  readonly utility: string;
  readonly name: string;
  readonly payee: Payee;
  readonly component: Component | null;
  readonly reason: RecalculationReason;
  readonly from: BillingPeriod;
  readonly to: BillingPeriod;
  readonly quantity: string;
  readonly unit: string;
  readonly amountKopecks: Kopecks;
}
