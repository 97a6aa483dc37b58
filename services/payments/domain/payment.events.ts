import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';

/** Whose money it is: the company's or the capital-repair fund's. The two never mix. */
export type Payee = 'main' | 'capital_repair';

export const PAYEES: readonly Payee[] = ['main', 'capital_repair'];

/** How a payment reached the company. */
export type PaymentChannel = 'import' | 'registry' | 'cash_desk' | 'online' | 'accountant';

export const PAYMENT_CHANNELS: readonly PaymentChannel[] = ['import', 'registry', 'cash_desk', 'online', 'accountant'];

export type PaymentReceived = DomainEvent<
  'PaymentReceived',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    readonly amountKopecks: Kopecks;
    /** The day the payer paid, whenever the company learnt it. */
    readonly receivedOn: CivilDate;
    /** The month the payer named. */
    readonly namedPeriod: BillingPeriod | null;
    readonly channel: PaymentChannel;
    readonly effectiveOn: CivilDate;
  }
>;

export type PaymentReversed = DomainEvent<
  'PaymentReversed',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    readonly amountKopecks: Kopecks;
    readonly reversedOn: CivilDate;
    readonly reason: string;
    readonly effectiveOn: CivilDate;
  }
>;

/** The bank has given back what had been recalled here before: nothing is recalled twice. */
export type PaymentRefundNoted = DomainEvent<
  'PaymentRefundNoted',
  {
    readonly paymentId: string;
    readonly account: string;
    readonly payee: Payee;
    /** When and why it had been recalled. */
    readonly reversedOn: CivilDate;
    readonly reversalReason: string;
    readonly refundedOn: CivilDate;
  }
>;

/** One payment, stream `payments_payment-<paymentId>`. */
export type PaymentEvent = PaymentReceived | PaymentReversed | PaymentRefundNoted;

export const PAYMENT_EVENT_TYPES: readonly PaymentEvent['type'][] = [
  'PaymentReceived',
  'PaymentReversed',
  'PaymentRefundNoted',
];
