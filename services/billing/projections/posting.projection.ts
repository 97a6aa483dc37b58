import { BillingPeriod, CivilDate, RecordedEvent } from '#libs/kernel';
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
  readonly namedPeriod: BillingPeriod | null;
  readonly eventId: string;
}

/** How did the debt of an account come about, and what was it on any day as known on any day? */
export const postingProjection: Projection<PostingRow> = {
  name: 'billing.posting',
  version: 1,
  handles: ['PeriodOpened', 'PaymentCredited', 'PaymentCreditReversed', 'PeriodClosed'],
  keysOf: (event) => postingsOf(event as RecordedEvent & AccountPeriodEvent).map((row) => keyOf(row)),
  columns: {
    account: 'text',
    payee: 'text',
    period: 'text',
    effective_on: 'text',
    recorded_at: 'text',
    amount_kopecks: 'integer',
  },
  columnsOf: (row) => ({
    account: row.account,
    payee: row.payee,
    period: row.period,
    effective_on: row.effectiveOn,
    recorded_at: row.recordedAt,
    amount_kopecks: row.amountKopecks,
  }),
  indexes: [['account', 'effective_on', 'recorded_at', 'amount_kopecks']],
  evolve: (row, event, key) =>
    postingsOf(event as RecordedEvent & AccountPeriodEvent).find((posting) => keyOf(posting) === key) ?? row,
};

function keyOf(row: PostingRow): string {
  return `${row.eventId}|${row.payee}|${row.kind}`;
}

function postingsOf(event: RecordedEvent & AccountPeriodEvent): PostingRow[] {
  const { account, period, effectiveOn } = event.data as {
    account: string;
    period: BillingPeriod;
    effectiveOn: CivilDate;
  };
  const common = { account, period, effectiveOn, recordedAt: event.metadata.recordedAt, eventId: event.eventId };
  switch (event.type) {
    case 'PeriodOpened':
      if (event.data.carriedFrom !== null) return [];
      return PAYEES.map((payee) => posting(common, payee, 'opening', balanceOf(event.data.ledgers[payee]))).filter(
        (row) => row.amountKopecks !== 0,
      );
    case 'PaymentCredited':
      return [
        {
          ...posting(common, event.data.payee, 'payment', -event.data.amountKopecks),
          paymentId: event.data.paymentId,
          namedPeriod: event.data.namedPeriod,
        },
      ];
    case 'PaymentCreditReversed':
      return [
        {
          ...posting(common, event.data.payee, 'reversal', event.data.amountKopecks),
          paymentId: event.data.paymentId,
        },
      ];
    case 'PeriodClosed':
      return event.data.payees.flatMap((figures) =>
        [
          posting(common, figures.payee, 'charged', figures.chargedKopecks),
          posting(common, figures.payee, 'recalculated', figures.recalculatedKopecks),
          posting(common, figures.payee, 'penalty', figures.penaltyKopecks),
        ].filter((row) => row.amountKopecks !== 0),
      );
    case 'ChargesCalculated':
      return [];
  }
}

function posting(
  common: Pick<PostingRow, 'account' | 'period' | 'effectiveOn' | 'recordedAt' | 'eventId'>,
  payee: Payee,
  kind: PostingKind,
  amountKopecks: Kopecks,
): PostingRow {
  return { ...common, payee, kind, amountKopecks, paymentId: null, namedPeriod: null };
}
