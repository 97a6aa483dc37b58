import { defineClient } from '#libs/clients';
import type { Kopecks } from '#libs/money';
import type { Recipient } from '../../domain/recipients.events';
import type { RefundPlan } from '../../domain/refund-plan.policy';
import type { AccountPayment } from '../../projections/account-payments.projection';
import type { OfficePayment, OfficePayments, OfficePaymentsFilter } from '../office/office-payments.query';

export { PAYEES, PAYMENT_CHANNELS } from '../../domain/payment.events';
export type { Recipient } from '../../domain/recipients.events';
export type { RefundPlan } from '../../domain/refund-plan.policy';
export type { AccountPayment } from '../../projections/account-payments.projection';
export type {
  DayOfPayments,
  OfficePayment,
  OfficePayments,
  OfficePaymentsFilter,
} from '../office/office-payments.query';

// Shapes of answers and bodies, for the documents of the gateways.
export { OfficePaymentAnswer, OfficePaymentsAnswer } from '../office/office-payments.dto';
export { AttentionAnswer, CloseAttentionBody } from '../online/online-payments.dto';
export { AccountPaymentAnswer, PaymentPath, ReversePaymentBody } from '../payments.dto';

export const PAYMENTS_OFFICE_CLIENT = Symbol('PAYMENTS_OFFICE_CLIENT');

/**
 * What the back-office asks of the payments of a company. In one process a direct call; between processes HTTP. Throws
 * RejectedError.
 */
export interface PaymentsOfficeClient {
  payments(filter?: OfficePaymentsFilter): Promise<OfficePayments>;
  /** All that match, for a file, in the order of their days, however many there are. */
  allPayments(filter: OfficePaymentsFilter): AsyncIterable<AccountPayment>;
  /** PAYMENTS_UNKNOWN_PAYMENT. */
  payment(paymentId: string): Promise<OfficePayment>;
  /**
   * What a second person is to agree to; nothing is written, and whoever hears of the agreement makes the refund.
   * PAYMENTS_UNKNOWN_PAYMENT, PAYMENTS_ALREADY_REVERSED, PAYMENTS_AMOUNT_OUT_OF_RANGE, PAYMENTS_REFUND_AT_BANK.
   */
  proposeRefund(paymentId: string, refundKopecks: Kopecks, reason: string): Promise<RefundPlan>;
  /** Where the money of each payee goes. */
  recipients(): Promise<readonly Recipient[]>;
}

export const paymentsOfficeClient = defineClient<PaymentsOfficeClient>()({
  name: 'payments-office',
  token: PAYMENTS_OFFICE_CLIENT,
  operations: {
    payments: 'ask',
    allPayments: 'stream',
    payment: 'ask',
    proposeRefund: 'ask',
    recipients: 'ask',
  },
});
