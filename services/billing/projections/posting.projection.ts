import { BillingPeriod, CivilDate, periodOf, RecordedEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { balanceOf } from '../domain/ledger';
import { Payee, PAYEES } from '../domain/reference-book';

export type PostingKind = 'opening' | 'charged' | 'recalculated' | 'penalty' | 'payment' | 'reversal';

/** One change of what an account owes a payee. */
export interface PostingRow {
  readonly account: string;
  readonly payee: Payee;
  readonly kind: PostingKind;
  /** The period whose stream holds the event. */
  readonly period: BillingPeriod;
  readonly effectiveOn: CivilDate;
  readonly recordedAt: string;
  /** Above zero the account owes more. */
  readonly amountKopecks: Kopecks;
  readonly paymentId: string | null;
  readonly eventId: string;
}

/** How did the debt of an account come about, and what was it on any day as known on any day? */
export const postingProjection: Projection<PostingRow> = {
  name: 'billing.posting',
  version: 3,
  handles: ['PeriodOpened', 'PaymentCredited', 'PaymentCreditReversed', 'PeriodClosed'],
  keysOf: (event) => postingsOf(event as RecordedEvent & AccountPeriodEvent).map((row) => keyOf(row)),
  columns: {
    account: 'text',
    payee: 'text',
    period: 'text',
    backdated: 'integer',
    effective_on: 'text',
    recorded_at: 'text',
    amount_kopecks: 'integer',
  },
  columnsOf: (row) => ({
    account: row.account,
    payee: row.payee,
    period: row.period,
    backdated: periodOf(row.effectiveOn) < row.period ? 1 : 0,
    effective_on: row.effectiveOn,
    recorded_at: row.recordedAt,
    amount_kopecks: row.amountKopecks,
  }),
  // What was told too late for its month is rare: a question about a day finds it without going through all postings.
  indexes: [['account', 'backdated', 'effective_on', 'amount_kopecks']],
  evolve: (row, event, key) =>
    postingsOf(event as RecordedEvent & AccountPeriodEvent).find((posting) => keyOf(posting) === key) ?? row,
};

function keyOf(row: PostingRow): string {
  return `${row.eventId}|${row.payee}|${row.kind}`;
}

/** What an event posts is asked for each of its keys; it is worked out once. */
const knownPostings = new WeakMap<object, readonly PostingRow[]>();

function postingsOf(event: RecordedEvent & AccountPeriodEvent): readonly PostingRow[] {
  let postings = knownPostings.get(event);
  if (postings === undefined) knownPostings.set(event, (postings = postingsOfFact(event)));
  return postings;
}

function postingsOfFact(event: RecordedEvent & AccountPeriodEvent): PostingRow[] {
  const { type, data } = event;
  switch (type) {
    case 'PeriodOpened':
      if (data.carriedFrom !== null) return [];
      return PAYEES.flatMap((payee) => postingOf(event, payee, 'opening', balanceOf(data.ledgers[payee])));
    case 'PaymentCredited':
      return [posting(event, data.payee, 'payment', -data.amountKopecks, data.paymentId)];
    case 'PaymentCreditReversed':
      return [posting(event, data.payee, 'reversal', data.amountKopecks, data.paymentId)];
    case 'PeriodClosed':
      return data.payees.flatMap((figures) => [
        ...postingOf(event, figures.payee, 'charged', figures.chargedKopecks),
        ...postingOf(event, figures.payee, 'recalculated', figures.recalculatedKopecks),
        ...postingOf(event, figures.payee, 'penalty', figures.penaltyKopecks),
      ]);
    case 'ChargesCalculated':
    case 'PaymentHeld':
    case 'PaymentReversalHeld':
    case 'PenaltySuspended':
    case 'PenaltyResumed':
      return [];
  }
}

type PostedEvent = RecordedEvent &
  Extract<AccountPeriodEvent, { type: 'PeriodOpened' | 'PaymentCredited' | 'PaymentCreditReversed' | 'PeriodClosed' }>;

/** A change by nothing is no posting. */
function postingOf(event: PostedEvent, payee: Payee, kind: PostingKind, amountKopecks: Kopecks): PostingRow[] {
  return amountKopecks === 0 ? [] : [posting(event, payee, kind, amountKopecks, null)];
}

/** Written out member by member: spreading a common part into the row costs more than everything else here. */
function posting(
  event: PostedEvent,
  payee: Payee,
  kind: PostingKind,
  amountKopecks: Kopecks,
  paymentId: string | null,
): PostingRow {
  const { account, period, effectiveOn } = event.data;
  return {
    account,
    period,
    effectiveOn,
    recordedAt: event.metadata.recordedAt,
    eventId: event.eventId,
    payee,
    kind,
    amountKopecks,
    paymentId,
  };
}
