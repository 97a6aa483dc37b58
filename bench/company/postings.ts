import { SqliteEventStore, StreamAppend } from '#libs/event-store';
import { addMonths, BillingPeriod, lastDayOf } from '#libs/kernel';
import { AccountPeriodEvent, accountPeriodStream } from '#services/billing';
import { appendOf } from './appends';

export const EVENTS_PER_ACCOUNT = 10;
const FIRST_PERIOD: BillingPeriod = '2026-01';
const APPENDS_PER_COMMIT = 1_000;

export interface PostingLog {
  readonly file: string;
  /** A multiple of ten. */
  readonly events: number;
}

/** A log of closes and payments: five months of every account, each closed and paid. */
export async function seedPostingLog({ file, events }: PostingLog): Promise<{ readonly head: number }> {
  const store = new SqliteEventStore({ file });
  let batch: StreamAppend[] = [];
  const append = async () => {
    await store.appendMany(batch);
    batch = [];
  };
  for (let month = 0; month < EVENTS_PER_ACCOUNT / 2; month += 1) {
    for (let number = 0; number < events / EVENTS_PER_ACCOUNT; number += 1) {
      batch.push(monthOf(String(6_300_000_000 + number), number, addMonths(FIRST_PERIOD, month)));
      if (batch.length >= APPENDS_PER_COMMIT) await append();
    }
  }
  await append();
  const head = await store.head();
  await store.close();
  return { head };
}

function monthOf(account: string, number: number, period: BillingPeriod): StreamAppend {
  const paymentId = `P-${account}-${period}`;
  const paidKopecks = 500_000 + (number % 1_000);
  const chargedKopecks = 520_000 + (number % 3_000);
  const repairKopecks = 60_000 + (number % 100);
  const paidOn = `${period}-11`;
  const dueOn = `${addMonths(period, 1)}-15`;
  const none = { openingKopecks: 0, recalculatedKopecks: 0, penaltyKopecks: 0 };
  const events: AccountPeriodEvent[] = [
    {
      type: 'PaymentCredited',
      version: 1,
      data: {
        account,
        period,
        payee: 'main',
        paymentId,
        amountKopecks: paidKopecks,
        effectiveOn: paidOn,
        namedPeriod: null,
        movements: [
          {
            kind: 'money_received',
            moneyId: `payment:${paymentId}`,
            paymentId,
            on: paidOn,
            amountKopecks: paidKopecks,
            reservedFor: null,
          },
        ],
      },
    },
    {
      type: 'PeriodClosed',
      version: 1,
      data: {
        account,
        period,
        effectiveOn: lastDayOf(period),
        dueOn,
        payees: [
          {
            payee: 'main',
            ...none,
            chargedKopecks,
            paymentsKopecks: paidKopecks,
            closingKopecks: chargedKopecks - paidKopecks,
          },
          {
            payee: 'capital_repair',
            ...none,
            chargedKopecks: repairKopecks,
            paymentsKopecks: 0,
            closingKopecks: repairKopecks,
          },
        ],
        movements: {
          main: [
            { kind: 'line_charged', period, dueOn, amountKopecks: chargedKopecks, billed: { heating: chargedKopecks } },
          ],
          capital_repair: [
            {
              kind: 'line_charged',
              period,
              dueOn,
              amountKopecks: repairKopecks,
              billed: { capital_repair: repairKopecks },
            },
          ],
        },
        records: {},
        recordCorrections: [],
      },
    },
  ];
  return appendOf(accountPeriodStream(account, period), events);
}
