import { StreamAppend } from '#libs/event-store';
import { addDays, addMonths, BillingPeriod, firstDayOf, lastDayOf, RecordedEvent, Rejection } from '#libs/kernel';
import {
  AccountPeriodCommand,
  accountPeriodDecider,
  AccountPeriodEvent,
  accountPeriodStream,
  accountStream,
  referenceBookProjection,
} from '#services/billing';
import { accountDossierProjection, DossierRow } from '../../services/billing/projections/account-dossier.projection';
import { AccountPeriodState } from '../../services/billing/domain/account-period.state';
import { calculateCharges } from '../../services/billing/domain/calculate-charges.policy';
import { LedgerRules, ledgerRules } from '../../services/billing/domain/ledger-rules.policy';
import { ReferenceBook } from '../../services/billing/domain/reference-book';
import { accountFacts, dwellingOf, periodOpened, readingsOf } from './accounts';
import { appendOf } from './appends';

/** The rules of the generated company, as the projection folds them. */
export interface CompanyRules {
  readonly book: ReferenceBook;
  readonly rules: LedgerRules;
}

export function rulesOf(reference: readonly StreamAppend[]): CompanyRules {
  let row: Parameters<typeof referenceBookProjection.evolve>[0] = null;
  for (const event of reference.flatMap((append) => recorded(append))) {
    row = referenceBookProjection.evolve(row, event, 'book');
  }
  if (row === null) throw new Error('The generated company has no rules');
  const book = new ReferenceBook(row);
  return { book, rules: ledgerRules(book) };
}

/**
 * Months of a dwelling that are billed, paid and closed, by the real policies: as many as asked from the first period
 * on, and the period after them, open. Two months in three are paid in full in the month after, the third one a month
 * later still, so that penalty and ageing have work.
 */
export function billedHistory(
  number: number,
  firstPeriod: BillingPeriod,
  months: number,
  company: CompanyRules,
): StreamAppend[] {
  const { account } = dwellingOf(number);
  const periods = Array.from({ length: months + 1 }, (_, month) => addMonths(firstPeriod, month));
  const facts = appendOf(accountStream(account), [
    ...accountFacts(number, firstPeriod),
    ...periods.flatMap((period) => readingsOf(number, period)),
  ]);
  let dossier = folded(null, facts);
  const appends = [facts];
  let opening: readonly AccountPeriodEvent[] = [periodOpened(number, firstPeriod)];
  for (const [month, period] of periods.entries()) {
    const story = new PeriodStory(opening);
    if (month < months) {
      for (const payment of paymentsOf(number, period, month, story.state)) {
        story.decide({ ...payment, account, rules: company.rules });
      }
      const calculation = calculateCharges(dossier, company.book, period);
      story.decide({ kind: 'ClosePeriod', account, calculation, rules: company.rules });
    }
    const streamName = accountPeriodStream(account, period);
    const append = appendOf(streamName, story.events, -1, `${lastDayOf(period)}T20:00:00.000Z`);
    dossier = folded(dossier, append);
    appends.push(append);
    if (month < months) opening = story.openingOfNext();
  }
  return appends;
}

/** One period of an account, decided command by command. */
class PeriodStory {
  state: AccountPeriodState = { status: 'not_opened' };
  readonly events: AccountPeriodEvent[] = [];

  constructor(opening: readonly AccountPeriodEvent[]) {
    this.take(opening);
  }

  decide(command: AccountPeriodCommand): void {
    this.take(decided(command, this.state));
  }

  openingOfNext(): readonly AccountPeriodEvent[] {
    if (this.state.status !== 'closed') throw new Error('Only a closed period has a next one');
    const { account, houseId, period, ledgers } = this.state;
    const next = addMonths(period, 1);
    const command = { kind: 'OpenPeriod', account, houseId, period: next, carriedFrom: period, ledgers } as const;
    return decided(command, { status: 'not_opened' });
  }

  private take(events: readonly AccountPeriodEvent[]): void {
    for (const event of events) this.state = accountPeriodDecider.evolve(this.state, event);
    this.events.push(...events);
  }
}

function decided(command: AccountPeriodCommand, state: AccountPeriodState): readonly AccountPeriodEvent[] {
  const decision = accountPeriodDecider.decide(command, state);
  if (decision instanceof Rejection) throw new Error(`${command.kind} of ${command.account}: ${decision.code}`);
  return decision;
}

function folded(dossier: DossierRow | null, append: StreamAppend): DossierRow {
  let row = dossier;
  for (const event of recorded(append)) {
    if (accountDossierProjection.handles.includes(event.type)) row = accountDossierProjection.evolve(row, event, '');
  }
  if (row === null) throw new Error(`${append.stream} does not begin with an account`);
  return row;
}

type Payment = Omit<Extract<AccountPeriodCommand, { kind: 'CreditPayment' }>, 'account' | 'rules'>;

function paymentsOf(number: number, period: BillingPeriod, month: number, state: AccountPeriodState): Payment[] {
  if (state.status === 'not_opened' || (month + number) % 3 === 0) return [];
  return (['main', 'capital_repair'] as const).flatMap((payee): Payment[] => {
    const amountKopecks = state.openingKopecks[payee];
    if (amountKopecks <= 0) return [];
    const paymentId = `${number}-${period}-${payee}`;
    const receivedOn = addDays(firstDayOf(period), 11);
    return [{ kind: 'CreditPayment', paymentId, payee, amountKopecks, receivedOn, namedPeriod: null }];
  });
}

/** The events of an append as they will be read back; positions are not yet known and nothing here asks for them. */
function recorded(append: StreamAppend): RecordedEvent[] {
  return append.events.map((event, index) => ({
    ...event,
    stream: append.stream,
    revision: append.expectedRevision + 1 + index,
    position: index + 1,
  }));
}
