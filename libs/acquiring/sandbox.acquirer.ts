import { randomUUID } from 'node:crypto';
import { Acquirer, AcquirerPayment, ListedPayments, LostPayment, NewAcquirerPayment } from './acquirer.port';

/** What a payer, or the bank's clerk, does with a payment on the page of the training bank. */
export type SandboxAction =
  /** The payer pays, and the bank tells of it. */
  | 'approve'
  /** The payer pays; the notification is lost. */
  | 'approve_silently'
  /** The payer pays; the bank takes its time and says nothing yet. */
  | 'approve_late'
  /** What was paid late is confirmed at last, and told. */
  | 'confirm'
  | 'decline'
  /** The last notification is sent once more. */
  | 'repeat_notification'
  /** All of the money goes back. */
  | 'refund'
  /** All of the money goes back; the notification is lost. */
  | 'refund_silently'
  /** A half of the money goes back. */
  | 'refund_half';

export interface SandboxPayment extends NewAcquirerPayment {
  readonly acquirerPaymentId: string;
  readonly state: AcquirerPayment['state'];
  /** Paid, and not confirmed by the bank yet. */
  readonly confirming: boolean;
  readonly refundedKopecks: number;
  /** UTC; null where nothing was taken. */
  readonly capturedAt: string | null;
}

/** The oldest are forgotten beyond this: nothing here is money. */
const PAYMENTS_LIMIT = 10_000;
const METHOD = /^sandbox-method-/;

const FROM: Readonly<Record<SandboxAction, (payment: SandboxPayment) => boolean>> = {
  approve: ({ state, confirming }) => state === 'pending' && !confirming,
  approve_silently: ({ state, confirming }) => state === 'pending' && !confirming,
  approve_late: ({ state, confirming }) => state === 'pending' && !confirming,
  confirm: ({ confirming }) => confirming,
  decline: ({ state, confirming }) => state === 'pending' && !confirming,
  repeat_notification: ({ state }) => state !== 'pending',
  refund: isRefundable,
  refund_silently: isRefundable,
  refund_half: ({ state, refundedKopecks }) => state === 'captured' && refundedKopecks === 0,
};

function isRefundable({ state, refundedKopecks, amountKopecks }: SandboxPayment): boolean {
  return state === 'captured' && refundedKopecks < amountKopecks;
}

/**
 * A bank for trying things out: it has a page, moves no money and forgets everything when the process ends. It shows
 * what a real one may do: decline, answer late, lose a notification, or send it again and again.
 */
export class SandboxAcquirer implements Acquirer {
  readonly name = 'sandbox';
  readonly pageOrigins: readonly string[];
  private readonly payments = new Map<string, SandboxPayment>();
  private readonly byReference = new Map<string, string>();
  private listener: (notification: object) => Promise<void> = () => Promise.resolve();
  private now: () => string | null = () => null;

  /** @param address where its pages are, such as `http://127.0.0.1:3002` */
  constructor(readonly address: string) {
    this.pageOrigins = [new URL(address).origin];
  }

  /** Who is told of what happens to payments. */
  notify(listener: (notification: object) => Promise<void>): void {
    this.listener = listener;
  }

  /** By which clock (UTC) it says when it took money; before, it does not say. */
  keepTime(now: () => string): void {
    this.now = now;
  }

  create(payment: NewAcquirerPayment): Promise<AcquirerPayment> {
    const known = this.byReference.get(payment.reference);
    if (known !== undefined) return Promise.resolve(this.told(this.payments.get(known) as SandboxPayment));
    const acquirerPaymentId = randomUUID();
    const charged = payment.methodId !== null;
    const state = !charged ? 'pending' : METHOD.test(payment.methodId) ? 'captured' : 'declined';
    const capturedAt = state === 'captured' ? this.now() : null;
    const fresh = { confirming: false, refundedKopecks: 0, capturedAt };
    const made: SandboxPayment = { ...payment, acquirerPaymentId, state, ...fresh };
    this.payments.set(acquirerPaymentId, made);
    this.byReference.set(payment.reference, acquirerPaymentId);
    this.forgetOldest();
    return Promise.resolve(this.told(made));
  }

  find(acquirerPaymentId: string): Promise<AcquirerPayment | null> {
    const payment = this.payments.get(acquirerPaymentId);
    return Promise.resolve(payment === undefined ? null : this.told(payment));
  }

  capture(acquirerPaymentId: string): Promise<AcquirerPayment> {
    const payment = this.payments.get(acquirerPaymentId);
    if (payment === undefined) throw new RangeError('There is no such payment');
    return Promise.resolve(this.told(this.take(payment)));
  }

  cancel(acquirerPaymentId: string): Promise<AcquirerPayment> {
    const payment = this.payments.get(acquirerPaymentId);
    if (payment === undefined) throw new RangeError('There is no such payment');
    return Promise.resolve(this.told(this.change(payment, { state: 'declined' })));
  }

  /** It forgets no name while it remembers the payment: when that was made is of no interest. */
  look({ reference }: LostPayment): Promise<AcquirerPayment | null> {
    return this.find(this.byReference.get(reference) ?? '');
  }

  /** It keeps no days: whatever was given back is told again. */
  refundedSince(): Promise<readonly string[]> {
    const refunded = this.all().filter(({ refundedKopecks }) => refundedKopecks > 0);
    return Promise.resolve(refunded.map(({ acquirerPaymentId }) => acquirerPaymentId));
  }

  /** It keeps no days: whatever it remembers is told. */
  madeSince(): Promise<ListedPayments> {
    const payments = this.all().map((one) => ({ payment: this.told(one), labels: one.labels }));
    return Promise.resolve({ payments, unread: 0 });
  }

  subjectOf(notification: unknown): string | null {
    const id = (notification as { readonly paymentId?: unknown } | null)?.paymentId;
    return typeof id === 'string' ? id : null;
  }

  /** What its page shows; null for a payment that is not there. */
  shown(acquirerPaymentId: string): SandboxPayment | null {
    return this.payments.get(acquirerPaymentId) ?? null;
  }

  /** Every payment that is remembered, the latest last. */
  all(): readonly SandboxPayment[] {
    return [...this.payments.values()];
  }

  possible(payment: SandboxPayment, action: SandboxAction): boolean {
    return FROM[action](payment);
  }

  /** Answers with the payment as it is afterwards; what is not possible now changes nothing. */
  async act(acquirerPaymentId: string, action: SandboxAction): Promise<SandboxPayment | null> {
    const payment = this.payments.get(acquirerPaymentId);
    if (payment === undefined || !this.possible(payment, action)) return payment ?? null;
    switch (action) {
      case 'approve':
      case 'confirm':
        return this.tell(this.take(payment));
      case 'approve_silently':
        return this.take(payment);
      case 'approve_late':
        return this.change(payment, { confirming: true });
      case 'decline':
        return this.tell(this.change(payment, { state: 'declined' }));
      case 'repeat_notification':
        return this.tell(payment);
      case 'refund':
        return this.tell(this.change(payment, { refundedKopecks: payment.amountKopecks }));
      case 'refund_silently':
        return this.change(payment, { refundedKopecks: payment.amountKopecks });
      case 'refund_half':
        return this.tell(this.change(payment, { refundedKopecks: Math.floor(payment.amountKopecks / 2) }));
    }
  }

  private take(payment: SandboxPayment): SandboxPayment {
    return this.change(payment, { state: 'captured', confirming: false, capturedAt: this.now() });
  }

  private change(payment: SandboxPayment, change: Partial<SandboxPayment>): SandboxPayment {
    const changed = { ...payment, ...change };
    this.payments.set(payment.acquirerPaymentId, changed);
    return changed;
  }

  /** As with a real bank, a notification that cannot be handled is no fault of the payer. */
  private async tell(payment: SandboxPayment): Promise<SandboxPayment> {
    await this.listener({ paymentId: payment.acquirerPaymentId }).catch(() => undefined);
    return payment;
  }

  private told(payment: SandboxPayment): AcquirerPayment {
    const { acquirerPaymentId, reference, state, amountKopecks, refundedKopecks, saveMethod, confirming } = payment;
    const { capturedAt } = payment;
    const method = { methodId: `sandbox-method-${acquirerPaymentId}`, title: 'учебная карта •• 4477' };
    return {
      acquirerPaymentId,
      reference,
      state,
      amountKopecks,
      refundedKopecks,
      capturedAt,
      pageAddress: state === 'pending' && !confirming ? `${this.address}/pay/${acquirerPaymentId}` : null,
      method: saveMethod && state === 'captured' ? method : null,
      declineReason: state === 'declined' ? 'declined_by_payer' : null,
    };
  }

  private forgetOldest(): void {
    if (this.payments.size <= PAYMENTS_LIMIT) return;
    const [oldest] = this.payments.values();
    if (oldest === undefined) return;
    this.payments.delete(oldest.acquirerPaymentId);
    this.byReference.delete(oldest.reference);
  }
}
