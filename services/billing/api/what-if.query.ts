import { Inject, Injectable } from '@nestjs/common';
import {
  addMonths,
  BillingPeriod,
  Clock,
  firstDayOf,
  lastDayOf,
  nextPeriod,
  periodsBetween,
  RejectedError,
  Rejection,
} from '#libs/kernel';
import { Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { AccountPeriodCommand } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { PayeeFigures } from '../domain/account-period.events';
import { AccountPeriodState, OpenedPeriod } from '../domain/account-period.state';
import { calculateCharges } from '../domain/calculate-charges.policy';
import { Calculation, ChargeLine, RecalculationLine } from '../domain/calculation';
import { needsWholeHistory } from '../domain/dossier-retention.policy';
import { ledgerRules } from '../domain/ledger-rules.policy';
import { monthOfReading } from '../domain/reading-month.policy';
import { ReferenceBook } from '../domain/reference-book';
import {
  lastPeriodOf,
  readingDayOf,
  SUPPOSED,
  supposedBook,
  SupposedChange,
  supposedDossier,
} from '../domain/what-if.policy';
import { accountDossierProjection, DossierRow } from '../projections/account-dossier.projection';
import { openPeriodProjection } from '../projections/open-period.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { keyedLines } from './calculated-lines';
import { asRecorded } from './replay/replayed-account';

/** One line of a month, as it will be and as it would be; null where there is none. */
export interface SupposedLine {
  readonly kind: 'charge' | 'recalculation';
  readonly utility: string;
  readonly component: string | null;
  readonly before: SupposedAmount | null;
  readonly after: SupposedAmount | null;
  readonly differenceKopecks: Kopecks;
}

export interface SupposedAmount {
  readonly amountKopecks: Kopecks;
  readonly formula: string;
  readonly exact: string;
}

export interface SupposedPeriod {
  readonly period: BillingPeriod;
  readonly before: readonly PayeeFigures[];
  readonly after: readonly PayeeFigures[];
  readonly lines: readonly SupposedLine[];
}

export interface SupposedOutcome {
  readonly account: string;
  /** From the present period to the last that a change reaches. */
  readonly periods: readonly SupposedPeriod[];
  /** What the account would owe in the end, more or less than it will; both payees together. */
  readonly differenceKopecks: Kopecks;
}

/** A supposition reaches so far, whether these months will be billed or not: what is in force later nobody knows. */
const PERIODS_MAX = 12;
const CHANGES_MAX = 20;

interface Circumstances {
  readonly dossier: DossierRow;
  readonly state: OpenedPeriod;
  readonly book: ReferenceBook;
  readonly payments: readonly Extract<SupposedChange, { kind: 'payment' }>[];
}

interface Month {
  readonly period: BillingPeriod;
  readonly calculation: Calculation;
  readonly figures: readonly PayeeFigures[];
}

/**
 * What would be if: the present period and those after it are charged and closed in memory by the engine that bills,
 * with the changes and without them. Nothing is written.
 */
@Injectable()
export class WhatIfQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
  ) {}

  /**
   * Throws RejectedError: BILLING_UNKNOWN_ACCOUNT, BILLING_WHAT_IF_…, and what a charge or a close is refused with, as
   * BILLING_NO_RULE_IN_FORCE where a rule of these months is not known yet.
   */
  async ask(account: string, changes: readonly SupposedChange[]): Promise<SupposedOutcome> {
    const opened = await this.books.current();
    const [dossierRow, openRow] = await Promise.all([
      this.readModels.get(accountDossierProjection, account),
      this.readModels.get(openPeriodProjection, account),
    ]);
    if (!dossierRow || !openRow) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const { state } = openRow.document;
    const before: Circumstances = { dossier: dossierRow.document, state, book: opened.book, payments: [] };
    const { windowToDay } = opened.book.house(state.houseId);
    const readingDay = readingDayOf(this.clock.today(), state.period, windowToDay);
    const counted = monthOfReading(readingDay, windowToDay, before.dossier.closedOn);
    const until = assertAnswerable(before, changes, counted);
    const dossier = accepted(supposedDossier(before.dossier, changes, readingDay));
    const book = new ReferenceBook(accepted(supposedBook(opened.row, changes, state.houseId)));
    const payments = changes.filter((change) => change.kind === 'payment');
    const [will, would] = [monthsOf(before, until), monthsOf({ dossier, state, book, payments }, until)];
    const periods = will.map((month, index) => comparedMonth(month, would[index] as Month));
    const last = periods.at(-1);
    return {
      account,
      periods,
      differenceKopecks: subtractKopecks(owed(last?.after ?? []), owed(last?.before ?? [])),
    };
  }
}

/** The last period that is worked out. Throws RejectedError where the question has no honest answer. */
function assertAnswerable(
  { dossier, state, book }: Circumstances,
  changes: readonly SupposedChange[],
  countedIn: BillingPeriod,
): BillingPeriod {
  const { account, period } = state;
  if (changes.length === 0 || changes.length > CHANGES_MAX) {
    throw new RejectedError(new Rejection('BILLING_WHAT_IF_CHANGES', { changes: changes.length, most: CHANGES_MAX }));
  }
  if (state.status === 'closed') throw new RejectedError(new Rejection('BILLING_PERIOD_CLOSED', { account, period }));
  const [from, to] = [firstDayOf(period), lastDayOf(addMonths(period, PERIODS_MAX - 1))];
  const dated = changes.flatMap((change) => (change.kind === 'reading' ? [] : [dayOf(change)]));
  if (dated.some((day) => day < from || day > to)) {
    throw new RejectedError(new Rejection('BILLING_WHAT_IF_DATE', { from, to }));
  }
  const { averageMonths } = book.chargingSettings(period);
  if (dossier.wholeHistoryUpTo !== null || needsWholeHistory(dossier, period, averageMonths)) {
    throw new RejectedError(new Rejection('BILLING_WHAT_IF_NEEDS_HISTORY', { account }));
  }
  return lastPeriodOf(changes, period, countedIn);
}

function dayOf(change: Exclude<SupposedChange, { kind: 'reading' }>): string {
  return change.kind === 'payment' ? change.on : change.from;
}

function accepted<Value>(answer: Value | Rejection): Value {
  if (answer instanceof Rejection) throw new RejectedError(answer);
  return answer;
}

/** Charges and closes month after month by the decider, and folds what it says by the projection of the dossier. */
function monthsOf({ dossier, state, book, payments }: Circumstances, until: BillingPeriod): Month[] {
  const months: Month[] = [];
  const rules = ledgerRules(book);
  const { account, houseId } = state;
  let supposed: DossierRow = dossier;
  let open: OpenedPeriod = state;
  const stating = (command: AccountPeriodCommand, on: AccountPeriodState): OpenedPeriod => {
    let after: AccountPeriodState = on;
    for (const event of accepted(accountPeriodDecider.decide(command, on))) {
      after = accountPeriodDecider.evolve(after, event);
      supposed = accountDossierProjection.evolve(supposed, asRecorded(event), account) ?? supposed;
    }
    return after as OpenedPeriod;
  };
  for (const period of periodsBetween(state.period, until)) {
    for (const [index, payment] of payments.entries()) {
      if (payment.on < firstDayOf(period) || payment.on > lastDayOf(period)) continue;
      const { payee, amountKopecks, on: receivedOn } = payment;
      const paymentId = `${SUPPOSED}-${String(index)}`;
      const said = { account, paymentId, payee, amountKopecks, receivedOn, namedPeriod: null, rules };
      open = stating({ kind: 'CreditPayment', ...said }, open);
    }
    const calculation = calculateCharges(supposed, book, period);
    const decided = accepted(accountPeriodDecider.decide({ kind: 'ClosePeriod', account, calculation, rules }, open));
    const figures = decided.flatMap((event) => (event.type === 'PeriodClosed' ? event.data.payees : []));
    open = stating({ kind: 'ClosePeriod', account, calculation, rules }, open);
    months.push({ period, calculation, figures });
    const next = nextPeriod(period);
    const { ledgers } = open;
    const opening = { account, houseId, period: next, carriedFrom: period, ledgers };
    open = stating({ kind: 'OpenPeriod', ...opening }, { status: 'not_opened' });
  }
  return months;
}

function comparedMonth(will: Month, would: Month): SupposedPeriod {
  const [before, after] = [keyedLines(will.calculation), keyedLines(would.calculation)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return {
    period: will.period,
    before: will.figures,
    after: would.figures,
    lines: keys.map((key) => {
      const [one, other] = [before.get(key) ?? null, after.get(key) ?? null];
      const line = (one ?? other) as ChargeLine | RecalculationLine;
      return {
        kind: 'reason' in line ? ('recalculation' as const) : ('charge' as const),
        utility: line.utility,
        component: line.component,
        before: one && amountOf(one),
        after: other && amountOf(other),
        differenceKopecks: subtractKopecks(other?.amountKopecks ?? 0, one?.amountKopecks ?? 0),
      };
    }),
  };
}

function amountOf({ amountKopecks, formula, exact }: ChargeLine | RecalculationLine): SupposedAmount {
  return { amountKopecks, formula, exact };
}

function owed(figures: readonly PayeeFigures[]): Kopecks {
  return sumKopecks(figures.map(({ closingKopecks }) => closingKopecks));
}
