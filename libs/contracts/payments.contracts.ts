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

export const onlinePaymentCaptured = contract(
  'payments.online-payment-captured.v1',
  'A payment that a resident began in the cabinet has come through at the bank.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    orderId: z.string().nullable().describe('The order for an additional service that is paid'),
    capturedOn: dateField.describe('The day on which the payer paid'),
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
