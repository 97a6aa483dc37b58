import { BillingPeriod, CivilDate, firstDayOf, lastDayOf, Rejection } from '#libs/kernel';
import { addKopecks, Kopecks, Rational, sumKopecks } from '#libs/money';
import { PayeeFigures } from './account-period.events';
import { Calculation, ChargeLine, RecalculationLine } from './calculation';
import { Dossier, UtilityRecord } from './dossier';
import { Ledgers, openPostedPenalty, openPrincipal, PayeeLedger } from './ledger';
import { LedgerRules } from './ledger-rules.policy';
import { componentPlace } from './line.policy';
import { isOrderUtility, printedAs, printPlace } from './order-charge.policy';
import { ReferenceBook, unitOfPart } from './reference-book';
import { PayeeRequisites } from './reference.events';
import { dueOf, payableOf } from './slip-balance.policy';
import { AgreementState } from './instalment.decider';
import { slipInstalments } from './slip-instalments.policy';
import { SlipCharge, SlipContent, SlipPayee, SlipPremises, SlipRecalculation } from './slip-content';
import { slipMeters } from './slip-meters.policy';
import { slipReference } from './slip-reference.policy';
import { utilityPaymentQr } from './utility-payment-qr.policy';

/** What a slip is made of: a closed period as it stood at its close, and the company's rules and requisites. */
export interface SlipFacts {
  readonly period: BillingPeriod;
  readonly payerId: string;
  /** What was known of the account at the close. */
  readonly dossier: Dossier;
  readonly lines: Pick<Calculation, 'charges' | 'recalculations'>;
  readonly closed: {
    readonly dueOn: CivilDate;
    readonly payees: readonly PayeeFigures[];
    readonly records: Readonly<Record<string, UtilityRecord>>;
  };
  /** After the close. */
  readonly ledgers: Ledgers;
  /** Agreements of the account to pay by parts, as they stood at the close; none where absent. */
  readonly agreements?: readonly AgreementState[] | undefined;
  readonly book: ReferenceBook;
  readonly rules: Pick<LedgerRules, 'isBarred'>;
  readonly requisites: readonly PayeeRequisites[];
}

/**
 * What the payment slip of a closed period says (ПП РФ 354 п. 69, приказ Минстроя 43/пр).
 * Rejects with BILLING_PAYMENT_QR_IMPOSSIBLE. Throws BILLING_NO_RULE_IN_FORCE.
 */
export function slipContent(facts: SlipFacts): SlipContent | Rejection {
  const { period, dossier, closed, book } = facts;
  const payees: SlipPayee[] = [];
  for (const requisites of facts.requisites) {
    const figures = closed.payees.find(({ payee }) => payee === requisites.payee);
    if (!figures) continue;
    const payee = slipPayee(facts, requisites, figures);
    if (payee instanceof Rejection) return payee;
    payees.push(payee);
  }
  const charges = slipCharges(facts);
  const charged = new Set(charges.map(({ utility }) => utility).filter((utility) => !isOrderUtility(utility)));
  const utilities = [...charged].map((utility) => book.utility(utility));
  const instalments = slipInstalments(facts.agreements ?? [], facts.ledgers, lastDayOf(period));
  return {
    account: dossier.account,
    period,
    houseId: dossier.houseId,
    payerId: facts.payerId,
    dueOn: closed.dueOn,
    paymentsThrough: lastDayOf(period),
    premises: slipPremises(facts),
    payees,
    payableKopecks: sumKopecks(payees.map((payee) => payee.payableKopecks)),
    meters: slipMeters({ dossier, records: closed.records, book, period }),
    charges,
    reference: slipReference({ utilities, book, house: book.house(dossier.houseId), period }),
    recalculations: slipRecalculations(facts),
    ...(instalments.length > 0 ? { instalments } : {}),
  };
}

function slipPremises({ dossier, book, period }: SlipFacts): SlipPremises {
  const ends = [lastDayOf(period), ...(dossier.closedOn === null ? [] : [dossier.closedOn])].sort();
  const on = ends[0] ?? firstDayOf(period);
  const residents = dossier.residents.findLast(({ from }) => from <= on) ?? dossier.residents[0];
  return {
    address: book.house(dossier.houseId).address,
    flat: dossier.flat,
    totalAreaM2: dossier.totalAreaM2,
    registered: residents?.registered ?? 0,
    owners: residents?.owners ?? 0,
  };
}

function slipPayee(
  { dossier, period, ledgers, rules }: SlipFacts,
  requisites: PayeeRequisites,
  figures: PayeeFigures,
): SlipPayee | Rejection {
  const ledger = ledgers[figures.payee];
  const sums = {
    requisites,
    debtKopecks: Math.max(0, figures.openingKopecks),
    advanceKopecks: Math.max(0, -figures.openingKopecks),
    paymentsKopecks: figures.paymentsKopecks,
    lastPaymentOn: lastPaymentOn(ledger),
    chargedKopecks: figures.chargedKopecks,
    recalculatedKopecks: figures.recalculatedKopecks,
    reliefsKopecks: 0,
    penaltyKopecks: figures.penaltyKopecks,
    timeBarredKopecks: timeBarred(ledger, rules, lastDayOf(period)),
  };
  const dueKopecks = dueOf(sums);
  const payableKopecks = payableOf(dueKopecks, sums.timeBarredKopecks);
  const amountKopecks = payableKopecks === 0 ? null : payableKopecks;
  const qr = utilityPaymentQr({ requisites, account: dossier.account, period, amountKopecks });
  return qr instanceof Rejection ? qr : { ...sums, dueKopecks, payableKopecks, qr: qr.payload };
}

function lastPaymentOn({ money }: PayeeLedger): CivilDate | null {
  const days = money.filter(({ paymentId }) => paymentId !== null).map(({ receivedOn }) => receivedOn);
  return days.sort().at(-1) ?? null;
}

/** Principal and posted penalty of lines whose limitation has run out by the day. */
function timeBarred({ lines }: PayeeLedger, rules: SlipFacts['rules'], on: CivilDate): Kopecks {
  const barred = lines.filter((line) => rules.isBarred(line, on));
  return sumKopecks(barred.map((line) => addKopecks(openPrincipal(line), openPostedPenalty(line))));
}

/** A row for each line that is charged, and one for a recalculated component that is charged no more. */
function slipCharges({ lines, book }: SlipFacts): SlipCharge[] {
  const rows = lines.charges.map((line) => chargeRow(line, book, recalculatedOf(line, lines.recalculations)));
  const isCharged = (line: RecalculationLine) => lines.charges.some((charge) => isSameLine(charge, line));
  for (const line of lines.recalculations.filter((one) => !isCharged(one))) {
    if (rows.some((row) => isSameLine(row, line))) continue;
    rows.push(recalculatedRow(line, book, recalculatedOf(line, lines.recalculations)));
  }
  const placeOf = (row: SlipCharge) => [printPlace(book, row.utility), componentPlace(row.component)] as const;
  return rows.sort((left, right) => {
    const [[order, component], [otherOrder, otherComponent]] = [placeOf(left), placeOf(right)];
    return order - otherOrder || component - otherComponent;
  });
}

type LinePlace = Pick<ChargeLine, 'utility' | 'component'>;

function isSameLine(left: LinePlace, right: LinePlace): boolean {
  return left.utility === right.utility && left.component === right.component;
}

function recalculatedOf(place: LinePlace, recalculations: readonly RecalculationLine[]): Kopecks {
  return sumKopecks(recalculations.filter((line) => isSameLine(line, place)).map((line) => line.amountKopecks));
}

function chargeRow(line: ChargeLine, book: ReferenceBook, recalculatedKopecks: Kopecks): SlipCharge {
  const { name, common } = printedAs(line, book);
  return {
    utility: line.utility,
    name,
    payee: line.payee,
    component: line.component,
    common,
    basis: line.basis,
    quantity: printed(line.quantity),
    unit: line.unit,
    tariff: printed(line.tariff),
    coefficient: line.coefficient && printed(line.coefficient),
    chargedKopecks: line.amountKopecks,
    excessKopecks: line.excessKopecks,
    recalculatedKopecks,
    totalKopecks: addKopecks(line.amountKopecks, recalculatedKopecks),
    formula: line.formula,
    why: line.why,
  };
}

function recalculatedRow(line: RecalculationLine, book: ReferenceBook, recalculatedKopecks: Kopecks): SlipCharge {
  const { name, common, unit } = printedAs(line, book);
  return {
    utility: line.utility,
    name,
    payee: line.payee,
    component: line.component,
    common,
    basis: null,
    quantity: null,
    unit: unitOfPart(line.component, unit),
    tariff: null,
    coefficient: null,
    chargedKopecks: 0,
    excessKopecks: 0,
    recalculatedKopecks,
    totalKopecks: recalculatedKopecks,
    formula: null,
    why: null,
  };
}

/** One row a utility, component and reason, in the order of the lines. */
function slipRecalculations({ lines, book }: SlipFacts): SlipRecalculation[] {
  const groups = new Map<string, RecalculationLine[]>();
  for (const line of lines.recalculations) {
    const key = `${line.utility}|${line.component ?? ''}|${line.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((group) => {
    const first = group[0] as RecalculationLine;
    const { name, unit } = printedAs(first, book);
    const periods = group.map(({ ofPeriod }) => ofPeriod).sort();
    return {
      utility: first.utility,
      name,
      payee: first.payee,
      component: first.component,
      reason: first.reason,
      from: periods[0] ?? first.ofPeriod,
      to: periods.at(-1) ?? first.ofPeriod,
      quantity: Rational.sum(group.map(({ quantity }) => Rational.parse(quantity))).toDecimal(6),
      unit: unitOfPart(first.component, unit),
      amountKopecks: sumKopecks(group.map(({ amountKopecks }) => amountKopecks)),
    };
  });
}

/** A number as slips print it: at most six decimals, half away from zero, no trailing zeros. */
function printed(exact: string): string {
  return Rational.parse(exact).toDecimal(6);
}
