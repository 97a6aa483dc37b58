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
    refundedKopecks: kopecksField
      .positive()
      .optional()
      .describe('What was given back: this is the rest of a payment, and nothing new was paid. Absent otherwise'),
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

export const paymentReplaced = contract(
  'payments.payment-replaced.v1',
  'A recalled payment goes on as another: on the right account, or with what was not given back.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    replacement: z
      .object({
        account: accountField,
        paymentId: z.string(),
        payee: payeeField,
        amountKopecks: kopecksField.positive(),
        receivedOn: dateField.describe('The day of the original payment'),
        namedPeriod: periodField.nullable().describe('The month the payer named'),
        channel: z.enum(['import', 'registry', 'cash_desk', 'online', 'accountant']).describe('How it had come'),
        refundedKopecks: kopecksField
          .positive()
          .optional()
          .describe('What was given back, where this is the rest; absent where all of it was moved'),
      })
      .describe('The payment that counts in its place'),
    replacedOn: dateField.describe('The day on which it was replaced'),
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
    capturedOn: dateField.describe('The day on which the debt is lower'),
  }),
);

export const onlinePaymentDeclined = contract(
  'payments.online-payment-declined.v1',
  'A bank has not made an online payment.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    orderId: z.string().nullable().describe('The additional service that was to be paid by it'),
    byAutopay: z.boolean().describe('True where an agreement charged and no payer was asked'),
    reason: z.string().describe('The word of the bank'),
    declinedOn: dateField.describe('The day on which the bank said so'),
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
    refundedOn: dateField.describe('The day on which it became known'),
  }),
);

export const autopayAnnounced = contract(
  'payments.autopay-announced.v1',
  'An agreement of a resident will be charged in three days or later.',
  z.object({
    account: accountField,
    payee: payeeField,
    amountKopecks: kopecksField.positive().describe('Not more than this is charged'),
    announcedOn: dateField.optional().describe('The day of the notice; absent from what was told before it was asked'),
    chargeOn: dateField.describe('The day of the charge, at least three days after the notice'),
  }),
);

export const autopaySkipped = contract(
  'payments.autopay-skipped.v1',
  'An agreement of a resident is not charged this time.',
  z.object({
    account: accountField,
    payee: payeeField,
    reason: z.enum(['no_debt', 'above_limit']).describe('Nothing is owed, or more than was agreed to'),
    owedKopecks: kopecksField.describe('What is owed; below zero it is an advance'),
    limitKopecks: kopecksField.positive().describe('What the resident has agreed to at most'),
    skippedOn: dateField.describe('The day on which the charge was left out'),
  }),
);

export const autopayDeclined = contract(
  'payments.autopay-declined.v1',
  'A bank has not made a charge of an agreement.',
  z.object({
    account: accountField,
    payee: payeeField,
    paymentId: z.string(),
    amountKopecks: kopecksField.positive().describe('What was to be charged'),
    reason: z.string().describe('The word of the bank'),
    nextOn: dateField.nullable().describe('The day of the next charge; null where a slip is waited for, or none comes'),
    endsAgreement: z.boolean().describe('True where the method can never be charged again'),
    declinedOn: dateField.describe('The day on which the bank said so'),
  }),
);

export const autopayRequestFailed = contract(
  'payments.autopay-request-failed.v1',
  'Terms of an agreement that a resident has stated never hold.',
  z.object({
    account: accountField,
    payee: payeeField,
    paymentId: z.string().describe('The payment with which the method was to be kept'),
    reason: z.enum(['method_not_kept', 'payment_declined']).describe('What the bank has not done'),
    failedOn: dateField,
  }),
);
