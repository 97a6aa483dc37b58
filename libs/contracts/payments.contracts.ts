import { z } from 'zod';
import { accountField, contract, dateField, kopecksField, payeeField, periodField } from './contract';

export const paymentReceived = contract(
  'payments.payment-received.v1',
  'A payer has paid for an account to a payee.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    receivedOn: dateField.describe('The day the payer paid'),
    namedPeriod: periodField.nullable().describe('The month the payer named'),
  }),
);

export const paymentReversed = contract(
  'payments.payment-reversed.v1',
  'A payment was recalled: it counts as if it had never been made.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    reversedOn: dateField,
    reason: z.string(),
  }),
);

export const onlinePaymentCaptured = contract(
  'payments.online-payment-captured.v1',
  'A bank has taken the money of an online payment.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    orderId: z.string().nullable().describe('The additional service that is paid by it; null for what slips charge'),
    capturedOn: dateField,
  }),
);

export const onlinePaymentRefunded = contract(
  'payments.online-payment-refunded.v1',
  'A bank has given money of an online payment back to the payer.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive().describe('What was paid'),
    refundedBeforeKopecks: kopecksField.describe('Given back by earlier refunds'),
    refundedKopecks: kopecksField.positive().describe('Given back by all refunds so far'),
    orderId: z.string().nullable().describe('The additional service that was paid by it'),
    capturedOn: dateField.describe('The day on which it was paid'),
    refundedOn: dateField,
  }),
);
