import { BillingPeriod, CivilDate, firstDayOf, isRejection, lastDayOf, nextPeriod, RecordedEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { recorded } from '#libs/testing';
import { AccountPeriodCommand, accountPeriodStream, OpenPeriod } from '../account-period.commands';
import { accountPeriodDecider } from '../account-period.decider';
import { AccountPeriodEvent, PeriodClosed } from '../account-period.events';
import { AccountPeriodState, OpenedPeriod } from '../account-period.state';
import { Calculation, ChargeLine, RecalculationLine } from '../calculation';
import { OpeningDebt, openLedger } from '../close-ledger.policy';
import { EMPTY_LEDGER, Ledgers } from '../ledger';
import { LedgerRules, ledgerRules } from '../ledger-rules.policy';
import { Payee, ReferenceBook } from '../reference-book';
import { aBook } from './book-builder';

export type PeriodFact = RecordedEvent & AccountPeriodEvent;

/** What an account was charged, of which a ledger sees only the lines. */
export function aCalculation(
  charges: readonly ChargeLine[] = [],
  recalculations: readonly RecalculationLine[] = [],
): Calculation {
  return { charges, recalculations, records: {}, recordCorrections: [] };
}

/** The evening of a day, on which a fact is recorded unless a spec says when. */
export function eveningOf(day: CivilDate): string {
  return `${day}T18:00:00.000Z`;
}

/** The ledgers of an account that begins with debts to the main payee. */
export function ledgersWith(rules: LedgerRules, ...debts: readonly OpeningDebt[]): Ledgers {
  return { main: openLedger(debts, rules), capital_repair: EMPTY_LEDGER };
}

/** The periods of one account as commands to its decider make them, with the day on which each was recorded. */
export class AccountStory {
  readonly account = '0045120001';
  readonly rules: LedgerRules;
  /** Everything that was recorded, in order. */
  readonly facts: PeriodFact[] = [];
  state: AccountPeriodState = accountPeriodDecider.initialState();

  constructor(
    book: ReferenceBook = aBook(),
    private period: BillingPeriod = '2026-03',
  ) {
    this.rules = ledgerRules(book);
  }

  opens(ledgers: Ledgers = { main: EMPTY_LEDGER, capital_repair: EMPTY_LEDGER }): this {
    return this.openPeriod(
      null,
      ledgers,
      eveningOf(this.period === '2026-03' ? '2026-02-28' : firstDayOf(this.period)),
    );
  }

  pays(
    paymentId: string,
    receivedOn: CivilDate,
    amountKopecks: Kopecks,
    said: { payee?: Payee; namedPeriod?: BillingPeriod; recordedAt?: string } = {},
  ): this {
    const { payee = 'main', namedPeriod = null, recordedAt = eveningOf(receivedOn) } = said;
    const payment = { paymentId, payee, amountKopecks, receivedOn, namedPeriod };
    return this.states({ kind: 'CreditPayment', account: this.account, rules: this.rules, ...payment }, recordedAt);
  }

  recalls(
    paymentId: string,
    reversedOn: CivilDate,
    amountKopecks: Kopecks,
    said: { payee?: Payee; recordedAt?: string } = {},
  ): this {
    const { payee = 'main', recordedAt = eveningOf(reversedOn) } = said;
    const recall = { paymentId, payee, amountKopecks, reversedOn, reason: 'bank error' };
    return this.states({ kind: 'ReversePaymentCredit', account: this.account, ...recall }, recordedAt);
  }

  calculates(calculation: Calculation, recordedAt: string): this {
    return this.states({ kind: 'CalculateCharges', account: this.account, calculation }, recordedAt);
  }

  /** Closes the present period and opens the next one with what it carries forward. */
  closes(calculation: Calculation, recordedAt = eveningOf(lastDayOf(this.period))): this {
    this.states({ kind: 'ClosePeriod', account: this.account, calculation, rules: this.rules }, recordedAt);
    const before = this.period;
    this.period = nextPeriod(before);
    const { ledgers, held } = this.opened();
    const { rules } = this;
    const taken = held.map((fact) => (fact.kind === 'CreditPayment' ? { ...fact, rules } : fact));
    return this.openPeriod(before, ledgers, recordedAt, taken);
  }

  opened(): OpenedPeriod {
    if (this.state.status === 'not_opened') throw new Error('The account has no period');
    return this.state;
  }

  stream(period: BillingPeriod): PeriodFact[] {
    return this.facts.filter((fact) => fact.data.period === period);
  }

  close(period: BillingPeriod): PeriodClosed['data'] {
    const closed = this.stream(period).find((fact) => fact.type === 'PeriodClosed');
    if (closed?.type !== 'PeriodClosed') throw new Error(`${period} was not closed`);
    return closed.data;
  }

  private openPeriod(
    carriedFrom: BillingPeriod | null,
    ledgers: Ledgers,
    recordedAt: string,
    held: OpenPeriod['held'] = [],
  ): this {
    const { account, period } = this;
    this.state = accountPeriodDecider.initialState();
    return this.states({ kind: 'OpenPeriod', account, houseId: 'H1', period, carriedFrom, ledgers, held }, recordedAt);
  }

  /** States any command to the present period. */
  states(command: AccountPeriodCommand, recordedAt: string): this {
    const answer = accountPeriodDecider.decide(command, this.state);
    if (isRejection(answer)) throw new Error(`Refused: ${answer.code}`);
    const stream = accountPeriodStream(this.account, this.period);
    for (const event of answer) {
      this.state = accountPeriodDecider.evolve(this.state, event);
      const position = this.facts.length + 1;
      const place = { stream, position, revision: this.stream(this.period).length, metadata: { recordedAt } };
      this.facts.push({ ...recorded(event.type, event.data, place) } as PeriodFact);
    }
    return this;
  }
}
