import { BillingPeriod, CivilDate, nextPeriod, periodOf } from '#libs/kernel';
import { Kopecks, roublesText, sumKopecks } from '#libs/money';
import { ageLedger, AgedPayee } from '../aging.policy';
import { allocatePayment, LedgerWork, moneyIdOf, withdrawPayment } from '../allocation.policy';
import { archivedFor, isArchiving, restore } from '../archive.policy';
import { ChargeLine, RecalculationLine } from '../calculation';
import { closeLedger, LedgerClose, openLedger, OpeningDebt } from '../close-ledger.policy';
import { balanceOf, DebtLine, EMPTY_LEDGER, LedgerDraft, Movement, openPostedPenalty, openPrincipal } from '../ledger';
import { Money, PayeeLedger, unspent } from '../ledger';
import { suspensionMovements } from '../suspend-penalty.policy';
import { LedgerRules, ledgerRules } from '../ledger-rules.policy';
import { Payee, ReferenceBook } from '../reference-book';
import { aBook } from './book-builder';

/** A charge line of which a ledger sees only the utility and the amount. */
export function billed(utility: string, amountKopecks: Kopecks): ChargeLine {
  return {
    utility,
    payee: 'main',
    component: null,
    basis: 'area',
    quantity: '1',
    unit: 'm2',
    tariff: '1',
    coefficient: null,
    amountKopecks,
    excessKopecks: 0,
    formula: '1',
    exact: '1',
    why: { code: 'by_area' },
    inputs: [],
  };
}

export function recalculated(ofPeriod: BillingPeriod, utility: string, amountKopecks: Kopecks): RecalculationLine {
  return {
    utility,
    payee: 'main',
    component: null,
    source: null,
    reason: 'reading_correction',
    ofPeriod,
    quantity: '1',
    tariff: '1',
    amountKopecks,
    formula: '1',
    exact: '1',
    why: { code: 'reading_correction' },
    inputs: [],
  };
}

/** What happens to one payee's ledger of one account, told day by day. */
export class LedgerStory {
  ledger: PayeeLedger = EMPTY_LEDGER;
  /** The same with nothing archived, as the whole log tells it. */
  whole: PayeeLedger = EMPTY_LEDGER;
  readonly movements: Movement[] = [];
  readonly rules: LedgerRules;
  private readonly utilityOrder: readonly string[];
  private closedUpTo: BillingPeriod | null = null;

  constructor(
    book: ReferenceBook = aBook(),
    readonly payee: Payee = 'main',
  ) {
    this.rules = ledgerRules(book);
    this.utilityOrder = book.utilities.map((utility) => utility.utility);
  }

  opens(...debts: readonly OpeningDebt[]): this {
    this.ledger = openLedger(debts, this.rules);
    this.whole = this.ledger;
    return this;
  }

  /** Without a named period the payer named none. */
  pays(
    paymentId: string,
    receivedOn: CivilDate,
    amountKopecks: Kopecks,
    namedPeriod: BillingPeriod | null = null,
  ): this {
    const openPeriod = this.closedUpTo === null ? periodOf(receivedOn) : nextPeriod(this.closedUpTo);
    const { isBarred } = this.rules;
    return this.work((work) =>
      allocatePayment(work, { paymentId, receivedOn, amountKopecks, namedPeriod }, { openPeriod, isBarred }),
    );
  }

  /** One movement as an event of an earlier version carries it. */
  moves(movement: Movement): this {
    return this.work((work) => work.move(movement));
  }

  /** No penalty on all lines from a day, to another one or until further notice. */
  suspends(from: CivilDate, until: CivilDate | null = null): this {
    const periods = this.ledger.lines.map(({ period }) => period);
    const suspension = { agreementId: 'a-1', from, until };
    return this.work((work) => {
      for (const movement of suspensionMovements(this.ledger, periods, suspension)) work.move(movement);
    });
  }

  recalls(paymentId: string): this {
    const archived = archivedFor(this.whole, this.ledger, { periods: [], moneyId: moneyIdOf(paymentId) });
    return this.work((work) => {
      restore(work, archived);
      withdrawPayment(work, paymentId);
    });
  }

  /** Closes a period in which the whole charge was one sum for upkeep. */
  closes(period: BillingPeriod, upkeepKopecks: Kopecks | null, ...recalculations: readonly RecalculationLine[]): this {
    this.close(period, upkeepKopecks === null ? [] : [billed('upkeep', upkeepKopecks)], recalculations);
    return this;
  }

  close(
    period: BillingPeriod,
    charges: readonly ChargeLine[],
    recalculations: readonly RecalculationLine[] = [],
    waived: Readonly<Record<BillingPeriod, Kopecks>> = {},
  ): LedgerClose {
    const periods = recalculations.map((line) => line.ofPeriod).filter((ofPeriod) => ofPeriod < period);
    const restored = archivedFor(this.whole, this.ledger, { periods, moneyId: null });
    const waivers = Object.entries(waived).map(([ofPeriod, amountKopecks]) => {
      return { recalculationId: 'waiver', payee: this.payee, ofPeriod, amountKopecks, eventId: 'waiver' };
    });
    const posting = { payee: this.payee, period, charges, recalculations, restored, waivers };
    const close = closeLedger(this.ledger, posting, this.rules);
    this.closedUpTo = period;
    this.keep(close.ledger, close.movements);
    return close;
  }

  aged(on: CivilDate, penaltyThrough = on): AgedPayee {
    return ageLedger(this.payee, this.ledger, { on, penaltyThrough }, this.rules, this.utilityOrder);
  }

  line(period: BillingPeriod): DebtLine {
    const found = this.ledger.lines.find((line) => line.period === period);
    if (!found) throw new Error(`The ledger has no line of ${period}`);
    return found;
  }

  money(paymentId: string): Money {
    const found = this.ledger.money.find((money) => money.paymentId === paymentId);
    if (!found) throw new Error(`The ledger has no payment ${paymentId}`);
    return found;
  }

  /** What is owed, line by line: `2026-03: 500.00` or `2026-03: 500.00 + penalty 1.58`; settled lines are left out. */
  debts(): string[] {
    return this.ledger.lines.flatMap((line) => {
      const [principal, penalty] = [openPrincipal(line), openPostedPenalty(line)];
      if (principal === 0 && penalty === 0) return [];
      return [`${line.period}: ${roublesText(principal)}${penalty === 0 ? '' : ` + penalty ${roublesText(penalty)}`}`];
    });
  }

  /** What was paid on the principal of a line, in the order of events: `p1 500.00 on 2026-04-20`. */
  principalPaid(period: BillingPeriod): string[] {
    return this.line(period).principalPaid.map(paidInWords);
  }

  penaltyPaid(period: BillingPeriod): string[] {
    return this.line(period).penaltyPaid.map(paidInWords);
  }

  advanceKopecks(): Kopecks {
    return sumKopecks(this.ledger.money.map(unspent));
  }

  balanceKopecks(): Kopecks {
    return balanceOf(this.ledger);
  }

  private work(change: (work: LedgerWork) => void): this {
    const work = new LedgerWork(new LedgerDraft(this.ledger));
    change(work);
    this.keep(work.draft.ledger(), work.movements);
    return this;
  }

  private keep(ledger: PayeeLedger, movements: readonly Movement[]): void {
    this.ledger = ledger;
    this.movements.push(...movements);
    const whole = new LedgerDraft(this.whole);
    for (const movement of movements) if (!isArchiving(movement)) whole.apply(movement);
    this.whole = whole.ledger();
  }
}

function paidInWords(allocation: { moneyId: string; amountKopecks: Kopecks; on: CivilDate }): string {
  return `${allocation.moneyId.replace('payment:', '')} ${roublesText(allocation.amountKopecks)} on ${allocation.on}`;
}
