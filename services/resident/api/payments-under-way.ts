import { Inject, Injectable } from '@nestjs/common';
import { HistoryEntry, Payee, PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { Visitor } from './visitor';

/** The latest ones are asked about; nobody has more of them than a few. */
const ASKED_LIMIT = 5;

/**
 * How far a payment is of which the bank has not said its last word: `unpaid` waits for the payer on the bank's page,
 * `processing` is with the bank. Of `begun` the bank was not asked, of `unasked` it did not answer.
 */
export type Stage = 'unpaid' | 'processing' | 'begun' | 'unasked';

export interface PaymentUnderWay {
  /** Names the page that says how it stands. */
  readonly paymentId: string;
  readonly payee: Payee;
  readonly amountKopecks: number;
  readonly stage: Stage;
}

/** Payments of the account’s charges that are begun and not over: whoever looks at a sum to pay has to know of them. */
@Injectable()
export class PaymentsUnderWay {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
  ) {}

  /** As they were known last; the bank is not asked. */
  async known(account: string): Promise<PaymentUnderWay[]> {
    const begun = await this.begun(account);
    return begun.filter(isOfCharges).map((entry) => underWay(entry, 'begun'));
  }

  /** The bank is asked about each; one that turns out to be over is left out, and is seen as such from then on. */
  async asked({ account, login }: Pick<Visitor, 'account' | 'login'>): Promise<Map<string, Stage>> {
    const begun = await this.begun(account);
    const stages = new Map<string, Stage>();
    for (const { onlinePaymentId } of begun.slice(0, ASKED_LIMIT)) {
      if (onlinePaymentId === null) continue;
      const stand = await this.payments.payment(account, onlinePaymentId, { actor: `resident:${login}` });
      await this.untilSeen(stand.position);
      if (stand.status !== 'initiated' && stand.status !== 'authorized') continue;
      stages.set(onlinePaymentId, stageOf(stand));
    }
    return stages;
  }

  /** Those of the account’s charges, after the bank was asked. */
  async found(visitor: Pick<Visitor, 'account' | 'login'>): Promise<PaymentUnderWay[]> {
    const stages = await this.asked(visitor);
    const left = await this.begun(visitor.account);
    return left
      .filter(isOfCharges)
      .map((entry) => underWay(entry, stages.get(String(entry.onlinePaymentId)) ?? 'begun'));
  }

  private async begun(account: string): Promise<readonly HistoryEntry[]> {
    return (await this.payments.history(account, { state: 'in_progress' })).entries;
  }
}

function isOfCharges({ orderId, onlinePaymentId }: HistoryEntry): boolean {
  return orderId === null && onlinePaymentId !== null;
}

function underWay({ onlinePaymentId, payee, amountKopecks }: HistoryEntry, stage: Stage): PaymentUnderWay {
  return { paymentId: String(onlinePaymentId), payee, amountKopecks, stage };
}

function stageOf({ pageUrl, isAsked }: { readonly pageUrl: string | null; readonly isAsked: boolean }): Stage {
  if (!isAsked) return 'unasked';
  return pageUrl === null ? 'processing' : 'unpaid';
}
